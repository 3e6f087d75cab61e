"""Knows the line that asks several people of a house, each alone: AN EIGENTÜMER: … · AN WE03, WE07: … (WORDS 4).

"AN WE07: …" writes to one flat and is read elsewhere; here stand the owners, all or some of them, and several names.
"""

import re
from collections.abc import Sequence

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.desk.languages import understood
from hauspost.parsers import closedlists
from hauspost.parsers.lines import phrase, rows, words
from hauspost.parsers.typed import Read, Typed, impolite, is_loud, said_for, to_the_end

OWNERS = "owners"  # the value of the command where owners are asked; "" where whoever lives there is
_ALL = frozenset(rows("alle · die · den · saemtliche · all · the"))
_OF = frozenset(rows("der · von · in · of"))
_APART = re.compile(r"[,;/+&]|\b(?:und|and)\b", re.IGNORECASE)


def survey_line(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """None: it is something else. Whom it names must be known to the last name: nobody is asked by mistake."""
    head, colon, _ = line.bare.partition(":")
    said = impolite(words(head))
    if not said or "?" in head or said[0] not in said_for(Act.TO, vocabulary):
        return None
    rest = list(said[1:])
    while rest and rest[0] in _ALL:
        rest.pop(0)
    is_owners = bool(rest) and rest[0] in _owners(vocabulary)
    names = _names(head, is_owners=is_owners, vocabulary=vocabulary)
    if not is_owners and len(names) < 2:
        return None
    return _asked(line, lines, at, vocabulary, names=names, value=OWNERS if is_owners else "", colon=colon)


def _asked(
    line: Typed,
    lines: Sequence[str],
    at: int,
    vocabulary: Vocabulary,
    *,
    names: tuple[tuple[str, ...], ...],
    value: str,
    colon: str,
) -> Read | None:
    found = [closedlists.values(closedlists.untitled(name), vocabulary.residents) for name in names]
    unknown = next((name for name, values in zip(names, found, strict=True) if len(values) != 1), None)
    if unknown is not None:
        is_meant = bool(colon) and (bool(value) or any(found))
        return Read(NearMiss(line.line, "unknown_value", " ".join(unknown).upper())) if is_meant else None
    if not colon and names:
        return None  # "An Eigentümer Petersen", "An Berger und Yıldız": without a colon the heading of a note
    text, took = to_the_end(line, lines, at)
    if not text:
        return Read(NearMiss(line.line, "needs_colon", "")) if colon or is_loud(line, 2) else None
    values = tuple(dict.fromkeys(values[0] for values in found))
    return Read(Command(Act.SURVEY, line.line, value, text, values=values), took)


def _owners(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(map(phrase, understood("roles.owner", vocabulary.language)))


def _names(head: str, *, is_owners: bool, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """The names behind the word, each as its folded words."""
    parts = [list(words(part)) for part in _APART.split(head)]
    first = list(impolite(words(_APART.split(head)[0])))[1:]
    while first and first[0] in _ALL:
        first.pop(0)
    if is_owners:
        first = [word for word in first if word not in _owners(vocabulary) | _OF]
    named = (tuple(part) for part in (first, *parts[1:]))
    return tuple(name for name in named if name)
