"""Knows how a server of a test gets a folder, a port and rights of its own, none of them root's."""

import contextlib
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose rights the server's processes have; None means: ours."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None


def unprivileged(*names: str) -> Identity | None:
    """Ours if we are not root, else the first of these users that there is."""
    if os.geteuid() != 0:
        return Identity()
    for name in names:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Identity(user=entry.pw_uid, group=entry.pw_gid, extra_groups=())
    return None


@contextlib.contextmanager
def short_folder(prefix: str) -> Iterator[Path]:
    """A unix socket's path holds 107 bytes at most, and pytest's own folders are often longer than that."""
    place = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
