"""Knows how often a table says that something recurs: "jährlich", "alle 6 Monate", "jährlich im September", "once"."""

import re
from typing import Final

from hauspost.parsers.lines import words
from hauspost.parsers.masterdata_cells import Misread

MEND: Final = 'write it like "jährlich", "alle 6 Monate", "every 2 weeks" or "einmalig"'
ONCE: Final = frozenset({"einmalig", "einmal", "once"})
NAMED: Final = {
    **dict.fromkeys(("jaehrlich", "yearly", "annually", "annual"), "P12M"),
    **dict.fromkeys(("halbjaehrlich", "biannually"), "P6M"),
    **dict.fromkeys(("vierteljaehrlich", "quartalsweise", "quarterly"), "P3M"),
    **dict.fromkeys(("monatlich", "monthly"), "P1M"),
    **dict.fromkeys(("woechentlich", "weekly"), "P7D"),
}
UNITS: Final = {
    **dict.fromkeys(("jahr", "jahre", "jahren", "year", "years"), (12, "M")),
    **dict.fromkeys(("monat", "monate", "monaten", "month", "months"), (1, "M")),
    **dict.fromkeys(("woche", "wochen", "week", "weeks"), (7, "D")),
    **dict.fromkeys(("tag", "tage", "tagen", "day", "days"), (1, "D")),
}
NUMBERS: Final = {
    **dict.fromkeys(("zwei", "two", "other"), 2),
    **dict.fromkeys(("drei", "three"), 3),
    **dict.fromkeys(("vier", "four"), 4),
    **dict.fromkeys(("sechs", "six"), 6),
}
# "im September" tells a reader what the next day tells the program.
_MONTH: Final = re.compile(
    r" (?:im|in) (?:januar|februar|maerz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december)$"
)
MOST: Final = 600  # months, or weeks


def rhythm(cell: str) -> str:
    """A duration of ISO 8601 ("P6M", "P14D"), or "once". Raises Misread."""
    said = _MONTH.sub("", " ".join(words(cell)))
    if said in ONCE:
        return "once"
    if said in NAMED:
        return NAMED[said]
    first, *rest = said.split() or [""]
    if first not in ("alle", "jedes", "jeden", "jede", "every") or not 1 <= len(rest) <= 2:
        raise Misread("is no rhythm", MEND)
    count = _count(rest[0]) if len(rest) == 2 else 1
    if count is None or rest[-1] not in UNITS or not 1 <= count <= MOST:
        raise Misread("is no rhythm", MEND)
    size, unit = UNITS[rest[-1]]
    return f"P{count * size}{unit}"


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBERS.get(word)
