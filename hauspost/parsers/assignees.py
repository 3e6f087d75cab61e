"""Knows how people name a firm, a caretaker or a trade: "Meier", "Fa. Meier", "Heizung Meier GmbH", "Heizung"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    name = _unled(said)
    if not name:
        return Named(())
    exact = closedlists.values(name, listed)
    if exact:
        return Named(exact)
    parts = frozenset(name) - _EMPTY
    borne = tuple(value for value, ways in listed if parts and any(parts <= _words(way) for way in ways))
    if borne:
        firms = tuple(value for value in borne if not value.startswith(TRADE))
        return Named(tuple(dict.fromkeys(firms or borne)))
    return Named((), nearest(name, listed))


def nearest(name: Sequence[str], listed: ClosedList) -> tuple[str, ...]:
    """By whole names and single words, as they are written and as they sound: "Mayer" is near "Heizung Meier"."""
    spread = tuple(
        (v, (*ways, *(w for way in ways for w in _words(way) if len(w) >= _SHORTEST))) for v, ways in listed
    )
    heard = tuple((v, tuple(_sound(phrase(way)) for way in ways)) for v, ways in spread)
    found = (*closedlists.nearest(_sound(" ".join(name)).split(), heard), *closedlists.nearest(name, spread))
    return tuple(dict.fromkeys(found))[:_MOST]


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
