"""What a manager answers to a rule's proposal, to a firm's report, to the next rank: OK, NEIN, STOPP."""

from dataclasses import replace

from hauspost.desk import assignees, workflow
from hauspost.desk.case import Case
from hauspost.desk.claiming import carry_out, runs_beside, sign_off
from hauspost.desk.costs import answer_cost
from hauspost.desk.course import Course, answered_before, changed_since, open_question
from hauspost.desk.decision import AddEntry, AnswerQuestion, ChangeOrder, Pin, Question, QuestionKind
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Claim, Command
from hauspost.desk.invoices import answer_over
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.moves import move
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.ordering import Terms, task_of
from hauspost.desk.orders import carry, withdraw
from hauspost.desk.plain_values import from_json
from hauspost.desk.quotes import answer_offer
from hauspost.desk.rules import ANY, named_rule
from hauspost.desk.sites import report_facts
from hauspost.desk.withdrawing import order_facts, with_order
from hauspost.desk.work import Phase, Window, WorkOrder

ANSWERS = frozenset({Act.PROPOSAL, Act.NO, Act.YES})
SIGNED_OFF = "sign_off"  # how a receipt tells of OK to "done" while other orders run
SIGNED_OFF_LAST = "sign_off_last"  # … and where they ran when it was asked, and none does now
KINDS = (
    QuestionKind.SUGGESTION,
    QuestionKind.VETO,
    QuestionKind.REPORT,
    QuestionKind.COST,
    QuestionKind.QUOTE,
    QuestionKind.NEXT_FIRM,
    QuestionKind.SETTLED,
    QuestionKind.INVOICE,
)


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
        return _refuse(course, question, line, by, ticket=ticket)
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
    assignee = assignees.named(case, str(question.about.get("assignee", "")), ticket)
    if assignee is None or not assignee.address:
        return course.then(replace(line, outcome=Outcome.NO_FIRM))
    if ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after=str(ticket.status)))
    if rule and rule.category not in (ticket.category, ANY):  # the category was changed back since
        return _used(course.then(replace(line, outcome=Outcome.OVERTAKEN)), question, "overtaken", by)
    course = _used(course, question, "ok", by)
    terms = replace(workflow.terms_of(case, rule, ticket, assignee), rule="") if rule else Terms()
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
    return withdraw(case, course, line, by, order=running, reason="", ticket=ticket)


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
        signed, effects = sign_off(ticket, order, by)
        act = SIGNED_OFF if others_run else SIGNED_OFF_LAST
        line = TranscriptLine(command.line, act, Outcome.DONE, detail=ticket.order_tag(order))
        return course.then(line, *effects, ticket=signed)
    if claim is Claim.DONE and order.phase is Phase.REPORTED_DONE:
        return move(case, course, replace(command, act=Act.FINISH), by, ticket=ticket)
    window: Window | None = from_json(Window | None, question.about.get("window"))
    carried = carry_out(case, ticket, order, claim, window, by=by)
    line = TranscriptLine(command.line, "believe", Outcome.DONE, detail=ticket.order_tag(order))
    if carried.ticket.status is not ticket.status:
        line = replace(line, before=str(ticket.status), after=str(carried.ticket.status))
    after = course.then(line, *carried.effects, ticket=carried.ticket)
    return replace(after, informed=carried.informed)


def _refuse(
    course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """NEIN: nothing is done; what a firm called done is to be looked after."""
    course = _used(course.then(line), question, "no", by)
    order = _order(ticket, question)
    if question.kind is not QuestionKind.REPORT or order is None or order.phase is not Phase.REPORTED_DONE:
        return course
    facts = order_facts(order, Phase.REWORK)
    change = ChangeOrder(order.number, order.phase, Phase.REWORK, order.window)
    entry = AddEntry(order.channel, EntryKind.ORDER, by.id, by.name, "", facts)
    changed = with_order(ticket, replace(order, phase=Phase.REWORK))
    return replace(course, effects=(*course.effects, change, entry), ticket=changed)


def _order(ticket: Ticket, question: Question) -> WorkOrder | None:
    return next((o for o in ticket.orders if o.number == question.about.get("order")), None)


# ---- the next rank


def _next_firm(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """The declined order once more, to the next firm, within what that firm may cost."""
    declined = _order(ticket, question)
    assignee = assignees.named(case, str(question.about.get("assignee", "")), ticket)
    if declined is None or assignee is None or not assignee.address:
        return course.then(replace(line, outcome=Outcome.NO_FIRM))
    course = _used(course, question, "ok", by)
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
    report = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    task = replace(report, text=declined.text, place=declined.place, access=declined.access)
    line = replace(line, company=assignees.called(case, assignee))
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)
