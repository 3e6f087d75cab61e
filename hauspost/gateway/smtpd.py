"""Knows the listeners as a whole: opens them together in the caller's loop, and closes them without losing a mail."""

import asyncio
import contextlib
import logging
import os
import socket
import stat
from collections import Counter
from collections.abc import Sequence

import structlog

from hauspost.gateway import smtp_replies as replies
from hauspost.gateway.incoming import (
    Accept,
    Answer,
    Incoming,
    Known,
    Limits,
    Listener,
    Place,
    Room,
    Tcp,
    Unix,
)
from hauspost.gateway.smtp_door import Door, peer_of
from hauspost.gateway.smtp_session import Session

__all__ = ["Answer", "Incoming", "Limits", "Listener", "Listeners", "Place", "Tcp", "Unix"]

log = structlog.get_logger(__name__)

BACKLOG = 128
SOCKET_MODE = 0o660  # the MTA's group delivers


class Threshold(asyncio.Protocol):
    """Meets each connection: a newcomer gets a conversation of his own, or 421."""

    def __init__(self, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        self._door = door
        self._loop = loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        peer = peer_of(transport)
        if (refusal := self._door.refusal(peer)) is not None:
            self._door.counts["refused connections"] += 1
            transport.write(replies.lines(refusal))
            transport.close()
            return
        session = Session(self._door, peer, loop=self._loop)
        transport.set_protocol(session)
        session.connection_made(transport)


class Listeners:
    """Owns the listening sockets of one process.

    `accept` gets each mail and gives one answer for each of its recipients, in order; `known` says at RCPT whether
    an address (lower-case; "postmaster" alone, too) may be written to; `room` whether the disk bears so many octets.
    """

    def __init__(self, listeners: Sequence[Listener], *, accept: Accept, known: Known, room: Room) -> None:
        self._doors = tuple(Door(listener, accept=accept, known=known, room=room) for listener in listeners)
        self._servers: list[asyncio.Server] = []
        self._paths: list[tuple[str, int]] = []  # with the inode, for another may have come to that name
        self.bound: dict[str, Place] = {}

    @property
    def counts(self) -> dict[str, Counter[str]]:
        """What happened so far, by listener and kind."""
        return {door.listener.name: Counter(door.counts) for door in self._doors}

    @property
    def connections(self) -> dict[str, int]:
        return {door.listener.name: len(door.guests) for door in self._doors}

    async def start(self) -> None:
        """All of them or none; OSError names the one that cannot be opened."""
        _silence_the_library()
        try:
            for door in self._doors:
                self.bound[door.listener.name] = await self._open(door)
                log.info("listening", listener=door.listener.name, at=str(self.bound[door.listener.name]))
        except OSError as error:
            await self.stop(0)
            raise OSError(error.errno, f"listener {door.listener.name}: {error.strerror or error}") from error

    async def stop(self, grace: float) -> None:
        """421 to newcomers and the idle; `grace` seconds for mails under way; then every socket is closed."""
        await asyncio.gather(*(door.clear(grace) for door in self._doors))
        for server in self._servers:
            server.close()
            await server.wait_closed()
        for path, inode in self._paths:
            with contextlib.suppress(FileNotFoundError):
                if os.stat(path).st_ino == inode:
                    os.unlink(path)
        self._servers.clear()
        self._paths.clear()

    async def _open(self, door: Door) -> Place:
        loop = asyncio.get_running_loop()
        where = door.listener.place
        if isinstance(where, Unix):
            listening = _bind_unix(where.path)
            self._paths.append((where.path, os.stat(where.path).st_ino))
            server = await loop.create_unix_server(
                lambda: Threshold(door, loop), sock=listening, backlog=BACKLOG
            )
            self._servers.append(server)
            return where
        server = await loop.create_server(
            lambda: Threshold(door, loop), where.host, where.port, backlog=BACKLOG, reuse_address=True
        )
        self._servers.append(server)
        host, port = server.sockets[0].getsockname()[:2]
        return Tcp(host, port)


def _bind_unix(path: str) -> socket.socket:
    """A socket whose file has its mode before anybody can connect; a file that nobody listens at is replaced."""
    _remove_stale(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(path)
        os.chmod(path, SOCKET_MODE)
    except OSError:
        listening.close()
        raise
    return listening


def _remove_stale(path: str) -> None:
    try:
        is_socket = stat.S_ISSOCK(os.stat(path).st_mode)
    except FileNotFoundError:
        return
    if not is_socket:
        raise FileExistsError(17, f"{path} is there and is no socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
    raise FileExistsError(17, f"somebody listens at {path}")


def _silence_the_library() -> None:
    """Its logger writes addresses at INFO (SAFETY, P7)."""
    library = logging.getLogger("mail.log")
    library.setLevel(logging.CRITICAL + 1)
    library.disabled = True
