"""A manager's short texts: "!termin" alone on a line leaves as the text of that name, and never as it was typed."""

import pytest

from tests.golden_mails import check_golden
from tests.house import ANNA, SABINE, House, text_of
from tests.tables import bring

TEXTS = (
    "Kürzel;Text\n"
    "termin;Bitte nennen Sie uns zwei Termine, an denen jemand zu Hause ist.\n"
    'gruß;"Guten Tag,\nwir kümmern uns darum."\n'
)


@pytest.fixture(autouse=True)
def _texts(house: House) -> None:
    bring(house, {"texts.csv": TEXTS})


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_short_text_stands_in_an_answer(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\n\n!termin\n\nS. Vogt")
    told = " ".join(text_of(house.last_to(ANNA)).split())
    assert "Bitte nennen Sie uns zwei Termine" in told
    assert "!termin" not in told


def test_a_short_text_that_greets_leaves_a_steering_mail_alone(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "!Gruß")
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]
    assert "wir kümmern uns darum" in " ".join(text_of(house.last_to(ANNA)).split())


def test_a_text_without_greeting_stays_in_the_office_as_any_other_does(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "!termin")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert "zwei Termine" in " ".join(text_of(house.last_to(ANNA)).split())


def test_a_reason_may_be_a_short_text(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ABLEHNEN: !termin")
    assert "zwei Termine" in " ".join(text_of(house.last_to(ANNA)).split())


def test_a_name_that_no_text_has_is_asked_back_and_reaches_nobody(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\nGuten Tag Frau Berger,\n!termn")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert str(house.ticket().status) == "OPEN"
    assert "!termn" in text_of(house.last_to(SABINE))


def test_a_line_of_a_letter_that_only_looks_like_one_stays(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\n\nbitte nicht aufdrehen!\nS. Vogt")
    assert "bitte nicht aufdrehen!" in text_of(house.last_to(ANNA))


def test_what_stays_inside_keeps_the_name(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "INTERN: hier passt\n!unbekannt")
    assert any("!unbekannt" in e.text for e in house.entries(1001))


def test_a_name_that_comes_near_one_is_asked_back_and_one_letter_sends_the_text(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\nGuten Tag Frau Berger,\n!termn\nS. Vogt")
    assert "Einen Kurztext „!termn“ gibt es nicht" in spoken(house, SABINE)
    assert "A Kurztext „termin“: Bitte nennen Sie uns zwei Termine" in spoken(house, SABINE)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, "A")
    assert "Guten Tag Frau Berger, Bitte nennen Sie uns zwei Termine" in spoken(house, ANNA)
    assert "!" not in spoken(house, ANNA).partition("Stand")[0]
    assert str(house.ticket().status) == "RELEASED"
    check_golden(house, "short_text_misspelt")
    house.answers(SABINE, asked, "A", client="iphone")
    assert "schon beantwortet" in spoken(house, SABINE)
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]


def test_a_misspelt_text_that_greets_leaves_once_it_is_confirmed(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "!grus")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert "wir kümmern uns darum" in spoken(house, ANNA)


@pytest.mark.parametrize("line", ["!termn bitte bis Freitag", "!termin oder Freitag"])
def test_a_line_that_begins_like_one_is_asked_about_before_it_leaves(house: House, line: str) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), f"Guten Tag Frau Berger,\n{line}")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert line in text_of(house.last_to(ANNA))


def test_a_letter_to_somebody_with_a_wrong_name_is_asked_back(house: House) -> None:
    house.writes(SABINE, "AN WE03: Guten Tag,\n!termn", subject="Termin")
    assert house.kinds_to(ANNA) == []
    assert house.tickets() == []
    assert "Schreiben Sie den Namen noch einmal richtig" in spoken(house, SABINE)
    house.writes(SABINE, "AN WE03: Guten Tag,\n!termin", subject="Termin")
    assert "zwei Termine" in spoken(house, ANNA)
