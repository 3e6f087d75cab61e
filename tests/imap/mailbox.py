"""Knows a house whose mails are fetched: a gateway, an account of its own at a real server, and rounds by hand."""

import contextlib
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from hauspost.gateway.imap_account import Account, Trouble
from hauspost.gateway.imap_folders import Folders
from hauspost.gateway.imap_round import Round
from hauspost.gateway.imap_taking import House as Shared
from hauspost.gateway.imap_wire import Wire
from hauspost.gateway.oauth import TokenSource
from tests.dovecot import PASSWORD, Dovecot
from tests.house import ANNA, BORDER, HOUSE, House

DONE, OVERSIZE = "Hauspost.done", "Hauspost.oversize"


def letter(
    words: str = "Der Heizkörper ist kalt.",
    *,
    author: str = ANNA,
    to: str = HOUSE,
    subject: str = "Heizung",
    number: int = 1,
    **headers: str,
) -> bytes:
    """A mail as it lies in a mailbox: the border's verdict on top, `headers` above it, CRLF at each line's end."""
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from={author.partition('@')[2]}"
    mail["From"] = author
    if to:
        mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = "Tue, 14 Oct 2025 12:00:00 +0200"
    mail["Message-ID"] = f"<letter-{number}@{author.partition('@')[2]}>"
    mail.set_content(words)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@dataclass(slots=True)
class Mailbox:
    """`house` decides what was fetched when `decides` is asked; `shared` is what the rounds share."""

    house: House
    dovecot: Dovecot | None
    account: Account
    shared: Shared
    counts: Counter[str] = field(default_factory=Counter)
    tries: Counter[tuple[int, int]] = field(default_factory=Counter)

    @classmethod
    def at(cls, server: Dovecot | int, user: str, house: House) -> "Mailbox":
        """At a Dovecot, or at whatever listens at that port."""
        house.now = datetime.now(UTC)  # the server's clock stands beside ours
        dovecot, port = (None, server) if isinstance(server, int) else (server, server.port)
        account = Account("office", "imap", "127.0.0.1", port, user, password=PASSWORD, authserv_id=BORDER)
        gateway = house.gateway
        shared = Shared(
            gateway.database,
            gateway.plan.grammar,
            gateway.plan.zone,
            gateway.plan.now,
            gateway.worker,
            max_size=100_000,
            room=lambda _size: True,
            wake=lambda: None,
        )
        return cls(house, dovecot, account, shared)

    @property
    def server(self) -> Dovecot:
        assert self.dovecot is not None
        return self.dovecot

    def begins(self) -> None:
        """The first start, on an empty folder."""
        assert self.looks() == ()

    def looks(self, wire: Wire | None = None, **changes: Any) -> tuple[Trouble, ...]:
        """One round over a connection of its own, or over that one."""
        account = replace(self.account, **changes)
        if wire is not None:
            return Round(self.shared, account, wire, self.counts, self.tries).run()
        with self.connected(account) as own:
            return Round(self.shared, account, own, self.counts, self.tries).run()

    @contextlib.contextmanager
    def connected(
        self, account: Account, *, tokens: TokenSource | None = None, tls: ssl.SSLContext | None = None
    ) -> Iterator[Wire]:
        wire = Wire.open(account, tokens=tokens, tls=tls)
        try:
            yield wire
        finally:
            wire.close()

    def decides(self) -> None:
        self.house.gateway.drain()

    def comes(self, *mails: bytes, folder: str = "INBOX") -> None:
        self.server.delivers(self.account.user, *mails, folder=folder)

    def lying(self, folder: str = "INBOX") -> list[bytes]:
        return [octets for _, octets in sorted(self.server.lying_in(self.account.user, folder).items())]

    def flags(self, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
        return [flags for _, flags in sorted(self.server.flags(self.account.user, folder).items())]

    @property
    def rcpt_tos(self) -> list[str]:
        return [row.rcpt_to for row in self.house.arrivals()]


@contextlib.contextmanager
def kept_out(mailbox: Mailbox) -> Iterator[None]:
    """The done folder cannot be written to while this lasts."""
    with mailbox.connected(mailbox.account) as wire:
        Folders(mailbox.account, wire).folder("done")
    folder = mailbox.server.maildir(mailbox.account.user) / ".Hauspost.done"
    parts = (folder, folder / "tmp", folder / "new", folder / "cur")
    for part in parts[::-1]:
        part.chmod(0o500)
    try:
        yield
    finally:
        for part in parts:
            part.chmod(0o700)
