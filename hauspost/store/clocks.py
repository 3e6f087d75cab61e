"""Knows what time the database says it is, and when the newest thing in it happened."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from hauspost.store.schema import arrivals, entries


def server_time(connection: Connection) -> datetime | None:
    """PostgreSQL's own clock; None: SQLite has none but this machine's."""
    if connection.dialect.name == "sqlite":
        return None
    at: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return at


def newest_moment(connection: Connection) -> datetime | None:
    """When the last mail came in or the last entry was written; None: nothing has happened yet."""
    columns = (arrivals.c.received_at, entries.c.at)
    found = (connection.execute(select(func.max(column))).scalar() for column in columns)
    return max((at for at in found if at is not None), default=None)
