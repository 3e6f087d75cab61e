"""What a manager makes of work that a firm calls done: ABGENOMMEN takes it, NACHBESSERN sends the firm back (WORDS 5).

ERLEDIGT is no acceptance of the work: the ticket's status is one thing, an order's phase another.
"""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.claiming import runs_beside, sign_off
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    ChangeOrder,
    Effect,
    OpenTicket,
    Question,
    QuestionKind,
)
from hauspost.desk.firm_news import tell_firm
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import Proposal
from hauspost.desk.ordering import Terms, invoice_to, task_facts, task_of
from hauspost.desk.orders import ABOUT_REPORTS, answered, carry
from hauspost.desk.own_matters import rework_of, worked_last
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import managers_to_tell
from hauspost.desk.withdrawing import order_facts, with_order
from hauspost.desk.work import Automation, OrderKind, Phase, WorkOrder, order_named
from hauspost.desk.workflow import Plan

WORK_ACTS = frozenset({Act.SIGN_OFF, Act.REWORK})
SIGNED_OFF = "sign_off"  # how a receipt tells that other orders still run
SIGNED_OFF_LAST = "sign_off_last"  # … that none does any more
SIGNED_OFF_DONE = "sign_off_done"  # … or that the ticket is over


def judge(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """ABGENOMMEN, NACHBESSERN: each order that is named, else the only one that fits."""
    named = command.target if order_named(command.target) else ""
    for wanted in command.values or (command.value or named,):
        course = _judge_one(case, course, command, wanted, by, ticket=course.ticket or ticket)
    return course


def _judge_one(
    case: Case, course: Course, command: Command, wanted: str, by: Person, *, ticket: Ticket
) -> Course:
    """`wanted`: an order's tag, a person's id, or "" for the only one that was reported done, or that runs."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    works = [o for o in ticket.orders if o.kind is OrderKind.ORDER and o.is_live]
    fitting = [o for o in works if wanted in ("", ticket.order_tag(o), o.assignee)]
    reported = [o for o in fitting if o.phase is Phase.REPORTED_DONE]
    chosen = reported or fitting
    taken = (o for o in ticket.orders if o.phase is Phase.SIGNED_OFF)
    if not chosen and any(wanted in ("", ticket.order_tag(o), o.assignee) for o in taken):
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if not chosen:
        tag = wanted if order_named(wanted) else ""
        return course.then(replace(line, outcome=Outcome.NO_ORDER, detail=tag))
    if len(chosen) > 1:
        tags = ", ".join(ticket.order_tag(o) for o in chosen)
        return course.then(replace(line, outcome=Outcome.WHICH_ORDER, detail=tags))
    (order,) = chosen
    ends, used = answered(case, course, ABOUT_REPORTS, by, order=order)
    if command.act is Act.SIGN_OFF:
        course = replace(course, effects=(*course.effects, *ends), used=course.used | used)
        return take(course, line, by, order=order, ticket=ticket)
    if ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after=str(ticket.status)))
    if order.phase is not Phase.REPORTED_DONE:
        why = "not_reported" if order.phase is not Phase.REWORK else "in_rework"
        return course.then(replace(line, outcome=Outcome.REFUSED, after=why, detail=ticket.order_tag(order)))
    course = replace(course, effects=(*course.effects, *ends), used=course.used | used)
    line = replace(line, order=ticket.order_tag(order), company=order.assignee_name)
    sent, effects = send_back(case, ticket, order, by, text=command.text.strip())
    return course.then(line, *effects, ticket=sent)


def take(course: Course, line: TranscriptLine, by: Person, *, order: WorkOrder, ticket: Ticket) -> Course:
    """The order is signed off; the ticket's status stays as it is."""
    signed, effects = sign_off(ticket, order, by)
    act = SIGNED_OFF if runs_beside(ticket, order) else SIGNED_OFF_LAST
    act = SIGNED_OFF_DONE if ticket.status is Status.DONE else act
    line = replace(line, act=act, detail=ticket.order_tag(order))
    return course.then(line, *effects, ticket=signed)


def send_back(
    case: Case, ticket: Ticket, order: WorkOrder, by: Person, *, text: str = ""
) -> tuple[Ticket, tuple[Effect, ...]]:
    """What a firm called done is to be looked at once more; it hears so at once, in `text` a manager's own words."""
    facts = order_facts(order, Phase.REWORK)
    effects: list[Effect] = [
        ChangeOrder(order.number, order.phase, Phase.REWORK, order.window),
        AddEntry(order.channel, EntryKind.ORDER, by.id, by.name, text, facts),
    ]
    effects += tell_firm(case, ticket, order, "rework", text=text, by=by.name)
    return with_order(ticket, replace(order, phase=Phase.REWORK)), tuple(effects)


# ---- it came back: the same firm once more


def plan_rework(case: Case, ticket: OpenTicket, said: Said, before: Ticket | None, usual: Plan) -> Plan:
    """Whose work did not last is proposed again; a rule that goes further by itself keeps its way (WORDS 4)."""
    is_open = usual.automation in (Automation.OFF, Automation.SUGGEST)
    if before is None or not is_open or rework_of(case, before) is None:
        return usual
    last = worked_last(before)
    assignee = assignees.named(case, last.assignee, None) if last else None
    if last is None or assignee is None or not assignee.address:
        return usual
    facts = task_facts(said) | {"attachments": list(said.attachments)}
    task = task_of(case, ticket, facts, language=assignee.language)
    local = "rework"
    about = {"assignee": assignee.id, "order": before.order_tag(last), "limit": last.limit}
    asked = tuple(m.id for m in managers_to_tell(case))
    question = AskQuestion(QuestionKind.REWORK, local, asked, about)
    proposal = Proposal(
        company=assignees.called(case, assignee),
        limit=last.limit,
        text=task.text,
        invoice=invoice_to(case),
        reworks=before.order_tag(last),
    )
    return Plan((question,), proposal, local, Automation.SUGGEST)


def order_rework(
    case: Case, course: Course, question: Question, line: TranscriptLine, by: Person, *, ticket: Ticket
) -> Course:
    """OK: an order of its own, which names the one before; on that one's terms, for its price is not asked again."""
    meant = str(question.about.get("assignee", ""))
    assignee = assignees.named(case, meant, ticket)
    if assignee is None or not assignee.address:
        return course.then(assignees.nobody(case, line, meant))
    if ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after=str(ticket.status)))
    used = AnswerQuestion(question.id, "ok", by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, used))
    firm = assignees.firm_of(case, PersonId(assignee.id))
    limit = question.about.get("limit")
    known = [v for v in (limit, firm.limit if firm else None) if isinstance(v, int)]
    task = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    task = replace(task, reworks=str(question.about.get("order", "")))
    line = replace(line, company=assignees.called(case, assignee))
    terms = Terms(limit=min(known, default=None))
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)
