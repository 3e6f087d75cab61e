"""Listeners in a loop of their own, and a client that speaks plain octets to them."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from hauspost.gateway.smtpd import Answer, Incoming, Limits, Listener, Listeners, Place, Tcp, Unix

ANNA = "anna.berger@post.example"
HOUSE = "lindenweg12@tickets.example"
STORED = Answer(250, "2.0.0 Stored")
MAIL = b"From: anna.berger@post.example\r\nSubject: Heizung\r\n\r\nDie Heizung ist kalt.\r\n"


@dataclass
class Station:
    """A running set of listeners, and everything they took."""

    taken: list[Incoming] = field(default_factory=list)
    answers: Callable[[Incoming], Awaitable[tuple[Answer, ...]]] | None = None
    room: Callable[[int], bool] = lambda octets: True
    known: Callable[[str], bool] = lambda address: address.endswith("@tickets.example")
    places: dict[str, Place] = field(default_factory=dict)
    listeners: Listeners | None = None
    loop: asyncio.AbstractEventLoop = field(init=False)

    async def accept(self, incoming: Incoming) -> tuple[Answer, ...]:
        self.taken.append(incoming)
        if self.answers is not None:
            return await self.answers(incoming)
        return (STORED,) * len(incoming.rcpt_tos)

    def run(self, coroutine: Awaitable[None]) -> None:
        asyncio.run_coroutine_threadsafe(_awaited(coroutine), self.loop).result(20)

    def stop(self, grace: float = 0.0) -> None:
        assert self.listeners is not None
        self.run(self.listeners.stop(grace))

    def connections(self) -> int:
        assert self.listeners is not None
        return sum(self.listeners.connections.values())

    def counts(self, listener: str = "smtp") -> dict[str, int]:
        assert self.listeners is not None
        return self.listeners.counts[listener]

    def call(self, listener: str = "smtp", *, greet: bool = True, timeout: float = 10.0) -> "Wire":
        wire = Wire(self.places[listener], timeout=timeout)
        if greet:
            wire.reply()
            wire.say("LHLO mta.example" if listener == "lmtp" else "EHLO mta.example")
        return wire


async def _awaited(coroutine: Awaitable[None]) -> None:
    await coroutine


def listener(name: str = "smtp", **changes: object) -> Listener:
    settings: dict[str, object] = {
        "place": Tcp("127.0.0.1", 0),
        "hostname": "mx.tickets.example",
        "protocol": "lmtp" if name == "lmtp" else "smtp",
        "trusted": name == "trusted",
        "limits": Limits(command_seconds=5, data_seconds=5),
    }
    return Listener(name=name, **{**settings, **changes})  # type: ignore[arg-type]


@contextlib.contextmanager
def open_station(*listeners: Listener, **wishes: object) -> Iterator[Station]:
    station = Station(**wishes)  # type: ignore[arg-type]
    station.loop = asyncio.new_event_loop()
    thread = threading.Thread(target=station.loop.run_forever)
    thread.start()
    try:
        station.listeners = Listeners(
            listeners or (listener(),),
            accept=station.accept,
            known=lambda address: station.known(address),
            room=lambda octets: station.room(octets),
        )
        station.run(station.listeners.start())
        station.places = station.listeners.bound
        yield station
    finally:
        if station.listeners is not None:
            station.stop()
        station.loop.call_soon_threadsafe(station.loop.stop)
        thread.join(10)
        station.loop.close()


class Wire:
    """One connection; replies are read whole, however many lines they have."""

    def __init__(self, place: Place, *, timeout: float = 10.0) -> None:
        if isinstance(place, Unix):
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.settimeout(timeout)
            self.socket.connect(place.path)
        else:
            self.socket = socket.create_connection((place.host, place.port), timeout=timeout)
        self.unread = b""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, octets: bytes) -> None:
        self.socket.sendall(octets)

    def reply(self) -> str:
        """ "" once the other side has closed."""
        lines = []
        while line := self.line():
            lines.append(line)
            if line[3:4] != "-":
                break
        return "\n".join(lines)

    def line(self) -> str:
        while b"\n" not in self.unread:
            try:
                more = self.socket.recv(65_536)
            except ConnectionResetError:
                more = b""
            if not more:
                return ""
            self.unread += more
        line, self.unread = self.unread.split(b"\n", 1)
        return line.decode().rstrip("\r")

    def say(self, line: str | bytes) -> str:
        self.send((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return self.reply()

    def envelope(self, *rcpt_tos: str, mail_from: str = ANNA) -> None:
        assert self.say(f"MAIL FROM:<{mail_from}>").startswith("250")
        for rcpt_to in rcpt_tos or (HOUSE,):
            assert self.say(f"RCPT TO:<{rcpt_to}>").startswith("250")
        assert self.say("DATA").startswith("354")

    def mail(self, octets: bytes = MAIL, *rcpt_tos: str) -> str:
        """One whole mail; the octets go out as they are, so dots are the caller's."""
        self.envelope(*rcpt_tos)
        self.send(octets + b".\r\n")
        return self.reply()

    def start_tls(self, context: ssl.SSLContext) -> None:
        assert self.say("STARTTLS").startswith("220")
        self.socket = context.wrap_socket(self.socket, server_hostname="mx.tickets.example")
