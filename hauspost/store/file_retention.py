"""How long single files of a ticket are kept, where a manager or an operator said so: by the mail that brought each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from hauspost.desk.model import Status
from hauspost.desk.retention import Duty, Retention, kept_until
from hauspost.store import schema

# What the law wants kept: no word and no command takes it before its day.
BY_LAW: Final = frozenset({Retention.LETTER, Retention.VOUCHER})
TABLE = schema.file_retentions


@dataclass(frozen=True, slots=True)
class FileKept:
    """`until`: the last day; None: its ticket is open."""

    ticket: int
    arrival: int
    file: str
    retention: Retention
    until: date | None
    property_id: str
    is_held: bool = False  # its ticket is under legal hold


def say(connection: Connection, numbers: Collection[int], file: str, retention: str, at: datetime) -> None:
    """`numbers`: the ticket and what was merged into it. `retention`: "" takes it back: as its ticket."""
    entries = schema.entries
    query = select(entries.c.ticket, entries.c.arrival, entries.c.facts).where(
        entries.c.ticket.in_(numbers), entries.c.arrival.is_not(None)
    )
    brought = {row.arrival: row.ticket for row in connection.execute(query) if file in _names(row.facts)}
    connection.execute(delete(TABLE).where(TABLE.c.arrival.in_(brought), TABLE.c.file == file))
    rows = [
        {"arrival": arrival, "file": file, "ticket": ticket, "retention": retention, "at": at}
        for arrival, ticket in brought.items()
    ]
    if retention and rows:
        connection.execute(insert(TABLE), rows)


def _names(facts: dict[str, object]) -> Iterable[str]:
    names = facts.get("attachments")
    return names if isinstance(names, list) else ()


def of(connection: Connection, numbers: Collection[int] | None = None) -> tuple[FileKept, ...]:
    """Of these tickets, or of all."""
    tickets = schema.tickets
    query = (
        select(
            TABLE,
            tickets.c.property,
            tickets.c.status,
            tickets.c.done_at,
            tickets.c.hold,
            tickets.c.merged_into,
        )
        .join(tickets, tickets.c.number == TABLE.c.ticket)
        .order_by(TABLE.c.arrival, TABLE.c.file)
    )
    rows = connection.execute(query if numbers is None else query.where(TABLE.c.ticket.in_(numbers))).all()
    merged = [row.merged_into for row in rows if row.merged_into is not None]
    found = connection.execute(select(tickets).where(tickets.c.number.in_(merged))).all()
    targets = {row.number: row for row in found}
    kept = []
    for row in rows:
        own = targets.get(row.merged_into, row)  # what was merged ends with its target
        retention = Retention(row.retention)
        is_closed = own.status == Status.DONE and own.done_at is not None
        until = kept_until(retention, own.done_at.date()) if is_closed else None
        number = row.merged_into if row.merged_into in targets else row.ticket
        kept.append(
            FileKept(number, row.arrival, row.file, retention, until, own.property, is_held=bool(own.hold))
        )
    return tuple(kept)


def over(connection: Connection, on: date) -> tuple[FileKept, ...]:
    """Whose time is over; none under legal hold, and none that is kept as an invoice that was passed on."""
    vouchers = schema.vouchers
    rows = connection.execute(select(vouchers.c.arrival, vouchers.c.file))
    passed = {(row.arrival, row.file) for row in rows}
    return tuple(
        one
        for one in of(connection)
        if one.until is not None
        and one.until < on
        and not one.is_held
        and (one.arrival, one.file) not in passed
    )


def duties(connection: Connection, numbers: Collection[int], on: date) -> tuple[Duty, ...]:
    return tuple(Duty(one.file, one.retention, one.until or on) for one in _by_law(connection, numbers, on))


def arrivals(connection: Connection, numbers: Collection[int] | None, on: date) -> tuple[int, ...]:
    """The mails that stay for a file's sake: of these tickets, or of all."""
    return tuple(one.arrival for one in _by_law(connection, numbers, on))


def _by_law(connection: Connection, numbers: Collection[int] | None, on: date) -> list[FileKept]:
    found = of(connection, numbers)
    return [one for one in found if one.retention in BY_LAW and (one.until is None or one.until >= on)]


def forget(connection: Connection, arrivals: Iterable[int]) -> None:
    """Of mails that are gone."""
    connection.execute(delete(TABLE).where(TABLE.c.arrival.in_(list(arrivals))))
