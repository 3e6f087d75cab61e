"""Much that happens within minutes is one mail: the newest is told first, what was before it in order below."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, house_on, text_of


@pytest.fixture
def folding_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(fold_minutes=15)) as built:
        yield built


@pytest.fixture
def careful_house(furnished_url: str) -> Iterator[House]:
    """As `init` configures it."""
    with house_on(furnished_url, Policy(hold_minutes=3, fold_minutes=15)) as built:
        yield built


def reported(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")


def steers(house: House, words: str) -> None:
    house.answers(SABINE, house.mails_to(SABINE)[0], words, auth="pass")


def test_news_rides_in_the_answer_that_follows(folding_house: House) -> None:
    house = folding_house
    reported(house)
    steers(house, "FREIGEBEN")
    house.later(minutes=5)
    steers(house, "Guten Tag Frau Berger,\nwir melden uns morgen wegen des Termins.\n\nSabine Vogt")
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]
    told = text_of(house.last_to(ANNA))
    assert told.index("wir melden uns morgen") < told.index("KURZ ZUVOR") < told.index("12:00  Stand")
    house.later(minutes=30)
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]
    check_golden(house, "folding")


def test_what_came_about_until_the_first_of_it_leaves_is_one_mail(careful_house: House) -> None:
    house = careful_house
    reported(house)
    steers(house, "FREIGEBEN")
    house.later(minutes=10)
    steers(house, "IN BEARBEITUNG")
    house.later(minutes=5)
    assert house.kinds_to(ANNA).count("status") == 1
    house.later(minutes=30)
    assert house.kinds_to(ANNA).count("status") == 1


def test_what_can_still_be_stopped_does_not_ride(careful_house: House) -> None:
    house = careful_house
    reported(house)
    steers(house, "FREIGEBEN")
    house.later(minutes=14)
    steers(house, "IN BEARBEITUNG")
    house.later(minutes=1)  # the first one leaves, and the second can be stopped for two more minutes
    assert "In Bearbeitung“" not in text_of(house.last_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "STOPP", auth="pass")
    house.later(hours=1)
    assert house.kinds_to(ANNA).count("status") == 1


def test_a_question_keeps_its_mail_and_waits_for_nothing(folding_house: House) -> None:
    house = folding_house
    reported(house)
    steers(house, "ERLEDIGT")
    house.later(minutes=5)
    steers(house, "Guten Tag Frau Berger,\nbitte lüften Sie.\n\nSabine Vogt")
    assert house.kinds_to(ANNA) == ["acknowledgement", "status", "message"]
    assert "behoben" in text_of(house.mails_to(ANNA)[1])
    assert "KURZ ZUVOR" not in text_of(house.last_to(ANNA))


def test_two_answers_are_two_mails(folding_house: House) -> None:
    house = folding_house
    reported(house)
    steers(house, "Guten Tag Frau Berger,\nwir melden uns morgen.\n\nSabine Vogt")
    house.later(minutes=1)
    steers(house, "Guten Tag Frau Berger,\nder Techniker kommt um 15 Uhr.\n\nSabine Vogt")
    assert house.kinds_to(ANNA).count("message") == 2


def test_the_house_hears_of_an_important_matter_and_of_words_on_it_in_one_mail(folding_house: House) -> None:
    house = folding_house
    house.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
    house.later(minutes=5)
    steers(house, "AN ALLE: Der Techniker ist unterwegs.")
    house.later(hours=1)
    assert house.kinds_to(MILLER) == ["public_summary"]
    told = text_of(house.last_to(MILLER))
    assert told.index("Der Techniker ist unterwegs.") < told.index("reported")


def test_without_minutes_to_fold_each_is_told_for_itself(house: House) -> None:
    reported(house)
    steers(house, "FREIGEBEN")
    steers(house, "Guten Tag Frau Berger,\nwir melden uns morgen.\n\nSabine Vogt")
    assert house.kinds_to(ANNA) == ["acknowledgement", "status", "message"]
    assert "KURZ ZUVOR" not in text_of(house.last_to(ANNA))


def test_nothing_is_told_twice_nor_lost(folding_house: House) -> None:
    house = folding_house
    reported(house)
    for words in ("FREIGEBEN", "IN BEARBEITUNG"):
        steers(house, words)
        house.later(minutes=2)
    steers(house, "Guten Tag Frau Berger,\nwir melden uns morgen.\n\nSabine Vogt")
    house.later(hours=1)
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]
    told = text_of(house.last_to(ANNA))
    assert told.count("„Freigegeben“") == 1
    assert told.count("„In Bearbeitung“") == 1
