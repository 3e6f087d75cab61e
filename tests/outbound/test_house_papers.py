"""The sheet of a notice to the house: read back from its PDF, its code read as a telephone's camera reads it."""

from dataclasses import replace

import pytest

from hauspost.cli.samples import samples
from hauspost.cli.samples.of_house_notices import SUBJECT
from hauspost.cli.samples.world import write
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_house import HousePaper
from hauspost.outbound.catalogue import languages
from tests.outbound.pages import code_on, words_of
from tests.outbound.reading import parsed


def sheet_of(letter: Letter) -> bytes:
    (part,) = (p for p in parsed(write(letter)).walk() if p.get_content_type() == "application/pdf")
    octets = part.get_payload(decode=True)
    assert isinstance(octets, bytes)
    return octets


def posted(letter: Letter, **changes: object) -> Letter:
    facts = letter.facts
    assert isinstance(facts, HousePaper)
    draft = replace(facts.notice.draft, **changes)  # type: ignore[arg-type]
    return replace(letter, facts=replace(facts, notice=replace(facts.notice, draft=draft)))


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name", ["house_paper", "house_sent", "house_sent_waits"])
def test_the_sheet_says_what_the_mail_says_in_the_language_of_the_house(code: str, name: str) -> None:
    (words,) = words_of(sheet_of(samples(code)[name]))
    assert SUBJECT[code] in words
    assert "Do, 16.10.2025, 9-12 Uhr · Gilt bis Do, 16.10.2025" in words.replace("\u00a0", " ")
    assert "AUSHANG · Lindenweg 12 · Haus 12" in words
    assert "Sabine Vogt, Hausverwaltung Sonnenschein GmbH" in words
    assert "lindenweg12@tickets.hv-sonnenschein.example" in words


def test_its_code_opens_a_mail_to_the_house_about_it() -> None:
    link = code_on(sheet_of(samples("de")["house_paper"]))
    assert link.startswith(
        "mailto:lindenweg12@tickets.hv-sonnenschein.example?subject=Wasserabstellung%20Do%2016.10."
    )


def test_a_mail_that_withdraws_it_has_no_sheet() -> None:
    for name in ("house_sent_back", "house_back_paper", "house_notice", "house_preview"):
        kinds = [p.get_content_type() for p in parsed(write(samples("de")[name])).walk()]
        assert "application/pdf" not in kinds, name


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "<b>Wasser</b> & 💧 \u202egnusserp " + "W" * 500},
        {"text": "Zeile\n" * 1_300},
        {"text": "Wort " * 1_599, "subject": ""},
        {"text": "مرحبا <para>\x00\x0b" + "x" * 7_000},
    ],
)
def test_any_words_fit_on_paper_to_their_end(changes: dict[str, object]) -> None:
    pages = words_of(sheet_of(posted(samples("de")["house_paper"], **changes)))
    assert 1 <= len(pages) <= 4
    assert "Sabine Vogt" in pages[-1]
