"""What is said when a deadline is over: to the firm once and shortly, to the office with words to answer."""

from dataclasses import dataclass
from datetime import datetime

from hauspost.desk.prices import OfferLine


@dataclass(frozen=True, slots=True)
class Reminder:
    """To the assignee: a word on the order is still missing. `stage`: a code of Stage."""

    tag: str
    stage: str
    since: datetime  # when the order was given, accepted, scheduled
    by: str = ""
    is_again: bool = False  # by a manager's hand


@dataclass(frozen=True, slots=True)
class Overdue:
    """To managers: nobody has answered, come or finished until then; or the day of a Wiedervorlage has come."""

    stage: str
    since: datetime
    due_at: datetime
    tag: str = ""  # of the order, where one is overdue
    company: str = ""
    phone: str = ""
    phase: str = ""
    reminded: bool = False  # the firm has been reminded
    next_company: str = ""  # whom NÄCHSTE FIRMA would order
    waits_until: datetime | None = None  # until when OK waits
    for_whom: str = ""  # the colleague who has not answered; the reader is the deputy
    note: str = ""  # what the manager wrote behind WV
    parts_from: str = ""  # the firm that waits for parts
    is_by_itself: bool = False  # a rule orders the next rank without a hand …
    orders_at: datetime | None = None  # … then, unless STOPP is said; None: at once
    is_last: bool = False  # no further firm is known
    missing: tuple[str, ...] = ()  # firms whose offers have not come …
    others: tuple[OfferLine, ...] = ()  # … and the offers that have


@dataclass(frozen=True, slots=True)
class DueLine:
    """One ticket of a list, as its manager may read it."""

    number: int
    stage: str
    due_at: datetime
    subject: str = ""
    house: str = ""
    tag: str = ""
    company: str = ""
    note: str = ""
    step: str = "manager"  # manager | deputy


@dataclass(frozen=True, slots=True)
class DueList:
    """To a manager: what fell due at once, or while nobody was there to say so."""

    lines: tuple[DueLine, ...] = ()
