"""Knows the master data as the tables hold it: houses, flats, people, their addresses and roles, categories, texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Text, bindparam, cast, exists, literal, select, union_all

from hauspost.desk.houses import (
    EVERYWHERE,
    GENERAL,
    RESIDENT_ROLES,
    Category,
    CategoryKey,
    Notify,
    Period,
    Person,
    PersonId,
    Property,
    PropertyId,
    Role,
    RoleAssignment,
    Unit,
)
from hauspost.store import remembered, schema
from hauspost.store.firms import (
    all_assignments,
    all_rules,
    assignments_of,
    firms,
    firms_at_address,
    persons_of_firms,
    rules_of,
    running_orders,
)
from hauspost.store.made import Made

__all__ = [
    "GENERAL_CATEGORY",
    "all_assignments",
    "all_managers",
    "all_persons",
    "all_properties",
    "all_rules",
    "all_units",
    "assignments_of",
    "audience_of",
    "caretakers_of",
    "categories",
    "category",
    "firms",
    "load_property",
    "mailboxes",
    "managers_of",
    "persons",
    "persons_by_address",
    "persons_of_firms",
    "residents_of",
    "rules_of",
    "running_orders",
    "texts",
    "units_of",
]

# DOMAIN, "Words": it always exists, whatever an import or a hand did to the table.
BEHIND = 1_000  # the rank of an address that a manager's word added: behind every one of the master data
GENERAL_CATEGORY = Category(GENERAL, "Allgemein", "General")


# Statements are made once: building one costs more than running it.
_PROPERTY: Final = Made(select(schema.properties).where(schema.properties.c.id == bindparam("place")))
_PROPERTIES: Final = Made(select(schema.properties).order_by(schema.properties.c.id))
_SOME_PROPERTIES: Final = Made(
    select(schema.properties)
    .where(schema.properties.c.id.in_(bindparam("places", expanding=True)))
    .order_by(schema.properties.c.id)
)
_CHOOSING: Final = Made(
    select(schema.properties)
    .where(cast(schema.properties.c.policy, Text).contains(bindparam("name", type_=Text)))
    .order_by(schema.properties.c.id)
)
_SOME_MAILBOXES: Final = Made(
    select(schema.properties.c.mailbox, schema.properties.c.id).where(
        schema.properties.c.mailbox.in_(bindparam("names", expanding=True))
    )
)
_MAILBOXES: Final = Made(select(schema.properties.c.mailbox, schema.properties.c.id))
_UNITS: Final = Made(select(schema.units).order_by(schema.units.c.property, schema.units.c.id))
_UNITS_OF: Final = Made(
    select(schema.units).where(schema.units.c.property == bindparam("place")).order_by(schema.units.c.id)
)
_CATEGORIES: Final = Made(select(schema.categories).order_by(schema.categories.c.key))
_CATEGORY: Final = Made(select(schema.categories).where(schema.categories.c.key == bindparam("key")))
_TEXTS: Final = Made(select(schema.texts).order_by(schema.texts.c.key))


def load_property(conn: Connection, place: PropertyId) -> Property | None:
    row = _PROPERTY.row(conn, {"place": place})
    return None if row is None else _property(row)


def all_properties(conn: Connection) -> tuple[Property, ...]:
    return tuple(_property(row) for row in _PROPERTIES.rows(conn))


def properties(conn: Connection, places: Iterable[PropertyId]) -> tuple[Property, ...]:
    """Those of them that exist, in order of their numbers."""
    rows = _SOME_PROPERTIES.rows(conn, {"places": sorted(set(places))})
    return tuple(_property(row) for row in rows)


def properties_choosing(conn: Connection, key: str) -> tuple[Property, ...]:
    """Those whose own choices name that key of the policy: what is off for the company costs nothing at each look."""
    return tuple(_property(row) for row in _CHOOSING.rows(conn, {"name": f'"{key}"'}))


def mailboxes(conn: Connection) -> dict[str, PropertyId]:
    """Every house's local part, in lower case, with the house it belongs to."""
    return {row.mailbox: PropertyId(row.id) for row in _MAILBOXES.rows(conn)}


def mailboxes_among(conn: Connection, names: Iterable[str]) -> dict[str, PropertyId]:
    """Those of these names (in lower case) that are some: there may be thousands of houses."""
    rows = _SOME_MAILBOXES.rows(conn, {"names": sorted(names)})
    return {row.mailbox: PropertyId(row.id) for row in rows}


def units_of(conn: Connection, place: PropertyId) -> tuple[Unit, ...]:
    return _units(conn, _UNITS_OF, {"place": place})


def all_units(conn: Connection) -> tuple[Unit, ...]:
    return _units(conn, _UNITS, {})


def persons_by_address(conn: Connection, address: str) -> tuple[Person, ...]:
    """Everybody whom an address stands for: one person, a household, an office, a firm, or nobody.

    What a manager said of an address counts only where the master data do not know it.

    A firm's "@domain" stands for its addresses there that nobody else is registered with.
    """
    registered = _persons(conn, _AT_ADDRESS, {"address": address})
    at_work = firms_at_address(conn, address)
    found = registered + tuple(firm for firm in at_work if not registered or address in firm.addresses)
    return found or tuple(persons(conn, map(PersonId, remembered.owners(conn, address))).values())


def persons(conn: Connection, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
    """Those of the asked who exist, firms among them."""
    asked = sorted(set(ids))
    if len(asked) == 1:
        found = _persons(conn, _ASKED_ONE, {"id": asked[0]})
    else:
        found = _persons(conn, _ASKED, {"ids": asked}) if asked else ()
    return {person.id: person for person in (*found, *persons_of_firms(conn, asked))}


def all_persons(conn: Connection) -> tuple[Person, ...]:
    """Everybody of persons.csv; `persons_of_firms` has those who stand for firms."""
    return _persons(conn, _EVERYBODY, {})


def managers_of(conn: Connection, place: PropertyId) -> tuple[Person, ...]:
    """Past, present and future managers of a property; desk.houses.current_managers picks those of a day."""
    return _persons(conn, _HOLDERS_AT, _held((Role.MANAGER,), (place, EVERYWHERE)))


def all_managers(conn: Connection) -> tuple[Person, ...]:
    """Past, present and future managers of any property: whom a mail concerns that names no house."""
    return _persons(conn, _HOLDERS, {"roles": [Role.MANAGER]})


def residents_of(conn: Connection, place: PropertyId) -> tuple[Person, ...]:
    """Past, present and future tenants, owners, board members and representatives of a property."""
    return _persons(conn, _HOLDERS_AT, _held(RESIDENT_ROLES, (place,)))


def caretakers_of(conn: Connection, place: PropertyId) -> tuple[Person, ...]:
    """Past, present and future ones, as with managers."""
    return _persons(conn, _HOLDERS_AT, _held((Role.CARETAKER,), (place,)))


def audience_of(conn: Connection, place: PropertyId) -> tuple[Person, ...]:
    """Everybody who lives, owns or works there, or did: whom of them a ticket is for, its audience and the day say."""
    return _persons(conn, _HOLDERS_AT, _held(RESIDENT_ROLES | {Role.CARETAKER}, (place,)))


def categories(conn: Connection) -> tuple[Category, ...]:
    """In order of their keys; `general` is always there and stands last."""
    stored = {row.key: _category(row) for row in _CATEGORIES.rows(conn)}
    general = stored.pop(GENERAL, GENERAL_CATEGORY)
    return (*stored.values(), general)


def category(conn: Connection, key: CategoryKey) -> Category | None:
    """That one of them; None where the table has lost it."""
    row = _CATEGORY.row(conn, {"key": key})
    if row is None:
        return GENERAL_CATEGORY if key == GENERAL else None
    return _category(row)


def texts(conn: Connection) -> dict[str, str]:
    """The company's short texts by their keys."""
    return {row.key: row.text for row in _TEXTS.rows(conn)}


def _held(roles: Iterable[Role], places: Iterable[PropertyId]) -> dict[str, list[str]]:
    return {"roles": sorted(roles), "places": sorted(places)}


@dataclass(frozen=True, slots=True)
class _People:
    """The three queries for some persons, their addresses and their roles, however many they are."""

    rows: Made
    addresses: Made
    roles: Made


def _people(ids: Select[Any]) -> _People:
    people, roles = schema.persons, schema.role_assignments
    return _People(
        Made(select(people).where(people.c.id.in_(ids)).order_by(people.c.id)),
        Made(_addresses(ids)),
        Made(select(roles).where(roles.c.person.in_(ids)).order_by(roles.c.person, roles.c.id)),
    )


def _addresses(ids: Select[Any]) -> Select[Any]:
    """Those of the master data by rank, then what managers said, each with whether anything is sent there."""
    own, more, off = schema.addresses, schema.remembered_addresses, schema.undeliverable
    other = own.alias()  # whom the master data give it to by now
    is_taken = exists().where(other.c.address == more.c.address, other.c.person != more.c.person)
    known = union_all(
        select(own.c.person, own.c.address, own.c.rank).where(own.c.person.in_(ids)),
        select(more.c.person, more.c.address, literal(BEHIND).label("rank")).where(
            more.c.person.in_(ids), ~is_taken
        ),
    ).subquery()
    rows = select(known, off.c.since).select_from(known.outerjoin(off, off.c.address == known.c.address))
    return rows.order_by(known.c.person, known.c.rank, known.c.address)


_EVERYBODY: Final = _people(select(schema.persons.c.id))
_ASKED: Final = _people(
    select(schema.persons.c.id).where(schema.persons.c.id.in_(bindparam("ids", expanding=True)))
)
# A list of values is written into its statement anew each time; most mails are for one person.
_ASKED_ONE: Final = _people(select(schema.persons.c.id).where(schema.persons.c.id == bindparam("id")))
_AT_ADDRESS: Final = _people(
    select(schema.addresses.c.person).where(schema.addresses.c.address == bindparam("address"))
)
# A look into a table is quicker than asking the enumeration.
_ROLES: Final = {str(role): role for role in Role}
_NOTIFY: Final = {str(notify): notify for notify in Notify}
_NONE: Final = frozenset[str]()
_WITH_ROLES: Final = select(schema.role_assignments.c.person).where(
    schema.role_assignments.c.role.in_(bindparam("roles", expanding=True))
)
_HOLDERS: Final = _people(_WITH_ROLES)
_HOLDERS_AT: Final = _people(
    _WITH_ROLES.where(schema.role_assignments.c.property.in_(bindparam("places", expanding=True)))
)


def _persons(conn: Connection, queries: _People, asked: dict[str, Any]) -> tuple[Person, ...]:
    rows = queries.rows.rows(conn, asked)
    if not rows:
        return ()
    by_address = _by_person(conn, queries.addresses, asked)
    by_role = _by_person(conn, queries.roles, asked)
    return tuple(_person(row, by_address.get(row.id, []), by_role.get(row.id, [])) for row in rows)


def _units(conn: Connection, query: Made, asked: dict[str, str]) -> tuple[Unit, ...]:
    return tuple(
        Unit(PropertyId(row.property), row.id, row.name, row.building, row.floor, row.side)
        for row in query.rows(conn, asked)
    )


def _by_person(conn: Connection, query: Made, asked: dict[str, Any]) -> dict[str, list[Row[Any]]]:
    rows = query.rows(conn, asked)
    return {person: list(theirs) for person, theirs in groupby(rows, key=lambda row: row.person)}


def _person(row: Row[Any], addresses: list[Row[Any]], roles: list[Row[Any]]) -> Person:
    """Of five thousand at a time in a large house: lists are quicker than generators."""
    off = [line.address for line in addresses if line.since is not None]
    return Person(
        id=row.id,
        last_name=row.last_name,
        phones=tuple(row.phones),
        first_name=row.first_name,
        salutation=row.salutation,
        language=row.language or "de",
        notify=_NOTIFY[row.own_notify or row.notify],
        transcripts=row.transcripts,
        contact_release=row.contact_release,
        addresses=tuple(dict.fromkeys([line.address for line in addresses])),
        roles=tuple([_role(line) for line in roles]),
        undeliverable=frozenset(off) if off else _NONE,
    )


def _role(row: Row[Any]) -> RoleAssignment:
    return RoleAssignment(
        row.person, row.property, _ROLES[row.role], row.unit, Period(row.valid_from, row.valid_to)
    )


def _property(row: Row[Any]) -> Property:
    return Property(
        id=PropertyId(row.id),
        name=row.name,
        mailbox=row.mailbox,
        kind=row.kind,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        language=row.language,
        responsible=PersonId(row.responsible) if row.responsible else None,
        deputy=PersonId(row.deputy) if row.deputy else None,
        phones=tuple(sorted(row.phones.items())),
        policy=tuple(sorted(row.policy.items())),
        invoice_recipient=row.invoice_recipient,
        invoice_email=row.invoice_email,
        state=row.state,
        approval_limit=row.approval_limit,
        board_limit=row.board_limit,
    )


def _category(row: Row[Any]) -> Category:
    return Category(
        key=CategoryKey(row.key),
        label_de=row.label_de,
        label_en=row.label_en,
        words=tuple(row.words),
        visibility=row.visibility,
        important=row.important,
        answer=row.answer,
        trade=row.trade,
        scope=row.scope,
    )
