"""Emergencies (M02, M08, M09, M18): the number first, all managers at once and again, a firm only by rule."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from sqlalchemy import select, update

from hauspost.desk.deadlines import Priority
from hauspost.desk.model import Flag, Status
from hauspost.desk.policy import Policy
from hauspost.desk.work import Phase
from hauspost.store import schema
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    HANSEN,
    HARBOUR,
    HOUSE,
    MILLER,
    SABINE,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    house_on,
    secret_of,
    text_of,
)

SUNDAY_NIGHT = datetime(2026, 1, 11, 21, 41, tzinfo=UTC)  # 22:41 in Berlin
MEIER = "auftrag@heizung-meier.example"
NORD = "stoerung@aufzug-nord.example"
WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"
NUMBER = "030 5550100"
OUT = (
    "Im ganzen Haus ist die Heizung aus und kein warmes Wasser seit 20 Uhr!!!\n"
    "Mein Sohn hat Fieber, es sind 16 Grad. Der Nachbar unter mir friert auch.\n"
    "0171 5550199\n"
    "Gesendet mit der WEB.DE Mail App\n"
)
SUBJECT = "DRINGEND!!! Heizung komplett aus"
GAS = "Hier riecht es stark nach Gas, Erdgeschoss!"
LIFT = "frau steckt im aufzug haus 14 fest seit 20 min knopf geht nicht"


@pytest.fixture
def night_house(furnished_url: str) -> Iterator[House]:
    """A Sunday night in January; the on-call firm is ordered by rule. Everything else waits its minutes."""
    with house_on(furnished_url, Policy(emergency_dispatch=True, hold_minutes=5, fold_minutes=15)) as house:
        house.now = SUNDAY_NIGHT
        yield house


@pytest.fixture
def careful_house(furnished_url: str) -> Iterator[House]:
    """The same night; nobody is ordered without a hand."""
    with house_on(furnished_url, Policy(hold_minutes=5, fold_minutes=15)) as house:
        house.now = SUNDAY_NIGHT
        yield house


def _make_on_call(house: House, *addresses: str) -> None:
    """As rows "Nur Notfall" of assignments.csv do."""
    firms, rows = schema.contractor_addresses, schema.contractor_assignments
    chosen = select(firms.c.contractor).where(firms.c.address.in_(addresses))
    house.gateway.database.write(
        lambda c: c.execute(update(rows).where(rows.c.contractor.in_(chosen)).values(emergency_only=True))
    )


def _bounce(octets: bytes, address: str) -> bytes:
    """The report of a server that the mail cannot be delivered."""
    returned = message_from_bytes(octets)["Message-ID"]
    return (
        "From: MAILER-DAEMON@mx.heizung-meier.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: text/plain\n\nYour mail was not delivered.\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.heizung-meier.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n--b\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {returned}\n--b--\n"
    ).encode()


def _all_said(house: House, address: str) -> str:
    return "\n".join(f"{m.message['Subject']}\n{text_of(m)}" for m in house.mails_to(address))


# ---- the answer


def test_whoever_reports_an_emergency_reads_a_telephone_number_before_anything_else(
    careful_house: House,
) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    answer = careful_house.last_to(ANNA)
    assert str(answer.message["Subject"]).startswith(f"Bitte anrufen: {NUMBER}")
    said = text_of(answer).replace("\xa0", " ")
    assert said.splitlines()[0] == f"Bitte rufen Sie JETZT an: {NUMBER}"
    assert "Eine Zusage haben wir noch nicht" in " ".join(said.split())
    assert "beauftragt" not in said
    assert careful_house.kinds_to(ANNA) == ["emergency"]
    check_golden(careful_house, "m02_heating_by_hand")


def test_life_danger_is_answered_with_what_saves_people_and_with_no_firm(night_house: House) -> None:
    night_house.writes(HANSEN, GAS, to=HARBOUR, subject="Gasgeruch im Treppenhaus")
    answer = night_house.last_to(HANSEN)
    assert str(answer.message["Subject"]) == "GASGERUCH: Raus und anrufen: 112"
    said = text_of(answer)
    assert "112" in said.splitlines()[0]
    assert "Kein Licht, keine Klingel, keine Flamme" in said
    assert "ZUGESAGT" not in said
    assert night_house.ticket().orders == ()
    assert Flag.LIFE_DANGER in night_house.ticket().flags
    assert night_house.kinds_to(SABINE) == night_house.kinds_to(TIM) == ["alarm"]
    check_golden(night_house, "m08_gas")


def test_the_gas_line_of_the_house_and_the_lift_s_number_are_told_to_who_lives_there(
    night_house: House,
) -> None:
    night_house.writes(ANNA, LIFT, subject="Aufzug")
    answer = night_house.last_to(ANNA)
    assert str(answer.message["Subject"]) == "AUFZUG: anrufen: 030 5550111"
    assert "Die Türen nicht aufdrücken" in text_of(answer)
    assert night_house.mails_to(NORD) == []  # nobody coordinates by mail what the telephone must


def test_who_reads_english_is_told_in_english(night_house: House) -> None:
    night_house.writes(MILLER, "There is a strong smell of gas in the hallway", subject="Gas")
    answer = night_house.last_to(MILLER)
    assert str(answer.message["Subject"]) == "SMELL OF GAS: Get out and call 112"
    assert "Leave the house" in text_of(answer)


def test_shouting_alone_is_a_report_like_any_other(night_house: House) -> None:
    night_house.writes(ANNA, "NOTFALL!!! Mein Briefkastenschlüssel ist weg, SOFORT!!!", subject="NOTFALL!!!")
    assert night_house.kinds_to(ANNA) == ["acknowledgement"]
    assert night_house.kinds_to(TIM) == []
    assert night_house.ticket().flags == frozenset()


def test_every_acknowledgement_ends_with_the_emergency_line(night_house: House) -> None:
    night_house.writes(ANNA, "Der Wasserhahn tropft.", subject="Wasserhahn")
    said = text_of(night_house.last_to(ANNA)).replace("\xa0", " ")
    assert f"Notfall? 112 (Feuer, Rettung) · Notdienst Lindenweg 12-14: {NUMBER}" in " ".join(said.split())


# ---- strangers


def test_a_stranger_is_told_what_saves_people_and_nothing_of_the_house(night_house: House) -> None:
    night_house.writes("01705550177@mms.example", LIFT, subject="Aufzug", auth="none")
    answer = night_house.last_to("01705550177@mms.example")
    said = f"{answer.message['Subject']}\n{text_of(answer)}"
    assert "112" in text_of(answer).splitlines()[0]
    for secret in ("Lindenweg", "030 5550111", "T-1", "Vogt", "Nord"):
        assert secret not in said.replace("\xa0", " ")
    alarm = text_of(night_house.last_to(TIM))
    assert "Absender unbekannt" in alarm
    assert "frau steckt im aufzug" in alarm
    assert night_house.tickets() == []
    assert len(night_house.held()) == 1
    assert "held_list" in night_house.kinds_to(SABINE)  # at once, whatever waits else
    check_golden(night_house, "m09_stranger_in_the_lift")


def test_a_stranger_is_answered_once_a_day_and_the_managers_hear_of_each(night_house: House) -> None:
    night_house.writes(STRANGER, GAS, subject="Gas", auth="none")
    night_house.writes(STRANGER, "Es riecht immer noch nach Gas!", subject="Gas 2", auth="none")
    night_house.later(minutes=3)
    assert night_house.kinds_to(STRANGER) == ["emergency"]
    assert night_house.kinds_to(TIM) == ["alarm", "alarm"]
    assert "2 Meldungen" in text_of(night_house.last_to(TIM))


def test_a_strangers_alarm_names_the_house_in_every_repeat(night_house: House) -> None:
    night_house.writes(STRANGER, GAS, subject="Gas", auth="none")
    for again in (1, 2):
        night_house.later(minutes=16)
        told = text_of(night_house.last_to(SABINE)).splitlines()[0]
        assert told.startswith("LEBENSGEFAHR · Gasgeruch · Lindenweg 12-14 · "), again


def test_no_more_than_twenty_strangers_an_hour_are_answered_and_every_one_alarms(night_house: House) -> None:
    for n in range(22):
        night_house.writes(f"fremd{n}@fremd{n}.example", GAS, subject="Gas", auth="none")
    answered = [m for m in night_house.relay.mails if m.rcpt_to.startswith("fremd")]
    assert len(answered) == 20
    night_house.later(minutes=3)
    assert "22 Meldungen" in text_of(night_house.last_to(SABINE))


def test_a_forged_sender_is_answered_nothing_and_the_managers_are_alarmed(night_house: House) -> None:
    night_house.writes(ANNA, OUT, subject=SUBJECT, auth="fail")
    assert "emergency" not in night_house.kinds_to(ANNA)
    assert "alarm" in night_house.kinds_to(TIM)
    assert night_house.mails_to(MEIER) == []


def test_what_is_urgent_of_a_stranger_stands_in_a_list_that_goes_at_once(night_house: House) -> None:
    night_house.writes(
        "fatma.privat@gmail.example",
        "Hallo, bei mir (Yıldız, WE07) kommt Wasser durch die Decke im Bad, wird schnell größer. Rückruf bitte!",
        subject="Wasserfleck an der Decke",
    )
    assert night_house.kinds_to(SABINE) == ["held_list"]
    said = text_of(night_house.last_to(SABINE))
    assert "EILIG" in said
    assert "WE07" in said
    assert night_house.kinds_to(TIM) == []


# ---- the alarm


def test_the_alarm_comes_again_after_ten_and_twenty_minutes_and_then_no_more(careful_house: House) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    for minutes, count in ((9, 1), (1, 2), (9, 2), (1, 3), (10, 3), (60, 3)):
        careful_house.later(minutes=minutes)
        assert careful_house.kinds_to(SABINE).count("alarm") == count
        assert careful_house.kinds_to(TIM).count("alarm") == count
    assert "2. Wiederholung, noch keine Antwort" in " ".join(text_of(careful_house.last_to(TIM)).split())


@pytest.mark.parametrize(
    "words", ["OK", "ich fahre hin", "BEAUFTRAGEN Meier", "INTERN: bin dran", "KEIN NOTFALL"]
)
def test_any_word_of_a_manager_ends_it_for_all(careful_house: House, words: str) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    careful_house.answers(TIM, careful_house.last_to(TIM), words)
    careful_house.later(minutes=30)
    assert careful_house.kinds_to(SABINE).count("alarm") == 1
    assert careful_house.kinds_to(TIM).count("alarm") == 1


def test_an_answer_to_the_first_alarm_counts_after_its_repeat_too(careful_house: House) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    first = careful_house.last_to(TIM)
    careful_house.later(minutes=10)
    careful_house.answers(TIM, first, "OK")
    careful_house.later(minutes=30)
    assert careful_house.kinds_to(SABINE).count("alarm") == 2


def test_a_manager_s_absence_note_is_no_answer(careful_house: House) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    note = (
        f"From: {TIM}\nSubject: Automatische Antwort: NOTFALL\nAuto-Submitted: auto-replied\n"
        "Message-ID: <away@hv-sonnenschein.example>\n\nIch bin bis 20.1. nicht im Büro.\n"
    )
    careful_house.receives(note.encode(), mail_from=TIM, rcpt_to=secret_of(careful_house.last_to(TIM)))
    careful_house.later(minutes=10)
    assert careful_house.kinds_to(SABINE).count("alarm") == 2


def test_many_reports_of_one_event_are_one_mail_that_names_their_number(careful_house: House) -> None:
    for n, author in enumerate((ANNA, YILDIZ, MILLER)):
        careful_house.writes(author, f"Heizung im ganzen Haus aus! ({n})", subject="Heizung")
        careful_house.now = careful_house.now.replace(second=n)
    careful_house.later(minutes=3)
    assert careful_house.kinds_to(TIM) == ["alarm", "alarm"]
    said = text_of(careful_house.last_to(TIM))
    assert "3 Meldungen" in said
    assert "(1)" in said
    assert "(2)" in said
    for author in (ANNA, YILDIZ, MILLER):
        assert careful_house.kinds_to(author)[0] == "emergency"
    careful_house.later(minutes=8)  # the first one's ten minutes: all of them once
    assert text_of(careful_house.last_to(SABINE)).count("Heizung im ganzen Haus aus") == 3


def test_a_held_mail_s_alarm_ends_when_the_mail_is_dealt_with(night_house: House) -> None:
    night_house.writes(STRANGER, GAS, subject="Gas", auth="none")
    held = night_house.held()[0].id
    listed = next(m for m in night_house.mails_to(SABINE) if "Zurückgestellt" in str(m.message["Subject"]))
    night_house.answers(SABINE, listed, f"H-{held} NEU")
    night_house.later(minutes=30)
    assert night_house.kinds_to(TIM).count("alarm") == 1


def test_an_emergency_in_an_answer_to_an_old_mail_alarms_as_well(careful_house: House) -> None:
    careful_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizkörper")
    careful_house.answers(ANNA, careful_house.last_to(ANNA), "Jetzt riecht es hier stark nach Gas!")
    assert str(careful_house.last_to(ANNA).message["Subject"]).startswith("GASGERUCH")
    assert careful_house.kinds_to(TIM) == ["alarm"]
    assert Flag.LIFE_DANGER in careful_house.ticket().flags


def test_the_same_words_again_alarm_again_whatever_breaker_stands(careful_house: House) -> None:
    careful_house.writes(HANSEN, GAS, to=HARBOUR, subject="Gas")
    careful_house.later(minutes=1)
    careful_house.writes(HANSEN, GAS, to=HARBOUR, subject="Gas")
    careful_house.later(minutes=3)
    assert careful_house.kinds_to(TIM) == ["alarm", "alarm"]


def test_the_receipt_of_a_word_in_an_emergency_waits_for_no_other(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(morning_list="on", hold_minutes=6, fold_minutes=15)) as house:
        house.now = SUNDAY_NIGHT
        house.writes(ANNA, OUT, subject=SUBJECT)
        house.answers(SABINE, house.last_to(SABINE), "IN BEARBEITUNG")
        assert house.kinds_to(SABINE)[-1] == "transcript"


# ---- the on-call firm


def test_the_on_call_firm_gets_its_order_at_once_and_nothing_of_the_family(night_house: House) -> None:
    night_house.writes(ANNA, OUT, subject=SUBJECT)
    (order,) = night_house.mails_to(MEIER)
    said = f"{order.message['Subject']}\n{text_of(order)}"
    assert "Notfall: Heizung ausgefallen, ganzes Haus" in said
    for private in ("Fieber", "Sohn", "friert", "16 Grad", "Berger"):
        assert private not in said
    ticket = night_house.ticket()
    assert ticket.status is Status.RELEASED
    assert [o.rule for o in ticket.orders] == ["*/heating"]
    moved = next(e for e in night_house.entries(ticket.number) if e.kind == "status")
    assert moved.author is None
    assert "Heizung" in moved.author_name
    assert "an den Notdienst und an die Hausverwaltung gemailt" in " ".join(
        text_of(night_house.last_to(ANNA)).split()
    )
    assert "beauftragt" not in _all_said(night_house, ANNA)


@pytest.mark.parametrize(
    "own, policy, given",
    [("", "emergency", True), ("no", "emergency", False), ("yes", "ask", True), ("", "ask", False)],
)
def test_the_reporter_s_number_goes_along_only_with_consent(
    furnished_url: str, own: str, policy: str, given: bool
) -> None:
    with house_on(furnished_url, Policy(emergency_dispatch=True, contact_release=policy)) as house:
        house.now = SUNDAY_NIGHT
        people = schema.persons
        house.gateway.database.write(
            lambda c: c.execute(
                update(people).where(people.c.last_name == "Berger").values(contact_release=own)
            )
        )
        house.writes(ANNA, OUT, subject=SUBJECT)
        said = text_of(house.last_to(MEIER)).replace("\xa0", " ")
        assert ("0171 5550199" in said) is given


def test_only_when_the_firm_accepts_the_reporter_reads_that_it_is_ordered(night_house: House) -> None:
    night_house.writes(ANNA, OUT, subject=SUBJECT)
    night_house.writes(YILDIZ, "Heizung im ganzen Haus aus", subject="Heizung")
    night_house.answers(MEIER, night_house.last_to(MEIER), "zugesagt")
    for address in (ANNA, YILDIZ):
        said = " ".join(text_of(night_house.last_to(address)).split())
        assert "Notdienst beauftragt: Heizung Meier GmbH hat" in said
    assert len(night_house.mails_to(MEIER)) == 1  # one event, one order
    night_house.writes(MILLER, "Heating is off in the whole building", subject="Heating")
    check_golden(night_house, "m02_heating_by_rule")
    assert "You need not call any more" in " ".join(text_of(night_house.last_to(MILLER)).split())


def test_the_house_reads_of_the_on_call_service_once_it_has_agreed(night_house: House) -> None:
    night_house.writes(
        YILDIZ,
        "Im ganzen Haus ist die Heizung ausgefallen.",
        to=HOUSE.replace("@", "+oeffentlich@"),
        subject="Heizung",
    )
    assert night_house.ticket().visibility == "public"
    assert "beauftragt" not in _all_said(night_house, ANNA)
    night_house.answers(MEIER, night_house.last_to(MEIER), "zugesagt")
    assert "Notdienst beauftragt" in text_of(night_house.last_to(ANNA))


def test_an_on_call_firm_that_bounces_at_night_is_told_to_all_managers_at_once(
    night_house: House,
) -> None:
    night_house.writes(ANNA, OUT, subject=SUBJECT)
    night_house.answers(SABINE, night_house.last_to(SABINE), "OK")
    order = night_house.last_to(MEIER)
    bounced = _bounce(order.octets, MEIER)
    night_house.receives(bounced, mail_from="", rcpt_to=order.mail_from)
    for manager in (SABINE, TIM):
        said = " ".join(_all_said(night_house, manager).split())
        assert "Heizung Meier GmbH KOMMT NICHT" in said
        assert "Bitte rufen Sie eine Firma an" in said


def test_the_next_on_call_firm_is_tried_by_rule_when_the_first_declines(night_house: House) -> None:
    _make_on_call(night_house, WOLF, DORN)
    night_house.writes(
        ANNA, "Im Bad ist ein Rohr geplatzt, das Wasser spritzt überall hin!", subject="Wasser!!"
    )
    (first,) = night_house.mails_to(WOLF)
    night_house.answers(WOLF, first, "geht nicht")
    assert len(night_house.mails_to(DORN)) == 1
    said = " ".join(text_of(night_house.last_to(TIM)).split())
    assert "Sanitär Wolf KOMMT NICHT" in said
    assert "jetzt bei Dorn Sanitär GmbH" in said
    check_golden(night_house, "next_on_call_firm")


def test_a_firm_s_word_of_a_burst_pipe_is_its_work_and_its_word_of_gas_alarms(careful_house: House) -> None:
    house = careful_house
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    house.later(minutes=6)
    house.answers(
        WOLF, house.last_to(WOLF), "Das ist ein Rohrbruch, das Wasser spritzt überall. Wir sind dran."
    )
    assert "alarm" not in house.kinds_to(TIM)
    house.answers(WOLF, house.mails_to(WOLF)[0], "Hier riecht es stark nach Gas!")
    assert house.kinds_to(TIM) == ["alarm"]
    assert str(house.last_to(WOLF).message["Subject"]).startswith("GASGERUCH")
    assert NUMBER not in text_of(house.last_to(WOLF)).replace("\xa0", " ")


# ---- who has called


def test_zugesagt_of_a_resident_stops_the_neighbours_calls(careful_house: House) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    careful_house.writes(YILDIZ, "Heizung im ganzen Haus aus", subject="Heizung")
    careful_house.answers(ANNA, careful_house.mails_to(ANNA)[0], "ZUGESAGT")
    told = text_of(careful_house.last_to(YILDIZ))
    assert "Sie müssen nicht mehr anrufen" in " ".join(told.split())
    assert "Berger" not in told  # nobody learns who called
    assert "laut Anna Berger" in " ".join(text_of(careful_house.last_to(TIM)).split())
    careful_house.writes(MILLER, "No heating in the whole building", subject="Heating")
    assert "You need not call any more" in " ".join(text_of(careful_house.last_to(MILLER)).split())
    before = len(careful_house.mails_to(YILDIZ))
    careful_house.answers(ANNA, careful_house.mails_to(ANNA)[0], "ZUGESAGT!")
    assert len(careful_house.mails_to(YILDIZ)) == before


# ---- a manager's word


def test_notfall_does_the_same_on_a_ticket_that_nobody_s_words_raised(night_house: House) -> None:
    night_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    night_house.answers(SABINE, night_house.last_to(SABINE), "NOTFALL")
    assert str(night_house.last_to(ANNA).message["Subject"]).startswith(f"Bitte anrufen: {NUMBER}")
    assert "Sabine Vogt" in text_of(night_house.last_to(TIM))
    assert night_house.kinds_to(TIM) == ["alarm"]
    assert "alarm" not in night_house.kinds_to(SABINE)  # who says it is there
    assert len(night_house.mails_to(MEIER)) == 1
    assert night_house.ticket().status is Status.RELEASED
    night_house.later(minutes=30)
    assert night_house.kinds_to(TIM) == ["alarm"]


@pytest.mark.parametrize("words", ["KEIN NOTFALL", "PRIORITÄT NORMAL"])
def test_no_emergency_ends_it_and_tells_nobody_outside(careful_house: House, words: str) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    mails = len(careful_house.mails_to(ANNA))
    careful_house.answers(SABINE, careful_house.last_to(SABINE), words)
    careful_house.later(hours=2)
    assert len(careful_house.mails_to(ANNA)) == mails
    assert careful_house.ticket().flags == frozenset()
    assert careful_house.kinds_to(TIM).count("alarm") == 1


def test_one_that_is_told_in_a_running_matter_has_high_priority_as_well(careful_house: House) -> None:
    careful_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    careful_house.answers(ANNA, careful_house.last_to(ANNA), "Rohrbruch! Aus dem Heizkörper schießt Wasser!")
    assert careful_house.ticket().flags == {Flag.EMERGENCY}
    assert careful_house.ticket().priority == Priority.HIGH
    assert careful_house.kinds_to(SABINE)[-1] == careful_house.kinds_to(TIM)[-1] == "alarm"


def test_what_a_lower_priority_ended_is_an_emergency_again_when_it_is_taken_back(
    careful_house: House,
) -> None:
    careful_house.writes(ANNA, OUT, subject=SUBJECT)
    careful_house.answers(SABINE, careful_house.last_to(SABINE), "PRIORITÄT niedrig")
    assert careful_house.ticket().flags == frozenset()
    careful_house.answers(SABINE, careful_house.last_to(SABINE), "RÜCKGÄNGIG")
    assert careful_house.ticket().flags == {Flag.EMERGENCY}
    assert careful_house.ticket().priority == Priority.HIGH


@pytest.mark.parametrize("words", ["Notfall?", "Notfall: 0800 5550100", "Notfall ist das keiner"])
def test_sentences_with_the_word_raise_nothing(careful_house: House, words: str) -> None:
    careful_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    careful_house.answers(SABINE, careful_house.last_to(SABINE), words)
    assert careful_house.ticket().flags == frozenset()
    assert careful_house.kinds_to(TIM) == []


def test_high_priority_is_marked_and_told_to_nobody(careful_house: House) -> None:
    careful_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    careful_house.answers(SABINE, careful_house.last_to(SABINE), "PRIORITÄT HOCH")
    assert careful_house.ticket().priority == Priority.HIGH
    assert careful_house.kinds_to(ANNA) == ["acknowledgement"]


def test_notfall_is_taken_back_by_undo(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "NOTFALL")
    assert "emergency" in house.ticket().flags
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    ticket = house.ticket()
    assert "emergency" not in ticket.flags
    assert ticket.priority == "normal"
    assert "Zurückgenommen" in text_of(house.last_to(SABINE))


def test_whoever_notfall_alarmed_hears_that_it_is_taken_back(night_house: House) -> None:
    night_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    night_house.answers(SABINE, night_house.last_to(SABINE), "NOTFALL")
    assert night_house.kinds_to(TIM) == ["alarm"]
    night_house.answers(SABINE, night_house.last_to(SABINE), "RÜCKGÄNGIG")
    assert night_house.kinds_to(TIM) == ["alarm", "alarm"]
    off = night_house.last_to(TIM)
    assert "ALARM ZURÜCKGENOMMEN · von Sabine Vogt" in text_of(off)
    assert "NOTFALL  wenn es doch einer ist; das alarmiert noch einmal alle" in text_of(off)
    assert night_house.kinds_to(ANNA) == ["acknowledgement", "emergency", "emergency"]
    assert str(night_house.last_to(ANNA).message["Subject"]).startswith("Doch kein Notfall")
    assert night_house.kinds_to(MEIER) == ["order", "order_cancelled"]
    assert night_house.ticket().status is Status.OPEN
    receipt = text_of(night_house.last_to(SABINE))
    assert "Heizung Meier GmbH" in receipt
    assert "geht jetzt: der Alarm." not in receipt
    night_house.answers(TIM, off, "NOTFALL")
    assert "emergency" in night_house.ticket().flags
    assert night_house.kinds_to(SABINE)[-1] == "alarm"


@pytest.mark.parametrize("words", ["Angenommen.", "Wir kommen morgen um 10 Uhr."])
def test_an_on_call_firm_that_has_agreed_keeps_nobody_from_taking_the_alarm_back(
    night_house: House, words: str
) -> None:
    night_house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung")
    night_house.answers(SABINE, night_house.last_to(SABINE), "NOTFALL")
    receipt = night_house.last_to(SABINE)
    night_house.answers(MEIER, night_house.last_to(MEIER), words)
    night_house.answers(SABINE, receipt, "RÜCKGÄNGIG")
    (order,) = night_house.ticket().orders
    assert (order.phase, night_house.ticket().flags) == (Phase.CANCELLED, frozenset())
    assert night_house.kinds_to(MEIER)[-1] == "order_cancelled"
    subjects = [str(mail.message["Subject"]) for mail in night_house.mails_to(ANNA)]
    assert any(subject.startswith("Doch kein Notfall") for subject in subjects)
