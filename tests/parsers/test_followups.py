"""WV and its day: what is one, what is asked back, and which sentences stay a letter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.intents import Act, Command, NearMiss, Party, Vocabulary
from hauspost.parsers.commands import read_line

TUESDAY = datetime(2025, 10, 14, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def read(text: str, language: str = "de") -> Command | NearMiss | None:
    words = Vocabulary(Party.MANAGER, language=language, received_at=TUESDAY, zone=ZoneInfo("Europe/Berlin"))
    lines = text.split("\n")
    found = read_line(lines, 0, words, first=True)
    return found.meaning if found else None


@pytest.mark.parametrize(
    "text, day, words",
    [
        ("WV 24.10.", date(2025, 10, 24), ""),
        ("WV Fr", date(2025, 10, 17), ""),
        ("wv morgen", date(2025, 10, 15), ""),
        ("Bitte WV 24.10.2025", date(2025, 10, 24), ""),
        ("Wiedervorlage am 3.11.", date(2025, 11, 3), ""),
        ("WV 24.10.: Angebot da?", date(2025, 10, 24), "Angebot da?"),
        ("WV Fr: nachfassen\nbei Meier", date(2025, 10, 17), "nachfassen\nbei Meier"),
        ("FOLLOW-UP 24.10.", date(2025, 10, 24), ""),
        ("FOLLOW UP Friday: quote?", date(2025, 10, 17), "quote?"),
    ],
)
def test_a_day_is_kept_with_the_words_behind_it(text: str, day: date, words: str) -> None:
    found = read(text, "en" if text.startswith("FOLLOW") else "de")
    assert isinstance(found, Command)
    assert (found.act, found.until, found.text) == (Act.FOLLOW_UP, day, words)


@pytest.mark.parametrize("text", ["WV aus", "WV weg", "WIEDERVORLAGE aufheben"])
def test_it_is_taken_back(text: str) -> None:
    found = read(text)
    assert isinstance(found, Command)
    assert (found.act, found.value, found.until) == (Act.FOLLOW_UP, "off", None)


@pytest.mark.parametrize(
    "text, reason, readings",
    [
        ("WV 1.10.", "follow_up_past", 0),
        ("WV Di", "follow_up_day", 2),
        ("WV", "follow_up_day", 0),
        ("WV 35.10.", "follow_up_day", 0),
        ("WV bald", "follow_up_day", 0),
    ],
)
def test_a_day_that_nobody_can_read_is_asked_back(text: str, reason: str, readings: int) -> None:
    found = read(text)
    assert isinstance(found, NearMiss)
    assert (found.reason, len(found.readings)) == (reason, readings)


@pytest.mark.parametrize(
    "text",
    [
        "Wiedervorlage ist nächste Woche, bitte nichts tun.",
        "WV 24.10.?",
        "Wiedervorlage haben wir für den 24. notiert.",
        "Erinnern Sie bitte den Mieter.",
        "Nächste Firma ist dann Dorn, oder wen nehmen wir.",
        "Priorität hat das Dach.",
    ],
)
def test_a_sentence_stays_a_letter(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text, value", [("PRIORITÄT hoch", "high"), ("Priorität: niedrig", None), ("Priorität normal", "normal")]
)
def test_a_priority_is_one_of_three(text: str, value: str | None) -> None:
    found = read(text)
    if value is not None:
        assert isinstance(found, Command)
        assert (found.act, found.value) == (Act.PRIORITY, value)


def test_an_unknown_priority_is_asked_back() -> None:
    assert isinstance(read("PRIORITÄT hoh"), NearMiss)
    assert isinstance(read("PRIORITÄT 17"), NearMiss)
