"""The engine and its one fair writer: who waits is served in groups, each piece of work with a savepoint of its own.

SQLite's busy handler starves a second writer and its default transactions lose updates (SAFETY, DEPENDENCIES): so all
writes of a process go through one thread, begun IMMEDIATE, durable (WAL, synchronous=FULL) before anybody is answered.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import clear_frames
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, Transaction, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from hauspost.store.condition import Condition, Ill, ill_of
from hauspost.store.made import translated
from hauspost.store.waiting import Waiting

T = TypeVar("T")

BUSY_SECONDS = 30.0
STATEMENTS = 512  # that a connection of SQLite keeps prepared; a mail with its notices needs some hundred
# The execution option of a query whose answer holds octets, and what psycopg calls their format (psycopg.pq.Format).
BINARY: Final = {"hauspost_binary": True}
BINARY_FORMAT: Final = 1
# How soon a server that fell silent is given up by us (libpq), in seconds; of `tcp_user_timeout` in milliseconds.
PATIENCE: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
# How soon the server gives up a node that was frozen or lost its power, and lets go of the rows that it holds; before
# the end of a lease. Who waits for such a row tries again later. Seconds; with a unit where PostgreSQL wants one.
BOUNDS: Final = {
    "idle_in_transaction_session_timeout": "'60s'",
    "lock_timeout": "'20s'",
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}
# The world's faults (a full disk, a lost connection, a lock), by PEP 249; its others are bugs or bad values of ours.
REFUSALS = (OperationalError, InterfaceError, InternalError, NoneFree)
# What PostgreSQL undoes in favour of another one and wants to be asked again (appendix A): a circle of locks, a line
# of transactions that cannot be. A breath before each time lets the other one take what it waited for.
GIVES_WAY: Final = frozenset({"40P01", "40001"})
BREATHS: Final = (0.05, 0.2, 0.8)  # seconds


class StoreFailed(Exception):
    """The database refused or is gone; the caller's work is undone and may be tried again.

    `ill`: it is so for everybody, and was told.
    """

    def __init__(self, sentence: str, ill: Ill | None = None) -> None:
        super().__init__(sentence)
        self.ill = ill


class GaveWay(StoreFailed):
    """Another node's transaction went first; done again, the same work succeeds."""


@dataclass(frozen=True, slots=True)
class Job:
    """`work`: may be done again, after all it did to the database was undone.

    `has_happened`: it only notes what is so already, and is tried where no other write is wanted any more.
    """

    work: Callable[[Connection], Any]
    future: "Future[Any]"
    has_happened: bool


Refusal = Callable[[Connection], StoreFailed | None]


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`."""
    if not url.startswith("sqlite"):
        return _open_postgresql(make_url(url))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        connect_args={"timeout": BUSY_SECONDS, "cached_statements": STATEMENTS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _open_postgresql(url: URL) -> Engine:
    patience = {name: value for name, value in PATIENCE.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args=patience)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _bound_behind_pooler)
    event.listen(engine, "before_cursor_execute", _ask_for_binary)
    return engine


def _ask_for_binary(_connection: Connection, cursor: Any, *more: Any) -> None:
    """As text each octet would travel as two; psycopg sends ours in binary by itself."""
    context = more[2]
    if context.execution_options.get("hauspost_binary"):
        cursor.format = BINARY_FORMAT


def _prepare_postgresql(connection: Any, record: ConnectionPoolEntry) -> None:
    if is_pooled(connection):
        connection.prepare_threshold = (
            None  # the next transaction may be in a session that knows no statement
        )
        record.info["is_pooled"] = True
    else:
        connection.execute("; ".join(f"SET {name} = {value}" for name, value in BOUNDS.items()))
    connection.commit()


def is_pooled(connection: Any) -> bool:
    """Whether another program speaks to PostgreSQL for this psycopg connection: it tells a process of its own making.

    PgBouncer does; behind it, in transaction mode, what a session was told holds for the transaction at most.
    """
    told: int = connection.info.backend_pid
    found: int = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
    return found != told


def _bound_behind_pooler(connection: Connection) -> None:
    if connection.info.get("is_pooled"):
        bounds = (f"SET LOCAL {name} = {value}" for name, value in BOUNDS.items())
        connection.exec_driver_sql("; ".join(bounds))


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
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(f"BEGIN {mode}")
    except sqlite3.Error as error:
        raise translated(error, connection.dialect) from error


class Database:
    """Owner of the engine and of the writer thread."""

    def __init__(self, url: str, *, refusal: Refusal = lambda _connection: None) -> None:
        """`refusal` is asked at the beginning of each transaction that writes: whether this process still may."""
        self.engine = open_engine(url)
        self.condition = Condition()
        self._refusal = refusal
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._own: Connection | None = None  # the writer's
        self._waiting: Waiting[Job] = Waiting()
        self._writer = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._writer.start()

    def submit(self, job: Callable[[Connection], T]) -> "Future[T]":
        """Queues a write; the future is answered after COMMIT (or with the error that undid the job alone).

        Raises StoreFailed after `close`.
        """
        return self._queued(job, self._waiting.join)

    def submit_first(self, job: Callable[[Connection], T]) -> "Future[T]":
        """The same for a mail whose sender waits on the line: before whatever waits inside."""
        return self._queued(job, self._waiting.join_outside)

    def _queued(
        self, job: Callable[[Connection], T], join: Callable[[Job], bool], *, has_happened: bool = False
    ) -> "Future[T]":
        future: Future[T] = Future()
        if not join(Job(job, future, has_happened)):
            raise StoreFailed("this process has closed the database already")
        return future

    def write(self, job: Callable[[Connection], T]) -> T:
        return self.submit(job).result()

    def write_down(self, job: Callable[[Connection], T]) -> T:
        """What the world has seen already, as that a mail left; a process that may do nothing new writes it as well."""
        return self._queued(job, self._waiting.join, has_happened=True).result()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state; it must not write."""
        try:
            with self.engine.connect() as connection:
                self.condition.answered(a_write=False)
                yield connection
        except REFUSALS as error:
            raise self._told(_failed(error)) from error

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
        self._waiting.close()
        self._writer.join()
        self.engine.dispose()

    def _serve(self) -> None:
        while jobs := self._waiting.take():
            self._commit(jobs)
        if self._own is not None:
            self._own.close()

    def _commit(self, jobs: list[Job]) -> None:
        # A caller that gave up (a shutdown cancels it) must not end the writer with its future.
        jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
        outcomes = zip(jobs, self._carry_out(jobs), strict=True)
        for job, outcome in sorted(outcomes, key=lambda one: isinstance(one[1][1], GaveWay)):
            value, failure = self._insist(job, outcome)
            if failure is None:
                self.condition.answered(a_write=True)
                job.future.set_result(value)
            else:
                job.future.set_exception(self._told(failure))

    def _insist(self, job: Job, outcome: "Outcome") -> "Outcome":
        """What gave way is done again by itself, when its group has let go of its locks and has been answered."""
        for breath in BREATHS:
            if not isinstance(outcome[1], GaveWay):
                break
            threading.Event().wait(breath)
            (outcome,) = self._carry_out([job])
        return outcome

    def _carry_out(self, jobs: list[Job]) -> "list[Outcome]":
        """One transaction; the outcome of each job."""
        outcomes: list[Outcome] = []
        try:
            with self._writing() as connection, connection.begin() as whole:
                refusal = self._refusal(connection)
                for job in jobs:
                    if refusal is not None and not job.has_happened:
                        outcomes.append((None, refusal))
                        continue
                    part = self._savepoint(connection) if len(jobs) > 1 else whole
                    outcomes.append(_run(connection, part, job))
        except Exception as error:
            return [(None, error if isinstance(error, StoreFailed) else _undone(error))] * len(jobs)
        return outcomes

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """On SQLite one for all writes, until one fails: the pool's care costs what a small write does."""
        if not self.is_sqlite:
            with self.engine.connect() as connection:
                yield connection
            return
        own, self._own = self._own or self._opened(), None
        try:
            yield own
        except BaseException:
            own.close()
            raise
        driver: Any = own.connection.driver_connection
        if driver.in_transaction:  # its COMMIT was refused; the pool rolls back what comes back to it
            own.close()
        else:
            self._own = own

    def _opened(self) -> Connection:
        return self.engine.connect().execution_options(hauspost_begin="IMMEDIATE")

    def _savepoint(self, connection: Connection) -> "Part":
        return _Savepoint(connection) if self.is_sqlite else connection.begin_nested()

    def _told(self, failure: BaseException) -> BaseException:
        if isinstance(failure, StoreFailed) and failure.ill is not None:
            self.condition.fell(failure.ill, str(failure))
        return failure


class _Savepoint:
    """Set by SQLite's driver itself: SQLAlchemy's care for one costs as much as a small write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._say("SAVEPOINT job")

    def commit(self) -> None:
        self._say("RELEASE job")

    def rollback(self) -> None:
        self._say("ROLLBACK TO job")
        self._say("RELEASE job")

    def _say(self, statement: str) -> None:
        driver: Any = self._connection.connection.driver_connection
        try:
            driver.execute(statement)
        except sqlite3.Error as error:
            raise translated(error, self._connection.dialect) from error


Part = Transaction | _Savepoint
Outcome = tuple[Any, BaseException | None]


def _run(connection: Connection, part: Part, job: Job) -> Outcome:
    """One job under its own savepoint (alone in its group it needs none): its failure undoes it alone."""
    try:
        value = job.work(connection)
        part.commit()
    except Exception as error:
        part.rollback()
        return None, _undone(error) if isinstance(error, REFUSALS) else error
    return value, None


def _undone(error: Exception) -> StoreFailed:
    """What the driver raised holds itself by SQLAlchemy's frames, and by the job's the mail that it was to store: they
    let go of it now, since rubbish is looked for seldom.
    """
    failed = _failed(error)
    raised: list[BaseException] = [error]
    for one in raised:
        clear_frames(one.__traceback__)
        raised += [more for more in (one.__cause__, one.__context__) if more and more not in raised]
    return failed


def _failed(error: Exception) -> StoreFailed:
    """In the driver's own words: SQLAlchemy's would hold the statement and its values."""
    raised = getattr(error, "orig", None) or error
    if getattr(raised, "sqlstate", None) in GIVES_WAY:
        return GaveWay(str(raised))
    return StoreFailed(str(raised), ill_of(error))
