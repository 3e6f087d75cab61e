"""What a manager orders: a work, an offer, a word to a firm; what each order says (WORDS 5); how one is taken back."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from hauspost.desk import assignees, rules
from hauspost.desk.case import Case
from hauspost.desk.course import Course, changed_since, resident_channel
from hauspost.desk.decision import (
    AddEntry,
    AddParticipant,
    AnswerQuestion,
    ChangeOrder,
    Effect,
    OpenOrder,
    OpenTicket,
    Pin,
    QuestionKind,
    RevokeChannel,
    SetFlag,
    SetStatus,
)
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import (
    INTERNAL,
    Entry,
    EntryKind,
    Flag,
    OrderKind,
    Participant,
    ParticipantKind,
    Person,
    Phase,
    Role,
    Status,
    Ticket,
    WorkOrder,
)
from hauspost.desk.notices import NoticeKind, OrderCancelled, OrderGiven, Outcome, TranscriptLine
from hauspost.desk.statuses import after
from hauspost.desk.telling import held_back, tell

KINDS: dict[Act, OrderKind] = {
    Act.DISPATCH: OrderKind.ORDER,
    Act.QUOTE: OrderKind.QUOTE,
    Act.INFORM: OrderKind.INFO,
}
FIRST_PHASE: dict[OrderKind, Phase] = {
    OrderKind.ORDER: Phase.DISPATCHED,
    OrderKind.QUOTE: Phase.QUOTE_REQUESTED,
    OrderKind.INFO: Phase.DISPATCHED,
}
RELEASING = frozenset({OrderKind.ORDER, OrderKind.QUOTE})  # somebody has been set to work
ORDER_ACTS = frozenset({*KINDS, Act.CANCEL_ORDER})
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif")

# What asks whether, or by whom, something is to be ordered: a hand that does it has answered.
ABOUT_DISPATCH = frozenset({QuestionKind.SUGGESTION, QuestionKind.VETO, QuestionKind.NEXT_FIRM})


@dataclass(frozen=True, slots=True)
class Task:
    """What an order may carry of a report, and where it is."""

    text: str
    place: str = ""
    access: str = ""
    bell_name: str = ""
    pictures: tuple[str, ...] = ()
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms somebody is set to work. `rule`: the name of the rule that does it; "": a hand."""

    kind: OrderKind = OrderKind.ORDER
    limit: int | None = None
    accept_by: date | None = None
    rule: str = ""
    may_start: bool = False
    may_finish: bool = False


# ---- what an order says


def task_facts(said: Said) -> dict[str, object]:
    """What the report's opening entry keeps for later orders."""
    return {"task": said.task, "access": said.access, "place": said.place}


def task_of(case: Case, ticket: Ticket | OpenTicket, facts: dict[str, object], *, language: str) -> Task:
    """From the report as `task_facts` kept it. Of somebody who hides nothing goes along, in every case (WORDS 5)."""
    label = case.category(ticket.category).label(language)
    place = ticket.public_place or str(facts.get("place") or "")
    if any(p.hidden for p in ticket.participants):
        return Task(label, place, is_anonymous=True)
    names = facts.get("attachments")
    pictures = (
        tuple(str(n) for n in names if str(n).lower().endswith(PICTURES)) if isinstance(names, list) else ()
    )
    text, access = str(facts.get("task") or "") or label, str(facts.get("access") or "")
    if place or not ticket.unit:
        return Task(text, place or ticket.place, access, pictures=pictures)
    return Task(text, ticket.place, access, _bell(case, ticket), pictures)


def _bell(case: Case, ticket: Ticket | OpenTicket) -> str:
    known = {p.id: p for p in case.author} | dict(case.people)
    reporter = known.get(ticket.reporter) if ticket.reporter else None
    return reporter.last_name if reporter else ""


def report_facts(entries: tuple[Entry, ...]) -> dict[str, object]:
    opened = next((e for e in entries if e.kind is EntryKind.OPENED), None)
    return opened.facts if opened else {}


# ---- how one is given


def give(
    case: Case,
    assignee: Person,
    task: Task,
    terms: Terms,
    *,
    ticket: Ticket | None,
    by: Person | None,
    due_at: datetime,
) -> tuple[WorkOrder, tuple[Effect, ...]]:
    """The next order of the ticket and all that belongs to it. `ticket` None: the one that this decision opens."""
    company = assignees.called(case, assignee)
    order = WorkOrder(
        number=max((o.number for o in ticket.orders), default=0) + 1 if ticket else 1,
        assignee=assignee.id,
        assignee_name=company,
        kind=terms.kind,
        phase=FIRST_PHASE[terms.kind],
        text=task.text,
        place=task.place,
        access=task.access,
        limit=terms.limit,
        accept_by=terms.accept_by,
        rule=terms.rule,
        may_start=terms.may_start,
        may_finish=terms.may_finish,
        is_anonymous=task.is_anonymous,
    )
    facts: dict[str, object] = {
        "order": order.number,
        "before": "",
        "after": str(order.phase),
        "assignee": assignee.id,
        "company": company,
        "kind": str(order.kind),
        "limit": order.limit,
        "rule": order.rule,
    }
    author, name = (by.id, by.name) if by else (None, order.rule)
    entry = AddEntry(order.channel, EntryKind.ORDER, author, name, task.text, facts)
    member = Participant(assignee.id, order.channel, ParticipantKind.ASKED)
    letter = _letter(case, order, task, ticket.order_tag(order) if ticket else "", assignee, by)
    mails = tell(case, (assignee,), NoticeKind.ORDER, letter, channel=order.channel, due_at=due_at)
    return order, (OpenOrder(order), AddParticipant(member), entry, *mails)


def _letter(
    case: Case, order: WorkOrder, task: Task, tag: str, assignee: Person, by: Person | None
) -> OrderGiven:
    contact = by or case.responsible()
    rule = rules.named_rule(case, order.rule) if order.rule else None
    return OrderGiven(
        tag=tag,
        kind=str(order.kind),
        text=order.text,
        place=order.place,
        access=order.access,
        limit=order.limit,
        accept_by=order.accept_by,
        by=contact.name if contact else "",
        phone=next(iter(contact.phones), case.company.phone) if contact else case.company.phone,
        rule=rules.spoken(case, rule, assignee.language) if rule else order.rule,
        invoice_to=case.house.name if case.house else "",
        bell_name=task.bell_name,
        is_anonymous=order.is_anonymous,
        pictures=task.pictures,
    )


def released(case: Case, ticket: Ticket, by: Person | None, name: str) -> tuple[Ticket, tuple[Effect, ...]]:
    """OPEN → RELEASED: by a manager's hand, or by a rule as the manager's standing order, named in the journal."""
    target = after(ticket.status, Act.RELEASE, Role.MANAGER)
    if target is None:
        return ticket, ()
    facts: dict[str, object] = {
        "before": str(ticket.status),
        "after": str(target),
        "rule": "" if by else name,
    }
    channel = resident_channel(case, ticket) or INTERNAL
    entry = AddEntry(channel, EntryKind.STATUS, by.id if by else None, name, "", facts)
    return replace(ticket, status=target), (SetStatus(ticket.status, target), entry)


# ---- a manager's hand


def order(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """Every command on orders."""
    if command.act is Act.CANCEL_ORDER:
        return cancel(case, course, command, by, ticket=ticket)
    return dispatch(case, course, command, by, ticket=ticket)


def dispatch(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """BEAUFTRAGEN, ANGEBOT, INFO: one order for each who is named."""
    if since := changed_since(case, EntryKind.ORDER):
        return _overtaken(replace(course, since=since), command, ticket)
    for value in command.values or (command.value,):
        course = _dispatch_to(case, course, replace(command, value=value), by, ticket=course.ticket or ticket)
    return course


def _dispatch_to(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    kind = KINDS[command.act]
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, limit=command.limit)
    assignee = assignees.named(case, command.value, ticket)
    if assignee is None:
        return course.then(replace(line, outcome=Outcome.NO_FIRM, detail=_work(command.value)))
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
    task = task_of(case, ticket, report_facts(case.entries), language=assignee.language)
    task = replace(task, text=command.text.strip() or task.text)
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
    given, effects = give(case, assignee, task, terms, ticket=ticket, by=by, due_at=held_back(case))
    is_work = terms.kind is OrderKind.ORDER
    ends, used = answered(case, course, ABOUT_DISPATCH if is_work else frozenset(), by)
    pins = (Pin("contractor"),) if is_work and (ends or any(o.rule for o in ticket.orders)) else ()
    flags = (SetFlag(Flag.NO_ORDER, False),) if is_work and Flag.NO_ORDER in ticket.flags else ()
    if moved.status is not ticket.status:
        line = replace(line, before=str(ticket.status), after=str(moved.status))
    line = replace(line, order=ticket.order_tag(given), limit=given.limit)
    moved = replace(moved, orders=(*ticket.orders, given), flags=ticket.flags - {Flag.NO_ORDER})
    course = course.then(line, *release, *effects, *ends, *pins, *flags, ticket=moved)
    ordered = given.assignee_name if is_work else course.ordered
    return replace(course, ordered=ordered, used=course.used | used)


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
        o for o in ticket.orders if o.is_live and o.assignee == assignee.id and o.kind is KINDS[command.act]
    )
    if not is_info and (running := next(same, None)):
        return replace(line, outcome=Outcome.ALREADY, order=ticket.order_tag(running))
    return None


def _work(value: str) -> str:
    return value.removeprefix(assignees.TRADE)


def answered(
    case: Case, course: Course, kinds: frozenset[QuestionKind], by: Person | None
) -> tuple[tuple[AnswerQuestion, ...], frozenset[int]]:
    """The ticket's open questions of these kinds, overtaken by what is done instead of an answer."""
    number = case.ticket.number if case.ticket else None
    waiting = [
        q for q in case.questions if q.kind in kinds and q.ticket == number and q.id not in course.used
    ]
    ends = tuple(AnswerQuestion(q.id, "overtaken", by.id if by else None) for q in waiting)
    return ends, frozenset(q.id for q in waiting)


def _overtaken(course: Course, command: Command, ticket: Ticket) -> Course:
    """G2: somebody else has ordered since. ZUSÄTZLICH does it all the same, STATTDESSEN takes back what runs."""
    line = TranscriptLine(command.line, str(command.act), Outcome.OVERTAKEN)
    running = tuple(o for o in ticket.orders if o.is_live and o.kind is OrderKind.ORDER)
    options: list[tuple[str, tuple[Command, ...]]] = [("also", (command,))]
    if running:
        back = tuple(Command(Act.CANCEL_ORDER, command.line, value=ticket.order_tag(o)) for o in running)
        options.append(("instead", (*back, command)))
    return replace(course.then(line), options=(*course.options, *options))


# ---- what a hand leaves behind


def settle(case: Case, course: Course, by: Person) -> Course:
    """A manager ended the matter: what was asked about it is answered; orders that still run are named (DOMAIN)."""
    ends, used = answered(case, course, ABOUT_DISPATCH | {QuestionKind.REPORT}, by)
    course = replace(course, effects=(*course.effects, *ends), used=course.used | used)
    for running in course.ticket.orders if course.ticket else ():
        if course.ticket is None or not running.is_live or running.phase is Phase.REPORTED_DONE:
            continue
        tag = course.ticket.order_tag(running)
        line = TranscriptLine(f"{tag} {running.assignee_name}", "still_runs", Outcome.DONE, detail=tag)
        course = course.then(line)
    return course


# ---- taking one back


def cancel(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """STORNIEREN [A-…]: the keys of its mails are void at once; whoever has the order is told at once."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    live = tuple(o for o in ticket.orders if o.is_live)
    wanted = command.value or (command.target if command.target.startswith("A-") else "")
    if wanted:
        live = tuple(o for o in live if wanted in (ticket.order_tag(o), o.assignee))
    if not live:
        return course.then(replace(line, outcome=Outcome.NO_ORDER))
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
    line = replace(line, order=ticket.order_tag(order), company=order.assignee_name, detail="order")
    changed, effects = taken_back(case, ticket, order, by, reason=reason)
    ends, used = answered(case, course, frozenset({QuestionKind.REPORT}), by)
    pins = (Pin("contractor"),) if order.rule else ()
    after = course.then(line, *effects, *ends, *pins, ticket=changed)
    return replace(after, used=course.used | used)


def taken_back(
    case: Case, ticket: Ticket, order: WorkOrder, by: Person, *, reason: str = ""
) -> tuple[Ticket, tuple[Effect, ...]]:
    """The order is void. Nobody is told of an order that has not left."""
    tag = ticket.order_tag(order)
    facts = order_facts(order, Phase.CANCELLED) | {"reason": reason}
    effects: list[Effect] = [
        ChangeOrder(order.number, order.phase, Phase.CANCELLED),
        AddEntry(order.channel, EntryKind.ORDER, by.id, by.name, reason, facts),
        RevokeChannel(order.channel, (order.assignee,)),
    ]
    assignee = assignees.person_of(case, order.assignee)
    if assignee is not None and not _is_unsent(case, order):
        letter = OrderCancelled(tag=tag, reason=reason, by=by.name)
        effects += tell(case, (assignee,), NoticeKind.ORDER_CANCELLED, letter, channel=order.channel)
    changed = with_order(ticket, replace(order, phase=Phase.CANCELLED, window=None))
    if needs_order(changed):
        effects.append(SetFlag(Flag.NO_ORDER, True))
        changed = replace(changed, flags=changed.flags | {Flag.NO_ORDER})
    return changed, tuple(effects)


def _is_unsent(case: Case, order: WorkOrder) -> bool:
    given = (
        e
        for e in case.entries
        if e.kind is EntryKind.ORDER and e.channel == order.channel and e.facts.get("before") == ""
    )
    return any(e.event in case.pending for e in given)


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
