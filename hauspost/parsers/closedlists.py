"""Knows how people say a value of a closed list: a category, a colleague, a unit; inflected, with titles."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from hauspost.desk.intents import ClosedList
from hauspost.parsers.lines import words
from hauspost.parsers.words import TITLES

_ENDINGS = ("en", "es", "er", "n", "s", "e")
_STEM = 4
_UNIT = re.compile(r"[a-z]{1,4}\d{1,4}[a-z]?")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LIKELY = 75.0
_MOST = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a list that can be told by their likeness, in its order, and the value that each names."""

    said: tuple[str, ...]
    values: tuple[str, ...]

    def nearest(self, said: Sequence[str]) -> tuple[str, ...]:
        """The likeliest values, best first."""
        found = process.extract(
            _squeezed(said), self.said, scorer=fuzz.ratio, score_cutoff=_LIKELY, limit=None
        )
        best = sorted(found, key=lambda one: (-one[1], one[2]))
        return tuple(dict.fromkeys(self.values[at] for _, _, at in best))[:_MOST]


def values(said: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """Every value that `said` names wholly; more than one is for a person to choose."""
    if not said:
        return ()
    index = _index(listed)
    return index.squeezed.get(_squeezed(said)) or index.stemmed.get(_stemmed(said), ())


def nearest(said: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """The likeliest values, best first."""
    return _index(listed).ways.nearest(said)


def untitled(said: Sequence[str]) -> tuple[str, ...]:
    """Without "Herr Dr." and "Wohnung" in front."""
    start = 0
    while start < len(said) - 1 and said[start] in TITLES:
        start += 1
    return tuple(said[start:])


def looks_like_a_unit(word: str) -> bool:
    return bool(_UNIT.fullmatch(word))


def compared(listed: ClosedList) -> Ways:
    return Ways(
        tuple(_squeezed(_own(way)) for _, said in listed for way in said),
        tuple(value for value, said in listed for _ in said),
    )


@dataclass(frozen=True, slots=True)
class _Index:
    """A list made ready once: every line of a mail may ask for it, and a house has hundreds of names."""

    squeezed: Mapping[str, tuple[str, ...]]
    stemmed: Mapping[str, tuple[str, ...]]
    ways: Ways


@lru_cache(maxsize=32)  # by the list's own value: another list is another entry
def _index(listed: ClosedList) -> _Index:
    found = compared(listed)
    stems = (_stemmed(_own(way)) for _, said in listed for way in said)
    return _Index(
        _by(zip(found.said, found.values, strict=True)), _by(zip(stems, found.values, strict=True)), found
    )


def _by(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for said, value in pairs:
        found.setdefault(said, {})[value] = None
    return {said: tuple(named) for said, named in found.items()}


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
