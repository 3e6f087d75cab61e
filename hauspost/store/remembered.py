"""Whose an address is by a manager's word; an import of the master data leaves this alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from hauspost.store import schema
from hauspost.store.made import Made
from hauspost.store.octets import insert_new

table = schema.remembered_addresses
_OWNERS: Final = Made(select(table.c.person).where(table.c.address == bindparam("address")))
_OF_PERSONS: Final = Made(
    select(table)
    .where(table.c.person.in_(bindparam("persons", expanding=True)))
    .order_by(table.c.at, table.c.address)
)


def remember(connection: Connection, persons: Iterable[str], address: str, at: datetime) -> None:
    """It stands for all of these; an address that somebody else has already stays theirs alone."""
    theirs = sorted(persons)
    if not _is_somebody_elses(connection, address, theirs):
        for person in theirs:
            insert_new(connection, table, {"address": address, "person": person, "at": at})


def forget(connection: Connection, address: str) -> None:
    connection.execute(delete(table).where(table.c.address == address))


def owners(connection: Connection, address: str) -> frozenset[str]:
    return frozenset(_OWNERS.values(connection, {"address": address}))


def addresses_of(connection: Connection, persons: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """By person, oldest first; nobody else lacks here."""
    wanted = sorted(set(persons))
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    if wanted:
        for row in _OF_PERSONS.rows(connection, {"persons": wanted}):
            found[row.person] += (row.address,)
    return found


def _is_somebody_elses(connection: Connection, address: str, persons: list[str]) -> bool:
    known, firms = schema.addresses, schema.contractor_addresses
    of_people = select(known.c.person).where(known.c.address == address)
    of_firms = select(firms.c.contractor).where(firms.c.address == address)
    held = {*connection.execute(of_people).scalars(), *connection.execute(of_firms).scalars()}
    own = frozenset(persons) | {person.removeprefix("firm:") for person in persons}
    return bool((held | owners(connection, address)) - own)
