"""Knows master data as records: what is stored, what a table says, and what differs between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from hauspost.desk.houses import PersonId

FIRM: Final = "firm:"  # before a contractor's number: the person that stands for the firm
NO_LONGER: Final = 0  # the rank of a firm that does a work no more


class Kind(StrEnum):
    """In the order in which they are written: each points only to those before it."""

    PERSONS = "persons"
    PROPERTIES = "properties"
    UNITS = "units"
    ROLES = "roles"
    CATEGORIES = "categories"
    CONTRACTORS = "contractors"
    ASSIGNMENTS = "assignments"
    RULES = "rules"
    TEXTS = "texts"
    MAINTENANCE = "maintenance"


def firm_id(number: str) -> PersonId:
    return PersonId(f"{FIRM}{number}")


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `values` hold only the fields that its source gives: what a table has no column for stays as it is.

    Keys: (person,) · (property,) · (property, unit) · (person, property, unit, role, begin or "") · (key,) ·
    (contractor,) · (property, work, contractor) · (property, category) · (key,) · (property, name)
    """

    kind: Kind
    key: Key
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    before: Record
    after: Record

    @property
    def fields(self) -> tuple[str, ...]:
        old, new = self.before.values, self.after.values
        return tuple(name for name in new if old.get(name) != new[name])

    @property
    def is_ending(self) -> bool:
        """A role that gets an end, or an earlier one, and nothing else."""
        if self.after.kind is not Kind.ROLES or self.fields != ("valid_to",):
            return False
        old, new = self.before.values["valid_to"], self.after.values["valid_to"]
        return new is not None and (old is None or new < old)


@dataclass(frozen=True, slots=True)
class Diff:
    """What an import would do. `missing`: stored, of a kind that was read, and not in it; they stay as they are."""

    new: tuple[Record, ...] = ()
    changed: tuple[Change, ...] = ()
    ended: tuple[Change, ...] = ()
    missing: tuple[Record, ...] = ()
    unchanged: int = 0
    households: tuple[tuple[str, tuple[str, ...]], ...] = ()  # address → the numbers of those who share it

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.ended)

    def counts(self) -> dict[str, int]:
        lists = {"new": self.new, "changed": self.changed, "ended": self.ended, "missing": self.missing}
        return {name: len(rows) for name, rows in lists.items()} | {"unchanged": self.unchanged}


Stored = Mapping[Kind, Mapping[Key, Record]]


def compare(stored: Stored, read: Iterable[Record]) -> Diff:
    rows = tuple(read)
    new: list[Record] = []
    changes: list[Change] = []
    seen: set[tuple[Kind, Key]] = set()
    for before, after in _pairs(stored, rows):
        if before is None:
            new.append(after)
        else:
            seen.add((before.kind, before.key))
            changes.append(Change(before, after))
    real = [change for change in changes if change.fields]
    return Diff(
        new=tuple(new),
        changed=tuple(change for change in real if not change.is_ending),
        ended=tuple(change for change in real if change.is_ending),
        missing=tuple(_missing(stored, {row.kind for row in rows}, seen)),
        unchanged=len(changes) - len(real),
        households=tuple(_households(stored, rows)),
    )


def _pairs(stored: Stored, rows: tuple[Record, ...]) -> Iterator[tuple[Record | None, Record]]:
    """Each row with the stored record that it speaks of."""
    exact = {(row.kind, row.key) for row in rows}
    free = _by_role(
        record for record in stored.get(Kind.ROLES, {}).values() if (record.kind, record.key) not in exact
    )
    for row in rows:
        found = stored.get(row.kind, {}).get(row.key)
        if found is None and row.kind is Kind.ROLES:
            found = _moved(row, free[row.key[:4]])
        yield found, row


def _by_role(records: Iterable[Record]) -> defaultdict[Key, list[Record]]:
    found: defaultdict[Key, list[Record]] = defaultdict(list)
    for record in records:
        found[record.key[:4]].append(record)
    return found


def _moved(row: Record, candidates: list[Record]) -> Record | None:
    """A role whose begin was corrected: the same one in a period that overlaps. Otherwise it is a new one."""
    for record in candidates:
        if _overlap(record.values, row.values):
            candidates.remove(record)
            return record
    return None


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    begins = (one.get("valid_from") or date.min, other.get("valid_from") or date.min)
    ends = (one.get("valid_to") or date.max, other.get("valid_to") or date.max)
    return max(begins) <= min(ends)


def _missing(stored: Stored, kinds: set[Kind], seen: set[tuple[Kind, Key]]) -> Iterator[Record]:
    for kind in Kind:
        if kind in kinds:
            yield from (record for key, record in stored.get(kind, {}).items() if (kind, key) not in seen)


def _households(stored: Stored, rows: tuple[Record, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses that would stand for several persons: allowed, and said (MAIL, "Proof")."""
    people = {key: record.values for key, record in stored.get(Kind.PERSONS, {}).items()}
    for row in rows:
        if row.kind is Kind.PERSONS:
            people[row.key] = {**people.get(row.key, {}), **row.values}
    sharers: defaultdict[str, list[str]] = defaultdict(list)
    for (person,), values in people.items():
        for address in values.get("addresses", ()):
            sharers[address].append(person)
    yield from ((address, tuple(who)) for address, who in sorted(sharers.items()) if len(who) > 1)
