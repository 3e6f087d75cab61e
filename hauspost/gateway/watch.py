"""Looks at the gateway every few seconds, and tells whoever operates it what is out of order and what is well again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

import structlog

from hauspost.desk.notices_of_operation import Heartbeat
from hauspost.gateway import alarm
from hauspost.gateway.inquiry import Inquiry
from hauspost.gateway.operators import Operators
from hauspost.gateway.outage import refused
from hauspost.gateway.standing import SHARED, Change, Standing, Trouble, key_of, what_of
from hauspost.gateway.vitals import Bounds, Sources, signs
from hauspost.store import troubles
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed
from hauspost.store.figures import Queues

log = structlog.get_logger(__name__)

EVERY = 15.0  # seconds
PATIENCE = 5.0  # seconds for the database to answer


@dataclass(frozen=True, slots=True)
class Alerting:
    """Who is told, and how. `to` empty: the managers of all properties. `heartbeat` in `zone`, None: none."""

    to: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    heartbeat: time | None = None
    heartbeat_to: tuple[str, ...] = ()


class Watch:
    """Owner of one thread. `look` does what the thread does, once."""

    def __init__(
        self,
        database: Database,
        sources: Sources,
        alerting: Alerting,
        *,
        bounds: Bounds,
        clock: Callable[[], datetime],
        zone: tzinfo,
        host: str,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._sources = sources
        self._alerting = alerting
        self._bounds = bounds
        self._clock = clock
        self._zone = zone
        self._host = host
        self._operators = Operators(alerting.to, host, zone)
        self._wake = wake
        self._inquiry = Inquiry(sources.queues)
        self._standing = Standing()
        self._is_remembered = False
        self._unwritten = Change()  # told by the command alone, while the database was away
        self._last_beat = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, grace: float = 1.0) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(grace)
        self._inquiry.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception:  # whatever it stumbles over, the next look may be the one that matters
                log.exception("the watch stumbled")
            self._stopping.wait(EVERY)

    def look(self) -> Change:
        """Gives what was told with this look."""
        at, queues = self._clock(), self._asked()
        if queues is not None:
            self._remember()
        found = signs(self._sources.look(queues), self._bounds)
        if not (self._alerting.to or self._alerting.command):
            found.pop("quarantine", None)  # the managers, who would be told, were told of each mail
        change = self._standing.take(found, at)
        change = self._write(change, at) if queues is not None else self._put_off(change)
        if change:
            self._tell(change)
        if queues is not None:
            self._beat(queues, at)
        return change

    def _asked(self) -> Queues | None:
        try:
            return self._inquiry.ask().result(PATIENCE)
        except StoreFailed as error:
            refused("the figures cannot be read", error)
            return None
        except Exception as error:  # it hangs, or the driver raises whatever it raises: it is out of reach
            log.warning("the figures cannot be read", error=type(error).__name__)
            return None

    def _remember(self) -> None:
        if self._is_remembered:
            return
        with self._database.read() as connection:
            told = troubles.standing(connection, host=self._host, shared=SHARED)
        self._standing.remember({what_of(key): since for key, since in told.items()})
        self._is_remembered = True

    # ---- the mail

    def _put_off(self, change: Change) -> Change:
        before = self._unwritten
        self._unwritten = Change(before.began + change.began, before.ended + change.ended)
        return change

    def _write(self, change: Change, at: datetime) -> Change:
        """In one transaction: who tells it, and the mail about it. What cannot be written is told later."""
        is_ending = any(t.what in self._standing.well for t in self._unwritten.began)
        if not change and (is_ending or not self._unwritten):
            return change  # what is about to end is one mail with its end
        try:
            own, late = self._database.write(lambda c: self._owe_change(c, change, at))
        except StoreFailed:
            return self._put_off(change)
        self._unwritten = Change()
        if own or late:
            self._wake()
        return own

    def _owe_change(self, connection: Connection, change: Change, at: datetime) -> tuple[Change, Change]:
        """What this node is the first to tell now, and what it told before by its command alone."""
        late = self._first(connection, self._unwritten)
        own = self._first(connection, change)
        ended = (*late.ended, *own.ended)
        over = {trouble.what for trouble in ended}
        began = tuple(t for t in (*late.began, *own.began) if t.what not in over)
        self._operators.owe_change(connection, Change(began, ended), at)
        return own, late

    def _first(self, connection: Connection, change: Change) -> Change:
        host = self._host
        began = tuple(t for t in change.began if troubles.begin(connection, key_of(t.what, host), t.since))
        return Change(began, tuple(t for t in change.ended if troubles.end(connection, key_of(t.what, host))))

    # ---- the command and the log

    def _tell(self, change: Change) -> None:
        for trouble in change.began:
            log.error("out of order", what=trouble.what, sentence=trouble.sentence)
        for trouble in change.ended:
            log.info("in order again", what=trouble.what)
        if not self._alerting.command:
            return
        began, ended = (", ".join(t.what for t in part) for part in (change.began, change.ended))
        lines = [f"out of order: {t.sentence}{_aside(t)}" for t in change.began]
        lines += [f"in order again: {t.what} (since {t.since.isoformat()})" for t in change.ended]
        alarm.run(
            self._alerting.command,
            text="".join(f"{line}\n" for line in lines),
            said={
                "STATE": "failure" if began else "recovery",
                "FAILED": began,
                "RECOVERED": ended,
                "HOST": self._host,
            },
        )

    # ---- the heartbeat

    def _beat(self, queues: Queues, at: datetime) -> None:
        """Once a day, made up for if nobody served at that hour."""
        wanted, local = self._alerting.heartbeat, at.astimezone(self._zone)
        if wanted is None or local.time() < wanted:
            return
        facts = Heartbeat(
            self._host,
            at,
            undecided=queues.arrivals.get("received", 0),
            held=queues.arrivals.get("held", 0),
            quarantined=queues.arrivals.get("quarantined", 0),
            queued=queues.mails.get("queued", 0),
            failed=queues.mails.get("failed", 0),
        )
        event = f"heartbeat-{local.date().isoformat()}"
        if event == self._last_beat:
            return
        try:
            self._database.write(
                lambda c: self._operators.owe_heartbeat(
                    c, facts, self._alerting.heartbeat_to, event=event, at=at
                )
            )
        except StoreFailed as error:
            refused("the heartbeat must wait", error)
            return
        self._last_beat = event
        self._wake()


def _aside(trouble: Trouble) -> str:
    return f" ({trouble.detail})" if trouble.detail and trouble.detail not in trouble.sentence else ""
