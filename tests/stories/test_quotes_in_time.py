"""An offer that was asked for has its time: the firm is reminded once, then its manager reads which are missing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from tests.house import ANNA, SABINE, House, house_on, text_of

WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"
PROMISED = Deadlines((Promise({Stage.QUOTE: Span(days=2)}),))


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, deadlines=PROMISED, state="BE") as built:
        yield built


def at(house: House, moment: str) -> None:
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def asked(house: House, words: str = "ANGEBOT Wolf, Dorn") -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), words)


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def test_silent_firms_are_reminded_once_then_the_manager_reads_which_are_missing(house: House) -> None:
    asked(house)
    at(house, "2025-10-16 11:00")
    assert house.kinds_to(WOLF) == house.kinds_to(DORN) == ["order", "reminder"]
    assert "Ihr Angebot fehlt noch" in said_to(house, WOLF)
    at(house, "2025-10-17 09:00")
    assert house.kinds_to(SABINE).count("overdue") == 1
    told = said_to(house, SABINE)
    assert "ein Angebot fehlt noch" in told
    assert "Es fehlt Sanitär Wolf, Dorn Sanitär GmbH" in told
    at(house, "2025-10-24 09:00")
    assert house.kinds_to(SABINE).count("overdue") == 1
    assert house.kinds_to(WOLF) == ["order", "reminder"]


def test_what_has_come_is_compared_and_ordered_by_its_line(house: House) -> None:
    asked(house)
    house.answers(DORN, house.last_to(DORN), "Unser Angebot: 280 € brutto.")
    at(house, "2025-10-16 11:00")
    assert house.kinds_to(DORN) == ["order"]
    at(house, "2025-10-17 09:00")
    told = said_to(house, SABINE)
    assert "Es fehlt Sanitär Wolf" in told
    assert "ANGEBOTE IM VERGLEICH A-1001-2 Dorn Sanitär GmbH 280 € brutto" in told
    house.answers(SABINE, house.last_to(SABINE), "JA 1")
    assert house.kinds_to(DORN) == ["order", "order"]
    at(house, "2025-10-24 09:00")


def test_an_offer_or_a_refusal_in_time_tells_nobody_anything(house: House) -> None:
    asked(house)
    house.answers(WOLF, house.last_to(WOLF), "Unser Angebot: 280 € brutto.")
    house.answers(DORN, house.last_to(DORN), "Da können wir leider nicht anbieten, keine Kapazität.")
    at(house, "2025-10-20 12:00")
    assert "reminder" not in house.kinds_to(WOLF) + house.kinds_to(DORN)
    assert "overdue" not in house.kinds_to(SABINE)


def test_a_day_in_the_words_says_more(house: House) -> None:
    asked(house, "ANGEBOT Wolf bis 22.10.")
    at(house, "2025-10-17 12:00")
    assert house.kinds_to(WOLF) == ["order"]
    at(house, "2025-10-23 12:00")
    assert house.kinds_to(WOLF) == ["order", "reminder"]


def test_one_firm_alone_may_be_reminded_by_hand(house: House) -> None:
    asked(house, "ANGEBOT Wolf")
    at(house, "2025-10-16 11:00")
    at(house, "2025-10-17 09:00")
    house.answers(SABINE, house.last_to(SABINE), "ERINNERN")
    assert house.kinds_to(WOLF) == ["order", "reminder", "reminder"]
    assert "Ihr Angebot fehlt noch" in said_to(house, WOLF)
