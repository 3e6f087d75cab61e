"""A real listening relay on loopback, SMTP or LMTP: keeps what it takes, and misbehaves at any step when told to."""

import base64
import contextlib
import email
import email.policy
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, BinaryIO, Literal

from hauspost.cli.plan import relay_place
from hauspost.config import values
from hauspost.config.grammar import read_relay
from hauspost.gateway.outcomes import Relay, RelayPlace
from hauspost.gateway.relay import relays_at

Step = Literal["connect", "hello", "starttls", "auth", "refusal", "rset", "mail", "rcpt", "data", "dot"]

HANG_SECONDS = 2.0
PATIENCE = 150.0  # seconds: what works is there at once, and a dead line of IMAP is noticed after 110
DROP = "DROP"  # hangs up instead of a reply; at "dot" the mail was taken before
RESET = "RESET"  # the same, but the line is torn instead of closed
HANG = "HANG"  # says nothing for a while, then hangs up; at "dot" the mail was taken before
STALL = "STALL"  # says nothing until the relay is closed; at "dot" the mail was taken before
CUTS = (DROP, RESET, HANG)
REPLIES = {
    "connect": "220 relay.test ESMTP",
    "starttls": "220 2.0.0 go ahead",
    "auth": "235 2.7.0 welcome",
    "refusal": "535 5.7.8 the token is not accepted",
    "rset": "250 2.0.0 forgotten",
    "mail": "250 2.1.0 sender ok",
    "rcpt": "250 2.1.5 recipient ok",
    "data": "354 end with a dot",
    "dot": "250 2.0.0 queued",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail as it came over the wire, dots unstuffed."""

    mail_from: str
    rcpt_to: str
    octets: bytes
    connection: int
    options: str = ""
    is_encrypted: bool = False
    user: str = ""

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.octets, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class Whim:
    """What the relay does at a step instead of the usual, for one recipient or all, so many times."""

    step: Step
    answer: str
    to: str
    times: int


@dataclass(slots=True)
class ListeningRelay:
    protocol: Literal["smtp", "lmtp"] = "smtp"
    tls: ssl.SSLContext | None = None
    is_implicit: bool = False  # TLS from the first octet
    users: dict[str, str] = field(default_factory=dict)
    mechanisms: str = "PLAIN LOGIN"
    extensions: tuple[str, ...] = ("SIZE 10000000", "8BITMIME", "ENHANCEDSTATUSCODES")
    takes_bodies_for_nobody: bool = False  # as RFC 2920 §3.1 allows: 354 to DATA where each RCPT was refused
    tokens: dict[str, str] = field(default_factory=dict)  # the access token that each user may show now
    url: str = ""
    port: int = 0
    mails: list[Taken] = field(default_factory=list)
    commands: list[tuple[int, str]] = field(default_factory=list)  # connection, line
    connections: int = 0
    whims: list[Whim] = field(default_factory=list)
    mood: Callable[[Step, str], str | None] = lambda _step, _recipient: None  # where no whim decides
    changed: threading.Condition = field(default_factory=threading.Condition)
    closing: threading.Event = field(default_factory=threading.Event)

    def answers(self, step: Step, answer: str, *, to: str = "", times: int = 1_000_000) -> None:
        """From now on says `answer` (a reply, one of CUTS, or STALL) at that step."""
        with self.changed:
            self.whims.append(Whim(step, answer, to, times))

    def behaves(self) -> None:
        with self.changed:
            self.whims.clear()

    def to(self, address: str) -> list[Taken]:
        with self.changed:
            return [mail for mail in self.mails if mail.rcpt_to == address]

    def wait_for(self, count: int, *, seconds: float = PATIENCE) -> list[Taken]:
        """The mails, as soon as there are so many; fails when they do not come."""
        with self.changed:
            came = self.changed.wait_for(lambda: len(self.mails) >= count, timeout=seconds)
            assert came, f"{len(self.mails)} of {count} mails came"
            return list(self.mails)

    def take(self, mail: Taken) -> None:
        with self.changed:
            self.mails.append(mail)
            self.changed.notify_all()

    def whim(self, step: Step, recipient: str) -> str:
        """The reply of that step; counts down."""
        with self.changed:
            for whim in self.whims:
                if whim.step == step and whim.times > 0 and whim.to in ("", recipient):
                    whim.times -= 1
                    return whim.answer
            return self.mood(step, recipient) or REPLIES[step]

    def heard(self, connection: int, line: str) -> None:
        with self.changed:
            self.commands.append((connection, line))

    def opened(self) -> int:
        with self.changed:
            self.connections += 1
            return self.connections


class HungUp(Exception):
    """The conversation is over."""


class Conversation:
    """One connection to the relay, served in a thread of its own."""

    def __init__(self, relay: ListeningRelay, sock: socket.socket) -> None:
        self.relay = relay
        self.sock = sock
        if sock.family != socket.AF_UNIX:  # a reply of several lines must not wait for the peer's delayed ACK
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = relay.opened()
        self.user = ""
        self.mail_from, self.rcpt_to, self.options = "", "", ""
        self.file: BinaryIO | None = None

    def run(self) -> None:
        with contextlib.suppress(HungUp, OSError):
            if self.relay.is_implicit:
                self._encrypt()
            self.say(self.relay.whim("connect", ""))
            while True:
                self._obey(self.line())
        if self.file is not None:
            self.file.close()
        self.sock.close()

    def _encrypt(self) -> None:
        assert self.relay.tls is not None
        if self.file is not None:
            self.file.close()
        self.file = None
        self.sock = self.relay.tls.wrap_socket(self.sock, server_side=True)

    def line(self) -> str:
        if self.file is None:
            self.file = self.sock.makefile("rb")
        octets = self.file.readline()
        if not octets:
            raise HungUp
        text = octets.decode("utf-8", "replace").rstrip("\r\n")
        self.relay.heard(self.number, text)
        return text

    def say(self, reply: str) -> None:
        if reply == RESET:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if reply == HANG:
            self.relay.closing.wait(HANG_SECONDS)
        if reply in CUTS:
            raise HungUp
        if reply == STALL:
            self.relay.closing.wait()
            raise HungUp
        self.sock.sendall(f"{reply}\r\n".encode())

    def _obey(self, line: str) -> None:
        verb = line.split(" ", 1)[0].upper()
        match verb:
            case "EHLO" | "LHLO" | "HELO":
                self._hello(verb)
            case "STARTTLS":
                self.say(reply := self.relay.whim("starttls", ""))
                if reply.startswith("220"):
                    self._encrypt()
            case "AUTH":
                self._auth(line)
            case "RSET":
                self.mail_from, self.rcpt_to = "", ""
                self.say(self.relay.whim("rset", ""))
            case "MAIL" | "RCPT":
                self._path(verb, line)
            case "DATA":
                self._data()
            case "QUIT":
                self.say("221 2.0.0 bye")
                raise HungUp
            case _:
                self.say("500 5.5.2 what?")

    def _hello(self, verb: str) -> None:
        if (verb == "LHLO") != (self.relay.protocol == "lmtp"):
            self.say("500 5.5.1 the other protocol, please")
            return
        lines = ["relay.test", *self.relay.extensions]
        if self.relay.tls is not None and not self._is_encrypted():
            lines.append("STARTTLS")
        if self.relay.users or self.relay.tokens:
            lines.append(f"AUTH {self.relay.mechanisms}")
        for line in lines[:-1]:
            self.say(f"250-{line}")
        self.say(f"250 {lines[-1]}")

    def _is_encrypted(self) -> bool:
        return isinstance(self.sock, ssl.SSLSocket)

    def _auth(self, line: str) -> None:
        _, mechanism, initial = line.split(" ", 2)
        if mechanism == "XOAUTH2":
            self._by_token(base64.b64decode(initial).decode())
            return
        if mechanism == "PLAIN":
            _, user, password = base64.b64decode(initial).decode().split("\0")
        else:
            user = base64.b64decode(initial).decode()
            self.say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.line()).decode()
        if self.relay.users.get(user) != password:
            self.say("535 5.7.8 wrong")
            return
        self.user = user
        self.say(self.relay.whim("auth", ""))

    def _by_token(self, shown: str) -> None:
        """As Gmail does it: what is wrong first, and the reply only when the client sent an empty line."""
        found = re.fullmatch("user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01", shown)
        if found is None or self.relay.tokens.get(found[1]) != found[2]:
            self.say("334 " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
            assert self.line() == ""
            self.say(self.relay.whim("refusal", ""))
            return
        self.user = found[1]
        self.say(self.relay.whim("auth", ""))

    def _path(self, verb: str, line: str) -> None:
        found = re.fullmatch(r"(?:MAIL FROM|RCPT TO):<([^<>\s]*)>(.*)", line, re.IGNORECASE)
        if found is None:
            self.say("501 5.5.4 syntax")
        elif verb == "MAIL" and self.mail_from:
            self.say("503 5.5.1 a mail is under way")
        elif verb == "MAIL":
            self.mail_from, self.options = found.group(1) or "<>", found.group(2).strip()
            self.say(self.relay.whim("mail", ""))
        else:
            reply = self.relay.whim("rcpt", found.group(1))
            if reply.startswith("2"):
                self.rcpt_to = found.group(1)
            self.say(reply)

    def _data(self) -> None:
        if not self.rcpt_to and not self.relay.takes_bodies_for_nobody:
            self.say("554 5.5.1 no valid recipients")
            return
        self.say(reply := self.relay.whim("data", self.rcpt_to))
        if not reply.startswith("354"):
            return
        octets = self._body()
        answer = self.relay.whim("dot", self.rcpt_to)
        if answer.startswith("2") or answer in (*CUTS, STALL):
            mail_from = self.mail_from.replace("<>", "")
            kept = (
                mail_from,
                self.rcpt_to,
                octets,
                self.number,
                self.options,
                self._is_encrypted(),
                self.user,
            )
            self.relay.take(Taken(*kept))
        self.mail_from, self.rcpt_to = "", ""
        self.say(answer)

    def _body(self) -> bytes:
        assert self.file is not None
        lines: list[bytes] = []
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                raise HungUp
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


@contextlib.contextmanager
def listening_relay(
    *,
    protocol: Literal["smtp", "lmtp"] = "smtp",
    tls: ssl.SSLContext | None = None,
    is_implicit: bool = False,
    users: dict[str, str] | None = None,
    mechanisms: str = "PLAIN LOGIN",
    unix: Path | None = None,
    port: int = 0,
) -> Iterator[ListeningRelay]:
    """A relay that listens while the block runs; `relay.url` is what `[relay] url` would say."""
    relay = ListeningRelay(protocol, tls, is_implicit, users or {}, mechanisms)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            Conversation(relay, self.request).run()

    server = _server(Handler, unix, port)
    if unix is None:
        relay.port = int(server.socket.getsockname()[1])
    relay.url = _url(relay, unix)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _server(
    handler: type[socketserver.BaseRequestHandler], unix: Path | None, port: int
) -> socketserver.TCPServer:
    class Tcp(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False  # a client that keeps its connection must not keep the test

    class Unix(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        block_on_close = False

    return Unix(str(unix), handler) if unix is not None else Tcp(("127.0.0.1", port), handler)


def _url(relay: ListeningRelay, unix: Path | None) -> str:
    if unix is not None:
        return f"lmtp://{unix}"
    scheme = "smtps" if relay.is_implicit else "smtp+starttls" if relay.tls else relay.protocol
    user = f"{next(iter(relay.users))}@" if relay.users else ""
    return f"{scheme}://{user}localhost:{relay.port}"


def relay_factory(
    url: str, *, password: str = "", hostname: str = "localhost", **more: Any
) -> Callable[[], Relay]:
    """What `serve` makes of such a `[relay] url`; only tests hand a mail on through a unix socket as well."""
    if url.startswith("lmtp:///"):
        place = RelayPlace("lmtp", path=url.removeprefix("lmtp://"))
    else:
        place = relay_place(values.Relay(read_relay(url, Path()), "verp", ""))
    return relays_at(place, password=password, hostname=hostname, **more)


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def eventually(what: object, *, seconds: float = PATIENCE) -> None:
    """Waits until the callable is true."""
    assert callable(what)
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)
