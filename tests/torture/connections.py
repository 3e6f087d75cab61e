"""Knows how to hold a door open: idle connections, and some that say one octet a second, beside people who write."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.relay import listening_relay
from tests.torture.evidence import Finding, Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import SETTLE_SECONDS, Load, reckon, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least

IDLE = 200
SLOW = 20
SILENCE = 60  # seconds that the listener waits for a command, as by default; in a short form fewer
SHORTEST = 8
LETTERS = 300
WORDS = b"EHLO slow.example\r\nMAIL FROM:<slow@post.example>\r\n" * 20
PATIENCE = 60.0


@dataclass(slots=True)
class Crowd:
    """Connections that hold a place. Each address of loopback is another stranger to the door."""

    port: int
    lines: list[socket.socket] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    octets: int = 0  # said by the slow ones
    heard: dict[socket.socket, bytes] = field(default_factory=dict)

    def comes(self, idle: int, slow: int) -> None:
        for number in range(idle + slow):
            source = (f"127.0.1.{number // 5 + 1}", 0)
            line = socket.create_connection(("127.0.0.1", self.port), PATIENCE, source_address=source)
            self.lines.append(line)
        for line in self.lines[idle:]:
            threading.Thread(target=self._speak, args=(line,), daemon=True).start()

    def _speak(self, line: socket.socket) -> None:
        for octet in WORDS:
            if self.over.wait(1.0):
                return
            with contextlib.suppress(OSError):
                self.octets += line.send(bytes((octet,)))

    def said(self, least: int) -> int:
        """How many octets the slow ones have said; a quick machine is done before their first second is over."""
        end = time.monotonic() + PATIENCE
        while self.octets < least and time.monotonic() < end:
            time.sleep(0.1)
        return self.octets

    def greeted(self) -> int:
        """How many of them heard 220."""
        return sum(self._heard(line, PATIENCE).startswith(b"220") for line in self.lines)

    def turned_out(self) -> int:
        """How many idle ones have heard 421 by now."""
        return sum(b"421" in self._heard(line, 0.0) for line in self.lines[:IDLE])

    def _heard(self, line: socket.socket, seconds: float) -> bytes:
        """All that was said to it so far."""
        line.settimeout(seconds)
        said = b""
        with contextlib.suppress(OSError):
            said = line.recv(4096)
        self.heard[line] = self.heard.get(line, b"") + said
        return self.heard[line]


@contextlib.contextmanager
def crowd(port: int) -> Iterator[Crowd]:
    made = Crowd(port)
    try:
        yield made
    finally:
        made.over.set()
        for line in made.lines:
            line.close()


def run(setting: Setting) -> Evidence:
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port) as load,
    ):
        more_room(house, setting.size(SILENCE, least=SHORTEST))
        house.start()
        with crowd(house.listening()) as strangers:
            return _beside(strangers, house, load, setting)


def _beside(strangers: Crowd, house: Installation, load: Load, setting: Setting) -> Evidence:
    strangers.comes(IDLE, SLOW)
    greeted = strangers.greeted()
    load.warms_up()
    load.more(setting.size(LETTERS, least=20))
    brought = load.is_brought()
    proof = (
        at_least("connections that held a place before the first mail came", greeted, IDLE + SLOW),
        at_least("octets said one by one", strangers.said(SLOW), SLOW),
        Finding("proof", "people brought all their mails meanwhile", brought, str(load.acknowledged)),
        at_least("silent ones were turned out with 421", _turned_out(strangers), IDLE),
    )
    return reckon(house, load, Hits(), faults=greeted, proof=proof)


def _turned_out(strangers: Crowd) -> int:
    end = time.monotonic() + SETTLE_SECONDS
    while strangers.turned_out() < IDLE and time.monotonic() < end:
        time.sleep(0.5)
    return strangers.turned_out()


def more_room(house: Installation, silence: int) -> None:
    """The door bears them all: what is shown is that they cost the others nothing."""
    config = house.folder / "hauspost.toml"
    limits = f"[limits]\nconnections = {2 * (IDLE + SLOW)}\ncommand_seconds = {silence}\n"
    config.write_text(config.read_text("utf-8").replace("[limits]\n", limits), "utf-8")


PART = Part("connections", "200 idle connections and 20 that say an octet a second, beside people", run)
