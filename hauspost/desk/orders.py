"""A manager's commands on orders: to set somebody to work, to ask for an offer, to write to a firm, to take it back."""

from dataclasses import replace

from hauspost.desk import accounts, approvals, assignees, rules
from hauspost.desk.case import Case
from hauspost.desk.course import Course, changed_since
from hauspost.desk.decision import AnswerQuestion, Pin, QuestionKind, SetFlag
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import EntryKind, Flag, Status, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.ordering import Task, Terms, give, released, task_of
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import held_back
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import OrderKind, WorkOrder, order_named

KINDS: dict[Act, OrderKind] = {
    Act.DISPATCH: OrderKind.ORDER,
    Act.QUOTE: OrderKind.QUOTE,
    Act.INFORM: OrderKind.INFO,
}
RELEASING = frozenset({OrderKind.ORDER, OrderKind.QUOTE})  # somebody has been set to work
ORDER_ACTS = frozenset({*KINDS, Act.CANCEL_ORDER})

# What asks whether, or by whom, something is to be ordered: a hand that does it has answered.
ABOUT_DISPATCH = frozenset(
    {QuestionKind.SUGGESTION, QuestionKind.VETO, QuestionKind.NEXT_FIRM, QuestionKind.REWORK}
)


# What a firm's words ask of a manager.
ABOUT_REPORTS = frozenset({QuestionKind.REPORT, QuestionKind.COST, QuestionKind.QUOTE, QuestionKind.APPROVAL})
ENDS_WITH_TICKET = ABOUT_DISPATCH | ABOUT_REPORTS | {QuestionKind.SPLIT}


# ---- a manager's hand


def order(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """Every command on orders."""
    if command.act is Act.CANCEL_ORDER:
        return cancel(case, course, command, by, ticket=ticket)
    return dispatch(case, course, command, by, ticket=ticket)


def dispatch(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """BEAUFTRAGEN, ANGEBOT, INFO: one order for each who is named."""
    if since := changed_since(case, EntryKind.ORDER):
        return _overtaken(case, replace(course, since=since), command, ticket)
    for value in command.values or (command.value,):
        course = _dispatch_to(case, course, replace(command, value=value), by, ticket=course.ticket or ticket)
    return course


def _dispatch_to(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    kind = KINDS[command.act]
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, limit=command.limit)
    assignee = assignees.named(case, command.value, ticket)
    if assignee is None:
        return course.then(assignees.nobody(case, replace(line, detail=_work(command.value)), command.value))
    line = replace(line, company=assignees.called(case, assignee))
    if refusal := _refusal(case, line, command, assignee, ticket=ticket):
        return course.then(refusal)
    may_start, may_finish = rules.powers(case, ticket.property_id, ticket.category)
    is_work = kind is OrderKind.ORDER
    firm = assignees.firm_of(case, assignee.id)
    limit = command.limit if command.limit is not None or firm is None else firm.limit
    terms = Terms(
        kind,
        limit if is_work else command.limit,
        command.until,
        "",
        may_start and is_work,
        may_finish and is_work,
    )
    task = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    task = task.instead(command.text.strip())
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)


def carry(
    case: Case,
    course: Course,
    line: TranscriptLine,
    by: Person,
    *,
    assignee: Person,
    task: Task,
    terms: Terms,
    ticket: Ticket,
) -> Course:
    """A hand gives the order: the ticket is at least released, what asked about it is answered, rules keep off."""
    moved, release = released(case, ticket, by, by.name) if terms.kind in RELEASING else (ticket, ())
    account = accounts.account_of(case, ticket, course.effects)
    terms = replace(terms, account=account, payer=accounts.payer(case, ticket, account))
    given, effects = give(case, assignee, task, terms, ticket=ticket, by=by, due_at=held_back(case))
    is_work = terms.kind is OrderKind.ORDER
    ends, used = answered(case, course, ABOUT_DISPATCH if is_work else frozenset(), by)
    pins = (Pin("contractor"),) if is_work and (ends or any(o.rule for o in ticket.orders)) else ()
    flags = (SetFlag(Flag.NO_ORDER, False),) if is_work and Flag.NO_ORDER in ticket.flags else ()
    if moved.status is not ticket.status:
        line = replace(line, before=str(ticket.status), after=str(moved.status))
    line = replace(line, order=ticket.order_tag(given), limit=given.limit)
    left = ticket.flags - {Flag.NO_ORDER} if is_work else ticket.flags
    moved = replace(moved, orders=(*ticket.orders, given), flags=left)
    course = course.then(line, *release, *effects, *ends, *pins, *flags, ticket=moved)
    ordered = (*course.ordered, given.assignee_name) if is_work else course.ordered
    course = replace(course, ordered=tuple(dict.fromkeys(ordered)), used=course.used | used)
    return approvals.overtaken(case, course, None, by) if is_work else course


def _refusal(
    case: Case, line: TranscriptLine, command: Command, assignee: Person, *, ticket: Ticket
) -> TranscriptLine | None:
    """Why this order is not given; None if it may be."""
    if not assignee.address:
        phone = next(iter(assignee.phones), "")
        return replace(line, outcome=Outcome.NO_ADDRESS, detail=line.company, after=phone)
    is_info = command.act is Act.INFORM
    if ticket.status is Status.DONE and not is_info:
        return replace(line, outcome=Outcome.REFUSED, after=str(ticket.status))
    firm = assignees.firm_of(case, assignee.id)
    if firm and firm.limit is not None and command.limit is not None and command.limit > firm.limit:
        return replace(line, outcome=Outcome.OVER_LIMIT, limit=firm.limit)
    same = (
        o
        for o in ticket.orders
        if o.is_running and o.assignee == assignee.id and o.kind is KINDS[command.act]
    )
    if not is_info and (running := next(same, None)):
        return replace(line, outcome=Outcome.ALREADY, order=ticket.order_tag(running))
    return None


def _work(value: str) -> str:
    return value.removeprefix(assignees.TRADE)


def answered(
    case: Case,
    course: Course,
    kinds: frozenset[QuestionKind],
    by: Person | None,
    *,
    order: WorkOrder | None = None,
) -> tuple[tuple[AnswerQuestion, ...], frozenset[int]]:
    """The ticket's open questions of these kinds, or only those about `order`, overtaken by what is done instead of an
    answer."""
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind in kinds and q.ticket == number and q.id not in course.used)
    waiting = [q for q in asked if order is None or q.about.get("order") == order.number]
    ends = tuple(AnswerQuestion(q.id, "overtaken", by.id if by else None) for q in waiting)
    return ends, frozenset(q.id for q in waiting)


def _overtaken(case: Case, course: Course, command: Command, ticket: Ticket) -> Course:
    """G2: somebody else has ordered since. ZUSÄTZLICH does it all the same, STATTDESSEN takes back what runs."""
    wanted = (assignees.named(case, value, ticket) for value in command.values or (command.value,))
    called = ", ".join(assignees.called(case, person) for person in wanted if person)
    line = TranscriptLine(command.line, str(command.act), Outcome.OVERTAKEN, company=called)
    running = tuple(o for o in ticket.orders if o.is_running and o.kind is OrderKind.ORDER)
    options: list[tuple[str, tuple[Command, ...]]] = [("also", (command,))]
    if running:
        back = tuple(Command(Act.CANCEL_ORDER, command.line, value=ticket.order_tag(o)) for o in running)
        options.append(("instead", (*back, command)))
    return replace(course.then(line), options=(*course.options, *options))


# ---- what a hand leaves behind


def settle(case: Case, course: Course, by: Person) -> Course:
    """A manager ended the matter: what was asked about it is answered; orders that still run are named (DOMAIN)."""
    ends, used = answered(case, course, ENDS_WITH_TICKET, by)
    course = replace(course, effects=(*course.effects, *ends), used=course.used | used)
    for running in course.ticket.orders if course.ticket else ():
        if course.ticket is None or not running.is_running:
            continue
        tag = course.ticket.order_tag(running)
        line = TranscriptLine(f"{tag} {running.assignee_name}", "still_runs", Outcome.DONE, detail=tag)
        course = course.then(line)
    return course


# ---- taking one back


def cancel(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """STORNIEREN [A-…]: each that is named, else the only one. The keys of its mails are void at once; whoever has the
    order is told at once."""
    target = command.target if order_named(command.target) else ""
    for wanted in command.values or (command.value or target,):
        course = _cancel_one(case, course, command, wanted, by, ticket=course.ticket or ticket)
    return course


def _cancel_one(
    case: Case, course: Course, command: Command, wanted: str, by: Person, *, ticket: Ticket
) -> Course:
    """`wanted`: an order's tag, a person's id, or "" for whatever runs here."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    live = tuple(o for o in ticket.orders if o.is_live and wanted in ("", ticket.order_tag(o), o.assignee))
    if not live:
        tag = wanted if order_named(wanted) else ""
        return course.then(replace(line, outcome=Outcome.NO_ORDER, detail=tag))
    if len(live) > 1:
        tags = ", ".join(ticket.order_tag(o) for o in live)
        return course.then(replace(line, outcome=Outcome.WHICH_ORDER, detail=tags))
    return withdraw(case, course, line, by, order=live[0], reason=command.text.strip(), ticket=ticket)


def withdraw(
    case: Case,
    course: Course,
    line: TranscriptLine,
    by: Person,
    *,
    order: WorkOrder,
    reason: str,
    ticket: Ticket,
) -> Course:
    line = replace(line, order=ticket.order_tag(order), company=order.assignee_name, detail=str(order.kind))
    changed, effects = taken_back(case, ticket, order, by, reason=reason)
    ends, used = answered(case, course, ABOUT_REPORTS, by, order=order)
    pins = (Pin("contractor"),) if order.rule else ()
    after = course.then(line, *effects, *ends, *pins, ticket=changed)
    return replace(after, used=course.used | used)
