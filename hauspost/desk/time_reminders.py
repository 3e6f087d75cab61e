"""What a question about times brings when its own time comes: asked once more, then put to the managers; and the
reminder of the day before."""

from hauspost.desk.case import Case
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import RESIDENT_ROLES, Person
from hauspost.desk.intents import Act
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.notices_to_people import DateNear, TimesOffered
from hauspost.desk.reports import put_to_managers
from hauspost.desk.telling import offer, tell
from hauspost.desk.times_to_choose import channel_asked, next_asking, offered, party_asked, slots_of
from hauspost.desk.work import WorkOrder

UNANSWERED = "no_answer"  # as a claim in the managers' mail


def times_due(case: Case, question: Question) -> Decision:
    """Whoever is asked must still live there, and the order must still wait for it; else it ends in silence."""
    ticket = case.ticket
    lapsed = AnswerQuestion(question.id, "lapsed", None)
    if ticket is None:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,))
    order = next((o for o in ticket.orders if o.number == question.about.get("order")), None)
    party = tuple(p for p in party_asked(case, question) if _lives_there(case, p, ticket))
    over = Decision(Verdict.ACCEPTED, "lapsed", (lapsed,), ticket.number, ticket.seq, f"q{question.id}")
    if order is None or not order.is_running or ticket.status is Status.DONE or not party:
        return over
    if question.about.get("fixed"):
        effects = _remind(case, question, order, party)
        reason = "date_reminded"
    elif question.about.get("again"):
        effects = _unanswered(case, question, ticket, order)
        reason = "times_unanswered"
    else:
        effects = _ask_again(case, question, order, party)
        reason = "date_reminded"
    if not effects:
        return over
    return Decision(
        Verdict.ACCEPTED, reason, (lapsed, *effects), ticket.number, ticket.seq, f"q{question.id}"
    )


def _lives_there(case: Case, person: Person, ticket: Ticket) -> bool:
    return bool(person.roles_at(ticket.property_id, case.today) & RESIDENT_ROLES)


def _remind(
    case: Case, question: Question, order: WorkOrder, party: tuple[Person, ...]
) -> tuple[Effect, ...]:
    """Never of a date that was moved or has begun, however late this is looked at."""
    (window,) = slots_of(question)
    if order.window != window or window.start <= case.at:
        return ()
    local = f"near{order.number}"
    about = question.about | {"earlier": [*question.about.get("earlier", ()), question.id]}
    refusal = (offer(Act.NO, party[0].language),)
    mails = tell(
        case,
        party,
        NoticeKind.DATE_NEAR,
        DateNear(order.assignee_name, window),
        channel=channel_asked(question),
        offers=refusal,
        question=local,
    )
    return (AskQuestion(QuestionKind.APPOINTMENT, local, question.asked, about), *mails)


def _ask_again(
    case: Case, question: Question, order: WorkOrder, party: tuple[Person, ...]
) -> tuple[Effect, ...]:
    slots = slots_of(question)
    if all(slot.start <= case.at for slot in slots):
        return ()
    local = f"times{order.number}"
    about = question.about | {"earlier": [*question.about.get("earlier", ()), question.id], "again": True}
    due_at = next_asking(case, slots)
    mails = offered(
        case,
        party,
        channel_asked(question),
        TimesOffered(order.assignee_name, slots, "again"),
        question=local,
    )
    return (AskQuestion(QuestionKind.APPOINTMENT, local, question.asked, about, due_at=due_at), *mails)


def _unanswered(case: Case, question: Question, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """Asked twice in vain: a person calls. The answer counts all the same while a time is left."""
    facts = FirmReported(
        tag=ticket.order_tag(order),
        company=order.assignee_name,
        text="",
        claims=(UNANSWERED,),
        phase_before=str(order.phase),
        phase_after=str(order.phase),
        slots=slots_of(question),
    )
    about = question.about | {"earlier": [*question.about.get("earlier", ()), question.id]}
    asked = AskQuestion(QuestionKind.APPOINTMENT, f"times{order.number}", question.asked, about)
    return (asked, *put_to_managers(case, facts, ticket, order.channel))
