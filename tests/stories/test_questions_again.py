"""A question counts once: taken back it waits again; answered, it says what was decided, by whom."""

import pytest

from tests.house import ANNA, SABINE, YILDIZ, House, text_of
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
NEW = "fatma@neu.example"
OPEN_AGAIN = "wartet wieder auf Ihre Antwort"


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split()).replace("\u00a0", " ")


def again(house: House, mail: Taken, words: str) -> None:
    """The same word once more, from another mail program: the very same octets would be the same mail."""
    house.answers(SABINE, mail, words, client="iphone")


def radiator(house: House) -> Taken:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.")
    return house.last_to(SABINE)


def offer_of_meier(house: House) -> Taken:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier")
    house.later(minutes=4)
    house.answers(MEIER, house.last_to(MEIER), "Unser Angebot: 450 € brutto.")
    return house.last_to(SABINE)


def test_ok_counts_again_after_stop(patient_house: House) -> None:
    house = patient_house
    proposal = radiator(house)
    house.answers(SABINE, proposal, "OK")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert OPEN_AGAIN in said_to(house, SABINE)
    again(house, proposal, "OK")
    house.later(minutes=4)
    assert house.kinds_to(MEIER) == ["order"]


def test_yes_to_an_offer_counts_again_after_undo(house: House) -> None:
    asked = offer_of_meier(house)
    house.answers(SABINE, asked, "JA")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert OPEN_AGAIN in said_to(house, SABINE)
    again(house, asked, "JA")
    assert [str(o.kind) for o in house.ticket().orders if o.is_running] == ["order"]


def test_publish_counts_again_after_stop(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(hours=30)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Er steht im dritten Stock, das Licht ist an.")
    asked = house.last_to(SABINE)
    before = len(house.mails_to(ANNA))
    house.answers(SABINE, asked, "VERÖFFENTLICHEN")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert OPEN_AGAIN in said_to(house, SABINE)
    again(house, asked, "VERÖFFENTLICHEN")
    assert "schon" not in said_to(house, SABINE)
    house.later(hours=30)
    assert len(house.mails_to(ANNA)) > before


def test_send_counts_again_after_stop(patient_house: House) -> None:
    house = patient_house
    house.answers(SABINE, radiator(house), "Wir kommen am Donnerstag.")
    kept = house.last_to(SABINE)
    house.answers(SABINE, kept, "SENDEN")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    again(house, kept, "SENDEN")
    house.later(minutes=4)
    assert "Wir kommen am Donnerstag." in said_to(house, ANNA)


def test_whoever_comes_second_hears_what_was_decided_by_whom(house: House) -> None:
    asked = offer_of_meier(house)
    house.answers(SABINE, asked, "NEIN, zu teuer")
    house.answers(SABINE, asked, "JA")
    assert "Das hat Sabine Vogt schon beantwortet" in said_to(house, SABINE)
    assert "NEIN" in said_to(house, SABINE)
    assert [str(o.kind) for o in house.ticket().orders] == ["quote"]


def test_ok_to_the_proposal_of_a_category_that_was_changed_says_who_changed_it(house: House) -> None:
    proposal = radiator(house)
    house.answers(SABINE, proposal, "KATEGORIE Allgemein")
    house.answers(SABINE, proposal, "OK")
    assert "Sabine Vogt hat es anders entschieden" in said_to(house, SABINE)
    assert house.ticket().orders == ()
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert OPEN_AGAIN in said_to(house, SABINE)
    again(house, proposal, "OK")
    assert house.kinds_to(MEIER) == ["order"]


@pytest.mark.parametrize("second", ["WE07", "OK", "NEU", "SPAM", "WE07 EINMAL"])
def test_a_held_mail_that_was_sorted_out_says_so(house: House, second: str) -> None:
    house.writes(NEW, "Bei mir tropft das Fenster.", subject="Fenster")
    number, listed = house.held()[-1].id, house.last_to(SABINE)
    house.answers(SABINE, listed, f"H-{number} SPAM")
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} {second}")
    assert "Das hat Sabine Vogt schon beantwortet" in said_to(house, SABINE)
    assert "SPAM" in said_to(house, SABINE)
    assert house.tickets() == []
