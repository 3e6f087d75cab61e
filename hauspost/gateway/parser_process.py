"""Knows how a process that may die of foreign octets is limited, and how the gateway and it speak to each other.

It is run as a program, on a socket at its standard input: frames of a length and what has it. It is asked with two, a
pickle and the octets to read, which are copied nowhere on the way. What it answers is unpickled by an allow-list, so
that a process that was taken over can only hand back values.
"""

import gc
import io
import os
import pickle
import resource
import signal
import socket
import struct
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from hauspost.gateway.memory import give_back_what_is_large
from hauspost.parsers.mail import ParsedMail, parse_mail
from hauspost.parsers.masterdata_tables import OpenedFile, open_file, too_long
from hauspost.parsers.pictures import Copy, NotAPicture, copy_of

# SAFETY, "Limits": for one mail, and for one picture.
CPU_SOFT: Final = 2.0
CPU_HARD: Final = 10.0
MEMORY: Final = 512 * 1024 * 1024

# A crash point of the tests: "loop:ID", "memory:ID" or "kill:ID" makes the worker that meets the mail with this
# Message-ID (or a picture with these octets in it) spin, eat memory, or die. Unset, as always outside of tests, it
# does nothing.
BOMB: Final = "HAUSPOST_PARSER_BOMB"

_LENGTH: Final = struct.Struct(">Q")
READY: Final = ("ready", None)
TAKEN: Final = b"!"  # said before parsing: whoever dies silently before that did not die of the mail


def send(peer: socket.socket, frame: bytes, *, until: float | None = None) -> None:
    if until is not None:
        peer.settimeout(max(0.01, until - time.monotonic()))
    peer.sendall(_LENGTH.pack(len(frame)))
    peer.sendall(frame)


def receive(peer: socket.socket, *, until: float | None) -> Any:
    length = _LENGTH.unpack(exactly(peer, _LENGTH.size, until=until))[0]
    return _Values(io.BytesIO(exactly(peer, length, until=until))).load()


def exactly(peer: socket.socket, length: int, *, until: float | None) -> bytes:
    """Raises EOFError if the other side is gone, TimeoutError after `until` (monotonic)."""
    if length > MEMORY:
        raise EOFError
    octets = bytearray(length)
    view, got = memoryview(octets), 0
    while got < length:
        if until is not None:
            peer.settimeout(max(0.01, until - time.monotonic()))
        count = peer.recv_into(view[got:])
        if not count:
            raise EOFError
        got += count
    return bytes(octets)


class _Words(pickle.Pickler):
    """Says a member of an enumeration by its class and value on every Python; 3.11.2 would say `getattr`."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return type(value), (value.value,)
        return NotImplemented


def told(answer: tuple[str, object]) -> bytes:
    octets = io.BytesIO()
    _Words(octets, protocol=5).dump(answer)
    return octets.getvalue()


class _Values(pickle.Unpickler):
    """Knows our parsed values and times, and refuses to build anything else."""

    _ALLOWED: Final = {("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._ALLOWED or (module.startswith("hauspost.parsers.") and name in _PARSED):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no parsed value")


_PARSED: Final = frozenset(
    (
        *(
            "Address",
            "Attachment",
            "AuthResults",
            "CalendarPart",
            "Complaint",
            "Dsn",
            "DsnRecipient",
            "EInvoice",
            "Origin",
            "ParsedMail",
            "QuoteSpan",
        ),
        *("Copy", "Enclosed", "NotAPicture"),
        *("Line", "OpenedFile", "Table", "restored"),
    )
)


# ---- the worker


class _TooSlow(BaseException):
    """Raised by the soft limit wherever the parser is; not an Exception, so that nothing on the way keeps it."""


def _work() -> None:
    """Answers request after request until the gateway hangs up."""

    def too_slow(number: int, frame: object) -> None:
        raise _TooSlow

    signal.signal(signal.SIGVTALRM, too_slow)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # kills, also amidst a library that never comes back
    peer = socket.socket(fileno=0)
    peer.settimeout(None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    give_back_what_is_large()
    gc.freeze()
    send(peer, pickle.dumps(READY))
    while True:
        try:
            kind, *asked = pickle.loads(_whole(peer))  # from our own gateway
            octets = _whole(peer)
        except EOFError:
            return
        peer.sendall(TAKEN)
        signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SOFT)
        signal.setitimer(signal.ITIMER_PROF, CPU_HARD)
        try:
            answer: tuple[str, object] = ("done", ANSWERS[kind](octets, *asked))
        except _TooSlow:
            answer = ("failed", f"more than {CPU_SOFT:g} s of processor time")
        except MemoryError:
            answer = ("failed", f"more than {MEMORY >> 20} MiB of memory")
        except Exception as bug:
            answer = ("failed", f"{type(bug).__name__} in the parser")
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del asked, octets
        send(peer, told(answer))


def _whole(peer: socket.socket) -> bytes:
    """The next frame, in the one place where the kernel put it. Raises EOFError."""
    length = _LENGTH.unpack(exactly(peer, _LENGTH.size, until=None))[0]
    octets = peer.recv(length, socket.MSG_WAITALL) if length else b""
    if len(octets) < length:
        raise EOFError
    return octets


def _parsed(
    octets: bytes, authserv_id: str, trusted: bool, null_sender: bool, kept: frozenset[str]
) -> ParsedMail:
    _explode_at(octets)
    return parse_mail(octets, authserv_id=authserv_id, trusted=trusted, null_sender=null_sender, kept=kept)


def _copied(octets: bytes, longest: int) -> Copy | NotAPicture:
    _explode_at(octets)
    return copy_of(octets, longest=longest)


def _opened(octets: bytes, name: str, most: int) -> OpenedFile:
    _explode_at(octets)
    file = open_file(name, octets)
    return file if file.lines <= most else OpenedFile(name, fault=too_long(most))


# What may be asked, and what answers it.
ANSWERS: Final[dict[str, Callable[..., object]]] = {"mail": _parsed, "picture": _copied, "table": _opened}


def _explode_at(octets: bytes) -> None:
    kind, _, message_id = os.environ.get(BOMB, "").partition(":")
    if not message_id or message_id.encode() not in octets:
        return
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    eaten = []
    while kind in ("loop", "memory"):
        if kind == "memory":
            eaten.append(bytearray(16 * 1024 * 1024))


if __name__ == "__main__":
    _work()
