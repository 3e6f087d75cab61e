"""A flat becomes public by a manager's own words alone; common ground is told by where it lies."""

import pytest

from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, MILLER, SABINE, SCHULZ, YILDIZ, House, text_of

WOLF = "info@sanitaer-wolf.example"
DOOR = "Die Haustür von Haus 12 schließt nicht mehr."
TAP = "öffentlich\nIn meiner Wohnung WE02 tropft der Wasserhahn."


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_flat_stays_private_whatever_its_resident_writes_first_and_the_wish_is_shown(house: House) -> None:
    house.writes(HANSEN, TAP, to=HARBOUR, subject="Wasserhahn")
    assert str(house.ticket().visibility) == "private"
    assert "öffentlich gewünscht" in words(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(hours=7)
    assert house.mails_to(SCHULZ) == []
    order = words(house, WOLF)
    assert "EG rechts" in order
    assert "Hansen" in order


@pytest.mark.parametrize("more", ["FREIGEBEN", "BEAUFTRAGEN Wolf", "ERLEDIGT"])
def test_a_flat_is_told_to_the_house_in_no_words_but_a_managers(house: House, more: str) -> None:
    house.writes(HANSEN, "Bei mir tropft der Wasserhahn.", to=HARBOUR, subject="Wasserhahn")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "ÖFFENTLICH", auth="pass")
    assert "AN ALLE: Text" in words(house, SABINE)
    house.answers(SABINE, new, more, auth="pass")
    house.later(hours=7)
    assert house.mails_to(SCHULZ) == []
    if more == "BEAUFTRAGEN Wolf":
        assert "Hansen" in words(house, WOLF)
    house.answers(SABINE, new, "AN ALLE: Das Wasser wird am Freitag kurz abgestellt.", auth="pass")
    assert "Freitag kurz abgestellt" in words(house, SCHULZ)


def test_common_ground_is_told_to_the_house_by_its_own_place(house: House) -> None:
    house.writes(ANNA, DOOR, subject="Tür")
    assert "Ort Lindenweg 12-14, Haustür, Haus 12" in words(house, ANNA)
    assert house.ticket().public_place == "Haustür, Haus 12"
    house.answers(SABINE, house.last_to(SABINE), "ÖFFENTLICH", auth="pass")
    house.later(hours=7)
    told = words(house, MILLER)
    assert "front door, building 12" in told
    assert "Haustür, Haus 12" in words(house, YILDIZ)
    assert "Berger" not in told
    assert "3. OG" not in words(house, YILDIZ)


def test_an_order_for_common_ground_names_no_bell(house: House) -> None:
    house.writes(ANNA, DOOR, subject="Tür")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause")
    order = words(house, KRAUSE)
    assert "Haustür, Haus 12" in order
    assert "Berger" not in order


def test_a_public_wish_for_common_ground_is_granted_as_before(house: House) -> None:
    house.writes(ANNA, f"öffentlich\n{DOOR}", subject="Tür")
    assert str(house.ticket().visibility) == "public"
    house.later(hours=7)
    assert "Haustür, Haus 12" in words(house, YILDIZ)


def test_a_garage_door_is_a_garage_door(house: House) -> None:
    house.writes(ANNA, "Das Garagentor in der Tiefgarage klemmt.", subject="Tor")
    assert house.ticket().public_place == "Garagentor, Tiefgarage"
