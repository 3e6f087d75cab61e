"""What residents, the house and strangers are told, and nothing that they must not know."""

from dataclasses import dataclass
from datetime import date, datetime

from hauspost.desk.intents import Free
from hauspost.desk.work import Invitation, Window


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """To a resident: the ticket exists. Says only what we concluded, never the report's own text."""

    received_at: datetime
    asks_what: bool = False  # R7: a picture or nothing; asked once
    asks_which: bool = False  # … and in which of the reader's flats, which the mail's offers name
    attachments: int = 0  # how many files came along
    on_behalf_by: str = ""  # the manager who opened it for this person
    is_first: bool = False  # first mail to this person: privacy information
    answer: str = ""  # the category's standard answer
    follows: int | None = None  # the older ticket it is linked to
    split_from: int | None = None  # the ticket that the same mail opened at first
    split_topic: str = ""  # … and what that one is about
    is_public: bool = False
    is_anonymous: bool = False  # R8: nobody but the managers knows who wrote
    access: str = ""  # "ab 16 Uhr", as we understood it
    is_legal: bool = False  # receipt and time, nothing else
    is_handed_on: bool = (
        False  # the house only posts notices (policy.reports): a person reads it, no course follows
    )


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
    ordered: tuple[str, ...] = ()  # the firms that have been set to work: only when the order has left
    order_window: Window | None = None
    asks_contact: bool = False  # whether the firm may have the telephone number
    asks_rating: bool = False  # a number from 1 to 5, beside "Ist es behoben?" or instead of it


@dataclass(frozen=True, slots=True)
class HeldNote:
    """To P at the registered address: a mail in your name was kept back.

    `is_strangers`: what answered a mail to P came from an address that is nobody's.
    """

    received_at: datetime
    subject: str = ""
    is_strangers: bool = False


@dataclass(frozen=True, slots=True)
class Neutral:
    """To a stranger: it arrived, a human reads it first; nothing about the house or anybody in it (X1).

    `is_known`: the address is registered, but not where the mail went; a human finds the right house.
    `is_again`: a resident's mail came once more in the same words; what is new should be said in new ones.
    """

    received_at: datetime
    is_known: bool = False
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """To a resident: a word was asked for that we cannot do for them; the message went to the office all the same."""

    line: str
    why: str


@dataclass(frozen=True, slots=True)
class Noted:
    """To somebody outside the office: a word was heard, what it means here, and that nothing else follows.

    `what` is a code of `noted` in each language: "answered", a button of a question that is over; "placed", of the own
    flat that the ticket has already; "promised", that the on-call firm has agreed; "notice_word" and "notice_mute",
    one word under a notice to the house; "prefer_daily" …, what somebody wants to hear of the house from now on, and
    "prefer_unproven", that such a wish must be said again.
    """

    what: str
    word: str = ""
    at: datetime | None = None  # when the question was answered, and by whom; "" by the reader
    by: str = ""
    about: str = ""  # the subject of the notice to the house


@dataclass(frozen=True, slots=True)
class Appointment:
    """To the resident (R3): a date is fixed, or moved."""

    company: str
    window: Window
    moved: bool = False
    invitation: Invitation | None = None
    is_first: bool = False  # of several times that all suit the reader


@dataclass(frozen=True, slots=True)
class AppointmentOff:
    """To the resident: nobody comes at a date that was told, whoever took it back. `is_over`: nor will anybody else.

    `is_own`: the reader could not; `free`: and said when else, as we understood it.
    """

    window: Window
    is_over: bool = False
    invitation: Invitation | None = None
    is_own: bool = False
    free: tuple[Free, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAccess:
    """To the resident (R6): the firm says that nobody was there."""

    company: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicNews:
    """To the audience at once (P1): never a flat, never the report's own words."""

    event: str  # opened | released | ordered | started | done | reopened | rejected | corrected | text, or of a date:
    # date_fixed | date_moved | date_off, or on_call: the on-call service has agreed to come
    place: str
    at: datetime
    text: str = ""  # a manager's words to all
    reporter: str = ""  # only where the house shows names
    by: str = ""
    opened_at: datetime | None = None  # of an earlier notice that this one took in
    window: Window | None = None  # the date
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
    status: str = ""  # when the mail is written
    text: str = ""  # somebody's words to all, for whoever wants them once a day; a line of its own
    by: str = ""
    house: str = ""  # its property, once the mail is written


@dataclass(frozen=True, slots=True)
class EveningLines:
    """To the audience in the evening, or at the hour of the daily digest: one mail for all that was small, of every
    house that the reader hears of."""

    lines: tuple[EveningLine, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyKnown:
    """To a reporter (R9): somebody who may read it reports what the house already knows."""

    number: int
    place: str
    status: str
    since: datetime
    is_addition: bool = False  # it says or shows what the report of a moment ago lacked


@dataclass(frozen=True, slots=True)
class WaitingForParts:
    """To the resident (R4): the firm waits for parts. `is_provisional`: it runs for the time being, the firm says."""

    company: str
    until: date | None = None  # the first day on which they are expected
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class TimesOffered:
    """To the resident (R2): the times of a firm to choose from; the n-th of them is answered by n.

    `why` it is asked once more: "" | again (nobody answered) | several (were chosen) | which (is meant) | past.
    `until`: when it is asked again.
    """

    company: str
    slots: tuple[Window, ...]
    why: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimesNoted:
    """To the resident: none of the times suits; the firm hears when else, as we understood it."""

    company: str
    free: tuple[Free, ...] = ()


@dataclass(frozen=True, slots=True)
class DateNear:
    """To the resident, the day before: somebody comes tomorrow."""

    company: str
    window: Window


@dataclass(frozen=True, slots=True)
class Relayed:
    """To the resident: words pass between them and the firm (`event`: on), no more (off), or these did (words)."""

    event: str
    company: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One public ticket: what, where, how it stands (or "rejected"). `done_at`: of one that is over."""

    number: int
    what: str
    place: str
    status: str
    opened_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardDigest:
    """To a board member: the house's public tickets. Owed empty, filled when it is written."""

    since: datetime  # of what ended; what is open stands there whenever it began
    running: tuple[BoardLine, ...] = ()
    ended: tuple[BoardLine, ...] = ()
    numbers: tuple[int, ...] = ()  # once it is written: whom it names
