"""Knows what people type and what it means: every line of lines/*.txt is one case, named by its text."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk import languages
from hauspost.desk.command_table import WORDS
from hauspost.desk.intents import Act, Offer, Party, Said, Vocabulary
from hauspost.parsers.reading import read

FOLDER = Path(__file__).parent / "lines"

CATEGORIES = (
    ("heating", ("Heizung", "Heizung & Warmwasser")),
    ("mould", ("Schimmel", "Schimmel & Feuchtigkeit")),
    ("stairs", ("Treppenhaus", "Treppenhäuser")),
    ("general", ("Allgemein",)),
)
COLLEAGUES = (
    ("person:M1", ("Sabine Vogt", "Vogt", "Sabine")),
    ("person:M2", ("Tim Lorenz", "Lorenz", "Tim")),
)
RESIDENTS = (
    ("unit:WE05", ("WE05", "Haus 12, 1. OG links")),
    ("unit:WE07", ("WE07",)),
    ("person:P7", ("Ute Schröder", "Schröder", "Frau Schröder")),
)
HOUSES = (
    ("P1", ("LW12", "lindenweg12", "Lindenweg 12")),
    ("P2", ("HS5", "hauptstrasse5", "Hauptstraße 5")),
    ("P3", ("HS7", "hauptstrasse7", "Hauptstraße 7")),
)
ANSWERS = (
    Offer("OK", Act.RELEASE, question=4),
    Offer("JA", Act.YES, question=4),
    Offer("NEIN", Act.NO, question=4),
    Offer("SENDEN", Act.SEND, question=5),
    Offer("A", Act.CHOOSE, value="A", question=6),
    Offer("B", Act.CHOOSE, value="B", question=6),
    Offer("ABLEHNEN", Act.REJECT, needs_text=True),
)
MANAGER = Vocabulary(Party.MANAGER, categories=CATEGORIES, colleagues=COLLEAGUES, residents=RESIDENTS)
ASSIGNEES = (
    ("firm:K1", ("Heizung Meier GmbH", "Heizung Meier")),
    ("firm:K2", ("Sanitär Wolf", "Wolf")),
    ("firm:K3", ("Dorn Sanitär GmbH & Co. KG",)),
    ("person:P9", ("Krause", "Jens Krause", "Hauswart", "Hausmeister")),
    ("trade:heating", ("Heizung", "heating")),
    ("trade:plumbing", ("Sanitär", "Klempner", "plumbing")),
)
MONEY = (Offer("ZUSTIMMEN", Act.YES, question=8), Offer("NEIN", Act.NO, question=8))
YES_NO = (Offer("JA", Act.YES, question=1, also=("YES",)), Offer("NEIN", Act.NO, question=1))

MONDAY = datetime(2025, 10, 13, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
FIRMS = replace(MANAGER, assignees=ASSIGNEES, houses=HOUSES, received_at=MONDAY, zone=MONDAY.tzinfo)

VOCABULARIES = {
    "manager, firms": FIRMS,
    "manager in English, firms": replace(FIRMS, language="en"),
    "manager, ZUSTIMMEN NEIN": replace(FIRMS, offers=MONEY),
    "owner, ZUSTIMMEN NEIN": Vocabulary(Party.RESIDENT, offers=MONEY),
    "firm": Vocabulary(Party.CONTRACTOR, received_at=MONDAY, zone=MONDAY.tzinfo),
    "manager, nothing offered": MANAGER,
    "manager, OK JA NEIN SENDEN STOPP A B": replace(MANAGER, offers=ANSWERS),
    "manager, held 318 319 320": replace(MANAGER, held=(318, 319, 320), houses=HOUSES),
    "manager, new mail": replace(MANAGER, opens=True),
    "manager in English, nothing offered": replace(MANAGER, language="en"),
    "resident, JA NEIN": Vocabulary(Party.RESIDENT, offers=YES_NO, colleagues=COLLEAGUES),
    "resident in English, JA NEIN": Vocabulary(Party.RESIDENT, language="en", offers=YES_NO),
    "stranger": Vocabulary(Party.STRANGER),
}


def cases() -> list[tuple[str, str, str]]:
    """(vocabulary, text, expectation) of every line of the files."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(FOLDER.glob("*.txt")):
        vocabulary = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                vocabulary = line.strip("[]")
            elif line.strip() and not line.startswith("#"):
                expected, _, text = line.partition("|")
                found.append((vocabulary, text.strip().replace("⏎", "\n"), expected.strip()))
    return found


def heard(said: Said) -> str:
    """A reading in the files' short form."""
    parts = [f"near:{miss.reason}" for miss in said.near_misses]
    for command in said.commands:
        value = f"={command.value}" if command.value else ""
        target = f"@{command.target}" if command.target else ""
        terms = f"<{command.limit / 100:.2f}" if command.limit is not None else ""
        terms += f"<{command.until}" if command.until else ""
        several = f"={'+'.join(command.values)}" if len(command.values) > 1 else ""
        parts.append(f"{command.act}{value}{several}{terms}{target}")
    quiet = {"reply": said.reply, "text": said.text if not _takes_text(said) else ""}
    parts += [name for name, text in quiet.items() if text]
    if said.internal or (said.whole and not parts):
        parts.append("internal")
    return " ".join(parts)


def _takes_text(said: Said) -> bool:
    return any(command.act is Act.FOR for command in said.commands)


@pytest.mark.parametrize("vocabulary, text, expected", cases(), ids=lambda each: each.replace("\n", "⏎")[:60])
def test_a_typed_line_means_what_its_row_says(vocabulary: str, text: str, expected: str) -> None:
    assert heard(read(text, VOCABULARIES[vocabulary])) == expected


def test_the_files_hold_many_ordinary_sentences_and_none_of_them_fires() -> None:
    assert sum(expected == "text" for _, _, expected in cases()) >= 150


def test_the_page_for_managers_names_every_word() -> None:
    page = Path("docs/commands.md").read_text(encoding="utf-8")
    said = {each for word in WORDS for each in languages.of_all(word.key)}
    assert [each for each in sorted(said) if each not in page] == []
