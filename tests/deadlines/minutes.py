"""An office's time counted minute by minute, with holidays written down by hand: what the calendar is compared with."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
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


def after(at: datetime, minutes: int, state: str) -> datetime:
    """Minute by minute; nights and weekends too."""
    while minutes:
        if is_open(at, state):
            minutes -= 1
        at += MINUTE
    return at


def opening(day: date, state: str) -> datetime:
    """Eight o'clock of that day or of the next one that somebody works."""
    while not works_on(day, state):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, OPENS, tzinfo=BERLIN)
