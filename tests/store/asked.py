"""Listens to what a database's driver is asked, whichever way a statement went to it."""

from typing import Any

import pytest
from sqlalchemy import event

from hauspost.store import made
from hauspost.store.connection import Connection
from hauspost.store.database import Database


class Listened:
    """A driver's connection that notes each statement, once for however many rows it is given."""

    def __init__(self, driver: Any, asked: list[str]) -> None:
        self.driver, self.asked = driver, asked

    def execute(self, statement: str, values: Any) -> Any:
        self.asked.append(statement)
        return self.driver.execute(statement, values)

    def executemany(self, statement: str, values: Any) -> Any:
        self.asked.append(statement)
        return self.driver.executemany(statement, values)


def listen(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements from now on, as they come."""
    asked: list[str] = []
    driver_of = made._driver

    def listened(connection: Connection) -> Listened:
        return Listened(driver_of(connection), asked)

    monkeypatch.setattr(made, "_driver", listened)
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    return asked
