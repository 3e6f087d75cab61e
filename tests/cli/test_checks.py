"""Knows what single looks of `check` say of a disk that does not fit, and of clocks that do not agree."""

from datetime import UTC, datetime, timedelta

import pytest

from hauspost.cli.checks.clock import by_mails, compared
from hauspost.cli.checks.folders import fitness
from hauspost.gateway.disks import Disk
from hauspost.store import clocks
from hauspost.store.database import Database
from hauspost.store.migrate import migrate

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_sqlite_on_a_network_s_disk_is_a_warning_and_in_memory_a_remark() -> None:
    assert [(f.level, f.mend) for f in fitness(Disk("/srv", "nfs4", 1))] == [
        ("warning", "put it on a disk of this machine, or use PostgreSQL")
    ]
    assert [f.level for f in fitness(Disk("/tmp", "tmpfs", 1))] == ["note"]
    assert [*fitness(Disk("/", "ext4", 1))] == []


@pytest.mark.parametrize(
    "there,newest,said",
    [
        (NOON + timedelta(seconds=5), NOON, []),
        (NOON - timedelta(minutes=2), None, ["this machine's clock is 120 s ahead of the database server's"]),
        (NOON + timedelta(minutes=2), None, ["this machine's clock is 120 s behind the database server's"]),
        (
            None,
            NOON + timedelta(days=1),
            [
                "it is 2026-06-01 12:00 UTC by this machine's clock, "
                "but the database holds what happened at 2026-06-02 12:00"
            ],
        ),
    ],
)
def test_clocks_that_do_not_agree_are_told(
    there: datetime | None, newest: datetime | None, said: list[str]
) -> None:
    assert [finding.sentence for finding in compared(NOON, there, newest)] == said


def test_mails_that_all_came_hours_after_they_were_written_tell_of_a_clock_that_is_ahead() -> None:
    ways = [timedelta(hours=3, minutes=minutes) for minutes in range(5)]
    (told,) = by_mails(ways)
    assert told.sentence == (
        "each of the last 5 mails came 180 minutes or more after it was written; "
        "this machine's clock may be ahead by that much"
    )
    assert [*by_mails(ways[1:])] == [], "too few say nothing"
    assert [*by_mails([*ways, timedelta(seconds=2)])] == [], (
        "one that came at once shows that the clock is right"
    )


@pytest.mark.servers
def test_postgresql_tells_its_own_time(postgresql_url: str) -> None:
    migrate(postgresql_url)
    database = Database(postgresql_url)
    with database.read() as connection:
        there, newest = clocks.server_time(connection), clocks.newest_moment(connection)
    database.close()
    assert there is not None
    assert there.tzinfo is not None
    assert newest is None
