"""Knows the operator's view of the queue of what leaves, his hand in it, and how all of it is stopped."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert

from hauspost.store import octets, schema
from hauspost.store.database import Database
from tests.cli.office import Office

NOON = datetime(2025, 10, 14, 10, 0, tzinfo=UTC)


def owing(office: Office, *states: str) -> None:
    """Mails 1, 2 … in these states."""
    database = Database(f"sqlite:///{office.folder / 'var/hauspost.db'}")
    try:
        digest = database.write(lambda c: octets.keep(c, octets.pack(b"Subject: x\r\n\r\nx\r\n")))
        for number, state in enumerate(states):
            row = {
                "kind": "status",
                "address": "anna.berger@post.example",
                "rcpt_to": "anna.berger@post.example",
                "persons": ["1001"],
                "offers": [],
                "message_id": f"{number}@t.example",
                "mail_from": "bounce@t.example",
                "digest": digest,
                "formed_at": NOON,
                "state": state,
                "next_at": NOON,
                "reply": "550 5.7.1 not today",
            }
            database.write(partial(_insert, row=row))
    finally:
        database.close()


def _insert(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(insert(schema.mails).values(row))


def states(office: Office) -> dict[int, str]:
    return {line["mail"]: line["state"] for line in office.runs("outbox", "--json").json}


def test_mails_are_listed_with_exactly_the_keys_that_others_rely_on(office: Office) -> None:
    owing(office, "queued", "sent")
    sent, queued = office.runs("outbox", "--json").json
    assert queued == {
        "mail": 1,
        "person": "1001",
        "kind": "status",
        "state": "queued",
        "attempts": 0,
        "next_at": NOON.isoformat(),
        "ticket": None,
    }
    assert sent["next_at"] is None
    assert [line["mail"] for line in office.runs("outbox", "--json", "--state", "sent").json] == [2]
    assert "550 5.7.1 not today" in office.runs("outbox").out


def test_one_is_held_released_dropped_and_tried_again(office: Office) -> None:
    owing(office, "queued", "failed", "sent")
    assert office.runs("outbox", "hold", "1").status == 0
    assert office.runs("outbox", "retry", "2").status == 0
    assert states(office) == {1: "held", 2: "queued", 3: "sent"}
    assert office.runs("outbox", "release", "1").status == 0
    assert office.runs("outbox", "drop", "2").status == 0
    assert states(office) == {1: "queued", 2: "cancelled", 3: "sent"}


def test_what_makes_no_sense_is_refused_in_a_sentence(office: Office) -> None:
    owing(office, "sent")
    answer = office.runs("outbox", "drop", "1", "9")
    assert answer.status == 1
    assert "mail 1 is not queued or held or failed" in answer.err
    assert "mail 9 is not" in answer.err


def test_pause_and_resume_are_said_and_may_be_said_twice(office: Office) -> None:
    owing(office, "queued")
    assert "paused; mails wait" in office.runs("pause").out
    assert "paused already" in office.runs("pause").out
    assert "Sending is paused" in office.runs("outbox").out
    assert "Sending goes on; 1 wait." in office.runs("resume").out
    assert "was not paused" in office.runs("resume").out
