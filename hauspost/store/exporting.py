"""Finds what went between one person and the house: the mails that they wrote, and those of ours that reached them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Text, cast, func, or_, select

from hauspost.desk.houses import Person
from hauspost.store import schema
from hauspost.store.octets import NOTHING

arrivals, entries, mails = schema.arrivals, schema.entries, schema.mails


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of theirs, as it came. `number`: the arrival."""

    number: int
    at: datetime
    subject: str
    ticket: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours that another server took for them."""

    number: int
    at: datetime
    address: str
    kind: str
    ticket: int | None
    digest: str


def written(
    connection: Connection, person: Person, own: Collection[str]
) -> tuple[tuple[Written, ...], tuple[int, ...]]:
    """Oldest first; and the arrivals under their name that were never taken for theirs (held, forged, spam).

    `own`: addresses that nobody else has. Of one that several share, what the journal says is of this person.
    """
    journalled = select(entries.c.arrival).where(
        entries.c.author == person.id, entries.c.arrival.is_not(None)
    )
    theirs = or_(arrivals.c.from_address.in_(own), arrivals.c.id.in_(journalled))
    from_them = arrivals.c.from_address.in_(person.addresses)
    query = select(arrivals).where(from_them, theirs, arrivals.c.digest != NOTHING.digest)
    rows = connection.execute(query.order_by(arrivals.c.received_at, arrivals.c.id)).all()
    taken = [row for row in rows if row.state == "done" and row.verdict in ("accepted", "recorded")]
    others = {row.id for row in rows if row.state != "duplicate"} - {row.id for row in taken}
    mine = tuple(Written(row.id, row.received_at, row.subject, row.ticket, row.digest) for row in taken)
    return mine, tuple(sorted(others))


def sent(connection: Connection, person: Person, own: Collection[str]) -> tuple[Sent, ...]:
    """Oldest first, and only what really went to an address of theirs."""
    named = cast(mails.c.persons, Text).contains(json.dumps(person.id), autoescape=True)
    rows = connection.execute(
        select(mails)
        .where(or_(mails.c.address.in_(own), named), mails.c.address == mails.c.rcpt_to)
        .where(mails.c.state == "sent", mails.c.digest != NOTHING.digest)
        .order_by(mails.c.formed_at, mails.c.id)
    )
    return tuple(
        Sent(row.id, row.sent_at or row.formed_at, row.address, row.kind, row.ticket, row.digest)
        for row in rows
        if person.id in row.persons or row.address in own
    )


def mutes_of(connection: Connection, person: str) -> tuple[int, ...]:
    """Tickets of which they want no more mails; 0: of the evening line."""
    table = schema.mutes
    query = select(table.c.ticket).where(table.c.person == person).order_by(table.c.ticket)
    return tuple(connection.execute(query).scalars())


def answers_of(connection: Connection, person: str) -> int:
    """How many of our questions they have answered."""
    table = schema.questions
    query = select(func.count()).select_from(table).where(table.c.answered_by == person)
    return int(connection.execute(query).scalar_one())
