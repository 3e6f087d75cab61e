"""Knows that a write is answered even where the database was closed before."""

import threading

import pytest
from sqlalchemy import Connection, text

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
