"""Knows what a test of the way out asks for: a furnished house on SQLite, and a server that takes its mails."""

from collections.abc import Iterator

import pytest

from tests.relay import ListeningRelay, listening_relay
from tests.wayout import House, open_database


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    furnished = House(open_database(sqlite_url)).furnish()
    yield furnished
    furnished.close()


@pytest.fixture
def server() -> Iterator[ListeningRelay]:
    with listening_relay() as listening:
        yield listening
