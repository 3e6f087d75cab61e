"""Knows that master data is written whole, once, and read again as it was meant; on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from hauspost.config.starter import sample, starter
from hauspost.desk.masterdata import Diff, compare
from hauspost.desk.model import GENERAL, Period, PropertyId, Role
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, registry, schema
from hauspost.store.database import Database
from hauspost.store.migrate import migrate

NOON = datetime(2025, 10, 13, 10, tzinfo=UTC)
TODAY = date(2025, 10, 13)
LW12, HS5 = PropertyId("LW12"), PropertyId("HS5")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
    opened = Database(database_url)
    bring(opened, {**sample(), **starter()})
    yield opened
    opened.close()


def bring(database: Database, files: dict[str, bytes]) -> Diff:
    def job(connection: Connection) -> Diff:
        stored = masterdata.stored(connection)
        diff = compare(stored, read(files, stored=stored).records)
        masterdata.apply(connection, diff, at=NOON)
        return diff

    return database.write(job)


def test_what_was_imported_is_read_again_as_it_was_meant(database: Database) -> None:
    with database.read() as connection:
        house = registry.load_property(connection, LW12)
        people = registry.persons_by_address(connection, "f.yildiz@mail.example")
    assert house is not None
    assert (house.mailbox, house.responsible, house.emergency_phone) == ("lindenweg12", "9001", "030 5550100")
    (fatma,) = people
    assert fatma.roles_at(LW12, TODAY) == {Role.OWNER, Role.BOARD_MEMBER}
    assert fatma.units_at(LW12, TODAY) == ("WE07",)


def test_importing_the_same_files_again_changes_nothing(database: Database) -> None:
    diff = bring(database, {**sample(), **starter()})
    assert diff.is_empty
    assert diff.missing == ()
    with database.read() as connection:
        assert masterdata.version(connection) == 1


def test_a_move_is_a_changed_address_an_ended_role_and_a_new_one(database: Database) -> None:
    diff = bring(
        database,
        {
            "persons.csv": b"Personennummer;Nachname;E-Mail\n1001;Berger;anna@neu.example\n",
            "roles.csv": b"Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
            b"1001;LW12;WE03;Mieter;01.04.2019;31.10.2025\n1001;HS5;WE01;Mieter;01.11.2025;\n",
        },
    )
    assert (len(diff.changed), len(diff.ended), len(diff.new)) == (1, 1, 1)
    with database.read() as connection:
        assert registry.persons_by_address(connection, "anna.berger@post.example") == ()
        (anna,) = registry.persons_by_address(connection, "anna@neu.example")
        assert masterdata.version(connection) == 2
    assert [role.period for role in anna.roles] == [
        Period(date(2019, 4, 1), date(2025, 10, 31)),
        Period(date(2025, 11, 1), None),
    ]
    assert anna.first_name == "Anna"


def test_rows_that_are_missing_in_a_file_are_listed_and_stay(database: Database) -> None:
    diff = bring(database, {"units.csv": b"Objektnummer;Einheitsnummer\nHS5;WE01\n"})
    assert len(diff.missing) == 8
    with database.read() as connection:
        assert len(registry.units_of(connection, LW12)) == 5


def test_an_import_that_fails_half_way_changes_nothing(database: Database) -> None:
    def job(connection: Connection) -> None:
        stored = masterdata.stored(connection)
        texts = b"key;text\ntermin;Wir kommen am\n"
        masterdata.apply(
            connection, compare(stored, read({"texts.csv": texts}, stored=stored).records), at=NOON
        )
        raise ValueError("the power is gone")

    with pytest.raises(ValueError, match="the power is gone"):
        database.write(job)
    with database.read() as connection:
        assert registry.texts(connection) == {}
        assert masterdata.version(connection) == 1


def test_a_manager_of_everything_is_a_manager_of_each_house(database: Database) -> None:
    bring(database, {"roles.csv": b"Personennummer;Objektnummer;Rolle\n2001;*;Verwalter\n"})
    with database.read() as connection:
        assert "Krause" in [person.last_name for person in registry.managers_of(connection, HS5)]


def test_categories_stand_in_order_and_general_last_whatever_the_table_holds(database: Database) -> None:
    with database.read() as connection:
        keys = [category.key for category in registry.categories(connection)]
    assert keys[0] == "accounting"
    assert keys[-1] == GENERAL
    database.write(lambda connection: connection.execute(schema.categories.delete()))
    with database.read() as connection:
        (general,) = registry.categories(connection)
    assert (general.label_de, general.label_en) == ("Allgemein", "General")
