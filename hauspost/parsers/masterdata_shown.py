"""Knows how a difference is shown to an office: rows by name, fields by header, values as a table writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hauspost.desk.houses import EVERYWHERE, Notify, Role
from hauspost.desk.masterdata import Change, Diff, Kind, Record, Stored
from hauspost.parsers.masterdata_columns import COLUMNS, PHONE, POLICY
from hauspost.parsers.masterdata_words import NOTIFY, ROLES


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of a difference. `what`: new | changed | ended | gone; `fields`: header, before, after."""

    what: str
    kind: Kind
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


def shown(diff: Diff, *, stored: Stored, language: str) -> Iterator[Shown]:
    """What ends first, then what becomes something else, then what is new."""
    people = _people(diff, stored)
    for what, changes in (("gone", diff.gone), ("ended", diff.ended), ("changed", diff.changed)):
        for change in changes:
            yield Shown(
                what, change.before.kind, _name(change.before, people, language), _fields(change, language)
            )
    for record in diff.new:
        yield Shown("new", record.kind, _name(record, people, language))


def called(diff: Diff, numbers: tuple[str, ...], stored: Stored) -> tuple[str, ...]:
    """The persons of these numbers by their names."""
    people = _people(diff, stored)
    return tuple(people.get(number, number) for number in numbers)


def _people(diff: Diff, stored: Stored) -> Mapping[str, str]:
    known = {key[0]: record.values for key, record in stored.get(Kind.PERSONS, {}).items()}
    for record in (*diff.new, *(change.after for change in diff.changed)):
        if record.kind is Kind.PERSONS:
            known[record.key[0]] = {**known.get(record.key[0], {}), **record.values}
    return {number: _person(values) or number for number, values in known.items()}


def _person(values: Mapping[str, Any]) -> str:
    return " ".join(part for name in ("first_name", "last_name") if (part := values.get(name)))


# What tells a reader most about a row of each kind, beside its number.
TELLING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PROPERTIES: ("name",),
    Kind.CATEGORIES: ("label_de",),
    Kind.CONTRACTORS: ("company",),
}


def _name(record: Record, people: Mapping[str, str], language: str) -> str:
    """Anna Berger (1001) · Anna Berger, Mieter, LW12 WE03, ab 01.11.2025"""
    if record.kind is Kind.PERSONS:
        return _numbered(people.get(record.key[0], ""), record.key[0])
    if record.kind is Kind.ROLES:
        return ", ".join(part for part in _role(record, people, language) if part)
    told = " ".join(str(record.values.get(name) or "") for name in TELLING.get(record.kind, ()))
    return _numbered(told.strip(), " ".join(part for part in record.key if part))


def _role(record: Record, people: Mapping[str, str], language: str) -> tuple[str, ...]:
    person, house, unit, role, _ = record.key
    begin, end = (record.values.get(name) for name in ("valid_from", "valid_to"))
    everywhere = "alle Objekte" if language == "de" else "every property"
    place = everywhere if house == EVERYWHERE else house
    since = ("ab {}" if language == "de" else "from {}").format(_value(begin, language)) if begin else ""
    until = ("bis {}" if language == "de" else "until {}").format(_value(end, language)) if end else ""
    return people.get(person, person), _value(Role(role), language), f"{place} {unit}".strip(), since, until


def _numbered(name: str, number: str) -> str:
    return f"{name} ({number})" if name and name != number else number


def _fields(change: Change, language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(_field(change, name, language) for name in change.fields)


def _field(change: Change, name: str, language: str) -> tuple[str, str, str]:
    say = _euros if name in AMOUNTS else _value
    before, after = change.before.values.get(name), change.after.values[name]
    return _header(change.after.kind, name, language), say(before, language), say(after, language)


AMOUNTS: Final = frozenset({"approval_limit", "board_limit", "nte", "limit_cents"})  # cents, gross


def _euros(cents: int | None, language: str) -> str:
    if cents is None:
        return "–"
    amount = f"{cents / 100:,.2f} €"
    return amount.translate(str.maketrans(",.", ".,")) if language == "de" else amount


@cache
def _headers(kind: Kind) -> Mapping[str, tuple[str, ...]]:
    return {column.field: column.names for column in COLUMNS[kind]}


def _header(kind: Kind, field: str, language: str) -> str:
    gathered = {"phones": "Telefon", "policy": "Policy"} if kind is Kind.PROPERTIES else {}
    names = _headers(kind).get(field) or (gathered.get(field, field),)
    return names[0] if language == "de" or len(names) < 2 else names[1]


def _value(value: Any, language: str) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return {True: ("ja", "yes"), False: ("nein", "no")}[value][0 if language == "de" else 1]
        case date():
            return value.strftime("%d.%m.%Y") if language == "de" else value.isoformat()
        case Role() | Notify():
            said = ROLES if isinstance(value, Role) else NOTIFY
            words = [word for word, code in said.items() if code is value]
            return _first(words, language, str(value))
        case list() | tuple():
            return ", ".join(map(str, value)) or "–"
        case dict():
            return ", ".join(
                f"{key.removeprefix(PHONE).removeprefix(POLICY)} {part}" for key, part in value.items()
            )
        case _:
            return str(value)


def _first(words: list[str], language: str, code: str) -> str:
    """German words stand first, English ones last."""
    if not words:
        return code
    return words[0].capitalize() if language == "de" else code.replace("_", " ")
