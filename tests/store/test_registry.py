"""Knows that the registry finds people and houses as they were imported, in few queries."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from hauspost.config.starter import sample, starter
from hauspost.desk.masterdata import Kind, compare
from hauspost.desk.model import PersonId, PropertyId, Role
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, registry
from hauspost.store.database import Database
from hauspost.store.migrate import migrate

NOON = datetime(2025, 10, 13, 10, tzinfo=UTC)
TODAY = date(2025, 10, 13)
LW12, HS5 = PropertyId("LW12"), PropertyId("HS5")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Nobody writes to it, so one is enough."""
    url = f"sqlite:///{tmp_path_factory.mktemp('registry') / 'hauspost.db'}"
    migrate(url)
    opened = Database(url)
    with opened.read() as connection:
        stored = masterdata.stored(connection)
    diff = compare(stored, read({**sample(), **starter()}, stored=stored).records)
    opened.write(lambda connection: masterdata.apply(connection, diff, at=NOON))
    yield opened
    opened.close()


def test_a_household_shares_an_address_and_stands_in_order(database: Database) -> None:
    with database.read() as connection:
        people = registry.persons_by_address(connection, "familie.schulz@web.example")
    assert [person.id for person in people] == ["1007", "1008"]


def test_managers_and_residents_of_a_house_are_found_with_their_past(database: Database) -> None:
    with database.read() as connection:
        managers = registry.managers_of(connection, LW12)
        residents = registry.residents_of(connection, HS5)
    assert [person.last_name for person in managers] == ["Vogt", "Lorenz"]
    assert [person.last_name for person in residents] == ["Hansen", "Kowalski", "Schulz", "Schulz"]
    assert residents[1].former_roles_at(HS5, TODAY) == {Role.TENANT}


def test_unknown_ids_are_left_out_and_mailboxes_name_their_houses(database: Database) -> None:
    with database.read() as connection:
        assert set(registry.persons(connection, [PersonId("1001"), PersonId("nobody")])) == {"1001"}
        assert registry.persons(connection, []) == {}
        assert registry.load_property(connection, PropertyId("nowhere")) is None
        assert registry.mailboxes(connection) == {"lindenweg12": "LW12", "hafenstr5": "HS5"}
        assert [house.id for house in registry.all_properties(connection)] == ["HS5", "LW12"]


def test_however_many_people_there_are_three_queries_fetch_them(database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with database.read() as connection:
        people = registry.all_persons(connection)
    assert len(people) == 12
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 3


def test_a_table_of_every_kind_can_be_compared_with_itself(database: Database) -> None:
    with database.read() as connection:
        stored = masterdata.stored(connection)
    records = [record for kind in Kind for record in stored[kind].values()]
    diff = compare(stored, records)
    assert (diff.is_empty, diff.missing, diff.unchanged) == (True, (), len(records))
