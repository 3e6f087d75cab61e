"""Knows which mails came in about a ticket, in their order."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from hauspost.store import schema
from hauspost.store.octets import NOTHING


@dataclass(frozen=True, slots=True)
class Original:
    """A mail as it came in. `size`: octets."""

    arrival: int
    received_at: datetime
    mail_from: str
    digest: str
    size: int


def mails_of(connection: Connection, ticket: int) -> tuple[tuple[Original, ...], int]:
    """Those of the ticket and of what was merged into it, oldest first; and how many more speak of other properties,
    whose managers may be others."""
    entries, tickets, arrivals, octets = schema.entries, schema.tickets, schema.arrivals, schema.octets
    merged = select(tickets.c.number).where(tickets.c.merged_into == ticket)
    mine = select(entries.c.arrival).where(
        entries.c.arrival.is_not(None), or_(entries.c.ticket == ticket, entries.c.ticket.in_(merged))
    )
    house = select(tickets.c.property).where(tickets.c.number == ticket).scalar_subquery()
    elsewhere = frozenset(
        connection.scalars(
            select(entries.c.arrival)
            .join(tickets, tickets.c.number == entries.c.ticket)
            .where(entries.c.arrival.in_(mine), tickets.c.property != house)
        )
    )
    rows = connection.execute(
        select(arrivals.c.id, arrivals.c.received_at, arrivals.c.mail_from, arrivals.c.digest, octets.c.size)
        .join(octets, octets.c.digest == arrivals.c.digest)
        .where(arrivals.c.id.in_(mine), arrivals.c.digest != NOTHING.digest)  # whose words were deleted
        .order_by(arrivals.c.received_at, arrivals.c.id)
    )
    return tuple(Original(*row) for row in rows if row.id not in elsewhere), len(elsewhere)
