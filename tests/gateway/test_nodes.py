"""Several nodes on one PostgreSQL: what a frozen one held passes on, and it changes nothing when it wakes."""

import json
import smtplib
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import Connection, make_url, text

from hauspost.store import abreast, mails
from hauspost.store import database as store
from hauspost.store.condition import Ill
from hauspost.store.database import Database, StoreFailed
from hauspost.store.migrate import LOCK, migrate
from hauspost.store.notices import say_once
from tests.house import ANNA, HOUSE
from tests.nodes import Begins, away, count, locked, node, nodes, psql, waits_for_lock
from tests.postgres import Cluster
from tests.relay import ListeningRelay, eventually, listening_relay
from tests.sample import load_sample
from tests.times import NOON
from tests.torture.installation import Installation
from tests.torture.postmen import EXTENDED, report

pytestmark = pytest.mark.servers


@pytest.fixture
def url(postgresql_url: str) -> str:
    load_sample(postgresql_url)
    return postgresql_url


@pytest.fixture
def relay() -> Iterator[ListeningRelay]:
    with listening_relay() as listening:
        yield listening


@pytest.fixture
def begins(tmp_path: Path, url: str, relay: ListeningRelay) -> Iterator[Begins]:
    with nodes(tmp_path, url, f"smtp://127.0.0.1:{relay.port}") as starting:
        yield starting


def brings(node: Installation, name: str) -> None:
    with smtplib.SMTP("127.0.0.1", node.port) as client:
        client.sendmail(ANNA, HOUSE, report(name, ANNA, HOUSE).octets, EXTENDED)


def test_what_a_frozen_node_held_is_done_once_by_another_and_it_changes_nothing_when_it_wakes(
    url: str, relay: ListeningRelay, begins: Begins
) -> None:
    """Frozen amid a decision, then amid the look before MAIL FROM; `leased_until` stands for the two minutes."""
    frozen = begins("one", "smtp,intake,dispatch")
    operator = Database(url)
    with psql(url) as hand:
        with locked(url, "persons"):
            brings(frozen, "first")
            eventually(lambda: count(hand, "arrivals WHERE is_parsing") == 1)
            waits_for_lock(hand)
            frozen.freeze()
        operator.write(lambda c: mails.pause(c, at=NOON))
        hand.execute("UPDATE arrivals SET leased_until = now()")
        other = begins("two", "intake,dispatch")
        eventually(lambda: count(hand, "mails WHERE state = 'queued'") == 2)
        other.terminate()
        frozen.thaw()
        eventually(lambda: "another node has it" in frozen.words())
        assert count(hand, "arrivals WHERE state = 'done'") == count(hand, "tickets") == 1

        with locked(url, "persons"):
            operator.write(lambda c: mails.resume(c, at=NOON))
            waits_for_lock(hand)
            frozen.freeze()
        hand.execute("UPDATE mails SET leased_until = now()")
        begins("three", "intake,dispatch")
        relay.wait_for(2)
        eventually(lambda: count(hand, "mails WHERE state = 'sent'") == 2)
        frozen.thaw()
        eventually(lambda: frozen.words().count('"lost"') == 2)
        brings(frozen, "second")
        eventually(lambda: count(hand, "mails WHERE state = 'sent'") == 4)
    operator.close()
    assert set(Counter(mail.message_id for mail in relay.mails).values()) == {1}


def test_a_database_that_goes_and_comes_is_451_one_sentence_and_no_restart(
    url: str, postgres_cluster: Cluster, relay: ListeningRelay, begins: Begins
) -> None:
    running = begins("one", "smtp,intake,dispatch,clock")
    with psql(postgres_cluster.url("postgres")) as hand, smtplib.SMTP("127.0.0.1", running.port) as client:
        with away(hand, url):
            for name in ("first", "second"):
                with pytest.raises(smtplib.SMTPDataError, match="451"):
                    client.sendmail(ANNA, HOUSE, report(name, ANNA, HOUSE).octets, EXTENDED)
            eventually(lambda: "the database is out of reach" in running.words())
        eventually(lambda: "the database is back" in running.words())
        client.sendmail(ANNA, HOUSE, report("first", ANNA, HOUSE).octets, EXTENDED)
        relay.wait_for(2)
    lines = [json.loads(line) for line in running.words().splitlines() if line.startswith("{")]
    assert [one["event"] for one in lines if one["level"] == "error"] == ["the database is out of reach"]
    assert running.is_alive()


def test_an_immediate_restart_of_the_database_loses_no_mail_that_was_answered_and_doubles_none(
    url: str, postgres_cluster: Cluster, relay: ListeningRelay, begins: Begins
) -> None:
    """`leased_until` stands for the two minutes of what was in hand when the server ended."""
    with psql(url) as hand:  # the tests' clusters need no durability, this database does
        name = sql.Identifier(make_url(url).database or "")
        hand.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = on").format(name))
    running = begins("one", "smtp,intake,dispatch,clock")
    names = ("first", "second", "third", "fourth")
    for name_of_it in names[:3]:
        brings(running, name_of_it)
    postgres_cluster.restart_at_once()
    eventually(postgres_cluster.answers)
    eventually(lambda: is_brought(running, names[3]))
    with psql(url) as hand:
        for table in ("arrivals", "mails"):
            hand.execute(f"UPDATE {table} SET leased_until = now() WHERE leased_until > now()")
        eventually(lambda: count(hand, "mails WHERE state = 'sent'") == 2 * len(names))
        assert count(hand, "tickets") == count(hand, "arrivals WHERE state = 'done'") == len(names)
        assert count(hand, "arrivals WHERE state NOT IN ('done', 'duplicate')") == 0
    assert running.is_alive()


def is_brought(node: Installation, name: str) -> bool:
    """451 while the database is not back yet."""
    try:
        brings(node, name)
    except smtplib.SMTPException:
        return False
    return True


def test_a_database_that_becomes_read_only_is_told_as_that(
    url: str, tmp_path: Path, relay: ListeningRelay, begins: Begins
) -> None:
    running = begins("one", "smtp,intake,dispatch,clock")
    with psql(url) as hand, smtplib.SMTP("127.0.0.1", running.port) as client:
        name = sql.Identifier(make_url(url).database or "")
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        hand.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
        hand.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        eventually(lambda: "the database is read-only" in running.words())
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            client.sendmail(ANNA, HOUSE, report("first", ANNA, HOUSE).octets, EXTENDED)
        other = node(tmp_path / "two", url, f"smtp://127.0.0.1:{relay.port}")
        started, checked = said_by(other, "serve"), said_by(other, "check")
        assert "hauspost: the database takes no writes (cannot execute UPDATE in a read-only" in started
        assert "error   database.url: the database takes no writes (cannot execute UPDATE" in checked
        hand.execute("SET default_transaction_read_only = off")
        hand.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(name))
        hand.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        eventually(lambda: "the database is back" in running.words())
    assert running.words().count("the database is read-only") == 1


def test_check_and_the_start_tell_of_other_nodes_and_of_a_relay_that_is_none(
    url: str, tmp_path: Path, begins: Begins
) -> None:
    begins("one", "smtp,clock")
    other = node(tmp_path / "two", url, "maildir:out")
    text_of_it = (other.folder / "hauspost.toml").read_text("utf-8")
    (other.folder / "hauspost.toml").write_text(text_of_it.replace("GmbH", "AG"), "utf-8")
    checked = said_by(other, "check")
    assert "error   nodes: nodes are configured differently: [company] " in checked
    assert "warning nodes: no node runs intake, dispatch; start a node with these parts" in checked
    other.start("--only", "dispatch")
    eventually(lambda: "there is no relay: every node puts its mails into a folder" in other.words())
    eventually(lambda: "nodes are configured differently" in other.words())
    other.end()


def said_by(node: Installation, command: str) -> str:
    done = subprocess.run(
        node.words_of(command), env=node.surroundings(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_a_node_beside_a_later_version_ends_with_a_sentence_and_decides_nothing_more(
    url: str, begins: Begins
) -> None:
    old = begins("one", "smtp,intake,dispatch,clock")
    with psql(url) as hand:
        hand.execute("UPDATE alembic_version SET version_num = 'r9999'")
        assert old.died() == 1
        assert count(hand, "arrivals") == 0
    last = old.words().strip().splitlines()[-1]
    assert last.startswith("hauspost: a later version of Hauspost has brought the database up to date; ")
    assert "Traceback" not in old.words()


def test_a_write_waits_for_a_migration_and_is_refused_behind_it_but_for_what_has_happened(
    postgresql_url: str,
) -> None:
    migrate(postgresql_url)
    database = Database(postgresql_url, refusal=abreast.refusal)
    say = lambda c: say_once(c, "it left", NOON)  # noqa: E731
    with psql(postgresql_url) as hand:
        with psql(postgresql_url) as other, other.transaction():
            other.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            asked = database.submit(say)
            waits_for_lock(hand)
            other.execute("UPDATE alembic_version SET version_num = 'r9999'")
        with pytest.raises(StoreFailed, match="r9999"):
            asked.result(60)
        assert database.condition.ill is Ill.NEWER
        assert database.write_down(say)
    database.close()


def test_a_row_that_a_frozen_node_had_changed_is_let_go_by_the_server(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store.BOUNDS, "idle_in_transaction_session_timeout", "'1s'")
    frozen, other = Database(url), Database(url)
    change = text("UPDATE properties SET city = 'Kiel'")
    changed, awake = threading.Event(), threading.Event()

    def freezes(connection: Connection) -> None:
        connection.execute(change)
        changed.set()
        awake.wait(60)

    asked = frozen.submit(freezes)
    changed.wait(60)
    assert other.write(lambda c: c.execute(change).rowcount) > 0
    awake.set()
    with pytest.raises(StoreFailed, match="idle-in-transaction"):
        asked.result(60)
    frozen.close()
    other.close()
