"""Knows that the revisions make exactly the tables of the schema, on both databases, once, and never go back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, CursorResult, insert, inspect, text

from hauspost.desk.model import Visibility
from hauspost.store import migrate as migrations
from hauspost.store import registry, schema
from hauspost.store.database import Database, StoreFailed
from hauspost.store.migrate import SchemaNewer, SchemaState, is_current, migrate, schema_state

NOON = datetime(2025, 10, 13, 12, tzinfo=UTC)


def test_the_revisions_and_the_schema_agree(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, schema.metadata)
    database.close()
    assert differences == []


def test_a_second_migration_finds_nothing_to_do(database_url: str) -> None:
    assert schema_state(database_url) is SchemaState.EMPTY
    assert migrate(database_url) is True
    assert is_current(database_url)
    assert migrate(database_url) is False


def test_the_first_ticket_and_the_first_question_have_their_numbers(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    database.write(_a_house)
    assert database.write(_a_ticket) == schema.FIRST_TICKET
    assert database.write(_a_question) == schema.FIRST_HELD
    database.close()


def test_a_number_is_never_used_again_even_when_the_last_ticket_is_erased(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    database.write(_a_house)
    first = database.write(_a_ticket)
    database.write(lambda connection: connection.execute(schema.tickets.delete()))
    assert database.write(_a_ticket) == first + 1
    database.close()


def test_the_category_general_is_there_from_the_start(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        (general,) = registry.categories(connection)
    database.close()
    assert (general.key, general.label_de, general.label_en) == ("general", "Allgemein", "General")
    assert general.visibility == Visibility.PRIVATE


def test_a_schema_of_a_later_version_is_refused_and_left_alone(database_url: str) -> None:
    migrate(database_url)
    _execute(database_url, "UPDATE alembic_version SET version_num = 'r9999'")
    assert schema_state(database_url) is SchemaState.NEWER
    with pytest.raises(SchemaNewer, match=r"later version.*r9999"):
        migrate(database_url)


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database_url: str) -> None:
    _execute(database_url, "CREATE TABLE tickets (somebody_elses INTEGER)")
    with pytest.raises(StoreFailed, match="tickets"):
        migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["tickets"]
    database.close()


def test_the_revisions_travel_inside_the_package() -> None:
    found = sorted(path.name for path in (migrations.FOLDER / "versions").glob("r*.py"))
    assert found
    assert Path(migrations.__file__).parent in migrations.FOLDER.parents


def _execute(url: str, statement: str) -> None:
    database = Database(url)
    database.write(lambda connection: connection.execute(text(statement)))
    database.close()


def _a_house(connection: Connection) -> None:
    house = {"id": "LW12", "name": "WEG Lindenweg", "mailbox": "lindenweg12", "kind": "weg"}
    connection.execute(insert(schema.properties).values(**house, house_numbers=[], phones={}, policy={}))


def _a_ticket(connection: Connection) -> int:
    values = {"property": "LW12", "kind": "matter", "status": "OPEN", "category": "general", "seq": 1}
    words = {"visibility": "private", "subject": "Heizung", "flags": []}
    made = connection.execute(
        insert(schema.tickets).values(**values, **words, opened_at=NOON, changed_at=NOON)
    )
    return _number(made)


def _a_question(connection: Connection) -> int:
    values = {"kind": "held", "asked": [], "about": {}, "asked_at": NOON, "state": "open"}
    return _number(connection.execute(insert(schema.questions).values(**values)))


def _number(made: CursorResult[Any]) -> int:
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])
