"""Whoever answers a mail to the house stays one of the house, and has a channel of the own with the office."""

from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of

LIFT = "Der Aufzug in Haus 14 steht."


def all_to(house: House, who: str) -> str:
    return " ".join(" ".join(text_of(m) for m in house.mails_to(who)).replace("\u00a0", " ").split())


def test_an_answer_to_the_house_makes_no_second_reporter(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    house.answers(SABINE, house.mails_to(SABINE)[0], "FREIGEBEN")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert house.kinds_to(YILDIZ) == house.kinds_to(MILLER)
    assert "Ihre Meldung" not in all_to(house, YILDIZ)
    assert "Ihre Meldung T-1001 ist als erledigt eingetragen" in all_to(house, ANNA)


def test_who_answered_the_house_is_answered_in_the_own_channel(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Wie hoch darf ich mindern?")
    others = len(house.mails_to(ANNA)), len(house.mails_to(MILLER))
    house.answers(SABINE, house.last_to(SABINE), "Das besprechen wir am Telefon.")
    assert house.kinds_to(YILDIZ)[-1] == "message"
    assert (len(house.mails_to(ANNA)), len(house.mails_to(MILLER))) == others
    house.answers(YILDIZ, house.last_to(YILDIZ), "Gut, bis dann.")
    assert "Fatma Yıldız" in str(house.last_to(SABINE).message["Reply-To"])


def test_two_orders_of_one_mail_are_both_named_to_the_resident(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 200 €\nBEAUFTRAGEN Wolf max 300 €")
    assert "Beauftragt sind Heizung Meier GmbH und Sanitär Wolf" in all_to(house, ANNA)


def test_the_subject_of_an_evening_speaks_of_the_same_day_as_its_first_line(house: House) -> None:
    house.later(hours=7)
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.later(hours=24)
    evening = house.last_to(YILDIZ)
    assert "das war gestern im Haus" in text_of(evening)
    assert "Das war gestern (Di, 14.10.2025)" in str(evening.message["Subject"])
