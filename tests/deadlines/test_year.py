"""Nothing that is due is missed, and nothing is said twice: random weeks against an office counted in minutes."""

import pytest

from tests.deadlines.year import YEAR, Year, differences
from tests.sample import load_sample


@pytest.mark.parametrize("seed", [7, 8])
def test_weeks_with_a_clock_change_and_holidays_on_one_node(sqlite_url: str, seed: int) -> None:
    load_sample(sqlite_url)
    year = Year(sqlite_url, nodes=1, days=28, seed=seed, step=60).play()
    assert len(year.expected) > 20
    assert differences(year) == ([], [])


@pytest.mark.servers
def test_a_year_on_two_nodes_misses_nothing_and_says_nothing_twice(postgresql_url: str) -> None:
    load_sample(postgresql_url)
    year = Year(postgresql_url, nodes=2, days=YEAR, seed=1, step=60).play()
    assert len(year.expected) > 500
    assert year.counts["downtimes"] > 5
    assert differences(year) == ([], [])
