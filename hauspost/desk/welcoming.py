"""Who is welcomed by mail, and who is not: whoever lives or owns in a house that speaks, once for each address."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from hauspost.desk.houses import RESIDENT_ROLES, Notify, Person, PersonId, Property, PropertyId, Role

Pair = tuple[PersonId, str]  # a person and the address that the mail went to


@dataclass(frozen=True, slots=True)
class HouseAddress:
    name: str  # how people call the house
    address: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """Once to each person: where the house is written to, what one can write, what becomes of it."""

    houses: tuple[HouseAddress, ...] = ()
    only_notices: bool = False  # all of them only post notices (policy.reports): no number, no course


@dataclass(frozen=True, slots=True)
class Guest:
    """One mail: a household shares its address. `houses`: theirs, the first one writes."""

    address: str
    persons: tuple[Person, ...]
    houses: tuple[Property, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple((p.id, self.address) for p in self.persons)


@dataclass(frozen=True, slots=True)
class Guests:
    """`known`: how many persons were welcomed before; `kept_back`: live where nothing is sent to them yet; `declined`:
    have asked for no mails."""

    due: tuple[Guest, ...] = ()
    unreached: tuple[Person, ...] = ()  # without a mail address
    known: int = 0
    kept_back: int = 0
    declined: int = 0


def guests(
    people: Iterable[Person],
    houses: Iterable[Property],
    *,
    welcomed: Collection[Pair],
    silent: Collection[PropertyId],
    wanted: Collection[PropertyId],
    day: date,
) -> Guests:
    """`wanted`: whose people are asked for; `silent`: houses that send nothing to them; `welcomed`: what was said."""
    by_id, asked = {house.id: house for house in houses}, frozenset(wanted)
    order = {place: number for number, place in enumerate(by_id)}
    found: dict[str, tuple[list[Person], dict[PropertyId, Property]]] = {}
    unreached: list[Person] = []
    known = kept_back = declined = 0
    for person in sorted(people, key=lambda p: p.id):
        named = {role.property_id for role in person.roles} & by_id.keys()  # of some thousand houses, a few
        own = {p: by_id[p] for p in sorted(named, key=order.__getitem__) if _lives(person, by_id[p], day)}
        if not own.keys() & asked:
            continue
        speaking = {place: house for place, house in own.items() if place not in silent}
        if not person.address:
            unreached.append(person)
        elif (person.id, person.address) in welcomed:
            known += 1
        elif person.notify is Notify.NEVER:
            declined += 1
        elif not speaking:
            kept_back += 1
        else:
            behind, theirs = found.setdefault(person.address, ([], {}))
            behind.append(person)
            theirs.update(speaking)
    due = tuple(Guest(a, tuple(behind), tuple(theirs.values())) for a, (behind, theirs) in found.items())
    return Guests(due, tuple(unreached), known, kept_back, declined)


def _lives(person: Person, house: Property, day: date) -> bool:
    """Whoever manages there needs no welcome."""
    roles = person.roles_at(house.id, day)
    return bool(roles & RESIDENT_ROLES) and Role.MANAGER not in roles
