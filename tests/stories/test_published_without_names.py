"""What a manager lets the house read of an answer: shown before it leaves, and nobody is named in it."""

from hauspost.desk.policy import Policy
from tests.house import ANNA, MILLER, SABINE, YILDIZ, House, house_on, text_of

LIFT = "Der Aufzug in Haus 14 steht."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def lift(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")


def test_the_manager_sees_exactly_what_the_house_would_read(house: House) -> None:
    lift(house)
    words = "I got stuck yesterday evening, James. Please call me on 0171 5559999, I live in WE11."
    house.answers(MILLER, house.last_to(MILLER), words)
    asked = said_to(house, SABINE)
    assert "Das Haus läse:" in asked
    assert "I got stuck yesterday evening." in asked.split("Das Haus läse:")[1]
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    told = said_to(house, YILDIZ)
    assert "I got stuck yesterday evening." in told
    for secret in ("James", "0171", "WE11", "Please call"):
        assert secret not in told


def test_an_answer_that_is_all_about_people_offers_nothing_to_publish(house: House) -> None:
    lift(house)
    words = "I live in WE11, call me on 0171 5559999. Mrs Yildiz from WE07 broke it."
    house.answers(MILLER, house.last_to(MILLER), words)
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "Mrs Yildiz from WE07" in said_to(house, SABINE)
    assert "VERÖFFENTLICHEN" not in said_to(house, SABINE)


def test_a_published_answer_that_names_a_neighbour_is_asked_back(house: House) -> None:
    lift(house)
    house.answers(MILLER, house.last_to(MILLER), "Frau Yıldız hat die Tür blockiert.")
    mails = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    assert len(house.mails_to(ANNA)) == mails
    asked = said_to(house, SABINE)
    assert "Der Text nennt jemanden aus dem Haus" in asked
    assert "»Yıldız«" in asked
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert "blockiert" in said_to(house, ANNA)


def test_where_answers_go_to_all_at_once_one_that_names_a_neighbour_waits_for_a_manager(
    furnished_url: str,
) -> None:
    with house_on(furnished_url, Policy(public_replies="all")) as house:
        lift(house)
        mails = len(house.mails_to(ANNA))
        house.answers(MILLER, house.last_to(MILLER), "Frau Yıldız hat die Tür blockiert.")
        assert len(house.mails_to(ANNA)) == mails
        assert house.kinds_to(SABINE)[-1] == "public_reply"
