"""THE WAY IN, second half: claim, parse under limits, decide, apply; three attempts, then set aside with one alert."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from hauspost.desk.attachments import may_be_photo
from hauspost.desk.decision import Verdict
from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.deliberation import Deliberation
from hauspost.gateway.logs import bearing
from hauspost.gateway.outage import refused
from hauspost.gateway.quietly import quietly
from hauspost.gateway.right_of_way import RightOfWay
from hauspost.gateway.sandbox import NoWorker, ParserDied, Sandbox
from hauspost.parsers.mail import ParsedMail
from hauspost.store import arrivals, ledger, octets
from hauspost.store.arrivals import Arrival
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 5.0  # monotonic: a wake-up that was missed costs no more than this
BATCH = 16
PATIENCE = 20  # how often a decision is made anew because its ticket moved on
RETRY = timedelta(seconds=2)


@dataclass(slots=True)
class Intake:
    """One thread that takes arrivals in their order. `wake` may be called from any thread."""

    database: Database
    sandbox: Sandbox
    deliberation: Deliberation
    clock: Callable[[], datetime]
    worker: str
    wake_dispatch: Callable[[], None]
    want_copies: Callable[[int], None] = lambda _arrival: None  # of the pictures of an arrival
    way: RightOfWay = field(default_factory=RightOfWay)
    _woken: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self, grace: float) -> None:
        """Finishes the mail in hand; what was only claimed goes back when its lease ends."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(grace)

    def drain(self) -> int:
        """Decides everything that waits now, in this thread; gives how many there were."""
        done = 0
        while batch := self._claim():
            for arrival in batch:
                self.take(arrival)
            done += len(batch)
        return done

    def _run(self) -> None:
        while not self._stopping.is_set():
            batch = quietly(self._claim) or ()
            for arrival in batch:
                if self._stopping.is_set():
                    break
                self.take(arrival)
            if not batch:
                self._woken.wait(SWEEP_SECONDS)
                self._woken.clear()

    def _claim(self) -> tuple[Arrival, ...]:
        crashpoint("before-claim")
        return self.database.write(
            lambda connection: arrivals.claim(connection, worker=self.worker, at=self.clock(), limit=BATCH)
        )

    def take(self, arrival: Arrival) -> None:
        """Brings one claimed arrival to its end, or back into the queue; raises nothing."""
        with bearing(arrival=arrival.id), self.way.taken():
            self._take_or_wait(arrival)

    def _take_or_wait(self, arrival: Arrival) -> None:
        try:
            self._take(arrival)
        except ledger.LeaseLost:
            log.warning("another node has it")
        except StoreFailed as error:
            refused("the database refused", error)
            self._wait(arrival)
        except NoWorker as error:
            log.error("no parser could be asked", error=error.reason)
            self._wait(arrival)
        except ParserDied as error:
            self._failed(arrival, f"parser: {error}")
        except Exception as error:
            log.exception("a decision failed")
            self._failed(arrival, f"{type(error).__name__}")

    def _take(self, arrival: Arrival) -> None:
        if arrival.attempts >= arrivals.TRIES:
            self._set_aside(arrival, "three attempts failed")
            return
        at = self.clock()
        if not self.database.write(lambda c: arrivals.begin_parsing(c, arrival.id, self.worker, at=at)):
            raise ledger.LeaseLost(f"arrival {arrival.id}")
        parsed = self._parse(arrival)
        log.info("parsed", files=len(parsed.attachments), defects=len(parsed.defects))
        for _ in range(PATIENCE):
            try:
                self._decide(arrival, parsed)
                return
            except ledger.Stale:
                continue
        raise StoreFailed("the ticket kept moving")

    def _parse(self, arrival: Arrival) -> ParsedMail:
        with self.database.read() as connection:
            raw = octets.load(connection, arrival.digest)
        crashpoint("in-parser")
        return self.sandbox.parse(
            raw,
            authserv_id=arrival.authserv_id,
            trusted=arrival.is_trusted,
            null_sender=not arrival.mail_from,
        )

    def _decide(self, arrival: Arrival, parsed: ParsedMail) -> None:
        at = self.clock()
        with self.database.read() as connection:
            considered = self.deliberation.consider(connection, arrival, parsed, at)
        closing = considered.closing(self.worker)

        def job(connection: Connection) -> str:
            state = ledger.apply(connection, considered.decision, closing, at)
            crashpoint("in-tx2")
            return state

        state = self.database.write(job)
        crashpoint("after-tx2")
        log.info(
            "decided",
            state=state,
            verdict=str(considered.decision.verdict),
            reason=considered.decision.reason,
            cell=considered.resolution.cell,
        )
        is_heard = considered.decision.verdict is Verdict.ACCEPTED and state == "done"
        if is_heard and any(may_be_photo(f.content_type, f.size) for f in parsed.attachments):
            self.want_copies(arrival.id)
        self.wake_dispatch()

    def _failed(self, arrival: Arrival, reason: str) -> None:
        if arrival.attempts + 1 >= arrivals.TRIES:
            self._set_aside(arrival, reason)
            return
        later = self.clock() + RETRY
        self._write(lambda c: arrivals.put_back(c, arrival.id, self.worker, not_before=later, reason=reason))

    def _wait(self, arrival: Arrival) -> None:
        """The world's trouble is no fault of the mail: the attempt does not count, and it is not tried at once."""
        later = self.clock() + RETRY
        self._write(lambda c: arrivals.unmark(c, arrival, self.worker, not_before=later))

    def _set_aside(self, arrival: Arrival, reason: str) -> None:
        """Quarantined: kept whole, shown by `hauspost arrivals`, with one alert to the managers.

        Where the alert itself is what fails, without one: nothing that it needs may keep the mail in the queue.
        """
        at = self.clock()
        log.error("quarantined", reason=reason)
        try:
            self.database.write(self._alert(arrival, reason, at))
        except StoreFailed as error:  # of no use without it either; with the lease's end it begins again
            refused("the database refused", error)
        except Exception as error:
            log.error("nobody could be told of it", exc_info=error)
            self._write(partial(self._quarantine, arrival=arrival, reason=reason, at=at))
        self.wake_dispatch()

    def _alert(self, arrival: Arrival, reason: str, at: datetime) -> Callable[[Connection], None]:
        """The write that sets it aside and owes the alert about it."""
        with self.database.read() as connection:
            notices, house = self.deliberation.alert(connection, arrival, reason, at)

        def job(connection: Connection) -> None:
            if self._quarantine(connection, arrival, reason, at):
                event = f"quarantine-{arrival.id}"
                ledger.owe(connection, notices, event=event, arrival=None, property_id=house, at=at)

        return job

    def _quarantine(self, connection: Connection, arrival: Arrival, reason: str, at: datetime) -> bool:
        return arrivals.quarantine(connection, arrival.id, self.worker, reason=reason, at=at)

    def _write(self, job: Callable[[Connection], object]) -> None:
        """The lease ends by itself, so what cannot be written now is only done later."""
        quietly(partial(self.database.write, job))
