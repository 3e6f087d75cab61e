"""Knows that the registry finds people and houses as they were imported, in few queries."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from hauspost.config.starter import sample, starter
from hauspost.desk.houses import PersonId, PropertyId, Role
from hauspost.desk.masterdata import Kind, compare
from hauspost.desk.work import Automation
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, registry
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.store.asked import listen

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


def test_firms_are_persons_beside_the_others(database: Database) -> None:
    meier = PersonId("firm:H1")
    with database.read() as connection:
        people = registry.persons(connection, [meier, PersonId("1001"), PersonId("firm:none")])
        assert set(people) == {meier, "1001"}
        (firm,) = registry.firms(connection, [meier, PersonId("1001")])
        assert len(registry.firms(connection)) == 5
        assert registry.firms(connection, []) == ()
        assert all(not person.id.startswith("firm:") for person in registry.all_persons(connection))
    person = people[meier]
    assert (person.name, person.address) == ("Heizung Meier GmbH", "auftrag@heizung-meier.example")
    assert person.roles_at(HS5, TODAY) == {Role.CONTRACTOR}
    assert (firm.company, firm.trades, firm.limit) == ("Heizung Meier GmbH", ("Heizung",), 50000)


@pytest.mark.parametrize(
    "address, expected",
    [
        ("auftrag@heizung-meier.example", ["firm:H1"]),
        ("kaya@heizung-meier.example", ["firm:H1"]),
        ("kaya@sub.heizung-meier.example", []),
        ("kaya@sanitaer-wolf.example", []),
        ("@heizung-meier.example", ["firm:H1"]),
        ("anna.berger@post.example", ["1001"]),
        ("", []),
    ],
)
def test_a_firm_is_known_by_its_addresses_and_by_its_domain(
    database: Database, address: str, expected: list[str]
) -> None:
    with database.read() as connection:
        assert [p.id for p in registry.persons_by_address(connection, address)] == expected


def test_the_house_s_own_firms_stand_beside_those_of_all_houses_by_rank(database: Database) -> None:
    with database.read() as connection:
        linden = [
            (a.work, a.person) for a in registry.assignments_of(connection, LW12) if a.work == "Sanitär"
        ]
        harbour = [(a.work, a.person) for a in registry.assignments_of(connection, HS5)]
    assert linden == [("Sanitär", "firm:S1"), ("Sanitär", "firm:S2")]
    assert ("Sanitär", "firm:S2") not in harbour
    assert ("Heizung", "firm:H1") in harbour


def test_rules_of_a_house_and_of_all_houses(database: Database) -> None:
    with database.read() as connection:
        linden = registry.rules_of(connection, LW12)
        assert {rule.name for rule in registry.all_rules(connection)} == {
            "*/heating",
            "LW12/lighting",
            "HS5/water",
        }
    assert [rule.name for rule in linden] == ["*/heating", "LW12/lighting"]
    lighting = linden[1]
    assert (lighting.automation, lighting.assignee) == (Automation.AUTO, "caretaker")
    assert (lighting.may_start, lighting.may_finish, lighting.limit, lighting.per_day) == (
        True,
        True,
        None,
        3,
    )


def test_the_audience_is_everybody_who_lives_owns_or_works_there_or_did(database: Database) -> None:
    with database.read() as connection:
        audience = [person.last_name for person in registry.audience_of(connection, LW12)]
        caretakers = [person.last_name for person in registry.caretakers_of(connection, LW12)]
        former = [person.last_name for person in registry.audience_of(connection, HS5)]
    assert audience == ["Berger", "Petersen", "Yıldız", "Miller", "Schröder", "Krause"]
    assert caretakers == ["Krause"]
    assert "Kowalski" in former


def test_a_category_knows_its_trade_and_whose_property_it_is(database: Database) -> None:
    with database.read() as connection:
        lighting = next(c for c in registry.categories(connection) if c.key == "lighting")
    assert (lighting.trade, lighting.scope, lighting.visibility) == ("Elektro", "common", "public")


def test_unknown_ids_are_left_out_and_mailboxes_name_their_houses(database: Database) -> None:
    with database.read() as connection:
        assert set(registry.persons(connection, [PersonId("1001"), PersonId("nobody")])) == {"1001"}
        assert registry.persons(connection, []) == {}
        assert registry.load_property(connection, PropertyId("nowhere")) is None
        assert registry.mailboxes(connection) == {"lindenweg12": "LW12", "hafenstr5": "HS5"}
        assert [house.id for house in registry.all_properties(connection)] == ["HS5", "LW12"]


def test_however_many_people_there_are_three_queries_fetch_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = listen(database, monkeypatch)
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
