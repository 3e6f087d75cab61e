"""Whoever gets a manager's answer is whom the mail names: in its first line, beside the words, in the To field."""

from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def to_field(house: House, address: str) -> str:
    return str(house.last_to(address).message["Reply-To"])


def test_a_neighbour_s_question_is_answered_to_the_neighbour_and_the_mail_says_so(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    house.answers(SABINE, house.mails_to(SABINE)[0], "FREIGEBEN")
    own = next(m for m in house.mails_to(YILDIZ)[::-1] if "T-1001" in str(m.message["Reply-To"]))
    house.answers(YILDIZ, own, "Wie hoch darf ich mindern?")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Yıldız, das besprechen wir am Telefon.")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Und die Miete für Oktober?")
    mail = plain(text_of(house.last_to(SABINE)))
    assert "Ihre Antwort geht an Frau Yıldız" in mail
    assert "geht an Frau Berger" not in mail
    assert "Fatma Yıldız" in to_field(house, SABINE)
    annas, hers = len(house.mails_to(ANNA)), len(house.mails_to(YILDIZ))
    house.answers(SABINE, house.last_to(SABINE), "Nur für Sie, Frau Yıldız: zehn Prozent.")
    assert (len(house.mails_to(ANNA)), len(house.mails_to(YILDIZ))) == (annas, hers + 1)
    assert "zehn Prozent" in text_of(house.last_to(YILDIZ))


def test_after_bundling_each_reporter_is_named_over_the_own_words(house: House) -> None:
    house.writes(ANNA, "Das Wasser in der Küche ist braun.", subject="Wasser")
    house.writes(MILLER, "The water in our kitchen is brown.", subject="Water")
    first, second = house.tickets()
    house.answers(SABINE, house.last_to(SABINE), f"BÜNDELN T-{first.number}")
    house.answers(ANNA, house.last_to(ANNA), "Wann wird das Wasser wieder klar?")
    mail = plain(text_of(house.last_to(SABINE)))
    assert "Ihre Antwort geht an Frau Berger" in mail
    assert "geht an Herrn Miller" not in mail
    assert f"An Anna Berger (T-{second.number})" in to_field(house, SABINE)
    his = len(house.mails_to(MILLER))
    house.answers(SABINE, house.last_to(SABINE), "Morgen, Frau Berger.")
    assert "Morgen, Frau Berger." in text_of(house.last_to(ANNA))
    assert len(house.mails_to(MILLER)) == his


def test_words_that_wait_for_a_firm_are_offered_to_the_firm(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    house.answers(SABINE, house.last_to(SABINE), "Das sehen wir uns noch an.")
    offered = plain(text_of(house.last_to(SABINE)))
    assert "so an Heizung Meier GmbH schicken" in offered
    annas = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert "sehen wir uns noch an" in text_of(house.last_to(MEIER))
    assert len(house.mails_to(ANNA)) == annas
