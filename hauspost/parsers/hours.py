"""Knows times of day as people type them: "8-10 Uhr", "zwischen 8 und 10", "ab 16 Uhr", "vormittags", "2-4 pm"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from hauspost.parsers.daywords import blotted
from hauspost.parsers.spellings import any_of, spelt

# What offices and workshops mean by the parts of a day: minutes from midnight.
PARTS: tuple[tuple[str, int, int], ...] = (
    ("morning", 8 * 60, 12 * 60),
    ("afternoon", 12 * 60, 17 * 60),
    ("noon", 11 * 60, 13 * 60),
    ("early", 7 * 60, 10 * 60),
    ("evening", 17 * 60, 20 * 60),
)
_OPEN = any_of(spelt("clock.open"))
_AT = any_of(spelt("clock.at"))
_HOUR = r"(?P<{0}>\d{{1,2}})(?:[:.](?P<{0}m>\d{{2}}))?"
_CLOCK = f"(?:(?:{any_of(spelt('clock.oclock'))})\\b" r"|(?P<{0}>a\.?m\b\.?|p\.?m\b\.?))"
_TO = rf"\s{{0,2}}(?:-|–|—|{any_of(spelt('clock.to'))})\s{{0,2}}"
# What makes a count of it: "2-3 Stunden", "4 Mann".
_UNIT = rf"(?!\s{{0,2}}(?:{any_of(spelt('clock.units'))}|x\b|€|eur|\d|:\d|%))"
_BEGIN = r"(?<![\w.,:/-])"
_RANGE = re.compile(
    _BEGIN
    + rf"(?P<lead>(?:{any_of(spelt('clock.between'))})\s{{1,2}})?"
    + _HOUR.format("a")
    + rf"\s{{0,2}}{_CLOCK.format('ap')}?{_TO}"
    + _HOUR.format("b")
    + rf"(?!\d|[.:]\d)\s{{0,2}}(?P<clock>{_CLOCK.format('bp')})?"
    + _UNIT
)
_SINGLE = re.compile(
    _BEGIN
    + rf"(?:(?P<open>{_OPEN})\s{{1,2}}|(?P<at>{_AT})\s{{1,2}}){{0,2}}"
    + _HOUR.format("a")
    + rf"(?!\d|[.:]\d)\s{{0,2}}(?P<clock>{_CLOCK.format('ap')})?"
    + _UNIT
)
_PART = re.compile(
    "|".join(
        rf"(?<![\w-])(?P<p{n}>{any_of(spelt(f'parts_of_day.{name}'))})(?!\w)"
        for n, (name, _, _) in enumerate(PARTS)
    )
)
_COUNTED = re.compile(rf"\s(?!{any_of(spelt('clock.uncounted'))})[^\W\d_]{{3}}")
_NOON = 12 * 60
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes from midnight; `end` absent: at that time. `is_open`: "ab 16 Uhr" says only one side."""

    start: int
    end: int | None
    first: int  # where it stands
    last: int
    is_open: bool = False
    is_part: bool = False  # "vormittags"


def hours(text: str, day_ends: frozenset[int] = frozenset()) -> tuple[Hours, ...]:
    """Times in a levelled text, in order. Behind a day (`day_ends`: where its word ends) "16-18" needs no "Uhr"."""
    found: list[Hours] = []
    rest = text
    for looking in (partial(_ranges, day_ends=day_ends), _singles, _parts):
        here = tuple(looking(rest))
        found += here
        rest = blotted(rest, [(each.first, each.last) for each in here])
    return tuple(sorted(found, key=lambda each: each.first))


def _ranges(text: str, *, day_ends: frozenset[int]) -> Iterator[Hours]:
    for found in _RANGE.finditer(text):
        behind_day = _gap(text, found.start()) in day_ends
        told = found["lead"] or found["clock"] or found["am"] or found["ap"]
        if not (told or behind_day):
            continue
        if found["lead"] and not (found["clock"] or found["am"] or behind_day) and _counts(text, found.end()):
            continue
        later = _half(found["bp"])
        start = _minutes(found["a"], found["am"], _half(found["ap"]) or later)
        end = _minutes(found["b"], found["bm"], later)
        if start is not None and end is not None and later == "p" and start >= end and not found["ap"]:
            start -= _NOON  # "10-2 pm"
        if start is not None and end is not None and start < end:
            yield Hours(start, end, found.start(), found.end())


def _singles(text: str) -> Iterator[Hours]:
    for found in _SINGLE.finditer(text):
        if not (found["clock"] or (found["at"] and not _counts(text, found.end())) or _colon(found)):
            continue
        start = _minutes(found["a"], found["am"], _half(found["ap"]))
        if start is not None:
            yield Hours(start, None, found.start(), found.end(), found["open"] is not None)


def _parts(text: str) -> Iterator[Hours]:
    for found in _PART.finditer(text):
        number = int((found.lastgroup or "p0")[1:])
        _, start, end = PARTS[number]
        yield Hours(start, end, found.start(), found.end(), is_part=True)


def _colon(found: re.Match[str]) -> bool:
    return found["am"] is not None and ":" in found[0]


def _counts(text: str, end: int) -> bool:
    """ "um 9 Leuchten", "von 2 bis 4 Fenstern": a word follows that is counted."""
    return _COUNTED.match(text[end : end + 8]) is not None


def _gap(text: str, at: int) -> int:
    """Where the word before `at` ends."""
    while at and text[at - 1] in " \t\xa0,.:":
        at -= 1
    return at


def _half(said: str | None) -> str:
    return said[0] if said else ""


def _minutes(hour: str, minute: str | None, half: str) -> int | None:
    value = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) >= 60 or (half and not 1 <= int(hour) <= 12):
        return None
    if half:
        value = value % _NOON + (_NOON if half == "p" else 0)
    return value if value <= _MIDNIGHT else None
