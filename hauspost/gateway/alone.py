"""Knows how a second `serve` on the same SQLite file is kept away."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path


class AlreadyServed(Exception):
    """Another `serve` holds the SQLite file."""


@contextlib.contextmanager
def only_one(file: Path | None) -> Iterator[None]:
    """Holds the lock beside a SQLite file; a second `serve` is refused (DESIGN, "Running it")."""
    if file is None:
        yield
        return
    with open(f"{file}.lock", "a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyServed(f"another serve uses {file}") from None
        yield
