"""Knows that a backup taken amidst writing is one whole state, and that nothing is written over."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hauspost.store import arrivals, octets
from hauspost.store.backup import back_up
from hauspost.store.database import Database, StoreFailed
from hauspost.store.migrate import SchemaState, migrate, schema_state

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    migrate(sqlite_url)
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def accept(database: Database, number: int) -> None:
    packed = octets.pack(b"Subject: %d\r\n\r\n" % number + bytes(200_000 // (number + 1)))
    new = arrivals.NewArrival("haus@t.example", "a@post.example", "smtp", "smtp", NOON)
    database.write(lambda c: arrivals.accept(c, packed, (new,)))


def test_a_backup_amidst_writing_is_one_whole_state(tmp_path: Path, database: Database) -> None:
    for number in range(20):
        accept(database, number)
    over = threading.Event()

    def write_on() -> None:
        number = 20
        while not over.is_set():
            accept(database, number)
            number += 1

    writer = threading.Thread(target=write_on)
    writer.start()
    told: list[tuple[int, int]] = []
    try:
        size = back_up(
            tmp_path / "hauspost.db",
            tmp_path / "copy.db",
            at=NOON,
            progress=lambda done, every: told.append((done, every)),
        )
    finally:
        over.set()
        writer.join()
    assert size == (tmp_path / "copy.db").stat().st_size
    assert told[-1][0] == told[-1][1]
    assert schema_state(f"sqlite:///{tmp_path / 'copy.db'}") is SchemaState.CURRENT
    copied = sqlite3.connect(tmp_path / "copy.db")
    (rows,) = copied.execute("SELECT count(*) FROM arrivals").fetchone()
    (orphans,) = copied.execute(
        "SELECT count(*) FROM arrivals WHERE digest NOT IN (SELECT digest FROM octets)"
    ).fetchone()
    copied.close()
    assert rows >= 20
    assert orphans == 0


def test_nothing_is_written_over(tmp_path: Path, database: Database) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(FileExistsError):
        back_up(tmp_path / "hauspost.db", tmp_path / "copy.db", at=NOON)
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_source_that_is_no_database_leaves_no_copy(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreFailed):
        back_up(tmp_path / "broken.db", tmp_path / "copy.db", at=NOON)
    assert not (tmp_path / "copy.db").exists()


def test_only_the_owner_may_read_a_backup(tmp_path: Path, database: Database) -> None:
    back_up(tmp_path / "hauspost.db", tmp_path / "copy.db", at=NOON)
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
