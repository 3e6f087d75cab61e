"""A firm's offer: the manager's JA orders up to its price, NEIN orders nothing; the firm reads neither (WORDS 2)."""

from dataclasses import replace

from hauspost.desk import approvals, assignees, rules
from hauspost.desk.case import Case
from hauspost.desk.costs import money_offers
from hauspost.desk.course import Course, note
from hauspost.desk.decision import AnswerQuestion, AskQuestion, Effect, Question, QuestionKind
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Claim, Command, Offer, Report
from hauspost.desk.languages import say
from hauspost.desk.mail_table import Event
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.ordering import Terms, task_of
from hauspost.desk.orders import carry
from hauspost.desk.plain_values import to_json
from hauspost.desk.prices import OfferLine
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import managers_to_tell, printed, tell
from hauspost.desk.work import OrderKind, WorkOrder, order_tag

# What a price makes of these, where an offer was asked for: "400 € brutto" is one.
PRICED = frozenset({None, Claim.ACCEPT, Claim.NEED_APPROVAL, Claim.QUOTE})


def is_offer(report: Report, order: WorkOrder, claim: Claim | None) -> bool:
    return order.kind is OrderKind.QUOTE and (
        claim is Claim.QUOTE
        or (claim in PRICED and (report.amount is not None or bool(report.offered.vague)))
    )


def ask_about_offer(
    case: Case, facts: FirmReported, order: WorkOrder, *, is_believed: bool
) -> tuple[Effect, ...]:
    """A newer offer replaces an older one that nobody has answered. Without a certain price there is no yes to it.

    Other offers of the ticket that wait stand beside it, each with the line that orders it.
    """
    number = case.ticket.number if case.ticket else None
    asked = [q for q in case.questions if q.kind is QuestionKind.QUOTE and q.ticket == number]
    ends = [AnswerQuestion(q.id, "overtaken", None) for q in asked if q.about.get("order") == order.number]
    local = f"quote{order.number}"
    amount = None if facts.offered.vague else facts.amount
    offered = replace(facts.offered, gross=amount)
    about = {
        "order": order.number,
        "amount": amount,
        "text": facts.text,
        "company": facts.company,
        "offered": to_json(offered),
    }
    managers = managers_to_tell(case)
    question = AskQuestion(QuestionKind.QUOTE, local, tuple(m.id for m in managers), about)
    matter = approvals.Matter("quote", order.number, facts.company, offered)
    ended, put, over = approvals.by_limit(case, matter, is_sure=is_believed)
    others = tuple(_line(case, q) for q in asked if q.about.get("order") != order.number)
    asking = replace(
        facts, asks=True, is_offer=True, amount=amount, offered=offered, above=over, others=others
    )
    is_plain = is_believed and amount is not None
    readers = managers_to_tell(case, Event.PAPER) if is_plain else managers
    mails = (
        mail
        for manager in readers
        for mail in tell(
            case,
            (manager,),
            NoticeKind.FIRM_REPORT,
            asking,
            channel=order.channel,
            offers=(
                *approvals.beside(case, _offers(manager.language, amount), over, manager.language),
                *other_offers(others, manager.language),
            ),
            question=local,
        )
    )
    return (*ends, *ended, question, *mails, *put)


def _line(case: Case, question: Question) -> OfferLine:
    matter = approvals.matter_of(question)
    tag = order_tag(question.ticket or 0, matter.order)
    return OfferLine(tag, matter.company, matter.offered, question.id)


def offers_in(case: Case, ticket: Ticket) -> tuple[OfferLine, ...]:
    """The offers of the ticket that wait for a manager's word."""
    asked = (q for q in case.questions if q.kind is QuestionKind.QUOTE and q.ticket == ticket.number)
    return tuple(_line(case, q) for q in asked)


def other_offers(others: tuple[OfferLine, ...], language: str, *, first: int = 2) -> tuple[Offer, ...]:
    """JA 2, JA 3 …: a yes to one of the others that has a certain price; the bare JA is the newest one's."""
    yes, approved = printed(Act.YES, language), say("answers.approved", language)
    priced = (line for line in others if line.offered.gross is not None)
    return tuple(
        Offer(f"{yes} {n}", Act.YES, question=line.question, also=(f"{approved} {n}",))
        for n, line in enumerate(priced, start=first)
    )


def _offers(language: str, amount: int | None) -> tuple[Offer, ...]:
    offers = money_offers(language)
    return offers if amount is not None else tuple(o for o in offers if o.act is not Act.YES)


def answer_offer(
    case: Case, course: Course, question: Question, command: Command, by: Person, *, ticket: Ticket
) -> Course:
    """JA: an order to that firm, in the manager's name, up to the price; the offer's own task and place."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))
    if command.act is Act.NO:
        course = approvals.overtaken(case, course, question.about.get("order"), by)
        reason = (note(by, command.line),) if len(command.line.split()) > 1 else ()
        return course.then(line, *reason)
    offer = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    amount = question.about.get("amount")
    assignee = assignees.person_of(case, offer.assignee) if offer is not None else None
    if offer is None or amount is None or assignee is None or not assignee.address:
        return course.then(replace(line, outcome=Outcome.NO_FIRM))
    if assignees.ended(case, offer.assignee):
        return course.then(assignees.nobody(case, line, offer.assignee))
    if ticket.status is Status.DONE:
        return course.then(replace(line, outcome=Outcome.REFUSED, after=str(ticket.status)))
    line = replace(line, act=str(Act.DISPATCH), company=assignees.called(case, assignee))
    works = (o for o in ticket.orders if o.is_running and o.kind is OrderKind.ORDER)
    if running := next((o for o in works if o.assignee == assignee.id), None):
        return course.then(replace(line, outcome=Outcome.ALREADY, order=ticket.order_tag(running)))
    may_start, may_finish = rules.powers(case, ticket.property_id, ticket.category)
    terms = Terms(limit=int(amount), may_start=may_start, may_finish=may_finish)
    task = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    task = replace(task, text=offer.text or task.text)
    return carry(case, course, line, by, assignee=assignee, task=task, terms=terms, ticket=ticket)
