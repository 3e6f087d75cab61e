"""Answers: the word in plain sight, what it does, and a button that writes just this word."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import GRAMMAR, SECRET, to_manager, write
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.outbound.answers import prefilled_body
from hauspost.outbound.catalogue import best_language, language, languages
from hauspost.threading import addresses
from tests.outbound.reading import html_of, links, text_of

CASES = [(code, name) for code in languages() for name, shown in samples(code).items() if shown.offers]


@pytest.mark.parametrize("code, name", CASES)
def test_each_clickable_answer_has_its_button_with_its_number(code: str, name: str) -> None:
    shown = samples(code)[name]
    expected = [
        addresses.act_address(SECRET, n, GRAMMAR) for n, o in enumerate(shown.offers, 1) if not o.needs_text
    ]
    found = links(html_of(write(shown)))
    assert [urlsplit(link).path for link in found] == expected


@pytest.mark.parametrize("code, name", CASES)
def test_a_button_writes_the_word_and_our_fixed_line(code: str, name: str) -> None:
    shown = samples(code)[name]
    clickable = [o for o in shown.offers if not o.needs_text]
    for offer, link in zip(clickable, links(html_of(write(shown))), strict=True):
        asked = parse_qs(urlsplit(link).query)
        assert asked.keys() == {"subject", "body"}
        assert asked["body"] == [prefilled_body(offer, language(code)).replace("\n", "\r\n")]
        assert asked["subject"][0].startswith(offer.word)
        assert len(link) < 500
        assert not re.search(r"[\s+]", urlsplit(link).query)


@pytest.mark.parametrize("code, name", CASES)
def test_every_word_stands_in_plain_sight(code: str, name: str) -> None:
    shown = samples(code)[name]
    for offer in shown.offers:
        assert re.search(rf"^ {{2,}}{re.escape(offer.word)}", text_of(write(shown)), re.MULTILINE)


def test_an_answer_that_needs_text_has_a_blank_and_no_button() -> None:
    offers = (Offer("ABLEHNEN", Act.REJECT, needs_text=True), Offer("INTERN", Act.INTERNAL, needs_text=True))
    mail = write(to_manager(PersonWrote("x", "Anna Berger"), "de", offers=offers))
    assert "  ABLEHNEN: Grund  ohne Maßnahme, Grund an Frau Berger" in text_of(mail)
    assert "  INTERN: Text     bleibt im Büro" in text_of(mail)
    assert links(html_of(mail)) == []


def test_a_link_that_would_be_cut_is_left_out_and_the_word_stays() -> None:
    word = "KATEGORIE " + "Ü" * 90
    mail = write(to_manager(PersonWrote("x", "Anna"), "de", offers=(Offer(word, Act.CATEGORY),)))
    assert links(html_of(mail)) == []
    assert "KATEGORIE" in text_of(mail)


def test_an_unknown_language_is_answered_in_german() -> None:
    assert prefilled_body(Offer("JA", Act.YES), best_language("fr")) == prefilled_body(
        Offer("JA", Act.YES), language("de")
    )


EMERGENCIES = [
    ("emergency", ["tel:0305550100"]),
    ("emergency_without_number", ["tel:112"]),
    ("emergency_fire", ["tel:112"]),
    ("emergency_stranger_lift", ["tel:112"]),
    ("emergency_gas", []),  # nobody telephones where gas is: out first
    ("emergency_carbon_monoxide", []),
    ("emergency_promised", []),  # somebody has called already
    ("acknowledgement", []),
]


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name, numbers", EMERGENCIES)
def test_an_emergency_is_one_touch_away_from_the_telephone(code: str, name: str, numbers: list[str]) -> None:
    mail = write(samples(code)[name])
    assert re.findall(r'href="(tel:[^"]*)"', html_of(mail)) == numbers
    lead = text_of(mail).replace(" ", "").split("\n")[0]
    assert all(number.removeprefix("tel:") in lead for number in numbers)
