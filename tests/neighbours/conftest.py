"""A house with a real Postfix beside it: in front of its listeners, and behind it as its relay."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from hauspost.gateway.incoming import Limits, Listener, Tcp
from tests import postfix, recipes
from tests.house import DOMAIN, House, house_on
from tests.neighbours import clients
from tests.postfix import Postfix, running_postfix
from tests.relay import eventually, free_port
from tests.sample import load_sample
from tests.servers import absent


@dataclass(frozen=True, slots=True)
class Street:
    """What stands beside each other; `house.relay` is the rest of the world."""

    house: House
    postfix: Postfix

    def arrives(self, count: int) -> None:
        """Waits for so many arrivals, then decides and sends."""
        eventually(lambda: len(self.house.arrivals()) >= count, seconds=postfix.PATIENCE)
        self.house.gateway.drain()


Build = Callable[..., Street]


@pytest.fixture
def needs_postfix() -> None:
    if reason := postfix.missing():
        absent(reason)


@pytest.fixture
def needs_clients() -> None:
    if reason := clients.missing("mutt", "s-nail"):
        absent(reason)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample houses in a SQLite file, made once and copied for each test."""
    file = tmp_path_factory.mktemp("furnished") / "hauspost.db"
    load_sample(f"sqlite:///{file}")
    return file


@pytest.fixture
def build(needs_postfix: None, furnished: Path, tmp_path: Path) -> Iterator[Build]:
    """`build(chapter, …)`: Postfix as those chapters of the recipe say, with the ports of this test."""
    url = f"sqlite:///{shutil.copy(furnished, tmp_path)}"
    with ExitStack() as stack:

        def made(*chapters: str, master: str = "", more: str = "", recipients: int = 100) -> Street:
            port = free_port()
            limits = Limits(recipients=recipients)
            lmtp = Listener("lmtp", Tcp("127.0.0.1", 0), hostname=DOMAIN, protocol="lmtp", limits=limits)
            relay_url = f"smtp://127.0.0.1:{port}"
            house = stack.enter_context(house_on(url, relay_url=relay_url, more=(lmtp,)))
            main = "\n".join(recipes.postfix(chapter, "main.cf") for chapter in chapters) + more
            main = _with_ports(main, smtp=house.port, lmtp=_port(house, "lmtp"))
            sink = house.relay.port
            return Street(
                house,
                stack.enter_context(running_postfix(main=main, master=master, sink=sink, port=port)),
            )

        yield made


def _with_ports(main: str, *, smtp: int, lmtp: int) -> str:
    changed = re.sub(r"127\.0\.0\.1:8024", f"127.0.0.1:{lmtp}", main)
    return re.sub(r"\[127\.0\.0\.1\]:8025", f"[127.0.0.1]:{smtp}", changed)


def _port(house: House, listener: str) -> int:
    place = house.gateway.listeners.bound[listener]
    assert isinstance(place, Tcp)
    return place.port
