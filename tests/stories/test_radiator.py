"""A cold radiator, from the first mail to the thanks."""

from tests.house import ANNA, SABINE, YILDIZ, House, text_of

RADIATOR = "Hallo Frau Vogt,\n\nder Heizkörper im Bad wird nicht mehr warm.\n\nLG Anna Berger\n"


def test_a_private_ticket_from_the_first_mail_to_the_thanks(house: House) -> None:
    house.writes(ANNA, RADIATOR)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert house.kinds_to(SABINE) == ["new_ticket"]
    assert house.ticket().category == "heating"

    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\n\nhaben Sie entlüftet?\n")
    assert house.kinds_to(ANNA)[-1] == "message"
    assert "haben Sie entlüftet?" in text_of(house.last_to(ANNA))

    house.answers(ANNA, house.last_to(ANNA), "Ja, gestern Abend.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "Ja, gestern Abend." in text_of(house.last_to(SABINE))

    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(ANNA)[-1] == "status"
    assert house.kinds_to(SABINE)[-1] == "transcript"

    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert str(house.ticket().status) == "DONE"

    mails = len(house.relay.mails)
    house.answers(ANNA, house.last_to(ANNA), "Vielen Dank, alles super! :-)")
    assert str(house.ticket().status) == "DONE"
    assert len(house.relay.mails) == mails
    assert not house.mails_to(YILDIZ)
