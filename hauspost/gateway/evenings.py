"""Says which lines of an evening mail its readers may still read, and in their words."""

from dataclasses import replace
from datetime import datetime, tzinfo

from hauspost.desk.channels import PUBLIC
from hauspost.desk.houses import CategoryKey, Person, Property, PropertyId
from hauspost.desk.model import Ticket
from hauspost.desk.notices_to_people import EveningLine, EveningLines
from hauspost.desk.rights import may_read
from hauspost.store import registry, tickets
from hauspost.store.connection import Connection


def readers_of(
    connection: Connection, facts: EveningLines, to: tuple[Person, ...], *, at: datetime, zone: tzinfo
) -> tuple[Person, ...]:
    """Those behind the address who may read one of the lines at least."""
    known = tickets.load_tickets(connection, (line.number for line in facts.lines)).values()
    return tuple(p for p in to if any(may_read((p,), ticket, PUBLIC, at, zone) for ticket in known))


def readable(
    connection: Connection, facts: EveningLines, to: tuple[Person, ...], *, at: datetime, zone: tzinfo
) -> EveningLines | None:
    """What is public to them now, under today's category and place; None when nothing is left."""
    known = tickets.load_tickets(connection, (line.number for line in facts.lines))
    language = to[0].language if to else ""
    labels = {c.key: c.label(language) for c in registry.categories(connection)}
    lines = tuple(
        _line(line, known[line.number], labels)
        for line in facts.lines
        if line.number in known and may_read(to, known[line.number], PUBLIC, at, zone)
    )
    return EveningLines(_by_house(lines)) if lines else None


def _by_house(lines: tuple[EveningLine, ...]) -> tuple[EveningLine, ...]:
    """The houses in the order in which something came up there."""
    first = list(dict.fromkeys(line.house for line in lines))
    return tuple(sorted(lines, key=lambda line: first.index(line.house)))


def houses_of(connection: Connection, facts: EveningLines) -> tuple[Property, ...]:
    found = (
        registry.load_property(connection, PropertyId(i)) for i in dict.fromkeys(e.house for e in facts.lines)
    )
    return tuple(house for house in found if house is not None)


def _line(line: EveningLine, ticket: Ticket, labels: dict[CategoryKey, str]) -> EveningLine:
    label = labels.get(ticket.category, ticket.category)
    place = ticket.public_place or line.place
    return replace(
        line, category=label, place=place, status=str(ticket.status), house=str(ticket.property_id)
    )
