"""Knows what in a text tells who is behind it: name, mail address, telephone and flat, as people type them."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hauspost.desk.houses import Person, Unit

Span = tuple[int, int]  # text[start:end]

# Names and flats of five thousand people, which each mail to their house is held against.
LARGE_HOUSE = 16_384

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


@dataclass(frozen=True, slots=True)
class Trail:
    """What leads to some persons and flats, made ready once: a text is walked through once, however many they are."""

    names: frozenset[str]
    addresses: tuple[str, ...]
    phones: frozenset[str]  # every end of a number that is long enough to be one
    flats: frozenset[_Words]
    corners: frozenset[tuple[_Words, _Words]]  # floor and side
    phrases: Mapping[int, frozenset[_Words]]  # of flats and corners, by their number of words

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the text names one of them, from the first to the last; what touches is one span."""
        found = words_in(text)
        spans = [span for word, span in found if word in self.names]
        spans += self._addressed(text) if "@" in text else ()
        spans += (m.span() for m in _PHONE.finditer(text) if dialled(m[0]) in self.phones)
        return _joined((*spans, *self._housed(found)))

    def _addressed(self, text: str) -> Iterator[Span]:
        folded = text.casefold()
        for address in self.addresses:
            if address.casefold() in folded:
                yield from (m.span() for m in re.finditer(re.escape(address), text, re.IGNORECASE))

    def _housed(self, found: Sequence[tuple[str, Span]]) -> Iterator[Span]:
        places = _places([word for word, _ in found], self.phrases)
        if not places:
            return
        stretches = [
            (at, at + len(said)) for said, here in places.items() if said in self.flats for at in here
        ]
        for floor, side in self.corners:
            stretches += _near(places.get(floor, []), len(floor), places.get(side, []), len(side))
        yield from ((found[first][1][0], found[end - 1][1][1]) for first, end in stretches)


def trail(persons: Iterable[Person], units: Iterable[Unit]) -> Trail:
    people, flats = tuple(persons), tuple(units)
    names = frozenset().union(*(_names(person.first_name, person.last_name) for person in people))
    spoken = ((_spoken(floor), _spoken(side)) for floor, side in {(unit.floor, unit.side) for unit in flats})
    corners = frozenset((floor, side) for floor, side in spoken if _is_told(floor) and _is_told(side))
    numbers = frozenset(
        said
        for name in {n for unit in flats for n in (unit.id, unit.name)}
        if _is_told(said := _spoken(name))
    )
    phrases = numbers.union(*corners)
    return Trail(
        names | {f"{name}s" for name in names},
        tuple(dict.fromkeys(address for person in people for address in person.addresses)),
        frozenset(end for person in people for phone in person.phones for end in _ends(dialled(phone))),
        numbers,
        corners,
        {size: frozenset(said for said in phrases if len(said) == size) for size in set(map(len, phrases))},
    )


def traces(text: str, persons: Iterable[Person], units: Iterable[Unit]) -> tuple[Span, ...]:
    """Where the text names one of these persons or flats, from the first to the last; what touches is one span."""
    return trail(persons, units).spans(text)


def marked(text: str, spans: Sequence[Span]) -> str:
    """The text with »these« around what was found."""
    for start, end in reversed(spans):
        text = f"{text[:start]}»{text[start:end]}«{text[end:]}"
    return text


def words_in(text: str) -> list[tuple[str, Span]]:
    """Its words as names are compared, each with where it stands."""
    return [(_folded(m[0]), m.span()) for m in _WORD.finditer(text)]


def _folded(word: str) -> str:
    """Keyboards differ: Schröder, Schroeder and SCHRÖDER are one; "Obergeschoss" is "OG"; 03 is 3."""
    plain = word.lower() if word.isascii() else _without_marks(word.casefold().translate(_UMLAUTS))
    return _SAME.get(plain, plain.lstrip("0") or plain)


def _without_marks(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=LARGE_HOUSE)
def _names(first: str, last: str) -> frozenset[str]:
    words = (w for w, _ in words_in(f"{first} {last}"))
    return frozenset(w for w in words if len(w) >= _SHORTEST_NAME and w not in _PARTICLES)


def _ends(number: str) -> Iterator[str]:
    """A number may be typed without its area code."""
    return (number[at:] for at in range(len(number) - _SHORTEST_PHONE + 1))


def dialled(number: str) -> str:
    """As one dials it within the country: +49 171 … is 0171 …"""
    return _ABROAD.sub("0", re.sub(r"[^\d+]", "", number))


@lru_cache(maxsize=LARGE_HOUSE)
def _spoken(name: str) -> _Words:
    return tuple(word for word, _ in words_in(name))


def _is_told(said: _Words) -> bool:
    """A bare number may count anything."""
    return bool(said) and not (len(said) == 1 and said[0].isdigit())


def _places(words: Sequence[str], phrases: Mapping[int, frozenset[_Words]]) -> dict[_Words, list[int]]:
    """The words at which each of the phrases begins."""
    places: dict[_Words, list[int]] = {}
    for size, wanted in phrases.items():
        for at in range(len(words) - size + 1):
            if (said := tuple(words[at : at + size])) in wanted:
                places.setdefault(said, []).append(at)
    return places


def _near(floors: Sequence[int], floor: int, sides: Sequence[int], side: int) -> Iterator[tuple[int, int]]:
    """Floor and side in either order, with few words between them; a floor alone is many people's."""
    for at in floors:
        first = bisect_left(sides, at - side - _BETWEEN)
        last = bisect_right(sides, at + floor + _BETWEEN)
        yield from ((min(at, other), max(at + floor, other + side)) for other in sides[first:last])


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
