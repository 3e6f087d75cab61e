"""What one claim of a firm does, by itself or at a manager's OK: to the order, the ticket, and who hears of it."""

from dataclasses import dataclass, replace

from hauspost.desk import phases, statuses
from hauspost.desk.appointments import (
    calls_off,
    is_to_come,
    overtaken,
    tell_date,
    tell_firm,
    tell_off,
    told_anew,
)
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import resident_channel
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    ChangeOrder,
    Effect,
    QuestionKind,
    SetDating,
    SetFlag,
    SetStatus,
)
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Claim, Report
from hauspost.desk.model import EntryKind, Flag, Status, Ticket
from hauspost.desk.moved_out import dated_party
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import WaitingForParts
from hauspost.desk.plain_values import to_json
from hauspost.desk.sites import reporters_of
from hauspost.desk.telling import tell
from hauspost.desk.times_to_choose import ask_after_no_access
from hauspost.desk.withdrawing import needs_order, order_facts, with_order
from hauspost.desk.work import Dating, OrderKind, Phase, Window, WorkOrder

OF_PRICES = frozenset({QuestionKind.COST, QuestionKind.QUOTE, QuestionKind.APPROVAL})


@dataclass(frozen=True, slots=True)
class Carried:
    """What one report has changed. `informed`: the resident's channel, if a mail of its own told all of it."""

    ticket: Ticket
    order: WorkOrder
    effects: tuple[Effect, ...] = ()
    informed: Channel | None = None
    asks_to_finish: bool = False  # done, and only a manager may say so to the house
    others_run: bool = False  # done, and other works of the ticket are not


def carry_out(
    case: Case,
    ticket: Ticket,
    order: WorkOrder,
    claim: Claim,
    window: Window | None,
    *,
    by: Person | None,
    report: Report | None = None,
) -> Carried:
    """The phase, the status, and the fact that the resident needs. `by`: the manager who said OK to it; `report`: of
    which the claim is a part, for what it says besides."""
    phase = phases.after(order.phase, claim, order.kind)
    if phase is None:
        return Carried(ticket, order)
    kept = None if claim in phases.FREEING | {Claim.NO_ACCESS} else order.window
    date = window if claim is Claim.APPOINTMENT else kept
    changed = replace(order, phase=phase, window=date)
    changed = replace(changed, dating=_dating(case, ticket, order, changed, claim))
    facts = order_facts(order, phase) | {"window": to_json(date) if date else None}
    author, name = (by.id, by.name) if by else (order.assignee, order.assignee_name)
    effects: list[Effect] = [
        ChangeOrder(order.number, order.phase, phase, date),
        AddEntry(order.channel, EntryKind.ORDER, author, name, "", facts),
    ]
    if changed.dating != order.dating:
        effects.append(SetDating(order.number, changed.dating))
    after = with_order(ticket, changed)
    if needs_order(after):
        effects.append(SetFlag(Flag.NO_ORDER, True))
        after = replace(after, flags=after.flags | {Flag.NO_ORDER})
    after, moves = _move(case, after, changed, claim, by=by)
    told, informed = _tell(case, ticket, order, claim, window, changed.dating, report)
    ends = _ends(case, order, claim)
    is_open = claim is Claim.DONE and after.status is not Status.DONE
    others_run = is_open and runs_beside(after, changed)
    return Carried(
        after,
        changed,
        (*effects, *moves, *ends, *told),
        informed,
        asks_to_finish=is_open and not others_run,
        others_run=others_run,
    )


def sign_off(ticket: Ticket, order: WorkOrder, by: Person) -> tuple[Ticket, tuple[Effect, ...]]:
    """The manager takes this order as done; the ticket goes on with what else runs."""
    facts = order_facts(order, Phase.SIGNED_OFF)
    change = ChangeOrder(order.number, order.phase, Phase.SIGNED_OFF, order.window)
    entry = AddEntry(order.channel, EntryKind.ORDER, by.id, by.name, "", facts)
    return with_order(ticket, replace(order, phase=Phase.SIGNED_OFF)), (change, entry)


def runs_beside(ticket: Ticket, order: WorkOrder) -> bool:
    """Whether other works of the ticket are not done yet."""
    others = (o for o in ticket.orders if o.number != order.number and o.kind is OrderKind.ORDER)
    return any(o.is_running for o in others)


def _move(
    case: Case, ticket: Ticket, order: WorkOrder, claim: Claim, *, by: Person | None
) -> tuple[Ticket, tuple[Effect, ...]]:
    """The ticket's status by the table, if the order allows it and no manager has pinned it by hand."""
    role = Role.MANAGER if by else Role.CONTRACTOR
    is_free = by is not None or "status" not in ticket.pinned
    act: Act | None = None
    if claim in phases.STARTING and order.may_start:
        act = Act.START
    elif claim is Claim.DONE and (order.may_finish or by is not None) and not runs_beside(ticket, order):
        act = Act.FINISH
    if act is None or not is_free or statuses.after(ticket.status, act, role) is None:
        return ticket, ()
    # A contractor's "done" at a released ticket has been work as well: both steps, one mail (WORDS 3, end).
    steps = (Act.START, Act.FINISH) if act is Act.FINISH and ticket.status is Status.RELEASED else (act,)
    effects: list[Effect] = []
    for step in steps:
        target = statuses.after(ticket.status, step, role)
        if target is not None:
            effects += _status(case, ticket, order, target, by)
            ticket = replace(ticket, status=target)
    return ticket, tuple(effects)


def _status(
    case: Case, ticket: Ticket, order: WorkOrder, target: Status, by: Person | None
) -> tuple[Effect, ...]:
    author, name = (by.id, by.name) if by else (order.assignee, order.assignee_name)
    facts: dict[str, object] = {
        "before": str(ticket.status),
        "after": str(target),
        "order": order.number,
        "rule": order.rule,
    }
    channel = resident_channel(case, ticket) or INTERNAL
    return SetStatus(ticket.status, target), AddEntry(channel, EntryKind.STATUS, author, name, "", facts)


def _ends(case: Case, order: WorkOrder, claim: Claim) -> tuple[AnswerQuestion, ...]:
    """What nobody needs to answer any more: a time once the work is done, a price once the firm has declined."""
    if claim is Claim.DONE:
        return overtaken(case, order)
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind in OF_PRICES and q.ticket == number)
    moot = (q for q in asked if claim is Claim.DECLINE and q.about.get("order") == order.number)
    return tuple(AnswerQuestion(q.id, "overtaken", None) for q in moot)


def _dating(case: Case, ticket: Ticket, order: WorkOrder, changed: WorkOrder, claim: Claim) -> Dating:
    """Another date, or none any more, is told under the next number."""
    if claim is Claim.NO_ACCESS:
        return replace(order.dating, missed=order.dating.missed + 1)
    if claim is Claim.APPOINTMENT and changed.window not in (None, order.window):
        return told_anew(ticket, order)
    is_off = claim in phases.FREEING and order.window is not None and is_to_come(case, order.window)
    return told_anew(ticket, order) if is_off else order.dating


def _tell(
    case: Case,
    ticket: Ticket,
    order: WorkOrder,
    claim: Claim,
    window: Window | None,
    dating: Dating,
    report: Report | None,
) -> tuple[tuple[Effect, ...], Channel | None]:
    """Who comes when, that nobody comes or nobody was there: in the system's words, to every reporter."""
    if claim is Claim.APPOINTMENT and window is not None and window != order.window:
        return tell_date(case, ticket, order, window, dating)
    if claim in phases.FREEING:
        mails = tell_off(case, ticket, order, dating)
        off = calls_off(dating, order.window) if mails and order.window else None
        what = "over" if claim is Claim.DECLINE else "off"
        firm = tell_firm(case, ticket, order, what, order.window, off) if off else ()
        channels = reporters_of(ticket)
        return (*overtaken(case, order), *mails, *firm), channels[0] if mails else None
    if claim is Claim.NO_ACCESS:
        return ask_after_no_access(case, ticket, order, window)
    if claim is Claim.WAITING_PARTS and order.phase is not Phase.WAITING_PARTS:
        return _tell_of_parts(case, ticket, order, report)
    return (), None


def _tell_of_parts(
    case: Case, ticket: Ticket, order: WorkOrder, report: Report | None
) -> tuple[tuple[Effect, ...], Channel | None]:
    expected, runs = (report.expected, report.is_provisional) if report else (None, False)
    facts = WaitingForParts(order.assignee_name, expected, runs)
    channels = reporters_of(ticket)
    mails = tuple(
        mail
        for c in channels
        for mail in tell(case, dated_party(case, ticket, c), NoticeKind.WAITING_FOR_PARTS, facts, channel=c)
    )
    return mails, channels[0] if mails else None
