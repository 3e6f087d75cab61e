"""Knows which places a firm's words name, and whether they are those of its order (WORDS 3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hauspost.desk.intents import Vocabulary
from hauspost.parsers.lines import levelled
from hauspost.parsers.places import BUILDING, STOREY, building, common_grounds, storey

_MOST = 4_000  # characters
_SHORT = 200  # what is called by a name
_STREET = re.compile(
    r"(?<!\w)(?!gehweg|fahrweg|radweg|hofweg)[^\W\d_]{3,40}(?:weg|straße|strasse|str\.?|allee|gasse|chaussee|ufer)"
    r"\s{1,3}(?P<number>\d{1,4}\s?[a-z]?)\b(?!\s?[-–/]\s?\d)"
)
_UNIT = re.compile(
    r"(?<!\w)(?:we|whg\.?|wohnung|wohneinheit|einheit|flat|apartment)\s?(?:nr\.?\s?)?0{0,3}(?P<number>\d{1,3})(?![\w.])"
)
# Things that belong to all and lie anywhere: naming one of them says nothing of where the work is.
_THINGS = frozenset({"Aufzug", "Haustür", "Briefkastenanlage", "Klingelanlage", "Tor", "Dach", "Fassade"})
_SAME = {"Hausflur": "Treppenhaus"}


@dataclass(frozen=True, slots=True)
class Site:
    """The places that words name: buildings "Haus 14", flats by their number, floors, common ground."""

    buildings: frozenset[str]
    units: frozenset[str]
    storeys: frozenset[str]
    grounds: frozenset[str]


def site(text: str) -> Site:
    return _site_short(text) if len(text) <= _SHORT else _site(text)


def _site(text: str) -> Site:
    shown = levelled(text[:_MOST])
    streets = (f"Haus {''.join(found['number'].split())}" for found in _STREET.finditer(shown))
    grounds = (_SAME.get(ground, ground) for ground in common_grounds(shown))
    return Site(
        frozenset((*map(building, BUILDING.finditer(shown)), *streets)),
        frozenset(found["number"] for found in _UNIT.finditer(shown)),
        frozenset(map(storey, STOREY.finditer(shown))),
        frozenset(grounds) - _THINGS,
    )


# The flats and places of a house are read again for each of its mails; long texts are not kept.
_site_short = lru_cache(maxsize=4096)(_site)


def is_elsewhere(text: str, order: str, vocabulary: Vocabulary) -> bool:
    """Whether the text names a place that is not known as that of the order, by its number; "": the answered one.

    A building or a flat must be the order's own. A floor or common ground only contradicts another one, or is that of
    another order. Of an order that is not on the list nothing is known.
    """
    sites = {tag: site(place) for tag, place in vocabulary.sites}
    number = order or vocabulary.order
    if number not in sites:
        return False
    said, own = site(text), sites.pop(number)
    buildings = own.buildings or site(vocabulary.street).buildings
    strange = said.grounds - own.grounds
    return (
        not said.buildings <= buildings
        or not said.units <= own.units
        or bool(own.storeys and said.storeys - own.storeys)
        or bool(own.grounds and strange)
        or bool(strange & _grounds(sites.values()))
    )


def _grounds(sites: Iterable[Site]) -> frozenset[str]:
    return frozenset(ground for each in sites for ground in each.grounds)
