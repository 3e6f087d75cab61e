"""Knows that a statement that is made once means on any database what SQLAlchemy means by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from hauspost.desk.houses import PersonId
from hauspost.store import mails, notices, registry, schema, sending, tickets
from hauspost.store.database import Database
from hauspost.store.made import FEW, Made
from tests.sample import load_sample
from tests.times import NOON

PERSONS = {"ids": ["1001", "1008", "nobody"]}
WRITTEN = {"digest": "d" * 64, "size": 1, "body": bytes(range(256))}
CAME: dict[str, Any] = {
    "received_at": NOON,
    "via": "smtp",
    "source": "Eingang",
    "is_trusted": True,
    "authserv_id": "",
    "mail_from": "anna\0@post.example",
    "rcpt_to": "lindenweg12@service.example",
    "digest": WRITTEN["digest"],
    "state": "received",
    "override": {"vouched": ["1001"], "näher": [1, None]},
}
_arrivals = schema.arrivals
_NEW = Made(insert(_arrivals))
_CHANGE = Made(update(_arrivals).where(_arrivals.c.id == bindparam("which")))
_ALL = Made(select(_arrivals).order_by(_arrivals.c.id))
_OF_STATES = Made(
    select(_arrivals.c.id, exists().where(schema.octets.c.digest == _arrivals.c.digest).label("is_there"))
    .where(_arrivals.c.state.in_(("received", "held")), _arrivals.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_arrivals.c.id)
    .limit(2)
)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    load_sample(database_url)
    database = Database(database_url)
    with database.engine.connect().execution_options(hauspost_begin="IMMEDIATE") as opened:
        yield opened
    database.close()


def came(connection: Connection, times: int = 1, **values: Any) -> list[int]:
    connection.execute(insert(schema.octets), WRITTEN)
    return [_NEW.insert(connection, CAME | values) for _ in range(times)]


@pytest.mark.parametrize(
    "statement, asked",
    [
        (registry._ASKED.rows, PERSONS),
        (registry._ASKED.addresses, PERSONS),
        (registry._ASKED.roles, PERSONS),
        (registry._HOLDERS_AT.roles, {"roles": ["manager", "tenant"], "places": ["LW12", "*"]}),
        (registry._EVERYBODY.rows, {}),
        (registry._PROPERTY, {"place": "LW12"}),
        (registry._CATEGORIES, {}),
        (tickets._TICKETS, {"numbers": [1001]}),
        (tickets._OWN, {"persons": ["1001"], "place": "LW12", "since": NOON}),
        (tickets._ONCE, {"keys": []}),
        (notices._LISTED, {"mail": 1}),
        (sending._STOPS, {"address": "anna.berger@post.example"}),
        (mails._SECRETS, {"digests": ["a", "b"]}),
    ],
)
def test_it_gives_the_rows_that_sqlalchemy_gives(
    connection: Connection, statement: Made, asked: dict[str, Any]
) -> None:
    result = connection.execute(statement.statement, asked)
    names, expected = list(result.keys()), [tuple(row) for row in result]
    found = statement.rows(connection, asked)
    assert [tuple(row) for row in found] == expected
    for row in found:
        assert [getattr(row, name) for name in names] == list(row)


def test_what_is_written_comes_back_with_times_truths_and_words(connection: Connection) -> None:
    (number,) = came(connection)
    (row,) = _ALL.rows(connection)
    assert (row.id, row.received_at, row.is_trusted, row.override) == (
        number,
        NOON,
        True,
        CAME["override"],
    )
    assert row.mail_from == "anna@post.example"  # no database takes NUL
    assert (row.attempts, row.worker, row.defects, row.is_parsing) == (0, "", [], False)  # nobody named them
    assert tuple(row) == tuple(connection.execute(select(_arrivals)).one())


def test_a_change_says_how_many_rows_it_met_and_leaves_the_others_alone(connection: Connection) -> None:
    first, second = came(connection, 2)
    assert _CHANGE.change(connection, {"which": first, "state": "held", "override": None}) == 1
    assert _CHANGE.change(connection, {"which": 99, "state": "held", "override": None}) == 0
    assert _CHANGE.change(connection, {"which": second, "attempts": 4}) == 1
    assert [(row.state, row.attempts) for row in _ALL.rows(connection)] == [("held", 0), ("received", 4)]
    assert Made(delete(_arrivals)).change(connection) == 2
    assert _ALL.row(connection) is None
    assert _ALL.value(connection) is None


def test_lists_of_any_length_stand_beside_fixed_ones(connection: Connection) -> None:
    ids = came(connection, 4)
    assert _OF_STATES.values(connection, {"ids": ids}) == ids[:2]
    assert _OF_STATES.values(connection, {"ids": ids[3:]}) == ids[3:]
    assert _OF_STATES.values(connection, {"ids": []}) == []
    assert _OF_STATES.rows(connection, {"ids": ids[:1]}) == [(ids[0], True)]


def test_many_rows_are_written_at_once(connection: Connection) -> None:
    keys = [{"key": f"k{n}", "at": NOON} for n in range(500)]
    Made(insert(schema.once)).insert_all(connection, keys)
    assert Made(select(func.count()).select_from(schema.once)).value(connection) == 500


def test_a_refusal_is_the_same_as_anywhere_and_holds_no_word_of_the_row(connection: Connection) -> None:
    words = {"key": "geheim", "at": NOON}
    new = Made(insert(schema.once))
    new.change(connection, words)
    with pytest.raises(IntegrityError) as refused, connection.begin_nested():
        new.change(connection, words)
    if connection.dialect.name == "sqlite":
        assert "geheim" not in str(refused.value)
        with pytest.raises(OperationalError):
            Made(select(schema.metadata.tables["once"].c.key.op("nonsense")("x"))).rows(connection)


def test_a_disk_that_fails_behind_the_first_row_is_the_same_refusal(connection: Connection) -> None:
    """Else what waits for the disk would pass for a bug, and a mail be set aside after three tries."""
    if connection.dialect.name != "sqlite":
        return
    ids = came(connection, 3)

    def fails_at_the_last(number: int) -> int:
        if number == ids[-1]:
            raise OSError("disk I/O error")
        return number

    driver: Any = connection.connection.driver_connection
    driver.create_function("looked_at", 1, fails_at_the_last)
    query = select(func.looked_at(_arrivals.c.id)).order_by(_arrivals.c.id)
    with pytest.raises(OperationalError):
        Made(query).rows(connection)
    assert Made(query.limit(2)).values(connection) == ids[:2]


def test_lists_of_ever_new_lengths_leave_no_texts_behind(connection: Connection) -> None:
    ids = came(connection, 3)
    query = Made(select(_arrivals.c.id).where(_arrivals.c.id.in_(bindparam("ids", expanding=True))))
    for many in range(1, 301):
        assert len(query.values(connection, {"ids": [*ids, *range(1000, 1000 + many)]})) == 3
    assert all(len(found._texts) <= FEW for found in query._known.values())


def test_a_value_that_is_not_given_is_no_silent_null(connection: Connection) -> None:
    with pytest.raises(Exception, match="which"):
        _CHANGE.change(connection, {"state": "held"})


def test_people_are_the_same_before_and_after_the_first_asking(connection: Connection) -> None:
    once = registry.persons(connection, [PersonId("1001")])
    assert registry.persons(connection, [PersonId("1001")]) == once
    assert len(registry.persons(connection, [PersonId("1001"), PersonId("1008")])) == 2
