"""By when a house hears of its public tickets: in the evening, or in the reader's own mail of the day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = time(18)  # of each day; the mail of the day comes at the same hour, where the office works that day
SATURDAY = 5
QUIET_BEGINS, QUIET_ENDS = 20, 7


@dataclass(frozen=True, slots=True)
class Promise:
    """Who must have heard of that ticket by then, if they still read it."""

    number: int
    addresses: frozenset[str]
    by: datetime


@dataclass(slots=True)
class News:
    """What is still to come. `late`: it fell due while the house sleeps."""

    waiting: list[Promise] = field(default_factory=list)
    late: list[Promise] = field(default_factory=list)

    def promise(self, number: int, at: datetime, *, evening: Iterable[str], daily: Iterable[str]) -> None:
        self.waiting += [
            Promise(number, frozenset(evening), _evening_after(at)),
            Promise(number, frozenset(daily), _workday_after(at)),
        ]

    def withdraw(self, number: int) -> None:
        """Of a ticket that is private now nothing waits for the morning; made public again, it is news anew."""
        self.late = [promise for promise in self.late if promise.number != number]

    def due(self, now: datetime, reads: Callable[[int], frozenset[str]]) -> list[Promise]:
        """What must have come by now. `reads`: who reads that ticket as the house.

        If the clock leapt from before the evening into the night, it comes when the house is no longer left alone.
        """
        self.late += [promise for promise in self.waiting if promise.by <= now]
        self.waiting = [promise for promise in self.waiting if promise.by > now]
        if is_quiet(now):
            return []
        over, self.late = self.late, []
        return [Promise(p.number, p.addresses & reads(p.number), p.by) for p in over]


def is_quiet(at: datetime) -> bool:
    """Whether the house is left alone."""
    return not QUIET_ENDS <= at.astimezone(BERLIN).hour < QUIET_BEGINS


def _evening_after(at: datetime) -> datetime:
    local = at.astimezone(BERLIN)
    evening = datetime.combine(local.date(), EVENING, BERLIN)
    return evening if evening > local else evening + timedelta(days=1)


def _workday_after(at: datetime) -> datetime:
    day = _evening_after(at)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
