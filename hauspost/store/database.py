"""The engine and its one fair writer: who waits is served in order, in groups, each with a savepoint of its own.

SQLite's busy handler starves a second writer and its default transactions lose updates (SAFETY, DEPENDENCIES): so all
writes of a process go through one thread, begun IMMEDIATE, durable (WAL, synchronous=FULL) before anybody is answered.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import QueuePool

T = TypeVar("T")
Job = tuple[Callable[[Connection], Any], "Future[Any]"]

GROUP = 64  # at most so many jobs wait for one COMMIT
BUSY_SECONDS = 30.0
# The world's faults (a full disk, a lost connection, a lock), by PEP 249; its others are bugs or bad values of ours.
REFUSALS = (OperationalError, InterfaceError, InternalError, NoneFree)


class StoreFailed(Exception):
    """The database refused or is gone; the caller's work is undone and may be tried again."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=8, max_overflow=8, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own: `_begin` does
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16384",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("hauspost_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


class Database:
    """Owner of the engine and of the writer thread."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()  # no job may stand behind the last one: nobody would ever answer it
        self._is_closed = False
        self._writer = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._writer.start()

    def submit(self, job: Callable[[Connection], T]) -> "Future[T]":
        """Queues a write; the future is answered after COMMIT (or with the error that undid the job alone).

        Raises StoreFailed after `close`.
        """
        future: Future[T] = Future()
        with self._closing:
            if self._is_closed:
                raise StoreFailed("this process has closed the database already")
            self._jobs.put((job, future))
        return future

    def write(self, job: Callable[[Connection], T]) -> T:
        return self.submit(job).result()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state; it must not write."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except REFUSALS as error:
            raise _failed(error) from error

    def compact(self) -> bool:
        """Rewrites the database, so that no page and no log keeps what was deleted. False: others are at work in it."""
        statements = ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] if self.is_sqlite else ["VACUUM"]
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver: Any = connection.connection.driver_connection
            try:
                busy = [driver.execute(statement).fetchone() for statement in statements if self.is_sqlite]
                if not self.is_sqlite:
                    driver.execute(statements[0])
            except sqlite3.OperationalError:
                return False
        return not (busy and busy[-1] and busy[-1][0])

    def close(self) -> None:
        """Finishes what waits, then lets go of every connection."""
        with self._closing:
            self._is_closed = True
            self._jobs.put(None)
        self._writer.join()
        self.engine.dispose()

    def _serve(self) -> None:
        while True:
            jobs, is_last = self._take()
            if jobs:
                self._commit(jobs)
            if is_last:
                return

    def _take(self) -> tuple[list[Job], bool]:
        first = self._jobs.get()
        if first is None:
            return [], True
        jobs = [first]
        while len(jobs) < GROUP:
            try:
                following = self._jobs.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return jobs, True
            jobs.append(following)
        return jobs, False

    def _commit(self, jobs: list[Job]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        # A caller that gave up (a shutdown cancels it) must not end the writer with its future.
        jobs = [(job, future) for job, future in jobs if future.set_running_or_notify_cancel()]
        try:
            with (
                self.engine.connect().execution_options(hauspost_begin="IMMEDIATE") as connection,
                connection.begin() as whole,
            ):
                for job, future in jobs:
                    part = connection.begin_nested() if len(jobs) > 1 else whole
                    outcomes.append(_run(connection, part, job=job, future=future))
        except Exception as error:
            outcomes = [(future, None, _failed(error)) for _, future in jobs]
        for future, value, failure in outcomes:
            if failure is None:
                future.set_result(value)
            else:
                future.set_exception(failure)


def _run(
    connection: Connection, part: Transaction, *, job: Callable[[Connection], Any], future: "Future[Any]"
) -> tuple["Future[Any]", Any, BaseException | None]:
    """One job under its own savepoint (alone in its group it needs none): its failure undoes it alone."""
    try:
        value = job(connection)
        part.commit()
    except Exception as error:
        part.rollback()
        return future, None, _failed(error) if isinstance(error, REFUSALS) else error
    return future, value, None


def _failed(error: Exception) -> StoreFailed:
    """In the driver's own words: SQLAlchemy's would hold the statement and its values."""
    return StoreFailed(str(getattr(error, "orig", None) or error))
