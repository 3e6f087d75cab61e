"""Knows when a notice to the house may leave: not within the hours in which the house is left alone (WORDS 8)."""

from datetime import UTC, datetime, time, timedelta, tzinfo

DAY = 24 * 60


def quiet_until(at: datetime, hours: str, zone: tzinfo) -> datetime | None:
    """When the quiet hours end that hold `at`, in UTC; None: none do.

    `hours`: policy.quiet_hours, "20-7"; any other word means that there are none.
    """
    begin, dash, end = hours.replace("–", "-").partition("-")
    if not dash:
        return None
    first, last = _minutes(begin), _minutes(end)
    local = at.astimezone(zone)
    now = local.hour * 60 + local.minute
    is_over_midnight = first > last
    is_evening = first <= now and (is_over_midnight or now < last)
    if not (is_evening or (is_over_midnight and now < last)):
        return None
    is_tomorrow = (is_over_midnight and is_evening) or last == DAY
    day = local.date() + timedelta(days=1 if is_tomorrow else 0)
    return datetime.combine(day, time(last % DAY // 60, last % 60), zone).astimezone(UTC)


def _minutes(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    return int(hour) * 60 + int(minute or 0)
