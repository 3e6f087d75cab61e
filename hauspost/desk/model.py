"""The nouns of the house: properties, people, roles, tickets, channels, as plain frozen values (DOMAIN, "Words")."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
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


RESIDENT_ROLES = frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.REPRESENTATIVE})


class Status(StrEnum):
    OPEN = "OPEN"
    RELEASED = "RELEASED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"


class Visibility(StrEnum):
    PRIVATE = "private"
    PUBLIC = "public"


class TicketKind(StrEnum):
    """A matter belongs to a resident; an office ticket to the office, with or without somebody outside."""

    MATTER = "matter"
    OFFICE = "office"


class Flag(StrEnum):
    INCOMPLETE = "incomplete"  # what or where is missing; it was asked for once
    REJECTED = "rejected"  # DONE without a measure
    UNVERIFIED = "unverified"  # opened for somebody whom we do not know
    NO_ORDER = "no_order"  # every order was declined or taken back, and the matter needs one


class Notify(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class ChannelKind(StrEnum):
    INTERNAL = "internal"
    RESIDENT = "resident"
    ORDER = "order"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Channel:
    """One conversation of a ticket. `key` names the resident's person id or the order's number."""

    kind: ChannelKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Channel":
        kind, _, key = text.partition(":")
        return cls(ChannelKind(kind), key)

    @classmethod
    def of_resident(cls, person: PersonId) -> "Channel":
        return cls(ChannelKind.RESIDENT, person)


INTERNAL = Channel(ChannelKind.INTERNAL)
PUBLIC = Channel(ChannelKind.PUBLIC)


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

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def address(self) -> str:
        return self.addresses[0] if self.addresses else ""

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


@dataclass(frozen=True, slots=True)
class Policy:
    """Choices of the company, per property overridable (WORDS 8). Defaults are those of a config without the block."""

    sending: str = "on"  # off | managers | on
    hold_minutes: int = 0
    fold_minutes: int = 0
    plain_reply: str = "salutation"  # salutation | send
    notify_managers: str = "responsible"  # responsible | all
    transcripts: str = "all"  # all | faults
    answer_strangers: str = "authenticated"  # never | authenticated
    strict_commands: bool = False
    ask_if_fixed: bool = True
    contractor_may_start: bool = False
    contractor_may_finish: bool = False
    publish: str = "summary"
    reporter_visible: bool = False
    public_replies: str = "moderated"
    emergency_dispatch: bool = False
    veto_in_office_hours: bool = True
    office_hours: str = "Mo-Fr 8-17"
    quiet_hours: str = "20-7"
    rating: str = "off"
    contact_release: str = "ask"
    amounts: str = "gross"
    retention_unverified_days: int = 30


class ParticipantKind(StrEnum):
    REPORTER = "reporter"
    FOLLOWER = "follower"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Participant:
    person: PersonId
    channel: Channel
    kind: ParticipantKind = ParticipantKind.REPORTER
    hidden: bool = False
    since: datetime | None = None
    until: datetime | None = None


class EntryKind(StrEnum):
    OPENED = "opened"
    MESSAGE = "message"
    NOTE = "note"  # internal remark of a manager
    STATUS = "status"
    CATEGORY = "category"
    ASSIGNED = "assigned"
    AUTOMATIC = "automatic"  # an absence note and its like: managers only
    ANSWER = "answer"  # an answer to a question of ours
    UNDONE = "undone"
    UNDELIVERED = "undelivered"
    VISIBILITY = "visibility"
    AUDIENCE = "audience"
    SUMMARY = "summary"  # what the house is told: generated, never the reporter's words
    ORDER = "order"  # an order given, or its phase changed; facts: order, before, after, window
    MERGED = "merged"
    ME_TOO = "me_too"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's journal; never changed, never removed. `facts` is JSON-like data of its kind."""

    seq: int
    channel: Channel
    kind: EntryKind
    author: PersonId | None
    author_name: str
    at: datetime
    text: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    arrival: int | None = None
    event: str = ""  # entries and notices of one decision share it


class Automation(StrEnum):
    """How far a rule goes by itself (DOMAIN, "Workflows")."""

    OFF = "off"
    SUGGEST = "suggest"
    VETO = "veto"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.csv. `property_id` and `category` may be "*"; the most specific row wins."""

    property_id: PropertyId
    category: str
    automation: Automation
    veto_minutes: int = 30
    assignee: str = ""  # "caretaker", a trade, or a firm's person id; "": the category's trade, by rank
    may_start: bool | None = None  # None: the policy's
    may_finish: bool | None = None
    limit: int | None = None  # cents, gross
    per_day: int = 3  # DOMAIN: automatic orders per property and day
    is_approved: bool = True  # False: proposed by the program, waits for REGEL OK

    @property
    def name(self) -> str:
        return f"{self.property_id}/{self.category}"


@dataclass(frozen=True, slots=True)
class Firm:
    """What is known of a contractor beside the person that stands for it."""

    person: PersonId
    company: str
    trades: tuple[str, ...]
    phone: str = ""
    emergency_phone: str = ""
    limit: int | None = None  # cents, gross: no order above it without a question


@dataclass(frozen=True, slots=True)
class FirmAssignment:
    """One row of assignments.csv: which firm does what at which house, in which order of preference."""

    person: PersonId
    property_id: PropertyId  # or "*"
    work: str  # a category's key or a trade
    rank: int = 1
    emergency_only: bool = False


class OrderKind(StrEnum):
    ORDER = "order"
    QUOTE = "quote"
    INFO = "info"  # may answer, no power over the status


class Phase(StrEnum):
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    NO_ACCESS = "no_access"
    WAITING_PARTS = "waiting_parts"
    WAITING_APPROVAL = "waiting_approval"
    REPORTED_DONE = "reported_done"
    REWORK = "rework"
    SIGNED_OFF = "signed_off"
    CANCELLED = "cancelled"
    QUOTE_REQUESTED = "quote_requested"
    QUOTE_RECEIVED = "quote_received"


ENDED_PHASES = frozenset({Phase.DECLINED, Phase.SIGNED_OFF, Phase.CANCELLED})


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody comes. `end` absent: at that time; a window without a time of day covers the day."""

    start: datetime
    end: datetime | None = None
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """An order of a ticket to a firm or a caretaker: one party in code. `number` counts within the ticket."""

    number: int
    assignee: PersonId
    assignee_name: str
    kind: OrderKind
    phase: Phase
    text: str  # the task, as the assignee reads it
    place: str = ""
    access: str = ""  # "ab 16 Uhr"
    limit: int | None = None  # cents, gross
    accept_by: date | None = None
    rule: str = ""  # the rule that gave it, by name; "": a hand
    may_start: bool = False
    may_finish: bool = False
    window: Window | None = None
    is_anonymous: bool = False  # nothing of the reporter goes along, ever

    @property
    def is_live(self) -> bool:
        return self.phase not in ENDED_PHASES

    @property
    def channel(self) -> Channel:
        return Channel(ChannelKind.ORDER, str(self.number))


DEFAULT_AUDIENCE = frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.CARETAKER})


@dataclass(frozen=True, slots=True)
class Ticket:
    number: int
    property_id: PropertyId
    kind: TicketKind
    status: Status
    category: CategoryKey
    visibility: Visibility
    subject: str
    seq: int
    opened_at: datetime
    changed_at: datetime
    unit: str = ""
    place: str = ""
    reporter: PersonId | None = None
    responsible: PersonId | None = None
    flags: frozenset[Flag] = frozenset()
    done_at: datetime | None = None
    recurrence_of: int | None = None
    participants: tuple[Participant, ...] = ()
    audience: frozenset[Role] = DEFAULT_AUDIENCE  # who reads the public channel
    public_place: str = ""  # common ground only, never a flat (WORDS 4)
    pinned: frozenset[str] = (
        frozenset()
    )  # facts set by a manager's hand: status, category, visibility, contractor
    merged_into: int | None = None
    orders: tuple[WorkOrder, ...] = ()

    @property
    def tag(self) -> str:
        return f"T-{self.number}"

    def order_tag(self, order: WorkOrder) -> str:
        return f"A-{self.number}-{order.number}"

    @property
    def is_anonymous(self) -> bool:
        return any(p.hidden and p.kind is ParticipantKind.REPORTER for p in self.participants)

    @property
    def is_rejected(self) -> bool:
        return Flag.REJECTED in self.flags


def current_managers(people: Iterable[Person], place: PropertyId, day: date) -> tuple[Person, ...]:
    """The managers in charge of a property on that day, in the order given."""
    return tuple(p for p in people if Role.MANAGER in p.roles_at(place, day))
