"""Knows the copies of pictures: found by the digest of the attachment, stored like any octets, made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from hauspost.store import octets, schema
from hauspost.store.octets import Packed

TABLE = schema.pictures


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one attachment. Without a `digest` it could not be shown, and `note` says why."""

    source: str
    digest: str
    content_type: str
    width: int
    height: int
    note: str
    made_at: datetime


def keep_copy(
    connection: Connection,
    source: str,
    packed: Packed,
    *,
    content_type: str,
    sides: tuple[int, int],
    at: datetime,
) -> bool:
    """False: there is one already, and it stays. `source`: SHA-256 of the attachment's own octets."""
    digest = octets.keep(connection, packed)
    return _keep(connection, Kept(source, digest, content_type, *sides, note="", made_at=at))


def keep_failure(connection: Connection, source: str, *, note: str, at: datetime) -> bool:
    """It is not tried again: the same octets would fail the same way."""
    return _keep(connection, Kept(source, "", "", 0, 0, note, at))


def _keep(connection: Connection, kept: Kept) -> bool:
    values = {
        "source": kept.source,
        "digest": kept.digest,
        "content_type": kept.content_type,
        "width": kept.width,
        "height": kept.height,
        "note": kept.note,
        "made_at": kept.made_at,
    }
    return octets.insert_new(connection, TABLE, values)


def copies(connection: Connection, sources: Iterable[str]) -> dict[str, Kept]:
    """By source; those that nobody has tried yet lack."""
    wanted = sorted(set(sources))
    rows = connection.execute(select(TABLE).where(TABLE.c.source.in_(wanted))) if wanted else ()
    return {
        row.source: Kept(
            row.source, row.digest, row.content_type, row.width, row.height, row.note, row.made_at
        )
        for row in rows
    }
