"""How long something waits in office hours: days, hours and the state's holidays; a window never ends at night."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

import holidays

from hauspost.desk.policy import DAYS, GERMAN_DAYS
from hauspost.desk.states import read_state

PATTERN: Final = re.compile(
    r"(?P<first>[a-z]{2})(?:\s*[-–]\s*(?P<last>[a-z]{2}))?\s+"
    r"(?P<begin>\d{1,2}(?::\d\d)?)\s*[-–]\s*(?P<end>\d{1,2}(?::\d\d)?)"
)
SEARCHED: Final = 400  # days: whoever has no office hour in a year waits by the clock


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """`weekdays` from 0, Monday; times as minutes since midnight, `end` up to 1440."""

    weekdays: frozenset[int]
    begin: int
    end: int

    @classmethod
    def read(cls, text: str) -> "OfficeHours":
        """ "Mo-Fr 8-17" or "Sa 9:30-12". Raises ValueError."""
        found = PATTERN.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(f"not office hours: {text!r}")
        first = _weekday(found["first"])
        last = _weekday(found["last"]) if found["last"] else first
        span = range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1))
        begin, end = minutes_of(found["begin"]), minutes_of(found["end"])
        return cls(frozenset(span), begin, end if end > begin else 1440)

    def is_open(self, at: datetime, state: str = "") -> bool:
        """`at`: local time."""
        minute = at.hour * 60 + at.minute
        is_day = at.weekday() in self.weekdays and not is_holiday(at.date(), state)
        return is_day and self.begin <= minute < self.end


def _weekday(word: str) -> int:
    return (DAYS if word in DAYS else GERMAN_DAYS).index(word)


def minutes_of(text: str) -> int:
    """Since midnight: "8", "8:30", "24"."""
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute or 0)


def office_days(
    at: datetime,
    hours: OfficeHours,
    zone: tzinfo,
    state: str,
    is_closed: Callable[[date], bool],
) -> Iterator[tuple[datetime, datetime]]:
    """The office days from that of `at` on, in UTC, without those that are over."""
    today = at.astimezone(zone).date()
    for n in range(SEARCHED):
        day = today + timedelta(days=n)
        if day.weekday() in hours.weekdays and not is_holiday(day, state) and not is_closed(day):
            begin, end = _moment(day, hours.begin, zone), _moment(day, hours.end, zone)
            if end > at:
                yield begin, end


def _moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    if minutes >= 1440:
        day, minutes = day + timedelta(days=1), minutes - 1440
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)


def is_holiday(day: date, state: str = "") -> bool:
    """Whether it is a public holiday there; without a state: one of all Germany."""
    return day in _holidays(read_state(state), day.year)


@lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=state or None, years=year))
