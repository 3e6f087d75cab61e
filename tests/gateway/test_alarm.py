"""The operator's own command: what it is told, and that its failure harms nobody."""

import time
from pathlib import Path

from hauspost.gateway import alarm
from tests.relay import eventually

SAID = {"STATE": "failure", "FAILED": "relay"}


def test_it_reads_the_words_and_the_environment_but_no_password_of_ours(tmp_path: Path) -> None:
    target = tmp_path / "told"
    command = ("/bin/sh", "-c", 'cat > "$1"; env >> "$1"', "page", str(target))
    assert alarm.run(command, text="out of order: disk low\n", said=SAID)
    told = target.read_text("utf-8")
    assert told.startswith("out of order: disk low\n")
    assert "HAUSPOST_ALERT_STATE=failure\n" in told
    environment = {"PATH": "/bin", "HAUSPOST_RELAY_PASSWORD": "geheim"}
    assert alarm.surroundings(environment, SAID) == {
        "PATH": "/bin",
        "HAUSPOST_ALERT_STATE": "failure",
        "HAUSPOST_ALERT_FAILED": "relay",
    }


def test_one_that_fails_is_missing_or_never_reads_harms_nobody() -> None:
    assert not alarm.run(("/bin/sh", "-c", "echo no >&2; exit 3"), text="x", said=SAID)
    assert not alarm.run(("/nonexistent/page",), text="x", said=SAID)
    assert alarm.run(("/bin/true",), text="x" * 1_000_000, said=SAID)


def test_one_that_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    command = ("/bin/sh", "-c", 'sleep 60 & echo $! > "$1"; wait', "page", str(tmp_path / "child"))
    began = time.monotonic()
    assert not alarm.run(command, text="x", said=SAID, seconds=3.0)  # by then a loaded machine has begun it
    assert time.monotonic() - began < 30
    child = (tmp_path / "child").read_text("ascii").strip()
    eventually(lambda: is_gone(child))  # a signal is sent, not carried out, when `kill` returns


def is_gone(process: str) -> bool:
    try:
        return " Z " in Path(f"/proc/{process}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
