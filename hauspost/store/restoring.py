"""Knows what a database that came back from a backup does not know: numbers given out since, mails sent since.

Whatever happened between the backup and the end stands nowhere. So numbers leap beyond what may have been given out,
what may have been sent is held for a person, and what may have fallen due waits for one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, and_, delete, func, select, text, update

from hauspost.store import mails, schema
from hauspost.store.notices import DOUBT
from hauspost.store.which_copy import COPY, RESTORED, is_unsafe_copy, switch_of, whereabouts

LEAP: Final = (
    1000  # a number that people read stays short, and an office of any size needs months to give out so many
)
ORDERS_LEAP: Final = 10  # orders of one ticket; A-1042-1 is followed by A-1042-12
WEEK: Final = timedelta(days=7)
SLACK: Final = timedelta(days=1)  # a mail may lie for a while before it is fetched, and clocks differ

TAKE_AGAIN: Final = "imap_take_again"

# What people or logs know by its number, and when each was given.
NUMBERED: Final[dict[str, tuple[Table, "Column[Any]", "Column[Any]"]]] = {
    "tickets": (schema.tickets, schema.tickets.c.number, schema.tickets.c.opened_at),
    "questions": (schema.questions, schema.questions.c.id, schema.questions.c.asked_at),
    "arrivals": (schema.arrivals, schema.arrivals.c.id, schema.arrivals.c.received_at),
    "notices": (schema.notices, schema.notices.c.id, schema.notices.c.created_at),
    "mails": (schema.mails, schema.mails.c.id, schema.mails.c.formed_at),
}
# The latest of these is the last thing that the backup knows of.
SIGNS: Final["tuple[Column[Any], ...]"] = (
    schema.arrivals.c.received_at,
    schema.arrivals.c.closed_at,
    schema.tickets.c.changed_at,
    schema.notices.c.created_at,
    schema.mails.c.formed_at,
    schema.mails.c.sent_at,
)


@dataclass(frozen=True, slots=True)
class Sequence:
    """The highest number given out so far, and the one that the next row will get at least."""

    name: str
    last: int
    following: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What is to be done. `last_sign` None: nothing ever happened here, and no backup says from when it is.

    `done_at`: it was done, nothing happened since, and this is no other copy.
    """

    last_sign: datetime | None
    done_at: datetime | None
    sequences: tuple[Sequence, ...]
    mails: int  # queued: held
    notices: int  # owed and due: formed into held mails
    undecided: int  # arrivals that are decided again
    questions: tuple[int, ...]  # H-numbers whose time is over: they wait for a person


def survey(connection: Connection, at: datetime, *, least: int = LEAP) -> Survey:
    """Looks only. `least`: the shortest leap of a number."""
    last = _last_sign(connection)
    done_at = connection.execute(switch_of(RESTORED, schema.switches.c.changed_at)).scalar_one_or_none()
    table = schema.arrivals
    undecided = select(func.count()).select_from(table).where(table.c.state == "received")
    return Survey(
        last_sign=last,
        done_at=None
        if done_at is None or is_unsafe_copy(connection) or (last or done_at) > done_at
        else done_at,
        sequences=tuple(_sequence(connection, name, last, at, least=least) for name in NUMBERED),
        mails=_count(connection, schema.mails, schema.mails.c.state == "queued"),
        notices=_count(connection, schema.notices, _doubtful(at)),
        undecided=connection.execute(undecided).scalar_one(),
        questions=tuple(connection.execute(select(schema.questions.c.id).where(_over(at))).scalars()),
    )


def leap(in_a_week: int, away: timedelta, *, least: int = LEAP) -> int:
    """How many numbers may have been given out: twice what a week needed, for each week that was begun."""
    return max(least, 2 * in_a_week * max(1, ceil(away / WEEK)))


def make_safe(connection: Connection, found: Survey, at: datetime, *, accounts: Iterable[str] = ()) -> None:
    """Does what the survey says, and pauses all sending. In one transaction, with no gateway at work.

    `accounts`: the names of those from which mail is fetched; each takes in again what lies in its done folder.
    """
    for sequence in found.sequences:
        _raise(connection, sequence)
    tickets = schema.tickets
    orders = schema.work_orders
    highest = select(func.coalesce(func.max(orders.c.number), 0)).where(orders.c.ticket == tickets.c.number)
    given = highest.scalar_subquery() + ORDERS_LEAP
    connection.execute(update(tickets).values(orders_given=given).where(tickets.c.orders_given < given))
    held: dict[str, Any] = {"state": "held", "reply": DOUBT, "worker": "", "leased_until": None}
    connection.execute(update(schema.mails).where(schema.mails.c.state == "queued").values(held))
    connection.execute(update(schema.notices).where(_doubtful(at)).values(is_doubtful=True))
    connection.execute(update(schema.questions).where(_over(at)).values(due_at=None))
    take_done_folders_again(connection, accounts, last_sign=found.last_sign, at=at)
    mails.pause(connection, at=at)
    connection.execute(delete(schema.switches).where(schema.switches.c.name == COPY))
    mails.switch(connection, RESTORED, whereabouts(connection), at)


def _last_sign(connection: Connection) -> datetime | None:
    found = [connection.execute(select(func.max(column))).scalar_one_or_none() for column in SIGNS]
    found.append(connection.execute(switch_of(COPY, schema.switches.c.changed_at)).scalar_one_or_none())
    return max((sign for sign in found if sign is not None), default=None)


# ---- which database this is


def mark_copy(connection: Connection, at: datetime) -> None:
    """Writes into a fresh copy that it is one, from `at`: whoever restores it must make it safe, however often."""
    mails.switch(connection, COPY, "yes", at)


def _count(connection: Connection, table: Table, which: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(which)).scalar_one())


def _doubtful(at: datetime) -> Any:
    """What was due may have been formed and sent; what is due later cannot."""
    return and_(schema.notices.c.state == "owed", schema.notices.c.due_at <= at)


def _over(at: datetime) -> Any:
    """Their default may have been carried out, an order given: a second time it needs a word."""
    return and_(schema.questions.c.state == "open", schema.questions.c.due_at <= at)


# ---- numbers


def _sequence(
    connection: Connection, name: str, last_sign: datetime | None, at: datetime, *, least: int
) -> Sequence:
    table, number, given_at = NUMBERED[name]
    highest = connection.execute(select(func.max(number))).scalar_one_or_none() or 0
    last = max(int(highest), _given_out(connection, table, number))
    away = max(at - last_sign, timedelta()) if last_sign is not None else timedelta()
    in_a_week = _count(connection, table, given_at > last_sign - WEEK) if last_sign is not None else 0
    return Sequence(name, last, last + leap(in_a_week, away, least=least) + 1)


def _given_out(connection: Connection, table: Table, number: "Column[Any]") -> int:
    """By the database's own counter, which also knows rows that are gone."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(connection.execute(query, {"name": table.name}).scalar_one_or_none() or 0)
    counter = connection.execute(_counter(table, number)).scalar_one()
    query = text(f"SELECT last_value, is_called FROM {counter}")
    row = connection.execute(query).one()
    return int(row.last_value) if row.is_called else int(row.last_value) - 1


def _raise(connection: Connection, sequence: Sequence) -> None:
    table, number, _ = NUMBERED[sequence.name]
    highest = sequence.following - 1
    if connection.dialect.name != "sqlite":
        counter = connection.execute(_counter(table, number)).scalar_one()
        connection.execute(select(func.setval(counter, highest)))
        return
    named = {"name": table.name, "seq": highest}
    changed = connection.execute(text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name"), named)
    if changed.rowcount == 0:  # SQLite makes the row with the table's first one
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), named)


def _counter(table: Table, number: "Column[Any]") -> Any:
    return select(func.pg_get_serial_sequence(table.name, number.name))


# ---- mails that an IMAP account took since: they lie in its done folder


def take_done_folders_again(
    connection: Connection, accounts: Iterable[str], *, last_sign: datetime | None, at: datetime
) -> None:
    """Each of the accounts is to take in again what lies in its done folder and is not known here."""
    since = (last_sign - SLACK).isoformat() if last_sign is not None else None
    wanted = {"accounts": sorted(accounts), "since": since}
    mails.switch(connection, TAKE_AGAIN, json.dumps(wanted), at)


def must_take_again(connection: Connection, account: str) -> bool:
    return account in _wanted(_value(connection))


def unheard_since(connection: Connection, account: str) -> datetime | None:
    """From when mails came that this account, if the backup does not know it, must not take for old ones."""
    value = _value(connection)
    since = value.get("since") if account in _wanted(value) else None
    return datetime.fromisoformat(since) if since else None


def taken_again(connection: Connection, account: str, *, at: datetime) -> None:
    """The account has done so; the others still must."""
    value = _value(connection, is_locked=True)
    if account in _wanted(value):
        left = [one for one in _wanted(value) if one != account]
        mails.switch(connection, TAKE_AGAIN, json.dumps({**value, "accounts": left}), at)


def _wanted(value: dict[str, Any]) -> list[str]:
    return list(value.get("accounts", ()))


def _value(connection: Connection, *, is_locked: bool = False) -> dict[str, Any]:
    query = switch_of(TAKE_AGAIN, schema.switches.c.value)
    value = connection.execute(query.with_for_update() if is_locked else query).scalar_one_or_none()
    return dict(json.loads(value)) if value else {}
