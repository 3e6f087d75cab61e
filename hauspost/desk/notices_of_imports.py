"""What an import by mail shows before it is done, and what it has done."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Seen(StrEnum):
    """What a manager's table came to, before anything is changed."""

    ASKS = "asks"  # IMPORT OK does it
    CHANGED = "changed"  # the master data became others since it was shown: asked again
    NEEDS_FORCE = "needs_force"  # IMPORT OK alone is too little for so large a change
    NOTHING = "nothing"  # it says what is stored already, or nothing of it can be taken
    NO_TABLE = "no_table"  # there is none in the mail
    NO_RIGHT = "no_right"  # only who manages every house imports


class Became(StrEnum):
    """What an answer brought about."""

    IMPORTED = "imported"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class ImportCount:
    what: str  # new | changed
    kind: str  # persons | properties | …
    number: int


@dataclass(frozen=True, slots=True)
class ImportEnd:
    """How many roles end that day. `what`: move_out, role_end, or gone: a tenancy that the table names no more."""

    what: str
    day: date
    number: int


@dataclass(frozen=True, slots=True)
class ImportField:
    header: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """`what`: new | changed | ended | gone. All words as the reader's own tables write them."""

    what: str
    kind: str
    name: str
    fields: tuple[ImportField, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReject:
    """A row that is not taken. `line` 0: the file as a whole; `reason` is a sentence of the reader's language."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportShared:
    """An address that would stand for several persons."""

    address: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """The difference that an import makes, bounded for reading; the numbers count all of it."""

    arrival: int = 0  # the mail that brought the tables
    files: tuple[str, ...] = ()
    counts: tuple[ImportCount, ...] = ()
    ends: tuple[ImportEnd, ...] = ()
    lines: tuple[ImportLine, ...] = ()
    more: int = 0  # lines that are not shown
    rejects: tuple[ImportReject, ...] = ()
    rejected: int = 0  # rows
    unreadable: int = 0  # files
    shared: tuple[ImportShared, ...] = ()
    missing: int = 0  # stored, in none of the tables, and left as they are
    remarks: tuple[str, ...] = ()
    changes: int = 0  # rows that would become something else …
    known: int = 0  # … of so many that are stored


@dataclass(frozen=True, slots=True)
class ImportPreview:
    outcome: Seen
    found: Import = field(default_factory=Import)
    until: datetime | None = None
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    outcome: Became
    found: Import = field(default_factory=Import)
    unread: tuple[str, ...] = ()  # further lines of the answer: an import belongs to no ticket
