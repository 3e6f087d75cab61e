"""Knows since when no mail of ours could leave, for the managers hear of a long silence when it is over."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hauspost.gateway.outcomes import Deferred, Delivered, Outcome

LONG = timedelta(hours=1)  # from then on an alarm or an order came too late for somebody to rely on it


@dataclass(frozen=True, slots=True)
class Silence:
    """`reason`: what the relay, or the way to it, said last."""

    since: datetime
    reason: str


@dataclass(slots=True)
class Outage:
    """One process's memory; any thread may tell it what became of a mail."""

    _silence: Silence | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def after(self, outcome: Outcome, at: datetime) -> Silence | None:
        """The long silence that this outcome ended."""
        with self._lock:
            match outcome:
                case Deferred(is_unreached=True, reply=reason):
                    self._silence = Silence(self._silence.since if self._silence else at, reason)
                case Delivered():
                    ended, self._silence = self._silence, None
                    return ended if ended is not None and at - ended.since >= LONG else None
            return None
