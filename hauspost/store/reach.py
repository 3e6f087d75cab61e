"""What decides who hears of a public ticket, beside roles: who muted what, and which open tickets are alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, or_, select

from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.model import Status, Ticket, Visibility
from hauspost.store import schema, tickets
from hauspost.store.made import Made

ALIKE = 20  # more similar tickets than that are no help to anybody

_MUTES: Final = Made(
    select(schema.mutes.c.person, schema.mutes.c.ticket).where(
        schema.mutes.c.person.in_(bindparam("persons", expanding=True))
    )
)
_NEWEST: Final = Made(
    select(schema.tickets.c.number)
    .where(
        schema.tickets.c.property == bindparam("place"),
        schema.tickets.c.status != Status.DONE,
        schema.tickets.c.merged_into.is_(None),
    )
    .order_by(schema.tickets.c.number.desc())
    .limit(ALIKE)
)


def muted(connection: Connection, persons: Iterable[PersonId]) -> frozenset[tuple[PersonId, int]]:
    """(person, ticket); ticket 0 is the evening line."""
    rows = _MUTES.rows(connection, {"persons": sorted(persons)})
    return frozenset((PersonId(row.person), row.ticket) for row in rows)


def similar(connection: Connection, place: PropertyId) -> tuple[Ticket, ...]:
    """The newest open tickets of the house that are no aliases."""
    found = tickets.load_tickets(connection, _NEWEST.values(connection, {"place": place}))
    return tuple(found[number] for number in sorted(found, reverse=True))


def public_since(connection: Connection, place: PropertyId, since: datetime) -> tuple[Ticket, ...]:
    """The public tickets of the house that are open, or ended since then; the oldest first, no aliases."""
    table = schema.tickets
    told = or_(table.c.status != Status.DONE, table.c.done_at >= since)
    here = and_(
        table.c.property == place, table.c.visibility == Visibility.PUBLIC, table.c.merged_into.is_(None)
    )
    numbers = connection.execute(select(table.c.number).where(here, told)).scalars()
    found = tickets.load_tickets(connection, numbers)
    return tuple(found[number] for number in sorted(found))
