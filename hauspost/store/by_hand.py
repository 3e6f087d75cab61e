"""Knows what an operator may do to an arrival by hand, what one arrival has led to, and why a mail waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, and_, select, update

from hauspost.store import arrivals, schema

Move = Literal["retry", "release", "hold", "drop"]

# Move → the states it starts from. Done and duplicate ones have had their effect; nothing is taken back here.
MOVES: Final[dict[Move, tuple[str, ...]]] = {
    "retry": ("held", "quarantined"),
    "release": ("held",),
    "hold": ("received",),
    "drop": ("received", "held", "quarantined"),
}
BY_OPERATOR: Final = "by the operator"


def move(connection: Connection, arrival: int, how: Move, at: datetime) -> str | None:
    """Gives the state it was in, None if there is no such arrival. It was moved if that is one of MOVES[how]."""
    table = schema.arrivals
    found = connection.execute(select(table.c.state).where(table.c.id == arrival).with_for_update())
    state: str | None = found.scalar_one_or_none()
    if state in MOVES[how]:
        connection.execute(update(table).where(table.c.id == arrival).values(_after(how, at)))
        if state == "held":
            _overtake_question(connection, arrival)
    return state


def _after(how: Move, at: datetime) -> dict[str, Any]:
    if how == "hold":
        return arrivals.ended("held", verdict="held", reason=BY_OPERATOR, at=at)
    if how == "drop":
        return arrivals.ended("done", verdict="refused", reason=BY_OPERATOR, at=at)
    return arrivals.AGAIN


def _overtake_question(connection: Connection, arrival: int) -> None:
    """The managers need not answer any more; deciding again asks them anew if it must."""
    table = schema.questions
    about_it = and_(table.c.arrival == arrival, table.c.state == "open")
    connection.execute(update(table).where(about_it).values(state="overtaken"))


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that a mail led to, and how far it came: owed, cancelled, or the state of its mail."""

    kind: str
    address: str
    persons: tuple[str, ...]
    due_at: datetime
    state: str
    mail: int | None
    why: str = ""  # it was cancelled; or what the next server answered last
    rcpt_to: str = ""  # where its mail really goes


def owed_by(connection: Connection, arrival: int) -> tuple[Owed, ...]:
    notice, mail = schema.notices, schema.mails
    query = (
        select(notice, mail.c.state.label("mail_state"), mail.c.reply, mail.c.rcpt_to)
        .select_from(notice.outerjoin(mail, mail.c.id == notice.c.mail))
        .where(notice.c.arrival == arrival)
        .order_by(notice.c.id)
    )
    return tuple(_owed(row) for row in connection.execute(query))


def _owed(row: Row[Any]) -> Owed:
    state = row.mail_state if row.state == "formed" and row.mail_state else row.state
    persons, why = tuple(row.persons), row.reason or row.reply or ""
    return Owed(row.kind, row.address, persons, row.due_at, state, row.mail, why, row.rcpt_to or "")


def question_about(connection: Connection, arrival: int) -> tuple[int, str] | None:
    """The number and state of the last question to the managers about a held mail."""
    table = schema.questions
    query = select(table.c.id, table.c.state).where(table.c.arrival == arrival).order_by(table.c.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else (row.id, row.state)


def arrival_of_question(connection: Connection, question: int) -> int | None:
    """The arrival that a question to the managers is about; None: no held mail has that number."""
    table = schema.questions
    found = connection.execute(select(table.c.arrival).where(table.c.id == question)).scalar_one_or_none()
    return None if found is None else int(found)


def last_words(connection: Connection, mails: Iterable[int]) -> dict[int, str]:
    """What the next server answered last about each of these mails, or why it was cancelled."""
    table = schema.mails
    query = select(table.c.id, table.c.reply).where(table.c.id.in_(sorted(set(mails))))
    return {row.id: row.reply for row in connection.execute(query)}
