"""Raw mails by their digest: stored once, compressed, never changed, dropped only where nothing consists of them."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, Table, bindparam, delete, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from hauspost.store import schema
from hauspost.store.database import BINARY
from hauspost.store.made import Made

LEVEL = 1  # most of a mail is text or base64; higher levels cost more time than they save room


LONG: Final = 64 * 1024  # octets from which on it is worth a look whether anything in them repeats itself
PIECES: Final = 8  # of them that are looked at
PIECE: Final = 1024
WORTH: Final = 0.98  # of its size: what is found again must save so much


LARGE = 1024 * 1024  # packed octets from which on a mail is looked after by itself


@dataclass(frozen=True, slots=True)
class Packed:
    """Octets ready to be stored; packing is done outside the transaction."""

    digest: str
    size: int
    body: bytes


def pack(octets: bytes | bytearray) -> Packed:
    return Packed(hashlib.sha256(octets).hexdigest(), len(octets), _deflated(octets))


def _deflated(octets: bytes | bytearray) -> bytes:
    """In what is a picture for the most part nothing repeats itself, and looking for it takes most of the time."""
    is_picture = len(octets) >= LONG and not any(map(_repeats_itself, _pieces(octets)))
    return _huffman(octets) if is_picture else zlib.compress(octets, LEVEL)


def _pieces(octets: bytes | bytearray) -> Iterator[bytes]:
    """Evenly spread, none from the ends: there stand the words around a picture, which are short beside it."""
    step = len(octets) // (PIECES + 1)
    return (bytes(octets[step * n : step * n + PIECE]) for n in range(1, PIECES + 1))


def _repeats_itself(piece: bytes) -> bool:
    return len(zlib.compress(piece, LEVEL)) < WORTH * len(_huffman(piece))


def _huffman(octets: bytes | bytearray) -> bytes:
    """By codes for its octets alone; read as any other stream of deflate."""
    deflate = zlib.compressobj(LEVEL, strategy=zlib.Z_HUFFMAN_ONLY)
    return deflate.compress(octets) + deflate.flush()


NOTHING = pack(b"")  # what is left where octets were deleted


# Made once: building a statement costs more than running it.
_BODY: Final = Made(
    select(schema.octets.c.size, schema.octets.c.body)
    .where(schema.octets.c.digest == bindparam("digest"))
    .execution_options(**BINARY)
)


def keep(connection: Connection, packed: Packed) -> str:
    """Stores the octets unless they are there already; gives their digest."""
    keep_all(connection, (packed,))
    return packed.digest


def keep_all(connection: Connection, packed: Iterable[Packed]) -> None:
    rows = [{"digest": one.digest, "size": one.size, "body": one.body} for one in packed]
    _unless_taken(schema.octets, connection.dialect.name).insert_all(connection, rows)


def load(connection: Connection, digest: str) -> bytes:
    """Unpacked into room of just its size: where that has to grow, a large mail lies there twice.

    SQLite keeps the pages that it read in memory, and nobody reads those of a large mail soon again.
    """
    found = _BODY.row(connection, {"digest": digest})
    if found is None:
        raise LookupError(f"no octets have the digest {digest}")
    if len(found.body) > LARGE and connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA shrink_memory")
    return zlib.decompress(found.body, bufsize=max(1, found.size))


def beginning(connection: Connection, digest: str, size: int) -> bytes:
    """At most so many octets of it; of a large one only what they need is read.

    A code of deflate has at most 15 bits for an octet (RFC 1951 §3.2.7), and the tables before it some hundred octets.
    """
    body = func.substr(schema.octets.c.body, 1, 2 * size + 1024, type_=LargeBinary)
    query = select(body).where(schema.octets.c.digest == digest)
    packed = connection.execute(query, execution_options=BINARY).scalar_one()
    return zlib.decompressobj().decompress(packed, size)


def drop(connection: Connection, digests: Iterable[str]) -> None:
    """Only those that no other arrival, no mail of ours, no copy of a picture and no document consists of."""
    body = schema.octets
    tables = (schema.arrivals, schema.mails, schema.pictures, schema.document_versions)
    used = or_(*(exists().where(table.c.digest == body.c.digest) for table in tables))
    connection.execute(delete(body).where(body.c.digest.in_(sorted(set(digests))), ~used))


def insert_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Inserts a row unless its key is taken; says whether it did."""
    return _unless_taken(table, connection.dialect.name).change(connection, values) == 1


@cache
def _unless_taken(table: Table, dialect: str) -> Made:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # psycopg's count of an INSERT is kept only where it is asked for; without, every row would seem taken.
    return Made(make(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True))
