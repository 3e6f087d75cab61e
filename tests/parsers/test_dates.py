"""Knows days and appointments as people type them, seen from Monday, 13 October 2025, 9 o'clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers.dates import counts_from, day, when
from tests.effort import assert_no_crawl

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 10, 13, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Fr", "2025-10-17"),
        ("Fr.", "2025-10-17"),
        ("Freitag", "2025-10-17"),
        ("morgen", "2025-10-14"),
        ("übermorgen", "2025-10-15"),
        ("heute", "2025-10-13"),
        ("15.10.", "2025-10-15"),
        ("15.10", "2025-10-15"),
        ("zum 15.10.2025", "2025-10-15"),
        ("15.10.25", "2025-10-15"),
        ("15. Oktober", "2025-10-15"),
        ("2025-10-15", "2025-10-15"),
        ("Mi, 15.10.", "2025-10-15"),
        ("3.1.", "2026-01-03"),
        ("kommenden Mo", "2025-10-20"),
        ("Friday", "2025-10-17"),
        ("by Fri", "2025-10-17"),
        ("Oct 15th", "2025-10-15"),
        ("15 October 2025", "2025-10-15"),
        ("Di nächster Woche", "2025-10-21"),
        ("Mo", "ambiguous"),
        ("nächsten Freitag", "ambiguous"),
        ("10.10.", "past"),
        ("gestern", "past"),
        ("10.10.2024", "past"),
        ("31.2.", "unknown"),
        ("Do, 15.10.", "contradictory"),
        ("KW 44", "imprecise"),
        ("nächste Woche", "imprecise"),
        ("14.10. oder 15.10.", "none"),
        ("Fr vielleicht", "none"),
        ("Firma", "none"),
        ("", "none"),
    ],
)
def test_a_day_is_one_or_says_why_not(text: str, expected: str) -> None:
    found = day(text, today=TODAY)
    assert (found.day.isoformat() if found.day else found.reason) == expected


def test_an_ambiguous_weekday_names_what_it_may_mean() -> None:
    assert day("Mo", today=TODAY).candidates == (date(2025, 10, 13), date(2025, 10, 20))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Di., 14.10. zwischen 8 und 10 Uhr", "14.10. 08:00-10:00"),
        ("Do 16-18", "16.10. 16:00-18:00"),
        ("Do, 16.10.2025, 16-18 Uhr", "16.10. 16:00-18:00"),
        ("Do. 16.10. von 16:30 bis 18 Uhr", "16.10. 16:30-18:00"),
        ("am 14.10. um 8.30", "14.10. 08:30"),
        ("morgen um 9", "14.10. 09:00"),
        ("morgen früh um 7", "14.10. 07:00"),
        ("morgen vormittag", "14.10. 08:00-12:00"),
        ("Freitag gegen 9 Uhr", "17.10. 09:00"),
        ("heute 14 Uhr", "13.10. 14:00"),
        ("nächste Woche Di 8-10 Uhr", "21.10. 08:00-10:00"),
        ("Thursday 2-4 pm", "16.10. 14:00-16:00"),
        ("Thursday at 9am", "16.10. 09:00"),
        ("Oct 16th between 8 and 10", "16.10. 08:00-10:00"),
        ("am Mittwoch", "15.10. day"),
        ("Do 16.10.", "16.10. day"),
        ("heute um 8 Uhr", "past"),
        ("Mo 8 Uhr", "ambiguous"),
        ("Mi 15.10. 8-10 oder Do 16.10. 13-15 Uhr", "several"),
        ("Mo, 16.10., 8 Uhr", "contradictory"),
        ("KW 44", "imprecise"),
        ("ab 3.11.", "open"),
        ("bis Freitag", "open"),
        ("um 9 Uhr", "none"),
        ("so machen wir das", "none"),
        ("Fr. Müller war da", "none"),
        ("Guten Morgen", "none"),
        ("Mo-Fr 8-17", "none"),
        ("in 2-3 Stunden", "none"),
        ("30.2. 9 Uhr", "unknown"),
    ],
)
def test_an_appointment_is_one_or_says_why_not(text: str, expected: str) -> None:
    found = when(text, received_at=NOW, zone=ZONE)
    window = found.window
    shown = found.reason
    if window:
        end = f"-{window.end:%H:%M}" if window.end else ""
        shown = f"{window.start:%d.%m.} day" if window.is_day else f"{window.start:%d.%m. %H:%M}{end}"
    assert shown == expected


def test_an_open_hour_is_that_day_and_not_exact() -> None:
    found = when("Do ab 16 Uhr", received_at=NOW, zone=ZONE)
    assert found.reason == "open"
    assert found.window is not None
    assert found.window.is_day


def test_a_week_names_its_first_day() -> None:
    assert when("Lieferung ca. KW 44", received_at=NOW, zone=ZONE).first == date(2025, 10, 27)


def test_days_count_from_the_date_header_within_two_days_of_receipt() -> None:
    written = NOW - timedelta(hours=47)
    assert counts_from(NOW, written) == written
    assert counts_from(NOW, NOW - timedelta(hours=49)) == NOW
    assert counts_from(NOW, NOW + timedelta(hours=3)) == NOW
    assert counts_from(NOW, None) == NOW
    assert counts_from(NOW, NOW.replace(tzinfo=None)) == NOW


def test_the_day_is_that_of_the_given_zone() -> None:
    late = datetime(2025, 10, 13, 22, 30, tzinfo=UTC)  # already Tuesday in Berlin
    found = when("morgen 9 Uhr", received_at=late, zone=ZONE)
    assert found.window is not None
    assert found.window.start == datetime(2025, 10, 15, 9, 0, tzinfo=ZONE)


FAR = st.datetimes(
    NOW.replace(tzinfo=None, year=2024), NOW.replace(tzinfo=None, year=2030), timezones=st.just(ZONE)
)


@settings(deadline=None)
@given(now=FAR, ahead=st.integers(1, 180), start=st.integers(0, 22), length=st.integers(1, 2))
def test_what_is_written_out_is_read_as_it_was_meant(
    now: datetime, ahead: int, start: int, length: int
) -> None:
    meant = now.date() + timedelta(days=ahead)
    names = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    for said in (f"{meant:%d.%m.%Y}", f"{names[meant.weekday()]}, {meant:%d.%m.}", f"{meant:%Y-%m-%d}"):
        found = when(f"{said} {start}-{start + length} Uhr", received_at=now, zone=ZONE).window
        assert found is not None
        assert (found.start.date(), found.start.hour, found.start.tzinfo) == (meant, start, ZONE)


@settings(deadline=None)
@given(
    now=FAR,
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(["Fr", "16-18", "15.10.", "KW 44", "ab", "um 9", "morgen", "nächste Woche", "31.2."]),
        max_size=6,
    ).map(" ".join),
)
def test_any_text_gives_no_appointment_in_the_past(now: datetime, text: str) -> None:
    found = when(text, received_at=now, zone=ZONE)
    if found.window is None:
        assert found.reason
    else:
        assert (found.window.end or found.window.start) > now
    assert all(0 <= start < end <= len(text) for start, end in found.spans)


@pytest.mark.parametrize("piece", ["1.1.", "Fr ", "8-10 ", "am ", "1 ", "nächste ", "15.10. 8-10 Uhr "])
def test_long_crafted_text_is_read_in_good_time(piece: str) -> None:
    assert_no_crawl(lambda: when((piece * 12_000)[:12_000], received_at=NOW, zone=ZONE), 2)
