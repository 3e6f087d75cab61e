"""Which words may mean something in this mail: read off the case before its text is read (WORDS 2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import ChannelKind
from hauspost.desk.decision import QuestionKind
from hauspost.desk.houses import RESIDENT_ROLES, Person, Property, Role, Unit
from hauspost.desk.intents import ClosedList, Party, Vocabulary
from hauspost.desk.notices import NoticeKind
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.proof import Route
from hauspost.desk.representing import holders
from hauspost.desk.surveys import end_offers
from hauspost.desk.times_to_choose import slots_of, times_asked
from hauspost.desk.trades import TRADES, trade_of, words_for
from hauspost.desk.work import Phase, WorkOrder

AWAITING = frozenset({Phase.DISPATCHED, Phase.REWORK})  # an order that waits for a yes
LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ohg", "gbr", "ug", "mbh", "co", "&", "e.k", "ek", "und"})


def vocabulary(case: Case) -> Vocabulary:
    """The words of the party that From stands for, and the hour; a stranger has no words."""
    hours = OfficeHours.read(case.policy.office_hours)
    written_at = case.mail.received_at.astimezone(case.zone)
    return replace(
        _words(case),
        written_at=written_at,
        is_closed=not hours.is_open(written_at, case.company.state),
        danger_words=case.danger_words,
    )


def _words(case: Case) -> Vocabulary:
    offers = case.answered.offers if case.answered else ()
    if not case.author:
        return Vocabulary(Party.STRANGER)
    language = case.author[0].language
    if not case.acting_managers and (_is_about_order(case) or _is_about_list(case)):
        return Vocabulary(
            Party.CONTRACTOR,
            language=language,
            offers=offers,
            received_at=case.mail.received_at,
            zone=case.zone,
            awaits=_awaits(case),
            order=next((tag for tag, order in _orders(case) if order.channel == case.resolution.channel), ""),
            sites=tuple((tag, _site(case, order)) for tag, order in _orders(case)),
            street=case.house.street if case.house else "",
        )
    if not case.acting_managers:
        return Vocabulary(
            Party.RESIDENT,
            language=language,
            offers=offers,
            flats=tuple((u.id, f"{u.id} {u.name} {u.place}") for u in case.units),
            bells=_bells(case),
            received_at=case.mail.received_at,
            zone=case.zone,
            slots=slots_of(asked) if (asked := times_asked(case)) else None,
        )
    ends = end_offers(case.ticket, language) if case.ticket else ()
    return Vocabulary(
        Party.MANAGER,
        language=language,
        offers=(*offers, *ends),
        texts=case.texts,
        is_list=case.answers_list,
        opens=case.resolution.route is Route.OFFICE,
        categories=tuple((c.key, (c.key, c.label_de, c.label_en, *c.words)) for c in case.categories),
        colleagues=_people(case.managers_now),
        residents=_residents(case, case.residents),
        dwellers=_residents(case, case.audience) if case.ticket else (),
        held=tuple(q.id for q in case.questions if q.kind is QuestionKind.HELD_MAIL),
        lodgers=_lodgers(case),
        assignees=_assignees(case),
        received_at=case.mail.received_at,
        zone=case.zone,
        houses=tuple((h.id, (h.id, h.mailbox, h.name, h.short_name)) for h in case.houses),
    )


def _bells(case: Case) -> ClosedList:
    """Flats with the names on their bells that are on no other bell of the house."""
    there = holders(case)
    named = {u.id: {p.last_name for p in there.get((u.property_id, u.id), ())} for u in case.units}
    counted = Counter(name for names in named.values() for name in names)
    return tuple((unit, tuple(sorted(n for n in names if counted[n] == 1))) for unit, names in named.items())


def _is_about_order(case: Case) -> bool:
    channel = case.resolution.channel
    return channel is not None and channel.kind is ChannelKind.ORDER


def _is_about_list(case: Case) -> bool:
    """Whether a list of orders is answered, by whoever only works here."""
    is_list = case.answered is not None and case.answered.kind in (NoticeKind.ORDER_LIST, NoticeKind.LISTING)
    return is_list and all(p.only_works for p in case.author)


def _orders(case: Case) -> tuple[tuple[str, WorkOrder], ...]:
    ticket = case.ticket
    return tuple((ticket.order_tag(order), order) for order in ticket.orders) if ticket else ()


def _site(case: Case, order: WorkOrder) -> str:
    """Everything that says where the work is, the ticket's own place for that of a flat."""
    ticket = case.ticket
    if ticket is None:
        return ""
    flat = (ticket.unit, ticket.place) if order.place in ("", ticket.place) else ()
    return "\n".join(filter(None, (order.place, order.text, *flat)))


def _awaits(case: Case) -> bool:
    """Whether the order that is answered waits for a yes: it is new, or was sent back (WORDS 2, rule 11)."""
    channel = case.resolution.channel
    orders = case.ticket.orders if case.ticket else ()
    return any(o.channel == channel and o.phase in AWAITING for o in orders)


def _assignees(case: Case) -> ClosedList:
    """Firms and caretakers by name, trades by their words."""
    firms = tuple((f.person, (f.company, *_short(f.company))) for f in case.firms)
    caretakers = tuple((c.id, (*_names(c), "Hauswart", "Hausmeister", "caretaker")) for c in case.caretakers)
    trades = dict.fromkeys(t for f in case.firms for t in f.trades)
    return firms + caretakers + tuple((f"trade:{t}", (t, *words_for(t))) for t in trades)


def short_name(company: str) -> str:
    """Without its legal form."""
    return " ".join(w for w in company.split() if w.rstrip(".").lower() not in LEGAL_FORMS)


def _short(company: str) -> tuple[str, ...]:
    """How people call a firm: without its legal form, and by each word that is a name of its own."""
    words = short_name(company).split()
    own = (w for w in words if w[:1].isupper() and len(w) > 2 and trade_of(w) not in TRADES)
    return tuple(dict.fromkeys((short_name(company), *own)))


def _people(persons: tuple[Person, ...]) -> ClosedList:
    return tuple((p.id, _names(p)) for p in persons)


def _names(person: Person) -> tuple[str, ...]:
    spoken = (
        person.last_name,
        person.name,
        person.first_name,
        f"{person.salutation} {person.last_name}".strip(),
    )
    return tuple(dict.fromkeys(n for n in spoken if n))


def _lodgers(case: Case) -> ClosedList:
    """Units by number, alone and with their house, and everybody who lives or works there, by name."""
    houses = {h.id: h for h in case.houses}
    units = tuple(
        (f"unit:{u.property_id}:{u.id}", tuple(dict.fromkeys(_unit_words(u, houses[u.property_id]))))
        for u in case.lodgings
        if u.property_id in houses
    )
    return units + tuple((f"person:{p.id}", _called(p)) for p in case.lodgers)


def _called(person: Person) -> tuple[str, ...]:
    is_firm = any(r.role is Role.CONTRACTOR for r in person.roles)
    return _names(person) + (_short(person.last_name) if is_firm else ())


def _unit_words(unit: Unit, house: Property) -> Iterator[str]:
    for own in (unit.id, unit.name):
        if own:
            yield own
            for called in (house.id, house.mailbox, house.short_name):
                yield f"{own} {called}"
                yield f"{called} {own}"


def _residents(case: Case, known: tuple[Person, ...]) -> ClosedList:
    if case.house is None:
        return ()
    house = case.house.id
    here = tuple(p for p in known if p.roles_at(house, case.today) & RESIDENT_ROLES)
    units = tuple((f"unit:{u.id}", tuple(dict.fromkeys(n for n in (u.id, u.name) if n))) for u in case.units)
    return units + tuple((f"person:{p.id}", _names(p)) for p in here)
