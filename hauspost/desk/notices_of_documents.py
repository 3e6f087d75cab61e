"""What mails about the documents of a house say: which there are, which go along, what became of a manager's files."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document. What stands below `covers` is for managers only."""

    number: int
    title: str
    house: str = ""  # as people call it
    place: str = ""  # its id
    file: str = ""
    size: int = 0  # octets
    filed_at: datetime | None = None
    covers: str = ""
    audience: tuple[str, ...] | None = None  # roles; None: not for this reader to know
    reached: int = 0  # how many people that are today
    version: int = 0
    versions: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    is_withdrawn: bool = False
    became: str = ""  # of Became, where a word was about it
    digest: str = ""  # of the octets that go along


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Answer to DOKUMENTE: what the asker may see, by houses; looked through once more when it is written."""

    lines: tuple[DocumentLine, ...] = ()
    more: int = 0  # that are not shown


@dataclass(frozen=True, slots=True)
class DocumentsSent:
    """Answer to DOKUMENT 3: the files go along. `missing`: there is no such number, or not for this reader."""

    lines: tuple[DocumentLine, ...] = ()
    missing: tuple[str, ...] = ()
    too_large: tuple[str, ...] = ()  # numbers of those that found no room any more in this mail


class Filed(StrEnum):
    """What a manager's files came to."""

    ASKS = "asks"  # nothing is stored yet: a word does it
    CHANGED = "changed"  # what is stored became another since: asked again
    FILED = "filed"
    DISCARDED = "discarded"
    NOTHING = "nothing"  # no file of the mail is taken
    NO_FILE = "no_file"
    NO_HOUSE = "no_house"
    STEERED = "steered"  # words about documents: each line says what became of it


class Became(StrEnum):
    """What a word about one document came to."""

    AUDIENCE = "audience"  # who sees it was changed …
    TITLE = "title"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"
    ALREADY = "already"  # it was so before
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_SUCH = "no_such"  # no document of that number is one of this manager's houses
    TITLE_TAKEN = "title_taken"


@dataclass(frozen=True, slots=True)
class NotTakenLine:
    """`why`: type | too_large | picture | duplicate, of the document of that number."""

    file: str
    why: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class DocumentNews:
    """To a manager: one receipt, question or no for all documents of her mail."""

    outcome: Filed
    lines: tuple[DocumentLine, ...] = ()
    not_taken: tuple[NotTakenLine, ...] = ()
    unread: tuple[str, ...] = ()  # lines of the mail that name no day or role that we know
    until: datetime | None = None  # of a question
    asks_audience: bool = False  # nobody can tell by the title who may see it
    others: tuple[str, ...] = ()  # further lines of the answer, which nothing was done with
