"""Who of the office is away, and who reads the mails meanwhile (WORDS 7): the deputy, never nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from hauspost.desk.houses import Person, PersonId


@dataclass(frozen=True, slots=True)
class Absence:
    """`question`: it waits for WIEDER DA, or for the end of its last day."""

    person: PersonId
    until: date
    deputy: PersonId | None
    question: int
    since: datetime | None = None


def standing_in(wanted: Iterable[PersonId | None], absences: tuple[Absence, ...]) -> Iterator[PersonId]:
    """Those who decide, in their order; in the place of one who is away the deputy that she named, if there is one."""
    away = {a.person: a.deputy for a in absences}
    for person in wanted:
        if person is None:
            continue
        if person not in away:
            yield person
        elif (deputy := away[person]) is not None and deputy not in away:
            yield deputy


def present(persons: tuple[Person, ...], absences: tuple[Absence, ...]) -> tuple[Person, ...]:
    """Without those who are away; all of them, if nobody would be left."""
    away = {a.person for a in absences}
    return tuple(p for p in persons if p.id not in away) or persons
