"""Knows what `parse` prints: exactly INTERFACE's keys for any octets, one object a mail, without a configuration."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hauspost.cli import app

KEYS = (
    "message_id from_address from_name to cc reply_to subject date in_reply_to references text new_text "
    "quoted_text signature forwarded origin dsn auth attachments commands defects"
)
REPLY = """\
From: Sabine Vogt <sabine.vogt@hv.example>
To: reply@t.example
Cc: Tim <tim@hv.example>
Subject: AW: [T-1001] Heizung
Date: Tue, 14 Oct 2025 12:00:00 +0200
Message-ID: <m1@hv.example>
In-Reply-To: <ours@t.example>
References: <root@t.example> <ours@t.example>
Content-Type: text/plain; charset=utf-8

FREIGEBEN
KATEGORIE Heizung

Am 14.10.2025 um 11:00 schrieb Hauspost:
> ERLEDIGT
> Neuer Vorgang
"""


def parsed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert app.main(["parse", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_mail_is_one_object_with_every_key_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.eml").write_text(REPLY, encoding="utf-8")
    (found,) = parsed(capsys, "a.eml")
    assert list(found) == KEYS.split()
    assert found["message_id"] == "m1@hv.example"
    assert found["from_address"] == "sabine.vogt@hv.example"
    assert found["cc"] == ["tim@hv.example"]
    assert found["references"] == ["root@t.example", "ours@t.example"]
    assert found["origin"] == "person"
    assert found["dsn"] is None
    assert found["forwarded"] is None
    assert "FREIGEBEN" in found["new_text"]
    assert "ERLEDIGT" in found["quoted_text"]
    assert [one["act"] for one in found["commands"]][:1] == ["release"]
    assert "finish" not in [one["act"] for one in found["commands"]]


def test_what_we_sent_ourselves_is_recognised_in_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = "Guten Tag,\n\nder Heizkörper im Bad ist kalt, bitte kommen Sie morgen früh.\nMit freundlichen Grüßen\n"
    (tmp_path / "ours.eml").write_text(
        f"From: a@t.example\nContent-Type: text/plain; charset=utf-8\n\n{ours}", encoding="utf-8"
    )
    (tmp_path / "a.eml").write_text(
        f"From: b@t.example\nContent-Type: text/plain; charset=utf-8\n\nOK\n\n{ours}", encoding="utf-8"
    )
    (alone,) = parsed(capsys, "a.eml")
    (beside,) = parsed(capsys, "a.eml", "--answered", "ours.eml")
    assert "Heizkörper" in alone["new_text"]
    assert "Heizkörper" not in beside["new_text"]


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00" * 100,
        bytes(range(256)) * 50,
        b"From: =?utf-8?q?=FF?= <a@b>\r\n\r\n\xed\xa0\x80",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
    ],
)
def test_any_octets_give_a_value(tmp_path: Path, capsys: pytest.CaptureFixture[str], octets: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(octets)
    (found,) = parsed(capsys, "a.eml")
    assert list(found) == KEYS.split()


def test_a_mail_that_kills_its_parser_gives_a_value_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAUSPOST_PARSER_BOMB", "kill:m1@hv.example")
    (tmp_path / "a.eml").write_text(REPLY, encoding="utf-8")
    (tmp_path / "b.eml").write_text(REPLY.replace("m1@", "m2@"), encoding="utf-8")
    fallen, neighbour = parsed(capsys, "a.eml", "b.eml")
    assert list(fallen) == KEYS.split()
    assert fallen["defects"] == ["unreadable: the worker was killed by signal 9"]
    assert neighbour["message_id"] == "m2@hv.example"


def test_an_mbox_gives_a_line_for_each_mail_and_a_forward_is_looked_into(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forward = (
        "From: a@t.example\nSubject: WG: Licht\n\nzur Info\n\n"
        "---------- Forwarded message ---------\nVon: Anna <anna@post.example>\n"
        "Date: Di., 14. Okt. 2025 um 10:00 Uhr\nSubject: Licht\nTo: <haus@t.example>\n\nDas Licht ist aus.\n"
    )
    line = "From a@t.example Tue Oct 14 12:00:00 2025\n"
    (tmp_path / "all.mbox").write_text(f"{line}{REPLY}\n{line}{forward}\n", encoding="utf-8")
    reply, other = parsed(capsys, "all.mbox")
    assert reply["message_id"] == "m1@hv.example"
    assert set(other["forwarded"]) == {"from", "to", "subject", "date", "text"}
    assert "Das Licht ist aus." in other["forwarded"]["text"]


def test_the_verdicts_of_a_named_border_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = "Authentication-Results: mx.hv.example; dmarc=pass header.from=hv.example\n"
    (tmp_path / "a.eml").write_text(verdict + REPLY, encoding="utf-8")
    (believed,) = parsed(capsys, "a.eml", "--authserv-id", "mx.hv.example")
    (unasked,) = parsed(capsys, "a.eml")
    assert believed["auth"]["dmarc"] == "pass"
    assert unasked["auth"]["dmarc"] != "pass"


def test_the_console_reads_standard_input_and_writes_utf_8_in_any_language(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hauspost", "parse", "-"]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    mail = REPLY.replace("Neuer", "Größe").encode()
    done = subprocess.run(command, input=mail, capture_output=True, env=environment, timeout=60, check=True)
    assert "Größe" in json.loads(done.stdout.decode())["text"]


def test_a_missing_file_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["parse", "none.eml"]) == 1
    assert capsys.readouterr().err == (
        "hauspost: none.eml cannot be read (No such file or directory); name a readable file or folder\n"
    )
