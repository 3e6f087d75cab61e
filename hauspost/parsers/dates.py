"""Knows days and appointments as people type them, counted from the day the mail was written (WORDS 2, MAIL)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from hauspost.desk.work import Window
from hauspost.parsers.daywords import FILLERS, Mention, blotted, mentions
from hauspost.parsers.hours import Hours, hours
from hauspost.parsers.lines import levelled, words

_LONG_PAST = timedelta(days=182)  # a day without a year that lies further back is next year's
_WEEK = timedelta(days=7)
_NEAR = 8  # characters between "Di" and the date that it belongs to
_DATED = timedelta(hours=48)  # MAIL: the Date header counts within 48 h of receipt


@dataclass(frozen=True, slots=True)
class Day:
    """`day` absent: `reason` is none | unknown | ambiguous | past | several | contradictory | imprecise."""

    day: date | None
    reason: str = ""
    candidates: tuple[date, ...] = ()  # what an ambiguous one may mean


@dataclass(frozen=True, slots=True)
class When:
    """An appointment, or why there is none; `reason` "open": it says only one side ("ab 16 Uhr", "bis Fr")."""

    window: Window | None
    reason: str = ""
    first: date | None = None  # the first day of a day or week that is named
    days: tuple[date, ...] = ()  # every day that is named and certain, past ones too
    spans: tuple[tuple[int, int], ...] = ()  # where days and times stand


def counts_from(received_at: datetime, written_at: datetime | None) -> datetime:
    """Days count from the Date header if it lies within 48 hours of receipt."""
    if written_at is not None and written_at.tzinfo is not None and abs(received_at - written_at) <= _DATED:
        return min(written_at, received_at)
    return received_at


def day(text: str, *, today: date) -> Day:
    """Of a text that is nothing but a day: "Fr", "zum 15.10.", "morgen", "by Friday"."""
    shown = levelled(text)
    found = mentions(f"{shown.strip()} ", alone=True)
    if not found or _left(shown.strip(), [(m.start, m.end) for m in found]):
        return Day(None, "none")
    return one_day(found, today)


def when(text: str, *, received_at: datetime, zone: tzinfo) -> When:
    """The one appointment that `text` names; `received_at` is aware."""
    shown = levelled(text)
    now = received_at.astimezone(zone)
    found = mentions(shown)
    times = _clear(hours(_without(shown, found), frozenset(m.end for m in found)))
    spans = (*((m.start, m.end) for m in found), *((t.first, t.last) for t in times))
    days = tuple(d for m in found for d in _days(m, now.date()))
    if not found:
        return When(None, "none", spans=spans)
    one = one_day(found, now.date())
    week = next((_monday(m, now.date()) for m in found if m.kind == "week"), None)
    reason = one.reason or _many(times)
    if one.day is None or reason:
        return When(None, reason, one.day or week, days, spans)
    window = _window(one.day, times, zone)
    if (window.end or window.start) <= now:
        return When(None, "past", one.day, days, spans)
    if any(m.is_open for m in found):
        return When(None, "open", one.day, days, spans)
    is_open = any(t.is_open for t in times)
    return When(window, "open" if is_open else _unread(shown, found, spans), one.day, days, spans)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where days and times stand in a text."""
    shown = levelled(text)
    found = mentions(shown)
    times = hours(_without(shown, found), frozenset(m.end for m in found))
    return (*((m.start, m.end) for m in found), *((t.first, t.last) for t in times))


def _window(day: date, times: Sequence[Hours], zone: tzinfo) -> Window:
    if not times or times[0].is_open:
        return Window(moment(day, 0, zone), moment(day, 24 * 60, zone), is_day=True)
    one = times[0]
    return Window(moment(day, one.start, zone), None if one.end is None else moment(day, one.end, zone))


def moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    """So many minutes after the day began by the clock on the wall; 1440 and more: of the next day."""
    moved = day + timedelta(days=minutes // (24 * 60))
    return datetime.combine(moved, time(minutes % (24 * 60) // 60, minutes % 60), zone)


def _clear(times: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """ "früh um 7", "vormittags 8-10 Uhr": the clock is the clearer word."""
    clocks = tuple(t for t in times if not t.is_part)
    return clocks or times


def _many(times: Sequence[Hours]) -> str:
    return "several" if len({(t.start, t.end) for t in times}) > 1 else ""


def one_day(found: Sequence[Mention], today: date) -> Day:
    """The one day that these mentions name together."""
    fixed = [m for m in found if m.kind in ("date", "relative")]
    weekdays = [m for m in found if m.kind == "weekday"]
    weeks = [m for m in found if m.kind == "week"]
    if any(m.kind == "broken" for m in found):
        return Day(None, "unknown")
    if fixed:
        return _fixed(fixed, weekdays, today) if not weeks else Day(None, "several")
    if len(weeks) > 1 or len({m.number for m in weekdays}) > 1:
        return Day(None, "several")
    if weeks and not weekdays:
        return Day(None, "imprecise")
    if weeks:
        monday = _monday(weeks[0], today)
        return (
            _not_past(monday + timedelta(days=weekdays[0].number), today) if monday else Day(None, "unknown")
        )
    return _weekday(weekdays[0], today)


def _fixed(fixed: Sequence[Mention], weekdays: Sequence[Mention], today: date) -> Day:
    resolved = {_dated(m, today) for m in fixed}
    if None in resolved:
        return Day(None, "unknown")
    if len(resolved) > 1:
        return Day(None, "several")
    (only,) = resolved
    assert only is not None
    for each in weekdays:
        if each.number != only.weekday():
            near = any(-_NEAR <= m.start - each.end <= _NEAR for m in fixed)
            return Day(None, "contradictory" if near else "several")
    return _not_past(only, today)


def _not_past(found: date, today: date) -> Day:
    return Day(found) if found >= today else Day(None, "past")


def _dated(mention: Mention, today: date) -> date | None:
    if mention.kind == "relative":
        return today + timedelta(days=mention.number)
    year = mention.year or today.year
    try:
        found = date(year, mention.month, mention.number)
        if not mention.year and today - found > _LONG_PAST:
            found = date(year + 1, mention.month, mention.number)
        return found
    except ValueError:
        return None


def _weekday(mention: Mention, today: date) -> Day:
    coming = today + timedelta(days=(mention.number - today.weekday()) % 7)
    if mention.lead == "last":
        return Day(None, "past")
    if mention.lead == "this":
        return _not_past(today - timedelta(days=today.weekday() - mention.number), today)
    if coming == today:
        is_later = mention.lead in ("coming", "next")
        return Day(coming + _WEEK) if is_later else Day(None, "ambiguous", (coming, coming + _WEEK))
    if mention.lead == "next" and coming.isocalendar()[:2] == today.isocalendar()[:2]:
        return Day(None, "ambiguous", (coming, coming + _WEEK))
    return Day(coming)


def _monday(mention: Mention, today: date) -> date | None:
    if mention.lead == "number":
        try:
            found = date.fromisocalendar(today.year, mention.number, 1)
            if today - found > _LONG_PAST:
                found = date.fromisocalendar(today.year + 1, mention.number, 1)
            return found
        except ValueError:
            return None
    return today - timedelta(days=today.weekday()) + mention.number * _WEEK


def _days(mention: Mention, today: date) -> tuple[date, ...]:
    if mention.kind in ("date", "relative"):
        found = _dated(mention, today)
    elif mention.kind == "weekday":
        found = _weekday(mention, today).day
    else:
        found = _monday(mention, today) if mention.kind == "week" else None
    return () if found is None else (found,)


def _without(shown: str, found: Sequence[Mention]) -> str:
    """Days blotted out, so that "16.10." gives no hour."""
    return blotted(shown, [(m.start, m.end) for m in found])


def _unread(shown: str, found: Sequence[Mention], taken: Sequence[tuple[int, int]]) -> str:
    """ "Fr 8": a number behind a day that is no time we know."""
    for each in found:
        behind = re.match(r"[\s.,]{0,3}(\d{1,2})\s*(?:$|[.,;!\n])", shown[each.end : each.end + 12])
        at = each.end + behind.start(1) if behind else -1
        if behind and not any(start <= at < end for start, end in taken):
            return "imprecise"
    return ""


def _left(shown: str, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether anything but small words stands beside the day."""
    kept = list(shown)
    for start, end in taken:
        kept[start:end] = " " * (min(end, len(shown)) - start)
    return any(word not in FILLERS for word in words("".join(kept)))
