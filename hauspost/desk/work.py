"""Firms, the rules by which work reaches them, and the orders that they get (DOMAIN, "Words")."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.houses import PersonId, PropertyId


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
    until: date | None = None  # its last day of work for the houses

    def works_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


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
# It is not over, and whoever has it is through with it: it keeps nobody from being ordered again.
DELIVERED_PHASES = frozenset({Phase.REPORTED_DONE, Phase.QUOTE_RECEIVED})

ORDER_TAG = r"A-(?P<of>[1-9][0-9]{0,8})-(?P<order>[1-9][0-9]{0,2})"  # as we write it


def order_tag(ticket: int, order: int | str) -> str:
    """An order's name in every mail: "A-1042-1"."""
    return f"A-{ticket}-{order}"


def order_named(tag: str) -> tuple[int, int] | None:
    """The numbers of ticket and order that a tag names; None: it is no tag."""
    found = re.fullmatch(ORDER_TAG, tag, re.IGNORECASE)
    return (int(found["of"]), int(found["order"])) if found else None


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody comes. `end` absent: at that time; a window without a time of day covers the day."""

    start: datetime
    end: datetime | None = None
    is_day: bool = False

    @property
    def last(self) -> datetime:
        """Its last moment. A day ends at the midnight that begins the next one, and that is not a day of it."""
        if self.end is None:
            return self.start
        return self.end - timedelta(microseconds=1) if self.is_day and self.end > self.start else self.end


@dataclass(frozen=True, slots=True)
class Dating:
    """What is remembered of an order's date beside the date: by which name calendars know it, how often it was told
    anew (RFC 5546 §2.1.4), and how often nobody was met."""

    uid: str = ""  # before the "@"; "": no date was ever told
    sequence: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A date for the calendar of whoever reads of it (RFC 5545 §3.6.1): `method` REQUEST, or CANCEL."""

    method: str
    uid: str
    sequence: int
    window: Window


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
    dating: Dating = Dating()
    is_relayed: bool = False  # words pass between the firm and the resident
    changed_at: datetime | None = None  # when its phase last changed; absent: it is being given

    @property
    def is_live(self) -> bool:
        return self.phase not in ENDED_PHASES

    @property
    def is_running(self) -> bool:
        """Somebody still owes something to it: a word, a visit, the work, an offer."""
        return self.is_live and self.phase not in DELIVERED_PHASES

    @property
    def channel(self) -> Channel:
        return Channel(ChannelKind.ORDER, str(self.number))
