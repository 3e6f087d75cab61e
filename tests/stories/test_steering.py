"""Managers steer by plain replies and single words; nothing leaves that was not meant to, nothing is guessed."""

import pytest

from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, SABINE, TIM, House, secret_of, text_of


def opened(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")


def test_ok_under_a_new_ticket_does_what_the_mail_proposes(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "OK", client="iphone")
    assert str(house.ticket().status) == "RELEASED"


def test_ok_to_a_resident_s_remark_is_only_a_word_to_the_resident(house: House) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "Bin ab 16 Uhr da.")
    house.answers(SABINE, house.last_to(SABINE), "Ok")
    assert str(house.ticket().status) == "OPEN"
    assert "Ok" in text_of(house.last_to(ANNA))


@pytest.mark.parametrize(
    "words",
    [
        "Erledigt das bitte bis Freitag.",
        "Erledigt?",
        "Freigeben Sie das bitte nicht ohne Rücksprache.",
        "Ablehnen kann ich das nicht.",
        "Status?",
        "In Arbeit, die Firma meldet sich.",
        "Meier soll das machen, ist ja Garantie",
    ],
)
def test_an_ordinary_sentence_does_nothing_and_leaves_only_when_sent(house: House, words: str) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), words)
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "not_sent"
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert words in text_of(house.last_to(ANNA))


@pytest.mark.parametrize(
    "words",
    [
        "intern - zahlt nicht",
        "INTERN: Hansen ist mit 2 Mieten im Rückstand.\nAnwalt eingeschaltet.",
        "Guten Tag Frau Berger,\nwir kommen morgen.\nintern: die ruft sonst wieder an",
        "FREIGEBEN\nINTERN nur bis 300 Euro",
    ],
)
def test_what_follows_intern_never_leaves(house: House, words: str) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "Wann kommen Sie?")
    house.answers(SABINE, house.last_to(SABINE), words)
    inside = words.lower().split("intern", 1)[1].strip(" :-\n")
    leaked = [m for m in house.mails_to(ANNA) if inside.splitlines()[0].lower() in text_of(m).lower()]
    assert leaked == []
    assert any(
        inside.splitlines()[0] in e.text.lower() for e in house.entries(1001) if str(e.channel) == "internal"
    )


def test_a_command_in_the_quote_is_nobody_s_word(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir melden uns.", client="outlook")
    assert str(house.ticket().status) == "OPEN"
    assert "ABLEHNEN" not in text_of(house.last_to(ANNA))


def test_several_commands_in_one_mail_give_one_transcript_and_one_mail_to_the_resident(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Schimmel\nFREIGEBEN\nIN BEARBEITUNG\n")
    ticket = house.ticket()
    assert (str(ticket.status), ticket.category) == ("IN_PROGRESS", "mould")
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert house.kinds_to(SABINE) == ["new_ticket", "transcript"]


def test_a_word_and_a_letter_to_the_resident_leave_as_one_mail(house: House) -> None:
    opened(house)
    house.answers(
        SABINE, house.last_to(SABINE), "FREIGEBEN\n\nGuten Tag Frau Berger,\ndie Firma meldet sich.\n"
    )
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert "die Firma meldet sich" in text_of(house.last_to(ANNA))


def test_free_text_beside_a_command_stays_inside_and_the_transcript_says_so(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\n\ndie ruft sonst wieder dreimal an\n")
    assert "wieder dreimal" not in "".join(text_of(m) for m in house.mails_to(ANNA))
    transcript = text_of(house.last_to(SABINE))
    assert "wieder dreimal" in transcript
    assert "niemandem geschickt" in " ".join(transcript.split())


def test_a_rejection_goes_out_with_its_reason_and_is_not_called_done(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ABLEHNEN: Das ist Ihr eigener Heizlüfter.")
    ticket = house.ticket()
    assert (str(ticket.status), ticket.is_rejected) == ("DONE", True)
    text = text_of(house.last_to(ANNA))
    assert "Das ist Ihr eigener Heizlüfter." in text
    assert "ohne Maßnahme" in text
    assert "ERLEDIGT" not in text


def test_a_rejection_without_a_reason_is_asked_back_and_does_nothing(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ABLEHNEN")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] in ("confirmation", "transcript")
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_near_miss_does_nothing_at_all_until_it_is_answered(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Schimmel\nERLEDGT\nintern: eilig")
    ticket = house.ticket()
    assert (str(ticket.status), ticket.category) == ("OPEN", "heating")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    house.answers(SABINE, house.last_to(SABINE), "A")
    ticket = house.ticket()
    assert (str(ticket.status), ticket.category) == ("DONE", "mould")
    assert "eilig" in [e.text for e in house.entries(1001) if str(e.channel) == "internal"]


def test_each_near_miss_of_a_mail_is_asked_about_and_none_is_lost(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Schimmal\nIN BEARBEITUNGG\nZUWEISEN Lorens")
    asked = text_of(house.last_to(SABINE))
    assert "IN BEARBEITUNGG" in asked
    assert "ZUWEISEN Lorens" in asked
    lines = 0
    while house.kinds_to(SABINE)[-1] == "confirmation":
        house.answers(SABINE, house.last_to(SABINE), "A")
        lines += 1
    assert lines == 3
    ticket = house.ticket()
    assert (str(ticket.status), ticket.category, ticket.responsible) == ("IN_PROGRESS", "mould", "9002")


def test_a_question_about_an_order_names_the_firm_and_not_its_number(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Maier")
    asked = text_of(house.last_to(SABINE))
    assert "Auftrag an Heizung Meier GmbH" in asked
    assert "firm:" not in asked


def test_the_answer_to_a_near_miss_carries_out_the_whole_mail_and_keeps_the_inside_inside(
    house: House,
) -> None:
    opened(house)
    words = "ERLEDGT\n\nGuten Tag Frau Berger, morgen kommt Meier.\n\nintern: zahlt nicht, Anwalt"
    house.answers(SABINE, house.last_to(SABINE), words)
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, "A")
    told = text_of(house.last_to(ANNA))
    assert "morgen kommt Meier" in told
    assert "zahlt nicht" not in told
    assert any("zahlt nicht" in e.text for e in house.entries(1001) if str(e.channel) == "internal")


def test_send_under_a_near_miss_sends_no_internal_word(house: House) -> None:
    opened(house)
    words = "ERLEDGT\n\nGuten Tag Frau Berger, morgen.\n\nintern: zahlt nicht, Anwalt"
    house.answers(SABINE, house.last_to(SABINE), words)
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    told = "".join(text_of(m) for m in house.mails_to(ANNA))
    assert "morgen" in told
    assert "zahlt nicht" not in told


def test_stop_does_not_undo_what_a_colleague_did_since(patient_house: House) -> None:
    house = patient_house
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    house.answers(SABINE, first, "FREIGEBEN", client="gmail")
    house.answers(HANSEN, house.last_to(HANSEN), "Wann kommt jemand?")
    house.answers(TIM, house.last_to(TIM), "IN BEARBEITUNG")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert str(house.ticket().status) == "IN_PROGRESS"


def test_an_undo_by_a_colleague_counts_as_a_change(house: House) -> None:
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "FREIGEBEN")
    tims = house.last_to(TIM)
    house.answers(HANSEN, house.last_to(HANSEN), "Danke, und die Lampe?")
    house.answers(TIM, tims, "RÜCKGÄNGIG")
    house.answers(SABINE, first, "ERLEDIGT", client="gmail")
    assert str(house.ticket().status) == "OPEN"


def test_the_file_of_another_ticket_is_had_by_its_number(house: House) -> None:
    opened(house)
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    house.answers(SABINE, house.mails_to(SABINE)[0], "AKTE T-1002")
    assert "Die Klingel ist defekt." in text_of(house.last_to(SABINE))
    assert "T-1002" in str(house.last_to(SABINE).message["Subject"])
    house.writes(SABINE, "AKTE T-1001", subject="")
    assert "Heizkörper kalt." in text_of(house.last_to(SABINE))
    house.writes(SABINE, "AKTE T-9999", subject="")
    assert house.kinds_to(SABINE)[-1] == "not_understood"


def test_a_question_is_answered_once(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDGT")
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, "A")
    entries = len(house.entries(1001))
    house.answers(SABINE, asked, "A.", client="gmail")
    assert len(house.entries(1001)) == entries


def test_undo_within_a_day_puts_the_status_back_and_corrects_what_was_told(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(ANNA) == ["acknowledgement", "status", "status"]
    house.later(hours=25)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    house.later(hours=25)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert str(house.ticket().status) == "RELEASED"


def test_undo_does_not_touch_what_somebody_else_changed_since(house: House) -> None:
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "FREIGEBEN")
    transcript = house.last_to(SABINE)
    house.answers(SABINE, transcript, "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "ERLEDIGT")
    house.answers(SABINE, transcript, "RÜCKGÄNGIG", client="gmail")
    house.answers(SABINE, transcript, "RÜCKGÄNGIG", client="apple mail")
    assert str(house.ticket().status) == "DONE"


def test_stop_within_the_hold_time_leaves_no_trace_outside(patient_house: House) -> None:
    house = patient_house
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN\n\nGuten Tag Frau Berger, morgen kommt jemand.")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert "STOPP" in text_of(house.last_to(SABINE))
    house.answers(SABINE, house.last_to(SABINE), "Stopp, noch nicht!")
    assert str(house.ticket().status) == "OPEN"
    house.later(hours=1)
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_after_the_hold_time_the_words_leave_by_themselves(patient_house: House) -> None:
    house = patient_house
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, morgen kommt jemand.")
    house.later(minutes=2)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.later(minutes=2)
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]


def test_a_status_that_went_and_came_back_within_the_hold_time_is_told_to_nobody(
    patient_house: House,
) -> None:
    house = patient_house
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.answers(SABINE, house.last_to(SABINE), "WIEDER ÖFFNEN")
    house.later(hours=1)
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_the_slower_of_two_managers_does_nothing_and_is_told_who_was_faster(house: House) -> None:
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    first = house.last_to(SABINE)
    house.answers(SABINE, first, "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "FREIGEBEN")
    house.answers(SABINE, first, "ABLEHNEN: nicht nötig", client="gmail")
    assert str(house.ticket().status) == "RELEASED"
    assert "Tim Lorenz" in text_of(house.last_to(SABINE))


def test_a_command_that_is_already_true_says_so_and_tells_nobody(house: House) -> None:
    opened(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    mails = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN", client="gmail")
    assert len(house.mails_to(ANNA)) == mails


def test_a_resident_s_command_word_is_only_words_to_the_managers(house: House) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "FREIGEBEN")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_resident_s_it_is_settled_closes_nothing(house: House) -> None:
    opened(house)
    house.answers(ANNA, house.last_to(ANNA), "Hat sich erledigt, geht wieder.")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_status_list_file_and_help_are_answered_at_once(house: House) -> None:
    opened(house)
    for word, kind in (("STATUS", "listing"), ("LISTE", "listing"), ("HILFE", "help")):
        house.answers(ANNA, house.last_to(ANNA), word)
        assert house.kinds_to(ANNA)[-1] == kind
    for word, kind in (("STATUS", "listing"), ("LISTE", "listing"), ("AKTE", "file"), ("HILFE", "help")):
        house.answers(SABINE, house.mails_to(SABINE)[0], word)
        assert house.kinds_to(SABINE)[-1] == kind
    assert len(house.tickets()) == 1


def test_a_resident_asks_for_the_own_ticket_by_its_number_and_for_no_other(house: House) -> None:
    opened(house)
    house.writes(HANSEN, "Die Klingel ist defekt.", to=HARBOUR, subject="Klingel")
    house.writes(ANNA, "Das Fenster klemmt.", subject="Fenster")
    house.writes(ANNA, "STATUS T-1001", subject="")
    assert house.kinds_to(ANNA)[-1] == "listing"
    assert "T-1001" in text_of(house.last_to(ANNA))
    assert "T-1003" not in text_of(house.last_to(ANNA))
    house.answers(ANNA, house.mails_to(ANNA)[0], "STATUS T-1003")
    assert "T-1003" in text_of(house.last_to(ANNA))
    house.writes(ANNA, "STATUS T-1002", subject="")
    assert house.kinds_to(ANNA)[-1] == "not_understood"
    assert "Klingel" not in text_of(house.last_to(ANNA))


def test_a_list_shows_each_asker_only_the_own_tickets(house: House) -> None:
    opened(house)
    house.writes(HANSEN, "Klingel defekt", to=HARBOUR, subject="Klingel")
    house.writes(ANNA, "LISTE", subject="")
    assert "T-1001" in text_of(house.last_to(ANNA))
    assert "T-1002" not in text_of(house.last_to(ANNA))
    house.writes(SABINE, "LISTE", subject="")
    assert {"T-1001", "T-1002"} <= set(text_of(house.last_to(SABINE)).replace(",", " ").split())


def test_help_as_a_subject_alone_is_the_word(house: House) -> None:
    house.writes(ANNA, "", subject="HILFE")
    assert house.kinds_to(ANNA) == ["help"]
    assert house.tickets() == []


def test_a_cry_for_help_is_a_report(house: House) -> None:
    house.writes(ANNA, "Hilfe!!! Das Fenster klemmt", subject="Hilfe!!!")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    house.writes(HANSEN, "Hilfe!!! Wasser läuft durch die Decke", subject="Hilfe!!!", to=HARBOUR)
    assert house.kinds_to(HANSEN) == ["emergency"]


def test_a_caretaker_who_asks_for_a_list_gets_the_own_matters(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    house.writes(KRAUSE, "Die Leiter im Keller ist kaputt.", subject="Leiter")
    house.writes(KRAUSE, "LISTE", subject="")
    assert house.kinds_to(KRAUSE) == ["acknowledgement", "listing"]
    listed = text_of(house.last_to(KRAUSE))
    assert "T-1002" in listed
    assert "T-1001" not in listed


def test_words_without_a_ticket_are_kept_and_said_to_be_unplaced(house: House) -> None:
    house.writes(SABINE, "LISTE", subject="")
    house.answers(SABINE, house.last_to(SABINE), "der Hauswart war schon da")
    assert house.kinds_to(SABINE)[-1] == "transcript"
    assert house.tickets() == []


def test_an_old_steering_mail_no_longer_commands(house: House) -> None:
    opened(house)
    house.later(days=15)
    house.answers(SABINE, house.mails_to(SABINE)[0], "FREIGEBEN")
    assert str(house.ticket().status) == "OPEN"
    assert house.kinds_to(SABINE)[-1] == "transcript"


def test_the_conversation_survives_a_shared_reply_address_in_cc(house: House) -> None:
    opened(house)
    secret = secret_of(house.last_to(ANNA))
    house.writes(ANNA, "Noch etwas dazu.", to=secret, subject="Re: Heizung", auth="none")
    assert len(house.tickets()) == 1


def test_a_topic_that_is_never_public_takes_the_ticket_from_the_house(house: House) -> None:
    house.writes(ANNA, "Das Licht im Keller ist kaputt.", subject="Licht")
    assert str(house.ticket().visibility) == "public"
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Lärm")
    assert (house.ticket().category, str(house.ticket().visibility)) == ("noise", "private")
    assert "Nur noch" in text_of(house.last_to(SABINE))
