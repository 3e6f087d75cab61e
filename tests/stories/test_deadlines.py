"""What is promised is kept an eye on: the firm is reminded once, then its manager is asked, then the deputy."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    HOUSE,
    SABINE,
    TIM,
    YILDIZ,
    House,
    house_on,
    secret_of,
    text_of,
)
from tests.relay import Taken

BUTTON = re.compile(r"act\+[a-z2-7]+\.\d+@[a-z.-]+")
WOLF = "info@sanitaer-wolf.example"
MEIER = "auftrag@heizung-meier.example"
PROMISED = Deadlines(
    (
        Promise(
            {
                Stage.RESPONSE: Span(minutes=240),
                Stage.ACCEPTANCE: Span(days=1),
                Stage.APPOINTMENT: Span(days=3),
                Stage.COMPLETION: Span(days=10),
            }
        ),
        Promise({Stage.ACCEPTANCE: Span(minutes=120)}, priority="high"),
    )
)


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, deadlines=PROMISED, state="BE") as built:
        yield built


def at(house: House, moment: str) -> None:
    """The clock stands there; what fell due is done. Berlin is two hours before UTC until 26.10.2025."""
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def ordered(house: House, words: str = "BEAUFTRAGEN Sanitär") -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), words)


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def text_of_html(mail: Taken) -> str:
    body = mail.message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_silent_firm_is_reminded_once_then_its_manager_is_asked_then_the_deputy(house: House) -> None:
    ordered(house)
    assert house.kinds_to(WOLF) == ["order"]
    at(house, "2025-10-15 09:00")
    assert house.kinds_to(WOLF) == ["order"]
    at(house, "2025-10-15 11:00")
    assert house.kinds_to(WOLF) == ["order", "reminder"]
    at(house, "2025-10-15 14:59")
    assert house.kinds_to(SABINE)[-1] != "overdue"
    at(house, "2025-10-16 10:00")
    assert house.kinds_to(SABINE)[-1] == "overdue"
    assert not house.mails_to(TIM)
    at(house, "2025-10-17 12:00")
    assert house.kinds_to(TIM) == ["overdue"]
    at(house, "2025-11-03 12:00")
    assert house.kinds_to(TIM) == ["overdue"]
    assert house.kinds_to(WOLF) == ["order", "reminder"]
    check_golden(house, "silent_firm")


def test_a_word_of_the_firm_ends_it(house: House) -> None:
    ordered(house)
    at(house, "2025-10-15 11:00")
    house.answers(WOLF, house.last_to(WOLF), "zugesagt")
    at(house, "2025-10-17 12:00")
    assert "overdue" not in house.kinds_to(SABINE)
    at(house, "2025-10-20 12:00")  # three working days without a date
    assert house.kinds_to(WOLF) == ["order", "reminder", "reminder"]


def test_ok_waits_remind_reminds_and_next_firm_orders_another(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    alert = house.last_to(SABINE)
    assert house.kinds_to(SABINE)[-1] == "overdue"
    house.answers(SABINE, alert, "OK")
    assert "wir warten bis" in spoken(house, SABINE)
    house.answers(SABINE, alert, "OK", client="gmail")
    assert "schon beantwortet" in spoken(house, SABINE)
    at(house, "2025-10-17 12:30")
    assert house.kinds_to(SABINE)[-1] == "overdue"
    house.answers(SABINE, house.last_to(SABINE), "ERINNERN")
    assert house.kinds_to(MEIER)[-2:] == ["reminder", "reminder"]


def test_next_firm_takes_the_order_from_the_silent_one(house: House) -> None:
    ordered(house)
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    house.answers(SABINE, house.last_to(SABINE), "NÄCHSTE FIRMA")
    first, second = house.ticket().orders
    assert (first.phase, second.phase) == ("cancelled", "dispatched")
    assert house.kinds_to(WOLF)[-1] == "order_cancelled"
    check_golden(house, "next_firm")


def test_a_new_ticket_that_nobody_answers_is_shown_again(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    at(house, "2025-10-14 13:00")
    assert house.kinds_to(SABINE) == ["new_ticket"]
    at(house, "2025-10-14 14:30")
    assert house.kinds_to(SABINE) == ["new_ticket", "overdue"]
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    at(house, "2025-10-20 14:30")
    assert not house.mails_to(TIM)


def test_a_week_of_downtime_is_one_list_and_one_reminder_for_each_order(house: House) -> None:
    for author in (ANNA, YILDIZ):
        house.writes(author, "Bei uns wird der Heizkörper nicht warm.", subject="Heizung")
        house.writes(author, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.writes(ANNA, "Das Fenster im Bad schließt nicht mehr.", subject="Fenster")
    before = len(house.mails_to(SABINE))
    at(house, "2025-10-22 01:00")  # at night nothing leaves
    assert len(house.mails_to(SABINE)) == before
    at(house, "2025-10-22 06:00")
    assert house.kinds_to(SABINE)[before:] == ["due_list"]
    check_golden(house, "due_list")
    at(house, "2025-10-22 06:30")
    assert len(house.mails_to(SABINE)) == before + 1


def test_priority_moves_the_deadline(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "PRIORITÄT hoch")
    assert "Priorität: hoch" in spoken(house, SABINE)
    assert house.ticket().priority == "high"
    at(house, "2025-10-14 12:30")
    assert house.kinds_to(WOLF) == ["order", "reminder"]


def test_a_follow_up_comes_on_its_day_with_its_words(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "WV 27.10.: Angebot da?")
    assert "Wiedervorlage am Mo, 27.10.2025" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert "WV Mo, 27.10.2025" in spoken(house, SABINE)
    house.answers(WOLF, house.last_to(WOLF), "zugesagt, 30.10. 10 Uhr")
    before = len(house.mails_to(SABINE))
    at(house, "2025-10-27 06:59")
    assert len(house.mails_to(SABINE)) == before
    at(house, "2025-10-27 07:00")
    assert house.kinds_to(SABINE)[-1] == "overdue"
    assert "Angebot da?" in spoken(house, SABINE)
    assert house.ticket().follow_up_at is None
    check_golden(house, "follow_up")


def test_a_follow_up_on_a_holiday_moves_and_a_past_one_is_asked_back(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "WV 25.12.")
    assert "dem nächsten Arbeitstag" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "WV 1.10.")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    assert "ist vorbei" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "WV Di")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    house.answers(SABINE, house.last_to(SABINE), "B")
    assert "Wiedervorlage am Di, 21.10.2025" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "WV aus")
    assert "Keine Wiedervorlage mehr" in spoken(house, SABINE)
    assert house.ticket().follow_up_at is None


def test_parts_in_a_week_come_up_again_on_the_monday_behind_it(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    words = "Pumpe provisorisch in Gang gesetzt. Ersatzteil bestellt, Lieferung ca. KW 44, dann Restarbeiten."
    house.answers(MEIER, house.last_to(MEIER), words)
    assert house.ticket().orders[0].phase == "waiting_parts"
    assert house.ticket().follow_up_at == datetime(2025, 11, 3, 7, tzinfo=UTC)
    at(house, "2025-11-03 07:00")
    assert house.kinds_to(SABINE)[-1] == "overdue"
    assert "Ersatzteil" in spoken(house, SABINE)
    check_golden(house, "parts")


def test_an_absent_manager_s_follow_up_goes_to_the_deputy(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "WV 20.10.")
    house.answers(SABINE, house.last_to(SABINE), "ABWESEND bis 24.10. Vertretung Lorenz")
    at(house, "2025-10-20 07:00")
    assert house.kinds_to(TIM)[-1] == "overdue"


def test_without_deadlines_nothing_is_chased(furnished_url: str) -> None:
    with house_on(furnished_url, Policy()) as house:
        house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser", to=HOUSE)
        house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär")
        at(house, "2026-01-07 12:00")
        assert house.kinds_to(WOLF) == ["order"]
        assert "overdue" not in house.kinds_to(SABINE)


def test_an_alert_about_a_ticket_that_ended_or_that_somebody_else_got_does_nothing(house: House) -> None:
    ordered(house)
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    alert = house.last_to(SABINE)
    house.answers(TIM, alert, "NÄCHSTE FIRMA", auth="pass")
    assert "NICHT AUSGEFÜHRT" in spoken(house, TIM)
    house.answers(SABINE, alert, "ERLEDIGT")
    house.answers(SABINE, alert, "NÄCHSTE FIRMA", client="gmail")
    assert "Hier läuft kein Auftrag" in spoken(house, SABINE)
    assert len(house.ticket().orders) == 1


def test_a_button_is_the_word(house: House) -> None:
    ordered(house)
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    alert = house.last_to(SABINE)
    (button,) = {a for a in BUTTON.findall(text_of_html(alert)) if ".2@" in a}
    house.answers(SABINE, alert, "ERINNERN", to=button)
    assert house.kinds_to(WOLF)[-1] == "reminder"
    assert "wird an A-1001-1 erinnert" in spoken(house, SABINE)


def test_a_merged_ticket_s_order_is_chased_where_it_went(house: House) -> None:
    ordered(house)
    house.writes(ANNA, "Das Fenster im Bad schließt nicht mehr.", subject="Fenster")
    first, second = house.tickets()
    to_first = next(m for m in house.mails_to(SABINE) if f"[{first.tag}]" in str(m.message["Subject"]))
    house.answers(SABINE, to_first, f"ZUSAMMENLEGEN MIT {second.tag}")
    at(house, "2025-10-15 12:00")
    assert house.kinds_to(WOLF).count("reminder") == 1


def test_a_price_or_parts_hold_the_clock(house: House) -> None:
    ordered(house, "BEAUFTRAGEN Sanitär max 200 €")
    house.answers(WOLF, house.last_to(WOLF), "wird teurer, 450 €")
    at(house, "2025-11-10 12:00")
    assert "reminder" not in house.kinds_to(WOLF)


def test_by_friday_is_the_order_s_own_deadline(house: House) -> None:
    ordered(house, "BEAUFTRAGEN Sanitär bis Fr")
    at(house, "2025-10-17 14:59")
    assert house.kinds_to(WOLF) == ["order"]
    at(house, "2025-10-18 12:00")  # a Saturday
    assert house.kinds_to(WOLF) == ["order"]
    at(house, "2025-10-20 06:00")
    assert house.kinds_to(WOLF) == ["order", "reminder"]


@pytest.mark.parametrize("astray", [1, -1])
def test_a_clock_that_is_a_day_wrong_and_put_right_reminds_nobody_twice(house: House, astray: int) -> None:
    ordered(house)
    at(house, f"2025-10-{15 + astray} 11:00")
    house.gateway.calendar.rebuild()
    house.gateway.calendar.stop()
    at(house, "2025-10-15 11:00")
    at(house, "2025-10-15 12:00")
    assert house.kinds_to(WOLF) == ["order", "reminder"]


@pytest.mark.parametrize(
    "given, early, due",
    [
        ("2025-10-24 14:00", "2025-10-27 14:59", "2025-10-27 15:00"),  # the clocks go back on the 26th
        ("2026-03-27 14:00", "2026-03-30 12:59", "2026-03-30 13:00"),  # and forward on the 29th
        ("2025-12-30 12:00", "2025-12-31 11:59", "2025-12-31 12:00"),  # not closed here
        ("2025-12-31 12:00", "2026-01-02 11:59", "2026-01-02 12:00"),  # New Year
    ],
)
def test_a_working_day_ends_at_the_same_hour_whatever_the_clocks_do(
    house: House, given: str, early: str, due: str
) -> None:
    at(house, given)
    ordered(house)
    at(house, early)
    assert house.kinds_to(WOLF) == ["order"]
    at(house, due)
    assert house.kinds_to(WOLF) == ["order", "reminder"]


def test_an_absence_note_on_an_urgent_order_is_put_to_the_manager_with_its_emergency_number(
    house: House,
) -> None:
    house.writes(ANNA, "Das Schloss der Wohnungstür klemmt.", subject="Schloss")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    words = "Wir haben Betriebsferien. Erledigt wird alles danach."
    note = {"subject": "Abwesenheitsnotiz", "auth": "none", "Auto_Submitted": "auto-replied"}
    to = secret_of(house.last_to(MEIER))
    house.writes(MEIER, words, to=to, **note)
    assert "firm_report" not in house.kinds_to(SABINE)  # the acceptance deadline sees to it
    house.answers(SABINE, house.mails_to(SABINE)[0], "PRIORITÄT hoch")
    house.writes(MEIER, "Notfälle: 0800 5550100. " + words, to=to, **note)
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert "Telefon 0800 5550100" in spoken(house, SABINE)
    assert str(house.ticket().orders[0].phase) == "dispatched"


def test_an_english_manager_is_spoken_to_in_english_and_says_english_words(house: House) -> None:
    def speak(connection: Any) -> None:
        table = schema.persons
        connection.execute(update(table).where(table.c.id == "9001").values(language="en"))

    house.gateway.database.write(speak)
    ordered(house, "DISPATCH Sanitär")
    house.answers(SABINE, house.last_to(SABINE), "FOLLOW-UP 27.10.: quote in?")
    assert "Follow-up on Mon, 27 Oct 2025" in spoken(house, SABINE)
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    assert "OVERDUE A-1001-1" in spoken(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "NEXT FIRM")
    assert len(house.ticket().orders) == 2
    at(house, "2025-10-27 07:00")
    assert any("FOLLOW-UP T-1001" in text_of(m) for m in house.mails_to(SABINE))
    check_golden(house, "deadlines_english")


def test_a_priority_and_a_follow_up_are_taken_back(house: House) -> None:
    ordered(house)
    house.answers(SABINE, house.last_to(SABINE), "PRIORITÄT hoch")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert house.ticket().priority == "normal"
    house.answers(SABINE, house.last_to(SABINE), "WV 20.10.: eins")
    house.answers(SABINE, house.last_to(SABINE), "WV 27.10.: zwei")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    ticket = house.ticket()
    assert (ticket.follow_up_at, ticket.follow_up_note) == (datetime(2025, 10, 20, 6, tzinfo=UTC), "eins")


def test_a_firm_that_answers_ends_the_question_and_a_late_word_hears_so(house: House) -> None:
    ordered(house)
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")
    alert = house.last_to(SABINE)
    house.answers(WOLF, house.last_to(WOLF), "zugesagt")
    house.answers(SABINE, alert, "OK")
    assert "Diese Frage hat sich erledigt" in spoken(house, SABINE)


def test_a_firm_that_named_times_nobody_could_choose_from_is_not_chased_before_they_are_over(
    house: House,
) -> None:
    house.writes(SABINE, "FÜR Schröder\nDer Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär")
    house.answers(WOLF, house.last_to(WOLF), "zugesagt. Mo 27.10. 10-12 Uhr oder Di 28.10. 14-16 Uhr?")
    at(house, "2025-10-24 12:00")
    assert "reminder" not in house.kinds_to(WOLF)
