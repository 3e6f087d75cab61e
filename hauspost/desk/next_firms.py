"""Who may be asked next when a firm declines, or is silent."""

from collections.abc import Iterable

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.houses import Person
from hauspost.desk.model import Ticket


def next_firms(case: Case, ticket: Ticket) -> Iterable[Person]:
    """The best rank first: nobody who refused it or has it already."""
    busy = frozenset(o.assignee for o in ticket.orders if o.is_live)
    works = assignees.works_of(case, ticket.category)
    found = assignees.ranked(case, works, but=assignees.refused(ticket) | busy)
    return (p for p in found if p.address)
