"""What a manager makes of a firm's silence: OK waits, ERINNERN reminds it, NÄCHSTE FIRMA orders another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course, open_question
from hauspost.desk.deadlines import OWES, Stage, phase_since
from hauspost.desk.decision import AddEntry, AnswerQuestion, Effect, PutOff, Question, QuestionKind
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.next_firms import next_firms
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.overdue import reminder, waits_until
from hauspost.desk.work import OrderKind, WorkOrder

CHASING = frozenset({Act.REMIND, Act.NEXT_FIRM})
ASKED_AGAIN = 1  # the step at which the manager is asked, behind the firm's reminder

Replaces = Callable[[Case, Course, WorkOrder, Person, TranscriptLine, Person, Ticket], Course]


def chase(
    case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket, replaces: Replaces
) -> Course:
    """Both words count at any time, where one order runs; behind an alert they speak of its order."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    question = _question(case, course, command, ticket)
    running = tuple(o for o in ticket.orders if o.is_running and o.kind is not OrderKind.INFO)
    if question is not None:
        running = tuple(o for o in running if o.number == question.about.get("order"))
    if ticket.status is Status.DONE or not running:
        return course.then(replace(line, outcome=Outcome.NO_ORDER))
    if len(running) > 1:
        tags = ", ".join(ticket.order_tag(o) for o in running)
        return course.then(replace(line, outcome=Outcome.WHICH_ORDER, detail=tags))
    (order,) = running
    if command.act is Act.REMIND:
        return _remind(case, course, line, by, order=order, question=question, ticket=ticket)
    following = next(iter(next_firms(case, ticket)), None)
    if following is None:
        return course.then(replace(line, outcome=Outcome.NO_FIRM))
    course = _used(course, question, str(command.act), by)
    return replaces(case, course, order, following, line, by, ticket)


def _question(case: Case, course: Course, command: Command, ticket: Ticket) -> Question | None:
    """The one that the notice asked, else the only one that waits."""
    named = open_question(case, course, command.question, QuestionKind.OVERDUE)
    waiting = [
        q
        for q in case.questions
        if q.kind is QuestionKind.OVERDUE and q.ticket == ticket.number and q.id not in course.used
    ]
    return named or (waiting[0] if len(waiting) == 1 else None)


def _used(course: Course, question: Question | None, option: str, by: Person) -> Course:
    if question is None:
        return course
    answered = AnswerQuestion(question.id, option, by.id)
    return replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))


def _remind(
    case: Case,
    course: Course,
    line: TranscriptLine,
    by: Person,
    *,
    order: WorkOrder,
    question: Question | None,
    ticket: Ticket,
) -> Course:
    stage = OWES.get(order.phase, Stage.COMPLETION)
    since = phase_since(order, case.entries, ticket)
    mails = reminder(case, ticket, order, stage=stage, since=since, by=by)
    if not mails:
        firm = assignees.person_of(case, order.assignee)
        phone = next(iter(firm.phones), "") if firm else ""
        return course.then(replace(line, outcome=Outcome.NO_ADDRESS, detail=order.assignee_name, after=phone))
    course = _used(course, question, str(Act.REMIND), by)
    line = replace(line, order=ticket.order_tag(order), company=order.assignee_name)
    until = case.calendar.after(case.at, case.deadlines.manager)
    entry = _entry(by, stage, order, ticket, "again")
    return course.then(line, entry, _put_off(question, order, stage, until), *mails)


def wait(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """OK: until the moment that the alert named, or as long from now on if that is over."""
    order = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    line = TranscriptLine(command.line, "wait", Outcome.DONE)
    course = _used(course, question, "wait", by)
    if order is None or not order.is_running:
        return course.then(replace(line, act=str(command.act), outcome=Outcome.ALREADY))
    stage = Stage(str(question.about["stage"]))
    named = str(question.about.get("until") or "")
    until = datetime.fromisoformat(named) if named else case.at
    if until <= case.at:
        until = waits_until(case, stage, ticket)
    line = replace(line, at=until, order=ticket.order_tag(order), company=order.assignee_name)
    entry = _entry(by, stage, order, ticket, "waits")
    return course.then(line, entry, _put_off(question, order, stage, until))


def _put_off(question: Question | None, order: WorkOrder, stage: Stage, until: datetime) -> PutOff:
    own = Stage(str(question.about["stage"])) if question else stage
    return PutOff(order.number, str(own), ASKED_AGAIN, until)


def _entry(by: Person, stage: Stage, order: WorkOrder, ticket: Ticket, step: str) -> Effect:
    facts: dict[str, object] = {"stage": str(stage), "step": step, "order": order.number}
    return AddEntry(INTERNAL, EntryKind.REMINDED, by.id, by.name, ticket.order_tag(order), facts)
