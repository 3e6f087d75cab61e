"""Knows how an operator names somebody of the master data: by number, by address, or by name."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.desk.houses import Person, PersonId
from hauspost.store import registry
from hauspost.store.connection import Connection

TICKET = re.compile(r"\[?T-[0-9]{1,9}\]?", re.IGNORECASE)


def person_named(connection: Connection, words: str) -> Person:
    """Raises Trouble, with the nearest that there are, where it is nobody or several."""
    wanted = " ".join(words.split())
    people = registry.all_persons(connection)
    by_number = registry.persons(connection, (PersonId(wanted),))
    if by_number:
        return by_number[PersonId(wanted)]
    folded = wanted.casefold()
    found = [p for p in people if folded in _names(p)] or list(
        registry.persons_by_address(connection, folded)
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise Trouble(f'"{words}" is {len(found)} persons: {_list(found)}', "name one by number")
    names = {name: person for person in people for name in (person.id.casefold(), *_names(person))}
    near = get_close_matches(folded, names, n=3, cutoff=0.6)
    nearest = dict.fromkeys(names[name] for name in near)
    mend = f"the nearest: {_list(nearest)}" if nearest else "name somebody by number, address or full name"
    raise Trouble(f'there is no person "{words}"', mend, status=door.USAGE)


def _names(person: Person) -> set[str]:
    return {person.name.casefold(), person.last_name.casefold(), *map(str.casefold, person.addresses)}


def _list(people: Iterable[Person]) -> str:
    return ", ".join(f"{person.name} ({person.id})" for person in people)
