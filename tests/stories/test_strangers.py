"""Forged, unknown, replayed and automatic mails: kept, never obeyed, never answered to the wrong person."""

import pytest

from tests.house import (
    ANNA,
    BORDER,
    DESK,
    DOMAIN,
    HANSEN,
    HARBOUR,
    HOUSE,
    SABINE,
    STRANGER,
    YILDIZ,
    House,
    secret_of,
    text_of,
)


def opened(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")


def test_a_forged_manager_changes_nothing_and_stands_on_the_held_list(house: House) -> None:
    opened(house)
    house.writes(SABINE, "ERLEDIGT", subject="AW: [T-1001] Heizung", auth="fail")
    assert str(house.ticket().status) == "OPEN"
    assert house.verdicts()[-1] == ("held", "unverified")
    assert house.kinds_to(SABINE)[-1] == "held_list"
    assert "ERLEDIGT" in text_of(house.last_to(SABINE))


def test_a_forged_manager_without_a_verdict_of_the_border_commands_nothing_either(house: House) -> None:
    opened(house)
    house.writes(SABINE, "ERLEDIGT", subject="AW: [T-1001] Heizung", auth="none")
    assert str(house.ticket().status) == "OPEN"
    assert house.verdicts()[-1][0] == "held"


def test_a_forged_manager_cannot_write_to_a_resident(house: House) -> None:
    house.writes(SABINE, "AN Berger: Bitte überweisen Sie auf ein neues Konto.", subject="Konto", auth="none")
    assert house.mails_to(ANNA) == []
    assert house.verdicts() == [("held", "unproven_command")]


def test_somebody_who_got_a_forwarded_notice_can_do_nothing_with_its_secret(house: House) -> None:
    opened(house)
    notice = house.last_to(SABINE)
    house.answers(STRANGER, notice, "ERLEDIGT", auth="pass")
    house.answers(YILDIZ, notice, "ERLEDIGT", auth="pass")
    assert str(house.ticket().status) == "OPEN"
    assert [v[0] for v in house.verdicts()[-2:]] == ["held", "held"]
    assert house.mails_to(STRANGER) == []
    assert house.mails_to(YILDIZ) == []


def test_strict_commands_want_the_border_s_word_as_well(strict_house: House) -> None:
    house = strict_house
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN", auth="none")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "transcript"
    house.answers(SABINE, house.mails_to(SABINE)[0], "FREIGEBEN, bitte", auth="pass")
    assert str(house.ticket().status) == "RELEASED"


def test_an_unknown_sender_gets_one_neutral_answer_a_day_that_says_nothing_of_the_house(house: House) -> None:
    house.writes(STRANGER, "Hier tropft es, WE07!", subject="Wasser")
    house.writes(STRANGER, "Hallo?", subject="Wasser")
    assert house.kinds_to(STRANGER) == ["neutral"]
    text = text_of(house.last_to(STRANGER))
    assert "Yıldız" not in text
    assert "T-1" not in text
    assert house.tickets() == []


@pytest.mark.parametrize("auth", ["none", "fail"])
def test_an_unproven_unknown_sender_gets_no_answer_at_all(house: House, auth: str) -> None:
    house.writes(STRANGER, "Gewinnspiel", auth=auth)
    assert house.mails_to(STRANGER) == []
    assert house.verdicts()[0][0] == "held"


def test_a_spam_mark_of_the_border_means_silence(house: House) -> None:
    house.writes(STRANGER, "Angebot", X_Spam_Flag="YES")
    assert house.mails_to(STRANGER) == []


def test_a_resident_whose_mail_fails_the_border_s_check_is_told_once_a_day_at_the_registered_address(
    house: House,
) -> None:
    opened(house)
    notice = house.last_to(ANNA)
    house.answers(ANNA, notice, "Es ist dringend", auth="fail")
    house.answers(ANNA, notice, "Wirklich!", auth="fail")
    assert house.kinds_to(ANNA) == ["acknowledgement", "held_note"]
    assert len(house.held()) == 2


def test_the_manager_takes_a_held_mail_as_the_resident_s_own(house: House) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "Jetzt ist auch die Küche kalt.", auth="fail")
    number = house.held()[0].id
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} OK")
    assert "Jetzt ist auch die Küche kalt." in [e.text for e in house.entries(1001)]
    assert house.held() == []
    assert "Jetzt ist auch die Küche kalt." in text_of(house.mails_to(SABINE)[-2]) + text_of(
        house.mails_to(SABINE)[-1]
    )


def test_the_manager_makes_a_ticket_of_a_stranger_s_mail_or_discards_it(house: House) -> None:
    house.writes(STRANGER, "Der Baum ragt über den Zaun.", subject="Baum")
    house.writes(STRANGER, "Herbstangebot", subject="Dach")
    first, second = (q.id for q in house.held())
    house.answers(SABINE, house.last_to(SABINE), f"H-{first} NEU\nH-{second} SPAM")
    ticket = house.ticket()
    assert (ticket.subject, ticket.reporter) == ("Baum", None)
    assert house.held() == []
    assert ("done", "spam") in house.verdicts()
    assert house.kinds_to(STRANGER) == ["neutral"]


def test_a_held_mail_is_answered_once(house: House) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "Noch etwas.", auth="fail")
    number = house.held()[0].id
    listed = house.last_to(SABINE)
    house.answers(SABINE, listed, f"H-{number} OK")
    entries = len(house.entries(1001))
    house.answers(SABINE, listed, f"H-{number} SPAM")
    assert len(house.entries(1001)) == entries


def test_held_mails_come_as_one_list_at_most_three_times_a_day(house: House) -> None:
    for n in range(6):
        house.writes(STRANGER, f"Angebot {n}", subject=f"Angebot {n}")
    assert house.kinds_to(SABINE) == ["held_list"] * 3
    house.later(hours=24)
    assert house.kinds_to(SABINE) == ["held_list"] * 4
    assert "Angebot 5" in text_of(house.last_to(SABINE))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example>"},
        {"X_Hauspost_Id": "abc"},
    ],
)
def test_automatic_mail_is_kept_and_answered_by_nobody(house: House, headers: dict[str, str]) -> None:
    house.writes(ANNA, "Ich bin bis 24.10. nicht da. ERLEDIGT", subject="Abwesenheitsnotiz", **headers)
    assert house.tickets() == []
    assert house.relay.mails == []
    assert house.verdicts()[0][0] == "done"


@pytest.mark.parametrize("subject", ["Abwesenheitsnotiz", "Automatic reply: heating"])
def test_the_words_of_an_absence_note_silence_no_resident_and_bring_no_stranger_before_the_managers(
    house: House, subject: str
) -> None:
    house.writes(STRANGER, "Ich bin bis 24.10. nicht da.", subject=subject)
    assert house.verdicts() == [("done", "automatic")]
    assert house.relay.mails == []
    house.writes(ANNA, "Ich bin bis 24.10. nicht da, und die Heizung ist kalt.", subject=subject)
    assert house.ticket().reporter is not None
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_manager_s_absence_note_is_no_command(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT", client="outlook")
    house.writes(
        SABINE,
        "ERLEDIGT werden Ihre Anliegen ab 25.10.",
        to=secret_of(house.last_to(SABINE)),
        subject="Automatische Antwort",
        Auto_Submitted="auto-replied",
    )
    assert house.entries(1001)[-1].kind == "automatic"


def test_the_same_mail_changes_a_ticket_once(house: House) -> None:
    opened(house)
    octets = house.writes(ANNA, "Noch ein Satz.", to=secret_of(house.last_to(ANNA))).as_bytes()
    house.receives(octets, mail_from=ANNA, rcpt_to=secret_of(house.last_to(ANNA)))
    assert [e.text for e in house.entries(1001)].count("Noch ein Satz.\n".strip()) == 1
    assert house.verdicts()[-1] == ("duplicate", "duplicate")


def test_one_mail_to_the_house_and_to_its_ticket_is_heard_once(house: House) -> None:
    opened(house)
    secret = secret_of(house.last_to(ANNA))
    head = f"From: {ANNA}\r\nTo: {secret}, {HOUSE}\r\nSubject: Re\r\nMessage-ID: <twice@post.example>\r\n"
    mail = f"{head}\r\nNoch kalt.\r\n"
    house.receives(mail.encode(), mail_from=ANNA, rcpt_to=[secret, HOUSE])
    assert len(house.tickets()) == 1
    assert len(house.entries(1001)) == 2


def test_one_mail_to_two_houses_is_one_matter_for_each_that_knows_the_author(house: House) -> None:
    verdict = f"Authentication-Results: {BORDER}; dmarc=pass\r\n"
    head = f"{verdict}From: {HANSEN}\r\nTo: {HARBOUR}, {HOUSE}\r\nMessage-ID: <both@nord.example>\r\n"
    mail = f"{head}\r\nKlingel defekt\r\n"
    house.receives(mail.encode(), mail_from=HANSEN, rcpt_to=[HARBOUR, HOUSE])
    assert [t.property_id for t in house.tickets()] == ["HS5"]
    assert sorted(v[0] for v in house.verdicts()) == ["done", "held"]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: kein Absender\r\n",
        f"From: {ANNA}\r\nFrom: {SABINE}\r\nSubject: zwei\r\n",
        f"From: {ANNA}, {SABINE}\r\nSubject: zwei in einem\r\n",
        "From: =?utf-8?q?kaputt\r\nSubject: =?x?\r\nContent-Type: multipart/mixed; boundary=\r\n",
    ],
)
def test_a_mail_without_one_clear_author_is_held_for_the_managers(house: House, head: str) -> None:
    house.receives((head + f"To: {HOUSE}\r\n\r\nERLEDIGT\r\n").encode(), mail_from="", rcpt_to=HOUSE)
    assert house.tickets() == []
    assert house.verdicts()[0][0] in ("held", "done")
    assert {m.rcpt_to for m in house.relay.mails} <= {SABINE}


def test_a_bounce_or_an_answer_at_the_return_path_moves_nothing(house: House) -> None:
    opened(house)
    house.receives(
        f"From: MAILER-DAEMON@post.example\r\nTo: x@{DOMAIN}\r\nSubject: Undelivered\r\n\r\nERLEDIGT\r\n".encode(),
        mail_from="",
        rcpt_to=house.last_to(ANNA).mail_from,
    )
    assert str(house.ticket().status) == "OPEN"
    assert len(house.relay.mails) == 2


def test_a_resident_who_answers_her_own_mail_as_the_manager_speaks_for_nobody(house: House) -> None:
    mail = house.writes(ANNA, "Heizkörper kalt.")
    words = "Guten Tag Frau Berger,\nwir erkennen die Mietminderung an."
    house.writes(SABINE, words, auth="none", In_Reply_To=str(mail["Message-ID"]))
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert house.kinds_to(SABINE)[-1] == "not_sent"


def test_a_kept_note_is_sent_only_by_a_proven_word(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "zahlt doch nie")
    not_sent = house.last_to(SABINE)
    house.writes(SABINE, "SENDEN", auth="none", In_Reply_To=str(not_sent.message["Message-ID"]))
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_replay_of_an_old_mail_does_nothing_even_when_its_ticket_ended_long_ago(house: House) -> None:
    opened(house)
    secret = secret_of(house.last_to(ANNA))
    octets = house.writes(ANNA, "Bin ab 16 Uhr da.", to=secret).as_bytes()
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.later(days=40)
    house.receives(octets, mail_from=ANNA, rcpt_to=secret)
    assert len(house.tickets()) == 1
    assert house.verdicts()[-1][0] == "duplicate"


def test_a_held_mail_without_a_house_is_placed_by_a_word_or_asked_back(house: House) -> None:
    house.writes(STRANGER, "Der Baum ragt über den Zaun.", to=DESK, subject="Baum")
    number = house.held()[0].id
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} NEU")
    assert [q.id for q in house.held()] == [number]
    assert "Welches Haus" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} NEU LW12")
    assert house.held() == []
    assert house.ticket().property_id == "LW12"


def test_a_resident_s_mail_to_the_wrong_house_is_taken_to_the_right_one(house: House) -> None:
    house.writes(ANNA, "Bei uns tropft es.", to=HARBOUR, subject="Wasser")
    number = house.held()[0].id
    house.answers(SABINE, house.last_to(SABINE), f"H-{number} OK")
    assert house.held() == []
    assert house.ticket().property_id == "LW12"
    assert house.kinds_to(ANNA) == ["neutral", "acknowledgement"]
