"""Knows what a manager's mail says of the documents that it brings: Titel: …, Für: …, Gültig bis …, Zeitraum 2024."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from hauspost.desk.documents import ALWAYS
from hauspost.desk.houses import Period
from hauspost.parsers.daywords import mentions
from hauspost.parsers.documentwords import roles_said
from hauspost.parsers.lines import levelled, words
from hauspost.parsers.phrases import without_closing

MOST_LINES: Final = 40
LONGEST: Final = 120
_LONG_PAST: Final = timedelta(days=182)  # a day without a year that lies further back is next year's
_TITLE: Final = re.compile(r"\s*(?:titel|title)\s*:\s*(\S.*)", re.IGNORECASE)
_COVERS: Final = re.compile(r"\s*(?:zeitraum|period)\b\s*:?\s*(\S.{0,60})", re.IGNORECASE)
_FOR: Final = re.compile(r"\s*(?:für|fuer|nur|for|only)\b\s*(:?)", re.IGNORECASE)
_VALID: Final = re.compile(
    r"\s*(?P<head>gültig|gueltig|valid|sichtbar|visible)?\s*:?\s*"
    r"(?:(?:ab|vom|von|from)\s+(?P<begin>[^:]{2,30}?))?\s*"
    r"(?:\b(?:bis|until|till|to)\s+(?:zum\s+|einschließlich\s+)?(?P<end>[^:]{2,30}?))?[.!]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Details:
    """`unread`: lines of that form whose role or day nobody knows. `audience` None: nothing is said of it."""

    title: str = ""
    audience: tuple[str, ...] | None = None
    valid: Period = ALWAYS
    covers: str = ""
    unread: tuple[str, ...] = ()


def details(text: str, *, today: date) -> Details:
    """The first line of each form counts; all others are for people."""
    found = Details()
    for line in without_closing([each for each in text.splitlines() if each.strip()])[:MOST_LINES]:
        found = _with(found, line.strip(), today)
    return found


def _with(found: Details, line: str, today: date) -> Details:
    if titled := _TITLE.fullmatch(line):
        return replace(found, title=found.title or titled[1].strip()[:LONGEST])
    if covering := _COVERS.fullmatch(line):
        return replace(found, covers=found.covers or covering[1].strip(" .")[:LONGEST])
    if named := _FOR.match(line):
        return _with_audience(found, line, is_sure=bool(named[1]))
    valid = _VALID.fullmatch(line)
    if valid and (valid["begin"] or valid["end"]):
        return _with_period(found, line, valid, today)
    return found


def _with_audience(found: Details, line: str, *, is_sure: bool) -> Details:
    roles = roles_said(line)
    if roles is None:
        return replace(found, unread=(*found.unread, line[:LONGEST])) if is_sure else found
    return replace(found, audience=found.audience or roles)


def _with_period(found: Details, line: str, said: re.Match[str], today: date) -> Details:
    begin = _day(said["begin"], today) if said["begin"] else None
    end = _day(said["end"], today) if said["end"] else None
    is_known = (begin or not said["begin"]) and (end or not said["end"])
    if not is_known or (begin and end and end < begin) or (end and end < today):
        # "Ab 8 Uhr ist das Büro zu" is a sentence; a line that says of itself what it is, or has figures, is none.
        is_meant = said["head"] or (begin or end)
        return replace(found, unread=(*found.unread, line[:LONGEST])) if is_meant else found
    before = found.valid
    return replace(found, valid=Period(before.begin or begin, before.end or end))


def _day(text: str, today: date) -> date | None:
    shown = levelled(text).strip()
    found = [m for m in mentions(f"{shown} ", alone=True) if m.kind == "date"]
    if len(found) != 1 or words(shown[: found[0].start] + shown[found[0].end :]):
        return None
    one = found[0]
    try:
        day = date(one.year or today.year, one.month, one.number)
        if not one.year and today - day > _LONG_PAST:
            day = date(day.year + 1, one.month, one.number)
        return day
    except ValueError:
        return None
