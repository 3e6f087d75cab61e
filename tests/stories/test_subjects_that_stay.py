"""A conversation is called as it began, whatever a manager corrects later: Gmail begins a new one at a new subject."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.house import ANNA, HARBOUR, MILLER, SABINE, YILDIZ, House, house_on
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"


def subjects(house: House, address: str) -> set[str]:
    return {str(m.message["Subject"]) for m in house.mails_to(address)}


def topics(house: House, address: str) -> set[str]:
    """What Outlook calls the conversation."""
    return {str(m.message["Thread-Topic"]) for m in house.mails_to(address)}


def first(house: House, address: str) -> Taken:
    return house.mails_to(address)[0]


@pytest.fixture
def redirecting_house(furnished_url: str) -> Iterator[House]:
    """Before `hauspost live`."""
    with house_on(furnished_url, Policy(sending="managers")) as built:
        yield built


def test_another_category_changes_no_subject_of_manager_firm_or_house(house: House) -> None:
    house.writes(YILDIZ, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(SABINE, first(house, SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, first(house, SABINE), "KATEGORIE Garten")
    assert str(house.ticket().category) == "garden"
    house.answers(SABINE, first(house, SABINE), "AN ALLE: Die Firma kommt am Freitag.", auth="pass")
    house.answers(SABINE, first(house, SABINE), "STORNIEREN")
    assert len(house.mails_to(MEIER)) > 1
    assert subjects(house, MEIER) == {"[A-1001-1] Auftrag Aufzug · Lindenweg 12-14, 10405 Berlin"}
    assert len(house.mails_to(MILLER)) > 1
    assert subjects(house, MILLER) == {"[T-1001] Lift · building 14"}
    assert subjects(house, SABINE) == {"[T-1001] Aufzug · Lindenweg 12-14 · WE07 Yıldız"}
    for address in (MEIER, MILLER, SABINE):
        assert topics(house, address) == subjects(house, address)


def test_another_house_changes_no_subject(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, first(house, SABINE), "OBJEKT HS5")
    assert house.ticket().property_id == "HS5"
    assert {str(m.message["From"]).partition("<")[2] for m in house.mails_to(SABINE)} >= {f"{HARBOUR}>"}
    assert subjects(house, SABINE) == {"[T-1001] Heizung · Lindenweg 12-14 · WE03 Berger"}


def test_what_went_to_a_manager_instead_is_no_beginning(redirecting_house: House) -> None:
    """The person's own first mail is called as the matter is then."""
    house = redirecting_house
    house.writes(YILDIZ, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    own = next(m for m in house.mails_to(SABINE) if str(m.message["Subject"]).startswith("[T-1001]"))
    house.answers(SABINE, own, "KATEGORIE Garten")
    house.answers(SABINE, own, "AN ALLE: Die Firma kommt am Freitag.", auth="pass")
    instead = [s.partition("] ")[2] for s in subjects(house, SABINE) if "Miller" in s]
    assert sorted(instead) == ["Garden & grounds · building 14", "Lift · building 14"]
