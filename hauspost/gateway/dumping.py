"""How PostgreSQL's own program copies its database while it is in use, and how that copy is proven readable."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from hauspost.store.backup import whole_or_none

PROGRAMS = ("pg_dump", "pg_restore")


class DumpFailed(Exception):
    """The program's own last words."""


def programs() -> tuple[str, ...]:
    """Where both are, () unless both are on the PATH."""
    found = tuple(shutil.which(name) or "" for name in PROGRAMS)
    return found if all(found) else ()


def libpq(url: str) -> tuple[str, str]:
    """SQLAlchemy's URL as libpq reads it, and its password apart: a process list shows arguments to everybody."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    netloc = f"{parts.username}@{place}" if parts.username else place
    address = urlunsplit(("postgresql", netloc, parts.path, parts.query, ""))
    if not netloc:  # urlunsplit drops the slashes of an empty place: a socket's
        address = f"postgresql://{parts.path}{f'?{parts.query}' if parts.query else ''}"
    return address, unquote(parts.password or "")


def dump(url: str, target: Path) -> int:
    """One consistent state into a fresh file in pg_dump's custom format; gives its octets.

    Raises FileExistsError, OSError, and DumpFailed; then no file is left.
    """
    pg_dump, pg_restore = programs()
    address, password = libpq(url)
    surroundings = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    with whole_or_none(target):
        words = [pg_dump, "--format=custom", "--no-password", f"--file={target}", f"--dbname={address}"]
        _run(words, surroundings)
        _run([pg_restore, "--list", str(target)], surroundings)
    return target.stat().st_size


def _run(words: list[str], surroundings: dict[str, str]) -> None:
    done = subprocess.run(
        words,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        raise DumpFailed(said[0] if said else f"{words[0]} ended with {done.returncode}")
