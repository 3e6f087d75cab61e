"""Fetches what one mail may speak of, as of now: its readers, the house, the ticket, the journal of its channel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import assert_never

from hauspost.desk.absences import Absence, present, standing_in
from hauspost.desk.business_calendar import BusinessCalendar, ClosedDay
from hauspost.desk.carried import carried, still_ordered, without_name
from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.decision import Question
from hauspost.desk.houses import EVERYWHERE, Category, Company, Person, PersonId, Property, PropertyId
from hauspost.desk.model import ALARMING, Entry, Ticket
from hauspost.desk.notices import Circle, Facts, Folded, Letter, NoticeKind
from hauspost.desk.notices_of_documents import DocumentList, DocumentsSent
from hauspost.desk.notices_of_morning import MorningList
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.notices_of_surveys import Survey
from hauspost.desk.notices_on_request import Listing, OrderList
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_managers import HeldItem, HeldList
from hauspost.desk.notices_to_people import BoardDigest, EveningLines, StatusChanged
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.policy import Policy
from hauspost.desk.readers import FOR_STRANGERS, Reach, manages, readers
from hauspost.desk.telling import names
from hauspost.gateway import (
    board_digests,
    document_mails,
    evenings,
    house_notices,
    mornings,
    order_lists,
    period_reports,
    survey_lists,
)
from hauspost.gateway.glance import Glance
from hauspost.store import registry, tickets
from hauspost.store.absences import absences
from hauspost.store.connection import Connection
from hauspost.store.notices import About, Owed, Told

# Answers that go to whoever asked.
TO_ANYBODY = frozenset(
    {
        NoticeKind.LISTING,
        NoticeKind.HELP,
        NoticeKind.HELD_NOTE,
        NoticeKind.DOCUMENT_LIST,
        NoticeKind.DOCUMENTS,
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """Whose mails these are, and by which rules they leave."""

    company: Company
    policy_of: Callable[[Property | None], Policy]
    zone: tzinfo
    closed: tuple[ClosedDay, ...] = ()  # days on which nobody works though they are no holidays

    def calendar(self, house: Property | None) -> BusinessCalendar:
        """When the office works for this house; None: for itself."""
        hours = OfficeHours.read(self.policy_of(house).office_hours)
        state = (house.state if house else "") or self.company.state
        return BusinessCalendar(hours, self.zone, state, self.closed)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why there will be no mail."""

    reason: str


def letter_for(glance: Glance, owed: Owed, *, office: Office, at: datetime) -> Letter | Unsaid:
    """The letter to those behind the address who may read it now."""
    if owed.facts is None:
        return Unsaid("changed back before anybody was told")
    connection = glance.connection
    ticket = glance.of(tickets.load_ticket, owed.ticket) if owed.ticket is not None else None
    if owed.ticket is not None and ticket is None:
        return Unsaid("the ticket is gone")
    reach = Reach(
        owed.kind, owed.address, owed.property_id, ticket, owed.channel, _listed(connection, owed.facts)
    )
    to = readers(reach, in_order(owed.persons, glance.persons(owed.persons)), at, office.zone)
    to = house_notices.still_there(owed.facts, to, owed.property_id, at=at, zone=office.zone)
    if to and (reason := house_notices.unsaid(connection, owed, at=at, zone=office.zone)):
        return Unsaid(reason)
    if isinstance(owed.facts, EveningLines):
        to = evenings.readers_of(connection, owed.facts, to, at=at, zone=office.zone)
    if not to and (owed.persons or owed.kind not in FOR_STRANGERS):
        return Unsaid("nobody behind the address may read it any more")
    if isinstance(owed.facts, BoardDigest):
        facts: Facts | None = board_digests.filled(
            connection, owed.facts, to, place=owed.property_id, at=at, zone=office.zone
        )
    else:
        facts = _facts_now(connection, owed, to, ticket, office=office, at=at)
    if facts is None:
        return Unsaid("nothing of it is left to be said")
    if isinstance(facts, OrderGiven) and ticket is not None:
        facts = without_name(facts, ticket)
    if isinstance(facts, StatusChanged) and ticket is not None:
        facts = still_ordered(facts, ticket)
    return _letter(glance, owed, facts, to, ticket=ticket, office=office, at=at)


def _facts_now(
    connection: Connection,
    owed: Owed,
    to: tuple[Person, ...],
    ticket: Ticket | None,
    *,
    office: Office,
    at: datetime,
) -> Facts | None:
    if isinstance(owed.facts, Survey):
        return _survey(connection, owed, ticket, office=office, at=at)
    if isinstance(owed.facts, PeriodReport):
        return period_reports.filled(
            connection, owed.facts, to, calendar=office.calendar, at=at, zone=office.zone
        )
    return _filled(connection, owed.facts, to, at=at, zone=office.zone) if owed.facts else None


def _as_it_stands(one: Folded, ticket: Ticket | None) -> Folded:
    if ticket is None or not isinstance(one.facts, StatusChanged):
        return one
    return replace(one, facts=still_ordered(one.facts, ticket))


def is_urgent(facts: Facts, ticket: Ticket | None, category: Category | None) -> bool:
    """Whether it leaves at night, though its kind waits: of an important category, or an urgent mail is held."""
    if isinstance(facts, HeldList):
        return any(item.is_urgent for item in facts.items)
    return is_important(ticket, category)


def is_important(ticket: Ticket | None, category: Category | None) -> bool:
    """`category`: the ticket's."""
    is_danger = ticket is not None and bool(ticket.flags & ALARMING)
    return is_danger or (category is not None and category.important)


def _letter(
    glance: Glance,
    owed: Owed,
    facts: Facts,
    to: tuple[Person, ...],
    *,
    ticket: Ticket | None,
    office: Office,
    at: datetime,
) -> Letter:
    place = ticket.property_id if ticket else owed.property_id
    house = glance.of(registry.load_property, place) if place else None
    houses = evenings.houses_of(glance.connection, facts) if isinstance(facts, EveningLines) else ()
    if houses:  # of several it is the mail of none
        house = houses[0] if len(houses) == 1 else None
    is_manager = _is_to_manager(owed.kind, to, place, at=at, zone=office.zone)
    language = to[0].language if to else (house.language if house else "") or office.company.language
    shown = (
        carried(ticket, owed.kind, to, channel=owed.channel, is_manager=is_manager)
        if ticket and owed.kind is not NoticeKind.HELD_NOTE  # its reader may know of no ticket
        else None
    )
    category = category_of(glance, ticket)
    if shown is not None and category is not None:
        shown = replace(shown, subject=category.subject(shown.subject, language))
    party = _party(shown, owed.kind)
    others = _party_of(shown, owed.channel) or party
    responsible = _responsible(ticket, house, glance.of(absences, at) if is_manager else ())
    named = glance.persons({p for p in (*party, *others, responsible) if p})
    reporter = _who_reads(tuple(named[p] for p in party if p in named))
    reaches = _who_reads(tuple(named[p] for p in others if p in named))
    return Letter(
        kind=owed.kind,
        facts=facts,
        company=office.company,
        to=to,
        address=owed.address,
        language=language,
        is_manager=is_manager,
        at=at,
        event_at=owed.created_at,
        house=house,
        ticket=shown,
        category_label=category.label(language) if category else str(ticket.category if ticket else ""),
        place=shown.place if shown else "",
        reporter=reporter if reporter is not None and (is_manager or reporter in to) else None,
        reaches=reaches if is_manager else None,
        responsible=named.get(responsible) if responsible else None,
        offers=owed.offers,
        folded=tuple(_as_it_stands(one, ticket) for one in owed.folded),
        history=_history(glance, ticket, owed.channel),
        houses=houses,
        recipients=owed.recipients,
    )


def _is_to_manager(
    kind: NoticeKind, to: tuple[Person, ...], place: PropertyId | None, *, at: datetime, zone: tzinfo
) -> bool:
    """Answers and notes go to anybody; there the reader's own role decides in whose words they speak."""
    match kind.circle:
        case Circle.MANAGERS:
            return True
        case Circle.OFFICE:  # the accounting is no manager, and steers nothing
            return bool(to)
        case Circle.READERS | Circle.SELF:
            is_answer = kind in TO_ANYBODY
            return is_answer and any(manages(p, place, at, zone) for p in to)
        case circle:
            assert_never(circle)


def people(connection: Connection, ids: Iterable[PersonId]) -> tuple[Person, ...]:
    """Those who still exist, in the order asked for."""
    asked = tuple(ids)
    return in_order(asked, registry.persons(connection, asked))


def in_order(asked: tuple[PersonId, ...], found: dict[PersonId, Person]) -> tuple[Person, ...]:
    return tuple(found[i] for i in asked if i in found)


def _party(ticket: Ticket | None, kind: NoticeKind) -> tuple[PersonId, ...]:
    """The reporter, then who else belongs to the reporter's channel; a file names only who reported it."""
    if ticket is None or ticket.reporter is None:
        return ()
    others = _party_of(ticket, Channel.of_resident(ticket.reporter)) if kind is not NoticeKind.FILE else ()
    return tuple(dict.fromkeys((ticket.reporter, *others)))


def _party_of(ticket: Ticket | None, channel: Channel | None) -> tuple[PersonId, ...]:
    """The people outside whose channel it is: not always who reported."""
    if ticket is None or channel is None or channel.kind not in (ChannelKind.RESIDENT, ChannelKind.ASKED):
        return ()
    there = [p.person for p in ticket.participants if p.channel == channel and p.until is None]
    return tuple(sorted(there, key=lambda person: person != ticket.reporter))


def _who_reads(party: tuple[Person, ...]) -> Person | None:
    """Whom an answer reaches: the reporter, or the first beside the reporter who has a mail address."""
    return next((p for p in party if p.address), party[0] if party else None)


def _responsible(ticket: Ticket | None, house: Property | None, away: tuple[Absence, ...]) -> PersonId | None:
    """Whose it is; while that one is away, whoever stands in."""
    wanted = [ticket.responsible if ticket else None, house.responsible if house else None]
    own = next((w for w in wanted if w), None)
    if own is None or own not in {a.person for a in away}:
        return own
    return next(standing_in((*wanted, house.deputy if house else None), away), own)


def category_of(glance: Glance, ticket: Ticket | None) -> Category | None:
    """None also where the table has lost it."""
    return glance.of(registry.category, ticket.category) if ticket is not None else None


def _history(glance: Glance, ticket: Ticket | None, channel: Channel | None) -> tuple[Entry, ...]:
    if ticket is None or channel is None:
        return ()
    return tuple(e for e in glance.of(tickets.load_entries, ticket.number) if e.channel == channel)


def _listed(connection: Connection, facts: Facts) -> tuple[Ticket, ...]:
    if not isinstance(facts, Listing):
        return ()
    return tuple(tickets.load_tickets(connection, (line.number for line in facts.lines)).values())


# ---- the held list is owed empty and says what is held when it is written


def _survey(
    connection: Connection, owed: Owed, ticket: Ticket | None, *, office: Office, at: datetime
) -> Facts | None:
    """A preview was whole when it was owed."""
    facts = owed.facts
    if not isinstance(facts, Survey) or facts.what == "preview" or ticket is None:
        return facts
    return survey_lists.filled(
        connection,
        facts,
        ticket,
        company=office.company,
        owed_at=owed.created_at,
        at=at,
        zone=office.zone,
    )


def _filled(
    connection: Connection, facts: Facts, to: tuple[Person, ...], *, at: datetime, zone: tzinfo
) -> Facts | None:
    if isinstance(facts, EveningLines):
        return evenings.readable(connection, facts, to, at=at, zone=zone)
    if isinstance(facts, OrderList):
        return order_lists.filled(connection, to, at=at, zone=zone)
    if isinstance(facts, DocumentList | DocumentsSent):
        return document_mails.seen(connection, facts, to, at=at, zone=zone)
    if isinstance(facts, MorningList):
        return mornings.readable(connection, facts, to, at=at, zone=zone)
    if not isinstance(facts, HeldList):
        return facts
    places = {r.property_id for p in to for r in p.roles if manages(p, r.property_id, at, zone)}
    held = tickets.held_questions(connection, places, (p.id for p in to))
    wanted = {PersonId(i) for q in held for key in ("presumed", "proposed") for i in q.about.get(key, ())}
    named = registry.persons(connection, wanted)
    lying = tickets.load_tickets(connection, {n for q in held if (n := q.about.get("ticket"))})
    theirs = {n for n, ticket in lying.items() if ticket.property_id in places or EVERYWHERE in places}
    return HeldList(tuple(_held_item(q, named, theirs) for q in held)) if held else None


def _held_item(question: Question, named: dict[PersonId, Person], theirs: set[int]) -> HeldItem:
    """`theirs`: the tickets that the reader may hear of; one that has moved to another house is none any more."""
    about = question.about
    number = about.get("ticket")
    presumed = [named[i] for i in about.get("presumed", ()) if i in named]
    return HeldItem(
        number=question.id,
        at=datetime.fromisoformat(about["received_at"]) if "received_at" in about else question.asked_at,
        from_address=about.get("from_address", ""),
        reason=about.get("reason", ""),
        presumed=", ".join(p.name for p in presumed),
        excerpt=about.get("excerpt", ""),
        subject=about.get("subject", ""),
        ticket=number if number in theirs else None,
        can_take=bool(presumed),
        learns=bool(presumed) and about.get("learns", False),
        lives=about.get("lives", ""),
        proposed=names(named[i] for i in about.get("proposed", ()) if i in named),
        proposal=about.get("proposal", ""),
        proposed_by=about.get("proposed_by", ""),
        is_spam=about.get("is_spam", False),
        is_urgent=about.get("urgent", False),
    )


# ---- who decides


def in_charge(connection: Connection, about: About, *, at: datetime, zone: tzinfo) -> tuple[Person, ...]:
    """Today's managers with an address, first the one who decides: the ticket's, the house's, the deputy, any other.

    Whoever is away comes last.

    Without a house: of the houses that the persons belong to; only a stranger's mail concerns every manager.
    """
    known = tickets.load_ticket(connection, about.ticket) if about.ticket is not None else None
    here = known.property_id if known else about.property_id
    house = registry.load_property(connection, here) if here else None
    places = (here,) if here else _places(people(connection, about.persons))
    wanted = [known.responsible if known else None]
    wanted += [house.responsible, house.deputy] if house else []
    managers = _managers(connection, places, at, zone)
    away = absences(connection, at)
    first = [managers[w] for w in standing_in(wanted, away) if w in managers]
    there = present(tuple(managers.values()), away)
    return tuple(dict.fromkeys((*first, *there, *managers.values())))


def _places(persons: Iterable[Person]) -> tuple[PropertyId, ...]:
    return tuple(dict.fromkeys(r.property_id for p in persons for r in p.roles))


def _managers(
    connection: Connection, places: tuple[PropertyId, ...], at: datetime, zone: tzinfo
) -> dict[PersonId, Person]:
    if not places:
        found = {m.id: m for m in registry.all_managers(connection) if manages(m, None, at, zone)}
    else:
        found = {
            m.id: m for p in places for m in registry.managers_of(connection, p) if manages(m, p, at, zone)
        }
    return {key: m for key, m in found.items() if m.address}


def told(managers: Iterable[Person], *, but: str) -> Told | None:
    """The first of them who can be reached at another address than that."""
    chosen = next((m for m in managers if m.address != but), None)
    return Told(chosen.address, (chosen.id,)) if chosen else None
