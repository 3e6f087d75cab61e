"""The figures of a report equal a count by hand over the raw rows: a generated year, on both databases."""

from datetime import date, timedelta

import pytest

from hauspost.desk.periods import Period, month_of
from hauspost.store.database import Database
from tests.reports.by_hand import utc
from tests.reports.compared import by_hand, differences, program
from tests.reports.history import History, houses_of

YEAR = Period(date(2025, 10, 14), date(2026, 10, 13))
LATER = utc(date(2026, 12, 1))
TENANCIES_END = Period(date(2025, 12, 1), date(2025, 12, 12))  # on its last day


def test_a_generated_year_is_counted_as_by_hand(database_url: str) -> None:
    history = History(seed=5, tickets=900).write(database_url)
    everywhere = frozenset(str(h.id) for h in houses_of(history.rows))
    two = frozenset({"H01", "H02"})
    middle = utc(date(2026, 3, 20)) + timedelta(hours=11)
    database = Database(database_url)
    with database.read() as connection:
        for period, places, now in (
            (YEAR, everywhere, LATER),
            (month_of(date(2026, 3, 1)), everywhere, LATER),
            (month_of(date(2026, 3, 1)), two, middle),  # which is not over yet
            (TENANCIES_END, everywhere, LATER),
            (Period(date(2025, 10, 24), date(2025, 10, 28)), everywhere, LATER),  # the clocks go back
            (month_of(date(2024, 1, 1)), everywhere, LATER),  # nothing had happened
        ):
            figures = program(connection, history, period, places, now)
            assert differences(figures, by_hand(history, period, places, now)) == []
    database.close()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_other_years_are_counted_as_by_hand(sqlite_url: str, seed: int) -> None:
    history = History(seed, tickets=250, houses=2, flats=3).write(sqlite_url)
    places = frozenset({"H01", "H02"})
    database = Database(sqlite_url)
    with database.read() as connection:
        figures = program(connection, history, YEAR, places, LATER)
    database.close()
    assert differences(figures, by_hand(history, YEAR, places, LATER)) == []
    assert figures.repeated > 20
    assert all(span.count > 20 for span in (figures.response, figures.release, figures.finish))
