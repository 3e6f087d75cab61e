"""What a person can mean: commands, the answers a notice offers, and everything a new text says (WORDS 1 and 2)."""

from dataclasses import dataclass
from enum import StrEnum


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
    TAKE = "take"  # a held mail counts as written by whom it seems to be
    TAKE_NEW = "take_new"  # a held mail becomes a ticket without anybody outside
    SPAM = "spam"  # a held mail is discarded


class Party(StrEnum):
    """Whose vocabulary a text is read with."""

    MANAGER = "manager"
    RESIDENT = "resident"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that a notice prints: its word means this act. The n-th offer (from 1) is button n of that mail."""

    word: str  # as printed: "OK", "JA", "A", "SENDEN"
    act: Act
    value: str = ""
    question: int | None = None
    also: tuple[str, ...] = ()  # further words that mean it there: ("JA",) beside OK
    needs_text: bool = False  # printed as "ABLEHNEN: Grund"; no button, no bare answer


@dataclass(frozen=True, slots=True)
class Command:
    """One line that was understood."""

    act: Act
    line: str  # as the person typed it
    value: str = ""  # from a closed list: a category's key, a person's id, a unit "unit:WE05"
    text: str = ""  # behind the colon
    target: str = ""  # "T-1042" or "H-318" when the line begins with a number
    question: int | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that was meant as a command and is none (WORDS 2, rule 6). `readings` may be empty."""

    line: str
    reason: str  # unknown_value | misspelt | needs_colon | left_over
    unknown: str = ""
    readings: tuple[Command, ...] = ()


class Salutation(StrEnum):
    NONE = "none"
    OUTSIDE = "outside"  # Guten Tag, Hallo …, Sehr geehrte …: meant for the other side
    COLLEAGUE = "colleague"  # names a manager: never leaves


ClosedList = tuple[tuple[str, tuple[str, ...]], ...]  # (value, the ways people say it)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words may mean in this text: who writes, what the answered notice offered, the closed lists."""

    party: Party
    language: str = "de"
    offers: tuple[Offer, ...] = ()
    opens: bool = False  # a new mail, not an answer: FÜR and AN are words
    categories: ClosedList = ()
    colleagues: ClosedList = ()
    residents: ClosedList = ()  # units ("unit:WE05") and people ("person:P7") of the property
    held: tuple[int, ...] = ()  # numbers of the held mails that wait
    houses: ClosedList = ()  # the manager's properties: H-318 NEU LW12


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
    attachments: tuple[str, ...] = ()  # safe file names, in order
