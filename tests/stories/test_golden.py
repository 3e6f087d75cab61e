"""Whole stories with every mail that leaves, as golden files for people to review."""

import pytest

from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    HANSEN,
    HARBOUR,
    KRAUSE,
    MILLER,
    SABINE,
    STRANGER,
    TIM,
    YILDIZ,
    House,
)

MEIER = "auftrag@heizung-meier.example"


def test_the_cold_radiator(house: House) -> None:
    house.writes(ANNA, "Hallo Frau Vogt,\n\nder Heizkörper im Bad wird nicht mehr warm.\n\nLG Anna Berger\n")
    house.answers(
        SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\n\nhaben Sie entlüftet?\n\nSabine Vogt"
    )
    house.answers(ANNA, house.last_to(ANNA), "Ja, gestern Abend.")
    house.writes(SABINE, "ERLEDIGT", subject="AW: [T-1001] Heizung", auth="fail")
    house.answers(SABINE, house.mails_to(SABINE)[1], "FREIGEBEN")
    house.later(hours=4)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT", client="iphone")
    house.answers(ANNA, house.last_to(ANNA), "Vielen Dank, alles super! :-)")
    check_golden(house, "cold_radiator")


def test_remarks_near_misses_and_second_thoughts(house: House) -> None:
    house.writes(ANNA, "Im Flur tropft es von der Decke.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "Meier soll das machen, ist ja Garantie")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Schimmel\nERLEDGT\nintern: eilig")
    house.answers(SABINE, house.last_to(SABINE), "A")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\n\ndie ruft sonst wieder dreimal an")
    house.answers(SABINE, house.last_to(SABINE), "AKTE")
    house.answers(SABINE, house.last_to(SABINE), "ABLEHNEN: Das Wasser kam aus Ihrer Gießkanne.")
    check_golden(house, "second_thoughts")


def test_held_mails_and_strangers(house: House) -> None:
    house.writes(STRANGER, "Der Baum ragt über den Zaun.", subject="Baum")
    house.writes(ANNA, "Kalt.")
    house.answers(ANNA, house.last_to(ANNA), "Jetzt auch die Küche.", auth="fail")
    first, second = (q.id for q in house.held())
    house.answers(SABINE, house.last_to(SABINE), f"H-{first} NEU\nH-{second} OK")
    check_golden(house, "held_mails")


def test_two_hands_on_one_ticket(house: House) -> None:
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "FREIGEBEN")
    house.answers(SABINE, first, "ABLEHNEN: nicht nötig", client="gmail")
    check_golden(house, "two_hands")


def test_a_managers_own_mails_and_questions(house: House) -> None:
    house.writes(SABINE, "FÜR WE07\nFrau Yıldız rief an: Licht im Bad defekt.", subject="Licht")
    house.writes(SABINE, "AN Berger: Am Donnerstag kommt der Ableser.", subject="Ableser")
    house.writes(SABINE, "Angebot für die Dachrinne einholen.", subject="Dachrinne")
    house.writes(SABINE, "LISTE", subject="")
    house.writes(SABINE, "HILFE", subject="")
    house.writes(ANNA, "HILFE", subject="")
    check_golden(house, "managers_own")


def test_an_english_report(house: House) -> None:
    house.writes(MILLER, "Black spots are growing around the window.", subject="Mould in the bathroom")
    house.answers(
        SABINE, house.last_to(SABINE), "Dear Mr Miller,\n\nplease send a photo of the window.\n\nSabine Vogt"
    )
    house.answers(SABINE, house.mails_to(SABINE)[0], "IN BEARBEITUNG")
    house.answers(MILLER, house.last_to(MILLER), "STATUS", client="gmail english")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT", client="gmail")
    house.answers(MILLER, house.last_to(MILLER), "NO, still growing", client="gmail english")
    check_golden(house, "english")


def test_the_bulb_in_the_stairwell(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 14, 1. OG, brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt, 2 Leuchtmittel getauscht. Krause")
    house.later(hours=7)
    check_golden(house, "bulb")


def test_the_radiator_that_a_firm_takes_over(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm, die anderen gehen. Bin ab 16 Uhr zuhause.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "Auftrag übernehmen wir, Termin Di 21.10. 8-10 Uhr")
    house.answers(MEIER, house.mails_to(MEIER)[0], "nicht erledigt, niemand angetroffen")
    house.answers(MEIER, house.mails_to(MEIER)[0], "erledigt, Rechnung anbei", client="gmail")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    check_golden(house, "firm")


def test_a_lift_that_the_house_speaks_of(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Der Techniker kommt um 15 Uhr.", auth="pass")
    check_golden(house, "lift")


def test_stop_in_time(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Kalt.")
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\n\nGuten Tag Frau Berger, morgen kommt jemand.")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(hours=1)
    check_golden(house, "stop_in_time")


# ---- the same in English, as the managers' tour shows it


@pytest.fixture
def english_house(house: House) -> House:
    """Everybody reads and writes English."""
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en'")
    return house


def test_the_radiator_that_a_firm_takes_over_in_english(english_house: House) -> None:
    house, gmail = english_house, "gmail english"
    house.writes(
        MILLER, "The radiator in the bathroom does not get warm. I am home from 4 pm.", subject="Heating"
    )
    house.answers(SABINE, house.last_to(SABINE), "DISPATCH Meier max 300 €", client=gmail)
    house.answers(MEIER, house.last_to(MEIER), "accepted, Tue 21 Oct 4-6 pm", client=gmail)
    house.answers(MEIER, house.mails_to(MEIER)[0], "done, invoice attached", client=gmail)
    house.answers(SABINE, house.last_to(SABINE), "OK", client=gmail)
    check_golden(house, "english_firm")


def test_remarks_and_near_misses_in_english(english_house: House) -> None:
    house, gmail = english_house, "gmail english"
    house.writes(MILLER, "Water drips from the ceiling of the hall.", subject="Water")
    house.answers(SABINE, house.last_to(SABINE), "Meier should do that, it is under warranty", client=gmail)
    house.answers(SABINE, house.last_to(SABINE), "CATEGORY Mould\nDOEN\ninternal: urgent", client=gmail)
    check_golden(house, "english_second_thoughts")


def test_held_mails_and_strangers_in_english(english_house: House) -> None:
    house = english_house
    house.writes(STRANGER, "The tree hangs over the fence.", subject="Tree")
    house.writes(MILLER, "It is cold.", subject="Heating")
    house.answers(MILLER, house.last_to(MILLER), "Now the kitchen too.", auth="fail", client="gmail english")
    check_golden(house, "english_held_mails")
