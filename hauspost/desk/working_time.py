"""How much of an office's time lies between two moments: what `BusinessCalendar.after` counts, the other way round."""

from bisect import bisect_right
from datetime import datetime
from itertools import accumulate
from typing import Final

from hauspost.desk.business_calendar import BusinessCalendar

_NOTHING: Final = 0.0


class WorkingTime:
    """The office days of one calendar between two moments, laid out once; each question is then a search."""

    def __init__(self, calendar: BusinessCalendar, since: datetime, until: datetime) -> None:
        days = tuple(calendar.days(since, until))
        self._begins = tuple(begin.timestamp() for begin, _ in days)
        self._lengths = tuple((end - begin).total_seconds() for begin, end in days)
        self._before = (_NOTHING, *accumulate(self._lengths))

    def minutes(self, begin: datetime, end: datetime) -> int:
        """Whole minutes in which the office worked, rounded down; both must lie within the span laid out."""
        return int(max(_NOTHING, self._until(end) - self._until(begin)) // 60)

    def _until(self, at: datetime) -> float:
        seconds = at.timestamp()
        day = bisect_right(self._begins, seconds) - 1
        if day < 0:
            return _NOTHING
        return self._before[day] + min(seconds - self._begins[day], self._lengths[day])
