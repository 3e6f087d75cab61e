"""Looks at the folders that are written to: there, ours to write to, and on a disk that fits and has room."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hauspost.config.settings import Settings
from hauspost.config.values import Maildir
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.disks import ACROSS_A_NETWORK, IN_MEMORY, Disk, disk_of

GIB = 1024**3
SCARCE = 4  # times the least that must be free: a week of pictures is left


def unwritable(folder: Path) -> str:
    """Why nothing can be written to a folder, or to the nearest one that is there; "" if it can."""
    there = nearest(folder)
    if not there.is_dir():
        return f"{there} is no folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else f"{there} cannot be written to"


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def tokens(settings: Settings) -> Iterator[Finding]:
    """A provider's new refresh token is written where the old one lies."""
    for place, file in settings.refresh_tokens.items():
        if fault := unwritable(file.parent):
            sentence = f"{fault}, so a token that the provider renews is lost at the next start"
            yield Finding(
                Level.WARNING, place, sentence, "let Hauspost write there, or name a file elsewhere"
            )


def disks(settings: Settings) -> Iterator[Finding]:
    """Each disk once, with what lies on it."""
    found: dict[str, Disk] = {}
    lying: defaultdict[str, list[str]] = defaultdict(list)
    for key, folder in _written_to(settings).items():
        try:
            disk = disk_of(nearest(folder))
        except OSError as error:
            sentence = f"the disk of {folder} cannot be looked at ({error.strerror})"
            yield Finding(Level.WARNING, key, sentence, "see that the folder can be read")
            continue
        found.setdefault(disk.point, disk)
        lying[disk.point].append(key)
    least = settings.limits.free_disk_bytes + 2 * settings.limits.message_bytes
    for point, disk in found.items():
        yield room(disk, lying[point], least=least)
        if "database.url" in lying[point]:
            yield from fitness(disk)


def _written_to(settings: Settings) -> dict[str, Path]:
    file, to = settings.database.file, settings.relay.to
    written = {} if file is None else {"database.url": file.parent}
    return written | ({"relay.url": to.folder} if isinstance(to, Maildir) else {})


def room(disk: Disk, keys: list[str], *, least: int) -> Finding:
    """Below `least` octets mails are put off (SAFETY, "Limits")."""
    verb = "lies" if len(keys) == 1 else "lie"
    kind = f" ({disk.kind})" if disk.kind else ""
    sentence = (
        f"{' and '.join(keys)} {verb} on the disk at {disk.point}{kind}, with {disk.free / GIB:.1f} GiB free"
    )
    if disk.free < least:
        sentence += f"; below {least / GIB:.1f} GiB mails are put off"
        return Finding(Level.ERROR, "disk", sentence, "make room there, or move it to a larger disk")
    if disk.free < SCARCE * least:
        sentence += f"; below {least / GIB:.1f} GiB mails are put off"
        return Finding(Level.WARNING, "disk", sentence, "make room there before long")
    return Finding(Level.NOTE, "disk", sentence, "nothing to mend")


def fitness(disk: Disk) -> Iterator[Finding]:
    """Where SQLite should not lie."""
    if disk.kind in ACROSS_A_NETWORK:
        sentence = f"SQLite lies on a network's disk ({disk.kind}), where its locks cannot be relied on"
        mend = "put it on a disk of this machine, or use PostgreSQL"
        yield Finding(Level.WARNING, "database.url", sentence, mend)
    if disk.kind in IN_MEMORY:
        sentence = f"the database lies in memory ({disk.kind}) and is gone when the machine starts again"
        yield Finding(Level.NOTE, "database.url", sentence, "for real work put it on a disk")
