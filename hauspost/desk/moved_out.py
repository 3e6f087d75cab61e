"""Who has left the flat that a ticket is about: the own conversation stays, its dates are the next resident's."""

from datetime import date, datetime, tzinfo

from hauspost.desk.carried import reported_it
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import OpenTicket
from hauspost.desk.houses import Person
from hauspost.desk.model import Ticket
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.telling import party_of


def has_left(person: Person, ticket: Ticket | OpenTicket, day: date) -> bool:
    """Whether no role of theirs holds the flat that day that they once held (DOMAIN: rights end with valid_to).

    Of a report that was made one with the ticket the flat is the person's own; common ground is nobody's flat.
    """
    if not lies_in_flat(ticket):
        return False
    here = [r for r in person.roles if r.property_id == ticket.property_id and r.unit]
    if reported_it(ticket, (person,)):
        here = [r for r in here if r.unit == ticket.unit]
    is_former = any(r.period.is_over(day) for r in here)
    return is_former and not any(r.period.holds(day) for r in here)


def dated_party(case: Case, ticket: Ticket, channel: Channel) -> tuple[Person, ...]:
    """Those of a channel who hear when somebody comes to the flat."""
    return tuple(p for p in party_of(case, channel) if not has_left(p, ticket, case.today))


def hears_dates(person: Person, ticket: Ticket, at: datetime, zone: tzinfo) -> bool:
    return not has_left(person, ticket, at.astimezone(zone).date())
