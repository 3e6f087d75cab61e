"""Orders end to end: proposed, vetoed, declined and handed on, stopped, cancelled; two hands; two tickets made one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hauspost.desk.policy import Policy
from hauspost.desk.workflow import decide_due
from hauspost.gateway.dueness import due
from hauspost.store import ledger, tickets
from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, SABINE, TIM, House, house_on, text_of

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"


@pytest.fixture
def slow_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(hold_minutes=3)) as built:
        yield built


def phases(house: House, number: int = 1001) -> list[str]:
    (found,) = (t for t in house.tickets() if t.number == number)
    return [str(o.phase) for o in found.orders]


def radiator(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.")


def test_ok_under_a_proposal_gives_the_order(house: House) -> None:
    radiator(house)
    proposal = text_of(house.last_to(SABINE)).replace("\u00a0", " ")
    assert "Heizung Meier" in proposal
    assert "300 € brutto" in proposal
    house.answers(SABINE, house.last_to(SABINE), "OK", client="iphone")
    assert house.kinds_to(MEIER) == ["order"]
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert "Heizung Meier" in " ".join(text_of(house.last_to(ANNA)).split())


def test_the_same_proposal_is_carried_out_once(house: House) -> None:
    radiator(house)
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, "OK")
    house.answers(SABINE, proposal, "JA")
    assert house.kinds_to(MEIER) == ["order"]
    assert len(house.ticket().orders) == 1


def leak(house: House) -> None:
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")


def test_a_veto_that_nobody_gives_orders_when_its_window_is_over(house: House) -> None:
    leak(house)
    assert house.kinds_to(WOLF) == []
    house.later(minutes=29)
    assert house.kinds_to(WOLF) == []
    house.later(minutes=2)
    assert house.kinds_to(WOLF) == ["order"]
    assert [o.rule for o in house.ticket().orders] == ["HS5/water"]
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(HANSEN) == ["acknowledgement", "status"]
    house.later(hours=5)
    assert house.kinds_to(WOLF) == ["order"]


def test_stop_in_the_window_orders_nothing(house: House) -> None:
    leak(house)
    house.answers(SABINE, house.last_to(SABINE), "Stopp, noch nicht beauftragen!")
    house.later(hours=2)
    assert house.kinds_to(WOLF) == []
    assert str(house.ticket().status) == "OPEN"


def test_what_falls_due_is_decided_by_one_node_only(house: House) -> None:
    leak(house)
    house.now += timedelta(hours=1)
    gateway = house.gateway
    with gateway.database.read() as connection:
        (question,) = tickets.due_questions(connection, house.now)
        case = gateway.casebook.due_case(connection, question, house.now)
    assert due(gateway.database, gateway.casebook, house.now) == 1
    assert due(gateway.database, gateway.casebook, house.now) == 0
    late = decide_due(case, question)
    with pytest.raises(ledger.Stale):
        gateway.database.write(lambda connection: ledger.enact(connection, late, house.now))
    house.gateway.drain()
    assert house.kinds_to(WOLF) == ["order"]


def test_a_firm_that_declines_makes_room_for_the_next_rank(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär")
    assert house.kinds_to(WOLF) == ["order"]
    house.answers(
        WOLF, house.last_to(WOLF), "Moin, können wir diese Woche leider nicht übernehmen, sind voll."
    )
    assert phases(house) == ["declined"]
    mails = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(DORN) == ["order"]
    assert phases(house) == ["declined", "dispatched"]
    assert len(house.mails_to(ANNA)) == mails + 1  # who comes instead; never that somebody declined


def test_stop_in_the_hold_time_leaves_no_trace_outside(slow_house: House) -> None:
    radiator(slow_house)
    slow_house.answers(SABINE, slow_house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    slow_house.later(minutes=1)
    slow_house.answers(SABINE, slow_house.last_to(SABINE), "STOPP")
    slow_house.later(minutes=10)
    assert slow_house.kinds_to(MEIER) == []
    assert slow_house.kinds_to(ANNA) == ["acknowledgement"]
    assert str(slow_house.ticket().status) == "OPEN"
    assert phases(slow_house) == ["cancelled"]


def test_undo_tells_firm_and_resident(slow_house: House) -> None:
    radiator(slow_house)
    slow_house.answers(SABINE, slow_house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    slow_house.later(minutes=4)
    assert slow_house.kinds_to(MEIER) == ["order"]
    slow_house.answers(SABINE, slow_house.last_to(SABINE), "RÜCKGÄNGIG")
    slow_house.later(minutes=4)
    assert slow_house.kinds_to(MEIER) == ["order", "order_cancelled"]
    assert slow_house.kinds_to(ANNA) == ["acknowledgement", "status", "status"]
    assert str(slow_house.ticket().status) == "OPEN"


def test_an_order_that_was_taken_back_has_no_live_key(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = house.last_to(MEIER)
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    assert house.kinds_to(MEIER) == ["order", "order_cancelled"]
    house.answers(MEIER, order, "Erledigt")
    assert phases(house) == ["cancelled"]
    assert str(house.ticket().status) == "RELEASED"
    house.answers(MEIER, house.last_to(MEIER), "Schade, das Material war schon bestellt.")
    assert "Material war schon bestellt" in text_of(house.last_to(SABINE))
    assert "Material" not in "".join(text_of(m) for m in house.mails_to(ANNA))


def test_each_order_that_is_named_is_cancelled_and_an_unknown_one_has_its_line(house: House) -> None:
    radiator(house)
    for firm in ("Meier", "Wolf", "Dorn"):
        house.answers(SABINE, house.last_to(SABINE), f"BEAUFTRAGEN {firm}")
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN A-1001-3 A-1001-7 A-1001-1")
    assert phases(house) == ["cancelled", "dispatched", "cancelled"]
    assert house.kinds_to(WOLF) == ["order"]
    transcript = " ".join(text_of(house.last_to(SABINE)).split())
    assert "A-1001-7 läuft hier nicht" in transcript
    assert "Storniert: A-1001-1 an Heizung Meier GmbH" in transcript


def test_one_order_that_runs_is_not_taken_for_another_that_was_named(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN A-1001-2 A-1001-3")
    assert phases(house) == ["dispatched"]


def test_a_firm_that_reported_done_is_ordered_again_once_the_ticket_is_open_again(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert str(house.ticket().status) == "DONE"
    house.answers(SABINE, house.last_to(SABINE), "WIEDER ÖFFNEN")
    assert str(house.ticket().status) == "OPEN"  # nobody is at work on it
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert phases(house) == ["reported_done", "dispatched"]
    assert house.kinds_to(MEIER) == ["order", "order"]


def test_words_never_pass_between_resident_and_firm(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Gibt es einen Parkplatz im Hof? Kanarienvogel")
    house.answers(SABINE, house.last_to(SABINE), "Ja, neben der Tonne.")
    assert "neben der Tonne" in text_of(house.last_to(MEIER))
    house.answers(ANNA, house.last_to(ANNA), "Papagei, bitte klingeln Sie zweimal.")
    house.answers(SABINE, house.last_to(SABINE), "Machen wir gern.")
    to_anna = "".join(text_of(m) for m in house.mails_to(ANNA))
    to_meier = "".join(text_of(m) for m in house.mails_to(MEIER))
    assert "Machen wir gern" in to_anna
    assert "Kanarienvogel" not in to_anna
    assert "neben der Tonne" not in to_anna
    assert "Papagei" not in to_meier
    assert "Machen wir gern" not in to_meier


def test_the_second_of_two_managers_is_asked_before_a_second_firm_comes(house: House) -> None:
    leak(house)
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, "ZUWEISEN Lorenz")
    for_tim = house.last_to(TIM)
    house.answers(SABINE, proposal, "BEAUFTRAGEN Wolf max 200 €")
    assert house.kinds_to(WOLF) == ["order"]
    house.answers(TIM, for_tim, "BEAUFTRAGEN Meier max 200 €")
    assert house.kinds_to(MEIER) == []
    assert "STATTDESSEN" in text_of(house.last_to(TIM))
    house.answers(TIM, house.last_to(TIM), "STATTDESSEN")
    assert house.kinds_to(MEIER) == ["order"]
    assert house.kinds_to(WOLF) == ["order", "order_cancelled"]


def test_two_reports_become_one_ticket_and_the_order_goes_along(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.writes(ANNA, "Der Heizkörper im Flur ist auch kalt.")
    second = house.last_to(SABINE)
    house.answers(SABINE, second, "BEAUFTRAGEN Wolf")
    order = house.last_to(WOLF)
    house.answers(SABINE, house.last_to(SABINE), "ZUSAMMENLEGEN MIT T-1001")
    with house.gateway.database.read() as connection:
        found = tickets.load_tickets(connection, (1001, 1002))
        entries = tickets.load_entries(connection, 1001)
    assert found[1002] == found[1001]
    assert [(o.number, o.assignee) for o in found[1001].orders] == [(1, "firm:H1"), (2, "firm:S1")]
    assert {"Der Heizkörper im Flur ist auch kalt."} <= {e.text for e in entries}
    assert len({e.seq for e in entries}) == len(entries)
    house.answers(WOLF, order, "Wann sollen wir kommen?")
    assert "Wann sollen wir kommen?" in text_of(house.last_to(SABINE))
    assert phases(house)[:2] == ["dispatched", "dispatched"]


def test_the_caretaker_may_be_ordered_by_name_and_asks_for_the_own_orders(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause: Bitte die Heizung im Keller prüfen.")
    assert house.kinds_to(KRAUSE) == ["order"]
    assert "Heizung im Keller prüfen" in text_of(house.last_to(KRAUSE))
    house.answers(KRAUSE, house.last_to(KRAUSE), "STATUS")
    assert house.kinds_to(KRAUSE)[-1] == "listing"
    assert "A-1001-1" in text_of(house.last_to(KRAUSE))


def test_one_mail_of_the_caretaker_speaks_of_two_tickets(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.writes(ANNA, "Im Keller Haus 14 ist das Licht kaputt.", subject="Licht")
    first, second = house.mails_to(KRAUSE)
    assert "A-1001-1" in text_of(first)
    assert "A-1002-1" in text_of(second)
    house.answers(KRAUSE, first, "A-1001-1 erledigt\nA-1002-1 erledigt")
    assert [(t.number, str(t.status)) for t in house.tickets()] == [(1001, "DONE"), (1002, "DONE")]


def test_a_place_that_is_not_the_order_s_becomes_a_question(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Keller Haus 14 erledigt")
    assert str(house.ticket().status) != "DONE"
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert "Keller Haus 14 erledigt" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    house.answers(KRAUSE, house.mails_to(KRAUSE)[0], "Treppenhaus Haus 12 erledigt", client="gmail")
    assert str(house.ticket().status) == "DONE"


def test_stop_to_an_order_that_a_rule_gave_and_that_has_left_says_who_is_told(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert house.kinds_to(KRAUSE) == ["order", "order_cancelled"]
    receipt = text_of(house.last_to(SABINE))
    assert "nichts ist hinausgegangen" not in receipt
    assert "wer schon davon weiß, erfährt es" in receipt


def test_stop_takes_back_no_order_whose_work_is_done(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "Erledigt")
    assert str(house.ticket().status) == "DONE"
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert phases(house) == ["reported_done"]
    assert house.kinds_to(KRAUSE) == ["order"]


def test_a_manager_answers_a_firm_of_a_ticket_that_is_done_for_two_weeks(house: House) -> None:
    """Fourteen days are the firm's; the manager's key lives for thirty, whoever's words the mail relays (MAIL)."""
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(KRAUSE, house.mails_to(KRAUSE)[0], "Erledigt")
    house.later(hours=24 * 13)
    house.answers(KRAUSE, house.mails_to(KRAUSE)[0], "Wo liegt der Schlüssel?")
    asked = house.last_to(SABINE)
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    house.later(hours=24 * 3)
    house.answers(SABINE, asked, "Guten Tag,\n\nder Schlüssel liegt im Büro.", auth="none")
    assert house.kinds_to(KRAUSE)[-1] == "order_message"
    assert "der Schlüssel liegt im Büro" in text_of(house.last_to(KRAUSE))
