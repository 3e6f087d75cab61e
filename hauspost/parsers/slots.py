"""Knows several times in one text: what a firm offers to choose from, and when a resident says to have time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from hauspost.desk.intents import Free
from hauspost.desk.work import Window
from hauspost.parsers.dates import moment, one_day
from hauspost.parsers.daywords import Mention, blotted, mentions
from hauspost.parsers.hours import Hours, hours
from hauspost.parsers.lines import levelled

MOST: Final = 6  # times to choose from; who names more names his opening hours
_LONGEST: Final = 2_000  # characters that are looked at
_JOINED: Final = re.compile(r"[\s,.(]{0,3}(?:den |der |dem |am |the )?")  # between "Mi" and "15.10."
_RANGE: Final = re.compile(r"\s*(?:-|–|bis|bis zum|to|until)\s*")  # "Mo-Fr" names no times to choose from
_SHARED: Final = re.compile(r"\b(?:jeweils|je|beide(?:s|n)?|immer|each|both)\b")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, and the times of day that stand with it. `day` absent: the words leave open which."""

    day: date | None
    hours: tuple[Hours, ...]
    start: int
    end: int
    is_open: bool = False  # "ab Freitag"


def stretches(text: str, *, received_at: datetime, zone: tzinfo) -> tuple[Stretch, ...]:
    """The days of a text in order, each with its times; () where they are the ends of a span of days."""
    shown = levelled(text[:_LONGEST])
    found = mentions(shown)
    if not found:
        return ()
    times = hours(blotted(shown, [(m.start, m.end) for m in found]), frozenset(m.end for m in found))
    groups = list(_groups(shown, found))
    today = received_at.astimezone(zone).date()
    ends = [*(group[0].start for group in groups[1:]), len(shown)]
    made = []
    for number, (group, end) in enumerate(zip(groups, ends, strict=True)):
        start = 0 if number == 0 else group[0].start  # "8-10 Uhr am Mi": before the first day is beside it
        mine = tuple(t for t in times if start <= t.first < end)
        if number + 1 < len(groups) and not mine and _RANGE.fullmatch(shown[group[-1].end : end]):
            return ()
        is_open = any(m.is_open for m in group)
        made.append(Stretch(one_day(group, today).day, mine, group[0].start, group[-1].end, is_open))
    return tuple(made)


def _groups(shown: str, found: tuple[Mention, ...]) -> Iterator[list[Mention]]:
    """ "Mi 15.10." and "Mi nächster Woche" are one day."""
    group: list[Mention] = []
    for each in found:
        is_weekday = [m.kind == "weekday" for m in group]
        pairs = len(group) == 1 and is_weekday[0] != (each.kind == "weekday")
        if pairs and _JOINED.fullmatch(shown[group[-1].end : each.start]):
            group.append(each)
            continue
        if group:
            yield group
        group = [each]
    if group:
        yield group


def times_offered(text: str, *, received_at: datetime, zone: tzinfo) -> tuple[Window, ...]:
    """Two or more times to choose from, in the order they are named; () where not each of them is certain."""
    found = stretches(text, received_at=received_at, zone=zone)
    if not found or any(s.day is None or s.is_open or any(t.is_open for t in s.hours) for s in found):
        return ()
    bare = [s for s in found if not s.hours]
    shared: tuple[Hours, ...] = ()
    if bare and len(bare) < len(found):  # "Mi oder Do, jeweils 8-10 Uhr"; "Mi oder Do 8-10" leaves it open
        if bare != list(found[:-1]) or not _SHARED.search(levelled(text[:_LONGEST])):
            return ()
        shared = found[-1].hours
    made = dict.fromkeys(w for s in found for w in _windows(s, shared, zone))
    return tuple(made) if 2 <= len(made) <= MOST else ()


def _windows(stretch: Stretch, shared: tuple[Hours, ...], zone: tzinfo) -> Iterator[Window]:
    if stretch.day is None:
        return
    times = _clear(stretch.hours or shared)
    if not times:
        yield Window(moment(stretch.day, 0, zone), moment(stretch.day, 24 * 60, zone), is_day=True)
    for one in times:
        end = None if one.end is None else moment(stretch.day, one.end, zone)
        yield Window(moment(stretch.day, one.start, zone), end)


def _clear(times: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """ "vormittags 8-10 Uhr": the clock is the clearer word."""
    return tuple(t for t in times if not t.is_part) or times


def free(text: str, *, received_at: datetime, zone: tzinfo) -> tuple[Free, ...]:
    """When somebody says to have time; what is no certain day is left to people."""
    today = received_at.astimezone(zone).date()
    made: list[Free] = []
    for stretch in stretches(text, received_at=received_at, zone=zone):
        if stretch.day is None or stretch.day < today or stretch.is_open:
            continue
        times = _clear(stretch.hours)
        made += [_free(stretch.day, t, text) for t in times] or [Free(stretch.day)]
    return tuple(dict.fromkeys(made))[:MOST]


def _free(day: date, one: Hours, text: str) -> Free:
    if not one.is_open:
        return Free(day, one.start, one.end)
    return Free(day, None, one.start) if is_until(levelled(text), one) else Free(day, one.start)


def is_until(shown: str, one: Hours) -> bool:
    """Of an open time in a levelled text: "bis 12 Uhr", as against "ab 12 Uhr"."""
    return re.match(r"bis|vor|until|till|by|before|sp", shown[one.first : one.last]) is not None
