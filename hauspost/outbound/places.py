"""Knows what the house's own German says of places and office hours, in the reader's language."""

import re
from typing import Final

from hauspost.desk.languages import HOUSE, keys, say
from hauspost.outbound.catalogue import Language

# German is the language in which reports are cut and master data written.
_PLACES, _PARTS, _FLOORS, _SIDES = (
    {say(f"{section}.{key}", HOUSE): f"{section}.{key}" for key in keys(section)}
    for section in ("places", "parts_of_houses", "floors", "sides")
)
_WEEKDAYS: Final = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_FLOOR: Final = re.compile(r"(?:(?P<n>\d{1,2})\.\s?OG|(?P<floor>EG|UG|DG))(?: (?P<side>links|rechts|Mitte))?")
_NUMBERED: Final = re.compile(r"(?P<what>Haus|Aufgang|Eingang|Block) (?P<which>\d{1,4}\s?[A-Za-z]?|[A-Z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_HOUR: Final = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")


def place_words(place: str, language: Language) -> str:
    """Haus 12, 3. OG links · building 12, floor 3 left"""
    if language.code == HOUSE:
        return place
    return ", ".join(_part(part, language.code) for part in place.split(", "))


def _part(part: str, code: str) -> str:
    """Only what is wholly of our own words: "Haus am See" is a name."""
    if floor := _FLOOR.fullmatch(part):
        named = _FLOORS[floor["floor"]] if floor["floor"] else "floors.numbered"
        side = say(_SIDES[floor["side"]], code) if floor["side"] else ""
        return " ".join(p for p in (say(named, code).format(n=floor["n"]), side) if p)
    if numbered := _NUMBERED.fullmatch(part):
        return f"{say(_PARTS[numbered['what']], code)} {numbered['which']}"
    return say(_PLACES[part], code) if part in _PLACES else part


def office_hours(hours: str, language: Language) -> str:
    """Mo-Fr 9-16 Uhr · Mon-Fri 9:00-16:00"""
    if language.code == HOUSE:
        return hours
    named = language.locale.days["format"]["abbreviated"]
    weekdays = {german: named[number] for number, german in enumerate(_WEEKDAYS)}
    days = _WORD.sub(lambda m: weekdays.get(m[0], m[0]), hours)
    clocks = _HOUR.sub(r"\1:00", days) if days != hours or "Uhr" in hours else hours
    return re.sub(r"\s*\bUhr\b", "", clocks)
