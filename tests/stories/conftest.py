"""A house to play stories in, on SQLite and on PostgreSQL."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.desk.policy import Policy
from tests import postgres
from tests.house import House, house_on
from tests.sample import load_sample

TEMPLATE = "furnished"
FIVE_MINUTES = Policy(hold_minutes=5)


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample houses in a SQLite file, made once and copied for each story."""
    file = tmp_path_factory.mktemp("furnished") / "hauspost.db"
    load_sample(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def furnished_cluster(postgres_cluster: postgres.Cluster) -> postgres.Cluster:
    load_sample(postgres_cluster.create(TEMPLATE))
    return postgres_cluster


@pytest.fixture
def furnished_sqlite(furnished_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(furnished_file, tmp_path)}"


@pytest.fixture
def furnished_postgresql(furnished_cluster: postgres.Cluster) -> Iterator[str]:
    name = f"story_{uuid.uuid4().hex}"
    yield furnished_cluster.create(name, template=TEMPLATE)
    furnished_cluster.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def furnished_url(request: pytest.FixtureRequest) -> str:
    """A database of either kind that holds the sample houses: the story is played once on each."""
    url: str = request.getfixturevalue(f"furnished_{request.param}")
    return url


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url) as built:
        yield built


@pytest.fixture
def five_minute_house(furnished_url: str) -> Iterator[House]:
    """What managers write waits five minutes, and each change is told for itself."""
    with house_on(furnished_url, FIVE_MINUTES) as built:
        yield built


@pytest.fixture
def patient_house(furnished_url: str) -> Iterator[House]:
    """What managers write waits three minutes."""
    with house_on(furnished_url, Policy(hold_minutes=3, fold_minutes=3)) as built:
        yield built


@pytest.fixture
def notice_house(furnished_url: str) -> Iterator[House]:
    """It only posts notices; what it is written to goes to the managers."""
    with house_on(furnished_url, Policy(reports="office")) as built:
        yield built


@pytest.fixture
def strict_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(strict_commands=True)) as built:
        yield built
