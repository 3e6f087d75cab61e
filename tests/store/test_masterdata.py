"""Knows that master data is written whole, once, and read again as it was meant; on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from hauspost.config.starter import sample, starter
from hauspost.desk.houses import GENERAL, Period, PropertyId, Role
from hauspost.desk.masterdata import Diff, Kind, compare, digest_of
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, octets, registry, schema
from hauspost.store.changes import Moved
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


# ---- firms

FIRMS = "Dienstleisternummer;Firma;Gewerke;E-Mail Aufträge;Weitere Absender\n"
WORK = "Objektnummer;Gewerk;Dienstleisternummer;Rang\n"
RULES = "Objektnummer;Kategorie;Stufe;Firma;Pro Tag\n"


def test_a_rank_of_a_house_overrules_that_of_all_houses_and_rank_0_ends_the_work(database: Database) -> None:
    rows = "LW12;Sanitär;S1;3\nLW12;Heizung;H1;0\nHS5;Sanitär;S2;1\n"
    bring(database, {"assignments.csv": (WORK + rows).encode()})

    def plumbers(place: PropertyId) -> list[tuple[str, int]]:
        with database.read() as connection:
            found = registry.assignments_of(connection, place)
        return [(a.person, a.rank) for a in found if a.work == "Sanitär"]

    assert plumbers(LW12) == [("firm:S2", 2), ("firm:S1", 3)]
    assert plumbers(HS5) == [("firm:S2", 1), ("firm:S1", 1)]  # of one rank, the house's own first
    with database.read() as connection:
        assert "Heizung" not in {a.work for a in registry.assignments_of(connection, LW12)}
        assert "Heizung" in {a.work for a in registry.assignments_of(connection, HS5)}


def test_a_rule_that_waits_for_a_yes_is_approved_by_its_row_in_the_table(database: Database) -> None:
    database.write(lambda connection: connection.execute(schema.rules.update().values(is_approved=False)))
    diff = bring(database, {"rules.csv": f"{RULES}LW12;lighting;automatisch;Hauswart;3\n".encode()})
    assert [change.fields for change in diff.changed] == [("is_approved",)]
    with database.read() as connection:
        approved = {rule.name: rule.is_approved for rule in registry.all_rules(connection)}
    assert approved == {"LW12/lighting": True, "*/heating": False, "HS5/water": False}


def test_a_person_at_a_firm_s_domain_stays_that_person_and_a_shared_address_stands_for_both(
    database: Database,
) -> None:
    bring(
        database,
        {"persons.csv": b"Personennummer;Nachname;E-Mail\n1001;Berger;a@heizung-meier.example\n"},
    )
    with database.read() as connection:
        found = registry.persons_by_address(connection, "a@heizung-meier.example")
        assert [person.id for person in found] == ["1001"]
    row = "S1;Sanitär Wolf;Sanitär;info@sanitaer-wolf.example;a@heizung-meier.example\n"
    bring(database, {"contractors.csv": (FIRMS + row).encode()})
    with database.read() as connection:
        found = registry.persons_by_address(connection, "a@heizung-meier.example")
        assert [person.id for person in found] == ["1001", "firm:S1"]


# ---- what a lost address takes along


def letter_to(connection: Connection, address: str, person: str) -> None:
    """One mail that was sent, one that waits, and a notice that is owed."""
    digest = octets.keep(connection, octets.pack(f"An {address}\r\n".encode()))
    mail = {"kind": "order", "address": address, "rcpt_to": address, "persons": [person], "offers": []}
    rest = {"mail_from": "b@x.example", "digest": digest, "formed_at": NOON, "next_at": NOON}
    for state in ("sent", "queued"):
        row = {**mail, **rest, "state": state, "message_id": f"{state}-{address}"}
        connection.execute(schema.mails.insert().values(row))
    notice = {
        "event": "e",
        "kind": "order",
        "address": address,
        "persons": [person],
        "facts": {},
        "offers": [],
    }
    connection.execute(
        schema.notices.insert().values({**notice, "created_at": NOON, "due_at": NOON, "state": "owed"})
    )


def keys(database: Database, address: str) -> dict[str, tuple[str, bool]]:
    table = schema.mails
    with database.read() as connection:
        rows = connection.execute(table.select().where(table.c.address == address))
        return {row.message_id.partition("-")[0]: (row.state, row.revoked_at is None) for row in rows}


def owed_to(database: Database) -> list[tuple[str, str]]:
    with database.read() as connection:
        return [(row.address, row.state) for row in connection.execute(schema.notices.select())]


def test_an_address_that_a_firm_lost_takes_its_keys_along_and_what_is_owed_goes_to_the_new_one(
    database: Database,
) -> None:
    old = "info@sanitaer-wolf.example"
    database.write(lambda connection: letter_to(connection, old, "firm:S1"))
    bring(database, {"contractors.csv": f"{FIRMS}S1;Sanitär Wolf;Sanitär;neu@wolf.example;\n".encode()})
    assert keys(database, old) == {"sent": ("sent", False), "queued": ("cancelled", False)}
    assert owed_to(database) == [("neu@wolf.example", "owed")]
    with database.read() as connection:
        assert registry.persons_by_address(connection, old) == ()


def test_while_the_firm_s_domain_speaks_for_an_address_its_keys_live_on(database: Database) -> None:
    old = "auftrag@heizung-meier.example"
    database.write(lambda connection: letter_to(connection, old, "firm:H1"))
    row = "H1;Heizung Meier GmbH;Heizung;buero@heizung-meier.example;@heizung-meier.example\n"
    bring(database, {"contractors.csv": (FIRMS + row).encode()})
    assert keys(database, old)["sent"] == ("sent", True)
    assert owed_to(database) == [("buero@heizung-meier.example", "owed")]
    with database.read() as connection:
        (meier,) = registry.persons_by_address(connection, old)
    assert meier.id == "firm:H1"


def test_an_address_that_somebody_else_has_too_keeps_its_keys(database: Database) -> None:
    shared = "info@sanitaer-wolf.example"
    person = f"Personennummer;Nachname;E-Mail\n3001;Wolf;{shared}\n"
    bring(database, {"persons.csv": person.encode()})
    database.write(lambda connection: letter_to(connection, shared, "3001"))
    bring(database, {"contractors.csv": f"{FIRMS}S1;Sanitär Wolf;Sanitär;neu@wolf.example;\n".encode()})
    assert keys(database, shared) == {"sent": ("sent", True), "queued": ("queued", True)}
    assert owed_to(database) == [(shared, "owed")]
    bring(database, {"persons.csv": b"Personennummer;Nachname;E-Mail\n3001;Wolf;\n"})
    assert keys(database, shared) == {"sent": ("sent", False), "queued": ("cancelled", False)}
    assert owed_to(database) == [(shared, "cancelled")]


def test_a_difference_is_written_over_exactly_what_it_was_made_from(database: Database) -> None:
    """Somebody else was faster: nothing is written, and the digest says so."""
    bring(database, {"persons.csv": b"Personennummer;Nachname\n1;Berger\n"})
    with database.read() as connection:
        seen = masterdata.stored(connection)
    rows = read({"persons.csv": b"Personennummer;Nachname\n1;Meier\n"}, stored=seen).records
    diff, over = compare(seen, rows), digest_of(seen)
    bring(database, {"persons.csv": b"Personennummer;Nachname\n2;Schulz\n"})
    with pytest.raises(Moved):
        database.write(lambda connection: masterdata.enact(connection, diff, over=over, at=NOON))
    with database.read() as connection:
        now = masterdata.stored(connection)
        version = masterdata.version(connection)
    assert now[Kind.PERSONS][("1",)].values["last_name"] == "Berger"
    database.write(lambda connection: masterdata.enact(connection, diff, over=digest_of(now), at=NOON))
    with database.read() as connection:
        assert masterdata.stored(connection)[Kind.PERSONS][("1",)].values["last_name"] == "Meier"
        assert masterdata.version(connection) > version
