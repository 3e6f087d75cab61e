"""Two tickets are led into each other, each on a node of its own: one merge is done, and both mails are answered."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from hauspost.store.database import Database
from tests.house import ANNA, SABINE, YILDIZ, House, house_on
from tests.nodes import count, psql
from tests.relay import Taken, eventually

pytestmark = pytest.mark.servers

OF_TICKET = text("SELECT number FROM tickets WHERE number = :number FOR UPDATE")
WAITING = "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def test_two_merges_in_opposite_directions_wait_in_one_line_and_both_mails_are_decided(
    furnished_postgresql: str,
) -> None:
    with (
        house_on(furnished_postgresql) as one,
        house_on(furnished_postgresql) as other,
        psql(furnished_postgresql) as hand,
        psql(furnished_postgresql) as eye,  # within a transaction the list of who waits would stay as it was
        ThreadPoolExecutor(2) as people,
    ):
        one.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
        one.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
        first, second = (about(one, number) for number in (1001, 1002))
        with hand.transaction():
            hand.execute("SELECT number FROM tickets WHERE number = 1001 FOR UPDATE")
            merges: list[Future[None]] = []
            for house, mail, target in ((one, first, 1002), (other, second, 1001)):
                words = f"ZUSAMMENLEGEN MIT T-{target}"
                merges.append(people.submit(house.answers, SABINE, mail, words, auth="pass"))
                eventually(lambda: count(eye, WAITING) == len(merges))
            # Nobody who waits for the lower number holds the higher one.
            hand.execute("SELECT number FROM tickets WHERE number = 1002 FOR UPDATE NOWAIT")
        for merge in merges:
            merge.result(60)
        assert {row.state for row in one.arrivals()} == {"done"}, "what gives way for good waits on"
        assert count(eye, "tickets WHERE merged_into IS NOT NULL") == 1


def about(house: House, number: int) -> Taken:
    """What the managers heard of it first."""
    return next(mail for mail in house.mails_to(SABINE) if f"T-{number}" in mail.message["Subject"])


def test_whoever_gives_way_in_a_circle_of_locks_is_done_again_at_once(furnished_postgresql: str) -> None:
    """The circle is closed by force: each holds one ticket before it asks for the other one's."""
    both = threading.Barrier(2)
    times: list[int] = []

    def locks(first: int, second: int) -> "Future[int]":
        def job(connection: Connection) -> int:
            times.append(first)
            connection.execute(OF_TICKET, {"number": first})
            if times.count(first) == 1:
                both.wait(60)
            return int(connection.execute(OF_TICKET, {"number": second}).scalar_one())

        return databases[first].submit(job)

    with house_on(furnished_postgresql) as house:
        house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
        house.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
    databases = {number: Database(furnished_postgresql) for number in (1001, 1002)}
    asked = [locks(1001, 1002), locks(1002, 1001)]
    assert [future.result(60) for future in asked] == [1002, 1001]
    assert len(times) == 3
    for database in databases.values():
        assert database.condition.ill is None
        database.close()
