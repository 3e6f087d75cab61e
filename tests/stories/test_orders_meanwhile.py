"""What waits for an answer about an order, and what happens to the order meanwhile: nothing is asked in vain."""

from collections.abc import Iterator

import pytest

from hauspost.desk.policy import Policy
from tests.house import ANNA, SABINE, YILDIZ, House, house_on, text_of
from tests.papers import zugferd
from tests.relay import Taken
from tests.stories.test_deadlines import MEIER, PROMISED, WOLF, at
from tests.stories.test_invoices import ACCOUNTING, bills
from tests.stories.test_times_to_choose import event_of, window

NEXT_WEEK = "Zugesagt. Mi 22.10. 8-10 oder Do 23.10. 13-15 Uhr"
FIXED = "zugesagt, Fr 17.10. 9-11 Uhr"


@pytest.fixture
def chased(furnished_url: str) -> Iterator[House]:
    """A house whose firms are reminded."""
    with house_on(furnished_url, deadlines=PROMISED, state="BE") as built:
        ordered(built)
        yield built


@pytest.fixture
def closing(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, Policy(close_after_days=5)) as built:
        ordered(built)
        yield built


def ordered(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")


def says(house: House, words: str) -> None:
    house.answers(MEIER, house.last_to(MEIER), words)


def told(mail: Taken) -> str:
    return " ".join(text_of(mail).replace("\u00a0", " ").split())


def waiting(house: House) -> list[str]:
    """The kinds of the questions that are open."""
    with house.gateway.database.read() as connection:
        rows = connection.exec_driver_sql("select kind from questions where state = 'open' order by id")
        return [row[0] for row in rows]


# ---- a firm is not chased while a resident chooses


def test_nobody_is_reminded_while_the_resident_has_a_time_to_choose(chased: House) -> None:
    says(chased, NEXT_WEEK)
    for moment in ("17 12:00", "20 12:00", "21 12:00", "22 06:00", "23 10:00"):
        at(chased, f"2025-10-{moment}")
    assert "reminder" not in chased.kinds_to(MEIER)
    assert "overdue" not in chased.kinds_to(SABINE)


def test_when_all_its_times_are_over_the_firm_owes_another_one(chased: House) -> None:
    says(chased, NEXT_WEEK)
    at(chased, "2025-10-27 12:00")
    assert "reminder" not in chased.kinds_to(MEIER)
    at(chased, "2025-10-28 13:00")  # three working days behind the last of them
    assert chased.kinds_to(MEIER)[-1] == "reminder"


def test_a_refusal_gives_the_firm_its_whole_time_again(chased: House) -> None:
    says(chased, NEXT_WEEK)
    at(chased, "2025-10-20 13:00")
    chased.answers(ANNA, chased.last_to(ANNA), "NEIN")
    at(chased, "2025-10-23 12:00")
    assert "reminder" not in chased.kinds_to(MEIER)
    at(chased, "2025-10-23 14:00")
    assert chased.kinds_to(MEIER)[-1] == "reminder"


def test_times_that_come_late_end_what_the_manager_was_asked(chased: House) -> None:
    says(chased, "zugesagt")
    at(chased, "2025-10-17 12:00")
    at(chased, "2025-10-20 12:00")
    alert = chased.last_to(SABINE)
    assert chased.kinds_to(SABINE)[-1] == "overdue"
    says(chased, NEXT_WEEK)
    assert "overdue" not in waiting(chased)
    chased.answers(SABINE, alert, "OK")
    assert "hat sich erledigt" in told(chased.last_to(SABINE))


# ---- the work is done before its date


def test_of_a_date_that_the_work_came_before_nobody_is_reminded(house: House) -> None:
    ordered(house)
    says(house, FIXED)
    says(house, "Erledigt.")
    house.later(days=2)
    house.later(hours=5)
    assert "date_near" not in house.kinds_to(ANNA)
    assert "appointment" not in waiting(house)


def test_a_time_for_work_that_is_done_is_asked_no_more(house: House) -> None:
    ordered(house)
    says(house, NEXT_WEEK)
    asked = house.last_to(ANNA)
    says(house, "Erledigt.")
    at(house, "2025-10-21 17:00")
    at(house, "2025-10-22 12:00")
    assert house.kinds_to(ANNA).count("times_offered") == 1
    house.answers(ANNA, asked, "2")
    assert window(house) is None
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_second_visit_is_a_date_of_its_own_and_the_same_in_calendars(house: House) -> None:
    ordered(house)
    says(house, "zugesagt, Do 16.10. 9-11 Uhr")
    at(house, "2025-10-16 12:00")
    says(house, "Erledigt.")
    house.answers(SABINE, house.last_to(SABINE), "NACHBESSERN: Ventil klemmt noch")
    says(house, "Wir kommen Mo 20.10. 9-11 Uhr")
    assert "der Termin steht: Mo, 20.10.2025" in told(house.last_to(ANNA))
    assert "TERMIN STEHT" in told(house.last_to(MEIER))
    method, event = event_of(house.last_to(ANNA))
    assert (method, event["SEQUENCE"]) == ("REQUEST", 1)


# ---- the firm goes


def test_a_firm_that_declines_takes_its_price_along(house: House) -> None:
    ordered(house)
    says(house, "zugesagt, wird aber teurer, 4500 €")
    price = house.last_to(SABINE)
    assert house.kinds_to(YILDIZ) == ["approval"]
    says(house, "Wir können den Auftrag leider nicht übernehmen.")
    assert not {"cost", "approval"} & set(waiting(house))
    house.answers(SABINE, price, "JA")
    assert "hat sich erledigt" in told(house.last_to(SABINE))
    house.later(days=10)
    assert house.kinds_to(YILDIZ) == ["approval"]


def test_a_firm_that_declines_takes_its_times_along(house: House) -> None:
    ordered(house)
    says(house, NEXT_WEEK)
    asked = house.last_to(ANNA)
    says(house, "Leider können wir den Auftrag doch nicht übernehmen.")
    house.answers(ANNA, asked, "2")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    at(house, "2025-10-21 17:00")
    assert house.kinds_to(ANNA).count("times_offered") == 1


def test_the_next_firm_inherits_neither_date_nor_words_nor_price(chased: House) -> None:
    house = chased
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär max 300 €")
    house.answers(WOLF, house.last_to(WOLF), "zugesagt, Mi 22.10. 9-11 Uhr")
    house.answers(SABINE, house.last_to(SABINE), "WEITERLEITEN AN")
    firm, tenant = house.last_to(WOLF), house.last_to(ANNA)
    house.answers(WOLF, firm, "Es wird teurer, 4500 €")
    house.answers(SABINE, house.last_to(SABINE), "NÄCHSTE FIRMA")
    first, second = house.tickets()[1].orders
    assert (first.phase, second.phase, second.limit) == ("cancelled", "dispatched", 30000)
    off = next(m for m in reversed(house.mails_to(ANNA)) if "findet nicht statt" in text_of(m))
    for mail in (off, house.last_to(WOLF)):
        assert event_of(mail)[0] == "CANCEL"
    assert not {"cost", "approval", "appointment"} & set(waiting(house))
    heard = len(house.mails_to(WOLF)), len(house.mails_to(ANNA))
    house.answers(ANNA, tenant, "Wann kommen Sie?")
    house.answers(WOLF, firm, "Passt es auch später?")
    assert (len(house.mails_to(WOLF)), len(house.mails_to(ANNA))) == heard
    at(house, "2025-10-21 15:00")
    assert "date_near" not in house.kinds_to(ANNA)
    assert house.kinds_to(YILDIZ) == ["approval"]


# ---- two tickets that are one


def test_a_question_keeps_its_order_when_its_ticket_joins_another(house: House) -> None:
    ordered(house)
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär max 300 €")
    number = house.last_to(ANNA)
    house.answers(WOLF, house.last_to(WOLF), NEXT_WEEK)
    times = house.last_to(ANNA)
    first, second = house.tickets()
    of_second = [m for m in house.mails_to(SABINE) if f"[{second.tag}]" in str(m.message["Subject"])]
    house.answers(SABINE, of_second[-1], f"ZUSAMMENLEGEN MIT {first.tag}")
    heard = len(house.mails_to(MEIER))
    house.answers(ANNA, times, "2")
    house.answers(ANNA, number, "JA")
    assert [o.window is not None for o in house.tickets()[0].orders] == [False, True]
    assert house.kinds_to(WOLF)[-2:] == ["order_date", "order_news"]  # its date, then the telephone number
    assert len(house.mails_to(MEIER)) == heard


# ---- done, and billed


def test_a_bill_above_the_limit_is_still_to_be_decided_when_the_work_is_taken(house: House) -> None:
    ordered(house)
    bills(house, {"RE-4711.pdf": zugferd(gross="450.00")}, "Erledigt, Rechnung anbei.")
    bill, report = house.mails_to(SABINE)[-2:]
    assert house.kinds_to(SABINE)[-2:] == ["invoice", "firm_report"]
    house.answers(SABINE, report, "OK")
    assert str(house.ticket().status) == "DONE"
    house.answers(SABINE, bill, "JA")
    assert "hat den ganzen Betrag anerkannt" in told(house.last_to(ACCOUNTING))


def test_nothing_ends_by_itself_while_a_bill_is_to_be_decided(closing: House) -> None:
    bills(closing, {"RE-4711.pdf": zugferd(gross="450.00")}, "Erledigt, Rechnung anbei.")
    for _ in range(10):
        closing.later(days=4)
    assert str(closing.ticket().status) != "DONE"
    assert "bleibt alles, wie es ist" in told(closing.last_to(SABINE))


def test_a_bill_within_the_limit_keeps_nothing_open(closing: House) -> None:
    bills(closing, {"RE-4711.pdf": zugferd()}, "Erledigt, Rechnung anbei.")
    for _ in range(6):
        closing.later(days=4)
    assert str(closing.ticket().status) == "DONE"


# ---- a price is open


def test_a_time_that_is_chosen_while_a_price_is_open_holds(house: House) -> None:
    ordered(house)
    says(house, NEXT_WEEK)
    times = house.last_to(ANNA)
    says(house, "Es wird leider teurer, 450 €.")
    price = house.last_to(SABINE)
    house.answers(ANNA, times, "2")
    assert (window(house), house.kinds_to(ANNA)[-1]) == ((23, 13), "appointment")
    assert [str(o.phase) for o in house.ticket().orders] == ["waiting_approval"]
    house.answers(SABINE, price, "JA")
    assert [(str(o.phase), o.limit) for o in house.ticket().orders] == [("scheduled", 45000)]


def test_a_date_that_falls_while_a_price_is_open_is_named_anew(house: House) -> None:
    ordered(house)
    says(house, FIXED)
    date = house.last_to(ANNA)
    says(house, "Es wird leider teurer, 450 €.")
    price = house.last_to(SABINE)
    house.answers(ANNA, date, "NEIN")
    assert (window(house), house.kinds_to(ANNA)[-1]) == (None, "appointment_off")
    house.answers(SABINE, price, "NEIN")
    assert [(str(o.phase), o.limit) for o in house.ticket().orders] == [("accepted", 30000)]


@pytest.mark.parametrize(
    "words", ["Bitte um Freigabe. Anbei das Angebot über 450 €, wir kommen Fr 17.10. 9-11 Uhr."]
)
def test_a_price_and_a_date_in_one_mail_are_a_price(house: House, words: str) -> None:
    ordered(house)
    says(house, words)
    assert (window(house), waiting(house)[-1]) == (None, "cost")
