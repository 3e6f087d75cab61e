"""What STATUS, LISTE, AKTE, HILFE, REGELN and KATEGORIEN are answered with, filtered by what the asker may read."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.work import Window


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
    comes: tuple[OrderLine, ...] = ()  # the dates that its reporter has been told
    follow_up_at: datetime | None = None  # this and the rest for managers only
    priority: str = ""  # where it is not the usual one
    overdue_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Answer to STATUS and LISTE, filtered by what the asker may read; what came while its reader was away."""

    what: str  # status | list | meanwhile
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
    """Answer to AKTE: the whole ticket for managers, what stands in the own conversation for residents.

    `enclosed`: what goes along, by name; known when the mail is formed.
    """

    entries: tuple[FileEntry, ...] = ()
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """Answer to HILFE: only what the asker can do."""

    party: str  # manager | resident | contractor
    about_ticket: bool = False
    lines: tuple[str, ...] = ()  # codes of `helping`, section.word, in their order
    is_proven: bool = True  # a manager's new mail from an unproven address may only ask
    # What the examples name, as people say it; each "" where the case has none.
    ticket: str = ""
    order: str = ""
    firm: str = ""
    colleague: str = ""
    unit: str = ""
    house: str = ""
    category: str = ""
    text: str = ""
    only_notices: bool = False  # a house that only posts notices (policy.reports): no number, no course


@dataclass(frozen=True, slots=True)
class RuleRow:
    name: str
    automation: str
    assignee: str = ""  # as people say it
    limit: int | None = None  # cents, gross
    per_day: int = 0
    approved: bool = True
    says: str = ""  # what one types behind REGEL OK


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """A word that is proposed for a category."""

    word: str
    category: str  # as people say it
    times: int  # in how many reports


@dataclass(frozen=True, slots=True)
class RuleList:
    """Answer to REGELN."""

    rows: tuple[RuleRow, ...] = ()
    words: tuple[LearnedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryRow:
    name: str  # as people say it
    words: tuple[str, ...] = ()  # by which a report is sorted there
    visibility: str = "private"  # private | public | private_only
    is_important: bool = False
    rules: tuple[RuleRow, ...] = ()  # of the house; without one, of all of the manager's houses


@dataclass(frozen=True, slots=True)
class CategoryList:
    """Answer to KATEGORIEN."""

    rows: tuple[CategoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderList:
    """To a firm on Mondays (C3): its open orders. Owed empty, filled when it is written."""

    overdue: tuple[OrderLine, ...] = ()
    open: tuple[OrderLine, ...] = ()
