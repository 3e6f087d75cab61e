"""Knows what rows of master data can point to: what is stored, and each row that was accepted before."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hauspost.desk.masterdata import Key, Kind, Record, Stored
from hauspost.parsers.masterdata_sentences import Sentence

MOST_GUESSES: Final = 20  # each looks through all names


@dataclass(slots=True)
class Known:
    """What can be pointed to: what is stored, and each row as it is accepted."""

    language: str
    stored: Stored
    records: dict[tuple[Kind, Key], Record] = field(default_factory=dict)
    kinds: dict[Kind, dict[Key, Record]] = field(default_factory=dict)  # the same, by kind
    bare: dict[Kind, dict[Key, str]] = field(default_factory=dict)  # stored numbers without leading zeros
    guesses: int = 0  # names that were looked for in vain
    places: dict[tuple[Kind, Key], tuple[str, int]] = field(
        default_factory=dict
    )  # an accepted row's file and line
    people: dict[str, set[str]] = field(default_factory=dict)  # names and addresses → person numbers
    mailboxes: dict[str, str] = field(default_factory=dict)  # → property number
    categories: dict[str, str] = field(default_factory=dict)  # labels → keys
    firms: dict[str, set[str]] = field(default_factory=dict)  # names → contractor numbers
    trades: set[str] = field(default_factory=set)  # that some contractor has

    def __post_init__(self) -> None:
        for records in self.stored.values():
            for record in records.values():
                self._remember(record)

    def has(self, kind: Kind, *key: str) -> bool:
        return (kind, key) in self.records or key in self.stored.get(kind, {})

    def is_new(self, kind: Kind, key: Key) -> bool:
        return key not in self.stored.get(kind, {})

    def with_zeros(self, kind: Kind, *key: str) -> str:
        """The stored number that the key's last is without its leading zeros; "" if none is, or it is stored itself.

        A spreadsheet that takes numbers for figures drops them.
        """
        if self.has(kind, *key) or not key[-1].isdecimal():
            return ""
        if kind not in self.bare:
            own = (k for k in self.stored.get(kind, {}) if k[-1].isdecimal() and k[-1][:1] == "0")
            self.bare[kind] = {(*k[:-1], k[-1].lstrip("0")): k[-1] for k in own}
        return self.bare[kind].get(key, "")

    def place(self, kind: Kind, key: Key) -> Sentence:
        """Where the row stands that was accepted before, or else the store."""
        if (found := self.places.get((kind, key))) is None:
            return Sentence("the store")
        return Sentence("{file}, line {line}", file=found[0], line=str(found[1]))

    def accept(self, record: Record, place: tuple[str, int]) -> None:
        self.records[record.kind, record.key] = record
        self.kinds.setdefault(record.kind, {})[record.key] = record
        self.places[record.kind, record.key] = place
        self._remember(record)

    def drop(self, kind: Kind, key: Key) -> None:
        """A row that was accepted and cannot stand beside another one."""
        del self.records[kind, key], self.kinds[kind][key]

    def _remember(self, record: Record) -> None:
        if record.kind is Kind.PERSONS:
            for name in _names(record):
                self.people.setdefault(name, set()).add(record.key[0])
        elif record.kind is Kind.PROPERTIES and record.values.get("mailbox"):
            self.mailboxes[record.values["mailbox"]] = record.key[0]
        elif record.kind is Kind.CATEGORIES:
            for label in ("label_en", "label_de"):
                self.categories[record.values.get(label, "").casefold()] = record.key[0]
        elif record.kind is Kind.CONTRACTORS:
            self.firms.setdefault(record.values["company"].casefold(), set()).add(record.key[0])
            self.trades.update(record.values["trades"])

    def all(self, kind: Kind) -> Iterator[Record]:
        """What is read, and what is stored besides."""
        own = self.kinds.get(kind, {})
        yield from own.values()
        yield from (r for key, r in self.stored.get(kind, {}).items() if key not in own)


class Astray(Exception):
    """A row that cannot be linked: the field, the sentence and the mend."""

    def __init__(self, field: str, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.told = (field, sentence, mend)


def need_zeros(key: Key, field: str, kind: Kind, known: Known) -> None:
    """A second person "7" beside "007" would be nobody."""
    if stored := known.with_zeros(kind, *key):
        sentence = Sentence('the number "{number}" is stored as "{stored}"', number=key[-1], stored=stored)
        raise Astray(field, sentence, "format the column as text, so that its zeros stay")


def need_property(place: str, known: Known) -> None:
    need_zeros((place,), "property", Kind.PROPERTIES, known)
    if not known.has(Kind.PROPERTIES, place):
        near_one = near(place, Kind.PROPERTIES, known)
        mend = Sentence("add the property to properties.csv{near}", near=near_one)
        raise Astray("property", Sentence('there is no property "{place}"', place=place), mend)


def near(number: str, kind: Kind, known: Known) -> str:
    """The first wrong rows are helped; of thousands, one wrong column is the cause."""
    known.guesses += 1
    if known.guesses > MOST_GUESSES:
        return ""
    return meant(number, (record.key[0] for record in known.all(kind)))


def meant(cell: str, names: Iterable[str]) -> str:
    """The name that is probably meant, as the end of a mend; "" if none is near."""
    written = {name.casefold(): name for name in sorted(names)}
    found = difflib.get_close_matches(cell.casefold(), written, n=1, cutoff=0.7)
    return Sentence(', or did you mean "{near}"?', near=written[found[0]]) if found else ""


def _names(record: Record) -> Iterator[str]:
    first, last = record.values.get("first_name", ""), record.values.get("last_name", "")
    yield from {last.casefold(), f"{first} {last}".strip().casefold(), *record.values.get("addresses", ())}


def without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
