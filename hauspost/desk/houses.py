"""Who lives, owns, works and decides where, and the office that looks after it (DOMAIN, "Words")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
PropertyId = NewType("PropertyId", str)
CategoryKey = NewType("CategoryKey", str)

GENERAL = CategoryKey("general")
EVERYWHERE = PropertyId("*")


class Role(StrEnum):
    TENANT = "tenant"
    OWNER = "owner"
    BOARD_MEMBER = "board_member"
    CARETAKER = "caretaker"
    MANAGER = "manager"
    REPRESENTATIVE = "representative"
    CONTRACTOR = (
        "contractor"  # a firm; it is a Person with this role everywhere and reads its own orders only
    )


WORKING_ROLES = frozenset({Role.CONTRACTOR, Role.CARETAKER})
RESIDENT_ROLES = frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.REPRESENTATIVE})


class Notify(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; an absent end is open. Days are the company's local days."""

    begin: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)

    def is_over(self, day: date) -> bool:
        return self.end is not None and self.end < day


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    person: PersonId
    property_id: PropertyId  # "*": every property
    role: Role
    unit: str = ""
    period: Period = Period()

    def covers(self, place: PropertyId) -> bool:
        return self.property_id in (place, EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Person:
    id: PersonId
    last_name: str
    first_name: str = ""
    salutation: str = ""  # "Frau", "Herr", "Familie", "Dr."…, as in the master data
    language: str = "de"  # de | en
    notify: Notify = Notify.AT_ONCE
    transcripts: str = ""  # "" = the policy's; "all" | "faults"
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # normal form of parsers.fields.addr_spec; the first one is written to
    roles: tuple[RoleAssignment, ...] = ()  # past, present and future ones
    contact_release: str = ""  # "": the policy's; whether a firm may have the telephone number
    undeliverable: frozenset[str] = frozenset()  # of these addresses: known as such, and not written to

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def address(self) -> str:
        """Where mails go: the first that takes any; "" if none does."""
        written = (a for a in self.addresses if a not in self.undeliverable and not a.startswith("@"))
        return next(written, "")

    @property
    def only_works(self) -> bool:
        """Behind no role of theirs is a flat: no firm rings at their door, nor learns who they are."""
        return bool(self.roles) and {r.role for r in self.roles} <= WORKING_ROLES

    def roles_at(self, place: PropertyId, day: date) -> frozenset[Role]:
        """The roles in force at that property on that day."""
        return frozenset(r.role for r in self.roles if r.covers(place) and r.period.holds(day))

    def former_roles_at(self, place: PropertyId, day: date) -> frozenset[Role]:
        return frozenset(r.role for r in self.roles if r.covers(place) and r.period.is_over(day))

    def units_at(self, place: PropertyId, day: date) -> tuple[str, ...]:
        found = (r.unit for r in self.roles if r.property_id == place and r.unit and r.period.holds(day))
        return tuple(dict.fromkeys(found))

    def properties(self, day: date) -> tuple[PropertyId, ...]:
        """The properties (perhaps "*") at which the person holds any role that day."""
        return tuple(dict.fromkeys(r.property_id for r in self.roles if r.period.holds(day)))


@dataclass(frozen=True, slots=True)
class Unit:
    property_id: PropertyId
    id: str  # "WE03"; text, leading zeros stay
    name: str = ""
    building: str = ""
    floor: str = ""
    side: str = ""

    @property
    def place(self) -> str:
        """Where it is, in the master data's words: "Haus 12, 3. OG links", else the unit's name or number."""
        parts = [self.building, " ".join(p for p in (self.floor, self.side) if p)]
        return ", ".join(p for p in parts if p) or self.name or self.id


@dataclass(frozen=True, slots=True)
class Property:
    id: PropertyId
    name: str
    mailbox: str  # local part of the house's address, lower case
    kind: str = "weg"  # weg | rental | sev
    street: str = ""
    postcode: str = ""
    city: str = ""
    language: str = ""
    responsible: PersonId | None = None
    deputy: PersonId | None = None
    phones: tuple[tuple[str, str], ...] = ()  # ("emergency" | "gas" | "lift" | "keys", number)
    policy: tuple[tuple[str, str], ...] = ()  # overrides of the company's policy, as the CSV says them
    invoice_recipient: str = ""  # "WEG Lindenweg 12-14, vertreten durch …"
    invoice_email: str = ""
    state: str = ""  # Bundesland; "": the company's
    approval_limit: int | None = None  # cents, gross: above it a price is pointed out
    board_limit: int | None = None  # cents, gross: above it the board is asked

    @property
    def emergency_phone(self) -> str:
        return dict(self.phones).get("emergency", "")

    @property
    def short_name(self) -> str:
        """How people call the house: its street, else its name."""
        return self.street or self.name


@dataclass(frozen=True, slots=True)
class Category:
    key: CategoryKey
    label_de: str
    label_en: str
    words: tuple[str, ...] = ()
    visibility: str = "private"  # private | public | private_only
    important: bool = False
    answer: str = ""
    trade: str = ""  # which trade does such work
    scope: str = ""  # common | separate | ask: whose property it usually is

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_de

    def subject(self, written: str, language: str) -> str:
        """A ticket's subject for a reader: what is nothing but a label of this category, in the reader's language."""
        return self.label(language) if written in (self.label_de, self.label_en) else written


@dataclass(frozen=True, slots=True)
class Company:
    """What stands in every mail about the company that sends it (INTERFACE, `[company]`)."""

    name: str
    language: str = "de"
    time_zone: str = "Europe/Berlin"
    state: str = ""
    footer: str = ""
    phone: str = ""
    office_hours: str = ""
    emergency_phone: str = ""
    privacy_link: str = ""
    privacy_text: str = ""  # what the first answer to an address says of its data (GDPR, article 13)
    privacy_text_en: str = ""  # … to who reads English; "": the other one
    accounting: str = ""  # where invoices go, if the house names no address of its own


def current_managers(people: Iterable[Person], place: PropertyId, day: date) -> tuple[Person, ...]:
    """The managers in charge of a property on that day, in the order given."""
    return tuple(p for p in people if Role.MANAGER in p.roles_at(place, day))
