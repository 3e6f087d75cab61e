"""Knows what the operator is told after a restore, and that nothing is done unasked or beside a running gateway."""

import json
import sqlite3
from contextlib import closing

import pytest

from hauspost.gateway.alone import only_one
from tests.cli.office import Office


def test_without_apply_it_is_only_said(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("restore-check")
    assert answer.status == 0
    for said in (
        "tickets: the last number is T-1001, the next will be T-2002.",
        "2  notices become held mails",
        "Nothing was changed; --apply does it and pauses all sending.",
    ):
        assert said in answer.out
    assert office.runs("restore-check", "--json").json["applied"] is False


def test_with_apply_numbers_leap_and_sending_is_paused(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("restore-check", "--apply", "--leap", "50")
    assert "Done. Sending is paused." in answer.out
    office.decides(office.mail("Und jetzt tropft er."))
    assert [one["ticket"] for one in office.runs("tickets", "--json").json] == ["T-1052", "T-1001"]
    assert "paused already" in office.runs("pause").out


def test_a_second_time_there_is_nothing_to_do(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert office.runs("restore-check", "--apply", "--json").json["applied"] is True
    assert "nothing has happened since" in office.runs("restore-check", "--apply").out
    assert office.runs("restore-check", "--apply", "--json").json["applied"] is False


def test_a_second_restore_needs_a_second_check(office: Office) -> None:
    """Numbers that were given out after the second backup must not be given out again."""
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert office.runs("restore-check", "--apply", "--json").json["applied"] is True
    copy = office.folder / "copy.db"
    assert office.runs("backup", str(copy)).status == 0
    office.decides(office.mail("Und jetzt tropft er."))
    assert [one["ticket"] for one in office.runs("tickets", "--json").json] == ["T-2002", "T-1001"]
    for leftover in (office.folder / "var").glob("hauspost.db*"):
        leftover.unlink()
    copy.rename(office.folder / "var/hauspost.db")
    assert "came back from a backup and was not made safe" in office.runs("check").out
    answer = office.runs("restore-check", "--apply")
    assert "came back from a backup" not in office.runs("check").out
    assert "tickets: the last number is T-2001, the next will be T-3002." in answer.out
    assert "Done. Sending is paused." in answer.out
    assert "nothing has happened since" in office.runs("restore-check").out


def test_a_copy_that_says_nothing_of_itself_is_made_safe_by_a_word(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    office.runs("restore-check", "--apply")
    assert "say --again" in office.runs("restore-check", "--apply").out
    answer = office.runs("restore-check", "--apply", "--again")
    assert "tickets: the last number is T-2001, the next will be T-3002." in answer.out
    assert "Done." in answer.out


def test_it_says_that_done_folders_come_in_again_where_there_are_any(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert "IMAP" not in office.runs("restore-check").out
    monkeypatch.setenv("HAUSPOST_IMAP__PROVIDER__URL", "imaps://office@imap.example")
    monkeypatch.setenv("HAUSPOST_IMAP_PROVIDER_PASSWORD", "geheim")
    answer = office.runs("restore-check", "--apply")
    assert "IMAP takes in again what lies in its done folders and is not known here." in answer.out
    with closing(sqlite3.connect(office.folder / "var/hauspost.db")) as connection:
        query = "SELECT value FROM switches WHERE name = 'imap_take_again'"
        (value,) = connection.execute(query).fetchone()
    assert json.loads(value)["accounts"] == ["provider"]


def test_beside_a_running_gateway_it_is_refused(office: Office) -> None:
    with only_one(office.folder / "var/hauspost.db"):
        answer = office.runs("restore-check", "--apply")
    assert answer.status == 1
    assert "stop it; a restored database is looked at before anybody serves it" in answer.err
