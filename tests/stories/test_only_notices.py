"""A house that only posts notices hands what residents write to people, and loses nothing when it outgrows that."""

from hauspost.desk.model import TicketKind
from tests.house import ANNA, DOMAIN, HANSEN, HARBOUR, KRAUSE, SABINE, TIM, House, text_of

TO_POST = f"lindenweg12+aushang@{DOMAIN}"


def flat(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).split())


def test_a_letter_is_answered_kindly_and_by_a_person(notice_house: House) -> None:
    notice_house.writes(ANNA, "Die Heizung im Bad bleibt kalt.", subject="Heizung")
    ticket = notice_house.ticket()
    assert (ticket.kind, ticket.visibility, ticket.orders) == (TicketKind.OFFICE, "private", ())
    told = flat(notice_house, ANNA)
    assert "Diese Adresse verschickt Aushänge an Ihr Haus." in told
    assert "liegt jetzt bei der Hausverwaltung" in told
    assert "Stand" not in told
    letter = notice_house.last_to(SABINE)
    assert "Die Heizung im Bad bleibt kalt." in text_of(letter)
    assert "Heizung Meier" not in text_of(letter)  # the rule for heating proposes nothing here

    notice_house.answers(SABINE, letter, "Guten Tag Frau Berger,\n\nich rufe Sie heute an.")
    assert "ich rufe Sie heute an." in text_of(notice_house.last_to(ANNA))


def test_nobody_in_the_house_reads_of_it_whatever_its_author_wished(notice_house: House) -> None:
    notice_house.writes(
        ANNA, "Öffentlich\n\nDer Aufzug steht.", subject="Aufzug", to=f"lindenweg12+public@{DOMAIN}"
    )
    assert notice_house.ticket().visibility == "private"
    assert {m.rcpt_to for m in notice_house.relay.mails} == {ANNA, SABINE}


def test_a_picture_without_words_is_asked_nothing(notice_house: House) -> None:
    notice_house.writes(ANNA, "\n", subject="")
    assert "Was ist passiert?" not in text_of(notice_house.last_to(ANNA))


def test_an_answer_to_a_notice_reaches_the_managers_with_the_notice(notice_house: House) -> None:
    notice_house.writes(
        SABINE, "Am 16.10. kommt der Schornsteinfeger.", to=TO_POST, subject="Schornsteinfeger"
    )
    notice_house.answers(SABINE, notice_house.last_to(SABINE), "SENDEN", auth="pass")
    notice = notice_house.last_to(ANNA)
    notice_house.answers(ANNA, notice, "Da bin ich nicht zu Hause.", auth="pass")
    assert "Diese Adresse verschickt Aushänge" in flat(notice_house, ANNA)
    assert "Da bin ich nicht zu Hause." in text_of(notice_house.last_to(SABINE))
    assert "„Schornsteinfeger“" in text_of(notice_house.last_to(SABINE))


def test_an_emergency_alarms_as_in_any_house(notice_house: House) -> None:
    notice_house.writes(ANNA, "Es riecht nach Gas im Treppenhaus!", subject="Gas")
    assert "emergency" in notice_house.kinds_to(ANNA)
    assert "alarm" in notice_house.kinds_to(SABINE)
    assert "alarm" in notice_house.kinds_to(TIM)


def test_the_caretaker_is_answered_as_everywhere(notice_house: House) -> None:
    notice_house.writes(KRAUSE, "Das Streugut geht aus.", subject="Winterdienst")
    assert "Aushänge" not in text_of(notice_house.last_to(KRAUSE))


def test_one_house_may_choose_it_for_itself_and_outgrow_it(house: House) -> None:
    def choose(word: str) -> None:
        with house.gateway.database.engine.begin() as connection:
            connection.exec_driver_sql(
                f"update properties set policy = '{{\"reports\": \"{word}\"}}' where id = 'HS5'"
            )

    choose("office")
    house.writes(HANSEN, "Die Heizung bleibt kalt.", to=HARBOUR, subject="Heizung")
    assert house.ticket().kind is TicketKind.OFFICE
    choose("tickets")
    house.writes(HANSEN, "Der Briefkasten klemmt, Hauseingang.", to=HARBOUR, subject="Briefkasten")
    assert [ticket.kind for ticket in house.tickets()] == [TicketKind.OFFICE, TicketKind.MATTER]


def test_help_there_speaks_of_no_report_and_no_number(notice_house: House) -> None:
    notice_house.writes(ANNA, "HILFE", subject="")
    text = " ".join(text_of(notice_house.last_to(ANNA)).split())
    assert "ein Mensch antwortet Ihnen" in text
    assert "Meldung" not in text
    assert "LISTE" not in text
