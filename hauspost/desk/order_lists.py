"""The list of open orders that a firm gets on Mondays (C3), and its answers to a list: a line for each order."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from hauspost.desk.case import Case
from hauspost.desk.decision import Decision, Effect, Mute, Verdict
from hauspost.desk.houses import Category, PersonId, Property, PropertyId
from hauspost.desk.intents import Act, Report, Said
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import OrderLine, OrderList
from hauspost.desk.notices_to_people import NotUnderstood
from hauspost.desk.proof import Power
from hauspost.desk.reports import hear_elsewhere
from hauspost.desk.telling import tell
from hauspost.desk.work import OrderKind, Phase, WorkOrder, order_named

LISTS = frozenset({NoticeKind.ORDER_LIST, NoticeKind.LISTING})
MUTED_LIST = -1  # what stands for the list among the tickets that somebody has muted; 0 is the evening line
MOST = 100  # lines


def listed(
    tickets: Iterable[Ticket],
    own: frozenset[PersonId],
    *,
    houses: dict[PropertyId, Property],
    categories: dict[str, Category],
    language: str,
    at: datetime,
    zone: tzinfo,
) -> OrderList | None:
    """What these persons still owe a word, a visit or the work to; the overdue first. None: nothing."""
    found = [
        (ticket, order)
        for ticket in tickets
        for order in ticket.orders
        if order.assignee in own and order.is_running and order.kind is not OrderKind.INFO
    ][:MOST]

    def lines(is_wanted: bool) -> tuple[OrderLine, ...]:
        return tuple(
            _line(t, o, houses.get(t.property_id), categories.get(t.category), language)
            for t, o in found
            if is_overdue(o, at, zone) is is_wanted
        )

    return OrderList(lines(True), lines(False)) if found else None


def is_overdue(order: WorkOrder, at: datetime, zone: tzinfo) -> bool:
    """The day to accept it is over, or the date at which somebody was to come."""
    if order.phase is Phase.DISPATCHED and order.accept_by is not None:
        return order.accept_by < at.astimezone(zone).date()
    return order.phase is Phase.SCHEDULED and order.window is not None and order.window.last < at


def _line(
    ticket: Ticket, order: WorkOrder, house: Property | None, category: Category | None, language: str
) -> OrderLine:
    """What the order itself has said, and nothing of the ticket behind it."""
    street = house.short_name if house else ""
    within = order.place if order.place.startswith(street) else ", ".join(filter(None, (street, order.place)))
    what = category.label(language) if category else ticket.category
    return OrderLine(ticket.order_tag(order), "", str(order.phase), order.window, what, within or street)


def hear_list(case: Case, said: Said) -> Decision | None:
    """None: it answers no list of orders, or says nothing of one by its number."""
    if case.answered is None or case.answered.kind not in LISTS or not case.author or case.acting_managers:
        return None
    if any(c.act is Act.NO_LIST for c in said.commands):
        if case.resolution.power < Power.REVERSIBLE:
            return None
        mute = Mute(tuple(p.id for p in case.author), MUTED_LIST)
        return Decision(Verdict.ACCEPTED, "muted", (mute,), event=case.event)
    named = [report for report in said.reports if report.order]
    if not named:
        return None
    heard, unknown = _heard(case, said, named)
    if not heard:  # words on nothing of theirs: a ticket of the office, which a person reads
        return None
    told: list[Effect] = []
    for line in unknown:
        told += tell(
            case, case.author, NoticeKind.NOT_UNDERSTOOD, NotUnderstood(line, "no_order"), channel=None
        )
    return Decision(Verdict.ACCEPTED, "reported", tuple(told), event=case.event, also=heard)


def _heard(case: Case, said: Said, named: list[Report]) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """The lines of one ticket together, at that ticket; and the numbers that are no orders of theirs."""
    by_ticket: dict[int, list[Report]] = {}
    for report in named:
        number = order_named(report.order)
        by_ticket.setdefault(number[0] if number else 0, []).append(report)
    heard = {n: hear_elsewhere(case, said, lines[0], lines=tuple(lines)) for n, lines in by_ticket.items()}
    unknown = tuple(lines[0].order for n, lines in by_ticket.items() if heard[n] is None)
    return tuple(d for d in heard.values() if d is not None), unknown


def due_since(opening: datetime, at: datetime) -> bool:
    """Whether the week's list is owed now: from the opening of its first office day on, for a day."""
    return opening <= at < opening + timedelta(days=1)
