"""Where a report is about: by who wrote it and by the words; what is missing is asked once, in one mail."""

from hauspost.desk.model import Flag
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, SABINE, YILDIZ, House, text_of

PETERSEN = "dr.petersen@kanzlei.example"
WINDOW = "Mein Mieter meldet Zugluft am Küchenfenster. Bitte veranlassen Sie die Reparatur."


def test_an_owner_of_two_flats_is_asked_which_one_and_answers_with_a_number(house: House) -> None:
    house.writes(PETERSEN, WINDOW, subject="Undichtes Fenster")
    assert (house.ticket().unit, house.ticket().flags) == ("", frozenset({Flag.INCOMPLETE}))
    asked = text_of(house.last_to(PETERSEN))
    assert "Um welche Wohnung geht es?" in asked
    assert "WE03, Haus 12, 3. OG links" in asked.replace("\u00a0", " ")
    assert "in welcher Wohnung" in text_of(house.last_to(SABINE))

    house.answers(PETERSEN, house.last_to(PETERSEN), "2")
    ticket = house.ticket()
    assert (ticket.unit, ticket.place, ticket.flags) == ("WE09", "Haus 14, 1. OG links", frozenset())
    assert "ERGÄNZT" in text_of(house.last_to(SABINE))
    assert "Zugluft" in text_of(house.last_to(SABINE))
    assert house.kinds_to(PETERSEN) == ["acknowledgement"]
    check_golden(house, "which_flat")


def test_the_answer_may_name_the_flat_in_any_words(house: House) -> None:
    house.writes(PETERSEN, WINDOW, subject="Undichtes Fenster")
    house.answers(PETERSEN, house.last_to(PETERSEN), "Es ist die im 3. OG links.", client="gmail")
    assert house.ticket().unit == "WE03"


def test_words_that_name_one_of_the_own_flats_are_not_asked_back(house: House) -> None:
    house.writes(PETERSEN, "In der WE 09 schließt das Küchenfenster nicht.", subject="Fenster")
    assert (house.ticket().unit, house.ticket().flags) == ("WE09", frozenset())
    house.writes(PETERSEN, "Bei Frau Berger schließt das Küchenfenster nicht.", subject="Fenster Bad")
    assert house.tickets()[1].unit == "WE03"


def test_what_needs_nobody_to_come_is_not_asked_for_its_flat(house: House) -> None:
    house.writes(PETERSEN, "Wann kommt die Hausgeldabrechnung?", subject="Abrechnung")
    assert house.ticket().flags == frozenset()
    assert "Um welche Wohnung" not in text_of(house.last_to(PETERSEN))


def test_a_neighbour_s_flat_that_is_named_is_for_the_managers_alone(house: House) -> None:
    house.writes(YILDIZ, "Bei Berger tropft es durch die Decke, bitte prüfen.", subject="Wasser")
    assert house.ticket().unit == "WE07"
    assert "Genannt ist" in text_of(house.last_to(SABINE))
    assert "WE03" in text_of(house.last_to(SABINE))
    told = text_of(house.last_to(YILDIZ))
    assert "WE03" not in told
    assert "3. OG" not in told.replace("\u00a0", " ")
    assert not house.mails_to(ANNA)


def test_an_answer_to_what_happened_gives_the_report_its_category_and_its_proposal(house: House) -> None:
    house.writes(HANSEN, "", to=HARBOUR, subject="")
    assert "Was ist passiert?" in text_of(house.last_to(HANSEN))
    house.answers(
        HANSEN, house.last_to(HANSEN), "Der Heizkörper im Bad ist kalt, seit gestern.", client="iphone"
    )
    ticket = house.ticket()
    assert (ticket.category, ticket.unit, ticket.flags) == ("heating", "WE02", frozenset())
    told = text_of(house.last_to(SABINE))
    assert "Heizung Meier" in told
    house.answers(SABINE, house.last_to(SABINE), "OK")
    order = text_of(house.last_to("auftrag@heizung-meier.example"))
    assert "Heizkörper im Bad ist kalt" in " ".join(order.split())


def test_a_subject_that_says_it_is_asked_nothing(house: House) -> None:
    house.writes(ANNA, "", subject="Heizkörper im Bad kalt")
    assert (house.ticket().category, house.ticket().flags) == ("heating", frozenset())
    assert "Was ist passiert?" not in text_of(house.last_to(ANNA))


def test_news_asked_of_an_incomplete_report_complete_nothing(house: House) -> None:
    house.writes(ANNA, "", subject="")
    house.answers(ANNA, house.last_to(ANNA), "Gibt es schon was Neues?")
    assert Flag.INCOMPLETE in house.ticket().flags
    assert house.kinds_to(ANNA)[-1] == "listing"


def test_thanks_for_the_question_leave_it_open(house: House) -> None:
    house.writes(ANNA, "", subject="")
    house.answers(ANNA, house.last_to(ANNA), "Danke!")
    assert Flag.INCOMPLETE in house.ticket().flags
