"""Knows that ordinary short texts of managers do nothing, and that what is the office's never leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from hauspost.desk.case import Answered
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.leaving import part_words
from hauspost.desk.model import Status
from hauspost.desk.notices import NoticeKind
from hauspost.desk.telling import conversation_offers, offer, steering_offers
from hauspost.parsers.reading import read
from tests.desk.scenes import SABINE, case, ticket
from tests.parsers.test_commands import FIRMS

FILE = Path(__file__).parent / "short_texts.txt"
MARKS = frozenset({"in", "out", "?"})


def rows() -> list[tuple[str, str, str, str]]:
    """(language, text, under P1, under M1) of every line."""
    found: list[tuple[str, str, str, str]] = []
    language = under_words = under_report = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language, under_words, under_report = line.strip("[]").split(" · ")
        elif line.strip() and not line.startswith("#"):
            found.append((language, line.replace("⏎", "\n"), under_words, under_report))
    return found


def offers(kind: NoticeKind, language: str) -> tuple[Offer, ...]:
    """As the mails print them: under a resident's words the next steps, under a report OK and NEIN to a proposal."""
    if kind is NoticeKind.PERSON_WROTE:
        return conversation_offers(Status.OPEN, language)
    yes = Offer("OK", Act.PROPOSAL, question=4, also=("YES" if language == "en" else "JA",))
    return (yes, offer(Act.NO, language), *steering_offers(Status.OPEN, language)[1:])


def became(said: Said, kind: NoticeKind, language: str) -> str:
    """What the desk makes of a reading under a mail of that kind."""
    if said.near_misses:
        return "?"
    if said.commands:
        return " ".join(str(command.act) for command in said.commands)
    here = case(ticket(), answered=Answered(1, kind, offers(kind, language), 10, (SABINE.id,)))
    return "out" if part_words(here, said).leaves else "in"


@pytest.mark.parametrize("kind", [NoticeKind.PERSON_WROTE, NoticeKind.NEW_TICKET], ids=["P1", "M1"])
@pytest.mark.parametrize(
    "language, text, under_words, under_report", rows(), ids=lambda each: each.replace("\n", "⏎")[:60]
)
def test_a_short_text_becomes_what_its_row_says(
    kind: NoticeKind, language: str, text: str, under_words: str, under_report: str
) -> None:
    said = read(text, replace(FIRMS, language=language, offers=offers(kind, language)))
    expected = under_words if kind is NoticeKind.PERSON_WROTE else under_report
    assert became(said, kind, language) == expected


def test_there_are_hundreds_of_them_and_nearly_all_are_carried_out_as_nothing() -> None:
    idle = [text for _, text, words, report in rows() if {words, report} <= MARKS]
    assert len(rows()) >= 300
    assert len(idle) >= 300
    assert len(set(rows())) == len(rows())
