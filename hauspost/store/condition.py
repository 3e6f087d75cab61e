"""Knows in what condition the database is, by what its driver raises; each change is told once, whoever met it."""

import threading
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy.exc import DBAPIError


class Ill(StrEnum):
    """What keeps every writer from its work, and passes for all of them at once."""

    AWAY = "away"  # restarting, unreachable, out of connections
    READ_ONLY = "read-only"  # a standby, a file or folder that may not be written
    NEWER = "newer"  # brought up to date by a later version of ours, for as long as this process lives


# SQLSTATE (PostgreSQL, appendix A): class 08, the connection; shut down, crashed, starting; too many connections.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")
_READ_ONLY = "25006"


def ill_of(error: Exception) -> Ill | None:
    """None: a fault of one statement, or of SQLite's, whose file is always there."""
    raised = getattr(error, "orig", None) or error
    if "readonly database" in str(raised):
        return Ill.READ_ONLY
    if not hasattr(raised, "sqlstate"):
        return None
    code = raised.sqlstate or ""
    if code == _READ_ONLY:
        return Ill.READ_ONLY
    was_lost = not code and isinstance(error, DBAPIError)  # the server had no time to say why
    return Ill.AWAY if was_lost or code.startswith(_AWAY) else None


class Condition:
    """Shared by all threads. `told` gets what it is now (None: well) and the driver's words."""

    def __init__(self) -> None:
        self.told: Callable[[Ill | None, str], None] = lambda _ill, _words: None
        self.ill: Ill | None = None
        self._lock = threading.Lock()

    def fell(self, ill: Ill, words: str) -> None:
        self._turn(ill, words)

    def answered(self, *, a_write: bool) -> None:
        """That it can be read says nothing about its writes."""
        if self.ill is Ill.AWAY or (a_write and self.ill is Ill.READ_ONLY):
            self._turn(None, "")

    def _turn(self, ill: Ill | None, words: str) -> None:
        with self._lock:
            if self.ill in (ill, Ill.NEWER):
                return
            self.ill = ill
        self.told(ill, words)
