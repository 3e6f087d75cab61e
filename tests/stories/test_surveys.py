"""A manager asks owners, each alone: nobody learns of another, she has one list, the silent are reminded once."""

import re

import pytest

from tests.house import ANNA, HANSEN, HARBOUR, MILLER, SABINE, TIM, YILDIZ, House, text_of
from tests.house import secret_of as answers_go_to

PETERSEN = "dr.petersen@kanzlei.example"
ASKS = "AN EIGENTÜMER: Möchten Sie beim Fenstertausch mitmachen?\nBitte antworten Sie bis Ende des Monats."


def run(house: House, *statements: str) -> None:
    with house.gateway.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def owner(
    house: House, person: str, last: str, unit: str, *, mail: str = "", begin: str = "", end: str = ""
) -> None:
    dates = (f"'{day}'" if day else "null" for day in (begin, end))
    run(
        house,
        "insert into persons (id, salutation, first_name, last_name, phones, language, notify, transcripts,"
        f" contact_release) values ('{person}', 'Frau', '', '{last}', '[\"030 5550188\"]', 'de', 'at_once', '', '')",
        "insert into role_assignments (person, property, unit, role, valid_from, valid_to)"
        f" values ('{person}', 'LW12', '{unit}', 'owner', {', '.join(dates)})",
    )
    if mail:
        run(house, f"insert into addresses (address, person, rank) values ('{mail}', '{person}', 0)")


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def listed(house: House) -> str:
    return flat(text_of(house.last_to(SABINE)))


def asks(house: House, words: str = ASKS, subject: str = "Fenster") -> None:
    house.writes(SABINE, words, subject=subject)
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")


def test_nothing_leaves_before_the_one_word_and_the_preview_says_whom_it_would_reach(house: House) -> None:
    owner(house, "1010", "Wagner", "WE08")
    house.writes(SABINE, ASKS, subject="Fenster")
    assert house.kinds_to(SABINE) == ["survey"]
    assert house.mails_to(PETERSEN) == house.mails_to(YILDIZ) == []
    preview = listed(house)
    assert "NOCH NICHT GESENDET · SENDEN fragt 2 Eigentümer, jeden einzeln" in preview
    assert "Klaus Petersen · WE03, WE09" in preview
    assert "Wagner · WE08 hat keine Mailadresse, Telefon 030 5550188" in preview
    assert [str(t.status) for t in house.tickets()] == ["OPEN"]


def test_each_owner_has_an_own_private_ticket_and_one_mail_for_all_flats(house: House) -> None:
    asks(house)
    assert house.kinds_to(PETERSEN) == house.kinds_to(YILDIZ) == ["private_question"]
    survey, *asked = house.tickets()
    assert [(t.reporter, str(t.visibility), t.unit) for t in asked] == [
        ("1002", "private", ""),
        ("1003", "private", "WE07"),
    ]
    mail = house.last_to(PETERSEN)
    words = flat(text_of(mail))
    assert "Sabine Vogt fragt Sie:" in words
    assert "WE03 und WE09" in words
    for other in ("Yıldız", "WE07", YILDIZ):
        assert other not in mail.octets.decode()
    assert house.mails_to(ANNA) == house.mails_to(MILLER) == []
    assert f"RUNDFRAGE T-{survey.number} · 0 von 2 haben geantwortet" in listed(house)


def test_answers_stand_on_one_list_in_the_morning_and_the_last_one_brings_it_at_once(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja, mit beiden Wohnungen.")
    assert house.kinds_to(SABINE) == ["survey", "survey"]
    house.later(hours=24)
    assert house.kinds_to(SABINE) == ["survey", "survey", "survey"]
    assert "1 von 2 hat geantwortet" in listed(house)
    assert "Ja, mit beiden Wohnungen." in listed(house)
    assert "Fatma Yıldız · WE07 noch keine Antwort" in listed(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Nein.")
    assert "2 von 2 haben geantwortet" in listed(house)
    assert len(house.mails_to(SABINE)) == 4
    house.later(hours=48)
    assert len(house.mails_to(SABINE)) == 4


def test_what_follows_an_answer_takes_nothing_of_it_from_the_list(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja, mit beiden Wohnungen.")
    house.answers(PETERSEN, house.last_to(PETERSEN), "Am Vormittag passt es besser.")
    house.later(hours=24)
    assert "Ja, mit beiden Wohnungen. Am Vormittag passt es besser." in listed(house).replace("> ", "")


def test_an_answer_that_asks_something_reaches_the_manager_at_once_and_her_words_go_back(
    house: House,
) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Was kostet das?")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Herr Dr. Petersen,\n\netwa 900 Euro.")
    assert "etwa 900 Euro" in text_of(house.last_to(PETERSEN))
    assert len(house.mails_to(YILDIZ)) == 1


def test_the_silent_are_reminded_once_and_who_has_answered_is_not(house: House) -> None:
    asks(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Ja.")
    house.later(days=7, minutes=1)
    assert house.kinds_to(PETERSEN) == ["private_question", "private_question"]
    assert "noch keine Antwort" in flat(text_of(house.last_to(PETERSEN)))
    assert len(house.mails_to(YILDIZ)) == 1
    house.later(days=30)
    assert len(house.mails_to(PETERSEN)) == 2
    house.answers(PETERSEN, house.last_to(PETERSEN), "Entschuldigung: ja.")
    assert "2 von 2 haben geantwortet" in listed(house)


def test_status_shows_the_list_whenever_she_asks(house: House) -> None:
    asks(house)
    number = house.tickets()[0].number
    house.later(days=8)
    house.writes(SABINE, f"STATUS T-{number}", subject="")
    assert "noch keine Antwort, einmal erinnert" in listed(house)
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert house.kinds_to(SABINE)[-1] == "survey"
    house.writes(SABINE, "LISTE", subject="")
    assert text_of(house.last_to(SABINE)).count("T-") == 2  # the survey, and the example below the list


@pytest.mark.parametrize("word", ["ENDE", "ERLEDIGT"])
def test_the_end_closes_all_of_it_silently_and_a_late_answer_still_arrives(house: House, word: str) -> None:
    asks(house)
    question = house.last_to(PETERSEN)
    house.answers(SABINE, house.last_to(SABINE), word)
    assert "RUNDFRAGE BEENDET · 0 von 2" in listed(house)
    assert {str(t.status) for t in house.tickets()} == {"DONE"}
    house.later(days=10)
    assert house.kinds_to(PETERSEN) == ["private_question"]
    house.answers(PETERSEN, question, "Doch noch: ja.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_stop_under_the_preview_discards_it(house: House) -> None:
    house.writes(SABINE, ASKS, subject="Fenster")
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, "STOPP")
    assert "Verworfen. Niemand wurde gefragt." in listed(house)
    house.answers(SABINE, preview, "SENDEN")
    assert "beendet" in listed(house)
    assert house.mails_to(PETERSEN) == []


def test_two_times_send_asks_nobody_twice(house: House) -> None:
    house.writes(SABINE, ASKS, subject="Fenster")
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, "SENDEN")
    house.answers(SABINE, preview, "SENDEN", client="gmail")
    assert len(house.mails_to(PETERSEN)) == 1
    assert "schon gefragt" in listed(house)


def test_co_owners_behind_one_address_are_one_party_and_with_two_each_is_asked_alone(house: House) -> None:
    owner(house, "1010", "Wagner", "WE08", mail="wagner@post.example")
    owner(house, "1011", "Weber", "WE08", mail="wagner@post.example")
    owner(house, "1012", "Kruse", "WE08", mail="kruse@post.example")
    asks(house)
    assert (
        house.kinds_to("wagner@post.example") == house.kinds_to("kruse@post.example") == ["private_question"]
    )
    assert "0 von 4" in listed(house)
    assert "Kruse" not in house.last_to("wagner@post.example").octets.decode()


def test_a_tenant_who_owns_another_flat_is_asked_once_as_owner(house: House) -> None:
    run(
        house,
        "insert into role_assignments (person, property, unit, role) values ('1001', 'LW12', 'WE08', 'owner')",
    )
    asks(house)
    assert house.kinds_to(ANNA) == ["private_question"]
    words = flat(text_of(house.last_to(ANNA)))
    assert "WE08" in words
    assert "WE03" not in words


def test_who_owns_no_more_or_not_yet_is_not_asked(house: House) -> None:
    owner(house, "1010", "Frueher", "WE08", mail="frueher@post.example", end="2025-01-31")
    owner(house, "1011", "Spaeter", "WE08", mail="spaeter@post.example", begin="2025-12-01")
    asks(house)
    assert house.mails_to("frueher@post.example") == house.mails_to("spaeter@post.example") == []


def test_whose_ownership_ends_meanwhile_is_not_reminded_and_the_list_says_why(house: House) -> None:
    asks(house)
    run(house, "update role_assignments set valid_to = '2025-10-15' where person = '1002' and role = 'owner'")
    house.later(days=8)
    assert len(house.mails_to(PETERSEN)) == 1
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert "gehört nicht mehr zum Haus" in listed(house)


def test_a_late_owner_and_a_new_address_are_asked_by_the_same_word(house: House) -> None:
    owner(house, "1010", "Wagner", "WE08")
    asks(house)
    run(house, "insert into addresses (address, person, rank) values ('wagner@post.example', '1010', 0)")
    owner(house, "1011", "Neumann", "WE10", mail="neumann@post.example")
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert "noch nicht gefragt" in listed(house)
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert (
        house.kinds_to("wagner@post.example")
        == house.kinds_to("neumann@post.example")
        == ["private_question"]
    )
    assert len(house.mails_to(PETERSEN)) == 1
    assert "0 von 4" in listed(house)


def test_a_question_that_came_back_and_an_absence_note_stand_on_the_list(house: House) -> None:
    asks(house)
    mail = house.last_to(PETERSEN)
    note = (
        f"From: {PETERSEN}\r\nTo: {answers_go_to(mail)}\r\nSubject: Abwesend\r\nAuto-Submitted: auto-replied\r\n"
        f"In-Reply-To: {mail.message['Message-ID']}\r\nMessage-ID: <away@kanzlei.example>\r\n\r\nBin im Urlaub.\r\n"
    )
    house.receives(note.encode(), mail_from="", rcpt_to=mail.mail_from)
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert "eine Abwesenheitsnotiz kam" in listed(house)


@pytest.mark.parametrize(
    "first",
    [
        "AN ALLE EIGENTÜMER: Ja oder nein?",
        "An die Eigentümer: Ja oder nein?",
        "an eigentümer:\nJa oder nein?",
        "AN EIGENTÜMER\n\nJa oder nein?",
        "Bitte an alle Eigentümer: Ja oder nein?",
    ],
)
def test_the_ways_to_name_all_owners(house: House, first: str) -> None:
    asks(house, first)
    assert house.kinds_to(PETERSEN) == house.kinds_to(YILDIZ) == ["private_question"]
    assert "Ja oder nein?" in text_of(house.last_to(YILDIZ))


@pytest.mark.parametrize(
    "first,reached",
    [
        ("AN EIGENTÜMER WE07: Ja?", [YILDIZ]),
        ("AN EIGENTÜMER Petersen: Ja?", [PETERSEN]),
        ("AN EIGENTÜMER WE03 und WE07: Ja?", [PETERSEN, YILDIZ]),
        ("AN WE03, WE11: Ja?", [ANNA, MILLER]),
        ("AN Berger und Miller: Ja?", [ANNA, MILLER]),
    ],
)
def test_some_are_asked_by_flat_or_name(house: House, first: str, reached: list[str]) -> None:
    asks(house, first)
    assert [a for a in (ANNA, PETERSEN, YILDIZ, MILLER) if "private_question" in house.kinds_to(a)] == reached


@pytest.mark.parametrize(
    "words",
    ["AN EIGENTÜMER WE77: Ja?", "AN WE03, WE77: Ja?", "AN EIGENTÜMER:"],
)
def test_a_name_that_nobody_has_and_a_missing_text_ask_back_and_reach_nobody(
    house: House, words: str
) -> None:
    house.writes(SABINE, words, subject="Fenster")
    assert house.kinds_to(SABINE) == ["confirmation"]
    assert house.mails_to(PETERSEN) == house.mails_to(ANNA) == []


@pytest.mark.parametrize(
    "words",
    [
        "An Eigentümer Petersen denken, der wartet.",
        "An Berger und Miller ging heute Post.",
        "An die Eigentümer?",
    ],
)
def test_sentences_of_the_office_ask_nobody(house: House, words: str) -> None:
    house.writes(SABINE, words, subject="Notiz")
    assert house.kinds_to(SABINE) == ["transcript"]
    assert house.mails_to(PETERSEN) == house.mails_to(ANNA) == []


def test_a_house_without_owners_says_so(house: House) -> None:
    house.writes(SABINE, "AN EIGENTÜMER: Ja?", to=HARBOUR, subject="Fenster")
    assert "NICHTS ZU SENDEN" in listed(house)
    assert house.mails_to(HANSEN) == []


def test_only_a_manager_may_ask(house: House) -> None:
    house.writes(ANNA, "AN EIGENTÜMER: Ja?", subject="Frage")
    assert house.mails_to(PETERSEN) == []
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_forged_release_asks_nobody(house: House) -> None:
    house.writes(SABINE, ASKS, subject="Fenster")
    house.answers(SABINE, house.last_to(SABINE), "SENDEN", auth="fail")
    assert house.mails_to(PETERSEN) == []


def test_an_english_manager_and_an_english_owner(house: House) -> None:
    run(house, "update persons set language = 'en' where id in ('9001', '1003')")
    house.writes(SABINE, "TO ALL OWNERS: Would you like new windows?", subject="Windows")
    assert "NOT SENT YET · SEND asks 2 owners, each alone" in listed(house)
    house.answers(SABINE, house.last_to(SABINE), "SEND", client="gmail english")
    assert "Sabine Vogt asks you:" in text_of(house.last_to(YILDIZ))
    house.answers(SABINE, house.last_to(SABINE), "END", client="gmail english")
    assert "SURVEY CLOSED" in listed(house)


def test_a_colleague_sees_the_list_too(house: House) -> None:
    asks(house)
    number = house.tickets()[0].number
    house.writes(TIM, f"STATUS T-{number}", subject="")
    assert house.kinds_to(TIM) == ["survey"]


RETURNED = """From: MAILER-DAEMON@mx.kanzlei.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <returned.1@mx.kanzlei.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your mail was not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kanzlei.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox
--b--
"""


def test_whose_question_came_back_is_named_and_an_answer_by_another_way_counts_all_the_same(
    house: House,
) -> None:
    asks(house)
    mail = house.last_to(PETERSEN)
    report = RETURNED.format(to=mail.mail_from, address=PETERSEN).replace("\n", "\r\n")
    house.receives(report.encode(), mail_from="", rcpt_to=mail.mail_from)
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    assert "Klaus Petersen · WE03, WE09 die Frage kam zurück" in listed(house)
    house.answers(PETERSEN, mail, "Meine Mail ging wieder: ja.")
    house.later(hours=24)
    assert "1 von 2 hat geantwortet" in listed(house)


def test_thanks_alone_is_no_answer(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Vielen Dank!")
    house.later(days=7, minutes=1)
    assert len(house.mails_to(PETERSEN)) == 2
    assert house.kinds_to(SABINE) == ["survey", "survey"]


def test_who_manages_the_house_and_owns_there_is_not_asked_by_mail(house: House) -> None:
    run(
        house,
        "insert into role_assignments (person, property, unit, role) values ('9002', 'LW12', 'WE08', 'owner')",
    )
    house.writes(SABINE, ASKS, subject="Fenster")
    assert "Tim Lorenz · WE08 verwaltet das Haus selbst" in listed(house)
    house.answers(SABINE, house.last_to(SABINE), "SENDEN")
    assert house.mails_to(TIM) == []


def test_an_owner_s_answer_is_read_by_nobody_else_of_the_house(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Geheim: wir verkaufen.")
    house.writes(YILDIZ, "STATUS", subject="")
    house.writes(YILDIZ, "LISTE", subject="")
    for mail in house.mails_to(YILDIZ):
        assert "Geheim" not in mail.octets.decode()
        assert "Petersen" not in text_of(mail)
    assert house.tickets()[0].tag not in text_of(house.last_to(YILDIZ))


def test_a_second_answer_is_a_conversation(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja.")
    house.answers(PETERSEN, house.last_to(PETERSEN), "Doch nicht, nein.", client="gmail")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    house.later(hours=24)
    assert "Doch nicht, nein." in listed(house)


@pytest.mark.parametrize("word", ["ZUSAMMENLEGEN MIT T-1003", "BÜNDELN T-1003", "OBJEKT HS5"])
@pytest.mark.parametrize("number", [1001, 1002])
def test_a_survey_and_its_tickets_join_no_other_and_stay_at_their_house(
    house: House, word: str, number: int
) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Was kostet das?")
    mail = house.mails_to(SABINE)[1 if number == 1001 else -1]
    house.answers(SABINE, mail, word)
    assert "bleiben für sich" in listed(house)
    assert [(t.number, t.property_id, t.merged_into) for t in house.tickets()] == [
        (n, "LW12", None) for n in (1001, 1002, 1003)
    ]


def test_an_answer_that_tells_another_matter_comes_at_once_and_alone(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja.\n\nAußerdem ist das Licht im Keller kaputt.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert "Keller" in listed(house)


def test_an_emergency_told_in_answer_to_a_survey_alarms(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja.\n\nAußerdem steht der Keller unter Wasser.")
    assert house.kinds_to(SABINE)[-1] == house.kinds_to(TIM)[-1] == "alarm"
    assert house.kinds_to(PETERSEN)[-1] == "emergency"
    assert "Ja." in listed(house)


def test_a_report_beside_a_survey_is_no_part_of_it(house: House) -> None:
    asks(house)
    house.writes(YILDIZ, "Gibt es schon was Neues?", subject="Frage")
    assert house.kinds_to(YILDIZ)[-1] == "acknowledgement"
    house.writes(YILDIZ, "Das Fenster im Schlafzimmer klemmt immer noch.", subject="Fenster")
    assert house.tickets()[-1].recurrence_of is None
    assert "BÜNDELN" not in text_of(house.last_to(SABINE))
    assert "Ähnlich" not in text_of(house.last_to(SABINE))


def test_stop_after_the_question_has_left_promises_nothing_that_cannot_be_done(house: House) -> None:
    house.writes(SABINE, ASKS, subject="Fenster")
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, "SENDEN")
    house.answers(SABINE, preview, "STOPP")
    assert "Die Frage ist schon hinausgegangen" in listed(house)
    assert "RÜCKGÄNGIG zurück" not in listed(house)


def test_an_end_that_is_taken_back_reminds_the_silent_after_all(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja.")
    house.answers(SABINE, house.last_to(SABINE), "STATUS")
    house.answers(SABINE, house.last_to(SABINE), "ENDE")
    ended = house.last_to(SABINE)
    house.answers(SABINE, ended, "RÜCKGÄNGIG")
    assert {str(t.status) for t in house.tickets()} == {"OPEN"}
    house.later(days=8)
    assert house.kinds_to(YILDIZ) == ["private_question", "private_question"]
    assert "noch keine Antwort bekommen" in flat(text_of(house.last_to(YILDIZ)))


def test_words_to_who_was_asked_speak_of_an_answer_and_of_no_report(house: House) -> None:
    asks(house)
    house.answers(PETERSEN, house.last_to(PETERSEN), "Ja, aber was kostet es?")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Herr Petersen,\netwa 900 €.")
    assert "zu Ihrer Antwort T-1002" in flat(text_of(house.last_to(PETERSEN)))
    assert "Meldung" not in text_of(house.last_to(PETERSEN))


def test_a_question_to_owners_in_an_answer_goes_to_nobody(house: House) -> None:
    house.writes(ANNA, "Das Fenster im Bad schließt nicht.", subject="Fenster")
    house.answers(
        SABINE, house.last_to(SABINE), "AN EIGENTÜMER: Frau Berger meldet ein Fenster. Stimmen Sie zu?"
    )
    asked_back = listed(house)
    assert "Eine Frage an mehrere geht nur in einer neuen Mail" in asked_back
    assert "SENDEN" not in asked_back
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_the_end_is_a_word_under_the_preview_too_once_it_was_sent(house: House) -> None:
    house.writes(SABINE, ASKS, subject="Fenster")
    preview = house.last_to(SABINE)
    house.answers(SABINE, preview, "SENDEN")
    house.answers(SABINE, preview, "ENDE", client="gmail")
    assert "RUNDFRAGE BEENDET" in listed(house)
    assert {str(t.status) for t in house.tickets()} == {"DONE"}
    house.answers(SABINE, preview, "SENDEN", client="iphone")
    assert "Diese Rundfrage ist beendet" in listed(house)


def test_only_who_is_asked_has_a_number_in_the_preview(house: House) -> None:
    owner(house, "1010", "Wagner", "WE08")
    house.writes(SABINE, ASKS, subject="Fenster")
    shown = text_of(house.last_to(SABINE))
    assert re.search(r"^ +– +\S*.*Wagner", shown, re.MULTILINE)
    assert re.findall(r"^ +(\d) ", shown, re.MULTILINE) == ["1", "2"]


def test_several_people_are_joined_by_their_reader_s_own_word(house: House) -> None:
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en' where id = '9001'")
    couple = "familie.schulz@web.example"
    house.writes(couple, "Das Fenster im Bad schließt nicht.", to=HARBOUR, subject="Fenster")
    house.answers(couple, house.last_to(couple), "Es zieht sehr.")
    assert "Maria Schulz and Tom Schulz wrote" in listed(house)


def test_two_behind_one_address_are_spoken_of_as_two(house: House) -> None:
    couple = "familie.schulz@web.example"
    house.writes(couple, "Das Fenster im Bad schließt nicht.", to=HARBOUR, subject="Fenster")
    house.writes(couple, "Gibt es schon was Neues zum Fenster?", to=HARBOUR, subject="Frage")
    assert "Maria Schulz und Tom Schulz fragen nach dem Stand" in listed(house)


def test_what_was_asked_of_each_alone_is_never_public(house: House) -> None:
    asks(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Ja, aber was kostet es?")
    house.answers(SABINE, house.last_to(SABINE), "ÖFFENTLICH", auth="pass")
    assert "Eine Rundfrage und ihre Vorgänge bleiben für sich" in listed(house)
    assert {str(t.visibility) for t in house.tickets()} == {"private"}
