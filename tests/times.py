"""The moment at which stories begin: a Tuesday noon in Berlin."""

from datetime import UTC, datetime

NOON = datetime(2025, 10, 14, 10, 0, tzinfo=UTC)
