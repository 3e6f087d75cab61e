"""M48: a manager posts a notice to the house; whom it reaches is shown, one word sends it, one mail to each."""

import io
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import icalendar
import pytest
from PIL import Image

from hauspost.desk.notices import NoticeKind
from hauspost.desk.policy import OUTGOING, Policy
from hauspost.store import mails as store
from hauspost.store.notices import due_notices
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    BORDER,
    DOMAIN,
    HANSEN,
    KRAUSE,
    MILLER,
    SABINE,
    TIM,
    YILDIZ,
    House,
    house_on,
    text_of,
)
from tests.relay import Taken
from tests.stories.test_buttons import presses

POST = f"lindenweg12+aushang@{DOMAIN}"
SUBJECT = "Wasserabstellung Do 16.10. 9-12 Uhr Haus 12"
WATER = (
    "Sehr geehrte Bewohnerinnen und Bewohner,\n"
    "wegen Reparatur am Steigstrang wird am 16.10. von 9 bis 12 Uhr in Haus 12 das Wasser abgestellt. "
    "Bitte Wasser bevorraten.\n"
    "Gültig bis: 16.10.\n"
)
BINS = "Liebe Nachbarn,\ndie neue Papiertonne steht im Hof."
PETERSEN = "dr.petersen@kanzlei.example"
EVERYBODY = (ANNA, PETERSEN, YILDIZ, MILLER)  # Ilse Schröder, WE05, has no mail address


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def told(house: House, address: str = SABINE) -> str:
    return flat(text_of(house.last_to(address)))


def posts(
    house: House, words: str = WATER, subject: str = SUBJECT, *, by: str = SABINE, auth: str = "pass"
) -> None:
    house.writes(by, words, to=POST, subject=subject, auth=auth)


def says(house: House, word: str, by: str = SABINE) -> None:
    house.answers(by, house.last_to(by), word)


def posted(house: House, words: str = WATER, subject: str = SUBJECT) -> None:
    posts(house, words, subject)
    says(house, "SENDEN")


def calendar_in(mail: Taken) -> Any:
    (part,) = (p for p in mail.message.walk() if p.get_content_type() == "text/calendar")
    octets = part.get_payload(decode=True)
    assert isinstance(octets, bytes)
    return icalendar.Calendar.from_ical(octets.decode())


def run(house: House, *statements: str) -> None:
    with house.gateway.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


# ---- the preview and its one word


def test_m48_the_preview_says_whom_it_would_reach_and_nothing_leaves(house: House) -> None:
    posts(house)
    assert house.kinds_to(SABINE) == ["house_preview"]
    preview = told(house)
    assert "NOCH NICHT GESENDET · SENDEN schickt den Aushang an 1 Haushalt" in preview
    assert "Haus 12, alle Bewohner: 2 Haushalte 1 mit Mail, 1 ohne" in preview
    assert "Ohne Mail WE05 Ilse Schröder" in preview
    assert "Nicht dabei 1 Eigentümer, der woanders wohnt" in preview
    assert "Termin Do, 16.10.2025, 9-12 Uhr (Kalendereintrag geht mit) Gilt bis Do, 16.10.2025" in preview
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_m48_one_word_sends_one_mail_to_each_and_the_sheet_to_the_caretaker(house: House) -> None:
    posted(house)
    assert house.kinds_to(ANNA) == ["house_notice"]
    assert house.kinds_to(KRAUSE) == ["house_paper"]
    assert house.kinds_to(SABINE) == ["house_preview", "house_sent"]
    assert not any(house.mails_to(other) for other in (YILDIZ, MILLER, PETERSEN, HANSEN))
    mail = house.last_to(ANNA)
    assert str(mail.message["Subject"]) == SUBJECT
    assert mail.message["Cc"] is mail.message["Bcc"] is None
    assert "Gültig bis" not in text_of(mail)
    assert "Ohne Mail, bitte in den Briefkasten · WE05 Ilse Schröder" in told(house, KRAUSE)
    (event,) = calendar_in(mail).walk("VEVENT")
    assert calendar_in(mail)["METHOD"] == "PUBLISH"
    assert event["DTSTART"].dt.isoformat() == "2025-10-16T09:00:00+02:00"
    assert event["DTEND"].dt.isoformat() == "2025-10-16T12:00:00+02:00"
    assert "ATTENDEE" not in event
    check_golden(house, "m48_house_notice")


def test_what_waits_for_its_turn_at_the_relay_keeps_no_receipt_waiting(house: House) -> None:
    posts(house)
    house.gateway.database.write(lambda connection: store.pause(connection, at=house.now))
    says(house, "SENDEN")
    house.later(minutes=1)
    house.writes(YILDIZ, "Das Fenster in der Küche schließt nicht mehr.", subject="Fenster")
    house.gateway.database.write(lambda connection: store.resume(connection, at=house.now))
    house.later(minutes=1)
    order = [mail.rcpt_to for mail in house.relay.mails]
    assert order.index(ANNA) > order.index(YILDIZ)


@pytest.mark.parametrize("word", ["OK", "JA", "SENDEN", "ja"])
def test_each_of_the_words_sends_it_and_the_second_time_nothing_happens(house: House, word: str) -> None:
    posts(house, BINS, "Papiertonne")
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, word)
    for address in EVERYBODY:
        assert house.kinds_to(address) == ["house_notice"]
    house.answers(SABINE, preview, "JA" if word == "SENDEN" else "SENDEN")
    assert house.kinds_to(ANNA) == ["house_notice"]
    assert house.verdicts()[-1] == ("done", "house_notice_answered")
    assert house.kinds_to(SABINE)[-1] == "transcript"


def test_no_octet_goes_to_two_recipients(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    mails = [house.last_to(address) for address in EVERYBODY]
    assert len({m.octets for m in mails}) == len(mails)
    assert len({str(m.message["Reply-To"]) for m in mails}) == len(mails)
    for mail, address in zip(mails, EVERYBODY, strict=True):
        others = set(EVERYBODY) - {address}
        assert not any(other.encode() in mail.octets for other in others)


@pytest.mark.parametrize("word", ["STOPP", "NEIN", "Nein, doch nicht"])
def test_a_no_discards_it_and_nobody_ever_hears_of_it(house: House, word: str) -> None:
    posts(house)
    says(house, word)
    assert "VERWORFEN · niemand im Haus erfährt davon" in told(house)
    house.later(days=3)
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}
    assert house.tickets() == []


def test_words_that_nobody_understands_send_nothing_and_ask_again(house: House) -> None:
    posts(house)
    says(house, "Passt so, aber bitte erst ab morgen")
    assert "NICHT VERSTANDEN, NOCH NICHT GESENDET" in told(house)
    assert not house.mails_to(ANNA)
    says(house, "SENDEN\n\nBitte auch an Frau Meier")
    assert "NICHT VERSTANDEN" in told(house)
    assert not house.mails_to(ANNA)
    says(house, "SENDEN")
    assert house.kinds_to(ANNA) == ["house_notice"]


def test_a_forged_mail_posts_nothing_and_an_unproven_one_only_asks_the_registered_address(
    house: House,
) -> None:
    posts(house, auth="fail")
    assert house.arrivals()[-1].state == "held"
    posts(house, auth="none", subject="Wasser")
    assert house.kinds_to(SABINE)[-1] == "house_preview"
    assert not house.mails_to(ANNA)


def test_a_strict_house_wants_both_proofs(strict_house: House) -> None:
    house = strict_house
    posts(house)
    says(house, "SENDEN")
    assert not house.mails_to(ANNA)
    house.answers(SABINE, house.mails_to(SABINE)[0], "SENDEN", auth="pass", client="gmail")
    assert house.kinds_to(ANNA) == ["house_notice"]


def test_the_buttons_do_what_their_words_do(house: House) -> None:
    posts(house, BINS, "Papiertonne Haus 12")
    presses(house, SABINE, house.last_to(SABINE), "AN ALLE")
    assert "alle Bewohner: 5 Haushalte" in told(house)
    presses(house, SABINE, house.last_to(SABINE), "SENDEN")
    assert house.kinds_to(YILDIZ) == ["house_notice"]
    presses(house, SABINE, house.last_to(SABINE), "ZURÜCKZIEHEN")
    assert house.kinds_to(YILDIZ) == ["house_notice", "house_back"]


def test_in_the_hold_time_stopp_leaves_no_trace(five_minute_house: House) -> None:
    house = five_minute_house
    posted(house)
    assert "WARTET · der Aushang geht um 12:05 Uhr an 1 Haushalt" in told(house)
    says(house, "STOPP")
    house.later(hours=1)
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_a_manager_who_reads_english_answers_in_english(house: House) -> None:
    run(house, "update persons set language = 'en' where id = '9001'")
    posts(house, "Dear residents,\nno water in house 12 on 16 October, 9 am to 12 pm.", "No water")
    assert "NOT SENT YET · SEND sends the notice to 1 household" in told(house)
    says(house, "WITH OWNERS")
    says(house, "SEND")
    assert house.kinds_to(PETERSEN) == ["house_notice"]
    says(house, "WITHDRAW")
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]


# ---- whom it is for


@pytest.mark.parametrize(
    "words, reaches, says_who",
    [
        ("NUR HAUS 14", {YILDIZ, MILLER, PETERSEN}, "Haus 14, alle Bewohner: 3 Haushalte"),
        ("nur Mieter", {ANNA, MILLER}, "nur Mieter: 3 Haushalte"),
        ("NUR EIGENTÜMER", {PETERSEN, YILDIZ}, "nur Eigentümer: 2 Haushalte"),
        ("WE03, WE 11", {ANNA, MILLER}, "WE03 und WE11, alle Bewohner: 2 Haushalte"),
        (
            "Haus 12, mit Eigentümern",
            {ANNA, PETERSEN},
            "Haus 12, alle Bewohner und alle Eigentümer: 3 Haushalte",
        ),
        ("nur Beirat", {YILDIZ}, "nur Beirat: 1 Haushalt"),
    ],
)
def test_a_word_narrows_and_is_shown_before_anything_leaves(
    house: House, words: str, reaches: set[str], says_who: str
) -> None:
    posts(house, BINS, "Papiertonne")
    says(house, words)
    assert says_who in told(house)
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}
    says(house, "SENDEN")
    assert {m.rcpt_to for m in house.relay.mails} - {SABINE, KRAUSE} == reaches


def test_the_button_adds_owners_who_live_elsewhere_unless_they_want_no_mails(house: House) -> None:
    posts(house)
    says(house, "MIT EIGENTÜMERN")
    assert "Haus 12, alle Bewohner und alle Eigentümer: 3 Haushalte" in told(house)
    run(house, "update persons set notify = 'never' where id = '1002'")
    says(house, "SENDEN")
    assert {m.rcpt_to for m in house.relay.mails} - {SABINE, KRAUSE} == {ANNA}


def test_nobody_who_left_or_is_yet_to_come_gets_it(house: House) -> None:
    run(
        house,
        "update role_assignments set valid_to = '2025-10-13' where person = '1004'",
        "update role_assignments set valid_from = '2025-11-01' where person = '1003'",
    )
    posted(house, BINS, "Papiertonne")
    assert {m.rcpt_to for m in house.relay.mails} - {SABINE, KRAUSE} == {ANNA, PETERSEN}


def test_muting_the_house_and_wanting_no_mails_covers_no_notice(house: House) -> None:
    run(house, "update persons set notify = 'never' where id = '1001'")
    posted(house)
    assert house.kinds_to(ANNA) == ["house_notice"]


def test_a_household_behind_one_address_gets_one_mail(house: House) -> None:
    house.writes(SABINE, BINS, to=f"hafenstr5+notice@{DOMAIN}", subject="Papiertonne")
    says(house, "SENDEN")
    schulz = "familie.schulz@web.example"
    assert house.kinds_to(schulz) == ["house_notice"]
    assert house.kinds_to("jan.k@mail.example") == []  # he moved out
    assert house.kinds_to(HANSEN) == ["house_notice"]


# ---- what cannot be sent


@pytest.mark.parametrize(
    "words, lead",
    [
        ("Gültig bis: 13.10.\nDie Tonne steht im Hof.", "NICHT GESENDET · unklar ist, bis wann er gilt"),
        (
            "Gültig bis: Sankt Nimmerlein\nDie Tonne steht im Hof.",
            "NICHT GESENDET · unklar ist, bis wann er gilt",
        ),
        ("", "NICHTS ZU SENDEN · die Mail hat keinen Text"),
        ("Wasser. " * 1_200, "NICHT GESENDET · der Text ist länger als 8.000 Zeichen"),
        ("nur Beirat\nHaus 12\n", ""),
    ],
)
def test_what_cannot_be_sent_is_said_with_the_mend(house: House, words: str, lead: str) -> None:
    posts(house, words, "Papiertonne")
    assert lead in told(house)
    if lead:
        assert "neu" in told(house)
        says(house, "SENDEN")
    assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_past_dates_and_holidays_are_pointed_out(house: House) -> None:
    posts(house, "Am 31.12.2025 um 9 Uhr wird das Wasser abgestellt.", "Wasser")
    assert "Ein Ende ist nicht genannt; der Kalendereintrag dauert eine Stunde." in told(house)
    posts(house, "Am 25.12. von 9 bis 12 Uhr wird das Wasser abgestellt.", "Wasser an Weihnachten")
    assert "Do, 25.12.2025 ist ein Feiertag." in told(house)
    posts(house, "Am 13.10. von 9 bis 12 Uhr wird das Wasser abgestellt.", "Wasser im Keller")
    assert "Der Termin, Mo, 13.10.2025, ist vorbei; es gibt keinen Kalendereintrag." in told(house)


def test_a_notice_whose_last_day_has_passed_is_not_sent_any_more(house: House) -> None:
    posts(house)
    preview = house.last_to(SABINE)
    house.later(days=3)
    house.answers(SABINE, preview, "SENDEN")
    assert not house.mails_to(ANNA)
    assert house.kinds_to(SABINE) == ["house_preview", "transcript"]
    assert "abgelaufen" in told(house)


# ---- quiet hours, withdrawing, replacing


def test_at_night_it_waits_until_the_quiet_hours_are_over_and_stopp_leaves_no_trace(house: House) -> None:
    house.later(hours=10)  # 22:00
    posts(house)
    assert "Jetzt ist Ruhezeit: SENDEN schickt ihn morgen um 7:00 Uhr." in told(house)
    says(house, "SENDEN")
    assert "WARTET · der Aushang geht morgen um 7:00 Uhr an 1 Haushalt" in told(house)
    assert not house.mails_to(ANNA)
    says(house, "STOPP")
    assert "1 Mail war noch nicht unterwegs und bleibt hier." in told(house)
    house.later(hours=12)
    assert not house.mails_to(ANNA)
    assert not house.mails_to(KRAUSE)


def test_it_leaves_when_the_quiet_hours_are_over_or_at_once_by_its_own_word(house: House) -> None:
    house.later(hours=10)
    posted(house)
    posts(house, "Das Wasser ist seit 21 Uhr weg, der Notdienst kommt.", "Kein Wasser")
    says(house, "SOFORT SENDEN")
    assert [str(m.message["Subject"]) for m in house.mails_to(ANNA)] == ["Kein Wasser"]
    house.later(hours=9)
    assert house.kinds_to(ANNA) == ["house_notice", "house_notice"]


def test_what_holds_only_today_does_not_wait_until_it_is_over(house: House) -> None:
    house.later(hours=10)  # 22:00
    posts(house, "Ab 23 Uhr gibt es kein Wasser.\nGültig bis: 14.10.", "Kein Wasser")
    assert "Ruhezeit" not in told(house)
    says(house, "SENDEN")
    assert house.kinds_to(ANNA) == ["house_notice"]


def test_what_can_be_stopped_until_the_evening_waits_for_the_morning(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(hold_minutes=10)) as house:
        house.later(hours=7, minutes=55)  # 19:55
        posted(house, BINS, "Papiertonne")
        assert "WARTET · der Aushang geht morgen um 7:00 Uhr" in told(house)
        house.later(minutes=15)
        assert not house.mails_to(ANNA)
        house.later(hours=11)
        assert house.kinds_to(ANNA) == ["house_notice"]


def test_stopp_under_the_preview_takes_back_what_was_sent_already(house: House) -> None:
    posts(house)
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, "SENDEN")
    house.answers(SABINE, preview, "STOPP")
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]
    assert house.kinds_to(SABINE)[-1] == "house_sent"


@pytest.mark.parametrize("word", ["ZURÜCKZIEHEN", "RÜCKGÄNGIG", "STOPP"])
def test_afterwards_it_is_withdrawn_and_whoever_got_it_hears_so(house: House, word: str) -> None:
    posted(house)
    says(house, word)
    assert "ZURÜCKGEZOGEN · 1 Empfänger erfährt, dass der Aushang nicht mehr gilt" in told(house)
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]
    assert "gilt nicht mehr" in told(house, ANNA)
    assert calendar_in(house.last_to(ANNA))["METHOD"] == "CANCEL"
    assert "Bitte nehmen Sie den Zettel im Treppenhaus ab." in told(house, KRAUSE)
    house.later(days=2)
    assert house.kinds_to(SABINE)[-1] == "house_sent"  # no report of what holds no more


def test_other_words_under_the_receipt_withdraw_nothing(house: House) -> None:
    posted(house)
    says(house, "Prima, danke für die Mühe")
    assert house.kinds_to(ANNA) == ["house_notice"]
    assert house.kinds_to(SABINE)[-1] == "transcript"


def test_the_same_subject_again_overtakes_a_preview(house: House) -> None:
    posts(house)
    first = house.last_to(SABINE)
    posts(house, WATER.replace("bevorraten", "abfüllen"))
    assert "Die frühere Vorschau mit diesem Betreff ist verfallen." in told(house)
    house.answers(SABINE, first, "SENDEN")
    assert not house.mails_to(ANNA)


def test_the_same_subject_again_replaces_a_notice_that_is_out(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    posts(house, "Die Papiertonne steht nun doch vor Haus 12.", "Papiertonne")
    assert "Er ersetzt den Aushang, der heute um 12:00 Uhr hinausging" in told(house)
    says(house, "SENDEN")
    assert house.kinds_to(ANNA) == ["house_notice", "house_notice"]
    assert "Dieser Aushang ersetzt den, den wir Ihnen heute um 12:00 Uhr geschickt haben." in told(
        house, ANNA
    )
    assert house.kinds_to(YILDIZ) == ["house_notice", "house_back"]


def test_a_correction_that_is_stopped_takes_along_the_notice_that_it_was_to_replace(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    house.later(hours=10)
    posted(house, "Die Papiertonne kommt nun doch nicht.", "Papiertonne")
    assert "wer den früheren bekam, erfährt dann" in told(house)
    says(house, "STOPP")
    assert "4 Empfänger erfahren" in told(house)
    house.later(hours=12)
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]
    assert "den Sie heute um 12:00 Uhr bekamen" in told(house, ANNA)
    assert "die neue Papiertonne steht im Hof" in told(house, ANNA)
    assert "nun doch nicht" not in told(house, ANNA)
    assert house.kinds_to(KRAUSE) == ["house_paper", "house_back"]


def test_a_second_correction_ends_all_that_people_have(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    house.later(hours=10)
    posted(house, "Die Papiertonne kommt nun doch nicht.", "Papiertonne")
    posted(house, "Die Papiertonne steht vor Haus 12.", "Papiertonne")
    house.later(hours=12)
    assert house.kinds_to(ANNA) == ["house_notice", "house_notice"]
    assert house.kinds_to(YILDIZ) == ["house_notice", "house_back"]
    assert "nun doch nicht" not in told(house, YILDIZ)


def test_a_mail_that_no_server_took_in_time_is_not_sent_any_more(house: House) -> None:
    house.relay.answers("rcpt", "451 4.7.1 try again later", to=ANNA)
    posted(house)
    house.relay.behaves()
    house.later(days=3)
    assert not house.mails_to(ANNA)


def test_what_still_waits_for_a_server_is_withdrawn_without_a_trace(house: House) -> None:
    house.relay.answers("rcpt", "451 4.7.1 try again later", to=ANNA)
    posted(house)
    says(house, "ZURÜCKZIEHEN")
    assert "1 Mail war noch nicht unterwegs und bleibt hier." in told(house)
    house.relay.behaves()
    house.later(hours=3)
    assert not house.mails_to(ANNA)


def test_who_moved_out_while_the_mail_waited_gets_it_no_more(house: House) -> None:
    house.later(hours=10)
    posted(house, BINS, "Papiertonne")
    run(house, "update role_assignments set valid_to = '2025-10-14' where person = '1004'")
    house.later(hours=10)
    assert house.kinds_to(ANNA) == ["house_notice"]
    assert not house.mails_to(MILLER)


# ---- how it went


def test_when_every_mail_has_its_answer_the_manager_hears_how_they_went(house: House) -> None:
    posted(house)
    house.later(minutes=61)
    assert house.kinds_to(SABINE)[-1] == "house_report"
    report = told(house)
    assert "AUSHANG ANGEKOMMEN · 1 Mail zugestellt" in report
    assert "Ohne Mailadresse · WE05 Ilse Schröder" in report
    house.later(days=5)
    assert house.kinds_to(SABINE).count("house_report") == 1


def test_whom_no_server_took_it_for_is_named_once_in_the_report(house: House) -> None:
    house.relay.answers("rcpt", "550 5.1.1 no such user", to=MILLER)
    posted(house, BINS, "Papiertonne")
    assert house.kinds_to(SABINE) == ["house_preview", "house_sent"]  # no alert for each
    house.later(hours=2)
    assert "3 Mails zugestellt, 1 nicht" in told(house)
    assert "WE11 James Miller: 550 5.1.1 no such user" in told(house)


def test_before_going_live_nobody_has_got_it_and_nobody_hears_that_it_is_over(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="managers")) as house:
        posted(house, BINS, "Papiertonne")
        house.later(hours=2)
        assert "AUSHANG ZUR PROBE · 0 Mails zugestellt" in told(house)
        assert "als Muster für 4 Empfänger" in told(house)
        report = house.last_to(SABINE)
        (sample,) = (m for m in house.mails_to(SABINE) if "Empfänger: " in str(m.message["Subject"]))
        assert str(sample.message["Subject"]) == "PROBE an 4 Empfänger: Papiertonne"
        assert "PROBE für 4 Empfänger" in text_of(sample)
        assert house.kinds_to(SABINE).count("house_notice") == 1
    with house_on(furnished_url, Policy(sending="on")) as house:
        house.later(hours=3)
        house.answers(SABINE, report, "ZURÜCKZIEHEN")
        assert "Niemand hatte ihn bekommen." in told(house)
        assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def test_one_trial_stands_for_all_and_who_moved_out_is_no_sample(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="managers", hold_minutes=30)) as house:
        posted(house, BINS, "Papiertonne")
        at = house.now + timedelta(hours=1)
        with house.gateway.database.read() as connection:
            every = due_notices(connection, at=at, limit=2, outgoing=lambda _place: OUTGOING["managers"])
        (owed,) = (o for o in every if o.kind is NoticeKind.HOUSE_NOTICE)
        assert (owed.recipients, len(owed.others), len(owed.own)) == (4, 3, 1)
        run(house, f"update role_assignments set valid_to = '2025-10-13' where person = '{owed.persons[0]}'")
        house.later(minutes=31)
        (sample,) = (m for m in house.mails_to(SABINE) if "PROBE an 3 Empf" in str(m.message["Subject"]))
        assert owed.address not in text_of(sample)


def test_a_report_waits_for_the_morning_while_a_mail_is_under_way(house: House) -> None:
    house.relay.answers("rcpt", "451 4.7.1 try again later", to=MILLER)
    posted(house, BINS, "Papiertonne")
    house.later(hours=2)
    assert house.kinds_to(SABINE)[-1] == "house_sent"
    house.later(hours=22)
    assert "AUSHANG ANGEKOMMEN · 3 Mails zugestellt, 1 noch unterwegs" in told(house)


def test_the_report_takes_the_notice_back_as_well(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    house.later(hours=24)
    says(house, "ZURÜCKZIEHEN")
    assert house.kinds_to(ANNA) == ["house_notice", "house_back"]


# ---- answers


def test_an_answer_is_a_private_ticket_of_its_author_and_says_what_it_answers(house: House) -> None:
    posted(house, BINS, "Papiertonne")
    house.answers(MILLER, house.last_to(MILLER), "Die Tonne steht vor meinem Kellerfenster.")
    ticket = house.ticket()
    assert (str(ticket.visibility), ticket.reporter) == ("private", "1004")
    assert "Antwort auf Aushang „Papiertonne“, gesendet heute um 12:00 Uhr" in told(house)
    assert house.kinds_to(ANNA) == ["house_notice"]


def test_two_answers_are_two_tickets_and_thanks_are_none(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    posted(house, BINS, "Papiertonne")
    house.answers(ANNA, house.last_to(ANNA), "Wo genau im Hof steht sie?")
    house.answers(MILLER, house.last_to(MILLER), "Danke!")
    assert [t.reporter for t in house.tickets()] == ["1001", "1001"]


@pytest.mark.parametrize(
    "word", ["STUMM", "Erledigt", "JA", "OK, danke", "Hallo,\n\nNein\n\nViele Grüße\nAnna Berger", ""]
)
def test_a_word_without_content_opens_nothing_and_is_answered_kindly(house: House, word: str) -> None:
    posted(house, BINS, "Papiertonne")
    before = len(house.mails_to(SABINE))
    house.answers(ANNA, house.last_to(ANNA), word)
    assert house.tickets() == []
    assert house.kinds_to(ANNA) == ["house_notice", "noted"]
    assert len(house.mails_to(SABINE)) == before
    expected = "lassen sich nicht abstellen" if word == "STUMM" else "ist nichts weiter zu tun"
    assert expected in told(house, ANNA)
    if word in ("STUMM", "JA"):
        check_golden(house, f"house_notice_{word.lower()}")
    posted(house, WATER, SUBJECT)
    assert house.kinds_to(ANNA)[-1] == "house_notice"


def test_what_the_caretaker_answers_comes_to_the_office_as_an_answer_to_the_notice(house: House) -> None:
    posted(house)
    house.answers(
        KRAUSE, house.last_to(KRAUSE), "Der Schaukasten in Haus 12 ist abgeschlossen, wer hat den Schlüssel?"
    )
    assert str(house.ticket().kind) == "office"
    assert "Antwort auf Aushang „Wasserabstellung" in told(house)


def test_who_lives_in_two_houses_answers_at_the_house_of_the_notice(house: House) -> None:
    run(
        house,
        "insert into role_assignments (person, property, unit, role) values ('1004', 'HS5', 'WE01', 'tenant')",
    )
    posted(house, BINS, "Papiertonne")
    house.answers(MILLER, house.last_to(MILLER), "Die Tonne steht vor meinem Kellerfenster.")
    assert house.ticket().property_id == "LW12"


def test_an_absence_note_is_recorded_and_answered_by_nobody(house: House) -> None:
    posted(house)
    before = len(house.relay.mails)
    notice = house.last_to(ANNA)
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass (p=reject) header.from=post.example"
    mail["From"], mail["To"] = ANNA, str(notice.message["Reply-To"])
    mail["Subject"], mail["Auto-Submitted"] = "Abwesenheit", "auto-replied"
    mail["In-Reply-To"] = str(notice.message["Message-ID"])
    mail["Date"], mail["Message-ID"] = format_datetime(house.now), "<away@post.example>"
    mail.set_content("Ich bin im Urlaub.")
    address = notice.message["Reply-To"].addresses[0]
    house.receives(mail.as_bytes(), mail_from="", rcpt_to=f"{address.username}@{address.domain}")
    assert house.arrivals()[-1].verdict == "recorded"
    assert len(house.relay.mails) == before
    assert house.tickets() == []


# ---- who may not


def test_what_a_resident_sends_there_is_a_report_of_the_own(house: House) -> None:
    posts(house, "Im Hof liegt Müll.", "Müll", by=ANNA)
    assert house.ticket().reporter == "1001"
    assert not house.mails_to(MILLER)
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_colleague_cannot_answer_the_preview_of_another(house: House) -> None:
    posts(house)
    house.answers(TIM, house.last_to(SABINE), "SENDEN")
    assert not house.mails_to(ANNA)


# ---- bad input


@pytest.mark.parametrize(
    "subject",
    [
        "<script>alert(1)</script> & <b>Wasser</b>",
        "Wasser 💧🚰 \u202egnusserp",
        "W" * 500,
        "=?utf-8?q?Wasser=0D=0ABcc:_alle@fremd.example?=",
    ],
)
def test_any_subject_is_harmless(house: House, subject: str) -> None:
    posted(house, f"Liebe Nachbarn,\n{subject}\n<img src=x onerror=y>", subject)
    mail = house.last_to(ANNA)
    html = mail.message.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "<img" not in html.get_content()
    assert mail.message["Bcc"] is None
    assert len(str(mail.message["Subject"])) <= 100


def test_two_thousand_recipients_are_one_event(furnished_sqlite: str) -> None:
    """Nothing leaves here, so that what is looked at is the decision and its rows alone."""
    with house_on(furnished_sqlite) as house:
        people = ", ".join(
            f"('m{n}', 'Herr', '', 'Muster{n}', '[]', 'de', 'at_once', '', '')" for n in range(2_000)
        )
        mails = ", ".join(f"('m{n}@viele.example', 'm{n}', 0)" for n in range(1_990))
        roles = ", ".join(f"('m{n}', 'LW12', 'X{n}', 'tenant')" for n in range(2_000))
        run(
            house,
            "insert into persons (id, salutation, first_name, last_name, phones, language, notify, transcripts,"
            f" contact_release) values {people}",
            f"insert into addresses (address, person, rank) values {mails}",
            f"insert into role_assignments (person, property, unit, role) values {roles}",
        )
        house.later(hours=10)
        posts(house, BINS, "Papiertonne")
        assert "2005 Haushalte" in told(house)
        assert "1994 mit Mail, 11 ohne" in told(house)
        says(house, "SENDEN")
        assert "WARTET" in told(house)
        assert counted(house, "house_notice") == (1_994, 1)
        says(house, "STOPP")
        assert "1994 Mails waren noch nicht unterwegs und bleiben hier." in told(house)
        house.later(hours=12)
        assert {m.rcpt_to for m in house.relay.mails} == {SABINE}


def counted(house: House, kind: str) -> tuple[int, int]:
    """How many notices of that kind are owed, and by how many events."""
    query = f"select count(*), count(distinct event) from notices where kind = '{kind}' and state = 'owed'"
    with house.gateway.database.read() as connection:
        row = connection.exec_driver_sql(query).one()
    return int(row[0]), int(row[1])


# ---- files


def photo() -> bytes:
    """A picture as a telephone makes it, with a place in it."""
    exif = Image.Exif()
    exif[0x010E] = "Keller von Sabine Vogt"
    buffer = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def posts_files(house: House, *files: tuple[str, str, bytes]) -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass (p=reject) header.from=hv-sonnenschein.example"
    mail["From"], mail["To"], mail["Subject"] = SABINE, POST, "Papiertonne"
    mail["Date"], mail["Message-ID"] = format_datetime(house.now), "<files@hv-sonnenschein.example>"
    mail.set_content(BINS)
    for name, kind, octets in files:
        main, _, sub = kind.partition("/")
        mail.add_attachment(octets, maintype=main, subtype=sub, filename=name)
    house.receives(mail.as_bytes(), mail_from=SABINE, rcpt_to=POST)


def test_pictures_go_along_as_copies_and_a_pdf_as_it_is(house: House) -> None:
    paper = b"%PDF-1.4\n" + b"Hausordnung " * 50
    taken = photo()
    posts_files(
        house,
        ("Hausordnung.pdf", "application/pdf", paper),
        ("IMG_1.jpg", "image/jpeg", taken),
        ("Plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK" * 900),
    )
    assert "Anhänge Hausordnung.pdf und IMG_1.jpg" in told(house)
    assert "Bleibt hier: Plan.docx (nur Bilder und PDF gehen mit)." in told(house)
    says(house, "SENDEN")
    house.later(minutes=3)
    files = {
        str(p.get_filename()): p.get_payload(decode=True)
        for p in house.last_to(ANNA).message.iter_attachments()
    }
    assert files["Hausordnung.pdf"] == paper
    (picture,) = (octets for name, octets in files.items() if name != "Hausordnung.pdf")
    assert isinstance(picture, bytes)
    assert b"Sabine Vogt" in taken
    assert b"Sabine Vogt" not in picture
    assert "IMG_1.jpg" not in files


def test_a_file_that_is_too_large_stays_and_the_preview_says_so(house: House) -> None:
    posts_files(house, ("Film.pdf", "application/pdf", b"%PDF-1.4\n" + bytes(6 * 1024 * 1024)))
    assert "Bleibt hier: Film.pdf (alle Dateien zusammen haben höchstens 5 MB)." in told(house)


def test_the_sheet_goes_with_the_caretaker_s_mail_and_the_receipt_alone(house: House) -> None:
    posted(house)
    kinds = {
        address: [p.get_content_type() for p in house.last_to(address).message.walk()]
        for address in (ANNA, KRAUSE, SABINE)
    }
    assert "application/pdf" not in kinds[ANNA]
    assert "application/pdf" in kinds[KRAUSE]
    assert "application/pdf" in kinds[SABINE]
