"""A desk that an earlier version left, with its tickets, mails and secrets, goes on under this one.

`earlier/desk_of_r0007.sql.xz` is what version 0.1.0 wrote at revision r0007 while it played its demo: real mails taken
in over SMTP, decided, formed and sent. `earlier/desk_of_r0020.sql.xz` is what the oracle's game left at r0020, in every
table some rows: orders, appointments, prices, surveys, alarms, papers, questions that wait, notices that are owed and
a mail that nobody has read yet. `dumped.py` writes the next one.
"""

import asyncio
import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, select

from hauspost.cli import app
from hauspost.cli.plan import plan_of
from hauspost.config.load import load
from hauspost.desk.model import Status
from hauspost.gateway.serving import Gateway
from hauspost.store import journal, octets, schema, tickets
from hauspost.store.database import Database
from hauspost.store.migrate import SchemaState, migrate, schema_state
from tests.house import SABINE, House, house_on, text_of
from tests.relay import Taken
from tests.store import dumped
from tests.store.revisions import as_of

DUMPS = Path(__file__).parent / "earlier"
# What the game of r0020 came to: its last act, and what waited then.
LEFT_AT = datetime(2025, 10, 15, 16, 0, tzinfo=UTC)
WAITED = {
    "absence", "alarm", "appointment", "cost", "held_mail", "house_notice", "invoice", "report", "send_note",
    "suggestion", "surveyed",
}  # fmt: skip
CONFIG = """\
[company]
name = "Hausverwaltung Sonnenschein GmbH"
[mail]
domain = "tickets.hv-sonnenschein.example"
[database]
url = "{url}"
[listen]
smtp = ["127.0.0.1:0"]
lmtp = []
health = ""
authserv_id = "mx.hv-sonnenschein.example"
[relay]
url = "maildir:maildirs"
[policy]
sending = "on"
"""
ANSWER = """\
Authentication-Results: mx.hv-sonnenschein.example; dmarc=pass header.from=post.example
From: Anna Berger <anna.berger@post.example>
To: {to}
Subject: Re: {subject}
Message-ID: <after-the-upgrade@post.example>
In-Reply-To: {message_id}
Date: Thu, 26 Nov 2026 12:00:00 +0100
Content-Type: text/plain; charset=utf-8

Seit heute ist die Heizung wieder kalt.
"""


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> str:
    return left(database_url, "r0007", tmp_path)


@pytest.fixture
def played(database_url: str, tmp_path: Path) -> str:
    return left(database_url, "r0020", tmp_path)


def left(url: str, revision: str, folder: Path) -> str:
    """What that version left, in the database of this run."""
    dump = DUMPS / f"desk_of_{revision}.sql.xz"
    if url.startswith("sqlite"):
        dumped.read(dump, Path(url.removeprefix("sqlite:///")))
    else:
        dumped.read(dump, folder / "earlier.db")
        as_of(url, revision)
        _copy(f"sqlite:///{folder / 'earlier.db'}", url)
    return url


def test_its_tables_become_those_of_this_version_and_no_row_is_lost(desk: str) -> None:
    assert schema_state(desk) is SchemaState.BEHIND
    before = _counts(desk)
    migrate(desk)
    assert schema_state(desk) is SchemaState.CURRENT
    after = _counts(desk)
    assert {name: after[name] for name in before} == before
    assert (before["tickets"], before["mails"], before["secrets"]) == (3, 30, 120)
    database = Database(desk)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert [entry.text for entry in tickets.load_entries(connection, 1001)][-1].startswith("Vielen Dank")
        assert journal.verify(connection).broken == ()
    database.close()


def test_an_answer_to_a_mail_that_was_sent_before_follows_on_its_ticket(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "hauspost.toml"
    config.write_text(CONFIG.format(url=desk), "utf-8")
    assert app.main(["migrate", "--config", str(config)]) == 0
    answer = tmp_path / "answer.eml"
    answer.write_text(_answer(desk), "utf-8")
    assert app.main(["ingest", str(answer), "--config", str(config)]) == 0
    gateway = Gateway(plan_of(load(config)))
    gateway.drain()
    asyncio.run(gateway.stop())
    capsys.readouterr()
    assert app.main(["arrivals", "--json", "--config", str(config)]) == 0
    newest = max(json.loads(capsys.readouterr().out), key=lambda each: each["arrival"])
    assert (newest["state"], newest["ticket"]) == (
        "done",
        "T-1004",
    )  # T-1001 was done: it goes on in a new one
    assert app.main(["show", "T-1004", "--config", str(config)]) == 0
    shown = capsys.readouterr().out
    assert "Seit heute ist die Heizung wieder kalt." in shown
    assert "cell: live/P/pass" in shown  # the secret that the earlier version gave out still counts


# ---- what the game of r0020 left


def test_no_row_in_any_table_of_the_game_is_lost_and_its_journal_verifies(played: str) -> None:
    before = _counts(played)
    assert [name for name, count in before.items() if count == 0] == []
    migrate(played)
    assert schema_state(played) is SchemaState.CURRENT
    after = _counts(played)
    assert {name: after[name] for name in before} == before
    database = Database(played)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        checked = journal.verify(connection)
        assert (checked.broken, checked.entries) == ((), before["entries"])
        for ticket in tickets.all_tickets(connection):
            assert tickets.load_entries(connection, ticket.number), ticket.tag
        for (digest,) in connection.execute(select(schema.octets.c.digest)):
            octets.load(connection, digest)
    database.close()


def test_its_tickets_orders_and_questions_are_read_as_they_were(played: str) -> None:
    migrate(played)
    with house_on(played) as house:
        found = {ticket.number: ticket for ticket in house.tickets()}
        assert len(found) == 33
        assert sum(ticket.merged_into is not None for ticket in found.values()) == 3
        (price,) = found[1007].orders
        assert (price.phase, price.limit, price.assignee) == ("waiting_approval", 20000, "firm:F4")
        date = found[1002].orders[0].window
        assert date is not None
        assert date.start == datetime(2025, 10, 22, 11, 0, tzinfo=UTC)
        with house.gateway.database.read() as connection:
            waiting = [*connection.execute(select(schema.questions.c.kind).where(_is_open)).scalars()]
        assert set(waiting) == WAITED
        assert len(house.held()) == 2


def test_what_was_owed_leaves_and_the_unread_mail_is_read(played: str) -> None:
    migrate(played)
    with house_on(played) as house:
        owed = _owed(house)
        assert {kind for kind, _ in owed} == {"acknowledgement", "evening", "new_ticket"}
        assert [row.state for row in house.arrivals()].count("received") == 1
        house.now = LEFT_AT
        house.later(minutes=5)
        assert {row.state for row in house.arrivals()} == {"done", "held"}
        house.later(days=1)
        assert not set(owed) & set(_owed(house))
        assert {address for _, address in owed} <= {mail.rcpt_to for mail in house.relay.mails}
        assert len(house.tickets()) == 34


def test_a_question_that_was_asked_before_is_answered_after(played: str) -> None:
    """Sabine says OK to the firm's report of T-1014, in a reply to the mail that the earlier version sent."""
    migrate(played)
    with house_on(played) as house:
        house.now = LEFT_AT
        house.answers(SABINE, _asking_for_ok(house, "firm_report", 1014), "OK", auth="pass")
        ticket = next(ticket for ticket in house.tickets() if ticket.number == 1014)
        assert ticket.status is Status.DONE
        with house.gateway.database.read() as connection:
            query = select(schema.questions.c.state, schema.questions.c.answered_by)
            assert tuple(connection.execute(query.where(schema.questions.c.id == 329)).one()) == (
                "answered",
                "9001",
            )


_is_open = schema.questions.c.state == "open"


def _owed(house: House) -> list[tuple[str, str]]:
    """(kind, address) of what has not been formed yet."""
    table = schema.notices
    with house.gateway.database.read() as connection:
        query = select(table.c.kind, table.c.address).where(table.c.state == "owed").order_by(table.c.id)
        return [tuple(row) for row in connection.execute(query)]


def _asking_for_ok(house: House, kind: str, ticket: int) -> Taken:
    """The last mail of that kind about it which offers Sabine an OK."""
    table = schema.mails
    mine = (table.c.kind == kind, table.c.ticket == ticket, table.c.rcpt_to == SABINE)
    query = select(table.c.digest).where(*mine).order_by(table.c.id)
    with house.gateway.database.read() as connection:
        digests = connection.execute(query).scalars()
        sent = [Taken("", SABINE, octets.load(connection, digest), 0) for digest in digests]
    return [mail for mail in sent if "\n  OK " in text_of(mail)][-1]


def _answer(url: str) -> str:
    """Anna's, to the address that the acknowledgement of T-1001 was sent with."""
    database = Database(url)
    with database.read() as connection:
        digest = connection.execute(select(schema.mails.c.digest).where(schema.mails.c.id == 1)).scalar_one()
        sent = message_from_bytes(octets.load(connection, digest))
    database.close()
    subject, to = (re.sub(r"\s+", " ", str(sent[name])) for name in ("Subject", "Reply-To"))
    return ANSWER.format(to=to, subject=subject, message_id=sent["Message-ID"])


def _counts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            name: len(connection.execute(select(*table.primary_key)).all())
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return found


def _copy(source: str, target: str) -> None:
    """Every row, each value in the type that the table has there; the numbers go on behind the greatest."""
    engines = create_engine(source), create_engine(target)
    tables = MetaData()
    tables.reflect(engines[1])
    reflected = MetaData()
    reflected.reflect(engines[0])
    with engines[0].connect() as one, engines[1].begin() as other:
        for table in reversed(tables.sorted_tables):
            other.execute(table.delete())
        for table in tables.sorted_tables:
            if table.name not in reflected.tables:
                continue
            rows: list[dict[str, Any]] = [
                dict(row._mapping) for row in one.execute(select(reflected.tables[table.name]))
            ]
            if rows:
                other.execute(table.insert(), rows)
            counted = next((each for each in table.primary_key if each.identity or each.server_default), None)
            if rows and counted is not None:
                sequence = f"pg_get_serial_sequence('{table.name}', '{counted.name}')"
                newest = f"(SELECT max({counted.name}) FROM {table.name})"
                other.exec_driver_sql(f"SELECT setval({sequence}, {newest})")
    for engine in engines:
        engine.dispose()
