"""Knows how systemd hears that the gateway is ready, alive and going down (sd_notify(3))."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Mapping

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


class Supervisor:
    """Silent where nobody supervises: without NOTIFY_SOCKET nothing is sent.

    The sign of life comes from the loop that serves the listeners; if that hangs, the sign is missing and the unit's
    WatchdogSec restarts us.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ, *, pid: int | None = None) -> None:
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        meant = environment.get("WATCHDOG_PID", "")
        is_meant = not meant or meant == str(os.getpid() if pid is None else pid)
        self._seconds = _seconds(environment.get("WATCHDOG_USEC", "")) if is_meant else 0.0
        self._beating: asyncio.Task[None] | None = None

    def ready(self) -> None:
        """Mail is taken from now on."""
        self._tell(READY)
        if self._address and self._seconds:
            self._beating = asyncio.get_running_loop().create_task(self._beat())

    def stopping(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            self._beating = None
        self._tell(STOPPING)

    async def _beat(self) -> None:
        while True:
            self._tell(ALIVE)
            await asyncio.sleep(self._seconds / 3)

    def _tell(self, state: str) -> None:
        """A supervisor that went away is not our trouble."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end, contextlib.suppress(OSError):
            end.setblocking(False)
            end.sendto(state.encode("ascii"), self._address)


def _address(told: str) -> str:
    """A path, or with "@" a name in the abstract namespace; anything else is no socket of ours."""
    if told.startswith("@"):
        return "\0" + told[1:]
    return told if told.startswith("/") else ""


def _seconds(told: str) -> float:
    return int(told) / 1_000_000 if told.isascii() and told.isdigit() else 0.0
