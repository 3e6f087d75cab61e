"""A desk that an earlier version left, with its tickets, mails and secrets, goes on under this one.

`earlier/desk_of_r0007.sql.xz` is what version 0.1.0 wrote at revision r0007 while it played its demo: real mails taken
in over SMTP, decided, formed and sent.
"""

import asyncio
import json
import lzma
import re
import sqlite3
from contextlib import closing
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
from hauspost.gateway.serving import Gateway
from hauspost.store import journal, octets, schema, tickets
from hauspost.store.database import Database
from hauspost.store.migrate import SchemaState, migrate, schema_state
from tests.store.revisions import as_of

DUMP = Path(__file__).parent / "earlier" / "desk_of_r0007.sql.xz"
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
def earlier(tmp_path: Path) -> Path:
    file = tmp_path / "hauspost.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(lzma.decompress(DUMP.read_bytes()).decode("utf-8"))
    return file


@pytest.fixture
def desk(database_url: str, earlier: Path) -> str:
    """The same rows in the database of this run."""
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).write_bytes(earlier.read_bytes())
    else:
        as_of(database_url, "r0007")
        _copy(f"sqlite:///{earlier}", database_url)
    return database_url


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
