"""Knows what a firm's offer says of its price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.desk.prices import Offered
from hauspost.parsers.offers import offered

SAID = [
    (
        "Anbei unser Angebot über 1.842,50 € netto, Ausführung ab 3.11. möglich, gültig 4 Wochen.",
        Offered(219258, 184250, is_assumed=True, valid="4 Wochen", start="ab 3.11."),
    ),
    ("1842.5 EUR netto", Offered(219258, 184250, is_assumed=True)),
    ("450 € inkl. MwSt.", Offered(45000)),
    ("Kostet 450 €", Offered(45000)),
    ("Netto 1.842,50 €, 19 % MwSt. 350,08 €, brutto 2.192,58 €", Offered(219258, 184250)),
    ("1.842,50 EUR zzgl. 7 % MwSt. = 1.971,48 EUR brutto", Offered(197148, 184250)),
    (
        "€1,842.50 net, valid until 10 November 2025, start from 3 November",
        Offered(219258, 184250, is_assumed=True, valid="until 10 November 2025", start="from 3 November"),
    ),
    ("Bindend bis zum 10.11.2025: 450 € brutto", Offered(45000, valid="bis zum 10.11.2025")),
    ("Das macht ca. 300 €.", Offered(vague="ca. 300 €")),
    ("ca. 300", Offered(vague="ca. 300")),
    ("Etwa zwischen 300 und 400 €", Offered(vague="zwischen 300 und 400 €")),
    ("300-400 €", Offered(vague="300-400 €")),
    ("Angebot: 1.842,50", Offered(vague="1.842,50")),
    ("Material 300 € und Arbeit 200 €", Offered(vague="300 €, 200 €")),
    ("Unser Angebot liegt bei.", Offered()),
    ("Rohr 2,50 m, ca. 30 Min, 80 %", Offered()),
]


@pytest.mark.parametrize("text, expected", SAID)
def test_an_offer_is_read_as_it_is_meant_or_not_at_all(text: str, expected: Offered) -> None:
    assert offered(text) == expected


@given(st.text(max_size=300))
def test_any_text_is_an_offer_or_none(text: str) -> None:
    found = offered(text)
    assert not (found.gross is not None and found.vague)


@given(euros=st.integers(1, 999_999), cents=st.integers(0, 99), word=st.sampled_from(["brutto", "netto", ""]))
def test_a_price_that_is_written_out_is_read_back(euros: int, cents: int, word: str) -> None:
    written = f"{euros:,}.{cents:02}".replace(",", " ").replace(".", ",").replace(" ", ".")
    found = offered(f"Unser Angebot: {written} € {word}")
    assert (found.net if word == "netto" else found.gross) == euros * 100 + cents
    assert found.is_assumed is (word == "netto")
