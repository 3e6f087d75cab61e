"""Knows what a listener takes in and hands out: its settings, a mail as it stood on the wire, and the answer to it."""

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

MIB = 1024 * 1024
LINE_LIMIT = 65_536  # octets with CRLF; 1,001 would refuse what common programs send (DEPENDENCIES, defect 5)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail before it is durable.

    `mail_from` is "" for the null reverse-path; `rcpt_tos` are lower-case, each once, in the order of their RCPT.
    `octets` are without transparency dots and without the final one. `defects` are names of `WOUNDS`.
    """

    octets: bytes | bytearray
    mail_from: str
    rcpt_tos: tuple[str, ...]
    via: str
    listener: str
    peer: str
    trusted: bool
    defects: tuple[str, ...]

    def let_go(self) -> None:
        """Of the octets as they came, once they are packed: a large mail need not lie here twice while it is stored."""
        if isinstance(self.octets, bytearray):
            self.octets.clear()


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: `code` as 250, `text` with its enhanced status in front (RFC 3463)."""

    code: int
    text: str

    @property
    def accepts(self) -> bool:
        return self.code // 100 == 2


@dataclass(frozen=True, slots=True)
class Tcp:
    host: str
    port: int  # 0: any free one


@dataclass(frozen=True, slots=True)
class Unix:
    path: str


Place = Tcp | Unix


@dataclass(frozen=True, slots=True)
class Limits:
    """What one listener bears (SAFETY); seconds are real ones."""

    recipients: int = 100
    connections: int = 100
    per_ip: int = 10  # counted only where strangers connect
    refusals: int = 100  # 5xx replies on one connection of strangers: a dictionary is being tried
    buffered: int = 256 * MIB  # of all bodies under way together: 100 of 25 MiB would end a small machine
    command_seconds: float = 60.0
    data_seconds: float = 300.0
    idle_seconds: float = 3600.0  # a connection that brings no mail for so long is dripping, not talking


@dataclass(frozen=True, slots=True)
class Listener:
    """One place where mail comes in. `trusted`: used only by our own MTA for senders that it authenticated."""

    name: str
    place: Place
    hostname: str
    protocol: Literal["smtp", "lmtp"] = "smtp"
    trusted: bool = False
    max_size: int = 25 * MIB
    tls: ssl.SSLContext | None = None
    limits: Limits = Limits()

    @property
    def faces_strangers(self) -> bool:
        """An MTA of ours has taken the mail already: refusing its octets there would only bounce to people."""
        return self.protocol == "smtp" and not self.trusted


Accept = Callable[[Incoming], Awaitable[tuple[Answer, ...]]]
Known = Callable[[str], bool]
Room = Callable[[int], bool]
