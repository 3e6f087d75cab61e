"""Knows what rows of master data point to, in the same files or in the store, and tells each that points to nothing."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from hauspost.desk.houses import EVERYWHERE, Role
from hauspost.desk.masterdata import Key, Kind, Record, Stored
from hauspost.parsers.masterdata_cells import RESERVED, mailbox_of
from hauspost.parsers.masterdata_columns import PHONE, POLICY
from hauspost.parsers.masterdata_firms import (
    assignment,
    contractor,
    maintenance,
    names_of_ended,
    rule,
    tied,
)
from hauspost.parsers.masterdata_known import Astray, Known, near, need_property, need_zeros, without
from hauspost.parsers.masterdata_rows import Rejected, Row
from hauspost.parsers.masterdata_sentences import Sentence


def link(
    rows: Iterable[Row], *, stored: Stored, language: str
) -> tuple[tuple[Record, ...], tuple[Rejected, ...], tuple[str, ...]]:
    """Records in the order of Kind, the rows that are not taken, and what should be known of those that are."""
    known = Known(language, stored)
    rejected: list[Rejected] = []
    taken: dict[tuple[Kind, Key], Row] = {}
    for row in sorted(rows, key=lambda row: list(Kind).index(row.kind)):
        try:
            record = LINKERS[row.kind](row, known)
            _once(row, record, known)
        except Astray as astray:
            rejected.append(row.reject(*astray.told))
        else:
            known.accept(record, (row.file, row.line))
            taken[record.kind, record.key] = row
    for key, tie in tuple(tied(known)):
        rejected.append(taken[Kind.RULES, key].reject(*tie.told))
        known.drop(Kind.RULES, key)
    return tuple(known.records.values()), tuple(rejected), tuple(names_of_ended(known))


# Of these, two rows of one key are a mistake even when they say the same: somebody will change only one of them.
NAMED_ONCE: Final = frozenset({Kind.CATEGORIES, Kind.RULES})


def _once(row: Row, record: Record, known: Known) -> None:
    """The same row twice is one row; two that differ cannot both be meant."""
    first = known.records.get((record.kind, record.key))
    if first is None or (first.values == record.values and record.kind not in NAMED_ONCE):
        return
    what = " / ".join(part for part in record.key if part)
    sentence = TWICE.get(record.kind, "the number {what} is given twice and differently")
    place = known.place(record.kind, record.key)
    mend = Sentence("delete one of them; the first stands in {place}", place=place)
    raise Astray(next(iter(row.headers)), Sentence(sentence, what=what), mend)


TWICE: Final[Mapping[Kind, str]] = {
    Kind.MAINTENANCE: "the maintenance {what} is given twice and differently",
    Kind.CATEGORIES: 'the category "{what}" is named twice',
    Kind.ASSIGNMENTS: "{what} is assigned twice and differently",
    Kind.RULES: "there are two rules for {what}",
}


def _person(row: Row, known: Known) -> Record:
    values = without(row.values, "person")
    key = (row.values["person"],)
    need_zeros(key, "person", Kind.PERSONS, known)
    if not values.get("language") and ("language" in values or known.is_new(Kind.PERSONS, key)):
        values["language"] = known.language
    return Record(Kind.PERSONS, key, values)


def _property(row: Row, known: Known) -> Record:
    key = (row.values["property"],)
    if key[0] == EVERYWHERE:
        raise Astray(
            "property", 'the number "*" means every property', "give the property a number of its own"
        )
    need_zeros(key, "property", Kind.PROPERTIES, known)
    values = _gathered(without(row.values, "property"))
    for column in ("responsible", "deputy"):
        if column in values:
            values[column] = _one_person(values[column], column, known)
    _give_mailbox(key, values, known)
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
    fits = '"{cell}" fits several persons' if found else '"{cell}" is no person of the master data'
    raise Astray(column, Sentence(fits, cell=cell), "write a person number of persons.csv")


def _give_mailbox(key: Key, values: dict[str, Any], known: Known) -> None:
    stored = known.stored.get(Kind.PROPERTIES, {}).get(key)
    if not values.get("mailbox"):
        kept = stored.values["mailbox"] if stored else ""
        values["mailbox"] = kept or mailbox_of(values["street"], values.get("house_numbers", []))
    mailbox = values["mailbox"]
    if not mailbox or mailbox in RESERVED:
        sentence = Sentence('no address can be made of the street "{street}"', street=values["street"])
        raise Astray("street", sentence, "write one in Objekt-E-Mail")
    owner = known.mailboxes.get(mailbox, key[0])
    if owner != key[0]:
        sentence = Sentence(
            'the mailbox "{mailbox}" belongs to property {owner}', mailbox=mailbox, owner=owner
        )
        raise Astray("mailbox", sentence, "write another one in Objekt-E-Mail")


def _unit(row: Row, known: Known) -> Record:
    place, unit = row.values["property"], row.values["unit"]
    need_property(place, known)
    need_zeros((place, unit), "unit", Kind.UNITS, known)
    return Record(Kind.UNITS, (place, unit), without(row.values, "property", "unit"))


def _role(row: Row, known: Known) -> Record:
    person, place, unit = row.values["person"], row.values["property"], row.values.get("unit", "")
    role, begin, end = row.values["role"], row.values.get("valid_from"), row.values.get("valid_to")
    need_zeros((person,), "person", Kind.PERSONS, known)
    if not known.has(Kind.PERSONS, person):
        mend = Sentence("add the person to persons.csv{near}", near=near(person, Kind.PERSONS, known))
        raise Astray("person", Sentence('there is no person "{person}"', person=person), mend)
    if place != EVERYWHERE:
        need_property(place, known)
    elif role is not Role.MANAGER or unit:
        raise Astray("property", 'only a manager can have every property ("*")', "write a property number")
    need_zeros((place, unit), "unit", Kind.UNITS, known)
    if unit and not known.has(Kind.UNITS, place, unit):
        sentence = Sentence('property {place} has no unit "{unit}"', place=place, unit=unit)
        raise Astray("unit", sentence, "add it to units.csv, or mend the number")
    if begin and end and end < begin:
        sentence = Sentence(
            "the role ends ({end}) before it begins ({begin})", end=str(end), begin=str(begin)
        )
        raise Astray("valid_to", sentence, "exchange or mend the dates")
    period = {name: row.values[name] for name in ("valid_from", "valid_to") if name in row.values}
    return Record(Kind.ROLES, (person, place, unit, role, begin.isoformat() if begin else ""), period)


def _category(row: Row, known: Known) -> Record:
    key = (row.values["key"],)
    values = without(row.values, "key")
    if not values.get("label_en") and ("label_en" in values or known.is_new(Kind.CATEGORIES, key)):
        values["label_en"] = values["label_de"]
    _need_own_label(key, values["label_de"], known)
    return Record(Kind.CATEGORIES, key, values)


def _need_own_label(key: Key, label: str, known: Known) -> None:
    """KATEGORIE ‹label› must mean one of them."""
    for other, record in known.kinds.get(Kind.CATEGORIES, {}).items():
        if other != key and record.values["label_de"].casefold() == label.casefold():
            place = known.place(Kind.CATEGORIES, other)
            mend = Sentence("give it a name of its own; the first stands in {place}", place=place)
            sentence = Sentence(
                '"{label}" is the name of the category "{other}" already', label=label, other=other[0]
            )
            raise Astray("label_de", sentence, mend)


def _text(row: Row, _known: Known) -> Record:
    return Record(Kind.TEXTS, (row.values["key"],), without(row.values, "key"))


LINKERS: Final[Mapping[Kind, Callable[[Row, Known], Record]]] = {
    Kind.PERSONS: _person,
    Kind.PROPERTIES: _property,
    Kind.UNITS: _unit,
    Kind.ROLES: _role,
    Kind.CATEGORIES: _category,
    Kind.CONTRACTORS: contractor,
    Kind.ASSIGNMENTS: assignment,
    Kind.RULES: rule,
    Kind.TEXTS: _text,
    Kind.MAINTENANCE: maintenance,
}
