"""When somebody is there, in the words of reports, and which visits lie outside."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.attendance import hours_of, is_outside
from hauspost.desk.work import Window

BERLIN = ZoneInfo("Europe/Berlin")


def visit(day: int, begin: int, end: int | None = None, *, is_day: bool = False) -> Window:
    """In October 2025: the 14th is a Tuesday."""
    start = datetime(2025, 10, day, begin, tzinfo=BERLIN)
    return Window(start, datetime(2025, 10, day, end, tzinfo=BERLIN) if end else None, is_day)


@pytest.mark.parametrize(
    "access, window, outside",
    [
        ("ab 16 Uhr", visit(16, 16, 18), False),
        ("ab 16 Uhr", visit(16, 8, 10), True),
        ("ab 16 Uhr", visit(16, 15, 17), True),
        ("ab 16 Uhr", visit(16, 0, is_day=True), False),
        ("after 4 pm", visit(16, 9), True),
        ("after 4 pm", visit(16, 16), False),
        ("vormittags", visit(16, 14, 16), True),
        ("vormittags", visit(16, 8, 10), False),
        ("in the morning", visit(16, 14, 16), True),
        ("bis 12 Uhr", visit(16, 13), True),
        ("zwischen 8 und 10", visit(16, 8, 10), False),
        ("zwischen 8 und 10", visit(16, 10, 12), True),
        ("8-10 Uhr", visit(16, 11), True),
        ("between 2 and 4 pm", visit(16, 15), False),
        ("Mo-Fr ab 16 Uhr", visit(18, 17), True),
        ("dienstags vormittags", visit(14, 9), False),
        ("dienstags vormittags", visit(16, 9), True),
        ("Di vormittags Do ab 16 Uhr", visit(16, 17), False),
        ("Mo und Mi ab 16 Uhr", visit(16, 0, is_day=True), True),
        ("am Wochenende ab 10 Uhr", visit(18, 11), False),
        ("werktags ab 16 Uhr", visit(19, 17), True),
    ],
)
def test_a_visit_is_held_against_the_hours_that_a_report_names(
    access: str, window: Window, outside: bool
) -> None:
    assert is_outside(window, access, BERLIN) is outside


@pytest.mark.parametrize(
    "access", ["", "jederzeit", "ganztags", "all day", "ab 4", "nach Absprache", "ab 16 Uhr oder so"]
)
def test_what_is_not_surely_understood_rules_nothing_out(access: str) -> None:
    assert hours_of(access) == ()
    assert not is_outside(visit(16, 3), access, BERLIN)
