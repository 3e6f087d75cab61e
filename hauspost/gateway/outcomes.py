"""Knows what can become of a mail that we hand on, and what every way out can do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side answers for it from now on. `reply` is its last word, enhanced status in front."""

    reply: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now. `code` is 0 where no reply was heard; `is_unreached`: nothing was said about this very mail.

    `mend`: what the operator can do about it, where that is known.
    """

    code: int
    reply: str
    is_unreached: bool = False
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Bounced:
    """Never: a repeat would be refused again. `is_recipient`: said to RCPT, of this very address."""

    code: int
    reply: str
    is_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Right before MAIL FROM somebody said no; the other side heard nothing of it."""


Outcome = Delivered | Deferred | Bounced | Withheld


class Relay(Protocol):
    """One way out, used by one thread; `close` alone may be called by another one, and ends what is under way."""

    def send(
        self, mail_from: str, rcpt_to: str, octets: bytes, *, before_mail: Callable[[], bool]
    ) -> Outcome: ...

    def rest(self) -> float:
        """Seconds until another attempt makes sense; 0 while all is well."""
        ...

    def hang_up(self) -> None:
        """Ends the connection politely; the next mail opens another."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds; RFC 5321 §4.5.3.2 asks for minutes, above all behind the final dot."""

    connect: float = 30.0
    command: float = 120.0
    final: float = 600.0
    idle: float = 30.0  # a connection unused for so long is not trusted any more
    mails: int = 100  # on one connection


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class RelayPlace:
    """Where the next server listens. `path`: a unix socket, or the folder of the Maildirs."""

    scheme: str
    host: str = ""
    port: int = 0
    path: str = ""
    user: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}" if self.host else f"{self.scheme}:{self.path}"


# RFC 5321 §4.1.2 without quoted strings: whatever else stands in an address could end the command line early.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_BROKEN_LINE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\0")


def unsendable(mail_from: str, rcpt_to: str, octets: bytes) -> Bounced | None:
    """Why a mail must not even be tried: libraries cut such addresses silently, servers part such lines anew."""
    if mail_from and not _ADDRESS.fullmatch(mail_from):
        return Bounced(0, "5.1.7 our own return path is malformed")
    if not _ADDRESS.fullmatch(rcpt_to):
        return Bounced(0, "5.1.3 the address is malformed")
    if not octets.endswith(b"\r\n") or _BROKEN_LINE.search(octets):
        return Bounced(0, "5.6.0 the mail's lines do not all end with CR LF")
    return None
