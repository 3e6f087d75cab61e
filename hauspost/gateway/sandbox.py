"""Knows how to parse foreign octets in processes that may die of them: few, limited, and replaced when they fall.

A worker is this module run as a program, spoken to over a socket pair in frames of a length and a pickle. What
it answers is unpickled by an allow-list, so that a worker that was taken over can only hand back values.
"""

import contextlib
import io
import os
import pickle
import queue
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import hauspost
from hauspost.parsers.mail import ParsedMail, parse_mail

# SAFETY, "Limits": for one mail.
CPU_SOFT: Final = 2.0
CPU_HARD: Final = 10.0
WALL: Final = 10.0
MEMORY: Final = 512 * 1024 * 1024
START: Final = 30.0  # a loaded machine may take long to start Python; no mail waits in that worker yet

# A crash point of the tests: "loop:ID", "memory:ID" or "kill:ID" makes the worker that meets the mail with this
# Message-ID spin, eat memory, or die. Unset, as always outside of tests, it does nothing.
BOMB: Final = "HAUSPOST_PARSER_BOMB"

_LENGTH: Final = struct.Struct(">Q")
_READY: Final = ("ready", None)
_TAKEN: Final = b"!"  # said before parsing: whoever dies silently before that did not die of the mail


class ParserDied(Exception):
    """The mail was not parsed: its worker fell, or gave up at a limit. The mail is to be tried again alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The parser gave up: {reason}.")
        self.reason = reason


class Sandbox:
    """A pool of `size` workers, started when first needed; any number of threads may ask at the same time."""

    def __init__(self, size: int = 2, *, wall: float = WALL) -> None:
        self._wall = wall
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._closed = False
        for _ in range(size):
            self._slots.put(None)

    def parse(
        self, octets: bytes, *, authserv_id: str = "", trusted: bool = False, null_sender: bool = False
    ) -> ParsedMail:
        """Raises ParserDied. A worker that had died before it got this mail is replaced without a word."""
        asked = pickle.dumps((octets, authserv_id, trusted, null_sender), protocol=5)
        worker = self._slots.get()
        try:
            if worker is None or not worker.willing():
                worker = self._replaced(worker)
            try:
                return worker.answer(asked, wall=self._wall)
            except _NotDelivered:
                worker = self._replaced(worker)
                return worker.answer(asked, wall=self._wall)
        except (_NotDelivered, ParserDied) as fall:
            self._bury(worker)
            worker = None
            reason = (
                "the pool is closed" if self._closed else str(getattr(fall, "reason", "lost before the mail"))
            )
            raise ParserDied(reason) from None
        finally:
            self._slots.put(worker)

    def close(self) -> None:
        """Ends every worker at once; parses still under way raise ParserDied."""
        with self._lock:
            self._closed = True
            fallen, self._alive = self._alive, set()
        for worker in fallen:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _replaced(self, worker: "_Worker | None") -> "_Worker":
        self._bury(worker)
        try:
            fresh = _Worker()
        except OSError:
            raise ParserDied("a worker did not start") from None
        with self._lock:
            self._alive.add(fresh)
            closed = self._closed
        if closed or not fresh.ready():
            self._bury(fresh)
            raise ParserDied("the pool is closed" if closed else "a worker did not start")
        return fresh

    def _bury(self, worker: "_Worker | None") -> None:
        if worker is not None:
            with self._lock:
                self._alive.discard(worker)
            worker.end()


class _NotDelivered(Exception):
    """The worker was gone before it had the whole mail, so the mail cannot be what killed it."""


class _Worker:
    """One process and our end of its socket pair."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hauspost.gateway.sandbox"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                process_group=0,  # Ctrl-C at the terminal is for the gateway, which ends its workers itself
            )

    def ready(self) -> bool:
        try:
            return bool(_receive(self._socket, until=time.monotonic() + START) == _READY)
        except (OSError, EOFError, pickle.UnpicklingError):
            return False

    def willing(self) -> bool:
        return self._process.poll() is None

    def answer(self, asked: bytes, *, wall: float) -> ParsedMail:
        until = time.monotonic() + wall
        try:
            _send(self._socket, asked, until=until)
            _exactly(self._socket, len(_TAKEN), until=until)
        except TimeoutError:
            raise ParserDied(f"the mail was not taken within {wall:g} s") from None
        except (OSError, EOFError):
            raise _NotDelivered from None
        try:
            kind, value = _receive(self._socket, until=until)
        except TimeoutError:
            raise ParserDied(f"no answer within {wall:g} s") from None
        except (OSError, EOFError):
            raise ParserDied(self._epitaph()) from None
        except pickle.UnpicklingError:
            raise ParserDied("an answer that is none") from None
        if kind == "parsed" and isinstance(value, ParsedMail):
            return value
        raise ParserDied(value if isinstance(value, str) else "an answer that is none")

    def _epitaph(self) -> str:
        try:
            status = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "the worker fell silent"
        return (
            f"the worker was killed by signal {-status}" if status < 0 else f"the worker ended with {status}"
        )

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._process.kill()
        self._process.wait()
        self._socket.close()


def _environment() -> dict[str, str]:
    """Only what Python needs: a worker that reads foreign octets has no business with passwords."""
    kept = {
        name: os.environ[name]
        for name in (BOMB, "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    home = str(Path(hauspost.__file__).resolve().parent.parent)
    return kept | {"PYTHONPATH": os.pathsep.join([home, *filter(None, sys.path)])}


# ---- frames


def _send(peer: socket.socket, frame: bytes, *, until: float | None = None) -> None:
    if until is not None:
        peer.settimeout(max(0.01, until - time.monotonic()))
    peer.sendall(_LENGTH.pack(len(frame)))
    peer.sendall(frame)


def _receive(peer: socket.socket, *, until: float | None) -> Any:
    length = _LENGTH.unpack(_exactly(peer, _LENGTH.size, until=until))[0]
    return _Values(io.BytesIO(_exactly(peer, length, until=until))).load()


def _exactly(peer: socket.socket, length: int, *, until: float | None) -> bytes:
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


class _Values(pickle.Unpickler):
    """Knows our parsed values and times, and refuses to build anything else."""

    _ALLOWED: Final = {("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._ALLOWED or (module.startswith("hauspost.parsers.") and name in _PARSED):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no parsed value")


_PARSED: Final = frozenset(
    ("Address", "Attachment", "AuthResults", "Dsn", "DsnRecipient", "Origin", "ParsedMail", "QuoteSpan")
)


# ---- the worker


class _TooSlow(BaseException):
    """Raised by the soft limit wherever the parser is; not an Exception, so that nothing on the way keeps it."""


def _work() -> None:
    """Answers mail after mail until the gateway hangs up. Unix alone has the limits."""
    import gc
    import resource
    import signal

    def too_slow(number: int, frame: object) -> None:
        raise _TooSlow

    signal.signal(signal.SIGVTALRM, too_slow)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # kills, also amidst a library that never comes back
    peer = socket.socket(fileno=0)
    peer.settimeout(None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.freeze()
    _send(peer, pickle.dumps(_READY))
    while True:
        try:
            length = _LENGTH.unpack(_exactly(peer, _LENGTH.size, until=None))[0]
            asked = pickle.loads(_exactly(peer, length, until=None))  # from our own gateway
        except EOFError:
            return
        peer.sendall(_TAKEN)
        signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SOFT)
        signal.setitimer(signal.ITIMER_PROF, CPU_HARD)
        try:
            answer: tuple[str, object] = ("parsed", _parsed(*asked))
        except _TooSlow:
            answer = ("failed", f"more than {CPU_SOFT:g} s of processor time")
        except MemoryError:
            answer = ("failed", f"more than {MEMORY >> 20} MiB of memory")
        except Exception as bug:
            answer = ("failed", f"{type(bug).__name__} in the parser")
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del asked
        _send(peer, pickle.dumps(answer, protocol=5))


def _parsed(octets: bytes, authserv_id: str, trusted: bool, null_sender: bool) -> ParsedMail:
    kind, _, message_id = os.environ.get(BOMB, "").partition(":")
    if message_id and message_id.encode() in octets:
        _explode(kind)
    return parse_mail(octets, authserv_id=authserv_id, trusted=trusted, null_sender=null_sender)


def _explode(kind: str) -> None:
    import signal

    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    eaten = []
    while kind in ("loop", "memory"):
        if kind == "memory":
            eaten.append(bytearray(16 * 1024 * 1024))


if __name__ == "__main__":
    _work()
