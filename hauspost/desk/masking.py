"""Takes other people out of a text that one person is to get: names, addresses, telephones (GDPR, 15 (4)).

Rather too much than too little: a name that is an everyday word as well is masked too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hauspost.desk.houses import Person, PersonId
from hauspost.desk.traces import Span, dialled, trail, words_in

_ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER: Final = re.compile(  # perhaps broken behind its area code, as long lines are
    r"(?<![\w.])\+?\d(?:[\d \t\xa0()/–-]{1,8}\r?\n[ \t>]*\d[\d \t\xa0()/.–-]{2,20}|[\d \t\xa0()/.–-]{4,20})\d"
)
_DIALLED: Final = re.compile(r"(?:\+|0)\d{6,}")  # as one dials it; no amount, and no number of a flat
_DAY: Final = re.compile(r"\d{1,2}\.[ \xa0]?\d{1,2}(?:\.|\b)")  # "01.10.2025", "08.30-10.00"
_BETWEEN: Final = re.compile(
    r"[ \t\xa0,.’'-]{1,3}"
)  # words of one name: "Berger, Anna", "Müller-Lüdenscheidt"

Who = frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for somebody unnamed, in the reader's language."""

    person: str = "Person"
    address: str = "[E-Mail-Adresse]"
    phone: str = "[Telefonnummer]"


@dataclass(slots=True)
class Mask:
    """Whoever is masked keeps the number for all texts that one mask goes over.

    A name that several bear has a number of its own. What is `own` stays, also where somebody else bears it.
    """

    own: Person
    names: Mapping[str, Who]
    addresses: Mapping[str, Who]  # lower case
    phones: Mapping[str, Who]  # every end of a number that is long enough to be one
    kept: frozenset[str]  # telephone numbers that everybody may read, as one dials them
    words: Words = field(default_factory=Words)
    numbers: dict[Who, int] = field(default_factory=dict)

    def label(self, who: Who) -> str:
        return f"[{self.words.person} {self.numbers.setdefault(who, len(self.numbers) + 1)}]"

    def text(self, text: str) -> str:
        found = [*self._addressed(text)]
        found += self._dialled(text, _gaps(found, len(text)))
        found += self._named(text, _gaps(found, len(text)))
        for (start, end), label in sorted(self._labelled(found), reverse=True):
            text = f"{text[:start]}{label}{text[end:]}"
        return text

    def _labelled(self, found: Iterable[tuple[Span, Who, str]]) -> Iterator[tuple[Span, str]]:
        """In the order of the text, so that numbers rise as one reads."""
        for span, who, unknown in sorted(found, key=lambda one: one[0]):
            if self.own.id not in who:
                yield span, self.label(who) if who else unknown

    def _addressed(self, text: str) -> Iterator[tuple[Span, Who, str]]:
        for match in _ADDRESS.finditer(text):
            who = self.addresses.get(match[0].casefold().rstrip("."), frozenset())
            yield match.span(), who, self.words.address

    def _dialled(self, text: str, gaps: Iterable[Span]) -> Iterator[tuple[Span, Who, str]]:
        for start, end in gaps:
            for match in _NUMBER.finditer(text, start, end):
                digits = dialled(match[0])
                who = self.phones.get(digits, frozenset())
                is_phone = _DIALLED.fullmatch(digits) and not _DAY.match(match[0])
                if who or (is_phone and digits not in self.kept):
                    yield match.span(), who, self.words.phone

    def _named(self, text: str, gaps: Iterable[Span]) -> Iterator[tuple[Span, Who, str]]:
        """Words side by side are one name while somebody bears all of them."""
        for begin, stop in gaps:
            open_: tuple[Span, Who] | None = None
            for word, (start, end) in words_in(text[begin:stop]):
                who = self.names.get(word, frozenset())
                span = (begin + start, begin + end)
                if open_ and who & open_[1] and _BETWEEN.fullmatch(text[open_[0][1] : span[0]]):
                    open_ = ((open_[0][0], span[1]), who & open_[1])
                    continue
                if open_:
                    yield *open_, ""
                open_ = (span, who) if who else None
            if open_:
                yield *open_, ""


def mask_for(
    own: Person, people: Iterable[Person], *, firms: Iterable[Person], public: Iterable[str], words: Words
) -> Mask:
    """`people`: everybody of the master data. Of firms only addresses and telephones: their names are words of a trade.

    `public`: telephone numbers of the office and the houses.
    """
    names: dict[str, set[PersonId]] = {}
    addresses: dict[str, set[PersonId]] = {}
    phones: dict[str, set[PersonId]] = {}
    for person in people:
        _note(names, trail((person,), ()).names, person.id)
    for person in (own, *people, *firms):
        _note(addresses, (a.casefold() for a in person.addresses), person.id)
        _note(phones, trail((person,), ()).phones, person.id)
    kept = frozenset(dialled(number) for number in public)
    return Mask(own, _frozen(names), _frozen(addresses), _frozen(phones), kept, words)


def _note(found: dict[str, set[PersonId]], keys: Iterable[str], who: PersonId) -> None:
    for key in keys:
        found.setdefault(key, set()).add(who)


def _frozen(found: Mapping[str, set[PersonId]]) -> dict[str, Who]:
    return {key: frozenset(who) for key, who in found.items()}


def _gaps(found: Iterable[tuple[Span, Who, str]], length: int) -> list[Span]:
    """What of the text is not yet found."""
    ends = [0, *(edge for span, _, _ in sorted(found, key=lambda one: one[0]) for edge in span), length]
    return list(zip(ends[::2], ends[1::2], strict=True))
