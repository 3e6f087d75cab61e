"""How much was heard of somebody lately, counted over the arrivals of all nodes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from hauspost.desk.pace import Pace
from hauspost.store import arrivals, octets, schema
from hauspost.store.database import Database
from hauspost.store.migrate import migrate

NOON = datetime(2025, 10, 13, 12, tzinfo=UTC)
ANNA, OTHER, BOB = "anna@post.example", "anna@work.example", "bob@post.example"


def test_only_what_was_accepted_within_the_hour_counts(database_url: str) -> None:
    migrate(database_url)
    database = Database(database_url)
    digest = database.write(lambda c: octets.keep(c, octets.pack(b"From: anna@post.example\r\n\r\n")))
    heard: list[dict[str, Any]] = [
        _row(digest, ANNA, 1001),
        _row(digest, OTHER, 1001),
        _row(digest, ANNA, 1002),
        _row(digest, BOB, 1001),
        _row(digest, BOB, 1002),
        _row(digest, ANNA, 1001, verdict="held", state="held"),
        _row(digest, ANNA, 1001, verdict="recorded"),
        _row(digest, ANNA, 1001, closed_at=NOON - timedelta(minutes=61)),
    ]
    database.write(lambda c: c.execute(insert(schema.arrivals), heard))
    since = NOON - timedelta(hours=1)
    with database.read() as connection:
        assert arrivals.pace(connection, {ANNA, OTHER}, 1001, since=since) == Pace(3, 3, 2)
        assert arrivals.pace(connection, {ANNA, OTHER}, None, since=since) == Pace(3, 0, 0)
        assert arrivals.pace(connection, {"niemand@fremd.example"}, None, since=since) == Pace()
    database.close()


def _row(digest: str, author: str, ticket: int, **more: Any) -> dict[str, Any]:
    known = {"via": "smtp", "source": "door", "is_trusted": False, "authserv_id": "", "mail_from": author}
    told = {"rcpt_to": "lindenweg12@t.example", "digest": digest, "received_at": NOON, "state": "done"}
    closed = {"verdict": "accepted", "closed_at": NOON, "from_address": author, "ticket": ticket}
    return known | told | closed | more
