"""Knows that a running `serve` watches itself: its heartbeat leaves, and its pages say what is out of order."""

import urllib.error
import urllib.request
from datetime import time
from pathlib import Path

import pytest

from hauspost.config.load import load
from tests.cli.office import Office
from tests.relay import eventually, free_port, listening_relay
from tests.torture.installation import Installation, furnish


def page(port: int, name: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{name}", timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode()}"


def test_a_running_serve_beats_and_shows_its_troubles(tmp_path: Path) -> None:
    port = free_port()
    with listening_relay() as relay:
        installation = Installation.at(
            tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path)
        )
        config = installation.folder / "hauspost.toml"
        text = config.read_text("utf-8").replace('health = ""', f'health = "127.0.0.1:{port}"')
        text = text.replace("free_disk_bytes = 0", f"free_disk_bytes = {2**60}")
        text += '[alerts]\nto = ["technik@office.example"]\nheartbeat = "00:00"\n'
        config.write_text(text, "utf-8")
        try:
            installation.start()
            installation.listening()
            (mail,) = relay.wait_for(1, seconds=60)
            assert mail.rcpt_to == "technik@office.example"
            eventually(lambda: "hauspost_heartbeat_sent_age_seconds" in page(port, "metrics"))
            assert 'hauspost_trouble{what="disk"} 1.0' in page(port, "metrics")
            assert page(port, "healthz").startswith("503 disk low: ")
            assert installation.terminate()[0] == 0
        finally:
            installation.end()


def test_a_command_that_is_not_there_is_found_before_it_is_needed(office: Office) -> None:
    text = office.config.read_text("utf-8")
    office.config.write_text(text.replace('command = ""', "command = \"page 'the technician'\""), "utf-8")
    answer = office.runs("check")
    assert answer.status == 1
    assert 'alerts.command: "page" cannot be run; write its whole path' in answer.out
    office.config.write_text(text.replace('command = ""', 'command = "unclosed \'"'), "utf-8")
    answer = office.runs("check")
    assert answer.status == 2
    assert "alerts.command cannot be parted into words (No closing quotation); close every" in answer.err


@pytest.mark.parametrize("written", ["25 Uhr", "24:00", "07:00+02:00", "7"])
def test_a_heartbeat_needs_a_time_of_day(office: Office, written: str) -> None:
    text = office.config.read_text("utf-8").replace('heartbeat = ""', f'heartbeat = "{written}"')
    office.config.write_text(text, "utf-8")
    answer = office.runs("check")
    assert answer.status == 2
    assert f'alerts.heartbeat is no time of day: "{written}"; write it like "07:00"' in answer.err


def test_alerts_may_come_from_the_environment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAUSPOST_ALERTS__TO", "a@office.example, B@office.example")
    monkeypatch.setenv("HAUSPOST_ALERTS__HEARTBEAT", "7:05")
    monkeypatch.setenv("HAUSPOST_ALERTS__COMMAND", "/usr/bin/env --ignore 'two words'")
    alerts = load(office.config).alerts
    assert alerts.to == ("a@office.example", "b@office.example")
    assert alerts.heartbeat == time(7, 5)
    assert alerts.command == ("/usr/bin/env", "--ignore", "two words")
