"""Knows how fast mails may follow each other where a relay counts them: evenly, after a short run."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

RECENT = 60.0  # seconds; a sender that has no turn asks again every few
RUN = 10  # a tenth of what is allowed may leave at once, so that a quiet relay is a quick one


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `mails` within any `seconds` (a half-open stretch of time)."""

    mails: int
    seconds: float


@dataclass(slots=True)
class _Bucket:
    """So many turns are left; a new one comes every `every` seconds, up to `most`."""

    most: float
    every: float
    left: float
    looked_at: float

    def refill(self, now: float) -> None:
        self.left = min(self.most, self.left + (now - self.looked_at) / self.every)
        self.looked_at = now

    def rest(self) -> float:
        return max(0.0, (1.0 - self.left) * self.every)


@dataclass(slots=True)
class Pace:
    """Owner of one process's turns at the relay; any thread may ask. `clock` is monotonic, in seconds."""

    rates: tuple[Rate, ...] = ()
    clock: Callable[[], float] = time.monotonic
    _buckets: tuple[_Bucket, ...] = ()
    _refused_at: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._buckets = tuple(_bucket(rate, self.clock()) for rate in self.rates)

    def turn(self) -> float:
        """Takes a turn and gives 0; or seconds until there is one, and takes none."""
        with self._lock:
            now = self.clock()
            for bucket in self._buckets:
                bucket.refill(now)
            rest = max((bucket.rest() for bucket in self._buckets), default=0.0)
            if rest < _ROUNDING:
                self._move(-1.0)
                return 0.0
            self._refused_at = now
            return rest

    def is_holding_back(self) -> bool:
        """Whether a sender asked lately and had no turn: what waits then waits for nothing else."""
        with self._lock:
            return self._refused_at is not None and self.clock() - self._refused_at < RECENT

    def give_back(self) -> None:
        """The turn was not used."""
        with self._lock:
            self._move(1.0)

    def _move(self, turns: float) -> None:
        for bucket in self._buckets:
            bucket.left = min(bucket.most, bucket.left + turns)


_ROUNDING = 1e-6  # seconds; a sum of fractions may fall short of a whole turn


def pace(*, per_minute: int, per_hour: int) -> Pace:
    """0: as many as there are."""
    named: Iterable[tuple[int, float]] = ((per_minute, 60.0), (per_hour, 3600.0))
    return Pace(tuple(Rate(mails, seconds) for mails, seconds in named if mails))


def _bucket(rate: Rate, now: float) -> _Bucket:
    """The run, and what comes after it, are together no more than the rate within any stretch of its length."""
    run = max(1, rate.mails // RUN)
    return _Bucket(float(run), rate.seconds / (rate.mails - run + 1), float(run), now)
