"""A write is answered even where the database was closed before, and a refused one keeps nothing."""

import gc
import threading
import weakref
from contextlib import suppress

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from hauspost.store.database import Database, StoreFailed


def test_a_write_after_the_end_is_refused_with_a_sentence_and_waits_for_nobody(database_url: str) -> None:
    database = Database(database_url)
    database.close()
    with pytest.raises(StoreFailed, match="closed the database already"):
        database.write(lambda connection: connection.execute(text("SELECT 1")).scalar())


def test_what_was_asked_before_the_end_is_still_written(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    begun, goes_on = threading.Event(), threading.Event()
    database.write(lambda connection: connection.execute(text("CREATE TABLE one (line VARCHAR)")))

    def waits(_connection: Connection) -> bool:
        begun.set()
        return goes_on.wait(10)

    slow = database.submit(waits)
    begun.wait(10)
    asked = database.submit(lambda c: c.execute(text("INSERT INTO one VALUES ('Grüße')")).rowcount)
    closing = threading.Thread(target=database.close)
    closing.start()
    goes_on.set()
    closing.join(10)
    assert slow.result(0)
    assert asked.result(0) == 1


def test_a_refused_write_lets_go_of_its_mail_at_once(sqlite_url: str) -> None:
    """Rubbish is looked for seldom: by then a hundred such mails may have come."""
    database = Database(sqlite_url)
    mail = _Octets()
    kept = weakref.ref(mail)

    def job(connection: Connection, mail: _Octets = mail) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    gc.disable()
    try:
        with suppress(StoreFailed):
            database.write(job)
        del mail, job
        database.write(lambda _connection: None)  # the writer is at another one
        assert kept() is None
    finally:
        gc.enable()
        database.close()


def test_a_refused_commit_leaves_no_transaction_to_the_next_write(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.write(lambda c: c.execute(text("CREATE TABLE one (line INTEGER PRIMARY KEY)")).rowcount)
    later = "REFERENCES one (line) DEFERRABLE INITIALLY DEFERRED"
    database.write(lambda c: c.execute(text(f"CREATE TABLE two (line INTEGER {later})")).rowcount)
    with pytest.raises(IntegrityError):
        database.write(lambda c: c.execute(text("INSERT INTO two VALUES (7)")).rowcount)
    assert database.write(lambda c: c.execute(text("SELECT count(*) FROM two")).scalar()) == 0
    database.close()


class _Octets(bytearray):
    """What can be looked for without being held."""
