"""Knows the firms as the tables hold them: the persons that stand for them, who works where by rank, and the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from hauspost.desk.houses import EVERYWHERE, Person, PersonId, PropertyId, Role, RoleAssignment
from hauspost.desk.masterdata import FIRM, NO_LONGER, firm_id
from hauspost.desk.work import ENDED_PHASES, Automation, Firm, FirmAssignment, Rule, order_tag
from hauspost.store import reachability, remembered, schema
from hauspost.store.made import Made

table = schema.contractors
_addresses_of, _works = schema.contractor_addresses, schema.contractor_assignments
_NUMBERS: Final[BindParameter[Any]] = bindparam("numbers", expanding=True)

# Made once: building a statement costs more than running it.
_ALL: Final = Made(select(table).order_by(table.c.id))
_SOME: Final = Made(select(table).where(table.c.id.in_(_NUMBERS)).order_by(table.c.id))
_ADDRESSES: Final = Made(
    select(_addresses_of)
    .where(_addresses_of.c.contractor.in_(_NUMBERS))
    .order_by(_addresses_of.c.rank, _addresses_of.c.address)
)
_AT_ADDRESS: Final = Made(
    select(_addresses_of).where(_addresses_of.c.address.in_(bindparam("written", expanding=True)))
)
_WORKS_AT: Final = Made(select(_works).where(_works.c.property.in_(bindparam("places", expanding=True))))
_WORKS: Final = Made(select(_works).where(_works.c.rank != NO_LONGER).order_by(_works.c.id))
_RULES: Final = Made(select(schema.rules).order_by(schema.rules.c.property, schema.rules.c.category))
_RULES_AT: Final = Made(
    select(schema.rules)
    .where(schema.rules.c.property.in_(bindparam("places", expanding=True)))
    .order_by(schema.rules.c.property, schema.rules.c.category)
)


def firms(conn: Connection, ids: Iterable[PersonId] | None = None) -> tuple[Firm, ...]:
    """All of them, or those of the asked persons that are firms; in order of their numbers."""
    return tuple(_firm(row) for row in _rows(conn, None if ids is None else _numbers(ids)))


def persons_of_firms(conn: Connection, ids: Iterable[PersonId] | None = None) -> tuple[Person, ...]:
    """The persons that stand for them, with every address that they write from: four queries, or none."""
    numbers = None if ids is None else _numbers(ids)
    if numbers == []:
        return ()
    rows = _rows(conn, numbers)
    written = _addresses(conn, [row.id for row in rows])
    more = remembered.addresses_of(conn, (firm_id(row.id) for row in rows))
    for row in rows:
        written[row.id] += [one for one in more[firm_id(row.id)] if one not in written[row.id]]
    off = reachability.off(conn, (address for each in written.values() for address in each))
    return tuple(_person(row, written[row.id], off) for row in rows)


def firms_at_address(conn: Connection, address: str) -> tuple[Person, ...]:
    """Whose address it is, or else whose "@domain" it lies in."""
    domain = "@" + address.rpartition("@")[2]
    rows = _AT_ADDRESS.rows(conn, {"written": (address, domain)})
    exact = [row for row in rows if row.address == address]
    return persons_of_firms(conn, [firm_id(row.contractor) for row in exact or rows]) if rows else ()


def assignments_of(conn: Connection, place: PropertyId) -> tuple[FirmAssignment, ...]:
    """Of the house and of "*", in order of rank; what a house says of a firm and a work overrules what "*" says."""
    rows = _WORKS_AT.rows(conn, {"places": (place, EVERYWHERE)})
    ordered = sorted(rows, key=lambda row: (row.property == EVERYWHERE, row.id))
    nearest = {(row.work, row.contractor): row for row in reversed(ordered)}
    live = [row for row in nearest.values() if row.rank != NO_LONGER]
    live.sort(key=lambda row: (row.rank, row.property == EVERYWHERE, row.contractor, row.work))
    return tuple(_assignment(row) for row in live)


def all_assignments(conn: Connection) -> tuple[FirmAssignment, ...]:
    return tuple(_assignment(row) for row in _WORKS.rows(conn))


def rules_of(conn: Connection, place: PropertyId) -> tuple[Rule, ...]:
    """Those that speak of the house or of every house; the desk chooses the most specific one."""
    return tuple(_rule(row) for row in _RULES_AT.rows(conn, {"places": (place, EVERYWHERE)}))


def all_rules(conn: Connection) -> tuple[Rule, ...]:
    return tuple(_rule(row) for row in _RULES.rows(conn))


def running_orders(conn: Connection) -> tuple[tuple[PersonId, str], ...]:
    """Who has an order that is not over, and its tag."""
    orders = schema.work_orders
    query = select(orders.c.assignee, orders.c.ticket, orders.c.number)
    live = query.where(orders.c.phase.not_in([str(phase) for phase in ENDED_PHASES]))
    rows = conn.execute(live.order_by(orders.c.ticket, orders.c.number))
    return tuple((PersonId(row.assignee), order_tag(row.ticket, row.number)) for row in rows)


def _rows(conn: Connection, numbers: list[str] | None) -> Sequence[Any]:
    """None: of all firms."""
    return _ALL.rows(conn) if numbers is None else _SOME.rows(conn, {"numbers": numbers})


def _numbers(ids: Iterable[PersonId]) -> list[str]:
    return sorted({one.removeprefix(FIRM) for one in ids if one.startswith(FIRM)})


def _addresses(conn: Connection, numbers: list[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    if numbers:
        for row in _ADDRESSES.rows(conn, {"numbers": numbers}):
            found[row.contractor].append(row.address)
    return found


def _firm(row: Row[Any]) -> Firm:
    return Firm(
        person=firm_id(row.id),
        company=row.company,
        trades=tuple(row.trades),
        phone=row.phone,
        emergency_phone=row.emergency_phone,
        limit=row.nte,
        until=row.valid_to,
    )


def _person(row: Row[Any], addresses: list[str], off: frozenset[str]) -> Person:
    own = firm_id(row.id)
    return Person(
        id=own,
        last_name=row.company,
        language=row.language or "de",
        phones=(row.phone,) if row.phone else (),
        addresses=tuple(addresses),
        roles=(RoleAssignment(own, EVERYWHERE, Role.CONTRACTOR),),
        undeliverable=off.intersection(addresses),
    )


def _assignment(row: Row[Any]) -> FirmAssignment:
    return FirmAssignment(
        person=firm_id(row.contractor),
        property_id=PropertyId(row.property),
        work=row.work,
        rank=row.rank,
        emergency_only=row.emergency_only,
    )


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        property_id=PropertyId(row.property),
        category=row.category,
        automation=Automation(row.automation),
        veto_minutes=row.veto_minutes,
        assignee=row.assignee,
        may_start=row.may_start,
        may_finish=row.may_finish,
        limit=row.limit_cents,
        per_day=row.per_day,
        is_approved=row.is_approved,
    )
