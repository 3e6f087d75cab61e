"""Plays an old mailbox through a whole gateway by a clock of its own: nothing real is written to, nothing leaves.

The mails come in the order of their own dates; between two of them a day costs two looks at what is due.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import time as of_day
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final

from hauspost.gateway import deadlines
from hauspost.gateway.ingest import Addressed, Intaking
from hauspost.gateway.mailboxes_on_disk import Found
from hauspost.gateway.serving import Gateway, Plan
from hauspost.parsers.correspondents import correspondents
from hauspost.parsers.prescan import prescan
from hauspost.store import simulation as store
from hauspost.store.database import Database
from hauspost.store.simulation import Came

OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # an earlier Date is a clock that was never set
AHEAD: Final = timedelta(days=1)  # so far before the machine's clock a Date may lie
# Behind the list of the morning, and behind the mails of the evening (local time).
LOOKS: Final = (of_day(7, 35), of_day(19))
LONGEST_GAP: Final = 31  # days without a mail that are looked at; what is longer is jumped over
AFTERWARDS: Final = 2  # days after the last mail: hold times end, the evening's and the morning's mails leave


@dataclass(slots=True)
class Clock:
    """The time of the play."""

    at: datetime = OLDEST

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Coming:
    """A mail that waits for its moment. `at` is None where neither the mail nor the mbox says one."""

    source: str
    arrivals: tuple[int, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Slow:
    source: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Played:
    """`undated`: the sources of mails that were taken in order; `slowest` the longest decisions first."""

    first: datetime
    last: datetime
    mails: int
    undated: tuple[str, ...]
    slowest: tuple[Slow, ...]
    came: Came


def written_at(found: Found, *, now: datetime) -> datetime | None:
    """By the mail's Date, else by its mbox line, which RFC 4155 wants in UTC; None where neither can be true."""
    said = (_date(found.octets or b""), _stamped(found.stamp))
    return next((at for at in said if at is not None and OLDEST <= at <= now + AHEAD), None)


def _date(octets: bytes) -> datetime | None:
    try:
        return correspondents(one for one in prescan(octets).fields if one.name == "date").date
    except Exception:  # a general parser on foreign octets: it says nothing
        return None


def _stamped(stamp: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(stamp)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def in_order(mails: Sequence[Coming], *, otherwise: datetime) -> list[tuple[datetime, Coming]]:
    """By time; without a date right behind the mail before it, the first ones with the first that has one."""
    last = next((one.at for one in mails if one.at is not None), otherwise)
    dated = []
    for one in mails:
        last = one.at or last
        dated.append((last, one))
    return sorted(dated, key=lambda pair: pair[0])


def looks(since: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    """The moments between two mails at which a look is taken; of a long time only those of the first days."""
    first = since.astimezone(zone).date()
    for number in range(LONGEST_GAP + 1):
        for hour in LOOKS:
            at = datetime.combine(first + timedelta(days=number), hour, zone).astimezone(UTC)
            if at >= until:
                return
            if at > since:
                yield at


@dataclass(slots=True)
class Simulation:
    """Owner of a gateway that nobody else uses, whose database it fills. `close` it."""

    gateway: Gateway
    clock: Clock
    now: datetime
    coming: list[Coming] = field(default_factory=list)

    def take(self, mails: Iterable[Addressed]) -> Iterator[Addressed]:
        """Keeps them until `play`; gives each, also those that are at fault. Raises StoreFailed."""
        plan = self.gateway.plan
        for one in Intaking(self.gateway.database, self.clock, plan.authserv_id).take(mails):
            found = one.addressed.found
            if not one.addressed.fault:
                at = written_at(found, now=self.now)
                self.coming.append(Coming(found.source, one.arrivals, at))
            yield one.addressed

    def play(self) -> Iterator[Slow]:
        """Lets them come; gives each with the seconds that its decision and its mails took. Raises StoreFailed."""
        database, zone = self.gateway.database, self.gateway.plan.zone
        database.write(store.put_off)
        mails = in_order(self.coming, otherwise=self.now)
        self.clock.at = mails[0][0] if mails else self.now
        deadlines.begin(database, self.gateway.casebook, self.clock.at)
        for at, one in mails:
            self._pass(looks(self.clock.at, at, zone))
            self.clock.at = at
            begun = time.perf_counter()
            database.write(partial(store.release, arrivals=one.arrivals, at=at))
            self.gateway.drain()
            yield Slow(one.source, time.perf_counter() - begun)
        end = self.clock.at + timedelta(days=AFTERWARDS)
        self._pass((*looks(self.clock.at, end, zone), end))

    def _pass(self, moments: Iterable[datetime]) -> None:
        for at in moments:
            self.clock.at = at
            self.gateway.drain()

    def played(self, taken: Sequence[Slow]) -> Played:
        """What came of it, once it was played."""
        with self.gateway.database.read() as connection:
            came = store.came(connection, self.gateway.plan.zone)
        moments = [at for at, _ in in_order(self.coming, otherwise=self.now)]
        return Played(
            first=moments[0],
            last=moments[-1],
            mails=len(moments),
            undated=tuple(one.source for one in self.coming if one.at is None),
            slowest=tuple(sorted(taken, key=lambda one: -one.seconds)[: store.TEN]),
            came=came,
        )

    def close(self) -> None:
        self.gateway.sandbox.close()
        self.gateway.database.close()


def simulation(plan: Plan, source: Database, *, now: datetime) -> Simulation:
    """A gateway as `plan` wants it, whose database has the current schema and is empty; master data of `source`."""
    clock = Clock(now)
    gateway = Gateway(replace(plan, now=clock))
    with source.read() as connection:
        gateway.database.write(lambda target: store.borrow(connection, target))
    return Simulation(gateway, clock, now)
