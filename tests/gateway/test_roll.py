"""Nodes on one PostgreSQL tell each other how they were configured, how their clocks go, and what each of them runs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hauspost.config.agreement import agreement
from hauspost.config.load import load
from hauspost.gateway import clock
from hauspost.gateway.nodes import Roll, signs
from hauspost.store import nodes
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from hauspost.store.nodes import Node

CONFIG = """\
[company]
name = "{name}"
[mail]
domain = "tickets.hv-sonnenschein.example"
[listen]
smtp = ["{listen}"]
[policy]
hold_minutes = {hold}
"""
ALL = frozenset({"smtp", "intake", "dispatch", "clock"})


def told(
    folder: Path, *, name: str = "Sonne", listen: str = "127.0.0.1:2525", hold: int = 5
) -> dict[str, str]:
    file = folder / "hauspost.toml"
    file.write_text(CONFIG.format(name=name, listen=listen, hold=hold), encoding="utf-8")
    return dict(agreement(load(file)))


def test_nodes_agree_in_what_a_house_hears_and_differ_where_they_listen(tmp_path: Path) -> None:
    one, other = told(tmp_path), told(tmp_path, listen="127.0.0.1:2526")
    assert one == other
    changed = told(tmp_path, name="Mondschein", hold=6)
    assert {part for part in one if one[part] != changed[part]} == {"company", "policy"}


def test_a_difference_is_told_with_who_agrees_with_whom() -> None:
    one, two, three = (
        Node(f"web{n}:{n}:ab", "0.1.0", ALL, {"policy": policy, "mail": "x"})
        for n, policy in ((1, "a"), (2, "a"), (3, "b"))
    )
    found = signs((one, two, three), one)
    assert found["config"].sentence == "nodes are configured differently: [policy] web1:1, web2:2 / web3:3"
    assert not signs((one, two), one)["config"].sentence


def test_a_part_that_nobody_runs_and_a_clock_that_is_wrong_are_told() -> None:
    slow = Node("web1:1:ab", "0.1.0", frozenset({"smtp", "clock"}), {}, clock_ahead=-90.0)
    found = signs((slow,), slow)
    assert found["parts"].sentence == "no node runs intake, dispatch"
    assert found["clock"].sentence == "the clock is 90 s behind the database's"
    helped = signs((slow, Node("web2:1:ab", "0.1.0", ALL, {})), slow)
    assert not helped["parts"].sentence


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    migrate(postgresql_url)
    opened = Database(postgresql_url)
    yield opened
    opened.close()


def fast() -> datetime:
    return clock.now() + timedelta(minutes=5)


@pytest.mark.servers
def test_the_roll_says_each_trouble_once_and_that_it_is_over(database: Database) -> None:
    one = Roll(database, Node("web1:1:ab", "0.1.0", ALL, {"mail": "x"}), clock.now)
    other = Roll(database, Node("web2:2:cd", "0.1.0", ALL, {"mail": "y"}), fast)
    with capture_logs() as lines:
        for roll in (one, other, one):
            roll._looked_at = None
            roll.look()
        assert not one.signs()["clock"].sentence
        other.leave()
        one._looked_at = None
        one.look()
    assert [line["event"] for line in lines] == [
        "nodes are configured differently: [mail] web1:1 / web2:2",
        "the clock is 300 s before the database's",
        "nodes are configured differently: [mail] web1:1 / web2:2",
        "in order again",
    ]
    with database.read() as connection:
        assert [node.name for node in nodes.living(connection, clock.now())] == ["web1:1:ab"]
