"""Knows that a mail's place in a folder is taken once, whoever asks and however often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hauspost.store import arrivals, fetched, octets, schema
from hauspost.store.database import Database
from hauspost.store.fetched import Begun, Fate, Place, Seen
from hauspost.store.migrate import migrate

NOON = datetime(2025, 10, 13, 12, tzinfo=UTC)
PLACE = Place("office", "INBOX", 4_294_967_295, 4_294_967_294)  # the largest numbers that there are
FIRST, SECOND = octets.pack(b"first"), octets.pack(b"second")
NEWS = (arrivals.NewArrival("a@t.example", "", "imap", "office", NOON, held_for="no_recipient"),)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
    opened = Database(database_url)
    yield opened
    opened.close()


def seen(packed: octets.Packed, worker: str = "one", fate: Fate = Fate.TAKEN) -> Seen:
    return Seen(fate, packed.digest, worker, NOON)


def take(database: Database, packed: octets.Packed, worker: str = "one") -> tuple[int, ...]:
    return database.write(lambda c: fetched.take(c, PLACE, seen(packed, worker), packed=packed, news=NEWS))


def known(database: Database, *uids: int) -> dict[int, Seen]:
    """As if all had been at noon: a lease begins by the database's clock, which is PostgreSQL's own."""
    with database.read() as connection:
        found = fetched.seen(connection, "office", "INBOX", uidvalidity=PLACE.uidvalidity, uids=uids)
    return {uid: replace(each, at=NOON) for uid, each in found.items()}


def test_the_first_one_takes_it_and_the_second_one_makes_nothing(database: Database) -> None:
    (number,) = take(database, FIRST)
    assert take(database, SECOND, "other") == ()
    assert known(database, PLACE.uid, 1) == {PLACE.uid: seen(FIRST)}
    with database.read() as connection:
        (row,) = arrivals.listing(connection)
    assert (row.id, row.via, row.held_for, row.digest) == (number, "imap", "no_recipient", FIRST.digest)


def test_a_place_that_names_another_mail_now_is_taken_again_once(database: Database) -> None:
    take(database, FIRST)

    def again(worker: str) -> tuple[int, ...]:
        return database.write(
            lambda c: fetched.take_again(
                c, PLACE, seen(SECOND, worker), instead_of=FIRST.digest, packed=SECOND, news=NEWS
            )
        )

    assert len(again("two")) == 1
    assert again("three") == ()
    assert known(database, PLACE.uid) == {PLACE.uid: seen(SECOND, "two")}


def test_what_was_left_is_known_as_left(database: Database) -> None:
    assert database.write(lambda c: fetched.leave(c, PLACE, worker="one", at=NOON)) is True
    assert database.write(lambda c: fetched.leave(c, PLACE, worker="two", at=NOON)) is False
    assert take(database, FIRST) == ()
    with database.read() as connection:
        assert fetched.counts(connection, "office") == {"left": 1}
        assert fetched.counts(connection, "other") == {}


def test_the_first_start_of_all_decides_where_a_folder_was_begun(database: Database) -> None:
    def begin(uidvalidity: int, at: datetime) -> Begun:
        return database.write(
            lambda c: fetched.begin(c, "office", "INBOX", uidvalidity=uidvalidity, first_uid=7, at=at)
        )

    with database.read() as connection:
        assert fetched.begun(connection, "office", "INBOX") is None
    assert begin(3, NOON) == begin(4, NOON + timedelta(days=1)) == Begun(3, 7, NOON)
    with database.read() as connection:
        assert fetched.begun(connection, "office", "INBOX") == Begun(3, 7, NOON)


def test_any_number_of_places_can_be_asked_about(database: Database) -> None:
    take(database, FIRST)
    assert list(known(database, *range(1, 40_000), PLACE.uid)) == [PLACE.uid]


def test_mails_with_one_of_the_ids_or_none_yet_are_alike(database: Database) -> None:
    whole = b"Message-ID: <a@post.example>\r\n\r\n" + bytes(range(256)) * 400
    packed = octets.pack(whole)
    new = arrivals.NewArrival("haus@t.example", "a@post.example", "imap", "office", NOON)
    seen = Seen(Fate.TAKEN, packed.digest, "w", NOON)
    place = Place("office", "INBOX", 7, 1)
    (number,) = database.write(lambda c: fetched.take(c, place, seen, packed=packed, news=(new,)))
    with database.read() as connection:
        assert fetched.alike(connection, ["other@post.example"]) == ((packed.digest, "haus@t.example"),)
        assert fetched.was_taken(connection, packed.digest)
        assert not fetched.was_taken(connection, "0" * 64)
        assert octets.beginning(connection, packed.digest, 30) == whole[:30]
        assert octets.beginning(connection, packed.digest, 10**6) == whole
    known = update(schema.arrivals).where(schema.arrivals.c.id == number).values(message_id="a@post.example")
    database.write(lambda c: c.execute(known).rowcount)
    with database.read() as connection:
        assert fetched.alike(connection, ["other@post.example"]) == ()
        assert len(fetched.alike(connection, ["a@post.example", "other@post.example"])) == 1
