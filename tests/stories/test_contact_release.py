"""A reporter's telephone number: asked once an order, given as a fact, never of who hides."""

import pytest

from hauspost.desk.policy import Policy
from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, MILLER, SABINE, YILDIZ, House, house_on, text_of
from tests.stories.test_buttons import presses

MEIER = "auftrag@heizung-meier.example"
NUMBER = "0171 5550199"
QUESTION = "Darf die Firma Ihre Telefonnummer bekommen"


def ordered(house: House, words: str = "Der Heizkörper im Bad wird nicht warm.") -> None:
    house.writes(ANNA, words)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def to_firm(house: House) -> str:
    return "\n".join(text_of(m) for m in house.mails_to(MEIER)).replace("\u00a0", " ")


def test_it_is_asked_where_the_order_is_told_and_yes_sends_it(house: House) -> None:
    ordered(house)
    assert QUESTION in spoken(house, ANNA)
    assert NUMBER not in to_firm(house)
    asked = house.last_to(ANNA)
    house.answers(ANNA, asked, "JA")
    assert house.kinds_to(MEIER) == ["order", "order_news"]
    assert f"TELEFON A-1001-1 · {NUMBER}" in spoken(house, MEIER)
    house.answers(ANNA, asked, "JA", client="gmail")
    assert house.kinds_to(MEIER) == ["order", "order_news"]


def test_without_an_answer_the_managers_hear_that_the_firm_has_no_number_and_a_later_yes_counts(
    house: House,
) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.later(days=3, minutes=1)
    assert "noch ohne Telefonnummer aus der Wohnung, unsere Frage danach blieb dort unbeantwortet" in spoken(
        house, SABINE
    )
    assert house.kinds_to(SABINE).count("firm_report") == 1
    house.later(days=3)
    assert house.kinds_to(SABINE).count("firm_report") == 1
    house.answers(ANNA, asked, "JA")
    assert f"TELEFON A-1001-1 · {NUMBER}" in spoken(house, MEIER)


def test_with_a_date_nobody_is_told_that_the_number_is_missing(house: House) -> None:
    ordered(house)
    house.answers(MEIER, house.last_to(MEIER), "Wir kommen am 21.10. um 9 Uhr.")
    house.later(days=4)
    assert not any("ohne Telefonnummer" in text_of(mail) for mail in house.mails_to(SABINE))


def test_of_a_matter_that_is_done_nobody_is_told_that_the_number_is_missing(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    heard = house.kinds_to(SABINE)
    house.later(days=4)
    assert house.kinds_to(SABINE) == heard


def test_a_yes_after_the_ticket_became_a_neighbours_is_put_to_the_managers(house: House) -> None:
    ordered(house)
    question = house.last_to(ANNA)
    house.writes(MILLER, "Die Heizung wird nicht warm.", subject="Heizung")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001", auth="pass")
    house.answers(ANNA, question, "JA")
    assert NUMBER not in to_firm(house)
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_no_sends_nothing_and_a_later_yes_does(house: House) -> None:
    ordered(house)
    asked, managers = house.last_to(ANNA), len(house.mails_to(SABINE))
    house.answers(ANNA, asked, "NEIN")
    assert house.kinds_to(MEIER) == ["order"]
    assert len(house.mails_to(SABINE)) == managers
    house.answers(ANNA, asked, "JA", client="gmail")
    assert NUMBER in to_firm(house)


@pytest.mark.parametrize("words", ["NEIN", "Nein, lieber doch nicht."])
def test_a_no_after_the_yes_is_put_to_the_managers_and_says_nothing_of_the_work(
    house: House, words: str
) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.answers(ANNA, asked, "JA")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT", client="gmail")
    house.answers(ANNA, asked, words, client="gmail")
    assert [t.number for t in house.tickets()] == [1001]
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert f"„{words}“" in spoken(house, SABINE)


def test_its_button_counts(house: House) -> None:
    ordered(house)
    presses(house, ANNA, house.last_to(ANNA), "JA")
    assert NUMBER in to_firm(house)


def test_a_number_in_the_report_goes_nowhere_without_a_yes(house: House) -> None:
    ordered(house, f"Der Heizkörper im Bad wird nicht warm. Rufen Sie mich an: {NUMBER}.")
    assert "0171" not in to_firm(house)


def test_an_order_that_was_taken_back_overtakes_the_yes(house: House) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    house.answers(ANNA, asked, "JA")
    assert house.kinds_to(MEIER) == ["order", "order_cancelled"]
    assert NUMBER not in to_firm(house)
    told = spoken(house, ANNA)
    assert "danke für Ihr JA. Der Auftrag, um den es ging, läuft nicht mehr" in told
    assert "Ihre Telefonnummer ging an niemanden" in told


@pytest.mark.parametrize("words", ["NEIN", "Nein, lieber nicht."])
def test_a_no_about_the_number_says_nothing_of_the_work(house: House, words: str) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.answers(ANNA, asked, "JA")
    house.answers(MEIER, house.mails_to(MEIER)[0], "Erledigt.")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    fixed = house.last_to(ANNA)
    assert "Ist es behoben?" in spoken(house, ANNA)
    house.answers(ANNA, asked, words, client="gmail")
    assert [t.number for t in house.tickets()] == [1001]
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    house.answers(ANNA, fixed, words)
    assert [t.number for t in house.tickets()] == [1001, 1002]


def test_the_yes_is_for_that_order_alone(house: House) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    assert QUESTION in spoken(house, ANNA)
    house.answers(ANNA, asked, "JA")
    assert NUMBER in to_firm(house)
    assert all(
        NUMBER not in text_of(m).replace("\u00a0", " ") for m in house.mails_to("info@sanitaer-wolf.example")
    )


def test_nobody_who_hides_is_asked(house: House) -> None:
    ordered(house, "Der Heizkörper im Bad wird nicht warm. Bitte meinen Namen nicht nennen.")
    assert "Telefonnummer" not in spoken(house, ANNA)
    assert NUMBER not in to_firm(house)


def test_whoever_hides_after_the_question_gives_nothing_by_yes(house: House) -> None:
    ordered(house)
    asked = house.last_to(ANNA)
    house.answers(SABINE, house.last_to(SABINE), "ANONYM")
    house.answers(ANNA, asked, "JA")
    assert NUMBER not in to_firm(house)


def test_of_common_ground_nobody_is_asked(house: House) -> None:
    house.writes(ANNA, "Die Heizung im Keller von Haus 12 macht Lärm.")
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
    assert "Telefonnummer" not in spoken(house, ANNA)


def test_whoever_has_no_number_is_not_asked(house: House) -> None:
    house.writes(HANSEN, "Der Heizkörper im Bad wird nicht warm.", to=HARBOUR)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "Telefonnummer" not in spoken(house, HANSEN)


def test_nobody_else_answers_it(house: House) -> None:
    ordered(house)
    house.answers(YILDIZ, house.last_to(ANNA), "JA")
    house.answers(KRAUSE, house.last_to(ANNA), "JA", client="gmail")
    assert NUMBER not in to_firm(house)


def chosen(house: House, release: str) -> None:
    """What the master data say of this person."""
    house.gateway.database.write(
        lambda c: c.exec_driver_sql(f"update persons set contact_release = '{release}' where id = '1001'")
    )


@pytest.mark.parametrize("release, is_given", [("yes", True), ("no", False), ("emergency", False)])
def test_what_is_settled_is_not_asked(house: House, release: str, is_given: bool) -> None:
    chosen(house, release)
    ordered(house)
    assert "Telefonnummer" not in spoken(house, ANNA)
    assert (NUMBER in to_firm(house)) is is_given


def test_the_house_may_settle_it_for_whoever_has_not_chosen(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(contact_release="always")) as house:
        chosen(house, "")
        ordered(house)
        assert f"Telefon dort {NUMBER}" in " ".join(to_firm(house).split())


def test_a_name_hidden_before_the_order_left_takes_the_number_with_it(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(contact_release="always", hold_minutes=5)) as house:
        chosen(house, "")
        ordered(house)
        house.answers(SABINE, house.last_to(SABINE), "ANONYM")
        house.later(minutes=6)
        assert NUMBER not in to_firm(house)
