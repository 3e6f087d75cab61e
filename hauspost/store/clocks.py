"""Knows what time the database says it is, when the newest thing in it happened, and what came in lately."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from hauspost.store import octets
from hauspost.store.schema import arrivals, entries

HEADER = 64 * 1024  # octets (SAFETY, "Limits")


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


def came_lately(connection: Connection, many: int) -> tuple[tuple[datetime, bytes], ...]:
    """When each of the last mails came that were brought to us, and its beginning; not what lay in an account."""
    table = arrivals.c
    brought = select(table.received_at, table.digest).where(table.via.in_(("smtp", "lmtp")))
    rows = connection.execute(brought.order_by(table.id.desc()).limit(many)).all()
    return tuple((row.received_at, octets.beginning(connection, row.digest, HEADER)) for row in rows)
