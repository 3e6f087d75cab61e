"""Knows how to find PostgreSQL's programs and to run a private cluster of them for one test session."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.unprivileged import Identity, free_port, short_folder, unprivileged

# Debian, Red Hat, Alpine, Homebrew and plain builds, besides PATH and `pg_config --bindir`.
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/local/pgsql/bin",
)

# A cluster that lives for minutes needs no durability, and few resources, since each test worker has one.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_min_messages": "warning",
}

OWNER = "hauspost"
PATIENCE = 120.0
ATTEMPTS = 3


class NotStarted(Exception):
    """The programs are there, but no server answers; carries the server's own words."""


def programs() -> Path | None:
    """The folder of the newest `initdb` and `postgres`, or None where there is no server."""
    folders = [folder for folder in _candidates() if _has_server(folder)]
    return max(folders, key=_version, default=None)


def _candidates() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip() or "/nonexistent")
    for pattern in USUAL_PLACES:
        yield from Path("/").glob(pattern.removeprefix("/"))


def _has_server(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


def _version(folder: Path) -> tuple[int, ...]:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    return tuple(int(number) for number in re.findall(r"\d+", answer.stdout)[:2])


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server on loopback that trusts everybody who reaches it.

    `restart_at_once`: what `pg_ctl restart -m immediate` does. It ends without a word, and recovers from its log.
    """

    port: int
    restart_at_once: Callable[[], None]

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template: str = "template1") -> str:
        """Makes an empty database, or a copy of a template nobody is connected to; returns its URL for SQLAlchemy."""
        names = (sql.Identifier(database), sql.Identifier(template))
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drops it even when a test left connections behind."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def answers(self) -> bool:
        try:
            self._execute(sql.SQL("SELECT 1"))
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        where = f"host=127.0.0.1 port={self.port} user={OWNER} dbname=postgres connect_timeout=5"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def running_cluster(bindir: Path) -> Iterator[Cluster]:
    """A fresh cluster in a folder of its own, gone afterwards; as root it runs under an unprivileged user."""
    identity = _owner()
    with short_folder("hauspost-pg-") as folder:
        if identity.user is not None and identity.group is not None:
            os.chown(folder, identity.user, identity.group)
        _initialise(bindir, folder, identity)
        with _server(bindir, folder, identity) as cluster:
            yield cluster


def _owner() -> Identity:
    """PostgreSQL refuses to run as root."""
    identity = unprivileged("postgres", "nobody")
    if identity is None:
        raise NotStarted("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
    return identity


def _initialise(bindir: Path, folder: Path, identity: Identity) -> None:
    command = [
        str(bindir / "initdb"),
        "--pgdata",
        str(folder / "data"),
        "--username",
        OWNER,
        "--auth",
        "trust",
    ]
    done = subprocess.run(
        [*command, "--encoding", "UTF8", "--locale", "C", "--no-sync"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        user=identity.user,
        group=identity.group,
        extra_groups=identity.extra_groups,
    )
    if done.returncode != 0:
        raise NotStarted(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")


@contextlib.contextmanager
def _server(bindir: Path, folder: Path, identity: Identity) -> Iterator[Cluster]:
    for _ in range(
        ATTEMPTS
    ):  # somebody else may take the free port between our asking and the server's binding
        port = free_port()
        process = _start(bindir, folder, identity, port=port)

        def restart_at_once(port: int = port) -> None:
            nonlocal process
            process.send_signal(signal.SIGQUIT)
            process.wait(PATIENCE)
            process = _start(bindir, folder, identity, port=port)

        cluster = Cluster(port, restart_at_once)
        try:
            if _ready(process, cluster):
                yield cluster
                return
        finally:
            _stop(process)
    raise NotStarted(f"postgres does not answer: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _start(bindir: Path, folder: Path, identity: Identity, *, port: int) -> "subprocess.Popen[bytes]":
    settings = SETTINGS | {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [str(bindir / "postgres"), "-D", str(folder / "data"), *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupt at the keyboard ends the tests first, and they end the server
            user=identity.user,
            group=identity.group,
            extra_groups=identity.extra_groups,
        )


def _ready(process: "subprocess.Popen[bytes]", cluster: Cluster) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if cluster.answers():
            return True
        time.sleep(0.05)
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: open sessions are ended
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
