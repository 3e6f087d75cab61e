"""Knows the words for days and weeks, of every language, and where they stand in a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hauspost.desk.languages import keys
from hauspost.parsers.spellings import any_of, numbered, spelt

Kind = Literal["date", "weekday", "relative", "week", "broken"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`number`: day of the month, weekday from Monday 0, days from today, or weeks from this one."""

    kind: Kind
    start: int
    end: int
    number: int
    month: int = 0
    year: int = 0
    lead: str = (
        ""  # of a weekday: "" | this | coming | next | last; of a week: "number" if it is counted in the year
    )
    is_open: bool = False  # "ab", "bis", "vor", "nach": one side only


_MONTH = numbered("months", first=1)
_FULL = numbered("weekdays")
_SHORT = numbered("weekdays_short")
_RELATIVE = {said: int(days) for days in keys("relative_days") for said in spelt(f"relative_days.{days}")}
FILLERS = frozenset(said for said in spelt("day_words.filler"))
# Abbreviations that are words of their own: only with their mark, or where nothing but a day can stand.
_WORDLIKE = frozenset(spelt("day_words.wordlike"))
_ON = frozenset(spelt("day_words.on"))
_WEEK = any_of(spelt("day_words.week"))
_THIS, _COMING, _NEXT, _LAST = (
    f"(?P<{name}>{any_of(spelt(f'day_words.{name}'))})" for name in ("this", "coming", "next", "last")
)
_OPEN = f"(?P<open>{any_of(spelt('day_words.open'))})"
_LEAD = rf"(?:(?:{_OPEN}|(?P<on>{any_of((*_ON, *spelt('day_words.article')))}))\s{{1,2}}){{0,2}}"
_WHICH = rf"(?:(?:{_THIS}|{_COMING}|{_NEXT}|{_LAST})\s{{1,2}})?"
_BEGIN = r"(?<![\w./,-])"
_TIME_FOLLOWS = rf"\s{{0,2}}(?:\d|(?:{any_of(spelt('day_words.time_follows'))}|[-–/])(?!\w))"
_NO_HOUR = r"(?!\s{0,2}(?:uhr|h\b|[-–]|bis|und))"  # "17.10. 10 Uhr" names no year
_ENDS = r"\s{0,2}(?:$|[\n!;)]|\.\s|\.$|,\s)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Made when first asked for: that takes a tenth of a second, of which a start has none to spare."""
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{_BEGIN}{_LEAD}(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d|-)",
            rf"{_BEGIN}{_LEAD}(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>20\d\d|\d\d(?=[\s.,;!)]|$){_NO_HOUR})?(?!\d)",
            rf"{_BEGIN}{_LEAD}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>20\d\d|\d\d)(?!\d|/)",
            rf"{_BEGIN}{_LEAD}(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s{{0,2}}(?:of )?(?P<name>{any_of(_MONTH)})(?!\w)\.?"
            r"(?:,?\s(?P<y>20\d\d))?",
            rf"{_BEGIN}{_LEAD}(?P<name>{any_of(_MONTH)})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])(?:,?\s(?P<y>20\d\d))?",
            rf"{_BEGIN}{_LEAD}(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})(?!\d|[.,:]\d|\s?(?:uhr|h\b|€|eur|%|m\b|cm|mm|l\b|-|–))",
            rf"{_BEGIN}{_LEAD}{_WHICH}(?P<full>{any_of(_FULL)})(?!\w)",
            rf"{_BEGIN}{_LEAD}{_WHICH}(?P<short>{any_of(_SHORT)})(?P<dot>\.)?(?!\w)",
            rf"(?<!\w){_LEAD}(?P<relative>{any_of(_RELATIVE)})(?!\w)",
            rf"(?<!\w){_LEAD}(?:{any_of(spelt('day_words.week_number'))})\.?\s?(?P<week>\d{{1,2}})(?!\d|\w)",
            rf"(?<![\w.]){_LEAD}(?P<week>\d{{1,2}})\.\s?(?:{any_of(spelt('day_words.number_week'))})(?!\w)",
            rf"(?<!\w){_LEAD}(?P<after>{any_of(spelt('day_words.week_after_next'))})(?!\w)",
            rf"(?<!\w){_LEAD}(?:{_THIS}|{_COMING}|{_NEXT}|{_LAST})\s{{1,2}}(?P<w>{_WEEK})(?!\w)",
        )
    )


def mentions(text: str, *, alone: bool = False) -> tuple[Mention, ...]:
    """Of a levelled text, in order, none inside another. `alone`: the text is nothing but a day."""
    found: list[Mention] = []
    rest = text
    for pattern in _patterns():
        here = tuple(_found(pattern, rest, alone=alone))
        found += here
        rest = blotted(rest, [(each.start, each.end) for each in here])
    return tuple(sorted(found, key=lambda each: each.start))


def blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The spans, in order and apart, as NUL characters: read once is not read again, and places stay."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _found(pattern: re.Pattern[str], text: str, *, alone: bool) -> Iterator[Mention]:
    for match in pattern.finditer(text):
        got = match.groupdict()
        is_open = got.get("open") is not None
        mention = _of(got, match.start(), match.end(), is_open=is_open)
        if mention is None or (got.get("short") and not _is_day(match, text, alone=alone)):
            continue
        if got.get("relative") == "morgen" and _is_morning(match, text):
            continue
        yield mention


def _of(got: dict[str, str | None], start: int, end: int, *, is_open: bool) -> Mention | None:
    which = next((name for name in ("this", "coming", "next", "last") if got.get(name)), "")
    if got.get("full"):
        return Mention("weekday", start, end, _FULL[got["full"] or ""], lead=which, is_open=is_open)
    if got.get("short"):
        return Mention("weekday", start, end, _SHORT[got["short"] or ""], lead=which, is_open=is_open)
    if got.get("relative"):
        return Mention("relative", start, end, _RELATIVE[got["relative"] or ""], is_open=is_open)
    if got.get("week"):
        return Mention("week", start, end, int(got["week"] or 0), lead="number", is_open=is_open)
    if got.get("after"):
        return Mention("week", start, end, 2, is_open=is_open)
    if got.get("w"):
        return Mention("week", start, end, {"this": 0, "last": -1}.get(which, 1), is_open=is_open)
    return _dated(got, start, end, is_open=is_open)


def _dated(got: dict[str, str | None], start: int, end: int, *, is_open: bool) -> Mention | None:
    number = int(got["d"] or 0)
    name = got.get("name")
    month = _MONTH[name] if name else int(got.get("m") or 0)
    year = int(got.get("y") or 0)
    kind: Kind = "date" if 1 <= month <= 12 and 1 <= number <= 31 else "broken"
    if kind == "broken" and not year:
        return None  # "12.30", "99.99"
    return Mention(kind, start, end, number, month, year + 2000 if 0 < year < 100 else year, is_open=is_open)


def _is_day(match: re.Match[str], text: str, *, alone: bool) -> bool:
    """ "Do 16-18", "bis Fr", "am Di": and not "so weit", "die Firma", "Fr. Müller", "do you"."""
    got = match.groupdict()
    behind = text[match.end() : match.end() + 16]
    if alone:
        return True
    if got["short"] in _WORDLIKE and not got["dot"]:
        return bool(got["on"] in _ON or (got["open"] and re.match(_ENDS, behind)))
    if re.match(rf",?(?:{_TIME_FOLLOWS}|\s?\0)", behind):
        return True
    leads = got["on"] in _ON or got["open"] or got["this"] or got["next"] or got["coming"]
    return bool(leads) and not (got["short"] == "fr" and got["dot"])


def _is_morning(match: re.Match[str], text: str) -> bool:
    """ "guten Morgen", "heute Morgen", "Freitag Morgen", "am Morgen"."""
    before = text[max(match.start() - 12, 0) : match.start()].rstrip()
    return before.endswith(("guten", "heute", "gestern", "\0")) or match["on"] in ("am", "den", "der")
