"""Which days a report covers, and what people call them: a month, or a first and a last day."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")


class PeriodFault(ValueError):
    """Why there is no such period: a sentence, and after it the mend."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(f"{sentence}; {mend}")
        self.sentence = sentence
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the company's zone, the last one included."""

    first: date
    last: date

    def begin(self, zone: tzinfo) -> datetime:
        """Its first moment, in UTC."""
        return datetime.combine(self.first, time(), zone).astimezone(UTC)

    def end(self, zone: tzinfo) -> datetime:
        """The first moment behind it, in UTC."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone).astimezone(UTC)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        return self == month_of(self.first)

    @property
    def before(self) -> "Period":
        """What it is compared with: the month before a month, else as many days."""
        eve = self.first - timedelta(days=1)
        return month_of(eve) if self.is_month else Period(self.first - timedelta(days=self.days), eve)


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def last_month(today: date) -> Period:
    return month_of(today.replace(day=1) - timedelta(days=1))


def read_month(text: str) -> Period:
    """ "2025-10". Raises PeriodFault."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or not 1 < int(found[1]) < date.max.year:
        raise PeriodFault(f'"{text}" is no month', "write it as 2025-10")
    return month_of(date(int(found[1]), int(found[2]), 1))


def read_day(text: str) -> date:
    """ISO 8601, or as it is written in German. Raises PeriodFault."""
    shown = text.strip()
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", shown)
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(shown)
    except ValueError:
        raise PeriodFault(f'"{text}" is no day', "write it as 2025-10-31 or 31.10.2025") from None
    if not 1 < day.year < date.max.year:
        raise PeriodFault(f'"{text}" is no day of ours', "name one of this century")
    return day


def period(*, month: str = "", first: str = "", last: str = "", today: date) -> Period:
    """What the words name; without any the month before today's. An open end is today. Raises PeriodFault."""
    if month and (first or last):
        raise PeriodFault("a month and single days are two periods", "give --month, or --from and --to")
    if month:
        found = read_month(month)
    elif first or last:
        found = _days(first, last, today)
    else:
        found = last_month(today)
    if found.first > today:
        raise PeriodFault(
            f"{found.first.isoformat()} has not come yet",
            f"a report tells of days up to {today.isoformat()}",
        )
    return found


def _days(first: str, last: str, today: date) -> Period:
    end = read_day(last) if last else today
    begin = read_day(first) if first else end.replace(day=1)
    if begin > end and last:
        raise PeriodFault(
            f"the period ends ({end.isoformat()}) before it begins ({begin.isoformat()})",
            "give --from the earlier and --to the later day",
        )
    return Period(begin, max(begin, end))
