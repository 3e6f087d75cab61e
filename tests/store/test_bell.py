"""Knows that a ring reaches every other node at once, also behind a lost connection, and that nobody needs it."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from hauspost.store.bell import ARRIVALS, MAILS, Bell
from hauspost.store.database import Database
from tests.nodes import psql
from tests.pooler import PLAIN, pooler
from tests.postgres import Cluster
from tests.relay import eventually

LISTENING = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"


class Node:
    """Counts what it was woken for."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.woken = {what: threading.Semaphore(0) for what in (ARRIVALS, MAILS)}
        wakes = {what: semaphore.release for what, semaphore in self.woken.items()}
        self.bell = Bell(self.database, wakes)

    def hears(self, what: str) -> bool:
        return self.woken[what].acquire(timeout=60)

    def ends(self) -> None:
        self.bell.stop(10)
        self.database.close()


@pytest.fixture
def two(postgresql_url: str) -> Iterator[tuple[Node, Node]]:
    nodes = (Node(postgresql_url), Node(postgresql_url))
    for node in nodes:
        node.bell.start()
        assert node.hears(ARRIVALS), "who begins to listen looks for what was rung before"
        assert node.hears(MAILS)
    yield nodes
    for node in nodes:
        node.ends()


@pytest.mark.servers
def test_a_ring_wakes_the_other_node_and_not_the_own_one(two: tuple[Node, Node]) -> None:
    one, other = two
    for _ in range(100):
        one.bell.ring(ARRIVALS)
    assert other.hears(ARRIVALS)
    other.bell.ring(MAILS)
    assert one.hears(MAILS)
    assert not other.woken[MAILS].acquire(blocking=False)
    assert not one.woken[ARRIVALS].acquire(blocking=False)


@pytest.mark.servers
def test_a_connection_that_breaks_is_made_anew_and_nothing_that_was_rung_meanwhile_is_missed(
    two: tuple[Node, Node], postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.store.bell.AGAIN", 0.05)
    with psql(postgresql_url) as hand:
        hand.execute(LISTENING)
        one, other = two
        assert one.hears(ARRIVALS)
        assert other.hears(ARRIVALS)
    one.bell.ring(MAILS)
    eventually(lambda: other.hears(MAILS))


@pytest.mark.servers
def test_behind_a_pooler_it_is_told_that_no_ring_comes_and_no_statement_is_left_with_a_session(
    postgresql_url: str, postgres_cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.store.bell.TRIAL", 0.2)
    told = threading.Event()
    with pooler(postgres_cluster.port) as port:
        database = Database(postgresql_url.replace(f":{postgres_cluster.port}/", f":{port}/") + PLAIN)
        bell = Bell(database, {}, told.set)
        bell.start()
        assert told.wait(60)
        for _ in range(20):
            bounded, prepared = database.write(lambda c: c.execute(OWN).one())
            assert (bounded, prepared) == ("20s", 0)
        bell.stop(10)
        database.close()


OWN = text("SELECT current_setting('lock_timeout'), (SELECT count(*) FROM pg_prepared_statements)")


def test_with_sqlite_there_is_nobody_to_wake(sqlite_url: str) -> None:
    node = Node(sqlite_url)
    node.bell.start()
    node.bell.ring(ARRIVALS)
    assert not node.bell._thread.is_alive()
    node.ends()
