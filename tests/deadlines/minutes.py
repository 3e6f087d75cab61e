"""An office's time counted minute by minute, with holidays written down by hand: what the calendar is compared with."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = int(datetime(2025, 10, 13, tzinfo=UTC).timestamp()) // 60
LAST = int(datetime(2026, 12, 31, tzinfo=UTC).timestamp()) // 60
OPENS, CLOSES = 8, 17  # Mo-Fr 8-17

# Of October 2025 to October 2026, from the two states' laws on holidays; Sundays are left out.
EVERYWHERE = [
    "2025-12-25",
    "2025-12-26",
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
]
HOLIDAYS = {
    "BE": frozenset(map(date.fromisoformat, EVERYWHERE)),
    "BY": frozenset(map(date.fromisoformat, (*EVERYWHERE, "2026-01-06", "2026-06-04"))),
}
CLOSED = ((12, 24), (12, 31))


def works_on(day: date, state: str) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS[state] and (day.month, day.day) not in CLOSED


def is_open(at: datetime, state: str) -> bool:
    """Whether somebody works in the minute that begins then."""
    local = at.astimezone(BERLIN)
    return works_on(local.date(), state) and OPENS <= local.hour < CLOSES


@cache
def _open_minutes(state: str) -> tuple[int, ...]:
    """Every minute of the time played in which somebody works, counted from the epoch, one after the other."""
    return tuple(n for n in range(FIRST, LAST) if is_open(datetime.fromtimestamp(n * 60, UTC), state))


def after(at: datetime, minutes: int, state: str) -> datetime:
    """The end of the last of so many open minutes."""
    open_ = _open_minutes(state)
    begin = bisect_left(open_, -(-int(at.timestamp()) // 60))
    return datetime.fromtimestamp((open_[begin + minutes - 1] + 1) * 60, UTC)


def opening(day: date, state: str) -> datetime:
    """Eight o'clock of that day or of the next one that somebody works."""
    while not works_on(day, state):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, OPENS, tzinfo=BERLIN)
