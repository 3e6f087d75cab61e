"""A firm names times, the resident takes one, refuses them or names others; each hears the time and nothing else."""

import html
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from hauspost.desk.model import Status
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, House, secret_of, text_of
from tests.relay import Taken

MEIER = "auftrag@heizung-meier.example"
TWO = "Mi 15.10. 8-10 oder Do 16.10. 13-15 Uhr"


@pytest.fixture
def ordered(house: House) -> House:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    return house


@pytest.fixture
def offered(ordered: House) -> House:
    """Anna was asked which of two times suits her."""
    ordered.answers(MEIER, ordered.last_to(MEIER), f"Zugesagt. {TWO}")
    assert ordered.kinds_to(ANNA)[-1] == "times_offered"
    return ordered


@pytest.fixture
def dated(ordered: House) -> House:
    """One time, and it holds: Thursday, 16 to 18 h."""
    ordered.answers(MEIER, ordered.last_to(MEIER), "zugesagt, Do 16.10. 16-18 Uhr")
    assert ordered.kinds_to(ANNA)[-1] == "appointment"
    return ordered


def told(mail: Taken) -> str:
    return " ".join(text_of(mail).replace("\u00a0", " ").split())


def event_of(mail: Taken) -> tuple[str, Any]:
    """The method, and the one event of the mail's calendar part."""
    (part,) = [p for p in mail.message.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(str(part.get_content()))
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert part.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), event


def window(house: House) -> tuple[int, int] | None:
    """Day and hour of the order's date, as the house reads them."""
    (order,) = house.ticket().orders
    start = order.window.start.astimezone(ZoneInfo("Europe/Berlin")) if order.window else None
    return (start.day, start.hour) if start else None


def test_the_mail_that_asks_names_each_time_by_a_number_and_a_button(offered: House) -> None:
    mail = offered.last_to(ANNA)
    words = told(mail)
    assert "1 Mi, 15.10.2025, 8-10 Uhr 2 Do, 16.10.2025, 13-15 Uhr" in words
    assert "Ein Termin gilt erst, wenn wir ihn bestätigt haben." in words
    assert window(offered) is None


@pytest.mark.parametrize(
    "words", ["Ja Donnerstag passt", "2", "Do passt", "16.10. bitte", "Termin 2", "13 Uhr passt besser"]
)
def test_a_number_or_a_weekday_fixes_the_time_for_both_sides(offered: House, words: str) -> None:
    managers = len(offered.mails_to(SABINE))
    offered.answers(ANNA, offered.last_to(ANNA), words)
    assert window(offered) == (16, 13)
    assert offered.kinds_to(ANNA)[-1] == "appointment"
    assert offered.kinds_to(MEIER)[-1] == "order_date"
    assert "TERMIN STEHT" in told(offered.last_to(MEIER))
    assert len(offered.mails_to(SABINE)) == managers
    for mail in (offered.last_to(ANNA), offered.last_to(MEIER)):
        method, event = event_of(mail)
        assert (method, event["SEQUENCE"]) == ("REQUEST", 0)
        assert str(event["ORGANIZER"]) == f"mailto:{secret_of(mail)}"
        assert str(event["ATTENDEE"]) == f"mailto:{mail.rcpt_to}"
    assert event_of(offered.last_to(ANNA))[1]["UID"] == event_of(offered.last_to(MEIER))[1]["UID"]


def test_what_stands_quoted_below_is_no_answer(offered: House) -> None:
    """M10: the quoted mail ends in "Antworten Sie mit NEIN"."""
    offered.answers(ANNA, offered.last_to(ANNA), "Ja Donnerstag passt", client="outlook")
    assert window(offered) == (16, 13)


def test_whoever_can_at_both_gets_the_first_and_hears_so(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "Beides geht.")
    assert window(offered) == (15, 8)
    assert "Da Ihnen mehrere passen, haben wir den ersten genommen." in told(offered.last_to(ANNA))


@pytest.mark.parametrize(
    "words, why",
    [
        ("1 und 2", "mehrere Termine genannt"),
        ("Mittwoch oder Donnerstag", "mehrere Termine genannt"),
        ("passt", "welchen Termin meinen Sie?"),
        ("Mittwoch nicht", "welchen Termin meinen Sie?"),
    ],
)
def test_what_leaves_open_which_is_asked_back_and_then_counts(offered: House, words: str, why: str) -> None:
    first = offered.last_to(ANNA)
    offered.answers(ANNA, first, words)
    assert window(offered) is None
    assert why in told(offered.last_to(ANNA))
    offered.answers(ANNA, first, "2", client="gmail")
    assert window(offered) == (16, 13)


def test_a_weekday_that_stands_for_two_of_them_is_asked_back(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "Do 16.10. 13-15 Uhr oder Do 23.10. 8-10 Uhr")
    ordered.answers(ANNA, ordered.last_to(ANNA), "Donnerstag passt")
    assert window(ordered) is None
    assert "welchen Termin meinen Sie?" in told(ordered.last_to(ANNA))


def test_a_time_that_has_passed_is_not_taken(offered: House) -> None:
    mail = offered.last_to(ANNA)
    offered.now = datetime(2025, 10, 15, 12, tzinfo=offered.now.tzinfo)
    offered.gateway.drain()
    offered.answers(ANNA, mail, "1")
    assert window(offered) is None
    words = told(offered.last_to(ANNA))
    assert "dieser Termin ist schon vorbei" in words
    assert "2 Do, 16.10.2025" in words
    assert "Mi, 15.10.2025, 8-10 Uhr" not in words.partition("––")[0]


def test_other_times_go_to_the_firm_as_times_and_to_the_managers_as_words(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "Freitag ab 14 Uhr ginge")
    firm = told(offered.last_to(MEIER))
    assert "Fr, 17.10.2025, ab 14 Uhr" in firm
    assert "ginge" not in firm
    assert "Berger" not in firm.partition("Wo")[2].partition("Passt")[2]
    assert "Freitag ab 14 Uhr ginge" in told(offered.last_to(SABINE))
    assert "Es passt Ihnen Fr, 17.10.2025, ab 14 Uhr" in told(offered.last_to(ANNA))


def test_no_asks_when_else_and_the_answer_goes_the_same_way(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "NEIN")
    assert offered.kinds_to(ANNA)[-1] == "times_noted"
    assert "KEIN TERMIN PASST" in told(offered.last_to(MEIER))
    offered.answers(ANNA, offered.last_to(ANNA), "Freitag ab 14 Uhr")
    assert "Fr, 17.10.2025, ab 14 Uhr" in told(offered.last_to(MEIER))


def test_a_question_is_for_people(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "Wie lange dauert es am Donnerstag?")
    assert window(offered) is None
    assert offered.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_choice_that_says_more_is_read_by_the_managers_too(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "Donnerstag passt. Die Klingel ist kaputt.")
    assert window(offered) == (16, 13)
    assert "Die Klingel ist kaputt." in told(offered.last_to(SABINE))
    assert "Klingel ist" not in told(offered.last_to(MEIER))


def test_silence_is_asked_once_more_and_then_told_to_the_managers(offered: House) -> None:
    asked = offered.kinds_to(ANNA).count("times_offered")
    for _ in range(12):
        offered.later(hours=4)
    assert offered.kinds_to(ANNA).count("times_offered") == asked + 1
    assert "zweimal keine Antwort" in told(offered.last_to(SABINE))


def test_the_first_mail_still_counts_after_it_was_asked_again(offered: House) -> None:
    first = offered.last_to(ANNA)
    offered.later(hours=34)
    assert len([k for k in offered.kinds_to(ANNA) if k == "times_offered"]) == 2
    offered.answers(ANNA, first, "2")
    assert window(offered) == (16, 13)


# ---- a date that holds


def test_one_time_holds_at_once_and_goes_into_both_calendars(dated: House) -> None:
    for who in (ANNA, MEIER):
        method, event = event_of(dated.last_to(who))
        assert method == "REQUEST"
        assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
        assert event["DTSTART"].dt.strftime("%d %H:%M") == "16 16:00"


def test_the_firms_own_words_on_a_resident_who_cannot_are_times_alone(dated: House) -> None:
    dated.answers(ANNA, dated.last_to(ANNA), "Kann leider doch nicht")
    assert window(dated) is None
    for who in (ANNA, MEIER):
        method, event = event_of(dated.last_to(who))
        assert (method, event["SEQUENCE"]) == ("CANCEL", 1)
    assert dated.kinds_to(SABINE)[-1] == "person_wrote"
    dated.answers(MEIER, dated.last_to(MEIER), "Fr 17.10. 9-11 Uhr")
    assert window(dated) == (17, 9)
    method, event = event_of(dated.last_to(ANNA))
    assert (method, event["SEQUENCE"]) == ("REQUEST", 2)


def test_a_firm_that_moves_tells_both_calendars_the_next_number(dated: House) -> None:
    dated.answers(MEIER, dated.last_to(MEIER), "Muss leider verschieben auf Fr 17.10. 10 Uhr")
    assert window(dated) == (17, 10)
    for who in (ANNA, MEIER):
        method, event = event_of(dated.last_to(who))
        assert (method, event["SEQUENCE"]) == ("REQUEST", 1)
    assert "der Termin ist verlegt" in told(dated.last_to(ANNA))


def test_an_order_that_is_taken_back_leaves_both_calendars(dated: House) -> None:
    dated.answers(SABINE, dated.last_to(SABINE), "STORNIEREN")
    assert event_of(dated.last_to(ANNA))[0] == "CANCEL"
    assert dated.kinds_to(MEIER)[-1] == "order_cancelled"
    assert event_of(dated.last_to(MEIER))[0] == "CANCEL"


def test_the_day_before_it_is_recalled_once_and_still_may_be_refused(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "zugesagt, Fr 17.10. 9-11 Uhr")
    ordered.later(days=2)
    assert "date_near" not in ordered.kinds_to(ANNA)
    ordered.later(hours=5)
    assert ordered.kinds_to(ANNA).count("date_near") == 1
    mail = ordered.last_to(ANNA)
    ordered.later(hours=1)
    assert ordered.kinds_to(ANNA).count("date_near") == 1
    ordered.answers(ANNA, mail, "NEIN")
    assert window(ordered) is None


def test_a_reminder_that_was_slept_through_is_never_sent(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "zugesagt, Fr 17.10. 9-11 Uhr")
    ordered.now = datetime(2025, 10, 17, 12, tzinfo=ordered.now.tzinfo)
    ordered.gateway.drain()
    assert "date_near" not in ordered.kinds_to(ANNA)


def test_a_date_that_was_called_off_is_not_recalled(dated: House) -> None:
    dated.answers(SABINE, dated.last_to(SABINE), "STORNIEREN")
    dated.later(days=3)
    assert "date_near" not in dated.kinds_to(ANNA)


# ---- nobody was there


def test_after_nobody_was_met_the_resident_is_asked_when_and_the_firm_hears_it(dated: House) -> None:
    dated.now = datetime(2025, 10, 16, 19, tzinfo=dated.now.tzinfo)
    dated.answers(MEIER, dated.last_to(MEIER), "Niemand angetroffen.")
    assert dated.kinds_to(ANNA)[-1] == "no_access"
    dated.answers(ANNA, dated.last_to(ANNA), "Mo 20.10. ab 16 Uhr oder Mi 22.10. vormittags")
    words = told(dated.last_to(MEIER))
    assert "Mo, 20.10.2025, ab 16 Uhr oder Mi, 22.10.2025, 8-12 Uhr" in words


def test_the_second_time_a_manager_decides(dated: House) -> None:
    dated.now = datetime(2025, 10, 16, 19, tzinfo=dated.now.tzinfo)
    dated.answers(MEIER, dated.last_to(MEIER), "Niemand angetroffen.")
    heard = len(dated.mails_to(ANNA))
    dated.answers(MEIER, dated.last_to(MEIER), "Wieder niemand angetroffen.")
    assert len(dated.mails_to(ANNA)) == heard
    assert "schon zum 2. Mal niemand angetroffen" in told(dated.last_to(SABINE))
    dated.answers(SABINE, dated.last_to(SABINE), "OK")
    assert dated.kinds_to(ANNA)[-1] == "no_access"


# ---- dates that cannot hold


@pytest.mark.parametrize(
    "words, why",
    [
        ("zugesagt, So. 19.10.2025 9-11 Uhr", "ist ein Sonntag"),
        ("zugesagt, Do 25.12.2025 9-11 Uhr", "ist ein Feiertag"),
        ("zugesagt, Fr 16.10.2026 9-11 Uhr", "mehr als ein Jahr"),
        ("zugesagt, Do 9.10. 9-11 Uhr", "schon vorbei"),
    ],
)
def test_a_date_that_cannot_hold_is_put_back_and_not_set(ordered: House, words: str, why: str) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), words)
    assert window(ordered) is None
    assert "appointment" not in ordered.kinds_to(ANNA)
    assert why in told(ordered.last_to(MEIER))
    assert ordered.kinds_to(SABINE)[-1] == "firm_report"


def test_a_sunday_that_is_meant_holds_by_a_managers_word(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "zugesagt, So. 19.10.2025 9-11 Uhr")
    ordered.answers(SABINE, ordered.last_to(SABINE), "OK")
    assert window(ordered) == (19, 9)
    assert ordered.kinds_to(ANNA)[-1] == "appointment"


# ---- who is not asked


def test_of_who_hides_nobody_asks_and_the_firm_learns_nothing(house: House) -> None:
    house.writes(
        ANNA,
        "Bitte nicht weitersagen: der Heizkörper im Keller ist undicht.",
        to="lindenweg12+anonym@tickets.hv-sonnenschein.example",
    )
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), f"Zugesagt. {TWO}")
    assert "times_offered" not in house.kinds_to(ANNA)
    assert house.kinds_to(SABINE)[-1] == "firm_report"


def test_the_first_date_starts_the_work_where_the_order_says_so(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), TWO)
    ordered.answers(ANNA, ordered.last_to(ANNA), "1")
    assert ordered.ticket().status is Status.RELEASED
    assert window(ordered) == (15, 8)


# ---- answered by a button, twice, overtaken, by several


def test_a_button_is_the_number_that_stands_beside_it(offered: House) -> None:
    mail = offered.last_to(ANNA)
    body = mail.message.get_body(("html",))
    assert body is not None
    links = re.findall(r"mailto:([^?\"]+)\?", str(body.get_content()))
    offered.writes(ANNA, "2\n\n", to=html.unescape(links[1]), subject="2 [T-1001]")
    assert window(offered) == (16, 13)


def test_a_second_answer_changes_nothing_and_is_read_by_the_managers(offered: House) -> None:
    mail = offered.last_to(ANNA)
    offered.answers(ANNA, mail, "2")
    told_firm = len(offered.mails_to(MEIER))
    offered.answers(ANNA, mail, "1", client="iphone")
    assert window(offered) == (16, 13)
    assert len(offered.mails_to(MEIER)) == told_firm
    assert offered.kinds_to(SABINE)[-1] == "person_wrote"


def test_newer_times_of_the_firm_replace_the_older_ones(offered: House) -> None:
    older = offered.last_to(ANNA)
    offered.answers(MEIER, offered.last_to(MEIER), "Doch nur Mo 20.10. 8-10 oder Di 21.10. 8-10 Uhr möglich.")
    assert offered.kinds_to(ANNA)[-1] == "times_offered"
    offered.answers(ANNA, older, "1")
    assert window(offered) is None
    offered.answers(ANNA, offered.last_to(ANNA), "1")
    assert window(offered) == (20, 8)


def test_a_date_that_holds_goes_on_while_others_are_offered(dated: House) -> None:
    fixed = dated.last_to(ANNA)
    dated.answers(MEIER, dated.last_to(MEIER), "Besser wäre Mo 20.10. 8-10 oder Di 21.10. 8-10 Uhr")
    assert (window(dated), dated.kinds_to(ANNA)[-1]) == ((16, 16), "times_offered")
    dated.answers(ANNA, fixed, "NEIN")
    assert window(dated) is None
    assert dated.kinds_to(ANNA)[-1] == "appointment_off"


def test_a_no_to_a_time_of_work_that_is_done_opens_nothing(dated: House) -> None:
    mail = dated.last_to(ANNA)
    dated.answers(SABINE, dated.last_to(SABINE), "ERLEDIGT")
    dated.answers(ANNA, mail, "Nein, da kann ich nicht")
    assert len(dated.tickets()) == 1
    assert dated.kinds_to(SABINE)[-1] == "person_wrote"


def test_an_answer_after_the_order_was_taken_back_is_a_message(offered: House) -> None:
    mail = offered.last_to(ANNA)
    offered.answers(SABINE, offered.last_to(SABINE), "STORNIEREN")
    offered.answers(ANNA, mail, "2")
    assert window(offered) is None
    assert offered.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_forged_answer_fixes_nothing(offered: House) -> None:
    offered.answers(ANNA, offered.last_to(ANNA), "2", auth="fail")
    assert window(offered) is None
    assert len(offered.held()) == 1


def test_of_two_households_the_first_answer_fixes_it_and_the_other_may_refuse(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.writes(MILLER, "The radiator in my bathroom stays cold.")
    first, second = house.tickets()
    mail = [m for m in house.mails_to(SABINE) if f"T-{second.number}" in str(m.message["Subject"])][-1]
    house.answers(SABINE, mail, f"BÜNDELN T-{first.number} T-{second.number}")
    orders = house.last_to(SABINE)
    house.answers(SABINE, orders, "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), f"Zugesagt. {TWO}")
    assert [house.kinds_to(who)[-1] for who in (ANNA, MILLER)] == ["times_offered"] * 2
    house.answers(MILLER, house.last_to(MILLER), "Thursday works for me")
    assert [house.kinds_to(who)[-1] for who in (ANNA, MILLER)] == ["appointment"] * 2
    assert "Miller" not in told(house.last_to(ANNA))
    house.answers(ANNA, house.last_to(ANNA), "NEIN, Freitag ab 14 Uhr")
    assert [house.kinds_to(who)[-1] for who in (ANNA, MILLER)] == ["appointment_off"] * 2
    assert "14" not in told(house.last_to(MILLER)).partition("Status")[0].replace("2025", "")


def test_whoever_moved_out_is_not_reminded(ordered: House) -> None:
    ordered.answers(MEIER, ordered.last_to(MEIER), "zugesagt, Fr 17.10. 9-11 Uhr")
    with ordered.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "update role_assignments set valid_to = '2025-10-15' where person in"
            f" (select person from addresses where address = '{ANNA}')"
        )
    ordered.now = datetime(2025, 10, 16, 15, tzinfo=ordered.now.tzinfo)
    ordered.gateway.drain()
    assert "date_near" not in ordered.kinds_to(ANNA)


# ---- whole stories


def test_the_choice_of_a_time(offered: House) -> None:
    """M10 and R2, R3 of the models."""
    offered.answers(ANNA, offered.last_to(ANNA), "Ja Donnerstag passt", client="outlook")
    check_golden(offered, "times_to_choose")


def test_a_date_that_falls_and_is_found_anew(ordered: House) -> None:
    """M31: "Auftrag übernehmen wir. Termin …", then the resident cannot."""
    ordered.answers(
        MEIER,
        ordered.last_to(MEIER),
        "Guten Tag,\nAuftrag übernehmen wir. Termin: Do., 16.10. zwischen 8 und 10 Uhr, Kollege Kaya.\n"
        "MfG Büro Heizung Meier\nHeizung Meier GmbH · Notdienst 24h · Wir übernehmen auch Wartung!",
    )
    ordered.answers(ANNA, ordered.last_to(ANNA), "NEIN, Freitag ab 14 Uhr")
    ordered.answers(MEIER, ordered.last_to(MEIER), "Fr 17.10. 14-16 Uhr")
    ordered.now = datetime(2025, 10, 17, 15, tzinfo=ordered.now.tzinfo)
    ordered.answers(MEIER, ordered.last_to(MEIER), "Niemand angetroffen.")
    ordered.answers(ANNA, ordered.last_to(ANNA), "Mo ab 16 Uhr oder Mi vormittags")
    check_golden(ordered, "date_found_anew")


def test_an_english_choice(house: House) -> None:
    house.writes(MILLER, "The radiator in my bathroom stays cold.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), f"Zugesagt. {TWO}")
    house.answers(MILLER, house.last_to(MILLER), "Both are fine")
    house.answers(MILLER, house.last_to(MILLER), "NO, Friday after 2 pm")
    check_golden(house, "english_choice_of_a_time")
