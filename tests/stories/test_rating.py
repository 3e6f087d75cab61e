"""Ratings: off by default; asked within the mail that says "done", read by managers only, and no status moves."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, TIM, YILDIZ, House, house_on, text_of
from tests.stories.test_buttons import presses

MEIER = "auftrag@heizung-meier.example"
LATE = "2 - Monteur kam 3 Stunden zu spät und hat Dreck hinterlassen"


@pytest.fixture
def rating_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(rating="on")) as built:
        yield built


def done(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    house.answers(SABINE, house.last_to(SABINE), "OK")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def ratings(house: House) -> list[object]:
    found = (e.facts.get("rating") for t in house.tickets() for e in house.entries(t.number))
    return [number for number in found if number is not None]


def test_nobody_is_asked_by_default_and_a_number_is_a_word(house: House) -> None:
    done(house)
    assert "zufrieden" not in spoken(house, ANNA)
    house.answers(ANNA, house.last_to(ANNA), LATE)
    assert ratings(house) == []
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_low_number_with_a_comment_reaches_the_manager_and_nobody_else(rating_house: House) -> None:
    house = rating_house
    done(house)
    to_firm = len(house.mails_to(MEIER))
    house.answers(ANNA, house.last_to(ANNA), LATE)
    assert ratings(house) == [2]
    assert str(house.ticket().status) == "DONE"
    assert "bewertet die Arbeit mit 2 von 5" in spoken(house, SABINE)
    assert "hat Dreck hinterlassen" in spoken(house, SABINE)
    assert len(house.mails_to(MEIER)) == to_firm
    house.answers(MEIER, house.last_to(MEIER), "STATUS", client="gmail")
    assert "Dreck" not in spoken(house, MEIER)
    check_golden(house, "m29_rating")


@pytest.mark.parametrize("word", ["5", "3", "4 Sterne, danke!"])
def test_a_good_number_is_kept_and_no_mail_at_all(rating_house: House, word: str) -> None:
    done(rating_house)
    before = len(rating_house.relay.mails)
    rating_house.answers(ANNA, rating_house.last_to(ANNA), word)
    assert ratings(rating_house) == [int(word[0])]
    assert len(rating_house.relay.mails) == before


def test_its_button_rates(rating_house: House) -> None:
    done(rating_house)
    presses(rating_house, ANNA, rating_house.last_to(ANNA), "4")
    assert ratings(rating_house) == [4]


def test_another_number_takes_its_place_within_two_weeks(rating_house: House) -> None:
    done(rating_house)
    asked = rating_house.last_to(ANNA)
    assert "gilt Ihre letzte" in spoken(rating_house, ANNA)
    rating_house.answers(ANNA, asked, "2")
    rating_house.later(days=3)
    rating_house.answers(ANNA, asked, "4 - doch ganz gut", client="gmail")
    assert ratings(rating_house) == [2, 4]
    rating_house.later(days=12)
    rating_house.answers(ANNA, asked, "1 - wieder unzufrieden", client="thunderbird")
    assert ratings(rating_house) == [2, 4]
    assert rating_house.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_number_of_broken_things_is_still_broken(rating_house: House) -> None:
    done(rating_house)
    rating_house.answers(ANNA, rating_house.last_to(ANNA), "2 Lampen sind immer noch kaputt")
    old, new = rating_house.tickets()
    assert (ratings(rating_house), new.recurrence_of) == ([], old.number)


def test_yes_and_a_number_later_are_both_kept(rating_house: House) -> None:
    done(rating_house)
    asked = rating_house.last_to(ANNA)
    rating_house.answers(ANNA, asked, "JA")
    rating_house.answers(ANNA, asked, "5", client="gmail")
    assert ratings(rating_house) == [5]


@pytest.mark.parametrize("other", [TIM, YILDIZ])
def test_nobody_else_rates(rating_house: House, other: str) -> None:
    done(rating_house)
    rating_house.answers(other, rating_house.last_to(ANNA), "1")
    assert ratings(rating_house) == []
    assert str(rating_house.tickets()[0].status) == "DONE"


def test_nobody_rates_a_trifle_on_common_ground(rating_house: House) -> None:
    house = rating_house
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    assert all("zufrieden" not in text_of(m) for m in house.mails_to(ANNA))


def test_a_house_that_asks_nothing_else_may_ask_for_a_number(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(rating="on", ask_if_fixed=False)) as house:
        done(house)
        assert "Wie zufrieden sind Sie mit der Arbeit?" in spoken(house, ANNA)
        assert "NEIN" not in spoken(house, ANNA)
        house.answers(ANNA, house.last_to(ANNA), "1")
        assert ratings(house) == [1]
        assert "bewertet die Arbeit mit 1 von 5" in spoken(house, SABINE)


def test_an_english_resident_rates(rating_house: House) -> None:
    house = rating_house
    house.writes(MILLER, "There is mould in the bathroom.", subject="Mould")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    house.answers(MILLER, house.last_to(MILLER), "1 - nobody told me anything")
    assert ratings(house) == [1]
