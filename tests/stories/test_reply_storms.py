"""A whole house answers one mail: nothing fans out, and the managers hear of it in one mail."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, house_on, text_of

PETERSEN = "dr.petersen@kanzlei.example"


def house_of(url: str, replies: str) -> Iterator[House]:
    policy = Policy(storm_replies=2, storm_minutes=10, public_replies=replies)
    with house_on(url, policy) as built:
        built.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
        yield built


@pytest.fixture
def open_house(furnished_url: str) -> Iterator[House]:
    """Everybody's answer goes to everybody."""
    yield from house_of(furnished_url, "all")


@pytest.fixture
def moderated_house(furnished_url: str) -> Iterator[House]:
    yield from house_of(furnished_url, "moderated")


def answers(house: House, who: str, words: str) -> None:
    lift = next(m for m in house.mails_to(who) if "[T-1001]" in str(m.message["Subject"]))
    house.answers(who, lift, words)


def two_answers(house: House) -> None:
    answers(house, MILLER, "It is stuck in my building as well.")
    answers(house, PETERSEN, "Wann kommt denn endlich jemand vorbei?")


def storms(house: House) -> int:
    return house.kinds_to(SABINE).count("reply_storm")


def test_from_then_on_nobody_reads_the_answers_of_the_others(open_house: House) -> None:
    house = open_house
    two_answers(house)
    assert house.kinds_to(ANNA).count("public_summary") == 3
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    answers(house, MILLER, "Any news about the lift yet, please?")
    assert house.kinds_to(ANNA).count("public_summary") == 3


def test_the_managers_are_told_once_and_of_every_word(moderated_house: House) -> None:
    house = moderated_house
    two_answers(house)
    assert house.kinds_to(SABINE).count("public_reply") == 2
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    answers(house, MILLER, "Any news about the lift yet, please?")
    assert house.kinds_to(SABINE).count("public_reply") == 2
    assert storms(house) == 0
    house.later(minutes=10)
    assert storms(house) == 1
    told = text_of(house.last_to(SABINE))
    assert "2 weitere Antworten" in told
    assert "Kinderwagen" in told
    assert "Any news about the lift yet" in told
    check_golden(house, "reply_storm")
    house.later(hours=3)
    assert storms(house) == 1


def test_each_answer_stands_in_the_ticket(moderated_house: House) -> None:
    house = moderated_house
    two_answers(house)
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    assert house.verdicts()[-1] == ("done", "storm")
    assert any("Kinderwagen" in e.text for e in house.entries(1001))


def test_me_too_counts_and_is_told_to_nobody(moderated_house: House) -> None:
    house = moderated_house
    answers(house, MILLER, "ME TOO")
    answers(house, PETERSEN, "ICH AUCH")
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    assert house.verdicts()[-1] == ("done", "storm")


def test_when_it_is_over_answers_come_one_by_one_again(moderated_house: House) -> None:
    house = moderated_house
    two_answers(house)
    house.later(minutes=11)
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    assert house.kinds_to(SABINE).count("public_reply") == 3
    assert storms(house) == 0


def test_the_answer_to_all_of_them_is_one_word_to_all(moderated_house: House) -> None:
    house = moderated_house
    two_answers(house)
    answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
    house.later(minutes=10)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Der Techniker kommt um 15 Uhr.", auth="pass")
    assert "Der Techniker kommt um 15 Uhr." in text_of(house.last_to(ANNA))


def test_what_is_dangerous_is_an_alarm_all_the_same(moderated_house: House) -> None:
    house = moderated_house
    two_answers(house)
    answers(house, ANNA, "Hilfe, im Aufzug ist jemand eingeschlossen!")
    assert "alarm" in house.kinds_to(SABINE)


def test_zero_is_never(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(storm_replies=0)) as house:
        house.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
        two_answers(house)
        answers(house, ANNA, "Ich komme mit dem Kinderwagen nicht hinauf.")
        assert house.kinds_to(SABINE).count("public_reply") == 3
