"""Two tickets that an earlier version made one with each other: found by `check`, put right by the next `serve`."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from hauspost.cli.checks.tickets import sentences
from hauspost.desk.model import EntryKind
from hauspost.store import circles, schema
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from tests.house import ANNA, SABINE, YILDIZ, House, house_on, text_of
from tests.nodes import count, psql
from tests.relay import eventually
from tests.stories.test_merging_at_once import WAITING

NOON = datetime(2026, 11, 4, 11, tzinfo=UTC)


@pytest.fixture
def broken(house: House) -> House:
    house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
    house.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
    lead(house, {1001: 1002, 1002: 1001})
    return house


def lead(house: House, leads: dict[int, int]) -> None:
    def job(connection: Connection) -> None:
        for number, target in leads.items():
            table = schema.tickets
            connection.execute(update(table).where(table.c.number == number).values(merged_into=target))

    house.gateway.database.write(job)


def found(house: House) -> Any:
    with house.gateway.database.read() as connection:
        return circles.astray(connection)


def test_both_are_one_ticket_again_and_an_answer_to_either_is_read_there(broken: House) -> None:
    assert found(broken) == {1001: (1002,)}
    to_second = next(mail for mail in broken.mails_to(SABINE) if "T-1002" in mail.message["Subject"])
    broken.gateway.database.write(partial(circles.put_right, at=NOON))
    assert found(broken) == {}
    assert [(t.number, t.merged_into) for t in broken.tickets()] == [(1001, None), (1002, 1001)]
    assert [e.facts for e in broken.entries(1001) if e.kind == EntryKind.MERGED] == [{"from": 1002}]
    broken.answers(SABINE, to_second, "ANTWORT: Wir kommen morgen wegen des Briefkastens.", auth="pass")
    assert "Wir kommen morgen wegen des Briefkastens." in text_of(broken.last_to(ANNA))
    assert {row.state for row in broken.arrivals()} == {"done"}


@pytest.mark.servers
def test_of_two_nodes_that_begin_at_once_one_puts_them_right_and_they_can_still_be_parted(
    furnished_postgresql: str,
) -> None:
    with house_on(furnished_postgresql) as house:
        house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
        house.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
        lead(house, {1001: 1002, 1002: 1001})
    databases = Database(furnished_postgresql), Database(furnished_postgresql)
    with psql(furnished_postgresql) as hand, psql(furnished_postgresql) as eye:
        with hand.transaction():
            hand.execute("SELECT number FROM tickets WHERE number = 1001 FOR UPDATE")
            asked = [database.submit(partial(circles.put_right, at=NOON)) for database in databases]
            eventually(lambda: count(eye, WAITING) == len(asked))
        assert sorted(map(len, (future.result(60) for future in asked))) == [0, 1]
        assert count(eye, "joined_tickets WHERE ticket = 1002 AND rows::text LIKE '%1002%'") == 1
    for database in databases:
        database.close()


@pytest.mark.parametrize(
    "leads, astray",
    [
        ({1001: 1002}, {}),
        ({1001: 1001}, {1001: ()}),
        ({1001: 1001, 1002: 1001}, {1001: (1002,)}),
    ],
)
def test_an_ordinary_merge_is_left_alone_and_one_with_itself_is_found(
    house: House, leads: dict[int, int], astray: dict[int, tuple[int, ...]]
) -> None:
    house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
    house.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
    lead(house, leads)
    assert found(house) == astray


def test_the_check_names_each_that_leads_nowhere() -> None:
    assert [*sentences({1001: (1002,), 1003: ()})] == [
        "T-1002 should be one with T-1001 and leads to no ticket, so an answer to it waits",
        "T-1003 was merged into itself, so it is on no list",
    ]
