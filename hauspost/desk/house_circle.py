"""Knows whom a notice to the house reaches today: who lives there, by building, flat and role; nobody former."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hauspost.desk.houses import RESIDENT_ROLES, Notify, Person, PropertyId, Role, Unit
from hauspost.desk.notices_of_house import Circle, Household, ReachFigures
from hauspost.desk.telling import names


@dataclass(frozen=True, slots=True)
class Holding:
    """One role in force of a person at the house."""

    person: Person
    role: Role
    unit: str
    is_elsewhere: bool  # an owner whose flat somebody else lives in, or who has none there


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a circle comes to, in the order of the master data."""

    persons: tuple[Person, ...]
    households: tuple[
        tuple[str, tuple[Person, ...]], ...
    ]  # by flat; ("", one person) for who lives elsewhere
    figures: ReachFigures


def holdings(residents: Iterable[Person], place: PropertyId, day: date) -> tuple[Holding, ...]:
    """Roles that are over, not yet begun or of another house are none."""
    held = [
        (p, r.role, r.unit)
        for p in residents
        for r in p.roles
        if r.property_id == place and r.role in RESIDENT_ROLES and r.period.holds(day)
    ]
    tenants: dict[str, set[str]] = {}
    for person, role, unit in held:
        if role is Role.TENANT and unit:
            tenants.setdefault(unit, set()).add(person.id)
    return tuple(Holding(p, role, unit, _is_elsewhere(p, role, unit, tenants)) for p, role, unit in held)


def _is_elsewhere(person: Person, role: Role, unit: str, tenants: dict[str, set[str]]) -> bool:
    if role not in (Role.OWNER, Role.BOARD_MEMBER):
        return False
    return not unit or bool(tenants.get(unit, set()) - {person.id})


def reached(
    circle: Circle, residents: Iterable[Person], units: Iterable[Unit], place: PropertyId, day: date
) -> Reached:
    buildings = {u.id: u.building for u in units}
    every = holdings(residents, place, day)
    fitting = tuple(h for h in every if _lies_in(h, circle, buildings))
    here = {h.person.id for h in fitting if not h.is_elsewhere}
    chosen = tuple(h for h in fitting if _is_meant(h, circle))
    away = {h.person.id: h.person for h in fitting if h.is_elsewhere and h.person.id not in here}
    meant = {h.person.id: h.person for h in chosen}
    homes = tuple(_households(chosen))
    unwilling = sum(p.notify is Notify.NEVER for p in away.values() if p.id not in meant)
    roles: dict[str, set[Role]] = {}
    for one in chosen:
        roles.setdefault(one.person.id, set()).add(one.role)
    figures = ReachFigures(
        households=len(homes),
        by_mail=sum(_has_mail(people) for _, people in homes),
        addresses=len({p.address for p in meant.values() if p.address}),
        without=tuple(Household(unit, names(people)) for unit, people in homes if not _has_mail(people)),
        tenants=sum(Role.TENANT in held for held in roles.values()),
        owners=sum(Role.OWNER in held and Role.TENANT not in held for held in roles.values()),
        buildings=_by_building(homes, buildings),
        elsewhere=sum(i not in meant for i in away) - (unwilling if circle.with_owners else 0),
        unwilling=unwilling if circle.with_owners else 0,
    )
    return Reached(tuple(meant.values()), homes, figures)


def _lies_in(holding: Holding, circle: Circle, buildings: dict[str, str]) -> bool:
    if holding.role is Role.BOARD_MEMBER and Role.BOARD_MEMBER in circle.roles:
        return True  # the board is the whole house's
    if circle.units:
        return holding.unit in circle.units
    return not circle.buildings or buildings.get(holding.unit, "") in circle.buildings


def _is_meant(holding: Holding, circle: Circle) -> bool:
    if circle.roles:
        return holding.role in circle.roles
    if not holding.is_elsewhere:
        return True
    return circle.with_owners and holding.person.notify is not Notify.NEVER


def _households(chosen: tuple[Holding, ...]) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Each flat once with all who live there; who lives elsewhere is a household of the own, whatever is owned."""
    flats: dict[str, dict[str, Person]] = {}
    for one in chosen:
        is_home = bool(one.unit) and not one.is_elsewhere
        key = one.unit if is_home else f"\n{one.person.id}"
        flats.setdefault(key, {})[one.person.id] = one.person
    at_home = {i for key, people in flats.items() if not key.startswith("\n") for i in people}
    for key, people in flats.items():
        if key.startswith("\n"):
            if not people.keys() <= at_home:
                yield "", tuple(people.values())
        else:
            yield key, tuple(people.values())


def _has_mail(people: tuple[Person, ...]) -> bool:
    return any(p.address for p in people)


def _by_building(
    homes: tuple[tuple[str, tuple[Person, ...]], ...], buildings: dict[str, str]
) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for unit, _ in homes:
        if building := buildings.get(unit, ""):
            counts[building] = counts.get(building, 0) + 1
    return tuple(sorted(counts.items())) if len(counts) > 1 else ()
