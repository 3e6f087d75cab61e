"""What a question to several people, each alone, says: to whoever is asked, and to the manager as one running list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Where one party of a survey stands; outbound has a sentence for each."""

    WILL_BE_ASKED = "will_be_asked"  # of a preview
    SILENT = "silent"
    ANSWERED = "answered"
    RETURNED = "returned"  # the question came back
    ABSENT = "absent"  # a machine answered
    GONE = "gone"  # asked, and no longer of the house
    LATE = "late"  # of the house only since it was asked, or only now with an address
    NO_MAIL = "no_mail"
    MANAGES = "manages"  # manages the house: not asked by mail


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One party: the people behind one address, with all flats for which they are asked."""

    who: str
    standing: Standing
    units: tuple[str, ...] = ()
    number: int | None = None  # of the own ticket
    at: datetime | None = None  # of the answer
    text: str = ""  # … and its words
    reminded: bool = False
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """To the manager who asks. `what`: preview (nothing was sent) | list | ended."""

    what: str
    text: str
    to_owners: bool = True
    lines: tuple[SurveyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivateQuestion:
    """To one party (Q1): a manager's question, of which nobody else sees the answer."""

    text: str
    by: str
    units: tuple[str, ...] = ()
    as_owner: bool = True
    asked_at: datetime | None = None  # of a reminder: when it was asked first
