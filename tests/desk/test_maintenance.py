"""The days of recurring work: month ends, leap days, and what was missed is due once."""

from datetime import date
from itertools import islice

import pytest

from hauspost.desk.houses import PropertyId
from hauspost.desk.maintenance import Maintenance, due_for, occurrences
from hauspost.parsers.masterdata_cells import Misread
from hauspost.parsers.rhythms import rhythm


@pytest.mark.parametrize(
    "first, every, days",
    [
        ("2026-01-31", "P1M", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2024-02-29", "P12M", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2025-08-31", "P6M", ["2025-08-31", "2026-02-28", "2026-08-31"]),
        ("2025-12-24", "P14D", ["2025-12-24", "2026-01-07"]),
        ("2025-12-24", "once", ["2025-12-24"]),
    ],
)
def test_the_days_count_from_the_first_one(first: str, every: str, days: list[str]) -> None:
    found = islice(occurrences(date.fromisoformat(first), every), len(days))
    assert [day.isoformat() for day in found] == days


def weekly(opened_for: date | None = None) -> Maintenance:
    return Maintenance(
        1, PropertyId("LW12"), "Aufzug", "lift", "P7D", date(2025, 10, 13), opened_for=opened_for
    )


def test_what_was_missed_is_due_once_and_what_has_its_ticket_is_not() -> None:
    assert due_for(weekly(), date(2025, 10, 12)) is None
    assert due_for(weekly(), date(2025, 10, 13)) == date(2025, 10, 13)
    assert due_for(weekly(date(2025, 10, 13)), date(2025, 10, 19)) is None
    assert due_for(weekly(date(2025, 10, 13)), date(2025, 11, 12)) == date(2025, 11, 10)
    assert due_for(weekly(date(2025, 10, 13)), date(2025, 10, 20)) == date(2025, 10, 20)


@pytest.mark.parametrize(
    "said, meant",
    [
        ("jährlich", "P12M"),
        ("Jährlich im September", "P12M"),
        ("alle 6 Monate", "P6M"),
        ("alle zwei Jahre", "P24M"),
        ("every 2 weeks", "P14D"),
        ("halbjährlich", "P6M"),
        ("monthly", "P1M"),
        ("einmalig", "once"),
    ],
)
def test_a_rhythm_is_read_as_people_write_it(said: str, meant: str) -> None:
    assert rhythm(said) == meant


@pytest.mark.parametrize(
    "said", ["", "ab und zu", "alle 0 Monate", "alle 6 Monde", "alle 601 Wochen", "alle"]
)
def test_what_is_no_rhythm_is_told_with_the_mend(said: str) -> None:
    with pytest.raises(Misread) as misread:
        rhythm(said)
    assert "jährlich" in misread.value.mend
