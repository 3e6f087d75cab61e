"""The ticket, its entries and what may be said of it, as plain frozen values (DOMAIN, "Words")."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.houses import CategoryKey, PersonId, PropertyId, Role
from hauspost.desk.work import WorkOrder, order_tag


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
    SURVEY = "survey"  # a question to several people, each asked alone: its own ticket is its list
    SURVEYED = "surveyed"  # the ticket of one of them
    NO_ORDER = "no_order"  # every order was declined or taken back, and the matter needs one
    EMERGENCY = "emergency"  # it cannot wait at all (WORDS 6)
    LIFE_DANGER = "life_danger"
    LEGAL = "legal"  # rent, lawyer, insurance, data protection: a person answers, nothing happens by itself


IN_SURVEY = frozenset({Flag.SURVEY, Flag.SURVEYED})
ALARMING = frozenset({Flag.EMERGENCY, Flag.LIFE_DANGER})


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
    VISIBILITY = "visibility"
    HIDDEN = "hidden"  # by a manager's word the reporter is named to nobody else any more
    AUDIENCE = "audience"
    SUMMARY = "summary"  # what the house is told: generated, never the reporter's words
    PUBLISHED = "published"  # a resident's words given to the house by a manager
    ORDER = "order"  # an order given, or its phase changed; facts: order, before, after, window
    MERGED = "merged"
    SPLIT = "split"  # each of its matters has a ticket of its own now
    ME_TOO = "me_too"
    PRIORITY = "priority"
    FOLLOW_UP = "follow_up"  # facts: after, the day (ISO), "" where it is taken back or has come
    REMINDED = "reminded"  # a deadline passed; facts: stage, step, order, due
    ASKED = "asked"  # a price was put to the board or an owner; facts: order, role, offered
    STATEMENT = "statement"  # … and the clean answer: of a board a statement, never a resolution
    INVOICE = "invoice"  # a firm's invoice, and whom it went to; facts: order, number, gross, files
    ACCOUNT = "account"  # by a manager's word: for whose account the ticket's orders go; facts: account
    OWNER_TOLD = "owner_told"  # the flat's owner was told of the order
    DELETED = "deleted"  # by a manager's word the words of all before are gone; facts: digest of the journal, counts
    RETENTION = (
        "retention"  # how long it is kept, or that nothing of it may be deleted; facts: what, before, after
    )
    LINKED = "linked"  # whose ticket it is; facts: before, after (persons), unit, was


ERASED = "erased"  # the fact of an entry whose words a manager has deleted


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's journal; never removed, its words gone only where a manager deletes them.

    `facts` is JSON-like data of its kind.
    """

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
    orders_given: int = (
        0  # numbers of orders that are taken beyond those above: a restored database forgot some
    )
    priority: str = "normal"  # high | normal | low
    follow_up_at: datetime | None = None  # Wiedervorlage: when it is put before its manager again …
    follow_up_note: str = ""  # … and why, in her words
    retention: str = ""  # by a manager's word; "": by what it is
    hold: str = ""  # why nothing of it may be deleted

    @property
    def tag(self) -> str:
        return f"T-{self.number}"

    def order_tag(self, order: WorkOrder) -> str:
        return order_tag(self.number, order.number)

    @property
    def is_anonymous(self) -> bool:
        return any(p.hidden and p.kind is ParticipantKind.REPORTER for p in self.participants)

    @property
    def is_rejected(self) -> bool:
        return Flag.REJECTED in self.flags
