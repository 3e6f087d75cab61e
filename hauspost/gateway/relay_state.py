"""Remembers whether the next server takes mails, from what became of those that were handed to it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hauspost.gateway.outcomes import Deferred, Delivered, Outcome, Relay, Withheld

WORDS = 200  # characters of its last reply


@dataclass(frozen=True, slots=True)
class RelayView:
    """`failures`: in a row, until now. `is_unreached`: the last one said nothing about its mail."""

    failures: int = 0
    failing_seconds: float = 0.0
    is_unreached: bool = False
    is_proven: bool = False  # it took one since the start
    reply: str = ""


@dataclass(slots=True)
class RelayState:
    """Shared by the threads that send. Times are monotonic: an outage lasts as long whatever the clock does."""

    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _since: float = 0.0
    _failures: int = 0
    _is_unreached: bool = False
    _is_proven: bool = False
    _reply: str = ""

    def note(self, outcome: Outcome) -> None:
        with self._lock:
            match outcome:
                case Withheld():
                    pass  # it heard nothing
                case Delivered():
                    self._failures, self._is_proven = 0, True
                case _:
                    self._since = self._since if self._failures else self.monotonic()
                    self._failures += 1
                    is_silent = isinstance(outcome, Deferred) and (outcome.is_unreached or not outcome.code)
                    self._is_unreached = is_silent
                    self._reply = f"{outcome.code or ''} {outcome.reply}".strip()[:WORDS]

    def view(self) -> RelayView:
        with self._lock:
            if not self._failures:
                return RelayView(is_proven=self._is_proven)
            failing = self.monotonic() - self._since
            return RelayView(self._failures, failing, self._is_unreached, self._is_proven, self._reply)


@dataclass(slots=True)
class NotedRelay:
    """A relay whose outcomes are remembered."""

    inner: Relay
    state: RelayState

    def send(
        self, mail_from: str, rcpt_to: str, octets: bytes, *, before_mail: Callable[[], bool]
    ) -> Outcome:
        outcome = self.inner.send(mail_from, rcpt_to, octets, before_mail=before_mail)
        self.state.note(outcome)
        return outcome

    def rest(self) -> float:
        return self.inner.rest()

    def hang_up(self) -> None:
        self.inner.hang_up()

    def close(self) -> None:
        self.inner.close()


def noted(relays: Callable[[], Relay], state: RelayState) -> Callable[[], Relay]:
    return lambda: NotedRelay(relays(), state)
