"""Knows what rows of master data point to, in the same files or in the store, and tells each that points to nothing."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hauspost.desk.masterdata import Key, Kind, Record, Stored
from hauspost.desk.model import EVERYWHERE, Role
from hauspost.parsers.masterdata_cells import RESERVED, mailbox_of
from hauspost.parsers.masterdata_columns import PHONE, POLICY
from hauspost.parsers.masterdata_rows import Rejected, Row


@dataclass(slots=True)
class Known:
    """What can be pointed to: what is stored, and each row as it is accepted."""

    language: str
    stored: Stored
    records: dict[tuple[Kind, Key], Record] = field(default_factory=dict)
    places: dict[tuple[Kind, Key], str] = field(default_factory=dict)  # where the accepted row stands
    people: dict[str, set[str]] = field(default_factory=dict)  # names and addresses → person numbers
    mailboxes: dict[str, str] = field(default_factory=dict)  # → property number

    def __post_init__(self) -> None:
        for records in self.stored.values():
            for record in records.values():
                self._remember(record)

    def has(self, kind: Kind, *key: str) -> bool:
        return (kind, key) in self.records or key in self.stored.get(kind, {})

    def is_new(self, kind: Kind, key: Key) -> bool:
        return key not in self.stored.get(kind, {})

    def accept(self, record: Record, place: str) -> None:
        self.records[record.kind, record.key] = record
        self.places[record.kind, record.key] = place
        self._remember(record)

    def _remember(self, record: Record) -> None:
        if record.kind is Kind.PERSONS:
            for name in _names(record):
                self.people.setdefault(name, set()).add(record.key[0])
        elif record.kind is Kind.PROPERTIES and record.values.get("mailbox"):
            self.mailboxes[record.values["mailbox"]] = record.key[0]


class _Astray(Exception):
    """A row that cannot be linked: the field, the sentence and the mend."""

    def __init__(self, field: str, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.told = (field, sentence, mend)


def link(
    rows: Iterable[Row], *, stored: Stored, language: str
) -> tuple[tuple[Record, ...], tuple[Rejected, ...]]:
    """Records in the order of Kind, and the rows that are not taken."""
    known = Known(language, stored)
    rejected: list[Rejected] = []
    for row in sorted(rows, key=lambda row: list(Kind).index(row.kind)):
        try:
            record = LINKERS[row.kind](row, known)
            _once(row, record, known)
        except _Astray as astray:
            rejected.append(row.reject(*astray.told))
        else:
            known.accept(record, f"{row.file}, line {row.line}")
    return tuple(known.records.values()), tuple(rejected)


def _once(row: Row, record: Record, known: Known) -> None:
    """The same row twice is one row; two that differ cannot both be meant."""
    first = known.records.get((record.kind, record.key))
    if first is not None and first.values != record.values:
        place = known.places[record.kind, record.key]
        sentence = (
            f"the number {' / '.join(part for part in record.key if part)} is given twice and differently"
        )
        raise _Astray(next(iter(row.headers)), sentence, f"delete one of them; the first stands in {place}")


def _names(record: Record) -> Iterator[str]:
    first, last = record.values.get("first_name", ""), record.values.get("last_name", "")
    yield from {last.casefold(), f"{first} {last}".strip().casefold(), *record.values.get("addresses", ())}


def _person(row: Row, known: Known) -> Record:
    values = _without(row.values, "person")
    key = (row.values["person"],)
    if not values.get("language") and ("language" in values or known.is_new(Kind.PERSONS, key)):
        values["language"] = known.language
    return Record(Kind.PERSONS, key, values)


def _property(row: Row, known: Known) -> Record:
    key = (row.values["property"],)
    if key[0] == EVERYWHERE:
        raise _Astray(
            "property", 'the number "*" means every property', "give the property a number of its own"
        )
    values = _gathered(_without(row.values, "property"))
    for column in ("responsible", "deputy"):
        if column in values:
            values[column] = _one_person(values[column], column, known)
    _give_mailbox(row, key, values, known)
    return Record(Kind.PROPERTIES, key, values)


def _gathered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Phones and policy stand in columns of their own and are kept together."""
    gathered = {name: value for name, value in values.items() if not name.startswith((PHONE, POLICY))}
    for name, prefix in (("phones", PHONE), ("policy", POLICY)):
        own = {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}
        if own:
            gathered[name] = {key: value for key, value in own.items() if value}
    return gathered


def _one_person(cell: str, column: str, known: Known) -> str | None:
    """By number, else by a name or address that only one person has."""
    if not cell or known.has(Kind.PERSONS, cell):
        return cell or None
    found = known.people.get(cell.casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    what = "fits several persons" if found else "is no person of the master data"
    raise _Astray(column, f'"{cell}" {what}', "write a person number of persons.csv")


def _give_mailbox(row: Row, key: Key, values: dict[str, Any], known: Known) -> None:
    stored = known.stored.get(Kind.PROPERTIES, {}).get(key)
    if not values.get("mailbox"):
        kept = stored.values["mailbox"] if stored else ""
        values["mailbox"] = kept or mailbox_of(values["street"], values.get("house_numbers", []))
    mailbox = values["mailbox"]
    if not mailbox or mailbox in RESERVED:
        sentence = f'no address can be made of the street "{values["street"]}"'
        raise _Astray("street", sentence, "write one in Objekt-E-Mail")
    owner = known.mailboxes.get(mailbox, key[0])
    if owner != key[0]:
        sentence = f'the mailbox "{mailbox}" belongs to property {owner}'
        raise _Astray("mailbox", sentence, "write another one in Objekt-E-Mail")


def _unit(row: Row, known: Known) -> Record:
    place, unit = row.values["property"], row.values["unit"]
    _need_property(place, known)
    return Record(Kind.UNITS, (place, unit), _without(row.values, "property", "unit"))


def _role(row: Row, known: Known) -> Record:
    person, place, unit = row.values["person"], row.values["property"], row.values.get("unit", "")
    role, begin, end = row.values["role"], row.values.get("valid_from"), row.values.get("valid_to")
    if not known.has(Kind.PERSONS, person):
        mend = f"add the person to persons.csv{_near(person, Kind.PERSONS, known)}"
        raise _Astray("person", f'there is no person "{person}"', mend)
    if place != EVERYWHERE:
        _need_property(place, known)
    elif role is not Role.MANAGER or unit:
        raise _Astray("property", 'only a manager can have every property ("*")', "write a property number")
    if unit and not known.has(Kind.UNITS, place, unit):
        raise _Astray(
            "unit", f'property {place} has no unit "{unit}"', "add it to units.csv, or mend the number"
        )
    if begin and end and end < begin:
        raise _Astray(
            "valid_to", f"the role ends ({end}) before it begins ({begin})", "exchange or mend the dates"
        )
    period = {name: row.values[name] for name in ("valid_from", "valid_to") if name in row.values}
    return Record(Kind.ROLES, (person, place, unit, role, begin.isoformat() if begin else ""), period)


def _need_property(place: str, known: Known) -> None:
    if not known.has(Kind.PROPERTIES, place):
        mend = f"add the property to properties.csv{_near(place, Kind.PROPERTIES, known)}"
        raise _Astray("property", f'there is no property "{place}"', mend)


def _near(number: str, kind: Kind, known: Known) -> str:
    numbers = {key[0] for of, key in known.records if of is kind} | {
        key[0] for key in known.stored.get(kind, {})
    }
    found = difflib.get_close_matches(number, sorted(numbers), n=1, cutoff=0.7)
    return f', or did you mean "{found[0]}"?' if found else ""


def _category(row: Row, known: Known) -> Record:
    key = (row.values["key"],)
    values = _without(row.values, "key")
    if not values.get("label_en") and ("label_en" in values or known.is_new(Kind.CATEGORIES, key)):
        values["label_en"] = values["label_de"]
    return Record(Kind.CATEGORIES, key, values)


def _text(row: Row, _known: Known) -> Record:
    return Record(Kind.TEXTS, (row.values["key"],), _without(row.values, "key"))


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


LINKERS: Final[Mapping[Kind, Callable[[Row, Known], Record]]] = {
    Kind.PERSONS: _person,
    Kind.PROPERTIES: _property,
    Kind.UNITS: _unit,
    Kind.ROLES: _role,
    Kind.CATEGORIES: _category,
    Kind.TEXTS: _text,
}
