"""What time it is: the one place that asks the machine."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
