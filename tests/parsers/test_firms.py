"""Knows what firms and caretakers write back, and what of it counts: every line of firms/*.txt is one case."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.intents import Party, Report, Vocabulary
from hauspost.desk.model import Window
from hauspost.parsers.claiming import reports

FOLDER = Path(__file__).parent / "firms"
ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2025, 10, 13, 9, 0, tzinfo=ZONE)
NAMES = ("Heizung Meier GmbH", "Krause", "Kaya", "Sabine Vogt")
WAITS = Vocabulary(Party.CONTRACTOR, received_at=MONDAY, zone=ZONE, awaits=True)
ACCEPTED = Vocabulary(Party.CONTRACTOR, received_at=MONDAY, zone=ZONE)
VOCABULARIES = {"waits": WAITS, "accepted": ACCEPTED}


def cases() -> list[tuple[str, str, str]]:
    """(state of the order, text, expectation) of every line of the files."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(FOLDER.glob("*.txt")):
        state = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                state = line.strip("[]")
            elif line.strip() and not line.startswith("#"):
                expected, _, text = line.partition("|")
                found.append((state, text.strip().replace("⏎", "\n"), expected.strip()))
    return found


def told(report: Report) -> str:
    """A report in the files' short form."""
    parts = ["sure" if report.is_sure else "asks", *sorted(report.claims), report.order]
    parts.append(_window(report.window) if report.window else "")
    parts.append(f"amount={report.amount}" if report.amount is not None else "")
    parts.append(f"until={report.until}" if report.until else "")
    return " ".join(part for part in parts if part)


def _window(window: Window) -> str:
    if window.is_day:
        return f"window={window.start:%Y-%m-%d}/day"
    return f"window={window.start:%Y-%m-%dT%H:%M}" + (f"/{window.end:%H:%M}" if window.end else "")


def same(told: str) -> list[list[str]]:
    return [sorted(each.split()) for each in told.split(";")]


@pytest.mark.parametrize("state, text, expected", cases(), ids=lambda each: each.replace("\n", "⏎")[:60])
def test_a_firms_reply_claims_what_its_row_says(state: str, text: str, expected: str) -> None:
    found = "; ".join(told(each) for each in reports(text, VOCABULARIES[state], names=NAMES))
    assert same(found) == same(expected), found
