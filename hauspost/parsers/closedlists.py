"""Knows how people say a value of a closed list: a category, a colleague, a unit; inflected, with titles."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from hauspost.desk.intents import ClosedList
from hauspost.parsers.lines import words
from hauspost.parsers.words import TITLES

_ENDINGS = ("en", "es", "er", "n", "s", "e")
_STEM = 4
_UNIT = re.compile(r"[a-z]{1,4}\d{1,4}[a-z]?")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LIKELY = 75.0
_MOST = 3


def values(said: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """Every value that `said` names wholly; more than one is for a person to choose."""
    if not said:
        return ()
    for same in (_squeezed, _stemmed):
        wanted = same(said)
        found = tuple(value for value, ways in listed if any(same(_own(way)) == wanted for way in ways))
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def nearest(said: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """The likeliest values, best first."""
    wanted = _squeezed(said)
    scored = [
        (max((fuzz.ratio(wanted, _squeezed(_own(way))) for way in ways), default=0.0), value)
        for value, ways in listed
    ]
    best = sorted((pair for pair in scored if pair[0] >= _LIKELY), key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(value for _, value in best))[:_MOST]


def untitled(said: Sequence[str]) -> tuple[str, ...]:
    """Without "Herr Dr." and "Wohnung" in front."""
    start = 0
    while start < len(said) - 1 and said[start] in TITLES:
        start += 1
    return tuple(said[start:])


def looks_like_a_unit(word: str) -> bool:
    return bool(_UNIT.fullmatch(word))


def _own(way: str) -> tuple[str, ...]:
    return untitled(words(way))


def _squeezed(said: Sequence[str]) -> str:
    """ "WE 05", "we05" and "WE5" are one unit."""
    return _ZEROS.sub("", "".join(said))


def _stemmed(said: Sequence[str]) -> str:
    return " ".join(_stem(word) for word in said)


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _STEM), "")
    return word[: len(word) - len(ending)] if ending else word
