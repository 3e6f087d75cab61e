"""Knows how a SQLite database is copied while others write to it, and how the copy is proven whole."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from hauspost.store.database import StoreFailed
from hauspost.store.restoring import mark_copy

PAGES = 2_000  # between two words about the progress; 8 MiB
Progress = Callable[[int, int], None]  # pages done, pages in all


def back_up(
    source: Path, target: Path, *, at: datetime, progress: Progress = lambda _done, _all: None
) -> int:
    """Copies one consistent state into a fresh file, marked as a copy from `at`, and gives its octets.

    Raises FileExistsError, OSError, and StoreFailed if the copy is not whole; then no file is left.
    """
    try:
        with whole_or_none(target):
            _copy(source, target, progress)
            _mark(target, at)
            _check(target)
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StoreFailed(str(error)) from error
    return target.stat().st_size


@contextmanager
def whole_or_none(target: Path) -> Iterator[None]:
    """A fresh file that is durable afterwards, or gone if it could not be written. Raises FileExistsError, OSError."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # it holds people's mail
    try:
        yield
        _make_durable(target)
    except BaseException:
        for left in (target, target.with_name(f"{target.name}-journal")):
            left.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path, progress: Progress) -> None:
    """Within a read transaction: what others commit meanwhile neither shows nor makes the copy begin again."""
    reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    writing = sqlite3.connect(target, isolation_level=None)
    try:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(
            writing, pages=PAGES, progress=lambda _status, left, every: progress(every - left, every)
        )
        reading.execute("ROLLBACK")
        writing.execute("PRAGMA journal_mode=DELETE")  # one file is the whole copy
    finally:
        writing.close()
        reading.close()


def _mark(target: Path, at: datetime) -> None:
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    with engine.begin() as copy:
        mark_copy(copy, at)


def _check(target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    finally:
        copy.close()
    if found != "ok":
        raise StoreFailed(f"the copy is not whole: {found}")


def _make_durable(target: Path) -> None:
    for path, flags in ((target, os.O_RDWR), (target.absolute().parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(path, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
