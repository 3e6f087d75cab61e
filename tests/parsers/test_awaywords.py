"""Knows until when a manager says she is away, and who stands in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.intents import Act, Party, Vocabulary
from hauspost.parsers.reading import read

VOCABULARY = Vocabulary(
    Party.MANAGER,
    colleagues=(("9001", ("Sabine Vogt", "Vogt", "Sabine")), ("9002", ("Tim Lorenz", "Lorenz", "Tim"))),
    received_at=datetime(2025, 10, 14, 10, tzinfo=UTC),
    zone=ZoneInfo("Europe/Berlin"),
)
DAY = date(2025, 10, 24)


@pytest.mark.parametrize(
    "line, until, deputy",
    [
        ("ABWESEND bis 24.10.", DAY, ""),
        ("Abwesend bis 24.10.2025", DAY, ""),
        ("abwesend bis Fr, 24.10.", DAY, ""),
        ("ABWESEND bis einschließlich 24.10.", DAY, ""),
        ("ABWESEND bis 24.10. Vertretung Lorenz", DAY, "9002"),
        ("ABWESEND bis 24.10., Vertretung: Tim Lorenz", DAY, "9002"),
        ("Abwesend bis Freitag, vertreten durch Herrn Lorenz", date(2025, 10, 17), "9002"),
    ],
)
def test_a_day_and_a_deputy_are_read(line: str, until: date, deputy: str) -> None:
    (command,) = read(line, VOCABULARY).commands
    assert (command.act, command.until, command.value) == (Act.AWAY, until, deputy)


@pytest.mark.parametrize(
    "line",
    ["ABWESEND", "ABWESEND bis irgendwann", "ABWESEND bis 24.10. Vertretung Lorens", "ABWESEND im Oktober"],
)
def test_what_cannot_be_read_is_asked_back(line: str) -> None:
    said = read(line, VOCABULARY)
    assert not said.commands
    assert said.near_misses


@pytest.mark.parametrize(
    "line",
    [
        "Abwesend war ich nie.",
        "Abwesend ist der Mieter bis 24.10., bitte warten.",
        "Sind Sie abwesend bis 24.10.?",
    ],
)
def test_a_sentence_is_none(line: str) -> None:
    said = read(line, VOCABULARY)
    assert not said.commands
    assert not said.near_misses


def test_english_words_are_for_english_speakers() -> None:
    english = Vocabulary(
        Party.MANAGER,
        language="en",
        colleagues=VOCABULARY.colleagues,
        received_at=VOCABULARY.received_at,
        zone=VOCABULARY.zone,
    )
    (command,) = read("AWAY until 24 October, deputy Tim Lorenz", english).commands
    assert (command.until, command.value) == (DAY, "9002")
    assert not read("AWAY until 24 October", VOCABULARY).commands
