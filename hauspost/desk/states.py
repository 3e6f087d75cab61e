"""Knows Germany's sixteen states, whose public holidays differ."""

from typing import Final

STATES: Final[dict[str, str]] = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}
_BY_NAME: Final = {name.casefold(): code for code, name in STATES.items()}


def read_state(text: str) -> str:
    """The two letters of a state given by letters or name, "" if there is none of that name."""
    word = text.strip()
    return word.upper() if word.upper() in STATES else _BY_NAME.get(word.casefold(), "")
