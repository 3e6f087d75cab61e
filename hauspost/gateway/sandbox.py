"""Knows how to parse foreign octets in processes that may die of them: few, limited, and replaced when they fall.

A worker is the module parser_process run as a program at the other end of a socket pair.
"""

import contextlib
import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from hauspost.gateway.parser_process import BOMB, READY, TAKEN, exactly, receive, send
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.masterdata_tables import OpenedFile, too_much
from hauspost.parsers.pictures import LONGEST, Copy, NotAPicture

WALL: Final = 10.0  # SAFETY, "Limits": for one request, beside the limits that the process sets itself
START: Final = 30.0  # a loaded machine may take long to start Python; no mail waits in that worker yet


class ParserDied(Exception):
    """The mail was not parsed: its worker fell, or gave up at a limit. The mail is to be tried again alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The parser gave up: {reason}.")
        self.reason = reason


class NoWorker(ParserDied):
    """There was nobody to ask, so the octets are not to blame."""


class Sandbox:
    """A pool of `size` workers, started when first needed; any number of threads may ask at the same time.

    `kept`: further header fields that a parsed mail shows, lower case.
    """

    def __init__(self, size: int = 2, *, wall: float = WALL, kept: frozenset[str] = frozenset()) -> None:
        self._wall = wall
        self._kept = kept
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
        mail: ParsedMail = self._ask(
            ParsedMail, octets, "mail", authserv_id, trusted, null_sender, self._kept
        )
        return mail

    def picture(self, octets: bytes, *, longest: int = LONGEST) -> Copy | NotAPicture:
        """A picture that its worker did not survive is none. Raises NoWorker."""
        try:
            copy: Copy | NotAPicture = self._ask(Copy | NotAPicture, octets, "picture", longest)
            return copy
        except NoWorker:
            raise
        except ParserDied as fall:
            return NotAPicture(fall.reason)

    def table(self, name: str, octets: bytes, *, most: int) -> OpenedFile:
        """A file of at most so many lines; what its worker did not survive is none. Raises NoWorker."""
        try:
            opened: OpenedFile = self._ask(OpenedFile, octets, "table", name, most)
            return opened
        except NoWorker:
            raise
        except ParserDied:
            return OpenedFile(name, fault=too_much())

    def _ask(self, shape: Any, octets: bytes, *request: object) -> Any:
        """A value of that shape. Raises ParserDied, NoWorker."""
        asked = pickle.dumps(request, protocol=5)
        worker = self._slots.get()
        try:
            if worker is None or not worker.willing():
                worker = self._replaced(worker)
            try:
                value = worker.answer(asked, octets, wall=self._wall)
            except _NotDelivered:
                worker = self._replaced(worker)
                value = worker.answer(asked, octets, wall=self._wall)
            if not isinstance(value, shape):
                raise ParserDied("an answer that is none")
            return value
        except (_NotDelivered, ParserDied) as fall:
            self._bury(worker)
            worker = None
            if self._closed:
                raise NoWorker("the pool is closed") from None
            if isinstance(fall, ParserDied):
                raise
            raise NoWorker("lost before the mail") from None
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
            raise NoWorker("a worker did not start") from None
        with self._lock:
            self._alive.add(fresh)
            closed = self._closed
        if closed or not fresh.ready():
            self._bury(fresh)
            raise NoWorker("the pool is closed" if closed else "a worker did not start")
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
        with theirs, contextlib.ExitStack() as unless_it_starts:
            unless_it_starts.callback(self._socket.close)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hauspost.gateway.parser_process"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                process_group=0,  # Ctrl-C at the terminal is for the gateway, which ends its workers itself
            )
            unless_it_starts.pop_all()

    def ready(self) -> bool:
        try:
            return bool(receive(self._socket, until=time.monotonic() + START) == READY)
        except (OSError, EOFError, pickle.UnpicklingError):
            return False

    def willing(self) -> bool:
        return self._process.poll() is None

    def answer(self, asked: bytes, octets: bytes, *, wall: float) -> object:
        until = time.monotonic() + wall
        try:
            send(self._socket, asked, until=until)
            send(self._socket, octets, until=until)
            exactly(self._socket, len(TAKEN), until=until)
        except TimeoutError:
            raise ParserDied(f"the mail was not taken within {wall:g} s") from None
        except (OSError, EOFError):
            raise _NotDelivered from None
        try:
            kind, value = receive(self._socket, until=until)
        except TimeoutError:
            raise ParserDied(f"no answer within {wall:g} s") from None
        except (OSError, EOFError):
            raise ParserDied(self._epitaph()) from None
        except pickle.UnpicklingError:
            raise ParserDied("an answer that is none") from None
        if kind == "done":
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
    home = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": os.pathsep.join([home, *filter(None, sys.path)])}
