"""A veto's minutes run in office hours only: not at night, not on a holiday, and the same when the clocks change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.business_calendar import BusinessCalendar, Span
from hauspost.desk.office_hours import OfficeHours, is_holiday

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "begin, minutes, hours, state, end",
    [
        ("2025-10-14 10:00", 30, "Mo-Fr 8-17", "BE", "2025-10-14 10:30"),
        ("2025-10-14 16:50", 30, "Mo-Fr 8-17", "BE", "2025-10-15 08:20"),
        ("2025-10-14 22:41", 30, "Mo-Fr 8-17", "BE", "2025-10-15 08:30"),
        ("2025-10-14 06:00", 30, "Mo-Fr 8-17", "BE", "2025-10-14 08:30"),
        ("2025-10-14 16:30", 30, "Mo-Fr 8-17", "BE", "2025-10-14 17:00"),  # to the last minute
        ("2025-10-17 16:50", 30, "Mo-Fr 8-17", "BE", "2025-10-20 08:20"),  # over a weekend
        ("2025-10-02 16:50", 30, "Mo-Fr 8-17", "BE", "2025-10-06 08:20"),  # Friday is the day of unity
        ("2025-10-30 16:50", 30, "Mo-Fr 8-17", "BB", "2025-11-03 08:20"),  # Reformation Day, there only
        ("2025-10-30 16:50", 30, "Mo-Fr 8-17", "BE", "2025-10-31 08:20"),
        ("2025-12-24 16:45", 30, "Mo-Fr 8-17", "HH", "2025-12-29 08:15"),  # Christmas and a weekend
        ("2025-10-24 16:30", 60, "Mo-So 8-17", "BE", "2025-10-25 08:30"),
        ("2025-10-25 16:30", 60, "Mo-So 8-17", "BE", "2025-10-26 08:30"),  # the night the clocks go back
        ("2025-10-26 00:00", 240, "Mo-So 0-24", "BE", "2025-10-26 03:00"),  # four hours pass in it
        ("2026-03-29 00:00", 240, "Mo-So 0-24", "BE", "2026-03-29 05:00"),  # and four in the short one
        ("2025-10-14 10:00", 30, "Sa 9:30-12", "BE", "2025-10-18 10:00"),
        ("2025-10-18 11:45", 30, "Sa-Mo 9-12", "BE", "2025-10-19 09:15"),
    ],
)
def test_a_window_ends_after_so_many_minutes_of_office_hours(
    begin: str, minutes: int, hours: str, state: str, end: str
) -> None:
    at = datetime.fromisoformat(begin).replace(tzinfo=BERLIN)
    found = BusinessCalendar(OfficeHours.read(hours), BERLIN, state).after(at, Span(minutes=minutes))
    assert found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == end


def test_holidays_are_those_of_the_state_or_of_all_germany() -> None:
    women = date(2025, 3, 8)
    assert is_holiday(women, "Berlin")
    assert not is_holiday(women)
    assert is_holiday(date(2025, 12, 25))


def test_no_office_hours_are_a_fault() -> None:
    with pytest.raises(ValueError):
        OfficeHours.read("immer")
