"""Nothing that is due is missed, and nothing is said twice: random weeks against an office counted in minutes."""

from datetime import UTC, datetime

import pytest

from tests.deadlines.year import YEAR, Year, differences
from tests.sample import load_sample


@pytest.mark.parametrize(
    "seed, begin",
    [
        (7, "2025-10-14"),  # the clocks go back
        (8, "2025-12-16"),  # Christmas, New Year, Epiphany in one of the states
        (9, "2026-03-20"),  # the clocks go forward, Easter
    ],
)
def test_weeks_with_clock_changes_and_holidays_on_one_node(sqlite_url: str, seed: int, begin: str) -> None:
    load_sample(sqlite_url)
    start = datetime.fromisoformat(begin).replace(tzinfo=UTC)
    year = Year(sqlite_url, nodes=1, days=24, seed=seed, step=60, begin=start).play()
    assert len(year.expected) > 20
    assert differences(year) == ([], [])


@pytest.mark.servers
def test_a_year_on_two_nodes_misses_nothing_and_says_nothing_twice(postgresql_url: str) -> None:
    load_sample(postgresql_url)
    year = Year(postgresql_url, nodes=2, days=YEAR, seed=1, step=120).play()
    assert len(year.expected) > 500
    assert year.counts["downtimes"] > 5
    assert differences(year) == ([], [])
