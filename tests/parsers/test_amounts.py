"""Knows amounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.parsers.amounts import amounts, limits

SAID = [
    ("300 €", 30000, True, None),
    ("300€", 30000, True, None),
    ("€300", 30000, True, None),
    ("EUR 300", 30000, True, None),
    ("300 Euro", 30000, True, None),
    ("300,- Euro", 30000, True, None),
    ("300,-", 30000, True, None),
    ("300,--", 30000, True, None),
    ("1.842,50 €", 184250, True, None),
    ("1842.5 EUR netto", 184250, True, True),
    ("1,842.50 €", 184250, True, None),
    ("1 842,50 €", 184250, True, None),
    ("12.000 € brutto", 1200000, True, False),
    ("450 € zzgl. MwSt.", 45000, True, True),
    ("450 € inkl. MwSt.", 45000, True, False),
    ("ca. 300 €", 30000, False, None),
    ("rund 300 Euro", 30000, False, None),
    ("300-400 €", 40000, False, None),
    ("45 €/Std.", 4500, False, None),
    ("1,842 €", 184200, False, None),
]


@pytest.mark.parametrize("text, cents, exact, net", SAID)
def test_an_amount_is_read_with_what_is_said_about_it(
    text: str, cents: int, exact: bool, net: bool | None
) -> None:
    (found,) = amounts(f"Das kostet {text}, sagt er")[:1]
    assert (found.cents, found.is_exact, found.is_net) == (cents, exact, net)


@pytest.mark.parametrize(
    "text",
    [
        "Donnerstag 16-18",
        "WE 05",
        "15.10.2025",
        "0171 5550199",
        "2 Leuchtmittel",
        "80 %",
        "A-1042-1",
        "KW 44",
    ],
)
def test_what_names_no_currency_is_no_amount(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    "text, cents",
    [
        ("max 300 €", 30000),
        ("max. 300", 30000),
        ("maximal 300 Euro", 30000),
        ("höchstens 300", 30000),
        ("bis 300", 30000),
        ("bis zu 300 €", 30000),
        ("bis max. 1.842,50 €", 184250),
        ("Limit: 500", 50000),
        ("up to €300", 30000),
        ("bis 20 €", 2000),
        ("max 20", 2000),
    ],
)
def test_a_limit_is_what_is_said_to_be_the_most(text: str, cents: int) -> None:
    (found,) = limits(f"Meier {text}")
    assert (found.cents, found.is_exact) == (cents, True)


@pytest.mark.parametrize("text", ["bis 15", "bis 15.10.", "bis 16 Uhr", "bis Freitag", "300 €", "bis KW 44"])
def test_a_day_or_an_hour_is_no_limit(text: str) -> None:
    assert limits(text) == ()


def test_a_net_amount_is_compared_with_its_tax() -> None:
    assert amounts("1.842,50 € netto")[0].gross == 219258
    assert amounts("300 €")[0].gross == 30000


@given(euros=st.integers(0, 999_999), cents=st.integers(0, 99))
def test_every_german_and_english_spelling_gives_the_same_cents(euros: int, cents: int) -> None:
    english = f"{euros:,}.{cents:02}"
    german = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    plain = f"{euros},{cents:02}"
    assert {amounts(f"{said} €")[0].cents for said in (english, german, plain)} == {euros * 100 + cents}


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for each in (*amounts(text), *limits(text)):
        assert 0 <= each.start < each.end <= len(text)
