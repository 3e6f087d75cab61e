"""What becomes of the question for a telephone number when nobody answers it: a person sees to it."""

from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.decision import AnswerQuestion, Decision, Question, Verdict
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.reports import put_to_managers
from hauspost.desk.work import WorkOrder

UNANSWERED: Final = "no_number"  # as a claim in the managers' mail


def contact_due(case: Case, question: Question) -> Decision:
    """A firm that has neither the number nor a date waits for somebody to call it: the managers hear so, once.

    A later JA counts all the same.
    """
    ticket, lapsed = case.ticket, AnswerQuestion(question.id, "lapsed", None)
    if ticket is None or ticket.status is Status.DONE:
        return Decision(Verdict.ACCEPTED, "lapsed", (lapsed,))
    asked = (o for o in ticket.orders if o.number in question.about["orders"])
    waiting = tuple(o for o in asked if o.is_running and o.window is None)
    mails = tuple(
        mail
        for order in waiting
        for mail in put_to_managers(case, _unanswered(ticket, order), ticket, order.channel)
    )
    reason, event = "number_unanswered" if mails else "lapsed", f"q{question.id}"
    return Decision(Verdict.ACCEPTED, reason, (lapsed, *mails), ticket.number, ticket.seq, event)


def _unanswered(ticket: Ticket, order: WorkOrder) -> FirmReported:
    phase = str(order.phase)
    return FirmReported(
        tag=ticket.order_tag(order),
        company=order.assignee_name,
        text="",
        claims=(UNANSWERED,),
        phase_before=phase,
        phase_after=phase,
    )
