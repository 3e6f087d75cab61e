"""Knows whose turn it is to write mails: of the nodes on one PostgreSQL one at a time, else two write the same."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from hauspost.store.database import Database

# Any number that no other program takes in this database, and `migrate` does not.
LOCK = 0x4841_5553_504F_5355


@contextmanager
def turn(database: Database) -> Iterator[None]:
    """Waits for it, and ends with the context or with the node. Raises StoreFailed where another one is stuck in it."""
    if database.is_sqlite:
        yield
        return
    with database.read() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        yield
