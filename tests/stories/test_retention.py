"""How long tickets are kept: by a manager's word, under legal hold, and by the yearly run."""

from hauspost.gateway import erasing
from tests.house import ANNA, SABINE, House, text_of

REPORT = "Der Heizkörper ist kalt, am Quarkzylinder tropft es."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def test_a_hold_keeps_a_ticket_until_it_is_free_again(house: House) -> None:
    house.writes(ANNA, REPORT)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "SPERREN: Der Anwalt der Mieterin hat Klage angekündigt.")
    assert "Gesperrt: Nichts davon wird gelöscht" in said_to(house, SABINE)
    assert house.ticket().hold == "Der Anwalt der Mieterin hat Klage angekündigt."
    house.answers(SABINE, new, "LÖSCHEN")
    assert "es gilt eine Aufbewahrungssperre (Der Anwalt" in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    (why,) = erasing.obstacles((going,))
    assert why.startswith("T-1001 is under legal hold (Der Anwalt der Mieterin hat Klage angekündigt.)")
    assert "`hauspost hold T-1001 --off` ends it" in why
    house.answers(SABINE, new, "AUFBEWAHREN frei")
    assert "Die Sperre ist aufgehoben." in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    assert house.kinds_to(SABINE)[-1] == "deletion"


def test_a_class_is_a_managers_word_and_a_sentence_is_none(house: House) -> None:
    house.writes(ANNA, REPORT)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN Beleg")
    assert "Wird als Beleg aufbewahrt: acht Jahre" in said_to(house, SABINE)
    assert house.ticket().retention == "voucher"
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN Beleg")
    assert "Das war schon so." in said_to(house, SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN automatisch")
    assert house.ticket().retention == ""
    house.answers(SABINE, new, "Aufbewahren können Sie das selbst.")
    assert house.ticket().retention == ""
    house.answers(ANNA, house.mails_to(ANNA)[0], "SPERREN: bitte")
    assert house.ticket().hold == ""
