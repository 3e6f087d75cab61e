"""What a manager answers to a rule's proposal, to a firm's report, to the next rank: OK, NEIN, STOPP."""

from dataclasses import replace
from datetime import date

from hauspost.desk import assignees, workflow
from hauspost.desk.case import Case
from hauspost.desk.chasing import wait
from hauspost.desk.claiming import carry_out, runs_beside
from hauspost.desk.costs import answer_cost
from hauspost.desk.course import Course, answered_before, changed_since, open_question
from hauspost.desk.decision import AnswerQuestion, Pin, Question, QuestionKind
from hauspost.desk.findings import open_finding
from hauspost.desk.follow_ups import after_parts
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Claim, Command, Report
from hauspost.desk.invoices import answer_over
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.moves import move
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.ordering import Terms, task_of
from hauspost.desk.orders import carry, withdraw
from hauspost.desk.plain_values import from_json
from hauspost.desk.quotes import answer_offer
from hauspost.desk.rework import order_rework, send_back, take
from hauspost.desk.rules import ANY, named_rule
from hauspost.desk.sites import report_facts
from hauspost.desk.stopping import stop_order
from hauspost.desk.work import Phase, Window, WorkOrder

ANSWERS = frozenset({Act.PROPOSAL, Act.NO, Act.YES})
KINDS = (
    QuestionKind.SUGGESTION,
    QuestionKind.VETO,
    QuestionKind.REPORT,
    QuestionKind.COST,
    QuestionKind.QUOTE,
    QuestionKind.NEXT_FIRM,
    QuestionKind.SETTLED,
    QuestionKind.OVERDUE,
    QuestionKind.REWORK,
    QuestionKind.FINDING,
    QuestionKind.SPLIT,
    QuestionKind.INVOICE,
)
STAYS_ONE = "stays_one"  # how a receipt tells of NEIN to AUFTEILEN


def answer_proposal(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """An answer counts once: whoever comes second hears so, and what happened since."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    question = open_question(case, course, command.question, *KINDS)
    if question is None:
        since = changed_since(case, EntryKind.ORDER)
        return replace(course.then(answered_before(case, command)), since=since)
    if question.kind is QuestionKind.INVOICE:
        return answer_over(case, course, question, command, by, ticket=ticket)
    if command.act is Act.NO and question.kind is QuestionKind.COST:
        return answer_cost(case, course, question, command, by, ticket=ticket)
    if command.act is Act.NO and question.kind is QuestionKind.QUOTE:
        return answer_offer(case, course, question, command, by, ticket=ticket)
    if command.act is Act.NO:
        return _refuse(case, course, question, line, by, ticket=ticket)
    if question.kind is QuestionKind.FINDING:  # a matter of its own, whatever has become of this one
        return open_finding(case, course, question, line, by, ticket=ticket)
    if since := changed_since(case, EntryKind.ORDER):
        return replace(course.then(replace(line, outcome=Outcome.OVERTAKEN)), since=since)
    match question.kind:
        case QuestionKind.REPORT:
            return _believe(case, course, question, command, by, ticket=ticket)
        case QuestionKind.COST:
            return answer_cost(case, course, question, command, by, ticket=ticket)
        case QuestionKind.QUOTE:
            return answer_offer(case, course, question, command, by, ticket=ticket)
        case QuestionKind.SETTLED:
            course = _used(course, question, "ok", by)
            return move(case, course, replace(command, act=Act.FINISH), by, ticket=ticket)
        case QuestionKind.NEXT_FIRM:
            return _next_firm(case, course, question, line, by, ticket=ticket)
        case QuestionKind.OVERDUE:
            return wait(case, course, question, command, by, ticket=ticket)
        case QuestionKind.REWORK:
            return order_rework(case, course, question, line, by, ticket=ticket)
        case _:
            return _by_rule(case, course, question, line, by, ticket=ticket)


def _used(course: Course, question: Question, option: str, by: Person) -> Course:
    answered = AnswerQuestion(question.id, option, by.id)
    return replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))


# ---- a rule's proposal


def _by_rule(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """The rule proposed, a hand does it: on the rule's terms, in the manager's name."""
    rule = named_rule(case, str(question.about.get("rule", "")))
    meant = str(question.about.get("assignee", ""))
    assignee = assignees.named(case, meant, ticket)
    if assignee is None or not assignee.address:
        return course.then(assignees.nobody(case, line, meant))
    if ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after=str(ticket.status)))
    if rule and rule.category not in (ticket.category, ANY):  # the category was changed back since
        return _used(course.then(replace(line, outcome=Outcome.OVERTAKEN)), question, "overtaken", by)
    course = _used(course, question, "ok", by)
    if (silent := workflow.replaced(ticket, question)) is not None:  # taken back, so that never two come
        back = TranscriptLine(line.line, str(Act.CANCEL_ORDER), Outcome.DONE)
        course = withdraw(case, course, back, by, order=silent, reason="", ticket=ticket)
        ticket = course.ticket or ticket
    firm = assignees.firm_of(case, assignee.id)
    own = Terms(limit=firm.limit if firm else None)  # proposed without a rule: recurring work
    terms = replace(workflow.terms_of(case, rule, ticket, assignee), rule="") if rule else own
    task = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    line = replace(line, company=assignees.called(case, assignee))
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)


def is_veto(case: Case, course: Course, command: Command) -> bool:
    return open_question(case, course, command.question, QuestionKind.VETO) is not None


def stop_rule(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """STOPP to a rule: before its window is over nothing happens; what it has ordered is taken back."""
    line = TranscriptLine(command.line, str(command.act), Outcome.STOPPED)
    veto = open_question(case, course, command.question, QuestionKind.VETO) or _waiting(case, course, ticket)
    if veto is not None:
        return _used(course.then(line, Pin("contractor")), veto, "stop", by)
    running = next((o for o in ticket.orders if o.is_running and o.rule), None)
    if running is None:
        before = answered_before(case, command)
        is_told = before.outcome is Outcome.ANSWERED
        return course.then(before if is_told else replace(line, outcome=Outcome.NOTHING_TO_STOP))
    return stop_order(case, course, line, by, order=running, ticket=ticket)


def _waiting(case: Case, course: Course, ticket: Ticket) -> Question | None:
    found = (q for q in case.questions if q.kind is QuestionKind.VETO and q.ticket == ticket.number)
    return next((q for q in found if q.id not in course.used), None)


# ---- a firm's report


def _believe(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """OK: it is as the firm says. Done is done by the manager's word."""
    order = _order(ticket, question)
    if order is None or not order.is_live:
        line = TranscriptLine(command.line, str(command.act), Outcome.ALREADY)
        return _used(course.then(line), question, "overtaken", by)
    course = _used(course, question, "ok", by)
    claim = Claim(str(question.about["claim"]))
    others_run = runs_beside(ticket, order)
    # The mail said that the ticket goes on: OK never ends more than it was told to end.
    if (
        claim is Claim.DONE
        and order.phase is Phase.REPORTED_DONE
        and (others_run or question.about.get("goes_on"))
    ):
        line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
        return take(course, line, by, order=order, ticket=ticket)
    if claim is Claim.DONE and order.phase is Phase.REPORTED_DONE:
        return move(case, course, replace(command, act=Act.FINISH), by, ticket=ticket)
    window: Window | None = from_json(Window | None, question.about.get("window"))
    carried = carry_out(case, ticket, order, claim, window, by=by, report=_report(question, claim))
    line = TranscriptLine(command.line, "believe", Outcome.DONE, detail=ticket.order_tag(order))
    if carried.ticket.status is not ticket.status:
        line = replace(line, before=str(ticket.status), after=str(carried.ticket.status))
    after = course.then(line, *carried.effects, ticket=carried.ticket)
    if claim is Claim.WAITING_PARTS:
        until = _day(question, "until")
        waiting, effects = after_parts(case, carried.ticket, carried.order, until)
        after = replace(after, effects=(*after.effects, *effects), ticket=waiting)
    return replace(after, informed=carried.informed)


def _report(question: Question, claim: Claim) -> Report:
    """What the firm's words said besides, as the question kept it."""
    return Report(
        frozenset({claim}),
        str(question.about.get("text", "")),
        until=_day(question, "until"),
        is_provisional=bool(question.about.get("provisional")),
        expected=_day(question, "expected"),
    )


def _day(question: Question, name: str) -> date | None:
    written = str(question.about.get(name) or "")
    return date.fromisoformat(written) if written else None


def _refuse(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """NEIN: nothing is done; what a firm called done goes back to it. A reason behind the word stays in the office."""
    if question.kind is QuestionKind.SPLIT:
        line = replace(line, act=STAYS_ONE)
    course = _used(course.then(line), question, "no", by)
    order = _order(ticket, question)
    if question.kind is not QuestionKind.REPORT or order is None or order.phase is not Phase.REPORTED_DONE:
        return course
    sent, effects = send_back(case, ticket, order, by)
    last = replace(course.lines[-1], act=str(Act.REWORK), company=order.assignee_name)
    last = replace(last, order=ticket.order_tag(order))
    return replace(course, effects=(*course.effects, *effects), lines=(*course.lines[:-1], last), ticket=sent)


def _order(ticket: Ticket, question: Question) -> WorkOrder | None:
    return next((o for o in ticket.orders if o.number == question.about.get("order")), None)


# ---- the next rank


def _next_firm(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """The declined order once more, to the next firm, within what that firm may cost."""
    declined = _order(ticket, question)
    meant = str(question.about.get("assignee", ""))
    assignee = assignees.named(case, meant, ticket)
    if declined is None or assignee is None or not assignee.address:
        return course.then(assignees.nobody(case, line, meant))
    course = _used(course, question, "ok", by)
    return to_next(case, course, declined, assignee, line, by, ticket)


def to_next(
    case: Case,
    course: Course,
    declined: WorkOrder,
    assignee: Person,
    line: TranscriptLine,
    by: Person,
    ticket: Ticket,
) -> Course:
    """The same order to that firm; what the first one still has is taken back."""
    if declined.is_live:  # nobody reads it: taken back, so that never two come
        back = TranscriptLine(line.line, str(Act.CANCEL_ORDER), Outcome.DONE)
        course = withdraw(case, course, back, by, order=declined, reason="", ticket=ticket)
        ticket = course.ticket or ticket
    firm = assignees.firm_of(case, assignee.id)
    limits = [v for v in (declined.limit, firm.limit if firm else None) if v is not None]
    terms = Terms(
        declined.kind,
        min(limits, default=None),
        may_start=declined.may_start,
        may_finish=declined.may_finish,
    )
    facts = report_facts(case.entries, ticket)
    task = task_of(case, ticket, facts, language=assignee.language).like(declined, facts)
    line = replace(line, company=assignees.called(case, assignee))
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)
