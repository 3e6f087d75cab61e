"""The trades of a house's firms: how each is written, and the other words that offices and managers have for it."""

from collections.abc import Mapping
from typing import Final

# As it stands in lists and mails → what people call it, in German and English. A trade that stands here not is
# spelled as the master data spell it.
TRADES: Final[Mapping[str, tuple[str, ...]]] = {
    "Heizung": ("heizungsbau", "heizungsbauer", "heizungsfirma", "heating"),
    "Sanitär": (
        "klempner",
        "klempnerei",
        "installateur",
        "wasserinstallation",
        "rohrreinigung",
        "plumbing",
        "plumber",
    ),
    "Elektro": ("elektrik", "elektriker", "elektroinstallation", "electrical", "electrician", "electricity"),
    "Aufzug": ("aufzüge", "aufzugsfirma", "fahrstuhl", "lift", "elevator"),
    "Schlüsseldienst": ("schlosser", "schließanlage", "locksmith", "locks"),
    "Maler": ("malerarbeiten", "anstrich", "painter", "painting"),
    "Dach": ("dachdecker", "dachdeckerei", "roof", "roofing", "roofer"),
    "Fenster": ("fensterbau", "fensterbauer", "windows", "glazing"),
    "Glaser": ("glaserei", "glazier"),
    "Tischler": ("tischlerei", "schreiner", "schreinerei", "carpenter", "joiner"),
    "Tore": ("torbau", "garagentore", "gates"),
    "Garten": ("gärtner", "gärtnerei", "gartenpflege", "gartenbau", "garden", "gardening", "gardener"),
    "Reinigung": ("gebäudereinigung", "treppenhausreinigung", "cleaning"),
    "Winterdienst": ("räumdienst", "snow clearing"),
    "Entsorgung": ("müllabfuhr", "sperrmüll", "waste", "waste disposal"),
    "Schädlingsbekämpfung": ("kammerjäger", "pest control"),
    "Brandschutz": ("rauchmelder", "fire protection"),
    "Gas": ("gasinstallation",),
}
_BY_WORD: Final = {word.casefold(): trade for trade, words in TRADES.items() for word in (trade, *words)}


def trade_of(word: str) -> str:
    """How a trade is written that somebody calls so: "Klempner" is Sanitär. An unknown one keeps its own spelling."""
    bare = " ".join(word.split())
    return _BY_WORD.get(bare.casefold(), bare)


def words_for(trade: str) -> tuple[str, ...]:
    """Every word that names it, its own first."""
    return (trade, *TRADES.get(trade, ()))
