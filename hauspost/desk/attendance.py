"""Knows when somebody is there, as reports say it ("ab 16 Uhr", "Mo-Fr vormittags"), and which visits lie outside.

The words are those that a report's sentence on access is cut to; what is not surely understood rules nothing out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from hauspost.desk.work import Window

_GERMAN: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_BEGINS: Final = {word: day for words in (_GERMAN, _ENGLISH) for day, word in enumerate(words)}
WORKDAYS: Final = frozenset(range(5))
# What offices and workshops mean by the parts of a day, in minutes from midnight.
PARTS: Final = (
    ("vormittag", 8 * 60, 12 * 60),
    ("morning", 8 * 60, 12 * 60),
    ("nachmittag", 12 * 60, 18 * 60),
    ("afternoon", 12 * 60, 18 * 60),
    ("mittag", 11 * 60, 14 * 60),
    ("abend", 17 * 60, 22 * 60),
    ("evening", 17 * 60, 22 * 60),
)
MIDNIGHT: Final = 24 * 60
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s?(uhr|h|am|pm)?"
_SPAN = re.compile(rf"(?:zwischen |von |between |from )?{_CLOCK}\s?(?:und|bis|-|–|and|to)\s?{_CLOCK}")
_SINCE = re.compile(rf"(?:ab|nach|after|from) (?:ca\.? )?{_CLOCK}(?:\s?(?:bis|-|–|to|until)\s?{_CLOCK})?")
_UNTIL = re.compile(rf"(?:bis|vor|before|until) (?:ca\.? )?{_CLOCK}")
_TIMES = re.compile(
    rf"{_SINCE.pattern}|{_UNTIL.pattern}|{_SPAN.pattern}|(?:in the )?(?:{'|'.join(p for p, _, _ in PARTS)})s?"
)
_EARLY = 7  # "ab 4" without "Uhr": of the afternoon, as likely as not


@dataclass(frozen=True, slots=True)
class Hours:
    """`days`: weekdays from 0, Monday; none named: any. Minutes from midnight, local time."""

    days: frozenset[int]
    begin: int
    end: int


def hours_of(access: str) -> tuple[Hours, ...]:
    """When somebody can be met; () where not all of the words are understood."""
    text = " ".join(access.casefold().split())
    found: list[Hours] = []
    at = 0
    for match in _TIMES.finditer(text):
        days = _days(text[at : match.start()].strip(" ,"))
        times = _times(match[0])
        if days is None or times is None:
            return ()
        found.append(Hours(days, *times))
        at = match.end()
    return tuple(found) if not text[at:].strip(" .,") else ()


def is_outside(window: Window, access: str, zone: tzinfo) -> bool:
    """Whether a visit begins or ends when, by the words of the report, nobody is there."""
    hours = hours_of(access)
    return bool(hours) and not any(_holds(one, window, zone) for one in hours)


def _holds(hours: Hours, window: Window, zone: tzinfo) -> bool:
    start = window.start.astimezone(zone)
    if hours.days and start.weekday() not in hours.days:
        return False
    begin = start.hour * 60 + start.minute
    if window.is_day:
        return True
    if window.end is None:
        return hours.begin <= begin < hours.end
    end = window.end.astimezone(zone)
    is_same_day = end.date() == start.date()
    return is_same_day and hours.begin <= begin and end.hour * 60 + end.minute <= hours.end


def _days(text: str) -> frozenset[int] | None:
    """ "mo-fr", "dienstags und do"; None: other words."""
    if text in ("", "täglich", "taeglich"):
        return frozenset()
    if text in ("werktags", "wochentags", "weekdays"):
        return WORKDAYS
    if text in ("am wochenende", "weekends"):
        return frozenset({5, 6})
    named = [_day(word) for word in re.findall(r"[^\W\d_]+", re.sub(r"\b(?:und|oder|and|or)\b", ",", text))]
    known = [day for day in named if day is not None]
    if len(known) != len(named) or not known:
        return None
    if len(known) == 2 and re.search(r"-|–|\bbis\b|\bto\b", text):
        first, last = known
        return frozenset(range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1)))
    return frozenset(known)


def _day(word: str) -> int | None:
    is_name = len(word) <= 3 or word.removesuffix("s").endswith(("tag", "day", "woch"))
    return (
        DAY_BEGINS.get(word[:3], DAY_BEGINS.get(word[:2])) if is_name and word not in ("bis", "to") else None
    )


def _times(text: str) -> tuple[int, int] | None:
    if part := next(((begin, end) for said, begin, end in PARTS if said in text), None):
        return part
    clocks = tuple(_clocks(text))
    if None in clocks or not clocks:
        return None
    known = [clock for clock in clocks if clock is not None]
    if len(known) == 2:
        return (known[0], known[1]) if known[0] < known[1] else None
    return (0, known[0]) if _UNTIL.fullmatch(text) else (known[0], MIDNIGHT)


def _clocks(text: str) -> Iterator[int | None]:
    found = re.findall(_CLOCK, text)
    last = found[-1][2] if found else ""
    for hour, minute, unit in found:
        half = unit or last
        value = int(hour) * 60 + int(minute or 0)
        if half in ("am", "pm"):
            value = value % (12 * 60) + (12 * 60 if half == "pm" else 0)
        is_sure = bool(half) or bool(minute) or int(hour) >= _EARLY
        yield value if is_sure and value <= MIDNIGHT else None
