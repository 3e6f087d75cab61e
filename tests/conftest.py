"""Knows what a test may ask for: a fresh SQLite file, a fresh PostgreSQL database, each in turn; an IMAP server."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import dovecot, postgres
from tests.servers import absent


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet, in the test's own folder."""
    return f"sqlite:///{tmp_path / 'hauspost.db'}"


@pytest.fixture
def postgresql_url(postgres_cluster: postgres.Cluster) -> Iterator[str]:
    """An empty PostgreSQL database; a test that asks for it carries the mark `servers`."""
    name = f"test_{uuid.uuid4().hex}"
    yield postgres_cluster.create(name)
    postgres_cluster.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of either kind: the test runs once on each."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def needs_dovecot() -> None:
    """Whatever runs a Dovecot of its own asks for this first."""
    if dovecot.programs() is None:
        absent("Dovecot's IMAP server (dovecot) is not on this machine")


@pytest.fixture(scope="session")
def imap_server(needs_dovecot: None) -> Iterator[dovecot.Dovecot]:
    """One private server for each test worker; every test takes a user of its own."""
    with dovecot.running_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """One private cluster for each test worker, started by the first test that asks for it."""
    bindir = postgres.programs()
    if bindir is None:
        absent("PostgreSQL's server programs (initdb, postgres) are not on this machine")
    with postgres.running_cluster(bindir) as cluster:
        yield cluster
