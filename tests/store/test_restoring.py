"""Knows how a restored database is made safe: numbers leap, what may have been sent waits, done folders come again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from hauspost.desk.houses import PersonId
from hauspost.desk.work import OrderKind, Phase, WorkOrder
from hauspost.store import changes, mails, notices, restoring, schema, tickets, which_copy
from hauspost.store.backup import back_up
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from hauspost.store.restoring import LEAP, Survey
from tests.wayout import NOON, House

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    migrate(database_url)
    furnished = House(Database(database_url)).furnish()
    yield furnished
    furnished.close()


def survey(house: House, at: datetime = LATER, *, least: int = LEAP) -> Survey:
    with house.database.read() as connection:
        return restoring.survey(connection, at, least=least)


def make_safe(house: House, at: datetime = LATER, *, accounts: tuple[str, ...] = ()) -> Survey:
    found = survey(house, at)
    house.database.write(partial(restoring.make_safe, found=found, at=at, accounts=accounts))
    return found


def following(found: Survey) -> dict[str, int]:
    return {sequence.name: sequence.following for sequence in found.sequences}


def asks(house: House, *, due_at: datetime | None) -> int:
    values = {"kind": "veto", "asked": [], "about": {}, "asked_at": NOON, "due_at": due_at, "state": "open"}
    return house.insert(schema.questions, values)


def test_numbers_leap_beyond_what_may_have_been_given_out(house: House) -> None:
    assert house.ticket == 1001
    found = make_safe(house)
    assert following(found)["tickets"] == 2002
    assert following(found)["questions"] == 300 + LEAP + 1
    assert house.opens_ticket() == 2002
    assert asks(house, due_at=None) == 1301


def test_a_busy_office_that_was_away_for_long_leaps_further() -> None:
    week = timedelta(days=7)
    assert restoring.leap(10, timedelta(hours=1)) == LEAP
    assert restoring.leap(2_000, timedelta(hours=1)) == 4_000
    assert restoring.leap(2_000, 2 * week) == 8_000
    assert restoring.leap(2_000, 2 * week + timedelta(seconds=1)) == 12_000
    assert restoring.leap(0, timedelta(), least=5) == 5


def test_a_forgotten_order_keeps_its_number(house: House) -> None:
    order = WorkOrder(
        1, PersonId("firm:1"), "Elektro Blitz", OrderKind.ORDER, Phase.DISPATCHED, "Bitte prüfen."
    )
    house.database.write(partial(changes.open_order, ticket=house.ticket, order=order, at=NOON))
    make_safe(house)
    with house.database.read() as connection:
        ticket = tickets.load_ticket(connection, house.ticket)
    assert ticket is not None
    assert (ticket.orders_given, [one.number for one in ticket.orders]) == (11, [1])


def test_what_waits_to_be_sent_is_held_until_a_hand_lets_it_go(house: House) -> None:
    house.writes_to_anna("owed")
    house.writes_to_anna("later", after=timedelta(hours=5))
    house.database.write(partial(mails.pause, at=NOON))
    house.dispatch("maildir:nowhere").drain()
    house.writes_to_anna("owed when the copy was made")
    found = make_safe(house)
    assert (found.mails, found.notices) == (1, 1)
    assert house.states() == ["held"]
    house.now = LATER
    house.writes_to_anna("owed after the restore")
    with house.database.read() as connection:
        doubts = [owed.is_doubtful for owed in notices.due_notices(connection, at=LATER, limit=9)]
        assert mails.is_paused(connection)
    assert doubts == [True, False]
    house.dispatch("maildir:nowhere").drain()
    assert house.states() == ["held", "held", "queued"]
    assert [row.reply for row in house.mails()][:2] == [notices.DOUBT] * 2


def test_a_question_whose_time_is_over_waits_for_a_word(house: House) -> None:
    over, comes, open_end = (asks(house, due_at=at) for at in (NOON, LATER + timedelta(hours=1), None))
    assert make_safe(house).questions == (over,)
    due = {row.id: row.due_at for row in house.rows(schema.questions)}
    assert due == {over: None, comes: LATER + timedelta(hours=1), open_end: None}


def test_a_second_check_finds_it_done_until_something_happens(house: House) -> None:
    make_safe(house)
    assert survey(house).done_at == LATER
    house.now = LATER + timedelta(hours=1)
    house.writes_to_anna()
    assert survey(house).done_at is None


def test_each_account_takes_its_done_folder_in_again_once(house: House) -> None:
    database = house.database

    def wanted(account: str) -> tuple[bool, datetime | None]:
        with database.read() as connection:
            return restoring.must_take_again(connection, account), restoring.unheard_since(
                connection, account
            )

    assert wanted("office") == (False, None)
    database.write(partial(restoring.taken_again, account="office", at=NOON))
    found = make_safe(house, accounts=("office", "board"))
    assert found.last_sign == NOON
    assert wanted("office") == wanted("board") == (True, NOON - timedelta(days=1))
    database.write(partial(restoring.taken_again, account="office", at=LATER))
    assert (wanted("office"), wanted("board")) == ((False, None), (True, NOON - timedelta(days=1)))
    assert wanted("opened later") == (False, None)


def test_even_where_nothing_ever_happened_the_done_folders_are_taken_in_again(database_url: str) -> None:
    """The backup may be older than the first mail."""
    migrate(database_url)
    house = House(Database(database_url))
    found = make_safe(house, accounts=("office",))
    assert (found.last_sign, found.mails) == (None, 0)
    with house.database.read() as connection:
        assert restoring.must_take_again(connection, "office")
        assert restoring.unheard_since(connection, "office") is None
    house.close()


def test_looking_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        restoring.survey(connection, NOON)
        assert connection.execute(select(schema.switches)).all() == []
    database.close()


def test_a_copy_is_to_be_made_safe_however_often_it_or_its_source_was(
    tmp_path: Path, sqlite_url: str
) -> None:
    migrate(sqlite_url)
    house = House(Database(sqlite_url))
    make_safe(house, NOON)
    back_up(tmp_path / "hauspost.db", tmp_path / "copy.db", at=LATER)
    assert survey(house).done_at == NOON, "only the copy is marked"
    house.close()
    copy = House(Database(f"sqlite:///{tmp_path / 'copy.db'}"))
    found = make_safe(copy)
    assert (found.done_at, found.last_sign) == (None, LATER)
    assert following(found)["tickets"] == 2000 + LEAP + 1
    assert survey(copy).done_at == LATER
    copy.close()


def test_a_dump_that_is_restored_into_another_database_is_to_be_made_safe_again(postgresql_url: str) -> None:
    """As a dump brings it along: with the word of the database that it was taken from."""
    migrate(postgresql_url)
    house = House(Database(postgresql_url))
    make_safe(house)
    assert survey(house).done_at == LATER
    house.database.write(
        partial(mails.switch, name=which_copy.RESTORED, value="7300000000000000000/16385", at=LATER)
    )
    assert survey(house).done_at is None
    house.close()


def test_numbers_leap_in_tables_that_are_still_empty(database_url: str) -> None:
    migrate(database_url)
    house = House(Database(database_url))
    assert following(make_safe(house, NOON)) == {
        "tickets": 2001,
        "questions": 1301,
        "arrivals": 1001,
        "notices": 1001,
        "mails": 1001,
    }
    house.furnish()
    assert (house.ticket, house.writes_to_anna(), asks(house, due_at=None)) == (2001, 1001, 1301)
    house.close()
