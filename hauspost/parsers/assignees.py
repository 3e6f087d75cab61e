"""Knows how people name a firm, a caretaker or a trade: "Meier", "Fa. Meier", "Heizung Meier GmbH", "Heizung"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hauspost.desk.intents import ClosedList
from hauspost.parsers import closedlists
from hauspost.parsers.lines import phrase, rows, words

TRADE = "trade:"
_LEADS = frozenset(rows("fa · firma · fachfirma · the · company · herr · herrn · frau"))
# Legal forms and linking words name nobody.
_EMPTY = frozenset(
    rows("gmbh · ag · kg · ohg · gbr · ug · mbh · co · ek · e · k · und · and · firma · fa · ltd")
)
_SHORTEST = 4
_MOST = 3
# How names that sound alike are written: Meier, Mayer, Maier, Meyer; Schmidt, Schmitt; Wolff, Wolf.
_SOUNDS = tuple(
    tuple(pair.split(">"))
    for pair in rows(
        "ay>ei · ai>ei · ey>ei · y>i · ie>i · ck>k · tz>z · dt>t · th>t · ph>f · c>k · ss>s · v>f · h>"
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """`values`: who is meant, one if it is clear; `near`: who may be meant by a name that nobody bears."""

    values: tuple[str, ...]
    near: tuple[str, ...] = ()


def named(said: Sequence[str], listed: ClosedList) -> Named:
    """One name. A part of a firm's name is enough if no other firm bears it; nothing of `said` may be left over."""
    values = bearers(said, listed)
    return Named(values) if values else Named((), nearest(_unled(said), listed))


def bearers(said: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """Who is called so, wholly or in part; nobody by likeness."""
    name = _unled(said)
    if not name:
        return ()
    exact = closedlists.values(name, listed)
    if exact:
        return exact
    borne = _index(listed).bearing(frozenset(name) - _EMPTY)
    firms = tuple(value for value in borne if not value.startswith(TRADE))
    return firms or borne


def nearest(name: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """By whole names and single words, as they are written and as they sound: "Mayer" is near "Heizung Meier"."""
    if not name:
        return ()
    index = _index(listed)
    found = (*index.heard.nearest(_sound(" ".join(name)).split()), *index.spread.nearest(name))
    return tuple(dict.fromkeys(found))[:_MOST]


@dataclass(frozen=True, slots=True)
class _Index:
    """A list made ready once: its ways by their words, with single words, and as they sound."""

    ways: tuple[str, ...]  # the value that each names
    by_word: Mapping[str, frozenset[int]]
    spread: closedlists.Ways
    heard: closedlists.Ways

    def bearing(self, parts: frozenset[str]) -> tuple[str, ...]:
        """The values of which one way has all these words."""
        holding = [self.by_word.get(part, frozenset()) for part in parts]
        found = frozenset.intersection(*holding) if holding else frozenset()
        return tuple(dict.fromkeys(self.ways[at] for at in sorted(found)))


@lru_cache(maxsize=32)  # by the list's own value: another list is another entry
def _index(listed: ClosedList) -> _Index:
    said = [(value, way) for value, ways in listed for way in ways]
    by_word: dict[str, set[int]] = {}
    for at, (_, way) in enumerate(said):
        for word in _words(way):
            by_word.setdefault(word, set()).add(at)
    spread = tuple(
        (v, (*ways, *(w for way in ways for w in _words(way) if len(w) >= _SHORTEST))) for v, ways in listed
    )
    return _Index(
        tuple(value for value, _ in said),
        {word: frozenset(places) for word, places in by_word.items()},
        closedlists.compared(spread),
        closedlists.compared(tuple((v, tuple(_sound(phrase(way)) for way in ways)) for v, ways in spread)),
    )


def _sound(said: str) -> str:
    for written, spoken in _SOUNDS:
        said = said.replace(written, spoken)
    return re.sub(r"(.)\1", r"\1", said)


def _words(way: str) -> frozenset[str]:
    return frozenset(words(way)) - _EMPTY


def _unled(said: Sequence[str]) -> tuple[str, ...]:
    start = 0
    while start < len(said) - 1 and said[start] in _LEADS:
        start += 1
    return tuple(said[start:])
