"""Two matters in one mail: the managers are offered to make two tickets of it, and the resident gets one clear mail."""

import pytest

from tests.golden_mails import check_golden
from tests.house import ANNA, HOUSE, KRAUSE, MILLER, SABINE, YILDIZ, House, text_of
from tests.stories.test_buttons import presses

WOLF = "info@sanitaer-wolf.example"

BOTH = (
    "Hallo Frau Vogt,\n\nim Bad wächst Schimmel um das Fenster.\n\n"
    "Außerdem: Wie bekomme ich einen zweiten Schlüssel für die Haustür?\n\nLG Anna Berger"
)


def _spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_one_word_makes_two_tickets_each_with_its_topic(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    assert len(house.tickets()) == 1
    assert "AUFTEILEN" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    keys, mould = house.tickets()
    assert (keys.category, mould.category) == ("doors", "mould")
    assert (mould.unit, mould.reporter, mould.responsible) == ("WE03", "1001", "9001")
    assert house.kinds_to(ANNA) == ["acknowledgement", "acknowledgement"]
    told = _spoken(house, ANNA)
    assert "T-1001" in told
    assert "T-1002" in told
    assert "Schimmel" in "".join(e.text for e in house.entries(1002))
    assert "Schlüssel" not in "".join(e.text for e in house.entries(1002))
    check_golden(house, "two_matters")

    house.answers(ANNA, house.last_to(ANNA), "Er wird größer.")
    assert house.entries(1002)[-1].text == "Er wird größer."


def test_it_is_split_once(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    offered = house.last_to(SABINE)
    house.answers(SABINE, offered, "TEILEN")
    house.answers(SABINE, offered, "AUFTEILEN")
    assert len(house.tickets()) == 2
    assert "Das hat Sabine Vogt schon beantwortet (um 12:00 Uhr): AUFTEILEN" in _spoken(house, SABINE)
    house.answers(SABINE, offered, "TEILEN", client="iphone")
    assert len(house.tickets()) == 2
    assert "schon aufgeteilt" in _spoken(house, SABINE)


def test_no_leaves_it_one_and_is_an_answer_that_counts(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    offered = house.last_to(SABINE)
    assert "bleibt ein Vorgang, wird nicht wieder gefragt" in _spoken(house, SABINE)
    house.answers(SABINE, offered, "Nein, das gehört zusammen.")
    assert "Es bleibt ein Vorgang." in _spoken(house, SABINE)
    assert _asked_to_split(house) == ["answered"]
    heard = house.kinds_to(ANNA)
    house.answers(SABINE, offered, "AUFTEILEN", client="iphone")
    assert "schon beantwortet (um 12:00 Uhr): NEIN" in _spoken(house, SABINE)
    assert len(house.tickets()) == 1
    assert house.kinds_to(ANNA) == heard == ["acknowledgement"]
    check_golden(house, "two_matters_stay_one")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert len(house.tickets()) == 2, "she may change her mind, by her own word"


MOULD_AND_HEAT = "Der Heizkörper im Bad ist kalt.\n\nAußerdem wächst Schimmel um das Fenster."


def test_beside_a_rule_s_proposal_no_means_the_order_and_another_word_the_split(house: House) -> None:
    house.writes(ANNA, MOULD_AND_HEAT, subject="Zwei Sachen")
    offered = house.last_to(SABINE)
    assert "NEIN kein Auftrag" in _spoken(house, SABINE)
    assert "BLEIBT EINS bleibt ein Vorgang" in _spoken(house, SABINE)
    house.answers(SABINE, offered, "NEIN")
    assert _asked_to_split(house) == ["open"]
    house.answers(SABINE, offered, "Bleibt eins", client="iphone")
    assert _asked_to_split(house) == ["answered"]
    assert len(house.tickets()) == 1


def test_a_button_answers_it(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    offered = house.last_to(SABINE)
    presses(house, SABINE, offered, "AUFTEILEN")
    assert len(house.tickets()) == 2
    presses(house, SABINE, offered, "NEIN")
    assert "schon beantwortet (um 12:00 Uhr): AUFTEILEN" in _spoken(house, SABINE)


@pytest.mark.parametrize("word", ["ZUSAMMENLEGEN MIT T-1002", "ERLEDIGT", "ABLEHNEN: Bereits behoben."])
def test_it_is_overtaken_by_what_ends_the_ticket(house: House, word: str) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    offered = house.last_to(SABINE)
    house.writes(YILDIZ, "Bei mir im Schlafzimmer ist auch Schimmel.", subject="Schimmel")
    house.answers(SABINE, offered, word, auth="pass")
    assert _asked_to_split(house) == ["overtaken"]
    house.answers(SABINE, offered, "AUFTEILEN", client="iphone")
    assert len(house.tickets()) == 2
    assert "Diese Frage hat sich erledigt: Sabine Vogt hat es anders entschieden" in _spoken(house, SABINE)


def _asked_to_split(house: House) -> list[str]:
    """What became of the questions, the oldest first."""
    with house.gateway.database.read() as connection:
        rows = connection.exec_driver_sql("select state from questions where kind = 'split' order by id")
        return [row[0] for row in rows]


def test_it_is_split_in_english(house: House) -> None:
    words = (
        "Hello,\n\nblack spots are growing around the window.\n\n"
        "Also, how do I get a second key for the front door?\n\nCheers James"
    )
    house.writes(MILLER, words, subject="Mould + keys")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert [t.category for t in house.tickets()] == ["doors", "mould"]
    assert "Each has a number of its own now" in _spoken(house, MILLER)


def test_more_about_the_same_topic_is_one_matter(house: House) -> None:
    house.writes(
        ANNA, "Der Heizkörper im Bad ist kalt. Außerdem gluckert die Heizung im Flur.", subject="Heizung"
    )
    assert "AUFTEILEN" not in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert len(house.tickets()) == 1
    assert "nicht mehrere Anliegen" in _spoken(house, SABINE)


def test_who_hides_is_hidden_in_both(house: House) -> None:
    house.writes(ANNA, BOTH, to=HOUSE.replace("@", "+anonym@"), subject="Zwei Sachen")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert [t.is_anonymous for t in house.tickets()] == [True, True]


def test_a_sentence_that_begins_with_the_word_splits_nothing(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    house.answers(SABINE, house.last_to(SABINE), "Teilen Sie mir bitte mit, wann Sie da sind.")
    assert len(house.tickets()) == 1


LIGHT_TOO = "Im Keller tropft es von der Decke.\n\nAußerdem ist die Lampe im Treppenhaus defekt."


def test_what_is_ordered_already_stays_and_is_ordered_once(house: House) -> None:
    house.writes(YILDIZ, LIGHT_TOO, subject="Zwei Sachen")
    assert house.ticket().category == "lighting"
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    light, water = house.tickets()
    assert (light.category, water.category) == ("lighting", "water")
    assert [len(t.orders) for t in (light, water)] == [1, 0]
    assert house.kinds_to(KRAUSE) == ["order"]


def test_a_complaint_beside_the_light_is_never_left_public(house: House) -> None:
    house.writes(
        ANNA, "Der Nachbar ist nachts laut.\n\nAußerdem ist das Licht im Keller kaputt.", subject="2"
    )
    assert str(house.ticket().visibility) == "public"
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert [(t.category, str(t.visibility)) for t in house.tickets()] == [
        ("lighting", "public"),
        ("noise", "private"),
    ]


def test_only_the_reporter_s_own_mail_is_split_where_another_report_was_taken_in(house: House) -> None:
    house.writes(ANNA, BOTH, subject="Zwei Sachen")
    house.writes(YILDIZ, "Bei mir im Schlafzimmer ist auch Schimmel.", subject="Schimmel")
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN T-1001")
    assert _asked_to_split(house) == ["overtaken"]
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert "nicht mehrere Anliegen" in _spoken(house, SABINE)
    assert not [t for t in house.tickets() if t.number > 1002]


TAP_AND_MOULD = (
    "In der Küche tropft der Wasserhahn.\n\nAußerdem: Im Schlafzimmer ist Schimmel hinter der Tapete."
)


def test_the_order_for_what_stayed_tells_nothing_of_what_was_split_off(house: House) -> None:
    house.writes(ANNA, TAP_AND_MOULD, subject="Wasserhahn")
    offered = house.last_to(SABINE)
    house.answers(SABINE, offered, "AUFTEILEN")
    assert [t.category for t in house.tickets()] == ["water", "mould"]
    house.answers(SABINE, offered, "BEAUFTRAGEN Wolf")
    order = _spoken(house, WOLF)
    assert "Wasserhahn" in order
    assert "Schimmel" not in order


def test_it_tells_nothing_of_it_either_once_both_reports_are_one_order(house: House) -> None:
    house.writes(YILDIZ, "Bei mir tropft der Wasserhahn im Bad.", subject="Wasserhahn")
    bundling = house.last_to(SABINE)
    house.writes(ANNA, TAP_AND_MOULD, subject="Wasserhahn")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    house.answers(SABINE, bundling, "BÜNDELN T-1002")
    house.answers(SABINE, bundling, "BEAUFTRAGEN Wolf")
    order = _spoken(house, WOLF)
    assert "Wasserhahn im Bad" in order
    assert "In der Küche tropft der Wasserhahn" in order
    assert "Schimmel" not in order
