"""G1: managers read in the morning what need not come at once, and answer it line by line, by the ticket's number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, DESK, SABINE, TIM, YILDIZ, House, house_on, secret_of, text_of
from tests.papers import zugferd
from tests.stories.test_invoices import bills

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
LISTED = Policy(morning_list="on", contact_release="no")


@pytest.fixture
def morning_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, LISTED, state="BE") as built:
        yield built


def at(house: House, moment: str) -> None:
    """The clock stands there (UTC); what fell due is done. Berlin is two hours before UTC until 26.10.2025."""
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def lists(house: House, address: str = SABINE) -> list[str]:
    """The morning lists that this address got, oldest first."""
    kinds = house.kinds_to(address)
    mails = zip(house.mails_to(address), kinds, strict=True)
    return [text_of(m).replace("\r\n", "\n") for m, kind in mails if kind == "morning"]


def newest(house: House, address: str = SABINE) -> str:
    return " ".join(lists(house, address)[-1].split())


def reported(house: House) -> None:
    """A matter for which a rule proposes a firm, one for which none does."""
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.writes(YILDIZ, "Das Fenster in der Küche schließt nicht mehr.", subject="Fenster")


def phases(house: House) -> list[str]:
    return [str(o.phase) for t in house.tickets() for o in t.orders]


def test_what_nobody_has_decided_is_answered_line_by_line_and_told_in_one_receipt(
    morning_house: House,
) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:29")
    assert lists(house) == []
    at(house, "2025-10-15 05:30")
    (shown,) = lists(house)
    assert "1001 OK" in shown
    assert "1002 OK" in shown
    before = len(house.mails_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "1001 OK\n1002 ERLEDIGT\n9999 OK\n1001 WV 21.10.")
    first, second = house.tickets()
    assert (str(first.status), str(second.status)) == ("RELEASED", "DONE")
    assert first.follow_up_at is not None
    assert house.kinds_to(SABINE)[before:] == ["transcript"]
    check_golden(house, "morning_list_answered")


def test_a_list_of_yesterday_never_gives_a_second_order(morning_house: House) -> None:
    """Each line remembers how far its ticket was: a colleague was faster."""
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    old = house.last_to(SABINE)
    house.answers(TIM, house.last_to(TIM), "1001 BEAUFTRAGEN Meier")
    at(house, "2025-10-16 05:30")
    house.answers(SABINE, old, "1001 OK\n1002 FREIGEBEN")
    assert phases(house) == ["dispatched"]
    receipts = [text_of(mail) for mail in house.mails_to(SABINE)[-2:]]
    assert any("Tim Lorenz hat es anders entschieden" in receipt for receipt in receipts)
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "RELEASED"]


def test_a_button_of_one_line_answers_that_line(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    html = house.last_to(SABINE).message.get_body(("html",))
    assert html is not None
    address = str(html.get_content()).split("mailto:")[1].split("?")[0]
    house.answers(SABINE, house.last_to(SABINE), "1001 OK", to=address)
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "OPEN"]


def test_a_firms_plain_yes_and_date_wait_for_the_list(morning_house: House) -> None:
    house = morning_house
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "OK")
    before = len(house.mails_to(SABINE))
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")
    house.answers(MEIER, house.mails_to(MEIER)[0], "Do 16.10. 9-11 Uhr", client="gmail")
    assert len(house.mails_to(SABINE)) == before
    at(house, "2025-10-15 05:30")
    assert "A-1001-1 Heizung Meier GmbH: Do, 16.10.2025, 9-11 Uhr" in newest(house)
    house.answers(MEIER, house.mails_to(MEIER)[0], "Erledigt.")
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    at(house, "2025-10-16 05:30")
    house.answers(SABINE, house.last_to(SABINE), "1001 OK")
    assert str(house.tickets()[0].status) == "DONE"
    at(house, "2025-10-17 05:30")
    assert "Erledigt 1001 Heizung" in newest(house)


def test_without_the_policy_everything_comes_as_before(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "OK")
    before = len(house.mails_to(SABINE))
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")
    assert len(house.mails_to(SABINE)) == before + 1
    at(house, "2025-10-15 05:30")
    assert lists(house) == []


def test_colleagues_read_what_is_new_at_another(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    assert "Neu bei Sabine Vogt 1001, 1002" in newest(house, TIM)
    assert "1001 OK" not in newest(house, TIM)
    at(house, "2025-10-16 05:30")
    assert len(lists(house, TIM)) == 1  # nothing new: no mail


@pytest.mark.parametrize("notified, reads_it", [("all", True), ("responsible", False)])
def test_where_all_are_notified_all_read_of_the_firms_yes_date_and_invoice(
    furnished_url: str, notified: str, reads_it: bool
) -> None:
    with house_on(furnished_url, replace(LISTED, notify_managers=notified), state="BE") as house:
        reported(house)
        house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier max 300 €")
        before = len(house.mails_to(TIM))
        house.answers(MEIER, house.last_to(MEIER), "zugesagt")
        house.answers(MEIER, house.mails_to(MEIER)[0], "Do 16.10. 9-11 Uhr", client="gmail")
        assert len(house.mails_to(TIM)) == before  # none of it is a mail of its own
        at(house, "2025-10-15 05:30")
        date = "A-1001-1 Heizung Meier GmbH: Do, 16.10.2025, 9-11 Uhr"
        assert (date in newest(house, TIM), date in newest(house)) == (reads_it, True)
        bills(house, {"rechnung.pdf": zugferd()}, to=secret_of(house.mails_to(MEIER)[0]))
        at(house, "2025-10-16 05:30")
        paper = "A-1001-1 Heizung Meier GmbH: Rechnung"
        told = lists(house, TIM)[1:]
        assert any(paper in " ".join(text.split()) for text in told) is reads_it
        assert paper in newest(house)


def test_the_deputy_gets_what_is_for_who_is_away(morning_house: House) -> None:
    house = morning_house
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "ABWESEND bis 16.10. Vertretung Lorenz")
    at(house, "2025-10-15 05:30")
    assert lists(house) == []
    assert "Sie vertreten Sabine Vogt" in newest(house, TIM)
    house.answers(TIM, house.last_to(TIM), "1001 OK\n1002 FREIGEBEN")
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "RELEASED"]
    at(house, "2025-10-17 05:30")
    assert len(lists(house)) == 1


def test_on_a_holiday_and_at_the_weekend_nobody_gets_one_and_then_all_stands_in_it(
    morning_house: House,
) -> None:
    house = morning_house
    at(house, "2025-10-02 05:30")
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    for day in ("03", "04", "05"):  # Tag der Deutschen Einheit, Saturday, Sunday
        at(house, f"2025-10-{day} 05:35")
    assert lists(house) == []
    at(house, "2025-10-06 05:30")
    assert "1001 OK" in newest(house)


def test_the_hour_is_the_same_on_the_clock_after_the_clock_change(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-24 05:30")
    at(house, "2025-10-27 06:29")  # 7:29: Berlin is one hour before UTC now
    assert len(lists(house)) == 1
    at(house, "2025-10-27 06:30")
    assert len(lists(house)) == 2


def test_a_missed_hour_is_caught_up_once_and_not_behind_the_office_hours(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    at(house, "2025-10-16 12:00")
    at(house, "2025-10-16 12:05")
    assert len(lists(house)) == 2
    at(house, "2025-10-17 16:00")  # 18:00
    assert len(lists(house)) == 2
    at(house, "2025-10-20 05:30")
    assert len(lists(house)) == 3


def test_two_nodes_send_one(morning_house: House, furnished_url: str) -> None:
    reported(morning_house)
    with house_on(furnished_url, LISTED, state="BE") as other:
        at(morning_house, "2025-10-15 05:30")
        at(other, "2025-10-15 05:30")
        with other.gateway.database.read() as connection:
            rows = connection.exec_driver_sql(
                "select address, count(*) from notices where kind = 'morning' group by address"
            ).all()
    assert sorted(tuple(row) for row in rows) == [(SABINE, 1), (TIM, 1)]


def test_a_line_that_is_no_command_keeps_no_other_waiting(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    house.answers(SABINE, house.last_to(SABINE), "T-1001 BEAUFTRAGEN Mayer\n1002 ERLEDIGT")
    assert [str(t.status) for t in house.tickets()] == ["OPEN", "DONE"]
    assert "EINE ZEILE NICHT VERSTANDEN" in text_of(house.last_to(SABINE))


def test_stop_to_the_receipt_stops_all_and_a_number_only_its_own(furnished_url: str) -> None:
    policy = Policy(morning_list="on", contact_release="no", hold_minutes=5)
    with house_on(furnished_url, policy, state="BE") as house:
        reported(house)
        at(house, "2025-10-15 05:30")
        asked = house.last_to(SABINE)
        house.answers(SABINE, asked, "1001 OK\n1002 FREIGEBEN")
        house.answers(SABINE, house.last_to(SABINE), "1002 STOPP")
        assert [str(t.status) for t in house.tickets()] == ["RELEASED", "OPEN"]
        house.later(minutes=6)
        assert house.kinds_to(MEIER) == ["order"]
        house.answers(SABINE, asked, "1002 FREIGEBEN", client="gmail")
        house.answers(SABINE, house.last_to(SABINE), "STOPP")
        assert [str(t.status) for t in house.tickets()] == ["RELEASED", "OPEN"]


def test_stop_alone_under_a_receipt_for_several_stops_them_all(furnished_url: str) -> None:
    policy = Policy(morning_list="on", contact_release="no", hold_minutes=5)
    with house_on(furnished_url, policy, state="BE") as house:
        reported(house)
        at(house, "2025-10-15 05:30")
        house.answers(SABINE, house.last_to(SABINE), "1001 OK\n1002 FREIGEBEN")
        house.answers(SABINE, house.last_to(SABINE), "STOPP")
        assert [str(t.status) for t in house.tickets()] == ["OPEN", "OPEN"]
        house.later(minutes=6)
        assert house.kinds_to(MEIER) == []


def test_the_list_on_request_is_answered_by_number_too(house: House) -> None:
    reported(house)
    house.writes(SABINE, "LISTE", to=DESK, subject="")
    house.answers(SABINE, house.last_to(SABINE), "T-1002 ERLEDIGT\nT-1001 FREIGEBEN")
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "DONE"]


def test_an_offer_waits_in_the_list_with_its_price(morning_house: House) -> None:
    house = morning_house
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Wolf")
    before = len(house.mails_to(SABINE))
    house.answers(WOLF, house.last_to(WOLF), "Unser Angebot: 480,00 € brutto.")
    assert len(house.mails_to(SABINE)) == before
    at(house, "2025-10-15 05:30")
    assert "480 € brutto" in newest(house)
    house.answers(SABINE, house.last_to(SABINE), "1001 JA")
    assert phases(house)[-1] == "dispatched"


def test_commands_of_one_sitting_are_told_in_one_receipt(furnished_url: str) -> None:
    policy = Policy(morning_list="on", contact_release="no", hold_minutes=3, fold_minutes=15)
    with house_on(furnished_url, policy, state="BE") as house:
        reported(house)
        house.writes(ANNA, "Die Klingel geht nicht.", subject="Klingel")
        first, second, third = house.mails_to(SABINE)
        house.answers(SABINE, first, "OK")
        house.later(seconds=20)
        house.answers(SABINE, second, "FREIGEBEN", client="gmail")
        assert house.kinds_to(SABINE).count("transcript") == 0
        house.later(seconds=41)
        assert house.kinds_to(SABINE)[-1:] == ["transcript"]
        receipt = house.last_to(SABINE)
        assert "2 Vorgänge" in text_of(receipt)
        house.answers(SABINE, third, "ERLEDIGT")
        house.answers(SABINE, receipt, "1001 STOPP", client="gmail")
        assert [str(t.status) for t in house.tickets()] == ["OPEN", "RELEASED", "DONE"]
        house.later(minutes=4)
        assert house.kinds_to(MEIER) == []
        house.answers(SABINE, receipt, "1002 RÜCKGÄNGIG")
        assert [str(t.status) for t in house.tickets()] == ["OPEN", "OPEN", "DONE"]


def test_words_that_leave_stand_in_the_receipt_of_the_sitting_and_one_stopp_holds_them(
    furnished_url: str,
) -> None:
    policy = Policy(morning_list="on", contact_release="no", hold_minutes=3, fold_minutes=15)
    with house_on(furnished_url, policy, state="BE") as house:
        reported(house)
        heating, window = house.mails_to(SABINE)
        words = "ERLEDIGT\n\nGuten Tag Herr Yıldız,\ndas Fenster ist bestellt.\nFreundliche Grüße"
        house.answers(SABINE, window, words)
        house.later(seconds=20)
        house.answers(SABINE, heating, "OK", client="gmail")
        house.later(seconds=41)
        assert house.kinds_to(SABINE).count("transcript") == 1
        receipt = house.last_to(SABINE)
        told = " ".join(text_of(receipt).split())
        done = told.index("„1002 ERLEDIGT“ Offen → Erledigt Ihre Nachricht nach außen:")
        assert done < told.index("das Fenster ist bestellt.") < told.index("„1001 OK“")
        house.answers(SABINE, receipt, "STOPP", client="gmail")
        house.later(minutes=5)
        assert house.kinds_to(MEIER) == []
        assert house.kinds_to(YILDIZ) == ["acknowledgement"]
        assert [str(t.status) for t in house.tickets()] == ["OPEN", "OPEN"]


def test_what_deadlines_say_at_the_opening_stands_in_the_list_and_nowhere_else(furnished_url: str) -> None:
    promised = Deadlines((Promise({Stage.RESPONSE: Span(minutes=240), Stage.ACCEPTANCE: Span(minutes=120)}),))
    with house_on(furnished_url, LISTED, deadlines=promised, state="BE") as house:
        reported(house)
        house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
        house.answers(SABINE, house.mails_to(SABINE)[1], "WV 16.10.: Angebot da?")
        at(house, "2025-10-14 12:30")
        assert house.kinds_to(MEIER)[-1] == "reminder"
        at(house, "2025-10-15 05:30")
        at(house, "2025-10-15 06:30")
        at(house, "2025-10-15 10:00")
        assert "overdue" in house.kinds_to(SABINE)  # what falls due in the day comes at once
        before = house.kinds_to(SABINE)
        at(house, "2025-10-16 05:30")
        at(house, "2025-10-16 06:00")
        at(house, "2025-10-16 06:30")
        assert house.kinds_to(SABINE)[len(before) :] == ["morning"]
        shown = newest(house)
        assert "Heizung Meier GmbH hat noch nicht zugesagt" in shown
        assert "Angebot da?" in shown
        assert house.tickets()[1].follow_up_at is None
        house.answers(SABINE, house.last_to(SABINE), "1001 ERINNERN")
        assert house.kinds_to(MEIER)[-1] == "reminder"
        check_golden(house, "morning_list_of_deadlines")


def test_reports_that_belong_together_are_bundled_from_the_list(morning_house: House) -> None:
    house = morning_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.writes(YILDIZ, "Bei mir wird der Heizkörper auch nicht warm.")
    at(house, "2025-10-15 05:30")
    assert "Zum Beispiel: BÜNDELN 1001 1002" in newest(house)
    house.answers(SABINE, house.last_to(SABINE), "BÜNDELN 1001 1002")
    assert house.kinds_to(SABINE)[-1] == "transcript"
    assert "VERSTANDEN" in text_of(house.last_to(SABINE))
    assert [t.merged_into for t in house.tickets()] == [None, 1001]


def test_two_questions_of_one_ticket_are_told_apart_by_the_order(morning_house: House) -> None:
    house = morning_house
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Wolf", client="gmail")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    house.answers(WOLF, house.last_to(WOLF), "Erledigt.")
    at(house, "2025-10-15 05:30")
    shown = newest(house)
    assert "1001 OK" in shown
    assert "A-1001-2 OK" in shown
    house.answers(SABINE, house.last_to(SABINE), "A-1001-2 NEIN: noch undicht")
    assert phases(house) == ["reported_done", "rework"]


def test_a_bulleted_line_and_one_without_a_known_word_are_both_told(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    house.answers(
        SABINE, house.last_to(SABINE), "- 1002 schauen wir mal\n- T-1002 BEAUFTRAGEN Mayer\n- 1001 OK"
    )
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "OPEN"]
    assert "2 ZEILEN NICHT VERSTANDEN" in text_of(house.last_to(SABINE))


def test_what_stands_below_a_text_is_told_and_not_done(morning_house: House) -> None:
    """Rule 1 ends the commands at the first line that is none; in silence the rest of a list would be lost."""
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    house.answers(SABINE, house.last_to(SABINE), "1001 OK\nbitte schnell\n1002 FREIGEBEN\n10435 Berlin")
    assert [str(t.status) for t in house.tickets()] == ["RELEASED", "OPEN"]
    told = " ".join(text_of(house.last_to(SABINE)).split())
    assert "„1002 FREIGEBEN“ NICHT ausgeführt: Die Zeile steht unter einem Text" in told
    assert "10435 Berlin“" not in told


def test_a_note_behind_a_number_stays_at_that_ticket_alone(morning_house: House) -> None:
    house = morning_house
    reported(house)
    at(house, "2025-10-15 05:30")
    words = "1001 INTERN: Frau Berger ist\nselten da\n1002 INTERN: Fenster ist neu\n1001 STOPP"
    house.answers(SABINE, house.last_to(SABINE), words)
    notes = [[e.text for e in house.entries(n) if e.author == "9001"] for n in (1001, 1002)]
    assert notes == [["Frau Berger ist\nselten da"], ["Fenster ist neu\n1001 STOPP"]]
    assert "„1001 STOPP“" in text_of(house.last_to(SABINE))
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_the_orders_number_answers_its_line_and_an_unknown_one_is_told(morning_house: House) -> None:
    house = morning_house
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    at(house, "2025-10-15 05:30")
    house.answers(SABINE, house.last_to(SABINE), "A-1001-1 OK\nA-1002-7 OK\n1002 FREIGEBEN\n1002 ABLEHNEN")
    assert [str(t.status) for t in house.tickets()] == ["DONE", "RELEASED"]
    told = " ".join(text_of(house.last_to(SABINE)).split())
    assert "„A-1002-7 OK“ NICHT ausgeführt: Hinter der Nummer" in told
    assert "„1002 ABLEHNEN“ NICHT ausgeführt: Hinter das Wort gehören ein Doppelpunkt" in told


def test_where_all_are_away_the_list_goes_on_to_whom_their_mails_go(morning_house: House) -> None:
    """ "Niemand sonst ist da: Ihre Mails gehen weiter an Sie": an offer stands in no other mail."""
    house = morning_house
    house.writes(SABINE, "ABWESEND bis 20.10.", subject="Urlaub")
    house.writes(TIM, "ABWESEND bis 20.10.", subject="Urlaub")
    reported(house)
    at(house, "2025-10-15 05:30")
    assert "1001 OK" in newest(house)
    assert lists(house, TIM) == []
