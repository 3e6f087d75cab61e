"""Who of those behind an address may get a mail: asked when it is formed, and again right before it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum

from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.documents import Document, may_see
from hauspost.desk.houses import Person, PropertyId, Role
from hauspost.desk.model import Ticket
from hauspost.desk.moved_out import hears_dates
from hauspost.desk.notices import TO_OPERATORS, NoticeKind
from hauspost.desk.rights import is_manager_of, may_read


class Circle(Enum):
    MANAGERS = "managers"  # whoever manages the place today
    READERS = "readers"  # whoever may read its channel
    OFFICE = "office"  # managers, and an address of the office that is no person's
    SELF = "self"  # says nothing but what the asker sent or already knows


CIRCLES: dict[NoticeKind, Circle] = {
    NoticeKind.ACKNOWLEDGEMENT: Circle.READERS,
    NoticeKind.MESSAGE: Circle.READERS,
    NoticeKind.STATUS: Circle.READERS,
    NoticeKind.NEW_TICKET: Circle.MANAGERS,
    NoticeKind.PERSON_WROTE: Circle.MANAGERS,
    NoticeKind.TRANSCRIPT: Circle.MANAGERS,
    NoticeKind.NOT_SENT: Circle.MANAGERS,
    NoticeKind.CONFIRMATION: Circle.MANAGERS,
    NoticeKind.NAMES_REPORTER: Circle.MANAGERS,
    NoticeKind.HELD_LIST: Circle.MANAGERS,
    NoticeKind.ALERT: Circle.MANAGERS,
    NoticeKind.FILE: Circle.MANAGERS,
    NoticeKind.HELD_NOTE: Circle.SELF,
    NoticeKind.NEUTRAL: Circle.SELF,
    NoticeKind.LISTING: Circle.READERS,
    NoticeKind.HELP: Circle.READERS,
    NoticeKind.NOT_UNDERSTOOD: Circle.READERS,
    NoticeKind.ORDER: Circle.READERS,
    NoticeKind.ORDER_CANCELLED: Circle.READERS,
    NoticeKind.ORDER_MESSAGE: Circle.READERS,
    NoticeKind.ORDER_COST: Circle.READERS,
    NoticeKind.FIRM_REPORT: Circle.MANAGERS,
    NoticeKind.APPOINTMENT: Circle.READERS,
    NoticeKind.APPOINTMENT_OFF: Circle.READERS,
    NoticeKind.NO_ACCESS: Circle.READERS,
    NoticeKind.PUBLIC_SUMMARY: Circle.READERS,
    NoticeKind.EVENING: Circle.READERS,
    NoticeKind.KNOWN: Circle.READERS,
    NoticeKind.PUBLIC_REPLY: Circle.MANAGERS,
    NoticeKind.RULES: Circle.MANAGERS,
    NoticeKind.WHICH_HOUSE: Circle.SELF,
    NoticeKind.SURVEY: Circle.MANAGERS,
    NoticeKind.PRIVATE_QUESTION: Circle.READERS,
    NoticeKind.OPERATION: Circle.MANAGERS,
    NoticeKind.HEARTBEAT: Circle.MANAGERS,
    NoticeKind.REMINDER: Circle.READERS,
    NoticeKind.OVERDUE: Circle.MANAGERS,
    NoticeKind.DUE_LIST: Circle.MANAGERS,
    NoticeKind.ORDER_NEWS: Circle.READERS,
    NoticeKind.WAITING_FOR_PARTS: Circle.READERS,
    NoticeKind.FINDING: Circle.MANAGERS,
    NoticeKind.EMERGENCY: Circle.READERS,
    NoticeKind.ALARM: Circle.MANAGERS,
    NoticeKind.ORDER_EXTENDED: Circle.READERS,
    NoticeKind.IMPORT_PREVIEW: Circle.MANAGERS,
    NoticeKind.IMPORT_DONE: Circle.MANAGERS,
    NoticeKind.APPROVAL: Circle.READERS,
    NoticeKind.APPROVAL_ANSWERED: Circle.MANAGERS,
    NoticeKind.OWNER_INFORMED: Circle.READERS,
    NoticeKind.INVOICE: Circle.OFFICE,
    NoticeKind.TIMES_OFFERED: Circle.READERS,
    NoticeKind.TIMES_NOTED: Circle.READERS,
    NoticeKind.DATE_NEAR: Circle.READERS,
    NoticeKind.ORDER_DATE: Circle.READERS,
    NoticeKind.OWN_FILE: Circle.READERS,
    NoticeKind.ORDER_LIST: Circle.SELF,
    NoticeKind.RELAYED: Circle.READERS,
    NoticeKind.ORDER_RELAY: Circle.READERS,
    NoticeKind.BOARD_DIGEST: Circle.READERS,
    NoticeKind.HOUSE_PREVIEW: Circle.MANAGERS,
    NoticeKind.HOUSE_NOTICE: Circle.READERS,
    NoticeKind.HOUSE_PAPER: Circle.READERS,
    NoticeKind.HOUSE_SENT: Circle.MANAGERS,
    NoticeKind.HOUSE_BACK: Circle.READERS,
    NoticeKind.HOUSE_REPORT: Circle.MANAGERS,
    NoticeKind.DOCUMENT_LIST: Circle.READERS,
    NoticeKind.DOCUMENTS: Circle.READERS,
    NoticeKind.DOCUMENT_NEWS: Circle.MANAGERS,
    NoticeKind.MORNING: Circle.MANAGERS,
    NoticeKind.CATEGORIES: Circle.MANAGERS,
    NoticeKind.DELETION: Circle.MANAGERS,
    NoticeKind.REPLY_STORM: Circle.MANAGERS,
    NoticeKind.WELCOME: Circle.SELF,
    NoticeKind.NOTED: Circle.READERS,
    NoticeKind.PERIOD_REPORT: Circle.MANAGERS,
}
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
    match CIRCLES[reach.kind]:
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
