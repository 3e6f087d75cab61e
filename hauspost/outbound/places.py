"""Knows what the house's own German says of places and office hours, in the reader's language."""

import re
from typing import Final

from hauspost.outbound.catalogue import Language

# Words that reports are cut to and that master data use; any other is a name of the house's own and stays.
ENGLISH: Final = {
    "Treppenhaus": "stairwell",
    "Hausflur": "hallway",
    "Aufzug": "lift",
    "Haustür": "front door",
    "Hauseingang": "entrance",
    "Briefkastenanlage": "letterboxes",
    "Klingelanlage": "door bells",
    "Tiefgarage": "underground car park",
    "Garagentor": "garage door",
    "Hoftor": "gate",
    "Fahrradkeller": "bike cellar",
    "Waschküche": "laundry room",
    "Trockenraum": "drying room",
    "Heizungskeller": "boiler room",
    "Keller": "cellar",
    "Dachboden": "attic",
    "Dach": "roof",
    "Fassade": "facade",
    "Müllplatz": "bin area",
    "Müllraum": "bin room",
    "Hof": "courtyard",
    "Garten": "garden",
    "Spielplatz": "playground",
    "Gehweg": "pavement",
    "Zufahrt": "driveway",
    "Parkplatz": "car park",
    "Vorderhaus": "front building",
    "Hinterhaus": "rear building",
    "Gartenhaus": "garden building",
    "Seitenflügel": "side wing",
}
PARTS_OF_HOUSES: Final = {"Haus": "building", "Aufgang": "entrance", "Eingang": "entrance", "Block": "block"}
FLOORS: Final = {"EG": "ground floor", "UG": "basement", "DG": "top floor"}
SIDES: Final = {"": "", "links": " left", "rechts": " right", "Mitte": " middle"}
WEEKDAYS: Final = {"Mo": "Mon", "Di": "Tue", "Mi": "Wed", "Do": "Thu", "Fr": "Fri", "Sa": "Sat", "So": "Sun"}
_FLOOR: Final = re.compile(r"(?:(?P<n>\d{1,2})\.\s?OG|(?P<floor>EG|UG|DG))(?: (?P<side>links|rechts|Mitte))?")
_NUMBERED: Final = re.compile(r"(?P<what>Haus|Aufgang|Eingang|Block) (?P<which>\d{1,4}\s?[A-Za-z]?|[A-Z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_HOUR: Final = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")


def place_words(place: str, language: Language) -> str:
    """Haus 12, 3. OG links · building 12, floor 3 left"""
    if language.code != "en":
        return place
    return ", ".join(map(_part, place.split(", ")))


def _part(part: str) -> str:
    """Only what is wholly of our own words: "Haus am See" is a name."""
    if floor := _FLOOR.fullmatch(part):
        return (f"floor {floor['n']}" if floor["n"] else FLOORS[floor["floor"]]) + SIDES[floor["side"] or ""]
    if numbered := _NUMBERED.fullmatch(part):
        return f"{PARTS_OF_HOUSES[numbered['what']]} {numbered['which']}"
    return ENGLISH.get(part, part)


def office_hours(hours: str, language: Language) -> str:
    """Mo-Fr 9-16 Uhr · Mon-Fri 9:00-16:00"""
    if language.code != "en":
        return hours
    days = _WORD.sub(lambda m: WEEKDAYS.get(m[0], m[0]), hours)
    clocks = _HOUR.sub(r"\1:00", days) if days != hours or "Uhr" in hours else hours
    return re.sub(r"\s*\bUhr\b", "", clocks)
