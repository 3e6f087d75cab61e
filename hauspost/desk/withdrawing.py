"""How an order is taken back: its keys are void at once, and whoever has it is told at once (DOMAIN, "Roles")."""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.appointments import calls_off, is_to_come, overtaken, tell_off, told_anew
from hauspost.desk.case import Case
from hauspost.desk.decision import AddEntry, ChangeOrder, Effect, RevokeChannel, SetFlag
from hauspost.desk.houses import Person
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderCancelled
from hauspost.desk.rules import as_author
from hauspost.desk.telling import tell
from hauspost.desk.work import OrderKind, Phase, WorkOrder


def taken_back(
    case: Case, ticket: Ticket, order: WorkOrder, by: Person | None, *, reason: str = ""
) -> tuple[Ticket, tuple[Effect, ...]]:
    """The order is void. Nobody is told of an order that has not left. `by` None: the rule that gave it."""
    who, name = (by.id, by.name) if by else (None, as_author(case, order.rule))
    tag = ticket.order_tag(order)
    facts = order_facts(order, Phase.CANCELLED) | {"reason": reason}
    effects: list[Effect] = [
        ChangeOrder(order.number, order.phase, Phase.CANCELLED),
        AddEntry(order.channel, EntryKind.ORDER, who, name, reason, facts),
        RevokeChannel(order.channel, (order.assignee,)),
    ]
    assignee = assignees.person_of(case, order.assignee)
    if assignee is not None and not is_unsent(case, order):
        dated = order.window is not None and is_to_come(case, order.window)
        off = calls_off(told_anew(ticket, order), order.window) if dated and order.window else None
        letter = OrderCancelled(
            tag=tag, reason=reason, by=by.name if by else "", kind=str(order.kind), invitation=off
        )
        when = when_told(case, Event.COMMAND, Reader.CONTRACTOR, ticket)
        kind = NoticeKind.ORDER_CANCELLED
        effects += tell(case, (assignee,), kind, letter, channel=order.channel, when=when)
    effects += (*overtaken(case, order), *tell_off(case, ticket, order, told_anew(ticket, order)))
    changed = with_order(ticket, replace(order, phase=Phase.CANCELLED, window=None))
    if needs_order(changed):
        effects.append(SetFlag(Flag.NO_ORDER, True))
        changed = replace(changed, flags=changed.flags | {Flag.NO_ORDER})
    return changed, tuple(effects)


def is_unsent(case: Case, order: WorkOrder) -> bool:
    """Whether the mail that gives the order still waits."""
    given = given_by(case.entries, order)
    return order.channel in case.unsent or (given is not None and given.event in case.pending)


def given_by(entries: tuple[Entry, ...], order: WorkOrder) -> Entry | None:
    """The line of the journal by which the order was given."""
    of_order = (e for e in entries if e.kind is EntryKind.ORDER and e.channel == order.channel)
    return next((e for e in of_order if e.facts.get("before") == ""), None)


def order_facts(order: WorkOrder, after: Phase) -> dict[str, object]:
    return {
        "order": order.number,
        "before": str(order.phase),
        "after": str(after),
        "company": order.assignee_name,
    }


def with_order(ticket: Ticket, order: WorkOrder) -> Ticket:
    orders = tuple(order if o.number == order.number else o for o in ticket.orders)
    return replace(ticket, orders=orders)


def needs_order(ticket: Ticket) -> bool:
    """Every order was declined or taken back, and the matter is not over (WORDS 3, end)."""
    works = [o for o in ticket.orders if o.kind is OrderKind.ORDER]
    return bool(works) and ticket.status is not Status.DONE and not any(o.is_live for o in works)
