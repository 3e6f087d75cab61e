"""A firm asks for more money: what a yes is, what a no is, and what is neither (WORDS 2, rule 8)."""

import pytest

from tests.house import ANNA, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"


@pytest.fixture
def ordered(house: House) -> House:
    """An order up to 300 €."""
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")
    return house


def order(house: House) -> tuple[str, int | None]:
    (only,) = house.ticket().orders
    return str(only.phase), only.limit


def words_to(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_dearer_order_waits_for_the_managers_yes_which_raises_its_limit(ordered: House) -> None:
    house = ordered
    to_anna = len(house.mails_to(ANNA))
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    assert order(house) == ("waiting_approval", 30000)
    asked = words_to(house, SABINE)
    assert "450 € brutto" in asked
    assert "Grenze bisher 300 € brutto" in asked
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert order(house) == ("accepted", 45000)
    assert house.kinds_to(MEIER)[-1] == "order_cost"
    assert "450 € brutto" in words_to(house, MEIER)
    assert "A-1001-1, Heizung Meier GmbH: Grenze jetzt 450 € brutto" in words_to(house, SABINE)
    assert len(house.mails_to(ANNA)) == to_anna
    said = [e for e in house.entries(1001) if e.facts.get("approved")]
    assert [(e.author_name, e.facts["limit_before"], e.facts["limit"]) for e in said] == [
        ("Sabine Vogt", 30000, 45000)
    ]


@pytest.mark.parametrize("word", ["OK", "genehmigt", "Freigegeben.", "ja, genehmigt", "FREIGEBEN", "👍"])
def test_every_word_for_a_yes_to_money_is_one_here(ordered: House, word: str) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "wird teurer, 450 €")
    ordered.answers(SABINE, ordered.last_to(SABINE), word)
    assert order(ordered) == ("accepted", 45000)


@pytest.mark.parametrize(
    "word",
    ["Ja, aber höchstens 500 €", "Ja bis 500", "Grundsätzlich ja.", "ok?", "Ja, wenn es schnell geht."],
)
def test_a_conditional_yes_does_nothing_and_reaches_nobody(ordered: House, word: str) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "wird teurer, 450 €")
    asked, to_meier = ordered.last_to(SABINE), len(ordered.mails_to(MEIER))
    ordered.answers(SABINE, asked, word)
    assert order(ordered) == ("waiting_approval", 30000)
    assert len(ordered.mails_to(MEIER)) == to_meier
    ordered.answers(SABINE, asked, "JA")  # the question waits as before
    assert order(ordered) == ("accepted", 45000)


def test_a_no_lets_the_limit_stand_and_keeps_its_reason_in_the_office(ordered: House) -> None:
    house = ordered
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    house.answers(SABINE, house.last_to(SABINE), "NEIN, die sind immer zu teuer")
    assert order(house) == ("accepted", 30000)
    told = words_to(house, MEIER)
    assert "NICHT FREIGEGEBEN" in told
    assert "300 € brutto" in told
    assert "immer zu teuer" not in told
    assert any("immer zu teuer" in e.text and str(e.channel) == "internal" for e in house.entries(1001))


def test_a_price_that_nobody_named_is_asked_without_one(ordered: House) -> None:
    house = ordered
    house.answers(MEIER, house.last_to(MEIER), "Das wird leider teurer.")
    asked = words_to(house, SABINE)
    assert "ohne Grenze" in asked
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert order(house) == ("accepted", None)
    assert "ohne Grenze" in words_to(house, MEIER)


def test_a_second_price_replaces_the_first_and_is_answered_once(ordered: House) -> None:
    house = ordered
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    first = house.last_to(SABINE)
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 600 €")
    second = house.last_to(SABINE)
    house.answers(SABINE, first, "JA")
    assert order(house) == ("waiting_approval", 30000)
    house.answers(SABINE, second, "JA")
    assert order(house) == ("accepted", 60000)
    house.answers(SABINE, second, "JA")
    assert house.kinds_to(MEIER).count("order_cost") == 1


def test_a_yes_to_an_order_that_was_taken_back_tells_nobody(ordered: House) -> None:
    house = ordered
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, "STORNIEREN")
    house.answers(SABINE, asked, "JA")
    assert order(house) == ("cancelled", 30000)
    assert house.kinds_to(MEIER)[-1] == "order_cancelled"


def test_a_granted_price_stays_granted_and_nothing_older_is_taken_back_instead(ordered: House) -> None:
    house = ordered
    house.answers(MEIER, house.last_to(MEIER), "wird teurer, 450 €")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert order(house) == ("accepted", 45000)
    assert "lässt sich nicht zurücknehmen" in words_to(house, SABINE)


@pytest.mark.parametrize(
    "yes", ["Zugesagt, aber erst ab 500 €", "Machen wir, kostet aber 500 €", "Ok, unter 500 € geht das nicht"]
)
def test_a_yes_at_a_higher_price_is_a_price_and_no_yes(house: House, yes: str) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), yes)
    assert order(house) == ("waiting_approval", 30000)
    asked = words_to(house, SABINE)
    assert "500 € brutto" in asked
    assert "sagt zu" not in asked
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert order(house) == ("dispatched", 50000)


def test_firms_that_had_no_time_and_come_on_monday_have_not_declined(ordered: House) -> None:
    ordered.answers(
        MEIER, ordered.last_to(MEIER), "Wir haben keine Zeit mehr gehabt und kommen Montag, 20.10.2025"
    )
    assert order(ordered) == ("accepted", 30000)
    asked = words_to(ordered, SABINE)
    assert "sagt ab" not in asked
    ordered.answers(SABINE, ordered.last_to(SABINE), "OK")
    assert order(ordered)[0] == "scheduled"


def test_no_order_goes_out_with_a_limit_of_nothing(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 0 €")
    assert house.kinds_to(MEIER) == []
    assert house.kinds_to(SABINE)[-1] == "confirmation"
