"""What is said of a notice to the house (Aushang): before it leaves, to those who live there, and how it went."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hauspost.desk.houses import Role
from hauspost.desk.work import Window


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a notice is for. Nothing named: everybody who lives in the house, and no owner who lives elsewhere."""

    buildings: tuple[str, ...] = ()  # as the master data call them: "Haus 12"
    units: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()  # wherever they live
    with_owners: bool = False  # also those who live elsewhere


@dataclass(frozen=True, slots=True)
class Household:
    """Who shares a flat, or one owner who lives elsewhere; `unit` "": nobody knows which."""

    unit: str
    names: str  # JOINED, as `telling.names` joins them
    reply: str = ""  # of the server that did not take the mail


@dataclass(frozen=True, slots=True)
class ReachFigures:
    """What a circle comes to today. Numbers count households, `addresses` the mails."""

    households: int = 0
    by_mail: int = 0
    addresses: int = 0
    without: tuple[Household, ...] = ()  # no mail address: they need the paper
    tenants: int = 0  # persons, as are `owners`
    owners: int = 0
    buildings: tuple[tuple[str, int], ...] = ()  # households in each, where there are several
    elsewhere: int = 0  # owners who live elsewhere and are left out
    unwilling: int = 0  # … and of those who are not: who wants no mails


@dataclass(frozen=True, slots=True)
class Remark:
    """What a manager should look at before it leaves. `what` is a code of `house_remarks` in each language."""

    what: str
    detail: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class HouseDraft:
    """What a manager's mail to the house says, and whom it names."""

    arrival: int
    subject: str
    text: str
    circle: Circle = field(default_factory=Circle)
    window: Window | None = None
    valid_until: date | None = None
    files: tuple[str, ...] = ()  # digests of the files that go along; their octets lie in the mail
    file_names: tuple[str, ...] = ()
    octets: int = 0  # of these files together
    remarks: tuple[Remark, ...] = ()
    is_unclear: bool = False  # its validity cannot be read: nothing leaves


class Shown(StrEnum):
    """What a notice came to before it leaves."""

    ASKS = "asks"
    NOBODY = "nobody"  # nobody there has a mail address
    EMPTY = "empty"  # no words
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"  # the files, for so many mails
    OVER = "over"  # its last day is over
    UNCLEAR = "unclear"  # until when it holds cannot be read
    NOT_UNDERSTOOD = "not_understood"  # the words of an answer; nothing was sent
    DISCARDED = "discarded"  # STOPP: nobody ever hears of it


@dataclass(frozen=True, slots=True)
class HousePreview:
    outcome: Shown
    draft: HouseDraft
    figures: ReachFigures = field(default_factory=ReachFigures)
    caretakers: tuple[str, ...] = ()  # who get the paper
    leaves_at: datetime | None = None  # it would wait until then
    until: datetime | None = None  # of the question
    replaces_at: datetime | None = None  # a notice of the same subject that is out since then
    overtook: bool = False  # an earlier preview waits no more
    said: str = ""  # what was not understood
    most: int = 0  # octets that files may have for so many mails


@dataclass(frozen=True, slots=True)
class Listed:
    """By which name calendars know the date, before the "@", and how often it was told anew (RFC 5546 §2.1.4)."""

    uid: str
    sequence: int = 0

    @property
    def anew(self) -> "Listed":
        return Listed(self.uid, self.sequence + 1)


@dataclass(frozen=True, slots=True)
class HouseNotice:
    """The notice itself, the same words to everybody."""

    draft: HouseDraft
    by: str
    calendar: Listed
    replaces_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HousePaper:
    """To whoever hangs it up: the sheet goes along."""

    notice: HouseNotice
    without: tuple[Household, ...] = ()  # who gets it by no mail


@dataclass(frozen=True, slots=True)
class HouseSent:
    """The receipt of SENDEN, or of ZURÜCKZIEHEN."""

    notice: HouseNotice
    figures: ReachFigures = field(default_factory=ReachFigures)
    caretakers: tuple[str, ...] = ()
    leaves_at: datetime | None = None  # None: at once
    is_back: bool = False
    told: int = 0  # of a withdrawn one: who had got it and is told
    unsent: int = 0  # … and who never will


@dataclass(frozen=True, slots=True)
class HouseBack:
    """To whoever got the notice: it does not hold any more. `event` names it among the mails that we owe."""

    draft: HouseDraft
    by: str
    event: str
    sent_at: datetime
    calendar: Listed
    is_paper: bool = False


@dataclass(frozen=True, slots=True)
class HouseReport:
    """How its mails went, when most of them have an answer."""

    subject: str
    sent_at: datetime
    delivered: int = 0
    failed: tuple[Household, ...] = ()
    waiting: int = 0
    unsent: int = 0  # their readers moved out, or it lapsed before
    probes: int = 0  # went to a manager instead: sending is restricted
    is_late: bool = False  # only what came back after the first report
    without: tuple[Household, ...] = ()
    caretakers: tuple[str, ...] = ()
