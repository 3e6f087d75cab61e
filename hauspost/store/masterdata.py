"""Knows how stored master data becomes records that can be compared, and writes a difference in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, update

from hauspost.desk.houses import Role
from hauspost.desk.masterdata import Change, Diff, Key, Kind, Record, digest_of
from hauspost.store import schema
from hauspost.store.changes import Moved
from hauspost.store.revoking import revoke_addresses, revoke_house_mails, revoke_place

VERSION: Final = "masterdata"  # the switch that tells a running gateway to read mailboxes and people again

TABLES: Final[Mapping[Kind, Table]] = {
    Kind.PERSONS: schema.persons,
    Kind.PROPERTIES: schema.properties,
    Kind.UNITS: schema.units,
    Kind.ROLES: schema.role_assignments,
    Kind.CATEGORIES: schema.categories,
    Kind.CONTRACTORS: schema.contractors,
    Kind.ASSIGNMENTS: schema.contractor_assignments,
    Kind.RULES: schema.rules,
    Kind.TEXTS: schema.texts,
    Kind.MAINTENANCE: schema.maintenance,
}
KEYS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PERSONS: ("id",),
    Kind.PROPERTIES: ("id",),
    Kind.UNITS: ("property", "id"),
    Kind.ROLES: ("person", "property", "unit", "role"),  # and the begin, which stands among the values too
    Kind.CATEGORIES: ("key",),
    Kind.CONTRACTORS: ("id",),
    Kind.ASSIGNMENTS: ("property", "work", "contractor"),
    Kind.RULES: ("property", "category"),
    Kind.TEXTS: ("key",),
    Kind.MAINTENANCE: ("property", "name"),
}
# What a new row holds where its source has no column for it, and the table has no default.
DEFAULTS: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.PERSONS: {"phones": [], "addresses": []},
    Kind.PROPERTIES: {"kind": "weg", "house_numbers": [], "phones": {}, "policy": {}},
    Kind.UNITS: {},
    Kind.ROLES: {},
    Kind.CATEGORIES: {"words": [], "visibility": "private"},
    Kind.CONTRACTORS: {"trades": [], "addresses": []},
    Kind.ASSIGNMENTS: {},
    Kind.RULES: {},
    Kind.TEXTS: {},
    Kind.MAINTENANCE: {},
}


# Where the addresses of a kind stand, and the column that says whose they are.
ADDRESSES: Final[Mapping[Kind, tuple[Table, str]]] = {
    Kind.PERSONS: (schema.addresses, "person"),
    Kind.CONTRACTORS: (schema.contractor_addresses, "contractor"),
}


def stored(conn: Connection) -> dict[Kind, dict[Key, Record]]:
    """All master data, by kind and key."""
    found = {kind: _records(conn, kind) for kind in Kind}
    for kind, (table, owner) in ADDRESSES.items():
        addresses: defaultdict[str, list[str]] = defaultdict(list)
        for row in conn.execute(select(table).order_by(table.c.rank, table.c.address)).mappings():
            addresses[row[owner]].append(row["address"])
        for key, record in found[kind].items():
            found[kind][key] = Record(kind, key, {**record.values, "addresses": addresses[key[0]]})
    return found


def apply(conn: Connection, diff: Diff, *, at: datetime) -> dict[str, int]:
    """Writes what is new, changed and ended; what is missing in the files stays. Returns the counts."""
    for kind in Kind:
        _insert(conn, kind, [record for record in diff.new if record.kind is kind])
    for change in diff.changes:
        _update(conn, change)
        _revoke(conn, change, at)
    if not diff.is_empty:
        _new_version(conn, at)
    return diff.counts()


def enact(conn: Connection, diff: Diff, *, over: str, at: datetime) -> None:
    """`apply`, if what is stored has that digest still. Raises `Moved` where somebody changed it meanwhile."""
    _new_version(conn, at)  # first: whoever imports at the same time waits at this row
    if digest_of(stored(conn)) != over:
        raise Moved("the master data")
    apply(conn, diff, at=at)


def version(conn: Connection) -> int:
    """Rises with every import that changed something."""
    table = schema.switches
    value = conn.execute(select(table.c.value).where(table.c.name == VERSION)).scalar()
    return int(value) if value else 0


def _records(conn: Connection, kind: Kind) -> dict[Key, Record]:
    table, names = TABLES[kind], KEYS[kind]
    found: dict[Key, Record] = {}
    for row in conn.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        key = tuple(row[name] for name in names)
        if kind is Kind.ROLES:
            key = (*key, row["valid_from"].isoformat() if row["valid_from"] else "")
        values = {name: value for name, value in row.items() if name not in names and name != "id"}
        found[key] = Record(kind, key, values)
    return found


def _insert(conn: Connection, kind: Kind, records: list[Record]) -> None:
    """Many rows at a time: a first import may be a hundred thousand."""
    alike: defaultdict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    lines: list[dict[str, Any]] = []
    for record in records:
        values = _plain({**DEFAULTS[kind], **record.values})
        lines += _address_lines(record, values.pop("addresses", ()))
        row = _plain(dict(zip(KEYS[kind], record.key, strict=False))) | values
        alike[frozenset(row)].append(row)
    for rows in alike.values():
        conn.execute(insert(TABLES[kind]), rows)
    if lines:
        conn.execute(insert(ADDRESSES[kind][0]), lines)


def _update(conn: Connection, change: Change) -> None:
    values = _plain({name: change.after.values[name] for name in change.fields})
    addresses = values.pop("addresses", None)
    if values:
        conn.execute(update(TABLES[change.after.kind]).where(_is(change.before)).values(**values))
    if addresses is not None:
        _write_addresses(conn, change.after, addresses)


# Whose keys end with the role. A resident keeps the own ticket even when the role is over (DOMAIN, "Roles and rights").
OFFICES = frozenset({Role.MANAGER, Role.CARETAKER})


def _revoke(conn: Connection, change: Change, at: datetime) -> None:
    """DOMAIN: an ended role, a removed address: its secrets are revoked and its unsent mails cancelled at once."""
    before, after = change.before.values, change.after.values
    if change.after.kind in ADDRESSES and "addresses" in change.fields:
        current = list(after["addresses"])
        revoke_addresses(conn, set(before["addresses"]) - set(current), left=current, at=at)
    if change.after.kind is Kind.ROLES and (end := after.get("valid_to")) is not None and end < at.date():
        person, place, _unit, role = change.after.key[:4]
        if role in OFFICES:
            revoke_place(conn, person, place, at)
        else:
            revoke_house_mails(conn, person, place, at)


def _is(record: Record) -> ColumnElement[bool]:
    table = TABLES[record.kind]
    own = [table.c[name] == part for name, part in zip(KEYS[record.kind], record.key, strict=False)]
    if record.kind is Kind.ROLES:
        own.append(table.c.valid_from.is_not_distinct_from(record.values["valid_from"]))
    return and_(*own)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """A driver may write an enumeration's member by its name."""
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in values.items()}


def _write_addresses(conn: Connection, record: Record, addresses: list[str]) -> None:
    table, owner = ADDRESSES[record.kind]
    conn.execute(delete(table).where(table.c[owner] == record.key[0]))
    if rows := _address_lines(record, addresses):
        conn.execute(insert(table), rows)


def _address_lines(record: Record, addresses: Iterable[str]) -> list[dict[str, Any]]:
    if record.kind not in ADDRESSES:
        return []
    _, owner = ADDRESSES[record.kind]
    return [{"address": one, owner: record.key[0], "rank": rank} for rank, one in enumerate(addresses)]


def _new_version(conn: Connection, at: datetime) -> None:
    table, following = schema.switches, version(conn) + 1
    done = conn.execute(
        update(table).where(table.c.name == VERSION).values(value=str(following), changed_at=at)
    )
    if not done.rowcount:
        conn.execute(insert(table).values(name=VERSION, value=str(following), changed_at=at))
