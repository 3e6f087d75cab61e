"""Knows how an order reads to whoever carries it out, and how a firm's words read to the managers."""

from collections.abc import Iterator
from datetime import timedelta

from hauspost.desk.costs import new_limit
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act, Claim
from hauspost.desk.notices_of_deadlines import Reminder
from hauspost.desk.notices_to_firms import (
    CostAnswered,
    OfficeWrote,
    OrderCancelled,
    OrderDate,
    OrderExtended,
    OrderGiven,
    OrderNews,
)
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.phases import deciding
from hauspost.desk.unfit_dates import SUNDAY
from hauspost.desk.work import OrderKind, WorkOrder
from hauspost.outbound import cleaning
from hauspost.outbound.money import gross, limit
from hauspost.outbound.page import Answer
from hauspost.outbound.places import office_hours, place_words
from hauspost.outbound.prices import other_meaning
from hauspost.outbound.view import View, phone

WEG = "weg"
TASK = 200

# Mails about an order that its assignee has.
OfOrder = OrderCancelled | OfficeWrote | CostAnswered | Reminder | OrderNews | OrderExtended | OrderDate


def is_firm(view: View, _facts: OrderGiven) -> bool:
    """A caretaker is told less: whose account it is and what it may cost is the firm's business alone."""
    return any(r.role is Role.CONTRACTOR for p in view.letter.to for r in p.roles)


# ---- to the assignee


def where(
    view: View, facts: OrderGiven | OfOrder | OrderCancelled | OfficeWrote | CostAnswered | OrderDate
) -> str:
    """Lindenweg 12, 10405 Berlin, 3. OG links, Klingel „Berger“; of somebody who hides there is no bell."""
    if isinstance(facts, OrderGiven):
        is_told = facts.kind != OrderKind.INFO and not facts.is_anonymous
        bell = cleaning.one_line(facts.bell_name) if is_told else ""
        said = view.language.say("orders.bell", name=bell) if bell else ""
        return _joined(_address(view), _inside(view, facts.place), said)
    return site_of(view, facts.tag)


def site_of(view: View, tag: str) -> str:
    """Lindenweg 12, 10405 Berlin, 3. OG links: as the order said it."""
    order = _order_of(view, tag)
    return _joined(_address(view), _inside(view, order.place) if order else "")


def sites(view: View, facts: OrderGiven | OrderExtended) -> Iterator[tuple[str, str, str]]:
    """Haus 12, 3. OG links, Klingel „Berger“; the hours; the sentences of the report there."""
    for site in facts.sites:
        is_told = isinstance(facts, OrderExtended) or facts.kind != OrderKind.INFO
        bell = cleaning.one_line(site.bell_name) if is_told else ""
        said = view.language.say("orders.bell", name=bell) if bell else ""
        yield _joined(_inside(view, site.place), said), site.access, site.text


def _inside(view: View, place: str) -> str:
    """The place without the house's street in front: the address says it already."""
    within = place[len(view.house) :].strip(", ") if view.house and place.startswith(view.house) else place
    return place_words(within, view.language)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def pictures_enclosed(view: View, facts: OrderGiven) -> str:
    """2 Bilder anbei: counted from what the mail does carry."""
    return view.language.count("orders.pictures", len(facts.pictures)) if facts.pictures else ""


def _address(view: View) -> str:
    house = view.letter.house
    if house is None:
        return ""
    town = f"{house.postcode} {house.city}".strip()
    return ", ".join(part for part in (house.short_name, town) if part)


def task(view: View, facts: OfOrder) -> str:
    order = _order_of(view, facts.tag)
    return cleaning.clip(order.text, TASK) if order else view.letter.category_label


def _order_of(view: View, tag: str) -> WorkOrder | None:
    ticket = view.letter.ticket
    return next((o for o in ticket.orders if ticket.order_tag(o) == tag), None) if ticket else None


def visit_example(view: View, _facts: OrderGiven | OrderDate) -> str:
    return next_visit(view)


def next_visit(view: View) -> str:
    """Do 16.10. 16-18 Uhr: a date as one types it; no Sunday, which would be put back."""
    day = view.letter.at + timedelta(days=2)
    is_sunday = day.astimezone(view.times.zone).weekday() == SUNDAY
    return view.times.typed(day + timedelta(days=1) if is_sunday else day)


def contact(view: View, facts: OrderGiven | OrderCancelled | OrderExtended) -> str:
    """Sabine Vogt, 030 5550110, Mo-Fr 9-16 Uhr"""
    company = view.letter.company
    own = "" if isinstance(facts, OrderCancelled) else facts.phone
    number = phone(own or company.phone, office_hours(company.office_hours, view.language))
    return ", ".join(part for part in (facts.by, number) if part) if number else ""


def agreed_limit(view: View, facts: CostAnswered) -> str:
    return limit(facts.limit, view.language)


def invoice_recipient(view: View, facts: OrderGiven) -> str:
    """Who is billed, through whom: WEG Lindenweg 12-14, vertreten durch Hausverwaltung Sonnenschein GmbH"""
    party = invoice_party(view, facts)
    house, company = view.letter.house, view.letter.company.name
    is_through_us = house is not None and house.kind == WEG and party in (house.name, house.invoice_recipient)
    if not party or not is_through_us or company in party or view.language.say("orders.already") in party:
        return party
    return view.language.say("orders.represented", who=party, by=company)


def invoice_party(view: View, facts: OrderGiven) -> str:
    """The order's own word; where it only names the house, what the master data say of its invoices."""
    house = view.letter.house
    if house is None or facts.invoice_to not in ("", house.name):
        return facts.invoice_to
    return house.invoice_recipient or facts.invoice_to or house.name


def invoice_genitive(view: View, facts: OrderGiven) -> str:
    """der WEG Lindenweg 12-14 · von Dr. Klaus Petersen: whose name and account it is, behind "für Rechnung"."""
    party, house = invoice_party(view, facts), view.letter.house
    first = party.partition(" ")[0].casefold()
    if first in view.language.say("orders.communities").casefold().split("|"):
        return view.language.say("orders.of_community", who=party)
    if house is not None and house.kind == WEG and party == house.name:
        return view.language.say("orders.of_weg", who=party)
    return view.language.say("orders.of_somebody", who=party)


def invoice_email(view: View, facts: OrderGiven) -> str:
    house = view.letter.house
    return facts.invoice_email or (house.invoice_email if house else "")


# ---- to the managers


def report_lead(view: View, facts: FirmReported) -> str:
    """Heizung Meier GmbH: fertig, Rechnung · OK genügt"""
    said = view.language
    claims = ", ".join(said.label("claims", claim) for claim in facts.claims)
    told = said.say("reports.says", who=facts.company, what=claims) if claims else ""
    told = told or said.say("reports.wrote", who=facts.company)
    if facts.is_offer and facts.amount:
        told = said.say("reports.offer", who=facts.company, amount=gross(facts.amount, said))
    if facts.asks_for_money and facts.amount:
        told = said.say("reports.money", who=facts.company, amount=gross(facts.amount, said))
    if facts.asked_at:
        told = said.say("marks.between").join((said.say("reports.reminder"), told))
    if not facts.asks:
        return said.say("marks.between").join((told, said.say("reports.reaches", who=facts.company)))
    is_short = any(offer.word == "OK" for offer in view.letter.offers)
    return said.say("marks.between").join((told, said.say("reports.ok" if is_short else "reports.asks")))


def report_order(view: View, facts: FirmReported) -> str:
    """A-1042-1, zugesagt → fertig gemeldet"""
    phases = [view.language.label("phases", p) for p in (facts.phase_before, facts.phase_after) if p]
    return ", ".join(part for part in (facts.tag, " → ".join(dict.fromkeys(phases))) if part)


def report_answers(view: View, facts: FirmReported) -> Iterator[Answer]:
    """A plain answer goes to the firm, unless the mail asks for a decision."""
    said = view.language
    if not facts.asks:
        yield Answer(said.say("words.plain_reply"), said.say("reports.to_firm", who=facts.company))
    if facts.is_offer and facts.amount is None:
        yield Answer(said.say("reports.order_word", who=facts.company), said.say("reports.order_means"))
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        own = other_meaning(view, facts, offer) or _meaning(view, facts, offer.act)
        yield Answer(row.word, own or row.meaning, row.href)


def _meaning(view: View, facts: FirmReported, act: Act) -> str:
    """What OK and NEIN do depends on what is asked: the next firm, or whether it is as the firm says."""
    said = view.language
    if facts.asks_for_money:
        return _about_money(view, facts, act)
    if facts.is_offer:
        amount = gross(facts.amount, said) if facts.amount is not None else ""
        return said.say_if(f"firm_acts.{act}_offer", who=facts.company, amount=amount)
    if facts.next_company:
        return said.say_if(f"firm_acts.{act}_next", who=facts.next_company)
    claim = deciding(_claims(facts), has_window=facts.window is not None)
    what = said.label("claims", claim) if claim else ""
    key = f"firm_acts.{act}_{'signs_off' if facts.others_run else facts.phase_after}"
    return said.say_if(key) or (said.say_if(f"firm_acts.{act}", what=what) if what else "")


def _about_money(view: View, facts: FirmReported, act: Act) -> str:
    """What holds after JA or NEIN, in figures."""
    said = view.language
    after = facts.limit if act is Act.NO else new_limit(facts.limit, facts.amount)
    return said.say_if(f"firm_acts.{act}_money", who=facts.company, amount=limit(after, said))


def limit_so_far(view: View, facts: FirmReported) -> str:
    return limit(facts.limit, view.language) if facts.asks_for_money else ""


def _claims(facts: FirmReported) -> frozenset[Claim]:
    known = frozenset(map(str, Claim))
    return frozenset(Claim(claim) for claim in facts.claims if claim in known)


def is_unsettled(_view: View, facts: FirmReported) -> bool:
    """A question about words that have changed nothing yet."""
    if facts.unfit or facts.missed > 1:  # what is to be looked at stands there already
        return False
    is_unsure = not (facts.asks_for_money and facts.is_sure)  # a second price leaves the phase as it is
    is_same = facts.phase_before == facts.phase_after and facts.asked_at is None
    return facts.asks and not (facts.next_company or facts.is_offer) and is_same and is_unsure
