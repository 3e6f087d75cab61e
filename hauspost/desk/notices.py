"""The mails that we owe: one kind a row, and exactly the facts each kind may speak of.

A notice says codes and facts; words and languages are outbound's. Times inside facts are aware datetimes in UTC.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hauspost.desk.intents import Offer
from hauspost.desk.model import Company, Entry, Person, Property, Ticket, Window


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """To a resident: the ticket exists. Says only what we concluded, never the report's own text."""

    received_at: datetime
    asks_what: bool = False  # R7: a picture or nothing; asked once
    attachments: int = 0  # how many files came along
    on_behalf_by: str = ""  # the manager who opened it for this person
    is_first: bool = False  # first mail to this person: privacy information
    answer: str = ""  # the category's standard answer
    follows: int | None = None  # the older ticket it is linked to
    is_public: bool = False
    is_anonymous: bool = False  # R8: nobody but the managers knows who wrote
    access: str = ""  # "ab 16 Uhr", as we understood it


@dataclass(frozen=True, slots=True)
class ManagerWrote:
    """To a resident: a manager's own words."""

    text: str
    by: str
    opens: bool = False  # the first mail of a ticket that the manager began


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """To a resident. `is_correction`: an earlier mail was taken back."""

    before: str
    after: str
    reason: str = ""  # of a rejection
    is_correction: bool = False
    asks_if_fixed: bool = False
    text: str = ""  # a manager's words that go along (behind a salutation)
    by: str = ""
    order_company: str = ""  # "Eine Firma ist beauftragt": only when the order has left
    order_window: Window | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order that a rule or the desk proposes; OK carries it out, at `veto_until` it goes by itself."""

    company: str
    limit: int | None  # cents, gross
    text: str  # the task, as the firm would read it
    rank: int = 1
    invoice: str = ""  # whose account
    check: str = ""  # what a person should look at before saying OK
    rule: str = ""  # its name; "": no rule, the desk's own
    automation: str = "suggest"  # suggest | veto | auto
    veto_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewTicket:
    """To managers: a steering mail with the report in full."""

    text: str
    received_at: datetime
    by: str  # who wrote it, as people say it
    role: str = ""  # tenant | owner | … of the reporter at that house
    attachments: tuple[str, ...] = ()
    is_incomplete: bool = False
    follows: int | None = None
    hinted: int | None = None  # a number in the subject that proved nothing
    proof: str = ""  # pass | none
    assigned_by: str = ""  # the colleague who handed it to the reader
    is_not_fixed: bool = False  # NEIN to "Ist es behoben?", or "still broken"
    first_report: str = ""  # what was reported then
    proposal: Proposal | None = None
    visibility_asked: str = ""  # "" | private | public | anonymous: what the opener wished
    similar: tuple[int, ...] = ()  # numbers of reports that are alike
    is_anonymous: bool = False  # hidden from everybody but managers


@dataclass(frozen=True, slots=True)
class PersonWrote:
    """To managers: a conversation mail; a plain answer goes back to that person."""

    text: str
    by: str
    attachments: tuple[str, ...] = ()
    says: str = ""  # "" | "still_fixed" … a recognised answer
    hold_minutes: int = 0


class Outcome(StrEnum):
    """What became of one line of a manager's mail; outbound has a sentence for each."""

    DONE = "done"  # before → after
    ALREADY = "already"  # it was so before
    REFUSED = "refused"  # no right, or the status does not allow it; `after` names the nearest valid word
    PROOF = "proof"  # the proof is too weak for it
    OVERTAKEN = "overtaken"  # somebody else was faster (G2)
    NOT_UNDERSTOOD = "not_understood"
    NOTHING_TO_STOP = "nothing_to_stop"
    NOTHING_TO_UNDO = "nothing_to_undo"
    STOPPED = "stopped"
    UNDONE = "undone"
    SENT = "sent"
    KEPT = "kept"  # as an internal note
    NEEDS_REASON = "needs_reason"
    WRONG_PLACE = "wrong_place"  # FÜR/AN somebody who is not of this house
    NO_ADDRESS = "no_address"  # whom it concerns cannot be reached by mail
    NO_ORDER = "no_order"  # STORNIEREN, and no order runs
    WHICH_ORDER = "which_order"  # … and several do; `detail` names them
    NO_FIRM = "no_firm"  # no firm is known for that work at this house
    OVER_LIMIT = "over_limit"  # above what the firm or the rule may cost; `detail` is the limit
    NO_RULE = "no_rule"  # REGEL OK, and no rule of that name waits


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    line: str
    act: str
    outcome: Outcome
    before: str = ""
    after: str = ""
    detail: str = ""
    order: str = ""  # "A-1042-1", where the line gave or took one
    company: str = ""  # … and to whom
    limit: int | None = None  # … cents, gross


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody will hear of it: who, when, by which kind of mail."""

    who: str
    at: datetime
    kind: str  # NoticeKind
    after: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody else did since the mail that was answered."""

    at: datetime
    by: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """To the manager who steered: each line, what it did, who hears of it."""

    lines: tuple[TranscriptLine, ...] = ()
    kept_text: str = ""  # other text, kept as an internal note and sent to nobody
    sent_text: str = ""
    tellings: tuple[Telling, ...] = ()
    stop_until: datetime | None = None
    can_undo: bool = False
    since: tuple[Since, ...] = ()


class Kept(StrEnum):
    """Why words did not leave."""

    NO_SALUTATION = "no_salutation"
    COLLEAGUE = "colleague"  # it speaks to somebody in the office
    PROOF = "proof"  # the mail is not surely the manager's own
    NO_ADDRESS = "no_address"  # the other side has no mail address
    NOBODY = "nobody"  # nobody outside belongs to the ticket


@dataclass(frozen=True, slots=True)
class NotSent:
    """To the manager (M4): the text stayed inside. `reason` says why: a code of `Kept`."""

    text: str
    reason: str = "no_salutation"


@dataclass(frozen=True, slots=True)
class Reading:
    letter: str
    act: str
    value: str = ""  # as people say it
    text: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """To the manager: nothing was done; which of these was meant?"""

    line: str
    reason: str
    unknown: str = ""
    readings: tuple[Reading, ...] = ()
    other_lines: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class HeldItem:
    number: int  # H-number
    at: datetime
    from_address: str
    reason: str
    presumed: str = ""  # who it seems to be, as people say it
    excerpt: str = ""
    subject: str = ""
    ticket: int | None = None
    can_take: bool = False
    lives: str = ""  # where the master data know the presumed author, when that is not where the mail went


@dataclass(frozen=True, slots=True)
class HeldList:
    items: tuple[HeldItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """To managers: something needs a person. `what`: quarantined | undelivered."""

    what: str
    arrival: int | None = None
    from_address: str = ""
    subject: str = ""
    recipient: str = ""
    who: str = ""  # the person behind the address, as people say it
    phone: str = ""
    reply: str = ""  # what the other server answered
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldNote:
    """To P at the registered address: a mail in your name was kept back."""

    received_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Neutral:
    """To a stranger: it arrived, a human reads it first; nothing about the house or anybody in it (X1).

    `is_known`: the address is registered, but not where the mail went; a human finds the right house.
    """

    received_at: datetime
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in a list. `what` and `place` only where the reader sees no ticket around it: a firm."""

    tag: str
    company: str = ""
    phase: str = ""
    window: Window | None = None
    what: str = ""  # the category, as people say it
    place: str = ""


@dataclass(frozen=True, slots=True)
class TicketLine:
    number: int
    subject: str
    status: str
    place: str = ""
    who: str = ""
    house: str = ""
    changed_at: datetime | None = None
    is_rejected: bool = False
    orders: tuple[OrderLine, ...] = ()  # for managers only


@dataclass(frozen=True, slots=True)
class Listing:
    """Answer to STATUS and LISTE, filtered by what the asker may read."""

    what: str  # status | list
    lines: tuple[TicketLine, ...] = ()
    orders: tuple[OrderLine, ...] | None = (
        None  # to a firm or a caretaker: its own orders, instead of tickets
    )


@dataclass(frozen=True, slots=True)
class FileEntry:
    at: datetime
    channel: str
    kind: str
    by: str
    text: str = ""
    before: str = ""
    after: str = ""
    is_retracted: bool = False  # STOPP held it back: nobody outside ever read it


@dataclass(frozen=True, slots=True)
class FileOfTicket:
    """Answer to AKTE: the whole ticket, managers only."""

    entries: tuple[FileEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """Answer to HILFE: only what the asker can do."""

    party: str  # manager | resident | contractor
    about_ticket: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """To a resident: a word was asked for that we cannot do for them; the message went to the office all the same."""

    line: str
    why: str


# ---- orders: letters to a firm or a caretaker, and what becomes of their words


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """To the assignee (C1, C2). Everything it may know of the matter stands here; the ticket is not for it."""

    tag: str  # "A-1042-1"
    kind: str  # OrderKind
    text: str
    place: str = ""
    access: str = ""
    limit: int | None = None  # cents, gross
    accept_by: date | None = None
    by: str = ""  # the manager to call
    phone: str = ""
    rule: str = ""  # the rule that gave it, as people call it; "": a hand
    invoice_to: str = ""
    invoice_email: str = ""
    bell_name: str = ""  # never of somebody who hides
    is_anonymous: bool = False
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """To the assignee: the order is taken back."""

    tag: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class OfficeWrote:
    """To the assignee: a manager's own words about the order."""

    tag: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class FirmReported:
    """To managers: what a firm wrote, and what it changed. `asks`: a manager must say OK or NEIN."""

    tag: str
    company: str
    text: str
    claims: tuple[str, ...] = ()  # Claim
    phase_before: str = ""
    phase_after: str = ""
    window: Window | None = None
    amount: int | None = None  # cents
    attachments: tuple[str, ...] = ()
    asks: bool = False
    next_company: str = ""  # the next rank, after a refusal
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """To the resident (R3): a date is fixed, or moved."""

    company: str
    window: Window
    moved: bool = False


@dataclass(frozen=True, slots=True)
class NoAccess:
    """To the resident (R6): the firm says that nobody was there."""

    company: str
    on: date | None = None


# ---- the house: what its people hear of public tickets


@dataclass(frozen=True, slots=True)
class PublicNews:
    """To the audience at once (P1): never a flat, never the report's own words."""

    event: str  # opened | released | ordered | started | done | reopened | rejected | text
    place: str
    at: datetime
    text: str = ""  # a manager's words to all
    reporter: str = ""  # only where the house shows names
    by: str = ""
    opened_at: datetime | None = None  # of an earlier notice that this one took in
    replies: str = "moderated"  # manager_only | moderated | all: who reads an answer


@dataclass(frozen=True, slots=True)
class EveningLine:
    """One ticket of the day (P2)."""

    number: int  # 0: the ticket of the decision that owes it
    category: str  # its key; a label once the mail is written
    place: str
    event: str  # as of PublicNews: the last that happened
    at: datetime
    opened_at: datetime | None = None  # of an earlier line that this one took in


@dataclass(frozen=True, slots=True)
class EveningLines:
    """To the audience in the evening: one mail for all that was small."""

    lines: tuple[EveningLine, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyKnown:
    """To a reporter (R9): somebody who may read it reports what the house already knows."""

    number: int
    place: str
    status: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ReplyToPublish:
    """To managers: somebody answered a public mail; the house reads it only when they say so."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class SimilarReports:
    """To managers: several private reports may be one matter (BÜNDELN)."""

    numbers: tuple[int, ...]
    category: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RuleRow:
    name: str
    automation: str
    assignee: str = ""  # as people say it
    limit: int | None = None  # cents, gross
    per_day: int = 0
    approved: bool = True


@dataclass(frozen=True, slots=True)
class RuleList:
    """Answer to REGELN."""

    rows: tuple[RuleRow, ...] = ()


Facts = (
    Acknowledged
    | ManagerWrote
    | StatusChanged
    | NewTicket
    | PersonWrote
    | Transcript
    | NotSent
    | Confirmation
    | HeldList
    | Alert
    | HeldNote
    | Neutral
    | Listing
    | FileOfTicket
    | Help
    | NotUnderstood
    | OrderGiven
    | OrderCancelled
    | OfficeWrote
    | FirmReported
    | Appointment
    | NoAccess
    | PublicNews
    | EveningLines
    | AlreadyKnown
    | ReplyToPublish
    | SimilarReports
    | RuleList
)


class NoticeKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    MESSAGE = "message"
    STATUS = "status"
    NEW_TICKET = "new_ticket"
    PERSON_WROTE = "person_wrote"
    TRANSCRIPT = "transcript"
    NOT_SENT = "not_sent"
    CONFIRMATION = "confirmation"
    HELD_LIST = "held_list"
    ALERT = "alert"
    HELD_NOTE = "held_note"
    NEUTRAL = "neutral"
    LISTING = "listing"
    FILE = "file"
    HELP = "help"
    NOT_UNDERSTOOD = "not_understood"
    ORDER = "order"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_MESSAGE = "order_message"
    FIRM_REPORT = "firm_report"
    APPOINTMENT = "appointment"
    NO_ACCESS = "no_access"
    PUBLIC_SUMMARY = "public_summary"
    EVENING = "evening"
    KNOWN = "known"
    PUBLIC_REPLY = "public_reply"
    BUNDLE = "bundle"
    RULES = "rules"


FACTS: dict[NoticeKind, type[Any]] = {
    NoticeKind.ACKNOWLEDGEMENT: Acknowledged,
    NoticeKind.MESSAGE: ManagerWrote,
    NoticeKind.STATUS: StatusChanged,
    NoticeKind.NEW_TICKET: NewTicket,
    NoticeKind.PERSON_WROTE: PersonWrote,
    NoticeKind.TRANSCRIPT: Transcript,
    NoticeKind.NOT_SENT: NotSent,
    NoticeKind.CONFIRMATION: Confirmation,
    NoticeKind.HELD_LIST: HeldList,
    NoticeKind.ALERT: Alert,
    NoticeKind.HELD_NOTE: HeldNote,
    NoticeKind.NEUTRAL: Neutral,
    NoticeKind.LISTING: Listing,
    NoticeKind.FILE: FileOfTicket,
    NoticeKind.HELP: Help,
    NoticeKind.NOT_UNDERSTOOD: NotUnderstood,
    NoticeKind.ORDER: OrderGiven,
    NoticeKind.ORDER_CANCELLED: OrderCancelled,
    NoticeKind.ORDER_MESSAGE: OfficeWrote,
    NoticeKind.FIRM_REPORT: FirmReported,
    NoticeKind.APPOINTMENT: Appointment,
    NoticeKind.NO_ACCESS: NoAccess,
    NoticeKind.PUBLIC_SUMMARY: PublicNews,
    NoticeKind.EVENING: EveningLines,
    NoticeKind.KNOWN: AlreadyKnown,
    NoticeKind.PUBLIC_REPLY: ReplyToPublish,
    NoticeKind.BUNDLE: SimilarReports,
    NoticeKind.RULES: RuleList,
}

# Conversation mails relay somebody's words: a plain answer goes back to that person (WORDS 1).
CONVERSATIONS = frozenset({NoticeKind.PERSON_WROTE, NoticeKind.FIRM_REPORT, NoticeKind.PUBLIC_REPLY})

# To whoever carries out an order: nothing of the ticket but the order itself.
TO_ASSIGNEES = frozenset({NoticeKind.ORDER, NoticeKind.ORDER_CANCELLED, NoticeKind.ORDER_MESSAGE})

# To everybody of a ticket's audience: the same words for all, whoever reported it.
TO_THE_HOUSE = frozenset({NoticeKind.PUBLIC_SUMMARY, NoticeKind.EVENING})

# The answer to what somebody just wrote (RFC 3834: auto-replied), as against a notice of an event.
REPLIES = frozenset(
    {
        NoticeKind.ACKNOWLEDGEMENT,
        NoticeKind.NEUTRAL,
        NoticeKind.LISTING,
        NoticeKind.FILE,
        NoticeKind.HELP,
        NoticeKind.NOT_UNDERSTOOD,
        NoticeKind.KNOWN,
        NoticeKind.RULES,
    }
)


# They speak of a mail that may not be their reader's own: never in its thread.
ASIDE = frozenset({NoticeKind.HELD_LIST, NoticeKind.HELD_NOTE, NoticeKind.ALERT})


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one mail may say: the notice, and the people and places it speaks of, as of now."""

    kind: NoticeKind
    facts: Facts
    company: Company
    to: tuple[Person, ...]  # all who share the address; at least one, except for a stranger
    address: str
    language: str
    is_manager: bool
    at: datetime  # when it is formed
    event_at: datetime
    house: Property | None = None
    ticket: Ticket | None = None
    category_label: str = ""
    place: str = ""
    reporter: Person | None = None  # only in letters to managers, or to the reporter
    responsible: Person | None = None
    offers: tuple[Offer, ...] = ()
    history: tuple[Entry, ...] = ()  # of the channel this mail belongs to, oldest first


def to_json(value: Any) -> Any:
    """A facts value (or an offer, a command) as JSON-like data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_json(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(to_json(v) for v in value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def from_json(shape: Any, data: Any) -> Any:
    """The inverse of `to_json` for that type; a field that the data lacks keeps its default."""
    if is_dataclass(shape) and isinstance(shape, type):
        hints = get_type_hints(shape)
        known = {f.name: from_json(hints[f.name], data[f.name]) for f in fields(shape) if f.name in data}
        return shape(**known)
    if get_origin(shape) in (Union, UnionType):
        inner = [a for a in get_args(shape) if a is not type(None)]
        return None if data is None else from_json(inner[0], data)
    if get_origin(shape) is tuple:
        return tuple(from_json(get_args(shape)[0], v) for v in data)
    if get_origin(shape) is frozenset:
        return frozenset(from_json(get_args(shape)[0], v) for v in data)
    if shape is datetime:
        return datetime.fromisoformat(data)
    if shape is date:
        return date.fromisoformat(data)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return shape(data)
    return data


def load_facts(kind: NoticeKind, data: dict[str, Any]) -> Facts:
    loaded: Facts = from_json(FACTS[kind], data)
    return loaded


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail as it will leave, every time the same octets."""

    octets: bytes
    message_id: str  # without brackets
    mail_from: str
    rcpt_to: str
    subject: str
    secrets: dict[str, str] = field(default_factory=dict)  # kind → digest of the secret address
    listed: tuple[int, ...] = ()  # the tickets that an evening mail names
