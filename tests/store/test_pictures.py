"""The copies of pictures: one a digest, the first one stays, and a failure is a fact too."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from hauspost.store import octets, pictures
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from hauspost.store.pictures import Kept

NOON = datetime(2025, 10, 13, 10, 0, tzinfo=UTC)
SOURCE, OTHER, THIRD = "a" * 64, "b" * 64, "c" * 64
COPY = octets.pack(b"\xff\xd8\xff copy")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
    built = Database(database_url)
    yield built
    built.close()


def kept_by(database: Database, *sources: str) -> dict[str, Kept]:
    with database.read() as connection:
        return pictures.copies(connection, sources)


def keep(database: Database, source: str, packed: octets.Packed = COPY, *, at: datetime = NOON) -> bool:
    return database.write(
        lambda c: pictures.keep_copy(c, source, packed, content_type="image/jpeg", sides=(1600, 1200), at=at)
    )


def test_a_copy_is_found_by_the_digest_of_what_it_shows(database: Database) -> None:
    assert keep(database, SOURCE)
    assert kept_by(database, SOURCE, OTHER) == {
        SOURCE: Kept(SOURCE, COPY.digest, "image/jpeg", 1600, 1200, "", NOON)
    }
    with database.read() as connection:
        assert octets.load(connection, COPY.digest) == b"\xff\xd8\xff copy"


def test_the_first_copy_stays(database: Database) -> None:
    assert keep(database, SOURCE)
    assert not keep(database, SOURCE, octets.pack(b"another"), at=NOON + timedelta(days=1))
    assert kept_by(database, SOURCE)[SOURCE].digest == COPY.digest


def test_two_pictures_that_look_the_same_share_the_octets(database: Database) -> None:
    assert keep(database, SOURCE)
    assert keep(database, OTHER)
    assert {k.digest for k in kept_by(database, SOURCE, OTHER).values()} == {COPY.digest}


def test_what_gave_no_copy_is_known_with_its_reason(database: Database) -> None:
    assert database.write(lambda c: pictures.keep_failure(c, THIRD, note="pixels", at=NOON))
    assert not keep(database, THIRD)
    assert kept_by(database, THIRD) == {THIRD: Kept(THIRD, "", "", 0, 0, "pixels", NOON)}


def test_asking_for_nothing_gives_nothing(database: Database) -> None:
    assert kept_by(database) == {}
