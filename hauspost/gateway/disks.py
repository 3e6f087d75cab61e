"""Knows on which disk a folder lies, of what kind that is, and how much room is left there."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
# SQLite's write-ahead log needs memory that all its users share (sqlite.org/wal.html, "Overview").
ACROSS_A_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "afs", "fuse.sshfs", "fuse.glusterfs"}
)
IN_MEMORY = frozenset({"tmpfs", "ramfs"})

_ESCAPED = re.compile(r"\\([0-7]{3})")  # a blank is \040


@dataclass(frozen=True, slots=True)
class Disk:
    """`point`: where it is mounted. `kind`: its file system, "" where the machine does not say. `free`: octets."""

    point: str
    kind: str
    free: int


def disk_of(folder: Path) -> Disk:
    """Of a folder that is there. Raises OSError."""
    path = folder.resolve(strict=True)
    free = shutil.disk_usage(path).free
    if MOUNTS.exists():
        point, kind = mount_of(str(path), MOUNTS.read_text("utf-8", "surrogateescape"))
        return Disk(point, kind, free)
    return Disk(next(str(one) for one in (path, *path.parents) if os.path.ismount(one)), "", free)


def mount_of(path: str, mountinfo: str) -> tuple[str, str]:
    """Mount point and file system of an absolute path, by the lines of proc(5); of two at one point the later one."""
    found = ("/", "")
    for line in mountinfo.splitlines():
        mount, _, source = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 5 or not source:
            continue
        point = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), fields[4])
        if _lies_below(path, point) and len(point) >= len(found[0]):
            found = point, source.split(" ")[0]
    return found


def _lies_below(path: str, point: str) -> bool:
    return path == point or path.startswith(f"{point.rstrip('/')}/")
