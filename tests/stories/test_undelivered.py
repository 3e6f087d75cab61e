"""A mail that nobody takes: its manager hears whom to call, and an answer to that is at home in the ticket."""

from email.header import decode_header, make_header

from tests.house import ANNA, SABINE, House, text_of
from tests.relay import Taken


def alert_to(house: House) -> Taken:
    """Alarms leave before older mails."""
    (alert,) = (
        m for m in house.mails_to(SABINE) if subject_of(m) == "[T-1001] Nicht zugestellt: Anna Berger"
    )
    return alert


def subject_of(mail: Taken) -> str:
    return str(make_header(decode_header(str(mail.message["Subject"]))))


def test_the_alert_names_the_person_and_its_answer_stays_in_the_ticket_as_a_note(house: House) -> None:
    house.relay.answers("rcpt", "550 5.1.1 no such mailbox", to=ANNA)
    house.writes(ANNA, "Der Heizkörper wird nicht warm.")
    alert = alert_to(house)
    assert "Anna Berger" in text_of(alert)
    assert "Telefon" in text_of(alert)
    house.answers(SABINE, alert, "Angerufen, sie schickt uns eine neue Adresse.")
    notes = [e.text for e in house.entries(1001) if str(e.channel) == "internal"]
    assert notes == ["Angerufen, sie schickt uns eine neue Adresse."]
    assert house.mails_to(ANNA) == []


def test_a_word_that_answers_the_alert_steers_the_ticket(house: House) -> None:
    house.relay.answers("rcpt", "550 5.1.1 no such mailbox", to=ANNA)
    house.writes(ANNA, "Der Heizkörper wird nicht warm.")
    house.answers(SABINE, alert_to(house), "FREIGEBEN")
    assert house.ticket().status == "RELEASED"
