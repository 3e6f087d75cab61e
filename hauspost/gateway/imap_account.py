"""Knows one account that mail is fetched from, and what may be wrong with it, in a sentence with the mend."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hauspost.gateway.oauth import Credentials

DONE: Final = "done"
OVERSIZE: Final = "oversize"
OURS: Final = "Hauspost"  # the folder that holds both, in the account


@dataclass(frozen=True, slots=True)
class Account:
    """`scheme`: imaps, imap+starttls or imap. `since`: None is the first start. `credentials` instead of a password.

    `recipient_headers` are lower-case, in the order of their worth. `takes_all`: else registered people and replies.
    """

    name: str
    scheme: str
    host: str
    port: int
    user: str
    folder: str = "INBOX"
    password: str = field(default="", repr=False)
    credentials: Credentials | None = None
    recipient_headers: tuple[str, ...] = ("delivered-to", "x-original-to", "envelope-to")
    authserv_id: str = ""
    since: date | None = None
    takes_all: bool = True

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


class Kind(StrEnum):
    """What is wrong, coarsely: whoever operates reads a sentence for each."""

    UNREACHABLE = "unreachable"
    TLS = "tls"
    LOGIN = "login"
    FOLDER = "folder"
    DONE_FOLDER = "done_folder"
    SERVER = "server"
    ONE_MAIL = "one_mail"  # the server does not give it out; the others come in
    OURSELVES = "ourselves"  # no room to store a mail, or a fault in our program
    DATABASE = "database"  # told as that


class Trouble(Exception):
    """Something stands between us and the mails; nothing of them is lost by it. `sentence` names no person."""

    def __init__(self, kind: Kind, sentence: str, mend: str) -> None:
        super().__init__(f"{sentence}; {mend}")
        self.kind = kind
        self.sentence = sentence
        self.mend = mend

    @property
    def topic(self) -> tuple[Kind, str]:
        """What it is about. A sentence may hold a server's own words, and in them a time that is never the same."""
        return self.kind, self.mend


class Lost(Trouble):
    """The connection is gone; another one may do."""

    def __init__(self, account: Account, reason: str) -> None:
        mend = "check url and the way there; it is tried again"
        super().__init__(Kind.UNREACHABLE, f"{account.where} cannot be reached ({reason})", mend)


def said(error: Exception) -> str:
    """What a server or the system said, as one line."""
    text = str(error) or type(error).__name__
    if text.startswith(("b'", 'b"')) and text[-1] == text[1]:
        text = text[2:-1]
    return "".join(c if c.isprintable() else " " for c in text)[:200].strip()
