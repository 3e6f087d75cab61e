"""Wakes the other nodes at once, by PostgreSQL's LISTEN and NOTIFY; what it does not reach they find when they poll."""

import os
import selectors
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import func, select

from hauspost.store.database import REFUSALS, Database, is_pooled

CHANNEL: Final = "hauspost"
# What there is to do, as a ring names it.
ARRIVALS, NOTICES, MAILS = "arrivals", "notices", "mails"
PAUSE: Final = 0.02  # seconds between two rings: whatever came meanwhile is one ring
AGAIN: Final = 5.0  # seconds until a lost connection is tried again; as long as a poll takes
TRIAL: Final = 3.0  # seconds that a ring on trial may take


class Bell:
    """Owner of one thread and its connection; with SQLite, where no second node can be, of none."""

    def __init__(
        self,
        database: Database,
        wakes: Mapping[str, Callable[[], None]],
        deaf: Callable[[], None] = lambda: None,
    ) -> None:
        """`wakes`: what a ring of another node sets going here. `deaf`: told that no ring gets here."""
        self._engine = database.engine
        self._is_needed = not database.is_sqlite
        self._wakes = wakes
        self._deaf = deaf
        self._due: set[str] = set()
        self._nudge: Callable[[], object] = lambda: None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        if self._is_needed:
            self._thread.start()

    def stop(self, grace: float) -> None:
        self._stopping.set()
        with self._lock:
            self._nudge()
        if self._thread.ident is not None:
            self._thread.join(grace)

    def ring(self, what: str) -> None:
        """To be called behind the COMMIT; waits for nobody. A ring that finds no connection is none."""
        with self._lock:
            self._due.add(what)
            self._nudge()

    def _run(self) -> None:
        lost = (*REFUSALS, self._engine.dialect.loaded_dbapi.Error)
        while not self._stopping.is_set():
            try:
                self._serve()
            except lost:  # until it is back the nodes poll; whoever needs the database says that it is away
                self._stopping.wait(AGAIN)

    def _serve(self) -> None:
        with self._connected() as connection, self._nudged() as nudges:
            is_behind = is_pooled(connection)
            connection.execute(f"LISTEN {CHANNEL}")
            if is_behind and not self._hears_a_trial(connection):
                self._deaf()
            for wake in self._wakes.values():
                wake()  # what was rung while nobody listened
            with selectors.DefaultSelector() as waiting:
                waiting.register(connection.fileno(), selectors.EVENT_READ)
                waiting.register(nudges, selectors.EVENT_READ)
                while not self._stopping.is_set():
                    ready = {key.fd for key, _ in waiting.select()}
                    if nudges in ready:
                        os.read(nudges, 1024)
                        self._ring_out(connection)
                    self._hear(connection)

    def _hears_a_trial(self, connection: Any) -> bool:
        """A pooler in transaction mode takes LISTEN for one transaction, and nothing ever comes."""
        trial = f"trial {connection.info.backend_pid}"
        with self._engine.begin() as other:
            other.execute(select(func.pg_notify(CHANNEL, trial)))
        return any(note.payload == trial for note in connection.notifies(timeout=TRIAL))

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # it is never given back
        try:
            connection.autocommit = True
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _nudged(self) -> Iterator[int]:
        """A pipe that becomes readable with each ring of ours."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        with self._lock:
            self._nudge = lambda: _write(writing)
        try:
            yield reading
        finally:
            with self._lock:
                self._nudge = lambda: None
            os.close(reading)
            os.close(writing)

    def _ring_out(self, connection: Any) -> None:
        with self._lock:
            due, self._due = self._due, set()
        for what in sorted(due):
            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, what))
        self._stopping.wait(PAUSE)

    def _hear(self, connection: Any) -> None:
        own = connection.info.backend_pid
        heard = {note.payload for note in connection.notifies(timeout=0) if note.pid != own}
        for what in heard & self._wakes.keys():
            self._wakes[what]()


def _write(pipe: int) -> None:
    with suppress(BlockingIOError):  # it is full of nudges already
        os.write(pipe, b".")
