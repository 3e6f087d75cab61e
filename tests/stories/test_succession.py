"""What a rule has ordered goes on by itself: the next rank is ordered when a firm declines, or is silent too long."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, update

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.house import ANNA, SABINE, House, house_on, text_of

WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"
NO = "Können wir leider nicht übernehmen, sind voll."
PROMISED = Deadlines((Promise({Stage.ACCEPTANCE: Span(days=1)}),))


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(hold_minutes=3), deadlines=PROMISED, state="BE") as built:
        yield built


def rule(house: House, automation: str, **more: object) -> None:
    values = {
        "property": "LW12",
        "category": "water",
        "automation": automation,
        "assignee": "Sanitär",
        **more,
    }
    with house.gateway.database.engine.begin() as connection:
        connection.execute(
            insert(schema.rules), {"veto_minutes": 30, "per_day": 3, "is_approved": True, **values}
        )


def reported(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.later(minutes=4)


def at(house: House, moment: str) -> None:
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def phases(house: House) -> list[tuple[str, str]]:
    return [(o.assignee_name, str(o.phase)) for o in house.ticket().orders]


def test_declined_the_next_rank_gets_the_order_without_a_hand(house: House) -> None:
    rule(house, "auto")
    reported(house)
    assert house.kinds_to(WOLF) == ["order"]
    house.answers(WOLF, house.last_to(WOLF), NO)
    told = said_to(house, SABINE)
    assert (
        "Dorn Sanitär GmbH ist nach der Regel an der Reihe; der Auftrag geht hinaus, STOPP hält ihn an"
        in told
    )
    assert house.kinds_to(DORN) == []
    house.later(minutes=4)
    assert house.kinds_to(DORN) == ["order"]
    assert phases(house) == [("Sanitär Wolf", "declined"), ("Dorn Sanitär GmbH", "dispatched")]
    assert "no_order" not in house.ticket().flags
    assert "Dorn Sanitär" in said_to(house, ANNA)


def test_stopp_takes_it_back_without_a_trace(house: House) -> None:
    rule(house, "auto")
    reported(house)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(minutes=10)
    assert house.kinds_to(DORN) == []
    assert phases(house) == [("Sanitär Wolf", "declined"), ("Dorn Sanitär GmbH", "cancelled")]


def test_with_a_veto_it_waits_its_minutes(house: House) -> None:
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    house.answers(WOLF, house.last_to(WOLF), NO)
    told = said_to(house, SABINE)
    assert "Dorn Sanitär GmbH ist nach der Regel an der Reihe; der Auftrag geht" in told
    assert "STOPP" in told
    house.later(minutes=20)
    assert house.kinds_to(DORN) == []
    house.later(minutes=20)
    assert house.kinds_to(DORN) == ["order"]
    assert "no_order" not in house.ticket().flags


def test_stopp_to_the_veto_leaves_it_without_an_order(house: House) -> None:
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(hours=3)
    assert house.kinds_to(DORN) == []


def test_a_silent_firm_loses_the_order_to_the_next_one(house: House) -> None:
    rule(house, "auto")
    reported(house)
    at(house, "2025-10-15 11:00")
    assert house.kinds_to(WOLF) == ["order", "reminder"]
    at(house, "2025-10-16 12:00")
    assert house.kinds_to(WOLF) == ["order", "reminder", "order_cancelled"]
    assert house.kinds_to(SABINE)[-1] == "overdue"
    assert "Dorn Sanitär GmbH ist nach der Regel an der Reihe" in said_to(house, SABINE)
    house.later(minutes=4)
    assert house.kinds_to(DORN) == ["order"]
    assert phases(house) == [("Sanitär Wolf", "cancelled"), ("Dorn Sanitär GmbH", "dispatched")]
    at(house, "2025-10-17 13:00")
    at(house, "2025-10-21 13:00")
    assert "keine weitere Firma" in " ".join(text_of(m) for m in house.mails_to(SABINE)[-2:])
    assert phases(house)[-1] == ("Dorn Sanitär GmbH", "dispatched")


def test_with_a_veto_the_silent_firm_may_still_say_yes(house: House) -> None:
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    at(house, "2025-10-15 11:30")
    at(house, "2025-10-16 12:00")
    assert "STOPP hält ihn an" in said_to(house, SABINE)
    assert phases(house) == [("Sanitär Wolf", "dispatched")]
    house.answers(WOLF, house.mails_to(WOLF)[0], "zugesagt")
    house.later(minutes=40)
    assert phases(house) == [("Sanitär Wolf", "accepted")]
    assert house.kinds_to(DORN) == []


def test_when_the_window_is_over_the_silent_order_ends_first(house: House) -> None:
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    at(house, "2025-10-15 11:30")
    at(house, "2025-10-16 12:00")
    house.later(minutes=40)
    assert phases(house) == [("Sanitär Wolf", "cancelled"), ("Dorn Sanitär GmbH", "dispatched")]
    assert house.kinds_to(WOLF)[-1] == "order_cancelled"
    assert house.kinds_to(DORN) == ["order"]


def test_ok_does_it_before_the_window_is_over_and_never_two_come(house: House) -> None:
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    at(house, "2025-10-15 11:30")
    at(house, "2025-10-16 12:00")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(minutes=40)
    assert phases(house) == [("Sanitär Wolf", "cancelled"), ("Dorn Sanitär GmbH", "dispatched")]
    assert house.kinds_to(DORN) == ["order"]


@pytest.mark.parametrize("words", ["INTERN: Wolf kommt, hat angerufen.", "PRIORITÄT hoch"])
def test_a_managers_word_since_leaves_it_to_the_manager(house: House, words: str) -> None:
    rule(house, "auto")
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], words)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.later(minutes=10)
    assert house.kinds_to(DORN) == []
    assert "OK genügt" in said_to(house, SABINE) or "Auftrag an Dorn" in said_to(house, SABINE)


def test_above_its_daily_number_the_rule_waits(house: House) -> None:
    rule(house, "auto", per_day=1)
    reported(house)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.later(minutes=10)
    assert house.kinds_to(DORN) == []
    assert "der Auftrag geht" in said_to(house, SABINE)


def test_a_firm_for_emergencies_alone_never_inherits(house: House) -> None:
    rule(house, "auto")
    table = schema.contractor_assignments
    with house.gateway.database.engine.begin() as connection:
        connection.execute(update(table).where(table.c.contractor == "S2").values(emergency_only=True))
    reported(house)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.later(minutes=10)
    assert house.kinds_to(DORN) == []
    assert "an der Reihe" not in said_to(house, SABINE)


def test_what_a_rule_only_proposes_is_proposed_again(house: House) -> None:
    rule(house, "suggest")
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(minutes=4)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.later(minutes=10)
    assert house.kinds_to(DORN) == []
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(minutes=4)
    assert house.kinds_to(DORN) == ["order"]


@pytest.mark.parametrize("by_rule", [True, False])
def test_who_hides_since_is_in_no_word_of_the_next_firms_order(house: House, by_rule: bool) -> None:
    if by_rule:
        rule(house, "auto")
    words = "Der Abfluss in der Küche ist verstopft. Ich bin ab 16 Uhr da."
    house.writes(ANNA, words, subject="Wasser")
    if not by_rule:
        house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    house.later(minutes=4)
    house.answers(SABINE, house.mails_to(SABINE)[0], "ANONYM", client="gmail")
    house.later(minutes=4)
    house.answers(WOLF, house.last_to(WOLF), NO)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.later(minutes=4)
    told = said_to(house, DORN)
    assert house.kinds_to(DORN) == ["order"]
    assert not any(word in told for word in ("Abfluss", "16 Uhr da", "ab 16 Uhr", "3. OG", "Berger"))


@pytest.fixture
def listed_house(furnished_url: str) -> Iterator[House]:
    policy = Policy(morning_list="on", hold_minutes=3)
    with house_on(furnished_url, policy, deadlines=PROMISED, state="BE") as built:
        yield built


@pytest.mark.parametrize("word", ["STOPP", "OK", ""])
def test_what_a_rule_orders_later_in_the_morning_stands_in_the_list(listed_house: House, word: str) -> None:
    """Declined in the evening, its window ends after the list: not "nobody is ordered", but who is, and when."""
    house = listed_house
    rule(house, "veto")
    reported(house)
    house.later(minutes=31)
    at(house, "2025-10-14 19:30")
    house.answers(WOLF, house.last_to(WOLF), NO)
    at(house, "2025-10-15 05:30")
    told = said_to(house, SABINE)
    assert "um 8:30 Uhr beauftragt eine Regel Dorn Sanitär GmbH" in told
    assert "niemand ist beauftragt" not in told
    if word:
        house.answers(SABINE, house.last_to(SABINE), f"1001 {word}")
        house.later(minutes=4)
    assert house.kinds_to(DORN) == (["order"] if word == "OK" else [])
    at(house, "2025-10-15 07:00")
    assert house.kinds_to(DORN) == ([] if word == "STOPP" else ["order"])


def test_a_new_matter_that_a_rule_is_about_to_order_is_not_called_undecided(listed_house: House) -> None:
    house = listed_house
    rule(house, "veto")
    at(house, "2025-10-14 19:30")
    reported(house)
    at(house, "2025-10-15 05:30")
    told = said_to(house, SABINE)
    assert "um 8:30 Uhr beauftragt eine Regel Sanitär Wolf" in told
    assert "noch nichts entschieden" not in told
