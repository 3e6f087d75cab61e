"""Knows who goes first where threads share one interpreter: a mail that is being decided, before mails to a crowd."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class RightOfWay:
    """A crowd of thousands costs minutes of processor time; a person who writes meanwhile waits for one decision."""

    _deciding: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """While a mail is decided."""
        with self._changed:
            self._deciding += 1
        try:
            yield
        finally:
            with self._changed:
                self._deciding -= 1
                self._changed.notify_all()

    def give(self, seconds: float) -> None:
        """Waits while a mail is decided, at most so long: post without end stops no crowd."""
        with self._changed:
            self._changed.wait_for(lambda: not self._deciding, timeout=seconds)
