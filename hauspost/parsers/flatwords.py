"""Knows when a floor, a side or a number tells whose flat is meant, and when it only says where on common ground."""

import re
from collections.abc import Iterable
from typing import Final

from hauspost.desk.houses import Person, Unit
from hauspost.parsers.lines import levelled
from hauspost.parsers.places import STOREY, common_grounds, storey

_NUMBERED: Final = re.compile(
    r"\b(?:WE|(?i:whg\.?|wohnung(?:s(?=-?n))?|wohneinheit|app?artement|apartment|apt\.?|flat|unit|top)(?:[\s-]*(?i:nr\.?|no\.?|nummer))?)\s?\d{1,4}[a-z]?\b"
)
# Of levelled text; further ways to say a floor than places has.
_FLOOR: Final = (
    rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', STOREY.pattern)}"
    r"|(?<![\w.])(?:\d{1,2}(?:\.|te[nrs]?|er)?|[ivx]{1,4}\.?|oberste[nrms]?|top"
    r"|(?:sechs|sieb|siebent|ach|neun|zehn)te[nrms]?)"
    r" ?(?:og|obergeschoss|geschoss|stock(?:werk)?s?|etage|floor|st\.)(?!\w)"
    r"|(?<!\w)(?:etage|stock|stockwerk|floor|level) \d{1,2}(?!\w)"
    r"|(?<!\w)(?:im|vom|aus dem|in der) (?:erst|zweit|dritt|viert|f(?:ü|ue)nft|sechst)en(?=\s*(?:$|[,.!?]))"
    r"|(?<!\w)(?:hoch)?parterre(?!\w)|(?<!\w)souterrain(?!\w)|(?<!\w)(?:erdgeschoss|dachgeschoss|eg|dg)[- ]?wohnung)"
)
_SIDE: Final = (
    r"(?:links|rechts|mitte|mittig|left|right|middle"
    r"|(?:linke|rechte|mittlere)[nrms]? (?:t(?:ü|ue)r|wohnung|seite))(?!\w)"
)
_WORDS: Final = r"(?:[\s,/(.-]+[\w-]+){0,2}[\s,/(.-]+"
_SIDED: Final = r"(?<!\w)\d{1,2}\.? ?[/-]? ?(?:links|rechts|mitte|li|re)\.?(?!\w)"
_FLOOR_AND_SIDE: Final = re.compile(
    rf"\b(?:{_FLOOR}{_WORDS}{_SIDE}|(?<!\w){_SIDE}{_WORDS}{_FLOOR}|{_FLOOR}[ ,/-]{{0,3}}(?:li|re|m)\.?(?!\w)"
    rf"|{_SIDED})"
)
_NUMBER_AND_SIDE: Final = re.compile(_SIDED)
_ANY_FLOOR: Final = re.compile(rf"\b{_FLOOR}")
# Beside these a floor is somebody's: who lives there, or greets from there.
_LIVES: Final = re.compile(
    r"\b(?:mieter\w*|bewohner\w*|nachbar\w*|familie|fam|herrn?|frau|tenants?|neighbou?rs?"
    r"|gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|wohn(?:e|en|t|haft)|lebe|leben"
    r"|meine[nrms]? wohnung|unsere[nrms]? wohnung|wohnung|whg|live|living|lives"
    r"|my (?:flat|apartment)|our (?:flat|apartment))\b"
)
_WING: Final = re.compile(r"(?<!\w)(?:hinterhaus|vorderhaus|gartenhaus|seitenfl(?:ü|ue)gel)(?!\w)")
_SELF: Final = re.compile(r"\b(?:ich|wir|mir|uns|mich|mein\w*|unser\w*|i|we|me|us|my|our|i m|at mine)\b")


class Floors:
    """Where the authors of a text live, and what of it says so."""

    def __init__(self, authors: Iterable[Person], units: Iterable[Unit]) -> None:
        homes = {(role.property_id, role.unit) for person in authors for role in person.roles if role.unit}
        floors = (unit.floor for unit in units if (unit.property_id, unit.id) in homes and unit.floor)
        self.own = frozenset(filter(None, map(_written, floors)))

    def tell(self, clause: str, sentence: str) -> bool:
        """Whether the clause says whose flat it is. On common ground ("im Treppenhaus im 3. Stock") it does not, unless
        somebody lives there."""
        if _NUMBERED.search(clause):
            return True
        shown = levelled(clause)
        found = _ANY_FLOOR.search(shown)
        beside = (_FLOOR_AND_SIDE if found else _NUMBER_AND_SIDE).search(shown)
        if found is None and beside is None and not _WING.search(shown):
            return False
        if _LIVES.search(shown):
            return True
        if _SELF.search(shown) and not common_grounds(shown):
            return True
        is_theirs = beside is not None or (found is not None and self._is_own(shown))
        return is_theirs and not common_grounds(levelled(sentence))

    def _is_own(self, shown: str) -> bool:
        return any(_written(match.group()) in self.own for match in _ANY_FLOOR.finditer(shown))


def _written(floor: str) -> str:
    """ "3. OG" for each way of saying it that the house knows, else as it stands."""
    shown = levelled(floor)
    found = STOREY.search(shown)
    return storey(found) if found else " ".join(shown.split())
