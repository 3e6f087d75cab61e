"""The mails that we owe: one kind a row, and exactly the facts each kind may speak of.

A notice says codes and facts; words and languages are outbound's. Times inside facts are aware datetimes in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
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


class NoticeKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    MESSAGE = "message"
    STATUS = "status"
    NEW_TICKET = "new_ticket"
    PERSON_WROTE = "person_wrote"
    TRANSCRIPT = "transcript"
    NOT_SENT = "not_sent"
    CONFIRMATION = "confirmation"
    NAMES_REPORTER = "names_reporter"
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
    ORDER_COST = "order_cost"
    FIRM_REPORT = "firm_report"
    APPOINTMENT = "appointment"
    APPOINTMENT_OFF = "appointment_off"
    NO_ACCESS = "no_access"
    PUBLIC_SUMMARY = "public_summary"
    EVENING = "evening"
    KNOWN = "known"
    PUBLIC_REPLY = "public_reply"
    RULES = "rules"
    WHICH_HOUSE = "which_house"
    SURVEY = "survey"
    PRIVATE_QUESTION = "private_question"
    OPERATION = "operation"
    HEARTBEAT = "heartbeat"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    DUE_LIST = "due_list"
    ORDER_NEWS = "order_news"
    WAITING_FOR_PARTS = "waiting_for_parts"
    FINDING = "finding"
    EMERGENCY = "emergency"
    ALARM = "alarm"
    ORDER_EXTENDED = "order_extended"
    IMPORT_PREVIEW = "import_preview"
    IMPORT_DONE = "import_done"
    APPROVAL = "approval"
    APPROVAL_ANSWERED = "approval_answered"
    OWNER_INFORMED = "owner_informed"
    INVOICE = "invoice"
    TIMES_OFFERED = "times_offered"
    TIMES_NOTED = "times_noted"
    DATE_NEAR = "date_near"
    ORDER_DATE = "order_date"
    OWN_FILE = "own_file"
    ORDER_LIST = "order_list"
    RELAYED = "relayed"
    ORDER_RELAY = "order_relay"
    BOARD_DIGEST = "board_digest"
    HOUSE_PREVIEW = "house_preview"
    HOUSE_NOTICE = "house_notice"
    HOUSE_PAPER = "house_paper"
    HOUSE_SENT = "house_sent"
    HOUSE_BACK = "house_back"
    HOUSE_REPORT = "house_report"
    DOCUMENT_LIST = "document_list"
    DOCUMENTS = "documents"
    DOCUMENT_NEWS = "document_news"
    MORNING = "morning"
    CATEGORIES = "categories"
    DELETION = "deletion"
    REPLY_STORM = "reply_storm"
    WELCOME = "welcome"
    NOTED = "noted"
    PERIOD_REPORT = "period_report"


FACTS: dict[NoticeKind, type[Any]] = {
    NoticeKind.ACKNOWLEDGEMENT: Acknowledged,
    NoticeKind.MESSAGE: ManagerWrote,
    NoticeKind.STATUS: StatusChanged,
    NoticeKind.NEW_TICKET: NewTicket,
    NoticeKind.PERSON_WROTE: PersonWrote,
    NoticeKind.TRANSCRIPT: Transcript,
    NoticeKind.NOT_SENT: NotSent,
    NoticeKind.CONFIRMATION: Confirmation,
    NoticeKind.NAMES_REPORTER: NamesReporter,
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
    NoticeKind.ORDER_COST: CostAnswered,
    NoticeKind.FIRM_REPORT: FirmReported,
    NoticeKind.APPOINTMENT: Appointment,
    NoticeKind.APPOINTMENT_OFF: AppointmentOff,
    NoticeKind.NO_ACCESS: NoAccess,
    NoticeKind.PUBLIC_SUMMARY: PublicNews,
    NoticeKind.EVENING: EveningLines,
    NoticeKind.KNOWN: AlreadyKnown,
    NoticeKind.PUBLIC_REPLY: ReplyToPublish,
    NoticeKind.RULES: RuleList,
    NoticeKind.WHICH_HOUSE: WhichHouse,
    NoticeKind.SURVEY: Survey,
    NoticeKind.PRIVATE_QUESTION: PrivateQuestion,
    NoticeKind.OPERATION: Operation,
    NoticeKind.HEARTBEAT: Heartbeat,
    NoticeKind.REMINDER: Reminder,
    NoticeKind.OVERDUE: Overdue,
    NoticeKind.DUE_LIST: DueList,
    NoticeKind.ORDER_NEWS: OrderNews,
    NoticeKind.WAITING_FOR_PARTS: WaitingForParts,
    NoticeKind.FINDING: Finding,
    NoticeKind.EMERGENCY: CallNow,
    NoticeKind.ALARM: Alarm,
    NoticeKind.ORDER_EXTENDED: OrderExtended,
    NoticeKind.IMPORT_PREVIEW: ImportPreview,
    NoticeKind.IMPORT_DONE: ImportResult,
    NoticeKind.APPROVAL: Approval,
    NoticeKind.APPROVAL_ANSWERED: ApprovalAnswered,
    NoticeKind.OWNER_INFORMED: OwnerInformed,
    NoticeKind.INVOICE: InvoicePassed,
    NoticeKind.TIMES_OFFERED: TimesOffered,
    NoticeKind.TIMES_NOTED: TimesNoted,
    NoticeKind.DATE_NEAR: DateNear,
    NoticeKind.ORDER_DATE: OrderDate,
    NoticeKind.OWN_FILE: FileOfTicket,
    NoticeKind.ORDER_LIST: OrderList,
    NoticeKind.RELAYED: Relayed,
    NoticeKind.ORDER_RELAY: OrderNews,
    NoticeKind.BOARD_DIGEST: BoardDigest,
    NoticeKind.HOUSE_PREVIEW: HousePreview,
    NoticeKind.HOUSE_NOTICE: HouseNotice,
    NoticeKind.HOUSE_PAPER: HousePaper,
    NoticeKind.HOUSE_SENT: HouseSent,
    NoticeKind.HOUSE_BACK: HouseBack,
    NoticeKind.HOUSE_REPORT: HouseReport,
    NoticeKind.DOCUMENT_LIST: DocumentList,
    NoticeKind.DOCUMENTS: DocumentsSent,
    NoticeKind.DOCUMENT_NEWS: DocumentNews,
    NoticeKind.MORNING: MorningList,
    NoticeKind.CATEGORIES: CategoryList,
    NoticeKind.DELETION: Deletion,
    NoticeKind.REPLY_STORM: ReplyStorm,
    NoticeKind.WELCOME: Welcome,
    NoticeKind.NOTED: Noted,
    NoticeKind.PERIOD_REPORT: PeriodReport,
}

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

# Of these a whole house gets one each, and nobody waits for it: they stand behind everything else.
TO_CROWDS = frozenset({NoticeKind.HOUSE_NOTICE, NoticeKind.WELCOME})

# Mails that name several tickets of the house, each to be answered by its number.
LISTS_OF_THE_HOUSE = frozenset({NoticeKind.EVENING, NoticeKind.BOARD_DIGEST})
LISTS_FOR_MANAGERS = frozenset(
    {NoticeKind.MORNING, NoticeKind.LISTING, NoticeKind.DUE_LIST, NoticeKind.TRANSCRIPT}
)

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
    conversation: str = ""  # whose mails all bear the first one's subject; "": it has a subject of its own
    secrets: dict[str, str] = field(default_factory=dict)  # kind → digest of the secret address
    listed: tuple[int, ...] = ()  # the tickets that an evening mail names
    documents: tuple[int, ...] = ()  # those of a house that it names or carries
