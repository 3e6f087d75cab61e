"""Everybody reads the house's own words in the own language; what people wrote stays as they wrote it."""

from tests.house import ANNA, MILLER, SABINE, House, text_of


def subject_to(house: House, address: str) -> str:
    return str(house.last_to(address).message["Subject"])


def test_a_topic_as_subject_is_in_the_readers_language(house: House) -> None:
    house.writes(MILLER, "The lift in building 14 is stuck.", subject="Lift")
    assert subject_to(house, MILLER).startswith("[T-1001] Lift")
    assert "Aufzug" in subject_to(house, SABINE)
    house.answers(MILLER, house.last_to(MILLER), "STATUS")
    shown = text_of(house.last_to(MILLER))
    assert "Lift" in shown
    assert "Aufzug" not in shown


def test_a_subject_of_the_own_stays_as_it_was_written(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.", subject="Kalter Heizkörper")
    assert "Kalter Heizkörper" in subject_to(house, ANNA)
