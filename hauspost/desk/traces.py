"""Knows what in a text tells who is behind it: name, mail address, telephone and flat, as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from hauspost.desk.houses import Person, Unit

Span = tuple[int, int]  # text[start:end]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "ı": "i", "ł": "l"}
)
_PHONE = re.compile(r"\+?\d[\d \t\xa0()/.–-]{4,20}\d")
_ABROAD = re.compile(r"^(?:\+49|0049)0?")
_SHORTEST_PHONE = 6  # digits: a number without its area code
_SHORTEST_NAME = 3
# Parts of names that are everyday words.
_PARTICLES = frozenset(
    ("von", "van", "der", "den", "dem", "ten", "und", "zur", "zum", "del", "des", "the", "and")
)
_SAME = {
    "obergeschoss": "og",
    "stock": "og",
    "stockwerk": "og",
    "etage": "og",
    "erdgeschoss": "eg",
    "parterre": "eg",
    "dachgeschoss": "dg",
    "li": "links",
    "re": "rechts",
}
_BETWEEN = 2  # words between floor and side: "links im 3. OG"

_Words = tuple[str, ...]


def traces(text: str, persons: Iterable[Person], units: Iterable[Unit]) -> tuple[Span, ...]:
    """Where the text names one of these persons or flats, from the first to the last; what touches is one span."""
    found = _words(text)
    spans: list[Span] = []
    for person in persons:
        for name in _names(person):
            spans += (found[i][1] for i in range(len(found)) if found[i][0] in (name, f"{name}s"))
        for address in person.addresses:
            spans += (m.span() for m in re.finditer(re.escape(address), text, re.IGNORECASE))
        spans += _phones(text, person.phones)
    for unit in units:
        spans += _flat(found, unit)
    return _joined(spans)


def marked(text: str, spans: Sequence[Span]) -> str:
    """The text with »these« around what was found."""
    for start, end in reversed(spans):
        text = f"{text[:start]}»{text[start:end]}«{text[end:]}"
    return text


def _words(text: str) -> list[tuple[str, Span]]:
    return [(_folded(m[0]), m.span()) for m in _WORD.finditer(text)]


def _folded(word: str) -> str:
    """Keyboards differ: Schröder, Schroeder and SCHRÖDER are one; "Obergeschoss" is "OG"; 03 is 3."""
    lower = word.casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return _SAME.get(plain, plain.lstrip("0") or plain)


def _names(person: Person) -> frozenset[str]:
    words = (w for w, _ in _words(f"{person.first_name} {person.last_name}"))
    return frozenset(w for w in words if len(w) >= _SHORTEST_NAME and w not in _PARTICLES)


def _phones(text: str, numbers: Iterable[str]) -> list[Span]:
    known = tuple(filter(None, map(_digits, numbers)))
    found = ((m.span(), _digits(m[0])) for m in _PHONE.finditer(text))
    return [
        span
        for span, typed in found
        if len(typed) >= _SHORTEST_PHONE and any(k.endswith(typed) for k in known)
    ]


def _digits(number: str) -> str:
    """As one dials it within the country: +49 171 … is 0171 …"""
    dialled = re.sub(r"[^\d+]", "", number)
    return _ABROAD.sub("0", dialled)


def _flat(found: Sequence[tuple[str, Span]], unit: Unit) -> list[Span]:
    """Its number and name; floor and side in either order. A floor alone is many people's."""
    spans = [span for name in (unit.id, unit.name) for span in _phrase(found, _spoken(name))]
    floor, side = _spoken(unit.floor), _spoken(unit.side)
    if not (floor and side):
        return spans
    sides = _phrase(found, side)
    for start, end in _phrase(found, floor):
        for left, right in sides:
            first, last = min(start, left), max(end, right)
            between = sum(1 for _, (a, b) in found if min(end, right) <= a and b <= max(start, left))
            if between <= _BETWEEN:
                spans.append((first, last))
    return spans


def _spoken(name: str) -> _Words:
    return tuple(word for word, _ in _words(name))


def _phrase(found: Sequence[tuple[str, Span]], said: _Words) -> list[Span]:
    size = len(said)
    if not size or (size == 1 and said[0].isdigit()):  # a bare number may count anything
        return []
    starts = (i for i in range(len(found) - size + 1) if tuple(w for w, _ in found[i : i + size]) == said)
    return [(found[i][1][0], found[i + size - 1][1][1]) for i in starts]


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
