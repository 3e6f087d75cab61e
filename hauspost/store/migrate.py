"""Knows how far a database's schema is, and brings it up to date, all in one transaction or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError

from hauspost.store.database import StoreFailed, open_engine
from hauspost.store.schema import metadata

FOLDER = Path(__file__).parent / "migrations"

# Any number that no other program takes in this database: two nodes that start together migrate one after the other.
LOCK = 0x4841_5553_504F_5354


class SchemaState(StrEnum):
    EMPTY = "empty"  # no table of ours yet
    BEHIND = "behind"
    CURRENT = "current"
    NEWER = "newer"  # a later version of the program was here


class SchemaNewer(Exception):
    """The database was brought up to date by a later version; its revision stands in the message."""


def migrate(url: str, waits: Callable[[], None] = lambda: None) -> bool:
    """Brings the schema up to date and says whether anything was to do. Raises SchemaNewer, StoreFailed.

    `waits`: told once if others have to end first, which has no limit.
    """
    with _connected(url, mode="IMMEDIATE") as connection:
        _wait_for_others(connection, waits)
        if _state(connection) is SchemaState.CURRENT:
            return False
        _upgrade(connection)
        _check_references(connection)
        return True


def schema_state(url: str) -> SchemaState:
    """Looks, changes nothing (a missing SQLite file is made, as by any connection). Raises StoreFailed."""
    with _connected(url, mode="DEFERRED") as connection:
        return _look(connection)


def write_refusal(url: str) -> str:
    """Why the database takes no writes, in its own words; "" if it does. A write is tried, and undone."""
    try:
        with _connected(url, mode="IMMEDIATE") as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
            connection.rollback()
    except StoreFailed as error:
        return str(error).partition("\n")[0]
    return ""


@contextmanager
def _connected(url: str, *, mode: str) -> Iterator[Connection]:
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        # Rebuilding a table drops it for a moment; the references are checked as a whole before the commit.
        event.listen(engine, "connect", lambda dbapi, _record: dbapi.execute("PRAGMA foreign_keys=OFF"))
    try:
        with engine.connect().execution_options(hauspost_begin=mode) as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        raise StoreFailed(str(error.orig)) from error
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        return open_engine(url)
    except ImportError:
        raise StoreFailed("its driver is not installed: pip install 'hauspost[postgres]'") from None
    except ArgumentError as error:
        raise StoreFailed(str(error)) from error


def _wait_for_others(connection: Connection, waits: Callable[[], None]) -> None:
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    if not connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({LOCK})").scalar():
        waits()
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _state(connection: Connection) -> SchemaState:
    state = _look(connection)
    if state is SchemaState.NEWER:
        found = ", ".join(MigrationContext.configure(connection).get_current_heads())
        raise SchemaNewer(
            f"the database was made by a later version of Hauspost (revision {found}, which this version does not know)"
        )
    return state


def heads() -> frozenset[str]:
    """The revisions that this version of the program works with."""
    return frozenset(_scripts().get_heads())


def _look(connection: Connection) -> SchemaState:
    found = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for script in _scripts().walk_revisions()}
    if not found:
        return SchemaState.EMPTY
    if not known.issuperset(found):
        return SchemaState.NEWER
    return SchemaState.CURRENT if set(found) == heads() else SchemaState.BEHIND


def _upgrade(connection: Connection) -> None:
    scripts = _scripts()

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)

    _run(connection, scripts, steps)


def _run(connection: Connection, scripts: ScriptDirectory, steps: Callable[..., Any]) -> None:
    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        try:
            environment.run_migrations()
        except CommandError as error:
            raise StoreFailed(str(error)) from error


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise StoreFailed(f"after the migration rows of {tables} point to rows that are gone")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))
