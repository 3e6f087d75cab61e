"""Knows what is out of order and was told: each trouble once and its end once, whichever node sees it first."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from hauspost.store import schema
from hauspost.store.octets import insert_new

TABLE = schema.troubles


def standing(connection: Connection, *, host: str, shared: Collection[str]) -> dict[str, datetime]:
    """Those that this node may end: its own ("relay@host"), and those that every node sees alike."""
    own = TABLE.c.key.endswith(f"@{host}", autoescape=True)
    query = select(TABLE).where(or_(own, TABLE.c.key.in_(sorted(shared))))
    return {row.key: row.since for row in connection.execute(query)}


def begin(connection: Connection, key: str, since: datetime) -> bool:
    """False: it was told already."""
    return insert_new(connection, TABLE, {"key": key, "since": since})


def end(connection: Connection, key: str) -> bool:
    """False: its end was told already, or never its beginning."""
    return connection.execute(delete(TABLE).where(TABLE.c.key == key)).rowcount == 1
