"""A category's standard answer stands in the acknowledgement of its reports, and in no other mail."""

from tests.house import ANNA, HOUSE, SABINE, House, text_of
from tests.tables import bring

NOISE = "Bitte schreiben Sie zwei Wochen lang auf, wann es laut war und woher es kam."
TABLES = {
    "categories.csv": (
        "Kategorie;Bezeichnung;Label;Wörter;Sichtbarkeit;Standardantwort\n"
        f"noise;Lärm & Beschwerden;Noise & complaints;lärm|party|laut;nur privat;{NOISE}\n"
    )
}


def _spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).split())


def test_the_standard_answer_of_its_topic_goes_along(house: House) -> None:
    bring(house, TABLES)
    house.writes(ANNA, "Bei Müller ist jede Nacht Party.", subject="Lärm")
    assert NOISE in _spoken(house, ANNA)
    assert NOISE not in _spoken(house, SABINE)
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.", subject="Heizung")
    assert NOISE not in _spoken(house, ANNA)


def test_who_hides_gets_it_as_well(house: House) -> None:
    bring(house, TABLES)
    house.writes(ANNA, "Jede Nacht Party.", to=HOUSE.replace("@", "+anonym@"), subject="Lärm")
    assert NOISE in _spoken(house, ANNA)


def test_a_matter_that_was_split_off_brings_its_own(house: House) -> None:
    bring(house, TABLES)
    house.writes(ANNA, "Im Bad wächst Schimmel. Außerdem ist nachts oft Party.", subject="Zwei Sachen")
    assert NOISE not in _spoken(house, ANNA)
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert NOISE in _spoken(house, ANNA)
