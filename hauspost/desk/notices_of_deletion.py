"""What a mail says of a ticket that a manager deletes, before it is done and afterwards."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Deletion:
    """To the manager who wants it, as a question; once it is done, to the other managers of the house."""

    by: str
    entries: int  # lines of the journal that lose their words
    mails: int  # that people have written, and whose octets go
    people: tuple[str, ...] = ()  # who wrote or read there
    files: tuple[str, ...] = ()  # names of attachments
    invoices: int = 0  # that were passed on: their mails stay
    letters: tuple[str, ...] = ()  # tags of orders whose letters stay: the law wants them kept
    opened_at: datetime | None = None
    is_done: bool = False
    is_again: bool = False  # something came in addition since it was asked
