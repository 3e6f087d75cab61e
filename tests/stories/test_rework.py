"""Work that a firm calls done: taken with ABGENOMMEN, sent back with NACHBESSERN or NEIN, proposed anew."""

import pytest

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"


def reported_done(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def phases(house: House) -> list[str]:
    return [str(o.phase) for t in house.tickets() for o in t.orders]


def test_no_sends_the_firm_back_and_its_reason_stays_in_the_office(house: House) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), "NEIN, Frau Berger sagt, es tropft")
    assert phases(house) == ["rework"]
    told = spoken(house, MEIER)
    assert "NACHBESSERUNG A-1001-1" in told
    assert "tropft" not in told
    assert "A-1001-1 ist nachzubessern" in spoken(house, SABINE)
    assert house.kinds_to(ANNA)[-1] == "status"


def test_the_firm_says_yes_and_done_once_more(house: House) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    house.answers(MEIER, house.last_to(MEIER), "ok")
    assert phases(house) == ["accepted"]
    house.answers(MEIER, house.last_to(MEIER), "Erledigt, Ventil getauscht.", client="gmail")
    assert phases(house) == ["reported_done"]
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "DONE"


@pytest.mark.parametrize(
    "word", ["NACHBESSERN: Das Ventil tropft noch.", "A-1001-1 nachbessern: Das Ventil tropft noch."]
)
def test_a_manager_s_word_sends_the_firm_back_with_her_text(house: House, word: str) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), word)
    assert phases(house) == ["rework"]
    assert "Das Ventil tropft noch." in spoken(house, MEIER)
    assert "schreibt dazu" in spoken(house, MEIER)


def test_what_was_not_reported_done_is_not_sent_back(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.last_to(SABINE), "NACHBESSERN")
    assert phases(house) == ["dispatched"]
    assert "noch nicht als fertig gemeldet" in spoken(house, SABINE)


def test_a_sentence_that_begins_with_the_word_is_a_sentence(house: House) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), "Abgenommen haben wir das noch nicht.")
    assert phases(house) == ["reported_done"]


@pytest.mark.parametrize("word", ["ABGENOMMEN", "A-1001-1 abgenommen", "ABGENOMMEN Meier"])
def test_the_work_is_taken_and_the_status_stays(house: House, word: str) -> None:
    reported_done(house)
    before = house.ticket().status
    house.answers(SABINE, house.last_to(SABINE), word)
    assert (phases(house), house.ticket().status) == (["signed_off"], before)
    assert "ERLEDIGT schließt den Vorgang ab" in spoken(house, SABINE)
    assert house.kinds_to(MEIER) == ["order"]


def test_done_is_no_acceptance_and_the_work_may_be_taken_later(house: House) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert phases(house) == ["reported_done"]
    house.answers(SABINE, house.last_to(SABINE), "ABGENOMMEN")
    assert phases(house) == ["signed_off"]
    assert "der Vorgang war schon erledigt" in spoken(house, SABINE)


def came_back(house: House, *, days: int = 3) -> None:
    reported_done(house)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(days=days)
    house.answers(ANNA, house.last_to(ANNA), "NEIN, wird immer noch nicht warm")


def test_what_came_back_is_proposed_to_the_same_firm(house: House) -> None:
    came_back(house)
    asked = spoken(house, SABINE)
    assert "NICHT BEHOBEN" in asked
    assert "Nachbesserung durch Heizung Meier GmbH" in asked
    house.answers(SABINE, house.last_to(SABINE), "OK")
    old, new = house.tickets()
    assert (new.recurrence_of, len(new.orders)) == (old.number, 1)
    assert "Nachbesserung zu A-1001-1" in spoken(house, MEIER)
    assert new.orders[0].limit == 30_000


def test_no_leaves_it_open_without_an_order(house: House) -> None:
    came_back(house)
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    assert house.tickets()[1].orders == ()


def test_after_thirty_days_it_is_a_matter_like_any_other(house: House) -> None:
    came_back(house, days=31)
    assert "Nachbesserung" not in spoken(house, SABINE)


@pytest.mark.parametrize("word", ["ERLEDIGT", "ABLEHNEN: Bereits behoben.", "BEAUFTRAGEN Meier"])
def test_the_proposal_is_overtaken_by_whatever_a_hand_does_instead(house: House, word: str) -> None:
    came_back(house)
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, word)
    orders = len(house.tickets()[1].orders)
    house.answers(SABINE, proposal, "OK", client="gmail")
    assert len(house.tickets()[1].orders) == orders
