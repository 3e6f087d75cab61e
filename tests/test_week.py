"""A counted week in short: two of its days. `python -m tests.week` plays all five and prints who got what."""

from pathlib import Path

from tests.week import OFFICE, played

# Mails at most: each manager a day, each household of one bulb, each reporter of one repair.
MANAGER, BULB, REPAIR = 10, 7, 5


def test_nobody_gets_more_mails_than_promised(tmp_path: Path) -> None:
    counts = played(f"sqlite:///{tmp_path / 'week.db'}", days=2)
    assert counts.tickets == 24
    assert max(max(counts.daily(manager)) for manager in OFFICE.values()) <= MANAGER
    assert max(counts.of_bulbs) <= BULB
    assert max(counts.of_repairs) <= REPAIR
    kinds = sum(counts.of_managers.values(), start=type(next(iter(counts.of_managers.values())))())
    assert kinds["morning"] == len(OFFICE)  # on the second day: nobody was served before
    assert kinds["firm_report"] > 0
    assert min(counts.of_repairs) >= 2
