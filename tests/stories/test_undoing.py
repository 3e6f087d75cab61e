"""STOPP and RÜCKGÄNGIG take back the newest step or say that they cannot; they never take back another one instead."""

import pytest

from hauspost.desk.model import Status
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of

LIFT = "Der Aufzug in Haus 14 steht."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def opened(house: House, *words: str) -> None:
    house.writes(ANNA, "Der Wasserhahn tropft.", subject="Wasser")
    for line in words:
        house.answers(SABINE, house.last_to(SABINE), line, auth="pass")


def test_undo_after_public_makes_it_private_again_and_leaves_the_status(house: House) -> None:
    opened(house, "FREIGEBEN", "ÖFFENTLICH")
    assert str(house.ticket().visibility) == "public"
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    ticket = house.ticket()
    assert (str(ticket.visibility), str(ticket.status)) == ("private", "RELEASED")
    assert "nur noch die Beteiligten und das Büro" in said_to(house, SABINE)


def test_stop_after_public_leaves_it_private_and_the_house_hears_nothing(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, LIFT, subject="Aufzug", to="lindenweg12+privat@tickets.hv-sonnenschein.example")
    house.answers(SABINE, house.last_to(SABINE), "ÖFFENTLICH\nFREIGEBEN", auth="pass")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert str(house.ticket().visibility) == "private"
    assert "Angehalten. Niemand hat etwas erfahren" in said_to(house, SABINE)
    house.later(hours=30)
    assert house.mails_to(YILDIZ) == []


def test_undo_brings_the_circle_of_readers_back_and_asks_before_it_grows(house: House) -> None:
    opened(house, "ÖFFENTLICH", "NUR EIGENTÜMER")
    assert {str(r) for r in house.ticket().audience} == {"owner"}
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    assert {str(r) for r in house.ticket().audience} == {"owner"}
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert "tenant" in {str(r) for r in house.ticket().audience}


def test_undo_after_a_merge_says_so_and_takes_nothing_older_back(house: House) -> None:
    opened(house)
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "FREIGEBEN")
    house.writes(ANNA, "Der Wasserhahn tropft noch mehr.", subject="Wasser")
    second = house.last_to(SABINE)
    house.answers(SABINE, second, "ZUSAMMENLEGEN MIT T-1001")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "lässt sich nicht zurücknehmen" in said_to(house, SABINE)
    assert {str(t.status) for t in house.tickets() if t.number == 1001} == {"RELEASED"}


@pytest.mark.parametrize("words", ["AN ALLE: Bitte das Wasser nicht nutzen.", "STORNIEREN", "ANONYM"])
def test_what_cannot_be_taken_back_is_neither_offered_nor_replaced(house: House, words: str) -> None:
    opened(house, "ÖFFENTLICH", "BEAUFTRAGEN Wolf", words)
    assert "RÜCKGÄNGIG" not in text_of(house.last_to(SABINE))
    before = house.ticket()
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG", auth="pass")
    after = house.ticket()
    assert "Nichts wurde geändert" in said_to(house, SABINE)
    assert (after.status, after.visibility) == (before.status, before.visibility)
    assert [o.phase for o in after.orders] == [o.phase for o in before.orders]


def test_what_stays_is_named_in_the_words_of_its_reader(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en' where id = '9001'")
    opened(house, "BEAUFTRAGEN Wolf", "ANONYM\nKATEGORIE Heizung")
    house.answers(SABINE, house.last_to(SABINE), "UNDO")
    assert "ANONYMOUS" in said_to(house, SABINE)
    assert "ANONYM " not in said_to(house, SABINE)


def test_what_can_be_taken_back_is_and_the_rest_is_said_to_stay(house: House) -> None:
    opened(house, "BEAUFTRAGEN Wolf", "STORNIEREN\nKATEGORIE Heizung")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    ticket = house.ticket()
    assert ticket.category == "water"
    assert [str(o.phase) for o in ticket.orders] == ["cancelled"]
    assert "Sanitär Wolf" in said_to(house, SABINE)
    assert "es bleibt dabei" in said_to(house, SABINE)


def test_two_steps_of_one_mail_are_taken_back_together(house: House) -> None:
    opened(house, "FREIGEBEN\nIN BEARBEITUNG")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "OPEN"
    assert "Zurückgenommen" in said_to(house, SABINE)
    assert "Offen" in said_to(house, ANNA)


def test_two_steps_of_one_mail_are_stopped_together(patient_house: House) -> None:
    opened(patient_house, "FREIGEBEN\nERLEDIGT\nWIEDER ÖFFNEN\nFREIGEBEN")
    patient_house.answers(SABINE, patient_house.last_to(SABINE), "STOPP")
    assert str(patient_house.ticket().status) == "OPEN"
    patient_house.later(hours=1)
    assert patient_house.kinds_to(ANNA) == ["acknowledgement"]


def test_what_the_house_was_to_hear_in_the_evening_it_hears_when_private_is_taken_back(house: House) -> None:
    house.writes(ANNA, "Die Lampe im Treppenhaus ist kaputt.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), "PRIVAT")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG", auth="pass")
    assert str(house.ticket().visibility) == "public"
    house.later(hours=7)
    assert house.kinds_to(YILDIZ) == ["evening"]
    assert "T-1001 Licht & Beleuchtung · Treppenhaus gemeldet 12:00, beauftragt 12:00" in said_to(
        house, YILDIZ
    )


@pytest.mark.parametrize("word", ["OHNE MIETER", "NUR EIGENTÜMER"])
def test_who_was_to_read_no_more_hears_as_well_when_that_is_taken_back(house: House, word: str) -> None:
    """Those who read it all the while hear of it once."""
    house.writes(ANNA, "Die Lampe im Treppenhaus ist kaputt.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), word)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG", auth="pass")
    house.later(hours=7)
    assert house.kinds_to(MILLER) == house.kinds_to(YILDIZ) == ["evening"]
    assert said_to(house, YILDIZ).count("gemeldet 12:00, beauftragt 12:00") == 1
    assert said_to(house, MILLER).count("reported 12:00 pm, ordered 12:00 pm") == 1


def test_what_the_house_has_heard_it_does_not_hear_again_when_private_is_taken_back(house: House) -> None:
    house.writes(ANNA, "Die Lampe im Treppenhaus ist kaputt.", subject="Licht")
    new = house.last_to(SABINE)
    house.later(hours=7)
    house.answers(SABINE, new, "PRIVAT")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG", auth="pass")
    house.later(hours=24)
    assert house.kinds_to(YILDIZ) == ["evening"]


def test_a_hold_is_final_and_takes_nothing_older_back_in_its_stead(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper ist kalt.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.answers(SABINE, house.last_to(SABINE), "SPERREN: Klage")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert (house.ticket().status, house.ticket().hold) == (Status.DONE, "Klage")
    assert "lässt sich nicht zurücknehmen" in " ".join(text_of(house.last_to(SABINE)).split())
