"""What holds a single file: the mail that brought it, copies, our own mails; and how it is taken out of all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, delete, or_, select, update

from hauspost.store import erasing, file_retention, octets, retention, schema
from hauspost.store.file_retention import FileKept
from hauspost.store.octets import Packed


def copies_of(connection: Connection, sources: Iterable[str]) -> frozenset[str]:
    """The digests of the pictures without metadata that were made of these files."""
    pictures = schema.pictures
    query = select(pictures.c.digest).where(pictures.c.source.in_(sorted(sources)), pictures.c.digest != "")
    return frozenset(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of ours that is here still. `is_letter`: to a firm, and the law wants it kept."""

    number: int
    kind: str
    digest: str
    is_letter: bool


def written_about(connection: Connection, ticket: int, on: date) -> tuple[Written, ...]:
    mails, numbers = schema.mails, erasing.numbers_of(connection, ticket)
    letters = erasing.letters(connection, numbers, retention.kept(connection, numbers, on)).mails
    query = select(mails.c.id, mails.c.kind, mails.c.digest).where(
        mails.c.ticket.in_(numbers), mails.c.digest != octets.NOTHING.digest
    )
    return tuple(
        Written(row.id, row.kind, row.digest, row.id in letters) for row in connection.execute(query)
    )


def take_out(
    connection: Connection,
    one: FileKept,
    *,
    cut: Packed | None,
    traces: frozenset[str],
    carrying: Mapping[int, Packed | None],
    on: date,
) -> None:
    """`cut`: its mail without it, None where it is not in it; `traces`: digests of the file, its copies and its mail;
    `carrying`: what stays of our own mails that hold any of these; None: it goes whole."""
    mails, pictures, table = schema.mails, schema.pictures, schema.arrivals
    kept = schema.file_retentions
    connection.execute(delete(kept).where(kept.c.arrival == one.arrival, kept.c.file == one.file))
    octets.keep(connection, octets.NOTHING)
    whole = [number for number, left in carrying.items() if left is None]
    gone = [*traces, *erasing.empty_mails(connection, mails.c.id.in_(whole))]
    for number, stays in carrying.items():
        if stays is not None:
            octets.keep(connection, stays)
            this = mails.c.id == number
            gone += connection.execute(select(mails.c.digest).where(this)).scalars()
            connection.execute(update(mails).where(this).values(digest=stays.digest))
    connection.execute(delete(pictures).where(pictures.c.source.in_(traces)))
    # Where the words are gone already and nothing else in it is kept, the file alone has kept the mail here.
    left = cut if _is_kept(connection, one.arrival, on) else octets.NOTHING
    if left is not None:
        octets.keep(connection, left)
        again = or_(table.c.id == one.arrival, table.c.duplicate_of == one.arrival)
        holding = and_(again, table.c.digest.in_(traces))
        connection.execute(update(table).where(holding).values(digest=left.digest))
    octets.drop(connection, gone)


def _is_kept(connection: Connection, arrival: int, on: date) -> bool:
    """For its words, an invoice that was passed on, or another file that the law wants kept."""
    entries = schema.entries
    worded = and_(entries.c.arrival == arrival, entries.c.salt != "", entries.c.text != "")
    if connection.execute(select(entries.c.seq).where(worded).limit(1)).first() is not None:
        return True
    vouched = connection.execute(retention.arrivals_of_vouchers(on)).scalars()
    return arrival in {*vouched, *file_retention.arrivals(connection, None, on)}
