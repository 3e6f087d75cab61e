"""Knows master data as records: what is stored, what a table says, and what differs between them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from hauspost.desk.houses import PersonId, Role
from hauspost.desk.plain_values import to_json

FIRM: Final = "firm:"  # before a contractor's number: the person that stands for the firm
MUCH: Final = 5  # more than one row in so many is a large change, which is asked for twice
FEW: Final = 10  # … unless it is no more rows than these: of a small house a few are always many
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
    """What an import would do. `missing`: stored, of a kind that was read, and not in it; they stay as they are.

    `gone`: tenancies that a complete file names no more; their end is proposed. `known`: stored rows of what was read.
    """

    new: tuple[Record, ...] = ()
    changed: tuple[Change, ...] = ()
    ended: tuple[Change, ...] = ()
    missing: tuple[Record, ...] = ()
    unchanged: int = 0
    households: tuple[tuple[str, tuple[str, ...]], ...] = ()  # address → the numbers of those who share it
    gone: tuple[Change, ...] = ()
    known: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changes)

    @property
    def changes(self) -> tuple[Change, ...]:
        return (*self.changed, *self.ended, *self.gone)

    @property
    def is_large(self) -> bool:
        """More than a fifth of what is stored would become something else: perhaps a wrong file."""
        return len(self.changes) > FEW and len(self.changes) * MUCH > self.known

    @property
    def digest(self) -> str:
        """Of all that would be written: two differences with one digest write the same over the same. Hex SHA-256."""
        return _digest([[_row(r) for r in self.new], [[_row(c.before), _row(c.after)] for c in self.changes]])

    def counts(self) -> dict[str, int]:
        lists = {
            "new": self.new,
            "changed": self.changed,
            "ended": self.ended,
            "gone": self.gone,
            "missing": self.missing,
        }
        return {name: len(rows) for name, rows in lists.items()} | {"unchanged": self.unchanged}


Stored = Mapping[Kind, Mapping[Key, Record]]


def compare(stored: Stored, read: Iterable[Record], *, complete_on: date | None = None) -> Diff:
    """`complete_on`: the files name everybody, as of that day: who has a tenancy and is not in them has moved out."""
    rows = tuple(read)
    found = _compared(stored, rows)
    if complete_on is None:
        return found
    gone = tuple(_gone(stored, rows, found.missing, complete_on))
    over = {change.before.key for change in gone}
    missing = (r for r in found.missing if r.kind is not Kind.ROLES or r.key not in over)
    return replace(found, gone=gone, missing=tuple(missing))


def _compared(stored: Stored, rows: tuple[Record, ...]) -> Diff:
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
        known=sum(len(stored.get(kind, {})) for kind in {row.kind for row in rows}),
    )


def _gone(
    stored: Stored, rows: tuple[Record, ...], missing: tuple[Record, ...], day: date
) -> Iterator[Change]:
    """Today's tenancies that are missing, of houses of which the file names half of today's tenants or more."""
    named = {row.key[:4] for row in rows if row.kind is Kind.ROLES}
    today = [r for r in stored.get(Kind.ROLES, {}).values() if _is_tenancy(r, day)]
    houses: defaultdict[str, list[bool]] = defaultdict(list)
    for record in today:
        houses[record.key[1]].append(record.key[:4] in named)
    whole = {house for house, there in houses.items() if sum(there) * 2 >= len(there)}
    lost = {record.key for record in missing if record.kind is Kind.ROLES and record.key[:4] not in named}
    for record in today:
        if record.key in lost and record.key[1] in whole:
            yield Change(record, replace(record, values={"valid_to": day}))


def _is_tenancy(record: Record, day: date) -> bool:
    """One that holds on that day and has no end yet."""
    begin = record.values.get("valid_from")
    return (
        record.key[3] == Role.TENANT
        and (begin is None or begin <= day)
        and record.values.get("valid_to") is None
    )


def digest_of(stored: Stored) -> str:
    """Of everything that is stored: the same digest, the same master data. Hex SHA-256."""
    return _digest(
        [[_row(record) for _, record in sorted(rows.items())] for _, rows in sorted(stored.items())]
    )


def _row(record: Record) -> Any:
    return [record.kind, list(record.key), dict(record.values)]


def _digest(rows: Any) -> str:
    plain = json.dumps(rows, sort_keys=True, default=to_json, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


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
