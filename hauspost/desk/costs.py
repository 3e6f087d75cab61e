"""A firm asks for more money: the manager's JA raises what the order may cost, NEIN lets it stand (WORDS 2, rule 8)."""

from dataclasses import replace
from datetime import datetime

from hauspost.desk import approvals, assignees
from hauspost.desk.case import Case
from hauspost.desk.course import Course, note
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    ChangeOrder,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    SetLimit,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.languages import say
from hauspost.desk.mail_table import Event
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_firms import CostAnswered
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.plain_values import to_json
from hauspost.desk.telling import managers_to_tell, offer, printed, tell
from hauspost.desk.withdrawing import order_facts, with_order
from hauspost.desk.work import Phase, WorkOrder

RAISED, KEPT = "cost_raised", "cost_kept"  # how a receipt tells of the two answers

UNDATED = frozenset({Phase.DISPATCHED, Phase.ACCEPTED})


def ask_for_money(
    case: Case, facts: FirmReported, order: WorkOrder, *, before: Phase, is_believed: bool
) -> tuple[Effect, ...]:
    """`before`: the phase in which the firm asked; there it goes on when it has an answer. A newer price replaces an
    older one that nobody has answered yet."""
    earlier = tuple(_open(case, order))
    went_on = next((Phase(str(q.about["before"])) for q in earlier), before)
    local = f"cost{order.number}"
    about = {
        "order": order.number,
        "amount": facts.amount,
        "before": str(went_on),
        "text": facts.text,
        "company": facts.company,
        "offered": to_json(facts.offered),
    }
    matter = approvals.Matter("cost", order.number, facts.company, replace(facts.offered, gross=facts.amount))
    ended, put, over = approvals.by_limit(case, matter, is_sure=is_believed)
    asked = tuple(m.id for m in managers_to_tell(case))
    question = AskQuestion(QuestionKind.COST, local, asked, about)
    asking = replace(facts, asks=True, asks_for_money=True, limit=order.limit, above=over)
    mails = tuple(
        mail
        for manager in managers_to_tell(case, Event.TROUBLE)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.FIRM_REPORT,
            asking,
            channel=order.channel,
            offers=approvals.beside(case, money_offers(manager.language), over, manager.language),
            question=local,
        )
    )
    return (*(AnswerQuestion(q.id, "overtaken", None) for q in earlier), *ended, question, *mails, *put)


def _open(case: Case, order: WorkOrder) -> list[Question]:
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind is QuestionKind.COST and q.ticket == number)
    return [q for q in asked if q.about.get("order") == order.number]


def money_offers(language: str) -> tuple[Offer, ...]:
    """GENEHMIGT among its words marks the yes as one to money: it counts only as the whole new text."""
    return (
        Offer(printed(Act.YES, language), Act.YES, also=(say("answers.approved", language), "OK")),
        offer(Act.NO, language),
        offer(Act.INTERNAL, language),
    )


def new_limit(limit: int | None, amount: int | None) -> int | None:
    """A yes never lowers what was granted; to a price that nobody has named it takes the limit away."""
    return None if amount is None else max(limit or 0, amount)


def answer_cost(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """JA or NEIN: the firm hears at once what holds, and goes on where it stopped. A reason stays in the office."""
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))
    course = approvals.overtaken(case, course, question.about.get("order"), by)
    order = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    if order is None or not order.is_live:
        return course.then(TranscriptLine(command.line, str(command.act), Outcome.ALREADY))
    is_approved = command.act is not Act.NO
    limit = new_limit(order.limit, question.about.get("amount")) if is_approved else order.limit
    phase = _goes_on(order, Phase(str(question.about["before"])))
    changed = replace(order, phase=phase, limit=limit)
    facts = order_facts(order, phase) | {"limit": limit, "limit_before": order.limit, "approved": is_approved}
    effects: list[Effect] = [
        ChangeOrder(order.number, order.phase, phase, order.window),
        SetLimit(order.number, limit),
        AddEntry(order.channel, EntryKind.ORDER, by.id, by.name, "", facts),
        *_tell_firm(case, ticket, changed, by, is_approved=is_approved, due_at=case.at),
    ]
    if len(command.line.split()) > 1:
        effects.append(note(by, command.line))
    line = TranscriptLine(
        command.line,
        RAISED if is_approved else KEPT,
        Outcome.DONE,
        order=ticket.order_tag(order),
        company=order.assignee_name,
        limit=limit,
    )
    return course.then(line, *effects, ticket=with_order(ticket, changed))


def _goes_on(order: WorkOrder, before: Phase) -> Phase:
    """Where the firm goes on: at the date that was found, or that fell, while it waited; else where it stopped."""
    if order.phase is not Phase.WAITING_APPROVAL:
        return order.phase
    if before is Phase.SCHEDULED and order.window is None:
        return Phase.ACCEPTED
    return Phase.SCHEDULED if before in UNDATED and order.window is not None else before


def _tell_firm(
    case: Case, ticket: Ticket, order: WorkOrder, by: Person, *, is_approved: bool, due_at: datetime
) -> tuple[OweNotice, ...]:
    assignee = assignees.person_of(case, order.assignee)
    if assignee is None:
        return ()
    said = CostAnswered(ticket.order_tag(order), is_approved, order.limit, by.name)
    return tell(case, (assignee,), NoticeKind.ORDER_COST, said, channel=order.channel, due_at=due_at)
