"""Who follows a ticket reads of it what the house may read: not the reporter's flat, reason or subject."""

from datetime import date

from sqlalchemy import update

from hauspost.store import schema
from hauspost.store.connection import Connection
from tests.house import ANNA, HANSEN, MILLER, SABINE, YILDIZ, House, text_of

LIFT = "Der Aufzug in Haus 14 steht."


def followed(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "ICH AUCH")


def test_the_reason_of_a_rejection_is_the_reporter_s(house: House) -> None:
    followed(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "ABLEHNEN: Das war Ihr Kinderwagen.")
    assert "Kinderwagen" in "".join(text_of(m) for m in house.mails_to(ANNA))
    told = "".join(text_of(m) for m in house.mails_to(YILDIZ))
    assert "Kinderwagen" not in told
    assert "ohne Maßnahme" in told
    assert "Ihre Meldung" not in told
    receipt = " ".join(text_of(house.last_to(SABINE)).split())
    assert "An das Haus geht jetzt" in receipt
    assert "Erledigt" not in receipt.split("IHRE ANTWORT")[0]


def test_the_list_of_a_follower_names_no_flat_and_no_subject(house: House) -> None:
    house.writes(ANNA, "Im Flur vor meiner Wohnung tropft es.", subject="Wasser bei Berger")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ÖFFENTLICH", auth="pass")
    house.answers(
        SABINE, house.mails_to(SABINE)[0], "AN ALLE: Bitte Eimer unterstellen.", client="gmail", auth="pass"
    )
    house.answers(YILDIZ, house.last_to(YILDIZ), "ICH AUCH")
    house.answers(YILDIZ, house.mails_to(YILDIZ)[-1], "LISTE")
    listed = text_of(house.last_to(YILDIZ))
    assert "T-1001" in listed
    assert "Berger" not in listed
    assert "3. OG" not in listed


def test_an_answer_to_a_house_that_one_has_left_announces_nothing_at_another(house: House) -> None:
    """Its subject is ours and names the other house's lift."""
    house.writes(ANNA, LIFT, subject="Aufzug")
    moves(house, "1003")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er auch.", auth="pass")
    assert {str(t.visibility) for t in house.tickets() if t.property_id == "HS5"} <= {"private"}
    assert house.mails_to(HANSEN) == []


def moves(house: House, person: str) -> None:
    """All roles ended yesterday; since then a tenant of the other house."""
    table = schema.role_assignments
    mine = table.c.person == person

    def job(connection: Connection) -> None:
        connection.execute(update(table).where(mine).values(valid_to=date(2025, 10, 13)))
        connection.execute(table.insert().values(person=person, property="HS5", unit="WE01", role="tenant"))

    house.gateway.database.write(job)


def test_me_too_under_an_evening_mail_counts_at_the_ticket_that_it_names(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.later(hours=7)
    evening = house.last_to(YILDIZ)
    assert "T-1001 ICH AUCH" in text_of(evening).replace("\u00a0", " ")
    house.answers(YILDIZ, evening, "T-1001 ICH AUCH")
    house.answers(MILLER, house.last_to(MILLER), "ME TOO", client="gmail")
    assert len(house.tickets()) == 1
    assert [str(e.kind) for e in house.entries(1001)].count("me_too") == 2
