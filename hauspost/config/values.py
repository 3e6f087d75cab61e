"""Knows the pieces of the configuration that its parts are handed: plain frozen values without a rule in them."""

from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Tcp:
    host: str
    port: int  # 0: any free one

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Unix:
    path: str

    def __str__(self) -> str:
        return f"unix:{self.path}"


Place = Tcp | Unix
Protocol = Literal["smtp", "lmtp"]


@dataclass(frozen=True, slots=True)
class ListenAt:
    """One listener. `trusted`: only our own MTA's authenticated senders come in here."""

    name: str  # "smtp 127.0.0.1:8025", as it stands in arrivals
    protocol: Protocol
    place: Place
    trusted: bool


@dataclass(frozen=True, slots=True)
class Tls:
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class OAuth2:
    """How an access token is got. `grant`: "refresh_token" or "client_credentials"; files of secrets are absolute."""

    token_url: str
    client_id: str
    grant: str
    client_secret_file: Path | None
    refresh_token_file: Path | None
    scope: str


@dataclass(frozen=True, slots=True)
class Maildir:
    folder: Path


@dataclass(frozen=True, slots=True)
class Remote:
    scheme: str  # smtp | smtp+starttls | smtps | lmtp
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)  # no log and no traceback shows it


@dataclass(frozen=True, slots=True)
class DkimKey:
    selector: str
    file: Path


@dataclass(frozen=True, slots=True)
class Relay:
    """`envelope`: "verp" or "address". `from_address`: "" is the house's mailbox, else one fixed address.

    Either the place's password or `oauth2`. `per_minute`, `per_hour`: mails of this process; 0 is no limit.
    """

    to: Maildir | Remote
    envelope: str
    from_address: str
    oauth2: OAuth2 | None = None
    keys: tuple[DkimKey, ...] = ()
    per_minute: int = 0
    per_hour: int = 0


@dataclass(frozen=True, slots=True)
class Alerts:
    """`to` empty: the managers. `command`: a program and its arguments. `heartbeat`: by the company's clock."""

    to: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    after_minutes: int = 10
    heartbeat: time | None = None
    heartbeat_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailServer:
    """One folder of one account. `scheme`: imaps, imap+starttls, or imap on this very machine."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str


@dataclass(frozen=True, slots=True)
class Imap:
    """`since`: None is the first start. `take`: "all" or "residents". Either a password or `oauth2`."""

    name: str
    at: MailServer
    password: str = field(repr=False)
    oauth2: OAuth2 | None
    recipient_headers: tuple[str, ...]
    authserv_id: str
    since: date | None
    take: str


@dataclass(frozen=True, slots=True)
class Database:
    url: str
    file: Path | None = None  # SQLite's


@dataclass(frozen=True, slots=True)
class Mail:
    """How our addresses are built (INTERFACE, "Addresses")."""

    domain: str
    reply_domain: str
    delimiter: str
    desk: str
    base: str
    templates: Path | None = None  # the operator's own words and pages of mails
