"""Knows that what every mail asks is found by an index: tickets, houses and readers do not make it longer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.plain_values import to_json
from hauspost.store import notices, registry, schema, tickets
from hauspost.store.database import Database
from tests.sample import load_sample
from tests.store.asked import listen
from tests.times import NOON

GROWING = ("tickets", "entries", "notices", "mails", "questions", "participants", "properties", "arrivals")
ANNA, LW12 = PersonId("1001"), PropertyId("LW12")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    load_sample(sqlite_url)
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def owed(address: str, kind: str, due_at: datetime) -> dict[str, Any]:
    return {
        "event": "e",
        "kind": kind,
        "address": address,
        "persons": [],
        "channel": "",
        "facts": {},
        "offers": [],
        "created_at": NOON,
        "due_at": due_at,
        "is_foldable": True,
        "state": "owed",
    }


def steps(database: Database, statements: list[str]) -> list[str]:
    """How SQLite goes about them."""
    with closing(sqlite3.connect(database.engine.url.database or "")) as connection:
        return [
            str(step[3])
            for each in statements
            if each.startswith("SELECT")
            for step in connection.execute(f"EXPLAIN QUERY PLAN {each}", [None] * each.count("?"))
        ]


def test_what_else_an_address_is_owed_is_found_by_the_address(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = [owed(f"p{n}@post.example", "transcript", NOON + timedelta(hours=8)) for n in range(50)]
    alert = to_json(Alert("template", reply="x", at=NOON))
    due = owed("anna@post.example", "alert", NOON) | {"facts": alert, "is_foldable": False}
    database.write(lambda c: c.execute(insert(schema.notices), [due, *evening]))
    asked = listen(database, monkeypatch)
    with database.read() as connection:
        found = notices.due_notices(connection, at=NOON, limit=9)
    assert [one.address for one in found] == ["anna@post.example"]
    assert any("ix_notices_address_state" in step for step in steps(database, asked))


def test_nothing_that_every_mail_asks_reads_a_whole_table(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = listen(database, monkeypatch)
    with database.read() as connection:
        assert registry.mailboxes_among(connection, ["lindenweg12", "nowhere"]) == {"lindenweg12": LW12}
        assert [house.id for house in registry.properties(connection, [LW12])] == [LW12]
        tickets.load_ticket(connection, 1001)
        tickets.load_entries(connection, 1001)
        tickets.questions(connection, ids=[1], ticket=1001, held_at=[LW12], persons=[ANNA])
        tickets.own_matters(connection, [ANNA], LW12, since=NOON)
        tickets.is_told_of_privacy(connection, "anna@post.example")
    scanned = [step for step in steps(database, asked) if step.startswith("SCAN")]
    assert len(asked) > len(GROWING)
    assert not [step for step in scanned if step.split()[1] in GROWING]
