"""Knows how to speak to an IMAP server: one connection, no argument that could end a command, every failure a sentence.

DEPENDENCIES, "imapclient 4.1.0": CR and LF in an argument begin a new command, so one place refuses them; a connection
that was lost inside IDLE answers at once and with nothing; `UID n:*` finds the last mail even below n.
"""

import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from hauspost.gateway.imap_account import Account, Kind, Lost, Trouble, said
from hauspost.gateway.imap_login import log_in
from hauspost.gateway.oauth import TokenSource

CONNECT: Final = 20.0  # seconds
ANSWER: Final = 60.0  # for each piece of an answer
HEADER: Final = 64 * 1024  # octets (SAFETY, "Limits")
BEGINNING: Final = 4 * HEADER  # of a returned mail, in which it says which one that is
HEADER_ASKED: Final = f"BODY.PEEK[HEADER]<0.{HEADER}>"
HEADER_TOLD: Final = b"BODY[HEADER]<0>"
AT_ONCE: Final = 200  # mails that are asked about in one command
SHOWN: Final = 10  # folders that are named

# It writes logins at DEBUG and addresses elsewhere (P7).
logging.getLogger("imapclient").setLevel(logging.CRITICAL + 1)


class Refused(Exception):
    """The server said no to one command; the connection lives on."""


@dataclass(frozen=True, slots=True)
class Selected:
    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What the server says of a mail: octets, and when it took it (None: it does not say)."""

    size: int
    internal: datetime | None


class Wire:
    """Owner of one connection, used by one thread; `cut` alone may come from another one."""

    def __init__(self, account: Account, client: IMAPClient) -> None:
        self._account = account
        self._client = client
        self.is_waiting = False  # nothing is in hand: it may be cut

    @classmethod
    def open(
        cls, account: Account, *, tokens: TokenSource | None = None, tls: ssl.SSLContext | None = None
    ) -> "Wire":
        """Connected and logged in. Raises Trouble."""
        wire = cls(account, _connected(account, tls or ssl.create_default_context()))
        try:
            wire._client.normalise_times = False
            log_in(account, wire._client, tokens)
            wire.do("capabilities")  # they may be others now (RFC 3501 §6.2.3)
        except Refused as error:
            wire.close()
            raise Trouble(Kind.SERVER, f"{account.where} refuses ({error})", "check the server") from None
        except Trouble:
            wire.close()
            raise
        return wire

    def close(self) -> None:
        with contextlib.suppress(OSError, IMAPClientError, ValueError):
            self._client.logout()
        self.cut()

    def cut(self) -> None:
        """Ends what is under way at once."""
        with contextlib.suppress(OSError, IMAPClientError):
            self._client.shutdown()

    # ---- looking

    def select(self, folder: str = "") -> Selected:
        """The account's folder or that one, as it is now. Raises Trouble where it cannot be opened."""
        folder = folder or self._account.folder
        try:
            told = self.do("select_folder", folder)
        except Refused as error:
            raise self._no_folder(folder, str(error)) from None
        uidvalidity, exists = told.get(b"UIDVALIDITY"), told.get(b"EXISTS", 0)
        if not isinstance(uidvalidity, int) or uidvalidity <= 0:
            sentence = f"{self._account.where} gives mails no lasting numbers (no UIDVALIDITY)"
            raise Trouble(Kind.SERVER, sentence, "use another server; no mail is taken from this one")
        uidnext = told.get(b"UIDNEXT")
        if not isinstance(uidnext, int) or uidnext <= 0:
            uidnext = max(self.uids(["ALL"]), default=0) + 1
        return Selected(uidvalidity, uidnext, exists if isinstance(exists, int) else 0)

    def uids(self, criteria: list[str | int | date]) -> tuple[int, ...]:
        """The numbers of the mails that fit, each once, rising."""
        found = self.do("search", criteria)
        return tuple(sorted({uid for uid in found if isinstance(uid, int) and uid > 0}))

    def metas(self, uids: Iterable[int]) -> dict[int, Meta]:
        """Of those that are there and were asked for; servers may tell of others too (RFC 3501 §7)."""
        wanted, found = list(uids), {}
        for start in range(0, len(wanted), AT_ONCE):
            asked = wanted[start : start + AT_ONCE]
            told = self.do("fetch", asked, ["RFC822.SIZE", "INTERNALDATE"])
            for uid in asked:
                size, internal = _of(told, uid, b"RFC822.SIZE"), _of(told, uid, b"INTERNALDATE")
                if isinstance(size, int):
                    is_zoned = isinstance(internal, datetime) and internal.tzinfo is not None
                    found[uid] = Meta(size, internal if is_zoned else None)
        return found

    def octets(self, uid: int) -> bytes | None:
        """The whole mail, its \\Seen untouched; None if it is gone."""
        return self._body(uid, "BODY.PEEK[]", b"BODY[]")

    def beginning(self, uid: int) -> bytes | None:
        """At most `BEGINNING` octets of the mail, its \\Seen untouched; None if it is gone."""
        return self._body(uid, f"BODY.PEEK[]<0.{BEGINNING}>", b"BODY[]<0>")

    def header(self, uid: int) -> bytes | None:
        """The beginning of its header, at most `HEADER` octets."""
        return self._body(uid, HEADER_ASKED, HEADER_TOLD)

    def headers(self, uids: Iterable[int]) -> dict[int, bytes]:
        """The beginnings of many headers, as `header` gives them; those of mails that are there and have one."""
        wanted, found = list(uids), {}
        for start in range(0, len(wanted), AT_ONCE):
            asked = wanted[start : start + AT_ONCE]
            told = self.do("fetch", asked, [HEADER_ASKED])
            for uid in asked:
                header = _of(told, uid, HEADER_TOLD)
                if isinstance(header, bytes):
                    found[uid] = header
        return found

    def append(self, folder: str, octets: bytes) -> None:
        """A mail of ours; its octets travel as a literal, so they may hold line ends (RFC 3501 §4.3)."""
        refuse_breaks(folder)
        self._try(lambda: self._client.append(folder, octets))

    # ---- waiting

    def can_idle(self) -> bool:
        return self.can("IDLE")

    def idle(self, seconds: float) -> None:
        """Until something is said, at most so long (RFC 2177). Raises Lost."""
        began = time.monotonic()
        try:
            self.do("idle")
            self.is_waiting = True
            heard = self.do("idle_check", seconds)
            self.is_waiting = False
            if not heard and time.monotonic() - began < seconds / 2:
                raise Lost(self._account, "the connection ended while it waited")
            self.do("idle_done")
        except Refused as error:  # it said something before it let us wait: where we stand is unclear now
            raise Lost(self._account, str(error)) from None

    # ---- saying

    def do(self, command: str, *arguments: Any, **more: Any) -> Any:
        """One command of the client, its arguments looked through. Raises Refused, and Lost for a broken connection."""
        refuse_breaks((*arguments, *more.values()))
        return self._try(lambda: getattr(self._client, command)(*arguments, **more))

    def _try(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except IMAPClientAbortError as error:
            raise Lost(self._account, said(error)) from None
        except IMAPClientError as error:
            raise Refused(said(error)) from None
        except (OSError, EOFError) as error:
            raise Lost(self._account, said(error)) from None
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, AssertionError) as error:
            # What a server says that follows no grammar ends as one of these inside the library.
            sentence = f"{self._account.where} gives an answer that nobody understands ({said(error)})"
            raise Trouble(Kind.SERVER, sentence, "look at the server; it is tried again") from None

    def can(self, what: str) -> bool:
        return bool(self.do("has_capability", what))

    def _body(self, uid: int, what: str, key: bytes) -> bytes | None:
        told = self.do("fetch", [uid], [what])
        if uid not in told:
            return None
        body = _of(told, uid, key)
        if not isinstance(body, bytes):
            raise Refused(f"mail {uid} has no content")
        return body

    def _no_folder(self, folder: str, reason: str) -> Trouble:
        try:
            there = [text_of(name) for _, _, name in self.do("list_folders")]
        except Refused:
            there = []
        if not there or folder in there:
            sentence = f'the folder "{folder}" cannot be opened ({reason})'
            return Trouble(Kind.FOLDER, sentence, "let the account read and write it")
        known = ", ".join(f'"{name}"' for name in there[:SHOWN])
        return Trouble(
            Kind.FOLDER, f'there is no folder "{folder}"', f"make it, or name one of {known} in url"
        )


def refuse_breaks(arguments: Any) -> None:
    """Raises ValueError for NUL, CR or LF anywhere in a command's arguments: they would begin another command."""
    if isinstance(arguments, str):
        arguments = arguments.encode("utf-8", "surrogatepass")
    if isinstance(arguments, bytes):
        if any(octet in arguments for octet in b"\0\r\n"):
            raise ValueError("an argument of an IMAP command holds NUL, CR or LF")
    elif isinstance(arguments, dict):
        refuse_breaks([*arguments.keys(), *arguments.values()])
    elif isinstance(arguments, Iterable):
        for one in arguments:
            refuse_breaks(one)


def _connected(account: Account, tls: ssl.SSLContext) -> IMAPClient:
    is_tls = account.scheme == "imaps"
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=is_tls,
            ssl_context=tls if is_tls else None,
            timeout=SocketTimeout(CONNECT, ANSWER),
        )
    except ssl.SSLError as error:
        raise _no_tls(account, said(error)) from None
    except (OSError, IMAPClientError, EOFError, ValueError) as error:
        raise Lost(account, said(error)) from None
    if account.scheme == "imap+starttls":
        _start_tls(account, client, tls)
    return client


def _start_tls(account: Account, client: IMAPClient, tls: ssl.SSLContext) -> None:
    try:
        client.starttls(tls)
    except (IMAPClientError, OSError, ValueError) as error:
        with contextlib.suppress(OSError, IMAPClientError):
            client.shutdown()
        raise _no_tls(account, said(error)) from None


def _no_tls(account: Account, reason: str) -> Trouble:
    sentence = f"there is no safe connection to {account.where} ({reason})"
    mend = "check port and host name; a private authority is named by SSL_CERT_FILE"
    return Trouble(Kind.TLS, sentence, mend)


def _of(told: Any, uid: int, key: bytes) -> Any:
    return told[uid].get(key) if uid in told else None


def text_of(name: str | bytes) -> str:
    """A folder's name, or a piece of it, as the client gives it."""
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name
