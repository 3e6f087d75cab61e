"""A firm found something else: one word makes it a ticket of the office, with nothing of who reported the first one."""

import pytest

from tests.golden_mails import check_golden
from tests.house import ANNA, KRAUSE, SABINE, House, text_of
from tests.stories.test_buttons import presses

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
FOUND = "Außerdem ist im Keller Haus 12 ein Rohr undicht."


def found(house: House, words: str = FOUND) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), words)


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_one_word_makes_it_a_ticket_that_follows(house: House) -> None:
    found(house)
    assert "WEITERER BEFUND" in spoken(house, SABINE)
    assert "liegt der Hausverwaltung vor" in spoken(house, MEIER)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    old, new = house.tickets()
    assert (str(new.kind), str(new.visibility), new.recurrence_of) == ("office", "private", old.number)
    assert (new.reporter, new.participants, new.unit) == (None, (), "")
    assert "Keller" in new.public_place
    mails = [text_of(m) for m in house.mails_to(SABINE)[-2:]]
    assert all("Berger" not in m.split("Folgt auf")[0] for m in mails if "T-1002" in m)
    check_golden(house, "extra_finding")


def test_its_button_too_and_only_once(house: House) -> None:
    found(house)
    asked = house.last_to(SABINE)
    presses(house, SABINE, asked, "OK")
    house.answers(SABINE, asked, "OK", client="gmail")
    assert len(house.tickets()) == 2
    assert "schon beantwortet" in spoken(house, SABINE)


def test_no_leaves_it_with_this_ticket(house: House) -> None:
    found(house)
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    assert len(house.tickets()) == 1
    assert house.kinds_to(MEIER) == ["order", "order_news"]


def test_done_and_a_finding_are_two_questions(house: House) -> None:
    found(house, f"Erledigt. {FOUND}")
    assert house.kinds_to(SABINE)[-2:] == ["firm_report", "finding"]
    report, finding = house.mails_to(SABINE)[-2:]
    house.answers(SABINE, report, "OK")
    house.answers(SABINE, finding, "OK", client="gmail")
    assert [str(t.status) for t in house.tickets()] == ["DONE", "OPEN"]


@pytest.mark.parametrize("words", ["Pumpe defekt, getauscht.", "Ventil undicht, bestellen neues."])
def test_the_own_work_is_none(house: House, words: str) -> None:
    found(house, words)
    assert "finding" not in house.kinds_to(SABINE)


def test_the_resident_hears_nothing_of_it(house: House) -> None:
    found(house)
    before = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert len(house.mails_to(ANNA)) == before


def test_somebody_else_s_words_find_nothing(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(KRAUSE, house.last_to(MEIER), FOUND)
    assert "finding" not in house.kinds_to(SABINE)


def test_an_order_for_it_says_nothing_of_the_people_there(house: House) -> None:
    found(house, f"Außerdem tropft in der Küche der Hahn, die Mutter sitzt im Rollstuhl. {FOUND}")
    assert "Rollstuhl" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    new = next(m for m in house.mails_to(SABINE)[::-1] if "[T-1002]" in str(m.message["Subject"]))
    house.answers(SABINE, new, "BEAUFTRAGEN Wolf", client="gmail")
    order = spoken(house, WOLF)
    assert "Keller Haus 12 ein Rohr undicht" in order
    assert "Rollstuhl" not in order


def test_unanswered_it_is_asked_once_more_and_then_ends_without_anything(house: House) -> None:
    found(house)
    asked = house.last_to(SABINE)
    house.later(days=8)
    again = spoken(house, SABINE)
    assert house.kinds_to(SABINE).count("finding") == 2
    assert "ERINNERUNG · WEITERER BEFUND" in again
    assert "und nichts geschieht" in again
    house.later(days=9)
    house.later(days=9)
    assert house.kinds_to(SABINE).count("finding") == 2
    house.answers(SABINE, asked, "OK", auth="pass")
    assert len(house.tickets()) == 1
    assert "abgelaufen" in spoken(house, SABINE)


def test_the_reminder_may_be_answered_as_well(house: House) -> None:
    found(house)
    house.later(days=8)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert len(house.tickets()) == 2
