from datetime import date, timedelta

import pytest

from hauspost.desk.failures import Failure, is_reached_never

TODAY = date(2025, 10, 14)


def before(*days: int) -> tuple[date, ...]:
    return tuple(TODAY - timedelta(days=day) for day in days)


@pytest.mark.parametrize(
    "days,never",
    [
        ((), False),
        ((0, 0), False),
        ((1,), False),
        ((1, 1, 0), False),
        ((2, 1), True),
        ((60, 30), True),
        ((90, 1), False),  # another trouble, long ago
        ((89, 1), True),
        ((5, 4, 3), True),
    ],
)
def test_three_different_days_within_ninety_are_one_too_many(days: tuple[int, ...], never: bool) -> None:
    assert is_reached_never(before(*days), TODAY) is never


@pytest.mark.parametrize(
    "action,status,counts",
    [
        ("failed", "5.1.1", True),
        ("failed", "5.2.2", True),
        ("failed", "5.7.1", True),
        ("failed", "", True),
        ("failed", "4.4.7", False),
        ("failed", "5.2.3", False),
        ("failed", "5.3.4", False),
        ("failed", "5.6.0", False),
        ("delayed", "4.4.1", False),
        ("delayed", "5.1.1", False),
        ("delivered", "2.0.0", False),
        ("", "", False),
    ],
)
def test_only_what_speaks_of_the_mailbox_and_is_final_counts(action: str, status: str, counts: bool) -> None:
    assert Failure(action, status).is_permanent is counts
