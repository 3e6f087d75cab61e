"""Knows which flats of a house a report's words may mean: "WE 07", "3. OG links", "bei Berger" (DOMAIN, "Opening")."""

import re
from collections.abc import Iterable

from hauspost.desk.intents import ClosedList
from hauspost.parsers.lines import folded, levelled
from hauspost.parsers.worksites import Site, site

_MOST = 4_000  # characters
_SIDE = re.compile(
    r"(?<!\w)(?:(?P<left>links?|linke[nrms]?|li\.|left)|(?P<right>rechts?|rechte[nrms]?|re\.|right)"
    r"|(?P<middle>mitte|middle))(?!\w)"
)
# Who is named behind these lives where it is: "bei Berger", "in der Wohnung von Frau Berger", "Familie Berger".
_AT = (
    r"(?:bei|über|unter|neben|von|wohnung|whg\.?|above|below|at|flat of)"
    r"(?:\s(?:der|den|dem|herrn?|frau|familie|fam\.?|mr\.?|mrs\.?|ms\.?|the|dr\.?)){0,3}"
)


def flats(text: str, known: Iterable[tuple[str, str]], bells: ClosedList) -> tuple[str, ...]:
    """The numbers of the flats that all that is said agrees with; () where no flat is spoken of.

    `known`: each flat's number with all that says where it is; `bells`: its number with the names that are nobody
    else's in the house. A number weighs more than a name, a name more than a floor.
    """
    places, said = tuple(known), site(text)
    return _by_number(said.units, places) or _by_name(text, bells) or _by_place(text, said, places)


def _by_number(said: frozenset[str], known: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(unit for unit, place in known if said & site(f"{unit} {place}").units) if said else ()


def _by_name(text: str, bells: ClosedList) -> tuple[str, ...]:
    shown = folded(text[:_MOST])
    at = folded(_AT)
    written = ((unit, folded(name)) for unit, names in bells for name in names if name)
    found = (  # an expression costs more than a look, and most names of a large house stand nowhere in the text
        unit
        for unit, name in written
        if name in shown and re.search(rf"(?<!\w){at}\s{re.escape(name)}(?!\w)", shown)
    )
    return tuple(dict.fromkeys(found))


def _by_place(text: str, said: Site, known: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """By building, floor and side; a side alone is on every floor."""
    if not (said.storeys or said.buildings):
        return ()
    sides = _sides(text)
    agreeing = []
    for unit, place in known:
        own = site(place)
        agrees = (
            (not said.buildings or bool(said.buildings & own.buildings))
            and (not said.storeys or bool(said.storeys & own.storeys))
            and (not sides or bool(sides & _sides(place)))
        )
        agreeing += [unit] if agrees else []
    return tuple(agreeing)


def _sides(text: str) -> frozenset[str]:
    return frozenset(found.lastgroup or "" for found in _SIDE.finditer(levelled(text[:_MOST])))
