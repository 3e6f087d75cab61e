"""Knows what a database holds at one moment: every row that matters, or just how much is still on its way."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, func, select

from hauspost.store import octets, schema
from hauspost.store.database import open_engine


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every row that matters, at one moment; `bodies` are the octets by digest."""

    arrivals: tuple[Row[Any], ...]
    tickets: tuple[Row[Any], ...]
    entries: tuple[Row[Any], ...]
    notices: tuple[Row[Any], ...]
    mails: tuple[Row[Any], ...]
    bodies: dict[str, bytes]

    @property
    def owed(self) -> tuple[Row[Any], ...]:
        return tuple(n for n in self.notices if n.state == "owed")

    @property
    def sent(self) -> tuple[Row[Any], ...]:
        return tuple(m for m in self.mails if m.state == "sent")


@dataclass(frozen=True, slots=True)
class Pulse:
    """How many rows are still on their way, by where they are."""

    waiting: int
    parsing: int
    owed: int
    queued: int
    claimed: int
    deferred: int

    @property
    def is_at_rest(self) -> bool:
        return not any(self.left)

    @property
    def left(self) -> tuple[int, int, int]:
        """Falls, compared in this order, with every mail that is decided, written, and sent."""
        return self.waiting, self.owed, self.queued


def look(url: str) -> Snapshot:
    """Opens, reads, and lets go again: a connection kept open would spare the next `serve` its recovery."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return Snapshot(
                arrivals=_rows(connection, schema.arrivals),
                tickets=_rows(connection, schema.tickets),
                entries=_rows(connection, schema.entries),
                notices=_rows(connection, schema.notices),
                mails=_rows(connection, schema.mails),
                bodies={
                    digest: octets.load(connection, digest)
                    for digest in connection.execute(select(schema.octets.c.digest)).scalars()
                },
            )
    finally:
        engine.dispose()


def feel(url: str) -> Pulse:
    """The same look, but cheap."""
    a, n, m = schema.arrivals.c, schema.notices.c, schema.mails.c
    received, queued = a.state == "received", m.state == "queued"
    asked = (
        received,
        and_(received, a.is_parsing),
        n.state == "owed",
        queued,
        and_(queued, m.worker != ""),
        and_(queued, m.worker == "", m.attempts > 0),
    )
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            counted = [connection.execute(select(func.count()).where(which)).scalar_one() for which in asked]
    finally:
        engine.dispose()
    return Pulse(*counted)


def _rows(connection: Connection, table: Table) -> tuple[Row[Any], ...]:
    return tuple(connection.execute(select(table).order_by(*table.primary_key)))
