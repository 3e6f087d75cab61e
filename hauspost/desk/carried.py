"""How much of a ticket a letter may carry: what is not in it cannot be said by any page (DOMAIN, "Anonymous")."""

from collections.abc import Iterable
from dataclasses import replace

from hauspost.desk.channels import Channel, ParticipantKind
from hauspost.desk.decision import OpenTicket
from hauspost.desk.houses import Person
from hauspost.desk.model import Ticket, TicketKind
from hauspost.desk.notices import TO_ASSIGNEES, TO_THE_HOUSE, NoticeKind
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.sites import hides_reporter


def carried(
    ticket: Ticket, kind: NoticeKind, to: Iterable[Person], *, channel: Channel | None, is_manager: bool
) -> Ticket:
    """The whole ticket for managers and for whoever reported it; for everybody else number, category and status.

    What goes to the house or to a firm is bare even for the reporter, so that all of them read the same.
    """
    to = tuple(to)
    if is_manager:
        return ticket
    if kind not in TO_ASSIGNEES | TO_THE_HOUSE and reported_it(ticket, to):
        return replace(ticket, subject=subject_for(ticket, to))
    return replace(
        ticket,
        kind=TicketKind.MATTER,
        subject="",
        unit="",
        place="",
        reporter=None,
        participants=(),
        recurrence_of=None,
        orders=tuple(o for o in ticket.orders if kind in TO_ASSIGNEES and o.channel == channel),
    )


def subject_for(ticket: Ticket, to: Iterable[Person]) -> str:
    """In the words of whoever opened it, for that party; "" for others, and for who has it by ZUORDNEN since."""
    readers = tuple(to)
    ids = {person.id for person in readers}
    since = [p.since for p in ticket.participants if p.person in ids]
    came_later = bool(since) and None not in since  # whoever was there from the beginning came at no time
    return ticket.subject if reported_it(ticket, readers) and not came_later else ""


def without_name(order: OrderGiven, ticket: Ticket) -> OrderGiven:
    """An order that had not left yet when its reporter was hidden: bell, hours, pictures and the flat stay here."""
    hidden = {p.person for p in ticket.participants if p.hidden}
    order = replace(order, sites=tuple(s for s in order.sites if s.person not in hidden))
    if order.is_anonymous or not hides_reporter(ticket):
        return order
    is_flat = lies_in_flat(ticket) and order.place == ticket.place
    place = ticket.public_place if is_flat else order.place
    return replace(
        order, place=place, access="", bell_name="", tenant_phone="", pictures=(), is_anonymous=True
    )


def still_ordered(changed: StatusChanged, ticket: Ticket) -> StatusChanged:
    """Of those who were set to work in the meantime, whoever still is."""
    live = {o.assignee_name for o in ticket.orders if o.is_live}
    return replace(changed, ordered=tuple(who for who in changed.ordered if who in live))


def reported_it(ticket: Ticket | OpenTicket, to: Iterable[Person]) -> bool:
    """Whoever came along with a ticket that was merged into this one has reported another one."""
    own = Channel.of_resident(ticket.reporter) if ticket.reporter else None
    party = {p.person for p in ticket.participants if p.kind is ParticipantKind.REPORTER and p.channel == own}
    return any(person.id in party or person.id == ticket.reporter for person in to)
