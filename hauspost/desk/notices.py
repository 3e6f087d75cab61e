"""The mails that we owe: one kind a row, and exactly the facts each kind may speak of.

A notice says codes and facts; words and languages are outbound's. Times inside facts are aware datetimes in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from hauspost.desk.houses import Company, Person, Property
from hauspost.desk.intents import Offer
from hauspost.desk.model import Entry, Ticket
from hauspost.desk.notices_of_deadlines import DueList, Overdue, Reminder
from hauspost.desk.notices_of_deletion import Deletion
from hauspost.desk.notices_of_documents import DocumentList, DocumentNews, DocumentsSent
from hauspost.desk.notices_of_emergencies import Alarm, CallNow
from hauspost.desk.notices_of_house import (
    HouseBack,
    HouseNotice,
    HousePaper,
    HousePreview,
    HouseReport,
    HouseSent,
)
from hauspost.desk.notices_of_imports import ImportPreview, ImportResult
from hauspost.desk.notices_of_money import Approval, ApprovalAnswered, InvoicePassed, OwnerInformed
from hauspost.desk.notices_of_morning import MorningList
from hauspost.desk.notices_of_operation import Heartbeat, Operation
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.notices_of_steering import NotSent, Transcript
from hauspost.desk.notices_of_surveys import PrivateQuestion, Survey
from hauspost.desk.notices_on_request import CategoryList, FileOfTicket, Help, Listing, OrderList, RuleList
from hauspost.desk.notices_to_firms import (
    CostAnswered,
    OfficeWrote,
    OrderCancelled,
    OrderDate,
    OrderExtended,
    OrderGiven,
    OrderNews,
    WhichHouse,
)
from hauspost.desk.notices_to_managers import (
    Alert,
    Confirmation,
    Finding,
    FirmReported,
    HeldList,
    NamesReporter,
    NewTicket,
    PersonWrote,
    ReplyStorm,
    ReplyToPublish,
)
from hauspost.desk.notices_to_people import (
    Acknowledged,
    AlreadyKnown,
    Appointment,
    AppointmentOff,
    BoardDigest,
    DateNear,
    EveningLines,
    HeldNote,
    ManagerWrote,
    Neutral,
    NoAccess,
    Noted,
    NotUnderstood,
    PublicNews,
    Relayed,
    StatusChanged,
    TimesNoted,
    TimesOffered,
    WaitingForParts,
)
from hauspost.desk.plain_values import from_json
from hauspost.desk.welcoming import Welcome

Facts = (
    Acknowledged
    | ManagerWrote
    | StatusChanged
    | NewTicket
    | PersonWrote
    | Transcript
    | NotSent
    | Confirmation
    | NamesReporter
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
    | CostAnswered
    | OrderExtended
    | WhichHouse
    | FirmReported
    | Appointment
    | AppointmentOff
    | NoAccess
    | PublicNews
    | EveningLines
    | AlreadyKnown
    | ReplyToPublish
    | RuleList
    | Survey
    | PrivateQuestion
    | Operation
    | Heartbeat
    | Reminder
    | Overdue
    | DueList
    | OrderNews
    | WaitingForParts
    | Finding
    | CallNow
    | Alarm
    | ImportPreview
    | ImportResult
    | Approval
    | ApprovalAnswered
    | OwnerInformed
    | InvoicePassed
    | TimesOffered
    | TimesNoted
    | DateNear
    | OrderDate
    | OrderList
    | Relayed
    | BoardDigest
    | HousePreview
    | HouseNotice
    | HousePaper
    | HouseSent
    | HouseBack
    | HouseReport
    | DocumentList
    | DocumentsSent
    | DocumentNews
    | MorningList
    | CategoryList
    | Deletion
    | ReplyStorm
    | Welcome
    | Noted
    | PeriodReport
)


class Circle(Enum):
    MANAGERS = "managers"  # whoever manages the place today
    READERS = "readers"  # whoever may read its channel
    OFFICE = "office"  # managers, and an address of the office that is no person's
    SELF = "self"  # says nothing but what the asker sent or already knows


class Carries(StrEnum):
    NOTHING = "nothing"
    COPIES = "copies"  # of the report's pictures: pixels under neutral names, never the originals
    REJECTS = "rejects"  # the rows of a mailed table that are not taken, to be mended
    VOUCHER = "voucher"  # the originals, to whoever of the office gets the mail: managers, and the accounting
    DOSSIER = "dossier"  # the whole ticket on paper, and the mails that came; managers only
    NOTICE = "notice"  # what a manager gives to the whole house: pictures as copies, PDF as it is
    REPORT = "report"  # the figures as a table, and charts of them; managers only
    DOCUMENTS = "documents"  # of the house, each to whoever may see it when the mail is written
    ORIGINALS = "originals"  # of the very mail that the notice speaks of, octet by octet; managers only


class NoticeKind(StrEnum):
    """One row a kind: its code, what it may speak of, who may get it, and which files it carries, none unless said."""

    facts: type[Any]
    circle: Circle
    carries: Carries

    def __new__(cls, code: str, *row: Any) -> "NoticeKind":
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.facts, kind.circle, *carried = row
        (kind.carries,) = carried or (Carries.NOTHING,)
        return kind

    ACKNOWLEDGEMENT = "acknowledgement", Acknowledged, Circle.READERS
    MESSAGE = "message", ManagerWrote, Circle.READERS
    STATUS = "status", StatusChanged, Circle.READERS
    NEW_TICKET = "new_ticket", NewTicket, Circle.MANAGERS, Carries.ORIGINALS
    # The photo that was asked for comes as an answer.
    PERSON_WROTE = "person_wrote", PersonWrote, Circle.MANAGERS, Carries.ORIGINALS
    TRANSCRIPT = "transcript", Transcript, Circle.MANAGERS
    NOT_SENT = "not_sent", NotSent, Circle.MANAGERS
    CONFIRMATION = "confirmation", Confirmation, Circle.MANAGERS
    NAMES_REPORTER = "names_reporter", NamesReporter, Circle.MANAGERS
    # Nobody knows yet whose files these are.
    HELD_LIST = "held_list", HeldList, Circle.MANAGERS
    ALERT = "alert", Alert, Circle.MANAGERS
    HELD_NOTE = "held_note", HeldNote, Circle.SELF
    NEUTRAL = "neutral", Neutral, Circle.SELF
    LISTING = "listing", Listing, Circle.READERS
    FILE = "file", FileOfTicket, Circle.MANAGERS, Carries.DOSSIER
    HELP = "help", Help, Circle.READERS
    NOT_UNDERSTOOD = "not_understood", NotUnderstood, Circle.READERS
    ORDER = "order", OrderGiven, Circle.READERS, Carries.COPIES
    ORDER_CANCELLED = "order_cancelled", OrderCancelled, Circle.READERS
    ORDER_MESSAGE = "order_message", OfficeWrote, Circle.READERS
    ORDER_COST = "order_cost", CostAnswered, Circle.READERS
    # Invoices and offers must arrive as they were written.
    FIRM_REPORT = "firm_report", FirmReported, Circle.MANAGERS, Carries.ORIGINALS
    APPOINTMENT = "appointment", Appointment, Circle.READERS
    APPOINTMENT_OFF = "appointment_off", AppointmentOff, Circle.READERS
    NO_ACCESS = "no_access", NoAccess, Circle.READERS
    PUBLIC_SUMMARY = "public_summary", PublicNews, Circle.READERS
    EVENING = "evening", EveningLines, Circle.READERS
    KNOWN = "known", AlreadyKnown, Circle.READERS
    PUBLIC_REPLY = "public_reply", ReplyToPublish, Circle.MANAGERS, Carries.ORIGINALS
    RULES = "rules", RuleList, Circle.MANAGERS
    WHICH_HOUSE = "which_house", WhichHouse, Circle.SELF
    SURVEY = "survey", Survey, Circle.MANAGERS
    PRIVATE_QUESTION = "private_question", PrivateQuestion, Circle.READERS
    OPERATION = "operation", Operation, Circle.MANAGERS
    HEARTBEAT = "heartbeat", Heartbeat, Circle.MANAGERS
    REMINDER = "reminder", Reminder, Circle.READERS
    OVERDUE = "overdue", Overdue, Circle.MANAGERS
    DUE_LIST = "due_list", DueList, Circle.MANAGERS
    ORDER_NEWS = "order_news", OrderNews, Circle.READERS
    WAITING_FOR_PARTS = "waiting_for_parts", WaitingForParts, Circle.READERS
    FINDING = "finding", Finding, Circle.MANAGERS, Carries.ORIGINALS
    EMERGENCY = "emergency", CallNow, Circle.READERS
    ALARM = "alarm", Alarm, Circle.MANAGERS, Carries.ORIGINALS
    ORDER_EXTENDED = "order_extended", OrderExtended, Circle.READERS
    IMPORT_PREVIEW = "import_preview", ImportPreview, Circle.MANAGERS, Carries.REJECTS
    IMPORT_DONE = "import_done", ImportResult, Circle.MANAGERS
    # A firm's paper names people and flats: the manager passes it on by hand.
    APPROVAL = "approval", Approval, Circle.READERS
    APPROVAL_ANSWERED = "approval_answered", ApprovalAnswered, Circle.MANAGERS
    OWNER_INFORMED = "owner_informed", OwnerInformed, Circle.READERS
    INVOICE = "invoice", InvoicePassed, Circle.OFFICE, Carries.VOUCHER
    TIMES_OFFERED = "times_offered", TimesOffered, Circle.READERS
    TIMES_NOTED = "times_noted", TimesNoted, Circle.READERS
    DATE_NEAR = "date_near", DateNear, Circle.READERS
    ORDER_DATE = "order_date", OrderDate, Circle.READERS
    OWN_FILE = "own_file", FileOfTicket, Circle.READERS
    ORDER_LIST = "order_list", OrderList, Circle.SELF
    RELAYED = "relayed", Relayed, Circle.READERS
    ORDER_RELAY = "order_relay", OrderNews, Circle.READERS
    BOARD_DIGEST = "board_digest", BoardDigest, Circle.READERS
    HOUSE_PREVIEW = "house_preview", HousePreview, Circle.MANAGERS
    HOUSE_NOTICE = "house_notice", HouseNotice, Circle.READERS, Carries.NOTICE
    HOUSE_PAPER = "house_paper", HousePaper, Circle.READERS, Carries.NOTICE
    HOUSE_SENT = "house_sent", HouseSent, Circle.MANAGERS
    HOUSE_BACK = "house_back", HouseBack, Circle.READERS
    HOUSE_REPORT = "house_report", HouseReport, Circle.MANAGERS
    DOCUMENT_LIST = "document_list", DocumentList, Circle.READERS
    DOCUMENTS = "documents", DocumentsSent, Circle.READERS, Carries.DOCUMENTS
    DOCUMENT_NEWS = "document_news", DocumentNews, Circle.MANAGERS
    MORNING = "morning", MorningList, Circle.MANAGERS
    CATEGORIES = "categories", CategoryList, Circle.MANAGERS
    DELETION = "deletion", Deletion, Circle.MANAGERS
    REPLY_STORM = "reply_storm", ReplyStorm, Circle.MANAGERS
    WELCOME = "welcome", Welcome, Circle.SELF
    NOTED = "noted", Noted, Circle.READERS
    PERIOD_REPORT = "period_report", PeriodReport, Circle.MANAGERS, Carries.REPORT


# Conversation mails relay somebody's words: a plain answer goes back to that person (WORDS 1).
CONVERSATIONS = frozenset({NoticeKind.PERSON_WROTE, NoticeKind.FIRM_REPORT, NoticeKind.PUBLIC_REPLY})

# To whoever carries out an order: nothing of the ticket but the order itself.
TO_ASSIGNEES = frozenset(
    {
        NoticeKind.ORDER,
        NoticeKind.ORDER_CANCELLED,
        NoticeKind.ORDER_MESSAGE,
        NoticeKind.ORDER_COST,
        NoticeKind.REMINDER,
        NoticeKind.ORDER_NEWS,
        NoticeKind.ORDER_EXTENDED,
        NoticeKind.ORDER_DATE,
        NoticeKind.ORDER_RELAY,
    }
)

# To a board member or an owner who was asked or told: nothing of the ticket but that.
TO_ASKED = frozenset({NoticeKind.APPROVAL, NoticeKind.OWNER_INFORMED})

# Whose answers pass to the other side, as they say.
RELAYS = frozenset({NoticeKind.RELAYED, NoticeKind.ORDER_RELAY})

# To whoever operates the gateway: an address of the configuration, else managers.
TO_OPERATORS = frozenset({NoticeKind.OPERATION, NoticeKind.HEARTBEAT})

# To everybody of a ticket's audience: the same words for all, whoever reported it.
TO_THE_HOUSE = frozenset({NoticeKind.PUBLIC_SUMMARY, NoticeKind.EVENING, NoticeKind.BOARD_DIGEST})

# Mails that name several tickets of the house, each to be answered by its number.
LISTS_OF_THE_HOUSE = frozenset({NoticeKind.EVENING, NoticeKind.BOARD_DIGEST})

# Of these a whole house gets one each, and nobody waits for it: they stand behind everything else.
TO_CROWDS = LISTS_OF_THE_HOUSE | {NoticeKind.HOUSE_NOTICE, NoticeKind.WELCOME}

LISTS_FOR_MANAGERS = frozenset(
    {NoticeKind.MORNING, NoticeKind.LISTING, NoticeKind.DUE_LIST, NoticeKind.TRANSCRIPT}
)

# They say at first what becomes of people's data (GDPR, article 13).
TELL_OF_PRIVACY = frozenset({NoticeKind.ACKNOWLEDGEMENT, NoticeKind.NEUTRAL, NoticeKind.WELCOME})

# The answer to what somebody just wrote (RFC 3834: auto-replied), as against a notice of an event.
REPLIES = frozenset(
    {
        NoticeKind.ACKNOWLEDGEMENT,
        NoticeKind.NEUTRAL,
        NoticeKind.LISTING,
        NoticeKind.FILE,
        NoticeKind.OWN_FILE,
        NoticeKind.HELP,
        NoticeKind.NOT_UNDERSTOOD,
        NoticeKind.NOTED,
        NoticeKind.KNOWN,
        NoticeKind.RULES,
        NoticeKind.WHICH_HOUSE,
        NoticeKind.EMERGENCY,
        NoticeKind.IMPORT_PREVIEW,
        NoticeKind.IMPORT_DONE,
        NoticeKind.HOUSE_PREVIEW,
        NoticeKind.HOUSE_SENT,
        NoticeKind.DOCUMENT_LIST,
        NoticeKind.DOCUMENTS,
        NoticeKind.DOCUMENT_NEWS,
        NoticeKind.CATEGORIES,
    }
)


# They name or carry papers of a house.
OF_DOCUMENTS = frozenset({NoticeKind.DOCUMENT_LIST, NoticeKind.DOCUMENTS, NoticeKind.DOCUMENT_NEWS})

# They speak of a mail that may not be their reader's own: never in its thread.
ASIDE = frozenset({NoticeKind.HELD_LIST, NoticeKind.HELD_NOTE, NoticeKind.ALERT})


@dataclass(frozen=True, slots=True)
class Folded:
    """Older news of the same conversation that rides along in the mail of a newer one."""

    facts: Facts
    at: datetime


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
    house: Property | None = None  # None: of none, or of several
    ticket: Ticket | None = None
    category_label: str = ""
    place: str = ""
    reporter: Person | None = None  # only in letters to managers, or to the reporter
    reaches: Person | None = None  # whose channel it is: whom a plain answer goes to, or the reporter
    responsible: Person | None = None
    offers: tuple[Offer, ...] = ()
    folded: tuple[Folded, ...] = ()  # the oldest first
    history: tuple[Entry, ...] = ()  # of the channel this mail belongs to, oldest first
    houses: tuple[Property, ...] = ()  # an evening mail's, in the order of its lines
    recipients: int = 1  # addresses for which it is the sample, while managers read it instead

    @property
    def spoken_of(self) -> tuple[Property | None, ...]:
        """The houses whose rules this mail keeps."""
        return self.houses or (self.house,)


def load_facts(kind: NoticeKind, data: dict[str, Any]) -> Facts:
    loaded: Facts = from_json(kind.facts, data)
    return loaded


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail as it will leave, every time the same octets."""

    octets: bytes
    message_id: str  # without brackets
    mail_from: str
    rcpt_to: str
    subject: str
    conversation: str = ""  # whose mails all bear the first one's subject; "": it has a subject of its own
    secrets: dict[str, str] = field(default_factory=dict)  # kind → digest of the secret address
    listed: tuple[int, ...] = ()  # the tickets that an evening mail names
    documents: tuple[int, ...] = ()  # those of a house that it names or carries
