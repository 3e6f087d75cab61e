"""What a firm is told of its order beside the order itself: a fact, in the system's words."""

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.decision import OweNotice
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderNews
from hauspost.desk.telling import tell
from hauspost.desk.work import WorkOrder


def tell_firm(
    case: Case, ticket: Ticket, order: WorkOrder, event: str, *, text: str = "", by: str = ""
) -> tuple[OweNotice, ...]:
    """A fact about its order, in the system's words."""
    assignee = assignees.person_of(case, order.assignee)
    if assignee is None:
        return ()
    letter = OrderNews(ticket.order_tag(order), event, text, by)
    return tell(case, (assignee,), NoticeKind.ORDER_NEWS, letter, channel=order.channel)
