"""A house to play stories in, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.desk.model import Policy
from tests.house import House, house_on


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    with house_on(sqlite_url, tmp_path) as built:
        yield built


@pytest.fixture
def patient_house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """What managers write waits three minutes."""
    with house_on(sqlite_url, tmp_path, Policy(hold_minutes=3, fold_minutes=3)) as built:
        yield built


@pytest.fixture
def strict_house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    with house_on(sqlite_url, tmp_path, Policy(strict_commands=True)) as built:
        yield built


@pytest.fixture
def any_house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """The same on both databases."""
    with house_on(database_url, tmp_path) as built:
        yield built
