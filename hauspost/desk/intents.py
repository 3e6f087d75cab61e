"""What a person can mean: commands, the answers a notice offers, and everything a new text says (WORDS 1 and 2)."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Literal

from hauspost.desk.legal_terms import Legal
from hauspost.desk.prices import NOTHING_OFFERED, Offered
from hauspost.desk.urgency import CALM, OwnWords, Urgency
from hauspost.desk.vouchers import InvoiceFile
from hauspost.desk.work import Window


class Act(StrEnum):
    """One meaning each. Which words stand for it is the parsers' table; who may do it is the rights table."""

    RELEASE = "release"
    START = "start"
    FINISH = "finish"
    REOPEN = "reopen"
    REJECT = "reject"
    CATEGORY = "category"
    ASSIGN = "assign"
    INTERNAL = "internal"
    REPLY = "reply"  # ANTWORT: text
    SEND = "send"  # SENDEN: the text that was kept back
    STOP = "stop"
    UNDO = "undo"
    STATUS = "status"
    LIST = "list"
    FILE = "file"
    HELP = "help"
    YES = "yes"
    NO = "no"
    CHOOSE = "choose"  # A, B … of a confirming question; value is the letter
    FOR = "for"  # FÜR ‹unit or name›: a new ticket on behalf
    TO = "to"  # AN ‹unit or name›: text: a new ticket written to
    SURVEY = "survey"  # AN EIGENTÜMER: text; AN WE03, WE07: text: each is asked alone
    TAKE = "take"  # a held mail counts as written by whom it seems to be
    TAKE_NEW = "take_new"  # a held mail becomes a ticket without anybody outside
    LINK = "link"  # H-318 WE07: a held mail is that person's; the address is remembered
    ONCE = "once"  # EINMAL: the same for this mail alone
    SPAM = "spam"  # a held mail is discarded
    DISPATCH = "dispatch"  # BEAUFTRAGEN ‹firm or trade› [max …] [bis …] [: text]
    QUOTE = "quote"  # ANGEBOT ‹firms›
    INFORM = "inform"  # INFO ‹firm›: text
    CANCEL_ORDER = "cancel_order"  # STORNIEREN [A-…]
    PROPOSAL = "proposal"  # OK to what a rule or the desk proposes; `question` names it
    PRIVATE = "private"
    ANONYMOUS = "anonymous"  # nobody but the managers learns any more who reported it
    PUBLIC = "public"
    WITHOUT = "without"  # OHNE ‹role›; value: the role
    ONLY = "only"  # NUR ‹role›
    WITH = "with"  # MIT ‹role›
    TO_ALL = "to_all"  # AN ALLE: text
    ME_TOO = "me_too"
    MUTE = "mute"
    DAILY = "daily"  # TÄGLICH: news of the house once a working day …
    AT_ONCE = "at_once"  # … SOFORT: as it happens …
    NO_MAILS = "no_mails"  # … KEINE MAILS: not at all
    MERGE = "merge"  # ZUSAMMENLEGEN MIT T-12; value: the number
    MOVE = "move"  # OBJEKT ‹property›
    BUNDLE = "bundle"  # BÜNDELN T-1051 T-1053; values
    RULES = "rules"  # REGELN
    RULE_OK = "rule_ok"  # REGEL OK [name]
    WORD_OK = (
        "word_ok"  # WORT OK ‹word›: a word that was learned speaks for its category; value: "heating/boiler"
    )
    SPLIT = "split"  # AUFTEILEN: two matters of one mail become two tickets
    AWAY = "away"  # ABWESEND bis ‹day› [Vertretung ‹colleague›]; `until`, value: the colleague
    BACK = "back"  # WIEDER DA
    REACHABLE = "reachable"  # ERREICHBAR: mails go to an undeliverable address again; value: the address
    PUBLISH = "publish"  # a moderated reply goes to the house
    PRIORITY = "priority"  # PRIORITÄT hoch; value: high | normal | low
    FOLLOW_UP = "follow_up"  # WV ‹day› [: text]; `until`, or value "off"
    REMIND = "remind"  # ERINNERN: the firm gets a reminder
    NEXT_FIRM = "next_firm"  # NÄCHSTE FIRMA: the order goes to the next rank
    SIGN_OFF = "sign_off"  # ABGENOMMEN [A-…]: a manager takes the work, apart from ERLEDIGT
    REWORK = "rework"  # NACHBESSERN [A-…] [: text]: the firm is sent back
    RELAY = "relay"  # WEITERLEITEN AN | AUS [A-…]; text: on | off
    NO_LIST = "no_list"  # KEINE LISTE: a firm wants no list of its open orders on Mondays
    RATE = "rate"  # a number from 1 to 5, where it was asked for; value: the number, text: what is said of it
    ON_IT = "on_it"  # OK to an alarm: somebody sees to it
    EMERGENCY = "emergency"  # NOTFALL
    NO_EMERGENCY = "no_emergency"  # KEIN NOTFALL; below "high" a priority says the same
    PROMISED = "promised"  # ZUGESAGT: the on-call service told a resident that it comes
    RULE_NO = "rule_no"  # REGEL NEIN ‹name›: a proposed rule is not wanted
    WORD_NO = "word_no"  # WORT NEIN ‹word›: nor is a word; value: "heating/boiler"
    IMPORT_OK = "import_ok"  # IMPORT OK: a mailed table is brought in; value: "force" | "stay" | ""
    APPROVAL = "approval"  # FREIGABE BEIRAT | EIGENTÜMER: a price is put to them; value: the role
    ACCOUNT = "account"  # RECHNUNG WEG | EIGENTÜMER: for whose account an order goes; value: weg | owner
    INFORM_OWNER = "inform_owner"  # EIGENTÜMER INFORMIEREN
    PASS_INVOICE = "pass_invoice"  # AN BUCHHALTUNG: what was written without an order goes to the accounting
    DOCUMENTS = "documents"  # DOKUMENTE: which papers of the house the asker may have
    DOCUMENT = "document"  # DOKUMENT 3 und 5: these come as files; values: the numbers
    # DOKUMENT 3 ZURÜCKZIEHEN | FÜR … | TITEL: … | RÜCKGÄNGIG; value: "withdraw:3", values: roles, text: the title
    CHANGE_DOCUMENT = "change_document"
    FILE_DOCUMENTS = (
        "file_documents"  # JA, EIGENTÜMER …: mailed files are filed; value: roles, "" as they were shown
    )
    CATEGORIES = "categories"  # KATEGORIEN
    RETAIN = "retain"  # AUFBEWAHREN BELEG; value: a class of `retention`, "auto", or "free": the hold is over
    HOLD = "hold"  # SPERREN: reason; nothing of the ticket may be deleted
    REPORT = "report"  # BERICHT
    LINK_TICKET = (
        "link_ticket"  # ZUORDNEN ‹unit or person›: whose ticket it is; value "unit:WE05", "person:P7"
    )
    DELETE = "delete"  # LÖSCHEN


class Party(StrEnum):
    """Whose vocabulary a text is read with."""

    MANAGER = "manager"
    RESIDENT = "resident"
    STRANGER = "stranger"
    CONTRACTOR = "contractor"  # a firm or a caretaker about an order


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that a notice prints: its word means this act. The n-th offer (from 1) is button n of that mail."""

    word: str  # as printed: "OK", "JA", "A", "SENDEN"
    act: Act
    value: str = ""
    question: int | None = None
    also: tuple[str, ...] = ()  # further words that mean it there: ("JA",) beside OK
    needs_text: bool = False  # printed as "ABLEHNEN: Grund"; no button, no bare answer
    asks: str = ""  # `local` of the question that it answers, where that is another than the mail's own


@dataclass(frozen=True, slots=True)
class Command:
    """One line that was understood."""

    act: Act
    line: str  # as the person typed it
    value: str = ""  # from a closed list: a category's key, a person's id, a unit "unit:WE05"
    text: str = ""  # behind the colon
    target: str = ""  # "T-1042", "H-318" or "A-1042-1" when the line begins with a number
    question: int | None = None
    limit: int | None = None  # cents, gross: "max 300 €"
    until: date | None = None  # "bis Fr"
    values: tuple[str, ...] = ()  # where several are named


class Wish(StrEnum):
    """What an opener wants for the report: narrow on a hint, widen only on a form (WORDS 4)."""

    PRIVATE = "private"
    PUBLIC = "public"
    ANONYMOUS = "anonymous"


class Claim(StrEnum):
    """What a firm's clause says (MAIL, "Intents of contractors"; WORDS 3)."""

    NOT_DONE = "not_done"
    NO_ACCESS = "no_access"
    DECLINE = "decline"
    CONDITIONAL = "conditional"
    NEED_APPROVAL = "need_approval"
    WAITING_PARTS = "waiting_parts"
    DONE_FUTURE = "done_future"
    RESCHEDULE = "reschedule"
    DONE = "done"
    IN_PROGRESS = "in_progress"
    ACCEPT = "accept"
    APPOINTMENT = "appointment"
    QUOTE = "quote"
    INVOICE = "invoice"
    QUESTION = "question"
    EXTRA_FINDING = "extra_finding"


@dataclass(frozen=True, slots=True)
class Report:
    """What a firm says of one order ("": of the one that was answered). `is_sure`: the closed-list gate held."""

    claims: frozenset[Claim]
    text: str
    order: str = ""  # "A-1042-1"
    window: Window | None = None
    amount: int | None = None  # cents
    until: date | None = None  # of waiting parts: the last day on which they are expected …
    is_sure: bool = False
    is_provisional: bool = False  # it runs for the time being
    finding: str = ""  # what else was found, beside the order's own work …
    finding_place: str = ""  # … and on which common ground, if it says so
    finding_task: str = ""  # … what of it an order for another firm may say
    offered: Offered = NOTHING_OFFERED
    slots: tuple[Window, ...] = ()  # times to choose from
    is_past: bool = False  # its date lies before the day on which it was written
    expected: date | None = None  # … and the first one


@dataclass(frozen=True, slots=True)
class Free:
    """When somebody has time: minutes from midnight, local time; absent: open on that side."""

    day: date
    begin: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class TimesSaid:
    """What a resident answers to times that we named. `chosen`: which of them, from 0; `free`: times of the own."""

    chosen: tuple[int, ...] = ()
    says_all: bool = False  # "beide gehen"
    says_yes: bool = False  # "passt", of no time in particular
    says_no: bool = False
    is_ambiguous: bool = False  # one word that means several of them: "Donnerstag"
    free: tuple[Free, ...] = ()
    is_plain: bool = False  # it says nothing else


@dataclass(frozen=True, slots=True)
class CalendarSaid:
    """What a calendar program says of an event (RFC 5546): `method` REPLY, COUNTER, REQUEST, CANCEL …"""

    method: str
    uid: str
    sequence: int | None = None
    partstat: str = ""  # of a REPLY: ACCEPTED, DECLINED, TENTATIVE …
    window: Window | None = None
    has_comment: bool = False


class Salutation(StrEnum):
    NONE = "none"
    OUTSIDE = "outside"  # Guten Tag, Hallo …, Sehr geehrte …: meant for the other side
    COLLEAGUE = "colleague"  # names a manager: never leaves


@dataclass(frozen=True, slots=True)
class ShortText:
    """A text that a wrong name may have meant, and how the mail's words greet with it in place of that line."""

    name: str
    text: str
    salutation: Salutation = Salutation.NONE


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that was meant as a command and is none (WORDS 2, rule 6). `readings` may be empty.

    `reason`: unknown_value | misspelt | needs_colon | left_over | too_many, of which all wait; of a line
    that stays in the text as well unknown_text | called.
    """

    line: str
    reason: str
    unknown: str = ""
    readings: tuple[Command, ...] = ()
    texts: tuple[ShortText, ...] = ()  # of `unknown_text`: what may be meant


Machine = Literal["", "absent", "program"]  # a note that somebody is away, or another automatic answer

ClosedList = tuple[tuple[str, tuple[str, ...]], ...]  # (value, the ways people say it)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words may mean in this text: who writes, what the answered notice offered, the closed lists."""

    party: Party
    language: str = "de"
    offers: tuple[Offer, ...] = ()
    is_list: bool = False  # the mail that is answered lists tickets: a line begins with the number of one
    opens: bool = False  # a new mail, not an answer: FÜR and AN are words
    categories: ClosedList = ()
    colleagues: ClosedList = ()
    residents: ClosedList = ()  # units ("unit:WE05") and people ("person:P7") of the property
    dwellers: ClosedList = ()  # the same of the house of the ticket that is answered: ZUORDNEN WE05
    held: tuple[int, ...] = ()  # numbers of the held mails that wait
    lodgers: ClosedList = ()  # who a held mail may be of: "unit:LW12:WE05", "person:P7" of all these houses
    houses: ClosedList = ()  # the manager's properties: H-318 NEU LW12
    assignees: ClosedList = ()  # firms and caretakers by person id; trades as "trade:heating"
    received_at: datetime | None = None  # "Fr" and "morgen" count from here, in `zone`
    zone: tzinfo | None = None
    order: str = ""  # the one that is answered, by its tag
    sites: tuple[
        tuple[str, str], ...
    ] = ()  # each order of its ticket by its tag, with all that says where it is
    street: str = ""  # of the house
    awaits: bool = False  # the order waits for acceptance: a firm's "ok" means yes (WORDS 2, rule 11)
    texts: tuple[tuple[str, str], ...] = ()  # a manager's short texts by their names
    flats: tuple[
        tuple[str, str], ...
    ] = ()  # each flat of the house by its number, with all that says where it is
    bells: ClosedList = ()  # flats with the names that are nobody else's in the house
    written_at: datetime | None = None  # local time: what cannot wait hangs on season and hour
    is_closed: bool = False  # nobody is at the office then
    danger_words: tuple[OwnWords, ...] = ()  # the company's own, of this house
    slots: tuple[Window, ...] | None = None  # the times that the answered mail named; (): it asks for times


@dataclass(frozen=True, slots=True)
class Inside:
    """A mail that lies forwarded inside another; what it says of its author proves nothing."""

    from_address: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a report that may be a matter of its own; the rest as in `Said`."""

    text: str
    task: str = ""
    place: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the author said this time. Texts are "\\n"-joined lines without quotes and signatures."""

    whole: str = ""  # all of the new text
    commands: tuple[Command, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    text: str = ""  # what is left beside commands, INTERN and ANTWORT
    internal: str = ""  # from INTERN to the end: never leaves
    reply: str = ""  # behind ANTWORT: to the end
    salutation: Salutation = Salutation.NONE  # of `text`
    is_thanks: bool = False  # nothing but thanks: opens, closes and tells nothing
    says_still_broken: bool = False
    says_settled: bool = False  # that nothing is left to do
    asks_progress: bool = False  # nothing but a question how a matter stands
    attachments: tuple[str, ...] = ()  # safe file names, in order
    wishes: frozenset[Wish] = frozenset()  # of an opener
    place: str = ""  # common ground that the text names: "Treppenhaus, Haus 12, 2. OG"
    is_in_flat: bool = False  # it names a flat, and no common ground before it
    flats: tuple[str, ...] = ()  # the numbers of the flats that its words may mean
    access: str = ""  # "ab 16 Uhr"
    task: str = ""  # the report's own sentences that an order may carry (WORDS 5)
    parts: tuple[Part, ...] = ()  # where it may speak of several matters
    relayed: str = ""  # what of the words may pass between a resident and a firm
    unsigned: str = ""  # the words without who wrote them: what a house may be told of an answer
    reports: tuple[Report, ...] = ()  # of a firm or caretaker
    inside: Inside | None = None  # of a manager's forwarded mail
    is_closed: bool = False  # nobody here can read it: `whole` begins with our own note
    is_answer: bool = False  # to some mail, by what its header says
    invoices: tuple[InvoiceFile, ...] = ()  # the files among them that are some
    machine: Machine = ""  # where all words show a program's: nothing in it is obeyed
    urgency: Urgency = CALM  # of everybody's words but a manager's
    legal: Legal | None = None  # what only a person answers, of a resident's words
    times: TimesSaid | None = None  # of a resident, where the answered mail named times
    calendar: CalendarSaid | None = None
    asks_documents: bool = False  # nothing but a request for papers of the house
