"""Knows how mail is fetched from any number of accounts: a thread for each, so no one's trouble is another's (P6)."""

import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from hauspost.gateway.imap_account import Account, Kind, Trouble
from hauspost.gateway.imap_round import Round
from hauspost.gateway.imap_taking import House
from hauspost.gateway.imap_wire import Wire
from hauspost.gateway.logs import masked_text
from hauspost.gateway.oauth import TokenSource
from hauspost.gateway.outage import refused
from hauspost.gateway.vitals import ASIDE, Fetching
from hauspost.store.database import StoreFailed

log = structlog.get_logger(__name__)

SLICE: Final = (
    50.0  # seconds of IDLE, or between two looks: at most a minute, for a dead line is silent as well
)
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 300.0
DATABASE_WAIT: Final = 30.0  # the longest while our own database is away: no server has to be spared
REFUSED_WAIT: Final = 30.0  # after a refused login: providers lock accounts that try too often
PATIENCE: Final = timedelta(minutes=10)  # so long a trouble lasts before a person hears of it

Told = Callable[[Account, Trouble, datetime], None]


@dataclass(frozen=True, slots=True)
class State:
    """How an account feels. `looked_at`: the last round that went through; `since`: when the trouble began."""

    looked_at: datetime | None = None
    trouble: Trouble | None = None
    since: datetime | None = None


@dataclass(slots=True)
class Poller:
    """Owner of one account's thread and connection. `told` hears of a trouble that lasts, again and again."""

    house: House
    account: Account
    told: Told
    tls: ssl.SSLContext | None = None
    slice_seconds: float = SLICE
    patience: timedelta = PATIENCE
    counts: Counter[str] = field(default_factory=Counter)
    state: State = State()
    _tries: Counter[tuple[int, int]] = field(default_factory=Counter)
    _wire: Wire | None = None
    _tokens: TokenSource | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        if self.account.credentials is not None:
            self._tokens = TokenSource(self.account.credentials)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"imap {self.account.name}", daemon=True)
        self._thread.start()

    def stop(self, grace: float) -> None:
        """Finishes the mail in hand if `grace` seconds are enough; IDLE ends at once."""
        self._stopping.set()
        end = time.monotonic() + grace
        while self._thread is not None and self._thread.is_alive() and time.monotonic() < end:
            wire = self._wire
            if wire is not None and wire.is_waiting:
                wire.cut()
            self._thread.join(0.05)

    def fetching(self, at: datetime) -> Fetching:
        state = self.state
        seconds = (at - state.since).total_seconds() if state.since is not None else 0.0
        trouble = masked_text(state.trouble.sentence) if state.trouble else ""  # /healthz names nobody
        kind = state.trouble.kind if state.trouble else None
        return Fetching(dict(self.counts), trouble, seconds, kind, is_tried=state.looked_at is not None)

    def _run(self) -> None:
        wait = 0.0
        while not self._stopping.is_set():
            before = self.state.looked_at
            self._stay()
            trouble = self.state.trouble
            wait = next_wait(
                0.0 if self.state.looked_at != before else wait, trouble.kind if trouble else None
            )
            self._stopping.wait(wait * random.uniform(0.8, 1.2))

    def _stay(self) -> None:
        """One connection, as long as it lasts."""
        try:
            self._wire = Wire.open(self.account, tokens=self._tokens, tls=self.tls)
            try:
                self._look_again_and_again(self._wire)
            finally:
                wire, self._wire = self._wire, None
                wire.close()
        except Trouble as trouble:
            self._begins_anew(trouble)
            self._troubled(trouble)
        except StoreFailed as error:
            self._troubled(_database_gone(error))
        except Exception as error:
            log.exception("fetching failed", account=self.account.name)
            self._troubled(_our_fault(error))

    def _look_again_and_again(self, wire: Wire) -> None:
        round_ = Round(self.house, self.account, wire, self.counts, self._tries, self._stopping.is_set)
        while not self._stopping.is_set():
            troubles = round_.run()
            self.state = State(self.house.clock(), self.state.trouble, self.state.since)
            if troubles:
                self._begins_anew(troubles[0])
                self._troubled(troubles[0])
            else:
                self._well()
            if troubles or not wire.can_idle():
                self._stopping.wait(self.slice_seconds)
            elif not self._stopping.is_set():
                wire.idle(self.slice_seconds)

    def _well(self) -> None:
        if self.state.trouble is not None and self.state.trouble.kind is not Kind.DATABASE:
            log.info("fetching works again", account=self.account.name)
        self.state = State(self.state.looked_at)

    def _begins_anew(self, trouble: Trouble) -> None:
        """What kept back one mail for days does not date what keeps back all of them now, nor the other way round."""
        was = self.state.trouble
        if was is not None and (was.kind in ASIDE) != (trouble.kind in ASIDE):
            self.state = State(self.state.looked_at)

    def _troubled(self, trouble: Trouble) -> None:
        if self._stopping.is_set():
            return  # we cut the line ourselves
        at, was = self.house.clock(), self.state
        since = was.since if was.trouble is not None and was.since is not None else at
        self.counts["troubles"] += 1
        is_told = trouble.kind is Kind.DATABASE  # as that, once for all accounts
        if not is_told and (was.trouble is None or was.trouble.topic != trouble.topic):
            log.warning(
                "fetching is in trouble", account=self.account.name, why=trouble.sentence, mend=trouble.mend
            )
        self.state = State(was.looked_at, trouble, since)
        if at - since >= self.patience:
            try:
                self.told(self.account, trouble, since)
            except StoreFailed as error:
                refused("the managers are not told yet", error, account=self.account.name)


class Pollers:
    """Owner of every account's poller."""

    def __init__(self, house: House, accounts: Iterable[Account], told: Told) -> None:
        self._pollers = tuple(Poller(house, account, told) for account in accounts)

    def start(self) -> None:
        for poller in self._pollers:
            poller.start()

    def stop(self, grace: float) -> None:
        """All of them at the same time."""
        threads = [threading.Thread(target=poller.stop, args=(grace,)) for poller in self._pollers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def fetching(self, at: datetime) -> Mapping[str, Fetching]:
        """How each account feels, by its name."""
        return {poller.account.name: poller.fetching(at) for poller in self._pollers}


def next_wait(last: float, kind: Kind | None) -> float:
    """Seconds until the next connection. `last`: the wait before this one, 0 if it went well for a while."""
    least = REFUSED_WAIT if kind is Kind.LOGIN else FIRST_WAIT
    most = DATABASE_WAIT if kind is Kind.DATABASE else LONGEST_WAIT
    return min(max(2 * last, least), most)


def _database_gone(error: StoreFailed) -> Trouble:
    return Trouble(
        Kind.DATABASE,
        f"the database is out of reach ({str(error)[:200]})",
        "look after it; it is tried again",
    )


def _our_fault(error: Exception) -> Trouble:
    return Trouble(
        Kind.OURSELVES, f"fetching failed ({type(error).__name__})", "the log says more; it is tried again"
    )
