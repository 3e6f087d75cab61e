"""What one look at the database has shown: the notices of one ticket are written from the same look."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hauspost.desk.houses import Person, PersonId
from hauspost.store import registry
from hauspost.store.connection import Connection

A = TypeVar("A", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Glance:
    """Ends with the transaction behind `connection`: it keeps nothing that another transaction would see otherwise."""

    connection: Connection
    shown: dict[tuple[Any, Hashable], Any] = field(default_factory=dict)
    known: dict[PersonId, Person | None] = field(default_factory=dict)

    def of(self, load: Callable[[Connection, A], T], asked: A) -> T:
        """What `load` gives for that, asked once."""
        if (load, asked) not in self.shown:
            self.shown[load, asked] = load(self.connection, asked)
        found: T = self.shown[load, asked]
        return found

    def persons(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """As `registry.persons`; only those are fetched that have not been."""
        asked = tuple(ids)
        if new := [one for one in asked if one not in self.known]:
            found = registry.persons(self.connection, new)
            self.known.update({one: found.get(one) for one in new})
        return {one: person for one in asked if (person := self.known[one]) is not None}
