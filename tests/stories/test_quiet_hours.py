"""At night the house is left alone; whoever writes is answered all the same, and what cannot wait does not."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.house import ANNA, SABINE, STRANGER, YILDIZ, House, house_on, text_of

LATE = Policy(quiet_hours="17-7")


@pytest.fixture
def early_house(furnished_url: str) -> Iterator[House]:
    """It is quiet there from five on: the evening mail of six comes with the morning."""
    with house_on(furnished_url, LATE) as built:
        yield built


def lamp(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")


def test_the_evening_mail_waits_for_the_morning(early_house: House) -> None:
    house = early_house
    lamp(house)
    house.later(hours=6, minutes=5)  # 18:05
    assert "evening" not in house.kinds_to(ANNA)
    house.later(hours=12, minutes=50)  # 6:55
    assert "evening" not in house.kinds_to(ANNA)
    house.later(minutes=5)
    assert house.kinds_to(ANNA).count("evening") == 1
    assert "gestern" in text_of(house.last_to(ANNA))


def test_nothing_else_waits_and_no_health_check_minds(early_house: House) -> None:
    house = early_house
    lamp(house)
    house.later(hours=9)  # 21:00
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.answers(SABINE, house.last_to(SABINE), "Ich kümmere mich morgen früh darum.\n\nViele Grüße")
    assert house.gateway.queues().oldest_notice == 0


def test_an_important_category_is_told_at_once(early_house: House) -> None:
    house = early_house
    house.later(hours=9)
    house.writes(YILDIZ, "Der Aufzug steht seit heute früh.", subject="Aufzug")
    assert house.kinds_to(ANNA) == ["public_summary"]


def test_what_a_manager_writes_to_all_of_something_small_waits(
    early_house: House,
) -> None:
    house = early_house
    lamp(house)
    told = house.last_to(SABINE)
    house.later(hours=9)
    house.answers(SABINE, told, "AN ALLE: Die Lampe kommt am Freitag.", auth="pass")
    assert "public_summary" not in house.kinds_to(ANNA)
    house.later(hours=10)
    assert "public_summary" in house.kinds_to(ANNA)


def test_a_mail_that_the_relay_did_not_take_before_the_evening_waits_for_the_morning(
    furnished_url: str,
) -> None:
    with house_on(furnished_url, Policy(quiet_hours="19-7")) as house:
        lamp(house)
        house.relay.answers("rcpt", "451 4.3.0 later")
        house.later(hours=6, minutes=5)  # 18:05: formed, and put off by the relay
        house.relay.behaves()
        house.later(hours=2)  # 20:05
        assert "evening" not in house.kinds_to(ANNA)
        house.later(hours=11)
        assert house.kinds_to(ANNA).count("evening") == 1


def test_held_mail_is_listed_in_the_morning_unless_it_is_urgent(early_house: House) -> None:
    house = early_house
    house.later(hours=9)
    house.writes(STRANGER, "Ich habe eine Frage zur Abrechnung.", subject="Frage")
    assert "held_list" not in house.kinds_to(SABINE)
    house.writes(STRANGER, "Im Keller steht Wasser, es läuft aus der Wand!", subject="Wasser")
    assert "held_list" in house.kinds_to(SABINE)


def test_who_never_wants_quiet_says_off(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(quiet_hours="off")) as house:
        lamp(house)
        house.later(hours=6, minutes=5)
        assert house.kinds_to(ANNA).count("evening") == 1
