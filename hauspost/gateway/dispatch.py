"""THE WAY OUT: what is owed is formed, what is formed is claimed, what is claimed is sent, by threads of their own."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TypeVar

import structlog

from hauspost.desk.business_calendar import ClosedDay
from hauspost.desk.houses import Company, Property
from hauspost.desk.policy import Policy
from hauspost.gateway.delivering import Delivery
from hauspost.gateway.forming import Enclose, Former, Sign, nothing_enclosed, silent_places, unsigned
from hauspost.gateway.hand import Hand, is_full
from hauspost.gateway.letters import Office
from hauspost.gateway.logs import bearing
from hauspost.gateway.outage import refused
from hauspost.gateway.outcomes import Relay
from hauspost.gateway.pace import Pace
from hauspost.gateway.quietly import quietly
from hauspost.gateway.right_of_way import RightOfWay
from hauspost.gateway.worker import worker_name
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Sender
from hauspost.store import mails, sending
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed
from hauspost.store.sending import Claimed
from hauspost.threading.addresses import Grammar

POLL = 5.0  # seconds; what another process owes is found without a bell
BREATH = 0.05  # seconds; what is decided meanwhile is written from one look, with one COMMIT and one claim
COURTESY = 1.0  # seconds that a page for a crowd waits for what is being decided, at most
RENEW_EVERY = 30.0  # a quarter of a lease
AFTER_GRACE = 0.5  # for each thread to write down what was cut off
IN_ONE_GO = 16  # mails that `drain` claims at a time
IDLE = 20.0  # a connection unused for so long is ended politely

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Dispatch:
    """Owner of the threads of the way out; `relay` makes a connection of its own for each that sends."""

    def __init__(
        self,
        database: Database,
        relay: Callable[[], Relay],
        *,
        grammar: Grammar,
        company: Company,
        policy_of: Callable[[Property | None], Policy],
        sender: Sender,
        zone: tzinfo,
        clock: Callable[[], datetime],
        threads: int = 2,
        enclose: Enclose = nothing_enclosed,
        sign: Sign = unsigned,
        pace: Pace | None = None,
        catalogue: Catalogue | None = None,
        formed: Callable[[], None] = lambda: None,
        closed: tuple[ClosedDay, ...] = (),
        way: RightOfWay | None = None,
    ) -> None:
        office = Office(company, policy_of, zone, closed)
        self.worker = worker_name()
        self._database = database
        self._relay = relay
        self._office = office
        self._clock = clock
        self._former = Former(database, office, grammar, sender, clock, enclose, sign, catalogue or ours())
        self._delivery = Delivery(database, office, self.worker, clock, self._persist, sender.envelope)
        self._pace = pace or Pace()
        self._tell_formed = formed  # to whoever else sends
        self._way = way or RightOfWay()
        self._forming = threading.Lock()  # `drain` may be called beside the threads
        self._hand = Hand(threads)
        self._may_wait = True  # behind those in hand; where none does, whoever forms mails rings for them
        self._stopping = threading.Event()
        self._due = threading.Event()
        self._queued = threading.Event()
        self._open: list[Relay] = []
        self._counts: Counter[str] = Counter()
        self._counting = threading.Lock()
        loops = [("forming", self._form_loop), ("claiming", self._claim_loop)]
        loops += [(f"sending-{n}", self._send_loop) for n in range(1, threads + 1)]
        self._threads = [threading.Thread(target=loop, name=name, daemon=True) for name, loop in loops]

    # ---- life

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something is owed now."""
        self._due.set()

    def wake_senders(self) -> None:
        """Another node has formed mails."""
        self._queued.set()

    def stop(self, grace: float = 10.0) -> None:
        """Finishes what is under way, for so many seconds; the rest waits for the next start."""
        end = time.monotonic() + grace
        self._stopping.set()
        self._hand.close()
        self._due.set()
        self._queued.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, end - time.monotonic()))
        for relay in tuple(self._open):
            relay.close()  # wakes a thread that waits for a silent server
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(AFTER_GRACE)
        self._quietly(lambda: self._database.write(lambda c: sending.release_leases(c, worker=self.worker)))

    def drain(self, timeout: float = math.inf) -> dict[str, int]:
        """Forms and sends what is due now, in the calling thread; counts by what became of it.

        `timeout`: seconds after which nothing more is begun, be it that turns of the pace are waited for.
        """
        end = time.monotonic() + timeout
        before = self.counts()
        relay = self._relay()
        try:
            while time.monotonic() < end and self._drain_some(relay, end):
                pass
        finally:
            relay.hang_up()
        return dict(self.counts() - before)

    def _drain_some(self, relay: Relay, end: float) -> bool:
        formed = self._form()
        claimed = self._claim((IN_ONE_GO,) * len(sending.RANKS))
        for number, mail in enumerate(claimed):
            if not self._has_turn(end):
                for waiting in claimed[number:]:
                    self._put_back(waiting)
                return False
            self._send(relay, mail)
        if not formed and not claimed and self._hand.ids():
            self._stopping.wait(0.01)  # the threads have the rest
            return True
        return bool(formed or claimed)

    def _has_turn(self, end: float) -> bool:
        """Waits for one, as long as it comes before that moment (monotonic)."""
        while rest := self._pace.turn():
            if time.monotonic() + rest > end or self._stopping.wait(rest):
                return False
        return True

    def counts(self) -> Counter[str]:
        """Since the start: formed, sent, deferred, failed, cancelled, put back, lost …"""
        with self._counting:
            return Counter(self._counts)

    # ---- the loops

    def _form_loop(self) -> None:
        while not self._stopping.is_set():
            if self._quietly(self._form):
                self._stopping.wait(BREATH)
            self._due.wait(POLL)
            self._due.clear()

    def _form(self) -> int:
        """Page by page: what is formed leaves at once, and counts though the database refuses the next one."""
        counts: Counter[str] = Counter()
        with self._forming:
            for page in self._former.form_due():
                counts += page.counts
                with self._counting:
                    self._counts.update(page.counts)
                if page.counts["formed"]:
                    self._queued.set()
                    self._tell_formed()
                if self._stopping.is_set():
                    break
                if page.is_full and page.is_for_crowds:
                    self._way.give(COURTESY)
        return counts.total() - counts["waiting"]

    def _claim_loop(self) -> None:
        renewed = time.monotonic()
        while not self._stopping.is_set():
            if time.monotonic() - renewed > RENEW_EVERY and self._quietly(self._renew):
                renewed = time.monotonic()
            self._quietly(self._fill_hand)
            self._queued.wait(POLL)
            self._queued.clear()

    def _renew(self) -> bool:
        ids, at = self._hand.ids(), self._clock()
        self._database.write(lambda c: sending.renew_leases(c, ids, worker=self.worker, at=at))
        return True

    def _fill_hand(self) -> None:
        self._may_wait = True
        if any(rooms := self._hand.rooms()):
            claimed = self._claim(rooms)
            self._may_wait = is_full(claimed, rooms)
            self._hand.put(claimed)

    def _claim(self, rooms: Sequence[int]) -> tuple[Claimed, ...]:
        at = self._clock()
        with self._database.read() as connection:
            places = sending.queued_properties(connection, at)
            if not places or mails.is_paused(connection):
                return ()
            silent = silent_places(connection, places, self._office)
        claim = lambda c: sending.claim_mails(c, worker=self.worker, at=at, rooms=rooms, silent=silent)  # noqa: E731
        return self._database.write(claim)

    def _send_loop(self) -> None:
        relay = self._relay()
        self._open.append(relay)
        used = time.monotonic()
        while not self._stopping.is_set():
            if rest := relay.rest() or self._pace.turn():
                self._stopping.wait(min(rest, POLL))
            elif (mail := self._hand.take(POLL)) is not None:
                self._send(relay, mail)
                used = time.monotonic()
            else:
                self._pace.give_back()
            if time.monotonic() - used > IDLE:
                relay.hang_up()
        relay.hang_up()

    def _send(self, relay: Relay, mail: Claimed) -> None:
        with bearing(mail=mail.id, kind=mail.kind, ticket=mail.ticket):
            self._hand_on(relay, mail)

    def _hand_on(self, relay: Relay, mail: Claimed) -> None:
        try:
            result = self._delivery.deliver(relay, mail)
            self._count(result)
            if result in ("failed", "formed anew"):
                self._due.set()  # an alert is owed, or what is left of the mail
        except Exception as error:
            what = type(error).__name__
            log.error("mail could not be handed on", error=what, exc_info=error)
            relay.hang_up()
            self._quietly(lambda: self._give_back(mail, what))
        finally:
            self._hand.done(mail)
            if self._may_wait and self._hand.is_low():
                self._queued.set()

    def _put_back(self, mail: Claimed) -> None:
        """It was not tried."""
        at = self._clock()
        self._database.write(lambda c: sending.put_back(c, mail.id, worker=self.worker, next_at=at))

    def _give_back(self, mail: Claimed, what: str) -> None:
        """A fault of ours; it is tried again like a deferred one."""
        at = self._clock()
        self._database.write(
            lambda c: sending.mark_deferred(c, mail, worker=self.worker, at=at, reply=f"4.3.0 {what}")
        )

    # ---- when the database is away

    def _persist(self, job: Callable[[Connection], str]) -> str:
        """What the other server took must be known: this write is repeated until the database has it, or we stop."""
        while True:
            try:
                return self._database.write_down(job)
            except StoreFailed as error:
                refused("what became of a mail is not written down yet", error)
                if self._stopping.wait(1.0):
                    raise

    def _quietly(self, step: Callable[[], T]) -> T | None:
        return quietly(step, rest=lambda: self._stopping.wait(1.0))

    def _count(self, result: str) -> None:
        with self._counting:
            self._counts[result] += 1
