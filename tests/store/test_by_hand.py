"""Knows what an operator's hand may do to an arrival, and that whoever had it in hand has lost it then."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from hauspost.store import arrivals, by_hand, octets, schema
from hauspost.store.by_hand import Move
from hauspost.store.database import Database
from hauspost.store.migrate import migrate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
    opened = Database(database_url)
    yield opened
    opened.close()


def arrival(database: Database, state: str = "received") -> int:
    new = arrivals.NewArrival("haus@t.example", "a@post.example", "smtp", "smtp", NOON)
    (number,) = database.write(
        lambda c: arrivals.accept(c, octets.pack(b"Subject: kalt\r\n\r\nkalt\r\n"), (new,))
    )
    table = schema.arrivals
    database.write(lambda c: c.execute(table.update().where(table.c.id == number).values(state=state)))
    return number


def state(database: Database, number: int) -> str:
    with database.read() as connection:
        row = arrivals.load(connection, number)
    assert row is not None
    return str(row.state)


@pytest.mark.parametrize(
    "before,how,after",
    [
        ("held", "retry", "received"),
        ("quarantined", "retry", "received"),
        ("held", "release", "received"),
        ("received", "hold", "held"),
        ("received", "drop", "done"),
        ("held", "drop", "done"),
        ("quarantined", "drop", "done"),
        ("done", "retry", "done"),
        ("duplicate", "drop", "duplicate"),
        ("quarantined", "release", "quarantined"),
        ("quarantined", "hold", "quarantined"),
    ],
)
def test_each_move_starts_from_its_states_and_from_no_other(
    database: Database, before: str, how: Move, after: str
) -> None:
    number = arrival(database, before)
    assert database.write(lambda c: by_hand.move(c, number, how, NOON)) == before
    assert state(database, number) == after
    assert (before in by_hand.MOVES[how]) == (before != after)


def test_an_arrival_that_does_not_exist_is_told(database: Database) -> None:
    assert database.write(lambda c: by_hand.move(c, 999, "drop", NOON)) is None


def test_a_worker_that_had_it_in_hand_has_lost_it(database: Database) -> None:
    number = arrival(database)
    claimed = database.write(lambda c: arrivals.claim(c, worker="w1", at=NOON, limit=5))
    assert [one.id for one in claimed] == [number]
    database.write(lambda c: by_hand.move(c, number, "hold", NOON))
    assert not database.write(lambda c: arrivals.begin_parsing(c, number, "w1", at=NOON))
    assert state(database, number) == "held"


def test_the_managers_question_about_it_is_overtaken(database: Database) -> None:
    number = arrival(database, "held")
    values = {"kind": "held_mail", "asked": [], "about": {}, "asked_at": NOON, "state": "open"}
    database.write(lambda c: c.execute(insert(schema.questions).values(arrival=number, **values)))
    database.write(lambda c: by_hand.move(c, number, "retry", NOON))
    with database.read() as connection:
        assert connection.execute(select(schema.questions.c.state)).scalar_one() == "overtaken"
        found = by_hand.question_about(connection, number)
    assert found is not None
    assert found[1] == "overtaken"


def test_what_a_mail_led_to_is_told_with_how_far_it_came(database: Database) -> None:
    number = arrival(database, "done")
    notice = {
        "event": f"a{number}",
        "kind": "new_ticket",
        "address": "vogt@hv.example",
        "persons": ["M1"],
        "facts": {},
        "offers": [],
        "arrival": number,
        "created_at": NOON,
        "due_at": NOON,
        "state": "owed",
    }
    database.write(lambda c: c.execute(insert(schema.notices).values(notice)))
    with database.read() as connection:
        (found,) = by_hand.owed_by(connection, number)
    assert found == by_hand.Owed("new_ticket", "vogt@hv.example", ("M1",), NOON, "owed", None)
