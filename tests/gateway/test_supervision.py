"""systemd hears the three things it asks for, over its own socket, and nobody else hears anything."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.gateway.supervision import ALIVE, READY, STOPPING, Supervisor


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.bind(str(tmp_path / "notify"))
        end.settimeout(30)
        yield end


def heard(manager: socket.socket) -> str:
    return manager.recv(64).decode("ascii")


async def life(environment: dict[str, str], seconds: float, pid: int | None = None) -> None:
    supervisor = Supervisor(environment, pid=pid)
    supervisor.ready()
    await asyncio.sleep(seconds)
    supervisor.stopping()


def test_ready_alive_and_stopping_are_told(manager: socket.socket) -> None:
    asyncio.run(life({"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "240000"}, 0.3))
    told = [heard(manager)]
    while told[-1] != STOPPING:
        told.append(heard(manager))
    assert told[0] == READY
    assert set(told[1:-1]) == {ALIVE}
    assert len(told) > 3


@pytest.mark.parametrize(
    "watchdog", [{}, {"WATCHDOG_USEC": "60000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}]
)
def test_without_a_watchdog_of_ours_there_is_no_sign_of_life(
    manager: socket.socket, watchdog: dict[str, str]
) -> None:
    asyncio.run(life({"NOTIFY_SOCKET": manager.getsockname(), **watchdog}, 0.1, pid=7))
    assert [heard(manager), heard(manager)] == [READY, STOPPING]


def test_a_name_in_the_abstract_namespace_is_heard_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.bind("")  # the kernel chooses a name (unix(7), autobind)
        end.settimeout(30)
        asyncio.run(life({"NOTIFY_SOCKET": "@" + end.getsockname()[1:].decode("ascii")}, 0))
        assert [heard(end), heard(end)] == [READY, STOPPING]


@pytest.mark.parametrize("where", ["", "nowhere", "/there/is/no/such/socket"])
def test_a_supervisor_that_is_not_there_is_no_trouble(where: str) -> None:
    asyncio.run(life({"NOTIFY_SOCKET": where, "WATCHDOG_USEC": "1000"}, 0.05))
