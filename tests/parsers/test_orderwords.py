"""Knows what an order's line carries along, what is asked back with which readings, and that nothing is guessed."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.desk.intents import Act, Command, Offer, Party, Vocabulary
from hauspost.parsers.mail import parse_mail
from hauspost.parsers.reading import read, read_mail
from tests.effort import assert_no_crawl

MONDAY = datetime(2025, 10, 13, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
FIRMS = Vocabulary(
    Party.MANAGER,
    assignees=(
        ("firm:K1", ("Heizung Meier GmbH", "Heizung Meier")),
        ("firm:K2", ("Sanitär Wolf", "Wolf")),
        ("firm:K3", ("Wolf & Söhne Elektro",)),
        ("person:P9", ("Krause", "Hauswart")),
        ("trade:heating", ("Heizung",)),
    ),
    colleagues=(("person:M2", ("Tim Lorenz", "Lorenz", "Tim")),),
    houses=(("HS5", ("HS5", "Hafenstraße 5")), ("LW12", ("LW12", "Lindenweg 12"))),
    received_at=MONDAY,
    zone=MONDAY.tzinfo,
)


def only(text: str, vocabulary: Vocabulary = FIRMS) -> Command:
    (command,) = read(text, vocabulary).commands
    return command


def readings(text: str) -> list[tuple[str, int | None, date | None]]:
    said = read(text, FIRMS)
    assert said.commands == ()
    (miss,) = said.near_misses
    return [(each.value, each.limit, each.until) for each in miss.readings]


def test_an_order_has_its_limit_its_day_and_its_text() -> None:
    said = read("Beauftragen Meier, max. 300 €, bis Fr: Heizkörper\nim Bad\n\nTim, schaust du?", FIRMS)
    (command,) = said.commands
    assert (command.act, command.value) == (Act.DISPATCH, "firm:K1")
    assert (command.limit, command.until) == (30000, date(2025, 10, 17))
    assert command.text == "Heizkörper\nim Bad"
    assert said.text == "Tim, schaust du?"


def test_a_name_that_two_firms_bear_is_asked_back_unless_one_bears_it_wholly() -> None:
    assert only("BEAUFTRAGEN Wolf").value == "firm:K2"
    both = replace(FIRMS, assignees=(("firm:K2", ("Sanitär Wolf",)), ("firm:K3", ("Wolf Elektro",))))
    (miss,) = read("BEAUFTRAGEN Wolf", both).near_misses
    assert [each.value for each in miss.readings] == ["firm:K2", "firm:K3"]


def test_a_name_that_sounds_alike_is_offered_with_all_its_terms() -> None:
    assert readings("BEAUFTRAGEN Mayer max 300 € bis Fr") == [("firm:K1", 30000, date(2025, 10, 17))]


def test_an_ambiguous_day_is_offered_as_both() -> None:
    assert readings("BEAUFTRAGEN Meier bis Mo") == [
        ("firm:K1", None, date(2025, 10, 13)),
        ("firm:K1", None, date(2025, 10, 20)),
    ]


@pytest.mark.parametrize(
    "terms",
    ["300 €", "ca. 300 €", "max ca. 300 €", "max 300 € netto", "max 300 € dringend", "bis 300 bis 400"],
)
def test_money_that_is_not_said_exactly_orders_nothing(terms: str) -> None:
    assert readings(f"BEAUFTRAGEN Meier {terms}")[0][:2] == ("firm:K1", 30000)


@pytest.mark.parametrize("terms", ["max 0 €", "max 0,00 €", "bis 0 €", "max 0,-"])
def test_nothing_is_ordered_for_nothing(terms: str) -> None:
    assert readings(f"BEAUFTRAGEN Meier {terms}") == [("firm:K1", None, None)]


@pytest.mark.parametrize(
    "terms, cents",
    [
        ("max 300,-", 30000),
        ("max 300.-€", 30000),
        ("max. 300,-- €", 30000),
        ("max 1.200,50 €", 120050),
        ("max EUR 300", 30000),
        ("max 300 Euro", 30000),
    ],
)
def test_a_limit_is_read_in_every_form_that_people_type(terms: str, cents: int) -> None:
    assert only(f"BEAUFTRAGEN Meier {terms}").limit == cents


@pytest.mark.parametrize("terms", ["max dreihundert €", "max dreihundert", "bis dreihundert Euro"])
def test_a_limit_in_letters_is_asked_back(terms: str) -> None:
    assert readings(f"BEAUFTRAGEN Meier {terms}") == [("firm:K1", None, None)]


def test_an_order_whose_text_calls_a_colleague_is_asked_back() -> None:
    assert readings("BEAUFTRAGEN Meier: Tim, ist das nicht zu teuer") == [("firm:K1", None, None)]


def test_several_firms_are_asked_for_quotes_and_each_must_be_known() -> None:
    assert only("ANGEBOT Meier, Wolf und Krause").values == ("firm:K1", "firm:K2", "person:P9")
    assert read("ANGEBOT Meier und Xylander", FIRMS).commands == ()


def test_words_to_a_firm_need_their_colon_and_its_name() -> None:
    command = only("INFO Meier: Der Schlüssel liegt\nbeim Hauswart.")
    assert (command.value, command.text) == ("firm:K1", "Der Schlüssel liegt\nbeim Hauswart.")
    assert read("Info: Hansen zahlt nicht", FIRMS).text == "Info: Hansen zahlt nicht"


def test_an_order_is_taken_back_by_its_number_or_its_firm() -> None:
    assert only("STORNIEREN A-1042-1").target == "A-1042-1"
    assert only("A-1042-1 stornieren").target == "A-1042-1"
    assert only("Stornieren Meier").value == "firm:K1"
    assert (only("STORNIEREN").target, only("STORNIEREN").value) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "A-1042-1 STORNIEREN, kommt nicht mehr",
        "STORNIEREN A-1042-1 Mayer",
        "Stornieren A-1042-1 gleich heute",
    ],
)
def test_an_order_whose_number_stands_beside_other_words_is_offered(text: str) -> None:
    (miss,) = read(text, FIRMS).near_misses
    assert [(each.act, each.target) for each in miss.readings] == [(Act.CANCEL_ORDER, "A-1042-1")]


def test_more_names_than_one_line_may_have_are_asked_back() -> None:
    assert len(only("ANGEBOT " + ", ".join(["Meier"] * 10) + ": Text").values) <= 1
    for word in ("ANGEBOT", "INFO"):
        (miss,) = read(f"{word} {', '.join(['Meier'] * 11)}: Text", FIRMS).near_misses
        assert miss.reason == "left_over"
    assert read(f"Angebot {', '.join(['Meier'] * 11)}", FIRMS).near_misses == ()


def test_words_to_all_go_to_the_end_of_the_mail() -> None:
    said = read("PRIVAT\nAN ALLE: Morgen kein Wasser.\n\nERLEDIGT\n\nDanke", FIRMS)
    assert [c.act for c in said.commands] == [Act.PRIVATE, Act.TO_ALL]
    assert said.commands[1].text == "Morgen kein Wasser.\n\nERLEDIGT\n\nDanke"


def test_without_a_clock_a_day_is_asked_back() -> None:
    blind = replace(FIRMS, received_at=None, zone=None)
    assert read("BEAUFTRAGEN Meier bis Fr", blind).commands == ()


def test_days_count_from_when_the_mail_was_written() -> None:
    octets = b"From: m@x.example\nTo: h@y.example\nDate: Sun, 12 Oct 2025 22:00:00 +0200\n\nBEAUFTRAGEN Meier bis Mo\n"
    (command,) = read_mail(parse_mail(octets), "", FIRMS).said.commands
    assert command.until == date(2025, 10, 13)


MONEY = replace(FIRMS, offers=(Offer("ZUSTIMMEN", Act.YES, question=8), Offer("NEIN", Act.NO, question=8)))


def test_a_yes_to_money_is_the_whole_text_or_asked_back() -> None:
    assert only("Genehmigt", MONEY).question == 8
    assert only("Ja, genehmigt\n\nGruß\nVogt", MONEY).act is Act.YES
    assert read("Ja\n\nAber bitte erst nach dem 20.", MONEY).commands == ()
    assert read("Ja\nKATEGORIE x", MONEY).commands == ()
    assert only("FREIGEBEN", MONEY).act is Act.YES
    assert only("Nein, zu teuer", MONEY).act is Act.NO


_PIECES = [
    *(
        "BEAUFTRAGEN",
        "beauftragen",
        "FREIGEBEN,",
        "ANGEBOT",
        "INFO",
        "STORNIEREN",
        "AN ALLE:",
        "NUR",
        "EIGENTÜMER",
    ),
    *(
        "Meier",
        "Wolf",
        "Mayer",
        "Heizung",
        "max 300 €",
        "bis Fr",
        "bis Mo",
        "bis 31.2.",
        ":",
        ",",
        "und",
        "A-1-1",
    ),
    *(
        "T-12",
        "ZUSAMMENLEGEN MIT",
        "BÜNDELN",
        "OBJEKT",
        "HS5",
        "REGEL OK",
        "?",
        "\n",
        "Text",
        "Sie",
        "ca.",
        "300,-",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join) | st.text(max_size=80))
def test_whatever_is_ordered_is_on_the_list(text: str) -> None:
    known = {value for value, _ in FIRMS.assignees}
    for command in read(text, FIRMS).commands:
        if command.act is Act.DISPATCH:
            assert command.value in known
            assert command.limit is None or command.limit > 0
            assert command.until is None or command.until >= MONDAY.date()
        if command.act in (Act.QUOTE, Act.INFORM):
            assert command.values
            assert set(command.values) <= known
        if command.act in (Act.TO_ALL, Act.INFORM):
            assert command.text


@pytest.mark.parametrize(
    "piece",
    [
        "BEAUFTRAGEN Meier ",
        "max 300 ",
        "bis Fr ",
        "Meier, ",
        "T-1 ",
        "BÜNDELN ",
        "ANGEBOT Wolf und ",
        "A-1-1 ",
    ],
)
def test_long_crafted_lines_are_read_in_good_time(piece: str) -> None:
    assert_no_crawl(lambda: read((piece * 20_000)[:64_000], FIRMS), 2)
    assert_no_crawl(lambda: read(f"BEAUFTRAGEN {piece * 3_000}", FIRMS), 2)
