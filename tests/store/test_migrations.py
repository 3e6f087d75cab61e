"""Knows that the revisions make exactly the tables of the schema, on both databases, once, and never go back."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, CursorResult, insert, inspect, text

from hauspost.desk.model import DEFAULT_AUDIENCE, Visibility
from hauspost.store import arrivals, registry, schema, sending
from hauspost.store import migrate as migrations
from hauspost.store.database import Database, StoreFailed
from hauspost.store.migrate import LOCK, SchemaNewer, SchemaState, migrate, schema_state
from tests.nodes import count, node, psql, waits_for_lock
from tests.relay import eventually
from tests.store.revisions import as_of

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
    assert schema_state(database_url) is SchemaState.CURRENT
    assert migrate(database_url) is False


def test_the_first_ticket_and_the_first_question_have_their_numbers(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    database.write(_a_house)
    assert database.write(_a_ticket) == 1001
    assert database.write(_a_question) == 301
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


def test_a_house_of_the_first_version_keeps_its_tickets_and_they_are_for_everybody(database_url: str) -> None:
    as_of(database_url, "r0001")
    _execute(
        database_url,
        "INSERT INTO properties (id, name, mailbox, kind, street, postcode, city,"
        " house_numbers, state, language, invoice_recipient, invoice_email, phones, policy) VALUES"
        " ('LW12', 'WEG Lindenweg', 'lindenweg12', 'weg', '', '', '', '[]', '', '', '', '', '{}', '{}')",
    )
    _execute(
        database_url,
        "INSERT INTO tickets (number, property, kind, status, category, visibility, subject,"
        " unit, place, flags, seq, opened_at, changed_at) VALUES (1001, 'LW12', 'matter', 'OPEN', 'general',"
        " 'private', 'Heizung', '', '', '[]', 4, '2025-10-13 12:00:00', '2025-10-13 12:00:00')",
    )
    assert schema_state(database_url) is SchemaState.BEHIND
    assert migrate(database_url) is True
    database = Database(database_url)
    with database.read() as connection:
        (row,) = connection.execute(schema.tickets.select()).all()
        (general,) = registry.categories(connection)
    database.close()
    assert (row.number, row.subject, row.seq, row.opened_at) == (1001, "Heizung", 4, NOON)
    assert frozenset(row.audience) == DEFAULT_AUDIENCE
    assert (row.public_place, row.pinned, row.merged_into) == ("", [], None)
    assert general.key == "general"


def test_an_arrival_and_a_mail_of_the_last_version_have_no_marks_and_all_their_days(
    database_url: str,
) -> None:
    as_of(database_url, "r0002")
    _execute(database_url, "INSERT INTO octets (digest, size, body) VALUES ('d', 0, '')")
    _execute(
        database_url,
        "INSERT INTO arrivals (id, received_at, via, source, is_trusted, authserv_id, mail_from, rcpt_to, digest,"
        " state, attempts, worker, is_parsing, verdict, reason, from_address, message_id, subject, cell) VALUES"
        " (1, '2025-10-13 12:00:00', 'lmtp', 'door', true, '', '', 'a@b.example', 'd',"
        " 'received', 0, '', false, '', '', '', '', '', '')",
    )
    _execute(
        database_url,
        "INSERT INTO mails (id, kind, address, rcpt_to, persons, channel, offers, message_id, mail_from, subject,"
        " digest, formed_at, state, attempts, next_at, worker, reply) VALUES"
        " (1, 'status', 'a@b.example', 'a@b.example', '[]', '', '[]', 'm@b.example', '', '',"
        " 'd', '2025-10-01 12:00:00', 'queued', 3, '2025-10-13 12:00:00', '', '450')",
    )
    migrate(database_url)
    database = Database(database_url)
    claimed = database.write(lambda c: sending.claim_mails(c, worker="w", at=NOON, rooms=(9, 9, 9)))
    arrived = database.write(lambda c: arrivals.claim(c, worker="w", at=NOON, limit=9))
    database.close()
    assert [(one.peer, one.defects) for one in arrived] == [("", ())]
    assert [(mail.id, sending.is_given_up(mail, NOON)) for mail in claimed] == [(1, False)]


def test_arrivals_of_before_are_held_for_nothing(database_url: str) -> None:
    as_of(database_url, "r0002")
    _execute(database_url, "INSERT INTO octets (digest, size, body) VALUES ('d', 0, '')")
    _execute(
        database_url,
        "INSERT INTO arrivals (received_at, via, source, is_trusted, authserv_id, mail_from, rcpt_to, digest,"
        " state, attempts, worker, is_parsing, verdict, reason, from_address, message_id, subject, cell) VALUES"
        " ('2025-10-13 12:00:00', 'smtp', '', false, '', '', 'a@t.example', 'd', 'received', 0, '', false,"
        " '', '', '', '', '', '')",
    )
    assert migrate(database_url) is True
    database = Database(database_url)
    with database.read() as connection:
        (row,) = connection.execute(schema.arrivals.select()).all()
    database.close()
    assert (row.held_for, row.rcpt_to) == ("", "a@t.example")


def test_an_upgraded_database_and_a_fresh_one_agree(database_url: str) -> None:
    as_of(database_url, "r0001")
    migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, schema.metadata)
    database.close()
    assert differences == []


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


@pytest.mark.servers
def test_a_migration_that_is_killed_leaves_the_old_schema_whole_and_can_be_run_again(
    postgresql_url: str, tmp_path: Path
) -> None:
    as_of(postgresql_url, "r0013")
    killed = node(tmp_path / "one", postgresql_url, "maildir:out")
    with psql(postgresql_url) as hand, psql(postgresql_url) as reader:
        with reader.transaction():
            reader.execute("SELECT * FROM octets")  # the last step waits for whoever reads there
            process = subprocess.Popen(killed.words_of("migrate"), env=killed.surroundings())
            waits_for_lock(hand)
            process.kill()
            process.wait()
        hand.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        eventually(lambda: schema_state(postgresql_url) is SchemaState.BEHIND)
        assert count(hand, "pg_tables WHERE tablename IN ('documents', 'nodes')") == 0
    assert migrate(postgresql_url) is True
    assert schema_state(postgresql_url) is SchemaState.CURRENT


@pytest.mark.servers
def test_a_migration_beside_another_one_says_at_once_that_it_waits(
    postgresql_url: str, tmp_path: Path
) -> None:
    """Also beside one that was broken off and that the server has not ended yet."""
    second = node(tmp_path / "one", postgresql_url, "maildir:out")
    with psql(postgresql_url) as hand:
        with hand.transaction():
            hand.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            words = second.words_of("migrate")
            waiting = subprocess.Popen(words, env=second.surroundings(), stderr=subprocess.PIPE, text=True)
            assert waiting.stderr is not None
            assert "another `migrate` on this database" in waiting.stderr.readline()
        assert waiting.wait(60) == 0
        waiting.stderr.close()
    assert schema_state(postgresql_url) is SchemaState.CURRENT


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
