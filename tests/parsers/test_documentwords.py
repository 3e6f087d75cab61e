"""The words about documents, the lines of a mail that brings some, and what asks for papers in plain words."""

from datetime import date

import pytest

from hauspost.desk.houses import Period
from hauspost.desk.intents import Act, Command, NearMiss, Party, Vocabulary
from hauspost.parsers.document_details import details
from hauspost.parsers.document_requests import asks_documents
from hauspost.parsers.reading import read

TODAY = date(2025, 10, 14)
EVERYBODY = ("board_member", "caretaker", "owner", "tenant")


def only(text: str, party: Party = Party.MANAGER, language: str = "de") -> Command | NearMiss | None:
    said = read(text, Vocabulary(party, language))
    found: list[Command | NearMiss] = [*said.commands, *said.near_misses]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("party", [Party.MANAGER, Party.RESIDENT])
@pytest.mark.parametrize(
    "text, act, numbers",
    [
        ("DOKUMENTE", Act.DOCUMENTS, ()),
        ("Dokumente, bitte", Act.DOCUMENTS, ()),
        ("Dokument", Act.DOCUMENTS, ()),
        ("DOKUMENT 3", Act.DOCUMENT, ("3",)),
        ("dokument nr. 3 bitte", Act.DOCUMENT, ("3",)),
        ("Bitte Dokument 3, 5 und 7.", Act.DOCUMENT, ("3", "5", "7")),
        ("Dokumente 03 + 3", Act.DOCUMENT, ("3",)),
    ],
)
def test_the_list_or_some_numbers(party: Party, text: str, act: Act, numbers: tuple[str, ...]) -> None:
    found = only(text, party)
    assert isinstance(found, Command)
    assert (found.act, found.values) == (act, numbers)


@pytest.mark.parametrize("party", [Party.MANAGER, Party.RESIDENT])
@pytest.mark.parametrize(
    "text",
    [
        "Dokument 3?",
        "Dokument 3 liegt bei.",
        "Dokumente anbei",
        "Dokumente habe ich keine bekommen.",
        "Die Dokumente fehlen",
        "Dokument 3 vom 14.10. stimmt nicht",
        "Dokument " + " ".join(str(n) for n in range(1, 12)),
        "Dokument 1234567890",
        "Documents",
        "Document 3",
    ],
)
def test_a_sentence_is_none_and_english_is_for_who_speaks_it(party: Party, text: str) -> None:
    assert only(text, party) is None


def test_english_has_its_own_words() -> None:
    assert only("Documents", Party.RESIDENT, "en") == Command(Act.DOCUMENTS, "Documents")
    found = only("document 3 and 4, please", Party.RESIDENT, "en")
    assert isinstance(found, Command)
    assert found.values == ("3", "4")


@pytest.mark.parametrize(
    "text, language, value, values, rest",
    [
        ("DOKUMENT 3 ZURÜCKZIEHEN", "de", "withdraw:3", (), ""),
        ("Dokument 3 bitte zurueckziehen", "de", "withdraw:3", (), ""),
        ("DOKUMENT 3 RÜCKGÄNGIG", "de", "undo:3", (), ""),
        ("DOKUMENT 3 FÜR EIGENTÜMER, BEIRAT", "de", "audience:3", ("board_member", "owner"), ""),
        ("DOKUMENT 3 NUR BEIRAT", "de", "audience:3", ("board_member",), ""),
        ("DOKUMENT 3 FÜR ALLE", "de", "audience:3", EVERYBODY, ""),
        ("DOKUMENT 3 TITEL: Protokoll 2025 (neu)", "de", "title:3", (), "Protokoll 2025 (neu)"),
        ("DOCUMENT 3 WITHDRAW", "en", "withdraw:3", (), ""),
        ("DOCUMENT 3 FOR OWNERS AND TENANTS", "en", "audience:3", ("owner", "tenant"), ""),
        ("DOCUMENT 3 TITLE: Minutes", "en", "title:3", (), "Minutes"),
    ],
)
def test_what_managers_make_of_one(
    text: str, language: str, value: str, values: tuple[str, ...], rest: str
) -> None:
    assert only(text, language=language) == Command(Act.CHANGE_DOCUMENT, text, value, rest, values=values)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("DOKUMENT 3 FÜR NACHBARN", "unknown_value"),
        ("DOKUMENT 3 TITEL neu", "needs_colon"),
        ("DOKUMENT 3 LÖSCHEN BITTE", "left_over"),
        ("#Dokument drei", "left_over"),
    ],
)
def test_what_was_meant_and_is_none_is_asked_back(text: str, reason: str) -> None:
    found = only(text)
    assert isinstance(found, NearMiss)
    assert found.reason == reason


def test_an_older_version_is_named_by_managers_alone() -> None:
    found = only("DOKUMENT 3 FASSUNG 1")
    assert isinstance(found, Command)
    assert found.values == ("3/1",)
    assert only("DOKUMENT 3 FASSUNG 1", Party.RESIDENT) is None
    assert only("DOKUMENT 3 ZURÜCKZIEHEN", Party.RESIDENT) is None


# ---- the lines of a mail that brings some


@pytest.mark.parametrize(
    "line, audience",
    [
        ("Für: Eigentümer, Beirat", ("board_member", "owner")),
        ("für alle", EVERYBODY),
        ("nur Eigentümer", ("owner",)),
        ("For: owners and tenants", ("owner", "tenant")),
        ("Für die Mieter", ("tenant",)),
        ("Für Rückfragen stehe ich bereit.", None),
        ("Nur zur Information", None),
    ],
)
def test_who_may_see_them(line: str, audience: tuple[str, ...] | None) -> None:
    found = details(line, today=TODAY)
    assert found.audience == audience
    assert found.unread == ()


@pytest.mark.parametrize(
    "line, begin, end",
    [
        ("Gültig bis 31.12.2026", None, date(2026, 12, 31)),
        ("gültig: bis zum 31.12.2026.", None, date(2026, 12, 31)),
        ("ab 1.1.", date(2026, 1, 1), None),
        ("Ab 1. Januar 2026", date(2026, 1, 1), None),
        ("vom 1.1.2026 bis 31.12.2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("valid from 1.1.2026 to 31.12.2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("Sichtbar ab 2026-01-01", date(2026, 1, 1), None),
        ("ab 1.8.2024", date(2024, 8, 1), None),
    ],
)
def test_on_which_days(line: str, begin: date | None, end: date | None) -> None:
    found = details(line, today=TODAY)
    assert found.valid == Period(begin, end)
    assert found.unread == ()


@pytest.mark.parametrize(
    "line",
    [
        "Für: die Nachbarn",
        "Gültig bis Ostern",
        "gültig bis 31.12.2024",
        "vom 1.2.2026 bis 1.1.2026",
        "ab 31.2. bis 1.3.",
    ],
)
def test_a_line_of_that_form_that_nobody_can_rely_on_is_named(line: str) -> None:
    found = details(line, today=TODAY)
    assert found.unread == (line,)
    assert (found.audience, found.valid) == (None, Period())


@pytest.mark.parametrize(
    "line", ["Ab morgen bin ich im Urlaub.", "Bis dann", "Anbei die Unterlagen ab 2020.", ""]
)
def test_other_lines_are_for_people(line: str) -> None:
    assert details(line, today=TODAY) == details("", today=TODAY)


def test_title_and_period_stand_as_they_were_written() -> None:
    found = details("Titel:  Abrechnung 2024\nZeitraum 1.1. bis 31.12.2024\nTitel: zweiter", today=TODAY)
    assert (found.title, found.covers) == ("Abrechnung 2024", "1.1. bis 31.12.2024")


# ---- plain words


@pytest.mark.parametrize(
    "subject, text",
    [
        ("Dokumente", "Bitte das Protokoll der Eigentümerversammlung und die Hausordnung."),
        ("Dokumente", "Guten Tag,\nich hätte gern die Abrechnung 2024 als PDF.\nVielen Dank\nAnna Berger"),
        ("Unterlagen", "Könnten Sie mir bitte die Teilungserklärung schicken?"),
        ("Documents", "Hello,\nplease send me the minutes and the house rules.\nThanks\nJames"),
    ],
)
def test_a_request_for_papers(subject: str, text: str) -> None:
    assert asks_documents(subject, text, ("Anna Berger", "James Miller"))


@pytest.mark.parametrize(
    "subject, text",
    [
        ("Heizung", "Bitte die Hausordnung."),
        ("Dokumente", "Bitte die Hausordnung. Die Heizung ist kalt."),
        ("Dokumente", "Bitte eine Wohnungsgeberbestätigung."),
        ("Dokumente", "Die Abrechnung ist falsch."),
        ("Dokumente", "Bitte die Hausordnung.\nDanke\nKlaus Unbekannt"),
        ("Dokumente", "Nach der Hausordnung ist um 22 Uhr Ruhe!"),
        ("Dokumente", "Bitte das Protokoll. " * 40),
    ],
)
def test_what_says_more_is_a_report(subject: str, text: str) -> None:
    assert not asks_documents(subject, text)
