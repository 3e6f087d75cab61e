"""Knows that octets travel as they are, and that whoever looks through a queue fetches none of them."""

import random
import zlib
from base64 import encodebytes

import pytest
from sqlalchemy import LargeBinary, event

from hauspost.store import arrivals, octets, schema, sending
from hauspost.store.arrivals import NewArrival
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.nodes import psql
from tests.store.asked import listen
from tests.times import NOON

EVERY_OCTET = bytes(range(256)) * 40
NEW = NewArrival("a@t.example", "b@t.example", "smtp", "door", NOON)

WORDS = "".join(f"Guten Tag, in Zimmer {n} tropft es seit gestern. " for n in range(3000)).encode()
PICTURE = random.Random(1).randbytes(150_000)
LONG = {
    "a mail with a picture": WORDS[:22_000] + encodebytes(PICTURE),
    "a picture": PICTURE,
    "words": WORDS,
    "words in base64": encodebytes(WORDS),
    "as many words as picture": WORDS + encodebytes(PICTURE[:90_000]),
    "words behind a picture": encodebytes(PICTURE) + WORDS[:60_000],
    "blank": bytes(200_000),
    "just long enough": encodebytes(PICTURE)[: octets.LONG],
}


def test_octets_stand_in_one_table_that_holds_nothing_else() -> None:
    holding = {
        t.name for t in schema.metadata.tables.values() for c in t.c if isinstance(c.type, LargeBinary)
    }
    assert holding == {"octets"}
    assert set(schema.octets.c.keys()) == {"digest", "size", "body"}


def test_a_claim_fetches_no_octets_and_what_is_fetched_is_what_was_kept(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(database_url)
    database = Database(database_url)
    packed = octets.pack(EVERY_OCTET)
    database.write(lambda c: arrivals.accept(c, packed, (NEW,)))
    asked = listen(database, monkeypatch)
    (arrival,) = database.write(lambda c: arrivals.claim(c, worker="w", at=NOON, limit=9))
    database.write(lambda c: sending.claim_mails(c, worker="w", at=NOON, rooms=(9, 9, 9)))
    assert asked
    assert not any("octets" in statement for statement in asked)
    with database.read() as connection:
        assert octets.load(connection, arrival.digest) == EVERY_OCTET
        assert octets.beginning(connection, arrival.digest, 300) == EVERY_OCTET[:300]
    database.close()


@pytest.mark.parametrize("what", LONG)
def test_a_picture_is_packed_without_a_search_and_hardly_anything_gets_larger_by_it(
    what: str, database_url: str
) -> None:
    packed = octets.pack(LONG[what])
    assert len(packed.body) <= 1.07 * len(zlib.compress(LONG[what], octets.LEVEL))
    migrate(database_url)
    database = Database(database_url)
    database.write(lambda c: octets.keep(c, packed))
    with database.read() as connection:
        assert octets.load(connection, packed.digest) == LONG[what]
        for size in (1, 300, 70_000):
            assert octets.beginning(connection, packed.digest, size) == LONG[what][:size]
    database.close()


@pytest.mark.servers
def test_postgresql_sends_them_in_binary_and_keeps_them_unpacked(postgresql_url: str) -> None:
    migrate(postgresql_url)
    database = Database(postgresql_url)
    packed = octets.pack(EVERY_OCTET)
    formats: list[int] = []

    def looks(_connection: object, cursor: object, *_more: object) -> None:
        result = cursor.pgresult  # type: ignore[attr-defined]
        formats.extend(result.fformat(n) for n in range(result.nfields))

    database.write(lambda c: octets.keep(c, packed))
    with database.read() as connection:
        event.listen(database.engine, "after_cursor_execute", looks)
        octets.load(connection, packed.digest)
        octets.beginning(connection, packed.digest, 10)
    database.close()
    assert formats == [1, 1, 1], "size and body, and the beginning"
    with psql(postgresql_url) as hand:
        storage = hand.execute("SELECT attstorage FROM pg_attribute WHERE attname = 'body'").fetchone()
    assert storage == ("e",)
