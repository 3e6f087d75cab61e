"""How well an author is known, and where the mail belongs: the two facts of MAIL, "Proof", and their conclusion."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hauspost.desk.channels import Channel
from hauspost.desk.houses import PersonId, PropertyId


class Key(StrEnum):
    """What of ours the mail carries, strongest first."""

    LIVE = "live"
    EXPIRED = "expired"  # too old, or the ticket is done for more than 30 days
    REVOKED = "revoked"
    OWN_ID = "own-id"  # In-Reply-To or References name a mail of ours
    FOREIGN_ID = "foreign-id"  # … or a mail that we accepted
    TAG = "tag"  # only a number in the subject
    UNKNOWN = "unknown"  # well-formed, never given out: counts as none
    NONE = "none"


class Auth(StrEnum):
    """Our own border's verdict on From."""

    PASS = "pass"
    NONE = "none"
    FAIL = "fail"


class Power(IntEnum):
    """What the proof allows the author to do; each step includes the ones below."""

    NOTHING = 0
    ENTRY = 1  # words in the channel, no commands
    REVERSIBLE = 2  # reversible commands and answers to questions
    ALL = 3


class Route(StrEnum):
    THREAD = "thread"  # an entry in a channel of a ticket
    NEW = "new"  # a new private matter of that resident
    OFFICE = "office"  # a new ticket between that person and the office
    QUEUE = "queue"  # nobody we know, or no house: the managers look at it
    HELD = "held"  # too weak a proof: the managers are asked
    RECORD = "record"  # automatic, a list, a report, our own: kept, answered by nobody
    MUTE = "mute"  # stop+: the list-unsubscribe address


@dataclass(frozen=True, slots=True)
class SecretFact:
    """A secret address that we gave out and that this mail carries."""

    mail: int
    kind: str  # reply | act | stop | bounce
    option: int  # the button's number, 0 for the others
    persons: tuple[PersonId, ...]  # whom the mail was written to (an address may be shared)
    key: Key  # LIVE, EXPIRED or REVOKED
    is_young: bool  # younger than 14 days: what a manager's command needs
    ticket: int | None
    channel: Channel | None


@dataclass(frozen=True, slots=True)
class IdFact:
    """A Message-ID that the mail answers and that we remember. `mail` is None for a foreign one."""

    message_id: str
    ticket: int | None
    channel: Channel | None
    mail: int | None
    persons: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a mail belongs and what its author may do there. `cell` names the row of MAIL's table that decided."""

    route: Route
    cell: str
    key: Key
    auth: Auth
    address: str = ""
    author: tuple[PersonId, ...] = ()  # whom From stands for; empty: nobody we know
    power: Power = Power.NOTHING
    ticket: int | None = None
    channel: Channel | None = None
    answered_mail: int | None = None  # the mail of ours that was answered
    button: int = 0  # the option pressed, 0 for none
    property_id: PropertyId | None = None
    hint: str = ""  # the word behind the mailbox's delimiter
    hinted_ticket: int | None = (
        None  # a number in the subject, or the id of somebody's mail: they prove nothing
    )
    presumed: tuple[PersonId, ...] = ()  # held: who it seems to be
    tell: bool = False  # P is told, once a day, at the registered address
    linked_ticket: int | None = None  # a new ticket that follows an old one
    reason: str = (
        ""  # code for people: unverified | not_from_p | revoked | unknown_sender | no_property | automatic …
    )
