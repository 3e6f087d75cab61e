"""When the managers' morning lists were last owed, and what has moved since."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from hauspost.desk.decision import Question, QuestionKind
from hauspost.store import schema, tickets
from hauspost.store.octets import insert_new

KEY = "morning-list:"
THANKS = "thanks"  # the reason by which a mail was closed that only says so


def claim(connection: Connection, day: str, at: datetime) -> bool:
    """False: another node has owed that day's lists."""
    return insert_new(connection, schema.once, {"key": KEY + day, "at": at})


def last(connection: Connection) -> datetime | None:
    table = schema.once
    return connection.execute(select(func.max(table.c.at)).where(table.c.key.startswith(KEY))).scalar()


def is_claimed(connection: Connection, day: str) -> bool:
    return bool(tickets.said_once(connection, (KEY + day,)))


def moved(connection: Connection, since: datetime) -> frozenset[int]:
    """The tickets to whose journals something was added since then."""
    table = schema.entries
    query = select(table.c.ticket).where(table.c.at >= since).distinct()
    return frozenset(connection.execute(query).scalars())


def open_questions(connection: Connection, kinds: Iterable[QuestionKind]) -> tuple[Question, ...]:
    found = (q for kind in kinds for q in tickets.waiting(connection, kind))
    return tuple(sorted(found, key=lambda q: q.id))


def thanked(connection: Connection, since: datetime) -> Counter[int]:
    """Ticket → how many mails since then only said thank you."""
    table = schema.arrivals
    query = select(table.c.ticket).where(table.c.reason == THANKS, table.c.closed_at >= since)
    return Counter(n for n in connection.execute(query).scalars() if n is not None)
