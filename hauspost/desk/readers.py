"""Who of those behind an address may get a mail: asked when it is formed, and again right before it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.documents import Document, may_see
from hauspost.desk.houses import Person, PropertyId, Role
from hauspost.desk.model import Ticket
from hauspost.desk.moved_out import hears_dates
from hauspost.desk.notices import TO_OPERATORS, Circle, NoticeKind
from hauspost.desk.rights import is_manager_of, may_read

FOR_STRANGERS = (
    frozenset({NoticeKind.NEUTRAL, NoticeKind.EMERGENCY, NoticeKind.INVOICE}) | TO_OPERATORS
)  # whose address may stand for nobody we know
DATED = frozenset(
    {
        NoticeKind.APPOINTMENT,
        NoticeKind.APPOINTMENT_OFF,
        NoticeKind.NO_ACCESS,
        NoticeKind.TIMES_OFFERED,
        NoticeKind.TIMES_NOTED,
        NoticeKind.DATE_NEAR,
    }
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a mail speaks of. `listed`: further tickets that it names."""

    kind: NoticeKind
    address: str
    place: PropertyId | None = None
    ticket: Ticket | None = None
    channel: Channel | None = None
    listed: tuple[Ticket, ...] = ()
    documents: tuple[Document, ...] = ()  # … and documents of houses

    @property
    def house(self) -> PropertyId | None:
        return self.ticket.property_id if self.ticket else self.place


def readers(reach: Reach, persons: Iterable[Person], at: datetime, zone: tzinfo) -> tuple[Person, ...]:
    """Those who may get it at `at`: the address is still theirs, and they may read what it speaks of.

    A list is read by all behind the address together: each of its tickets must be known to one of them.
    """
    behind = tuple(p for p in persons if reach.address in p.addresses)
    if not all(any(knows(p, ticket, at, zone) for p in behind) for ticket in reach.listed):
        return ()
    if not all(may_see(behind, document, at.astimezone(zone).date()) for document in reach.documents):
        return ()
    return tuple(p for p in behind if _may_get(reach, p, at, zone))


def _may_get(reach: Reach, person: Person, at: datetime, zone: tzinfo) -> bool:
    match reach.kind.circle:
        case Circle.SELF:
            return True
        case Circle.MANAGERS | Circle.OFFICE:
            return manages(person, reach.house, at, zone)
        case Circle.READERS:
            return _may_read_it(reach, person, at, zone) and _hears_it(reach, person, at, zone)


def _hears_it(reach: Reach, person: Person, at: datetime, zone: tzinfo) -> bool:
    """When somebody comes to a flat is nothing for who has moved out of it."""
    return reach.ticket is None or reach.kind not in DATED or hears_dates(person, reach.ticket, at, zone)


def _may_read_it(reach: Reach, person: Person, at: datetime, zone: tzinfo) -> bool:
    if reach.ticket is None:
        return True
    if reach.channel is None:
        return knows(person, reach.ticket, at, zone)
    return may_read((person,), reach.ticket, reach.channel, at, zone)


def manages(person: Person, place: PropertyId | None, at: datetime, zone: tzinfo) -> bool:
    """Whether the person is a manager there that day; without a place: anywhere."""
    if place is not None:
        return is_manager_of((person,), place, at, zone)
    day = at.astimezone(zone).date()
    return any(r.role is Role.MANAGER and r.period.holds(day) for r in person.roles)


def knows(person: Person, ticket: Ticket, at: datetime, zone: tzinfo) -> bool:
    """Whether the person may read any channel of the ticket."""
    channels = {PUBLIC} | {p.channel for p in ticket.participants if p.person == person.id}
    if manages(person, ticket.property_id, at, zone):
        return True
    return any(may_read((person,), ticket, channel, at, zone) for channel in channels)
