"""Narrow on a hint, whenever it is said and by whom: the reporter, a follower, a manager (WORDS 4)."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, house_on, text_of

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
LIFT = "Der Aufzug in Haus 14 steht."


@pytest.fixture
def talking_house(furnished_url: str) -> Iterator[House]:
    """What residents answer is published at once."""
    with house_on(furnished_url, Policy(public_replies="all")) as built:
        yield built


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def hidden(house: House, person: str) -> bool:
    return {p.hidden for p in house.ticket().participants if p.person == person} == {True}


def test_a_wish_in_the_subject_and_one_in_the_text_both_hold(house: House) -> None:
    house.writes(ANNA, "PRIVAT", subject="Aufzug in Haus 14 steht, bitte anonym")
    ticket = house.ticket()
    assert ticket.is_anonymous
    assert str(ticket.visibility) == "private"
    assert house.mails_to(YILDIZ) == []


def test_the_reporter_makes_the_own_ticket_private_later(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    assert str(house.ticket().visibility) == "public"
    house.answers(ANNA, house.last_to(ANNA), "PRIVAT")
    assert str(house.ticket().visibility) == "private"
    assert "macht die Meldung privat" in said_to(house, SABINE)
    mails = len(house.mails_to(YILDIZ))
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(hours=30)
    assert len(house.mails_to(YILDIZ)) == mails


def test_a_neighbour_s_private_closes_nothing(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "PRIVAT")
    assert str(house.ticket().visibility) == "public"
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


@pytest.mark.parametrize("words", ["Klemmt bei mir auch, bitte anonym.", "Privat\nKlemmt bei mir auch."])
def test_words_of_who_wants_no_name_are_never_published_by_policy(talking_house: House, words: str) -> None:
    house = talking_house
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), words)
    assert "Klemmt bei mir" not in "".join(text_of(m) for m in house.mails_to(ANNA))
    assert "Klemmt bei mir" in text_of(house.last_to(SABINE))


def test_words_without_such_a_wish_are_published_by_policy(talking_house: House) -> None:
    house = talking_house
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Klemmt bei mir auch.")
    assert "Klemmt bei mir" in text_of(house.last_to(ANNA))


def test_a_follower_who_wants_no_name_is_hidden_from_the_first_mail_on(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Klemmt bei mir auch, bitte anonym.")
    assert hidden(house, "1003")
    assert not house.ticket().is_anonymous  # whoever reported it has wished nothing


def test_mute_without_proof_is_only_a_word(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(MILLER, house.last_to(YILDIZ), "STUMM", auth="pass")  # not the mail that was written to him
    assert "STUMM" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Der Techniker kommt.", auth="pass")
    assert "Der Techniker kommt." in text_of(house.last_to(MILLER))
    house.answers(MILLER, house.last_to(MILLER), "STUMM")
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Er ist da.", client="gmail", auth="pass")
    assert "Er ist da." not in text_of(house.last_to(MILLER))


def test_a_manager_s_anonym_holds_from_then_on_and_says_who_knows_the_name(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "Berger" in text_of(house.last_to(MEIER))
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    assert house.ticket().is_anonymous
    assert "Den Namen haben schon: Heizung Meier GmbH" in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    assert "Berger" not in text_of(house.last_to(WOLF))
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    assert "schon so" in said_to(house, SABINE)


def test_a_manager_s_anonym_before_any_order_names_nobody(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    assert "erfährt außer dem Büro niemand, wer gemeldet hat." in said_to(house, SABINE)
    assert "Den Namen haben schon" not in said_to(house, SABINE)


def test_anonym_above_a_mail_that_opens_for_somebody_is_a_wish(house: House) -> None:
    house.writes(SABINE, "FÜR WE03\nANONYM\nHeizkörper kalt.", subject="Telefonat")
    assert house.ticket().is_anonymous
    assert "NICHT ausgeführt" not in text_of(house.last_to(SABINE))


def test_only_owners_is_asked_back_where_owners_could_not_read(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(SABINE, house.mails_to(SABINE)[0], "NUR MIETER")
    assert {str(r) for r in house.ticket().audience} == {"tenant"}
    house.answers(SABINE, house.last_to(SABINE), "NUR EIGENTÜMER")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    assert "Nur Eigentümer" in said_to(house, SABINE)
    assert {str(r) for r in house.ticket().audience} == {"tenant"}
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert {str(r) for r in house.ticket().audience} == {"owner"}


def test_an_order_that_has_not_left_yet_leaves_without_the_name(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    assert "Den Namen haben schon" not in said_to(house, SABINE)
    house.later(minutes=10)
    order = text_of(house.last_to(MEIER))
    assert house.kinds_to(MEIER) == ["order"]
    for secret in ("Berger", "3. OG", "16 Uhr"):
        assert secret not in order
