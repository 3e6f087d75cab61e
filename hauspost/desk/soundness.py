"""Knows what master data lacks for mail to find its people: each lack as one sentence with the mend."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from hauspost.desk.houses import (
    EVERYWHERE,
    RESIDENT_ROLES,
    Person,
    Property,
    PropertyId,
    Role,
    Unit,
    current_managers,
)
from hauspost.desk.policy import Policy
from hauspost.desk.quiet_hours import QuietHours

NAMED = 5  # so many names make a sentence; the rest is counted


class Level(StrEnum):
    ERROR = "error"  # mail goes astray
    WARNING = "warning"  # somebody will miss something
    NOTE = "note"  # often meant so


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    place: str
    sentence: str
    mend: str


def lacks(
    houses: Iterable[Property], people: Iterable[Person], units: Iterable[Unit], *, day: date
) -> Iterator[Finding]:
    """House by house, then the people, then the flats."""
    everybody, places = tuple(people), tuple(houses)
    if not places:
        sentence = "there is no property yet, so every mail is refused"
        yield Finding(Level.WARNING, "properties", sentence, "import properties.csv and the other tables")
    for house in places:
        yield from _of_house(house, everybody, day)
    yield from _of_people(everybody, day)
    yield from _empty_units(units, everybody, day)


def switched_off(people: Iterable[Person]) -> Iterator[Finding]:
    """Addresses, of residents and firms alike, from which mails came back for good."""
    for person in people:
        for address in sorted(person.undeliverable):
            sentence = f"nothing is sent to {address} of {person.name} ({person.id}), since mails came back from there"
            mend = "correct the address in the master data, or answer ERREICHBAR to the mail that told of it"
            yield Finding(Level.WARNING, "persons", sentence, mend)


def loops(people: Iterable[Person], is_ours: Callable[[str], bool]) -> Iterator[Finding]:
    """Addresses that lead back to us: what we send there we would read as mail of that person."""
    for person in people:
        for address in filter(is_ours, person.addresses):
            sentence = f"{address} of {person.name} ({person.id}) is an address of ours, so mails to it come back to us"
            mend = "give that person an address of their own, or leave the cell empty"
            yield Finding(Level.ERROR, "persons", sentence, mend)


def late_digest(policy: Policy) -> Iterator[Finding]:
    """Whoever wants to hear of the house once a day hears at another hour than the policy names."""
    quiet = QuietHours.read(policy.quiet_hours)
    if quiet is not None and quiet.is_in(time(policy.digest_hour)):
        sentence = f"{policy.digest_hour} lies in the quiet hours {policy.quiet_hours}, so the mail waits for their end"
        yield Finding(Level.WARNING, "policy.digest_hour", sentence, "choose an hour outside of them")


def _of_house(house: Property, people: tuple[Person, ...], day: date) -> Iterator[Finding]:
    place = f"property {house.id}"
    managers = current_managers(people, house.id, day)
    if not managers:
        sentence = f"{house.name} has no manager today, so nobody reads its mail"
        yield Finding(Level.ERROR, place, sentence, "add a role Verwalter in roles.csv")
        return
    if house.responsible is None:
        sentence = f"{house.name} has no responsible manager"
        yield Finding(Level.WARNING, place, sentence, "fill in Zuständig in properties.csv")
    elif house.responsible not in {manager.id for manager in managers}:
        sentence = f"the responsible person {house.responsible} of {house.name} is no manager there today"
        yield Finding(
            Level.ERROR, place, sentence, "give that person the role Verwalter, or name another one"
        )


def _of_people(people: tuple[Person, ...], day: date) -> Iterator[Finding]:
    mute = [person for person in people if not person.addresses]
    managers = [person for person in mute if Role.MANAGER in _roles(person, day)]
    caretakers = [person for person in mute if Role.CARETAKER in _roles(person, day)]
    residents = [person for person in mute if _roles(person, day) & RESIDENT_ROLES]
    if managers:
        sentence = f"managers without a mail address: {_names(managers)}"
        yield Finding(Level.ERROR, "persons", sentence, "fill in E-Mail in persons.csv")
    if caretakers:
        sentence = f"caretakers whom no order reaches: {_names(caretakers)}"
        yield Finding(Level.WARNING, "persons", sentence, "fill in E-Mail in persons.csv")
    if residents:
        sentence = f"residents whom no mail reaches: {_names(residents)}"
        yield Finding(Level.NOTE, "persons", sentence, "fill in E-Mail in persons.csv, where there is one")
    if idle := [person for person in people if not person.roles]:
        sentence = f"persons without any role: {_names(idle)}"
        yield Finding(Level.NOTE, "persons", sentence, "give them a role in roles.csv, or leave them")
    for address, sharers in _shared(people).items():
        yield _of_sharers(address, sharers, day)


def _of_sharers(address: str, sharers: list[Person], day: date) -> Finding:
    """A couple shares its mail; nobody shares a manager's."""
    sentence = f"{address} stands for several: {_names(sharers)}"
    if len({Role.MANAGER in _roles(person, day) for person in sharers}) == 1:
        mend = "leave it if they share their mail; each gets the rights of all"
        return Finding(Level.NOTE, "persons", sentence, mend)
    sentence += ", of whom not all are managers, but whoever writes from there is obeyed as one"
    return Finding(Level.WARNING, "persons", sentence, "give each an address of their own in persons.csv")


def _roles(person: Person, day: date) -> frozenset[Role]:
    return frozenset(role.role for role in person.roles if role.period.holds(day))


def _shared(people: tuple[Person, ...]) -> dict[str, list[Person]]:
    sharers: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for address in person.addresses:
            sharers[address].append(person)
    return {address: who for address, who in sorted(sharers.items()) if len(who) > 1}


def _empty_units(units: Iterable[Unit], people: tuple[Person, ...], day: date) -> Iterator[Finding]:
    used = {
        (role.property_id, role.unit)
        for person in people
        for role in person.roles
        if role.property_id != EVERYWHERE and role.period.holds(day)
    }
    empty: defaultdict[PropertyId, list[str]] = defaultdict(list)
    for unit in units:
        if (unit.property_id, unit.id) not in used:
            empty[unit.property_id].append(unit.id)
    for place, numbers in empty.items():
        sentence = f"units in which nobody has a role today: {some(numbers)}"
        yield Finding(
            Level.NOTE, f"property {place}", sentence, "add tenants and owners in roles.csv, or leave them"
        )


def _names(people: Iterable[Person]) -> str:
    return some([f"{person.name} ({person.id})" for person in people])


def some(words: list[str]) -> str:
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f" and {more} more" if more > 0 else "")
