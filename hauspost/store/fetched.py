"""Knows which mails of an IMAP folder were seen before: each (account, folder, uidvalidity, uid) is taken once (P2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update

from hauspost.store import arrivals, leases, octets, schema

LEASE = timedelta(minutes=2)  # then another node sees to the move of what a dead one took
AT_ONCE = 500  # numbers in one question; SQLite takes 32,766
FOLDERS, MAILS = schema.imap_folders, schema.imap_mails


class Fate(StrEnum):
    """What was decided about a mail in the folder."""

    TAKEN = "taken"  # stored, to be moved to the done folder
    TOO_LARGE = "too_large"  # its header is stored, to be moved to a folder of its own
    LEFT = "left"  # none of ours: it stays as it lies


@dataclass(frozen=True, slots=True)
class Place:
    """A mail's place as long as the server keeps its numbers (RFC 3501 §2.3.1.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Begun:
    """Where fetching from a folder began: mails below `first_uid` were older, while that `uidvalidity` holds."""

    uidvalidity: int
    first_uid: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """`worker`: who took it, and sees to its move."""

    fate: Fate
    digest: str
    worker: str
    at: datetime


def begin(
    connection: Connection, account: str, folder: str, *, uidvalidity: int, first_uid: int, at: datetime
) -> Begun:
    """The first call of all times decides; every later one reads what it said."""
    values = {
        "account": account,
        "folder": folder,
        "uidvalidity": uidvalidity,
        "first_uid": first_uid,
        "begun_at": at,
    }
    octets.insert_new(connection, FOLDERS, values)
    mine = and_(FOLDERS.c.account == account, FOLDERS.c.folder == folder)
    row = connection.execute(select(FOLDERS).where(mine)).one()
    return Begun(row.uidvalidity, row.first_uid, row.begun_at)


def begun(connection: Connection, account: str, folder: str) -> Begun | None:
    mine = and_(FOLDERS.c.account == account, FOLDERS.c.folder == folder)
    row = connection.execute(select(FOLDERS).where(mine)).one_or_none()
    return None if row is None else Begun(row.uidvalidity, row.first_uid, row.begun_at)


def seen(
    connection: Connection, account: str, folder: str, *, uidvalidity: int, uids: Iterable[int]
) -> dict[int, Seen]:
    """Those of the numbers that were decided about."""
    numbers = sorted(set(uids))
    found: dict[int, Seen] = {}
    for start in range(0, len(numbers), AT_ONCE):
        which = and_(_of(account, folder, uidvalidity), MAILS.c.uid.in_(numbers[start : start + AT_ONCE]))
        found |= {row.uid: _seen(row) for row in connection.execute(select(MAILS).where(which))}
    return found


def leave(connection: Connection, place: Place, *, worker: str, at: datetime) -> bool:
    """It stays where it lies. False: it was decided about before."""
    return octets.insert_new(connection, MAILS, _row(place, Seen(Fate.LEFT, "", worker, at)))


def take(
    connection: Connection,
    place: Place,
    seen: Seen,
    *,
    packed: octets.Packed,
    news: tuple[arrivals.NewArrival, ...],
) -> tuple[int, ...]:
    """TX1': the arrivals' numbers; none if another poller was faster."""
    leased = replace(seen, at=leases.clock(connection, seen.at))
    if not octets.insert_new(connection, MAILS, _row(place, leased)):
        return ()
    return arrivals.accept(connection, packed, news)


def take_again(
    connection: Connection,
    place: Place,
    seen: Seen,
    *,
    instead_of: str,
    packed: octets.Packed,
    news: tuple[arrivals.NewArrival, ...],
) -> tuple[int, ...]:
    """TX1' for a server that gave a number to a second mail; `instead_of`: the first one's digest."""
    here = and_(_at(place), MAILS.c.digest == instead_of)
    at = leases.clock(connection, seen.at)
    values = {"fate": seen.fate, "digest": seen.digest, "worker": seen.worker, "at": at}
    if connection.execute(update(MAILS).where(here).values(values)).rowcount != 1:
        return ()
    return arrivals.accept(connection, packed, news)


def is_abandoned(connection: Connection, seen: Seen, at: datetime) -> bool:
    """Whoever took it had a lease's time to move it."""
    return seen.at < leases.clock(connection, at) - LEASE


def alike(connection: Connection, message_ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Digest and rcpt_to of each arrival with one of those ids, or of which none is known (yet)."""
    table = schema.arrivals
    which = table.c.message_id.in_({"", *message_ids})
    return tuple(
        (row[0], row[1]) for row in connection.execute(select(table.c.digest, table.c.rcpt_to).where(which))
    )


def was_taken(connection: Connection, digest: str) -> bool:
    """Whether these octets were ever fetched, even if what they became was deleted since."""
    query = select(func.count()).select_from(MAILS).where(MAILS.c.digest == digest)
    return bool(connection.execute(query).scalar_one())


def counts(connection: Connection, account: str) -> dict[str, int]:
    """How many mails of an account met which fate."""
    query = select(MAILS.c.fate, func.count()).where(MAILS.c.account == account).group_by(MAILS.c.fate)
    return {str(row[0]): int(row[1]) for row in connection.execute(query)}


def _of(account: str, folder: str, uidvalidity: int) -> Any:
    return and_(MAILS.c.account == account, MAILS.c.folder == folder, MAILS.c.uidvalidity == uidvalidity)


def _at(place: Place) -> Any:
    return and_(_of(place.account, place.folder, place.uidvalidity), MAILS.c.uid == place.uid)


def _row(place: Place, seen: Seen) -> dict[str, Any]:
    return {
        "account": place.account,
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
        "fate": seen.fate,
        "digest": seen.digest,
        "worker": seen.worker,
        "at": seen.at,
    }


def _seen(row: Row[Any]) -> Seen:
    return Seen(Fate(row.fate), row.digest, row.worker, row.at)
