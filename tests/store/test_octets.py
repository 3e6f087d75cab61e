"""Knows that octets travel as they are, and that whoever looks through a queue fetches none of them."""

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
    database.write(lambda c: sending.claim_mails(c, worker="w", at=NOON, limit=9))
    assert asked
    assert not any("octets" in statement for statement in asked)
    with database.read() as connection:
        assert octets.load(connection, arrival.digest) == EVERY_OCTET
        assert octets.beginning(connection, arrival.digest, 300) == EVERY_OCTET[:300]
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
    assert formats == [1, 1, 1]  # size and body; what it begins with
    with psql(postgresql_url) as hand:
        storage = hand.execute("SELECT attstorage FROM pg_attribute WHERE attname = 'body'").fetchone()
    assert storage == ("e",)
