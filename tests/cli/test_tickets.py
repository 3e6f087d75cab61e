"""Knows what the operator sees of tickets: one list, and one ticket with its channels apart."""

import contextlib
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from hauspost.desk.deadlines import Clock, Stage
from hauspost.store import deadlines, schema
from hauspost.store.database import Database
from tests.cli.office import ANNA, Office


def test_a_ticket_is_listed_with_exactly_the_keys_that_others_rely_on(office: Office) -> None:
    office.decides(office.mail("Hallo,\nder Heizkörper ist kalt.\nAnna Berger"))
    (ticket,) = office.runs("tickets", "--json").json
    keys = "ticket status flags visibility category property unit opened_at orders"
    assert list(ticket) == keys.split()
    assert ticket["ticket"] == "T-1001"
    assert ticket["status"] == "OPEN"
    assert ticket["visibility"] == "private"
    assert ticket["property"] == "LW12"
    assert ticket["unit"] == "WE03"
    assert ticket["orders"] == []
    assert datetime.fromisoformat(ticket["opened_at"]).tzinfo is not None


def test_no_ticket_is_an_empty_list_and_no_fault(office: Office) -> None:
    assert office.runs("tickets", "--json").json == []
    assert office.runs("tickets").status == 0


def test_the_list_is_plain_in_a_pipe_and_can_be_narrowed_to_a_property(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs_apart("tickets", "--property", "LW12")
    assert answer.status == 0
    assert "T-1001  OPEN" in answer.out
    assert "\x1b" not in answer.out
    assert "T-1001" not in office.runs("tickets", "--property", "HS5").out


def test_an_unknown_property_is_told_with_the_mend(office: Office) -> None:
    answer = office.runs("tickets", "--property", "LW99")
    assert answer.status == 1
    assert answer.err == "hauspost: there is no property LW99; see Objektnummer in properties.csv\n"


@pytest.mark.parametrize("written", ["T-1001", "t-1001", "1001", "[T-1001]"])
def test_a_ticket_is_shown_whichever_way_its_number_is_written(office: Office, written: str) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert "Der Heizkörper ist kalt." in office.runs("show", written).out


def test_each_channel_is_shown_apart_with_who_may_read_it(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    shown = office.runs("show", "T-1001", "--json").json
    assert [channel["channel"] for channel in shown["channels"]] == ["internal", "resident:1001"]
    (entry,) = shown["channels"][1]["entries"]
    assert set(entry) >= {"seq", "at", "kind", "author", "text", "facts"}
    assert entry["author"] == "Anna Berger"
    assert entry["text"] == "Der Heizkörper ist kalt."
    assert [question["kind"] for question in shown["questions"]] == ["suggestion"]  # the rule for heating
    assert "resident:1001 (managers, Anna Berger (1001))" in office.runs("show", "T-1001").out


def test_escape_sequences_in_a_mail_do_not_reach_the_terminal(office: Office) -> None:
    office.decides(office.mail("kalt \x1b]0;owned\x07 \x1b[31mrot", subject="Heizung \x1b[2J"))
    assert "\x1b" not in office.runs("show", "T-1001").out
    assert "\x1b" not in office.runs("tickets").out


def test_a_missing_ticket_and_a_wrong_number_are_told_apart(office: Office) -> None:
    missing = office.runs("show", "T-4711")
    assert missing.status == 1
    assert "there is no ticket T-4711" in missing.err
    wrong = office.runs("show", "Heizung")
    assert wrong.status == 2
    assert "write it like T-1042" in wrong.err


def test_an_office_without_a_database_is_told_how_to_begin(office: Office) -> None:
    os.unlink(office.folder / "var/hauspost.db")
    answer = office.runs("tickets")
    assert answer.status == 1
    assert "begin with" in answer.err


def test_a_stranger_makes_no_ticket(office: Office) -> None:
    office.decides(office.mail("Teppiche!", author="niemand@fremd.example"), office.mail("kalt", author=ANNA))
    assert len(office.runs("tickets", "--json").json) == 1


def test_deadlines_and_a_priority_are_shown_with_who_is_told_next(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert office.runs("show", "T-1001", "--json").json["deadlines"] == []

    def promised(connection: Any) -> None:
        connection.execute(update(schema.tickets).values(priority="high"))
        started = datetime(2025, 10, 14, 10, tzinfo=UTC)
        clock = Clock(Stage.RESPONSE, 0, started, started + timedelta(hours=4))
        (found,) = deadlines.unclocked(connection)
        deadlines.set_clocks(connection, *found, (clock,), at=started)

    with contextlib.closing(Database(f"sqlite:///{office.folder / 'var' / 'hauspost.db'}")) as database:
        database.write(promised)
    (shown,) = office.runs("show", "T-1001", "--json").json["deadlines"]
    assert (shown["stage"], shown["order"], shown["next"]) == ("response", None, "manager")
    assert datetime.fromisoformat(shown["due_at"]) == datetime(2025, 10, 14, 14, tzinfo=UTC)
    out = office.runs("show", "T-1001").out
    assert "priority: high" in out
    assert "response: due" in out
    assert "manager is told" in out
