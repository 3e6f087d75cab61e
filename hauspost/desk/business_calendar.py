"""When an office works: its hours, its state's holidays and the days on which it is closed besides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Final

from hauspost.desk.office_hours import SEARCHED, OfficeHours, office_days

SPAN: Final = re.compile(
    r"(?P<count>\d{1,4})\s*"
    r"(?:(?P<minutes>m|min|minuten|minutes)|(?P<hours>h|std|stunden?|hours?)|(?P<days>d|tage?|days?))"
)
OFF: Final = frozenset({"", "off", "aus"})
_YEARLY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.")
_ONCE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """So much office time; a day is one working day of that house, from any minute to the same of the next."""

    minutes: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: str) -> "Span | None":
        """ "4h", "90 min", "3 Tage"; None: "off". Raises ValueError."""
        shown = text.strip().lower()
        if shown in OFF:
            return None
        found = SPAN.fullmatch(shown)
        if found is None or int(found["count"]) == 0:
            raise ValueError(f"no span of office time: {text!r}")
        count = int(found["count"])
        if found["days"]:
            return cls(days=count)
        return cls(minutes=count * (60 if found["hours"] else 1))


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which nobody works though it is no holiday: each year, or once."""

    month: int
    day: int
    year: int | None = None

    @classmethod
    def read(cls, text: str) -> "ClosedDay":
        """ "24.12." (each year), "15.5.2026" or "2026-05-15". Raises ValueError."""
        shown = text.strip()
        if yearly := _YEARLY.fullmatch(shown):
            day, month = int(yearly[1]), int(yearly[2])
            date(2024, month, day)  # a leap year: 29.2. may be one
            return cls(month, day)
        once = _ONCE.fullmatch(shown)
        if once is None:
            raise ValueError(f"no day: {text!r}")
        year, month, day = (int(once[3] or once[4]), int(once[2] or once[5]), int(once[1] or once[6]))
        return cls(month, day, date(year, month, day).year)

    def holds(self, day: date) -> bool:
        return (day.month, day.day) == (self.month, self.day) and self.year in (None, day.year)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Of one house: the company's hours, the holidays of the state in which the house lies."""

    hours: OfficeHours
    zone: tzinfo
    state: str = ""
    closed: tuple[ClosedDay, ...] = ()

    def after(self, at: datetime, span: Span) -> datetime:
        """The moment at which so much office time has passed, in UTC."""
        left = whole = timedelta(minutes=span.minutes + span.days * (self.hours.end - self.hours.begin))
        for begin, end in self._from(at):
            begin = max(begin, at.astimezone(UTC))
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
        return at.astimezone(UTC) + whole  # elapsed time, whatever the clocks are set to

    def opening_after(self, at: datetime, days: int) -> datetime:
        """When the office opens on the so many-th working day after the day of `at`, which does not count itself."""
        today = at.astimezone(self.zone).date()
        later = (begin for begin, _ in self._from(at) if begin.astimezone(self.zone).date() != today)
        return next(islice(later, max(days, 1) - 1, None), at + timedelta(days=days))

    def is_open(self, at: datetime) -> bool:
        begin, _ = self._next(at)
        return begin <= at

    def opens(self, day: date) -> datetime:
        """When the office begins to work on that day or, where it does not, on the next one that it does."""
        return self._next(datetime.combine(day, time(), self.zone))[0]

    def closes(self, day: date) -> datetime:
        """The end of the office hours of that day or of the next working one."""
        return self._next(datetime.combine(day, time(), self.zone))[1]

    def next_opening(self, day: date) -> datetime:
        """On the working day behind that day."""
        return self.opens(day + timedelta(days=1))

    def days(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The office days that touch the span, in UTC, each from opening to closing."""
        at = since
        while at < until:
            for begin, end in self._from(at):
                if begin >= until:
                    return
                yield begin, end
            day = at.astimezone(self.zone).date() + timedelta(days=SEARCHED)
            at = datetime.combine(day, time(), self.zone)

    def _next(self, at: datetime) -> tuple[datetime, datetime]:
        """The office day of `at`, or the next one; whoever never works has any time."""
        found = next(self._from(at), None)
        return found or (at, at + timedelta(days=1))

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        return office_days(at, self.hours, self.zone, self.state, self._is_closed)

    def _is_closed(self, day: date) -> bool:
        return any(one.holds(day) for one in self.closed)
