"""Office time is what a person counts minute by minute: over nights, holidays, closed days and both clock changes."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from hauspost.desk.business_calendar import BusinessCalendar, ClosedDay, Span
from hauspost.desk.office_hours import OfficeHours
from tests.deadlines import minutes

CLOSED = (ClosedDay.read("24.12."), ClosedDay.read("31.12."))


def office(state: str) -> BusinessCalendar:
    return BusinessCalendar(OfficeHours.read("Mo-Fr 8-17"), minutes.BERLIN, state, CLOSED)


@pytest.mark.parametrize("state", ["BE", "BY"])
def test_every_span_ends_at_the_minute_that_a_person_counts(state: str) -> None:
    chance = random.Random(state)
    for _ in range(400):
        at = datetime(2025, 10, 14, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 1440))
        count = chance.randrange(1, 6000)
        assert office(state).after(at, Span(minutes=count)) == minutes.after(at, count, state)
        assert office(state).is_open(at) is minutes.is_open(at, state)
        day = at.astimezone(minutes.BERLIN).date()
        assert office(state).opens(day) == minutes.opening(day, state)


@pytest.mark.parametrize(
    "begin, span, end",
    [
        ("2025-10-24 16:00", "2h", "2025-10-27 09:00"),  # the clocks go back over the weekend
        ("2026-03-27 16:00", "2h", "2026-03-30 09:00"),  # and forward
        ("2025-12-23 12:00", "1d", "2025-12-29 12:00"),  # Christmas Eve is closed
        ("2025-12-30 16:30", "60 min", "2026-01-02 08:30"),  # New Year
        ("2026-01-05 12:00", "1 Tag", "2026-01-06 12:00"),
    ],
)
def test_a_day_is_a_working_day(begin: str, span: str, end: str) -> None:
    at = datetime.fromisoformat(begin).replace(tzinfo=minutes.BERLIN)
    wait = Span.read(span)
    assert wait is not None
    assert office("BE").after(at, wait).astimezone(minutes.BERLIN).strftime("%Y-%m-%d %H:%M") == end


def test_epiphany_is_a_holiday_in_bavaria_alone() -> None:
    at = datetime(2026, 1, 5, 12, tzinfo=minutes.BERLIN)
    assert office("BY").after(at, Span(days=1)).astimezone(minutes.BERLIN).day == 7
    assert office("BE").after(at, Span(days=1)).astimezone(minutes.BERLIN).day == 6


@pytest.mark.parametrize("text", ["4", "h", "0h", "-1d", "1.5d", "4 Wochen", "zwei Tage", "99999h"])
def test_what_is_no_span_is_a_fault(text: str) -> None:
    with pytest.raises(ValueError):
        Span.read(text)


@pytest.mark.parametrize("text", ["", "off", "aus", " OFF "])
def test_off_is_no_span(text: str) -> None:
    assert Span.read(text) is None


def test_a_closed_day_is_each_year_s_or_one() -> None:
    assert ClosedDay.read("24.12.").holds(date(2031, 12, 24))
    assert ClosedDay.read("29.2.").holds(date(2028, 2, 29))
    assert not ClosedDay.read("15.5.2026").holds(date(2027, 5, 15))
    for text in ("32.1.", "24.12", "Heiligabend", "2026-13-01", "29.2.2026"):
        with pytest.raises(ValueError):
            ClosedDay.read(text)


def test_working_days_are_counted_without_the_closed_ones() -> None:
    asked = datetime(2025, 12, 23, 10, 0, tzinfo=UTC)
    opened = office("BE").opening_after(asked, 2).astimezone(minutes.BERLIN)
    assert opened == datetime(
        2025, 12, 30, 8, 0, tzinfo=minutes.BERLIN
    )  # behind Christmas Eve, Christmas, a weekend
