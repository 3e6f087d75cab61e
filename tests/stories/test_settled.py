"""A resident writes that it is settled: nothing is closed, the managers are asked in one word."""

import pytest

from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of
from tests.relay import Taken
from tests.stories.test_buttons import presses

SETTLED = "Hat sich erledigt, die Heizung geht wieder."


def asked(house: House) -> Taken:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(ANNA, house.last_to(ANNA), SETTLED)
    return house.last_to(SABINE)


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_ok_closes_it_and_counts_once(house: House) -> None:
    question = asked(house)
    house.answers(SABINE, question, "OK")
    assert str(house.ticket().status) == "DONE"
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    house.answers(SABINE, question, "OK", client="gmail")
    assert "schon beantwortet" in spoken(house, SABINE)
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]


def test_no_leaves_it_open_and_nobody_hears_of_it(house: House) -> None:
    house.answers(SABINE, asked(house), "NEIN, das sehe ich mir an")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert "bleibt" in spoken(house, SABINE)


def test_its_button_closes_it(house: House) -> None:
    presses(house, SABINE, asked(house), "OK")
    assert str(house.ticket().status) == "DONE"


def test_what_is_taken_back_is_asked_again(house: House) -> None:
    question = asked(house)
    house.answers(SABINE, question, "OK")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "OPEN"
    house.answers(SABINE, question, "OK", client="gmail")
    assert str(house.ticket().status) == "DONE"


def test_other_words_under_the_question_stay_inside_until_they_are_sent(house: House) -> None:
    house.answers(SABINE, asked(house), "na endlich")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert (str(house.ticket().status), house.kinds_to(SABINE)[-1]) == ("OPEN", "not_sent")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\ndanke, das freut uns.")
    assert "das freut uns" in spoken(house, ANNA)


def test_an_english_resident_is_understood(house: House) -> None:
    house.writes(MILLER, "The radiator in the bathroom is cold.", subject="Heating")
    house.answers(MILLER, house.last_to(MILLER), "It's sorted, thanks.")
    assert "meldet: hat sich erledigt" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "DONE"


@pytest.mark.parametrize("words", ["Hat sich noch nicht erledigt.", "Die Heizung geht wieder aus."])
def test_what_only_sounds_like_it_is_a_conversation(house: House, words: str) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(ANNA, house.last_to(ANNA), words)
    assert "Ihre Antwort geht an Frau Berger" in spoken(house, SABINE)


def test_a_neighbour_settles_nothing_for_who_reported_it(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(hours=30)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Hat sich erledigt, er geht wieder.")
    assert "OK oder NEIN" not in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "OPEN"
