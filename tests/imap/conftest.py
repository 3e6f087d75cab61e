"""A mailbox of its own at a real IMAP server for each test, before a house on SQLite."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.desk.policy import Policy
from tests.dovecot import Dovecot
from tests.house import House, house_on
from tests.imap.mailbox import Mailbox
from tests.sample import load_sample


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample houses, made once and copied for each test."""
    file = tmp_path_factory.mktemp("furnished") / "hauspost.db"
    load_sample(f"sqlite:///{file}")
    return file


@pytest.fixture
def house(furnished_file: Path, tmp_path: Path) -> Iterator[House]:
    """Its clock is the IMAP server's, so that it is night in some runs: nothing waits for the morning."""
    with house_on(f"sqlite:///{shutil.copy(furnished_file, tmp_path)}", Policy(quiet_hours="off")) as built:
        yield built


@pytest.fixture
def mailbox(imap_server: Dovecot, house: House) -> Mailbox:
    return Mailbox.at(imap_server, f"user{uuid.uuid4().hex}", house)
