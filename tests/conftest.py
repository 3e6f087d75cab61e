"""Knows the databases that a test may ask for: a fresh SQLite file, a fresh PostgreSQL database, or each in turn."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres


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
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """One private cluster for each test worker, started by the first test that asks for it."""
    bindir = postgres.programs()
    if bindir is None:
        reason = "PostgreSQL's server programs (initdb, postgres) are not on this machine"
        if os.environ.get("HAUSPOST_REQUIRE_SERVERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.running_cluster(bindir) as cluster:
        yield cluster
