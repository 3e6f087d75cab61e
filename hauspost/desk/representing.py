"""Who lives in a flat, and who acts for them: a representative is named beside them, the bell is theirs (WORDS 4)."""

from collections.abc import Iterable, Mapping

from hauspost.desk.case import Case
from hauspost.desk.houses import Person, PropertyId, Role
from hauspost.desk.languages import say
from hauspost.desk.telling import names

Flat = tuple[PropertyId, str]


def holders(case: Case) -> Mapping[Flat, tuple[Person, ...]]:
    """Who lives in each flat today, else who owns it; the whole house in one pass, however large it is."""
    found: dict[Role, dict[Flat, list[Person]]] = {Role.OWNER: {}, Role.TENANT: {}}
    today = case.today
    for person in case.audience:
        for held in person.roles:
            if held.role in found and held.period.holds(today):
                there = found[held.role].setdefault((held.property_id, held.unit), [])
                if not there or there[-1] is not person:  # two periods may overlap
                    there.append(person)
    return {flat: tuple(persons) for flat, persons in (found[Role.OWNER] | found[Role.TENANT]).items()}


def holders_of(case: Case, place: PropertyId, unit: str) -> tuple[Person, ...]:
    """Those of one flat."""
    return holders(case).get((place, unit), ())


def represented(case: Case, party: Iterable[Person], place: PropertyId, unit: str) -> tuple[Person, ...]:
    """For whom those act who are nothing but representatives of that flat; () for whoever speaks for themselves."""
    roles = {
        r.role
        for p in party
        for r in p.roles
        if r.property_id == place and r.unit == unit and r.period.holds(case.today)
    }
    return holders_of(case, place, unit) if unit and roles == {Role.REPRESENTATIVE} else ()


def spoken(case: Case, party: tuple[Person, ...], place: PropertyId, unit: str) -> str:
    """ "Peter Schröder für Ilse Schröder": in the journal and before the managers."""
    behind = names(represented(case, party, place, unit))
    return f"{names(party)} {say('journal.for', case.company.language)} {behind}" if behind else names(party)


def bell_of(case: Case, party: Iterable[Person], place: PropertyId, unit: str) -> str:
    """Whose name a firm finds at the door of somebody who is represented; "": the reporter's own."""
    return next((p.last_name for p in represented(case, party, place, unit)), "")
