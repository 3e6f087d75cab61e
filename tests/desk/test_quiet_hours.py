"""A house is left alone at night: what waits, until when, and in the nights in which the clocks are set."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.notices import NoticeKind
from hauspost.desk.policy import PolicyFault, read_policy
from hauspost.desk.quiet_hours import WAITING, leaves_at

BERLIN = ZoneInfo("Europe/Berlin")


def local(text: str) -> datetime:
    """ "2025-10-26 02:30+" is the second half past two of that night."""
    return datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=BERLIN, fold=int(text.endswith("+")))


@pytest.mark.parametrize(
    "hours, at, leaves",
    [
        ("20-7", "2025-10-14 19:59", "2025-10-14 19:59"),
        ("20-7", "2025-10-14 20:00", "2025-10-15 07:00"),
        ("20-7", "2025-10-15 00:00", "2025-10-15 07:00"),
        ("20-7", "2025-10-15 06:59", "2025-10-15 07:00"),
        ("20-7", "2025-10-15 07:00", "2025-10-15 07:00"),
        ("22:30 – 6:15", "2025-12-31 23:00", "2026-01-01 06:15"),
        ("13-15", "2025-10-14 14:00", "2025-10-14 15:00"),
        ("13-15", "2025-10-14 20:00", "2025-10-14 20:00"),
        ("20-24", "2025-10-14 21:00", "2025-10-15 00:00"),
        ("24-7", "2025-10-14 01:00", "2025-10-14 07:00"),
        ("off", "2025-10-14 23:00", "2025-10-14 23:00"),
        ("20-20", "2025-10-14 23:00", "2025-10-14 23:00"),
        ("20-7", "2026-03-28 23:00", "2026-03-29 07:00"),  # the night with an hour less
        ("20-7", "2025-10-25 23:00", "2025-10-26 07:00"),  # and with one more
        ("20-2:30", "2026-03-28 23:00", "2026-03-29 03:30"),  # half past two does not exist that night
        ("20-2:30", "2025-10-26 01:00", "2025-10-26 02:30"),  # there it comes twice
        ("20-2:30", "2025-10-26 02:10+", "2025-10-26 02:30+"),
    ],
)
def test_a_list_waits_for_the_end_of_the_quiet_hours(hours: str, at: str, leaves: str) -> None:
    found = leaves_at(NoticeKind.EVENING, local(at), hours=hours, zone=BERLIN)
    assert found.astimezone(UTC) == local(leaves).astimezone(UTC)


@pytest.mark.parametrize("kind", NoticeKind)
def test_only_what_is_read_in_the_morning_as_well_waits(kind: NoticeKind) -> None:
    midnight = local("2025-10-15 00:00")
    found = leaves_at(kind, midnight, hours="20-7", zone=BERLIN)
    assert (found > midnight) == (kind in WAITING)
    assert leaves_at(kind, midnight, hours="20-7", zone=BERLIN, is_urgent=True) == midnight


def test_whatever_hour_it_is_the_mail_leaves_outside_the_quiet_ones_and_soon() -> None:
    for night in ("2025-10-25", "2026-03-28", "2025-12-31"):
        begin = local(f"{night} 12:00").astimezone(UTC)
        for quiet in ("20-7", "1-3", "2:30-2:15", "23-2:30", "0-24"):
            for n in range(0, 36 * 60, 7):
                at = begin + timedelta(minutes=n)
                leaves = leaves_at(NoticeKind.EVENING, at, hours=quiet, zone=BERLIN)
                assert at <= leaves <= at + timedelta(hours=48)
                assert leaves_at(NoticeKind.EVENING, leaves, hours=quiet, zone=BERLIN) == leaves


@pytest.mark.parametrize("value", ["20-7", "22:30-6", "off", "aus", "0 – 5"])
def test_what_the_policy_may_say(value: str) -> None:
    assert read_policy("quiet_hours", value) == value
    leaves_at(NoticeKind.EVENING, local("2025-10-15 00:00"), hours=value, zone=BERLIN)


def test_and_what_not() -> None:
    with pytest.raises(PolicyFault):
        read_policy("quiet_hours", "at night")
