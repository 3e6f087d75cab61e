"""A resident copies neighbours in, and they answer all: they are heard in the public ticket, and nobody is added."""

from email.message import EmailMessage
from pathlib import Path

from hauspost import config
from tests.golden_mails import check_golden
from tests.house import ANNA, MILLER, SABINE, STRANGER, YILDIZ, House, text_of
from tests.tables import bring

CC = f"{YILDIZ}, {MILLER}, {STRANGER}"


def answers_all(house: House, author: str, first: EmailMessage, words: str) -> None:
    """As a mail program does it: the thread's ids, the old subject, everybody in To and Cc."""
    known = first["Message-ID"]
    house.writes(
        author,
        f"{words}\n\nAm 14.10.2025 um 12:00 schrieb {ANNA}:\n> Der Aufzug in Haus 14 steht.",
        subject="AW: Aufzug",
        In_Reply_To=known,
        References=known,
        Cc=f"{ANNA}, {CC}",
    )


def test_m27_who_answers_all_says_me_too_in_the_one_ticket_and_copies_add_nobody(house: House) -> None:
    first = house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug", Cc=CC)
    ticket = house.ticket()
    assert (str(ticket.visibility), {p.person for p in ticket.participants}) == ("public", {"1001"})
    assert house.mails_to(STRANGER) == []
    answers_all(house, YILDIZ, first, "Bei mir klemmt er auch.")
    answers_all(house, MILLER, first, "Same here, he is stuck.")
    ticket = house.ticket()
    assert {p.person for p in ticket.participants} == {"1001", "1003", "1004"}
    assert house.kinds_to(SABINE).count("public_reply") == 2
    assert "Bei mir klemmt er auch." in text_of(house.mails_to(SABINE)[1])
    assert house.held() == []
    assert [k for k in house.kinds_to(ANNA) if k != "public_summary"] == ["acknowledgement"]


def test_who_only_names_the_number_of_a_public_ticket_is_heard_there_if_the_border_vouches(
    house: House,
) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.writes(YILDIZ, "Er steht immer noch, Etage 2.", subject="[T-1001] Aufzug")
    assert house.ticket().number == 1001
    assert house.kinds_to(SABINE)[-1] == "public_reply"
    house.writes(MILLER, "Still stuck.", subject="[T-1001] Lift", auth="none")
    assert len(house.tickets()) == 2, "a number alone is no key"


def test_a_stranger_who_answers_all_learns_nothing_and_joins_nothing(house: House) -> None:
    first = house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug", Cc=CC)
    answers_all(house, STRANGER, first, "Ich bin der Nachbar.")
    assert {p.person for p in house.ticket().participants} == {"1001"}
    assert house.verdicts()[-1] == ("held", "unknown_sender")
    assert set(house.kinds_to(STRANGER)) <= {"neutral"}
    assert "T-1001" not in "".join(text_of(m) for m in house.mails_to(STRANGER))


NEIGHBOURS = ("nachbar1@mail.example", "nachbar2@mail.example")


def test_m27_the_front_door_that_does_not_close_is_one_urgent_ticket_of_the_house(house: House) -> None:
    """Where the office's categories.csv calls doors public and important; as shipped they are private."""
    starter = (Path(config.__file__).parent / "starter" / "categories.csv").read_text(encoding="utf-8")
    assert ";privat;nein;Schlüsseldienst;" in starter
    urgent = starter.replace(";privat;nein;Schlüsseldienst;", ";öffentlich;ja;Schlüsseldienst;")
    bring(house, {"categories.csv": urgent})
    words = "Die Haustür Haus 12 fällt nicht mehr ins Schloss, jeder kann rein. Bitte schnell!"
    copies = ", ".join((YILDIZ, *NEIGHBOURS))
    first = house.writes(ANNA, words, subject="Haustür schließt nicht!!", Cc=copies)
    ticket = house.ticket()
    assert (ticket.category, str(ticket.visibility)) == ("doors", "public")
    assert {p.person for p in ticket.participants} == {"1001"}
    known = first["Message-ID"]
    for author in (YILDIZ, *NEIGHBOURS):
        house.writes(
            author,
            f"Bei uns auch, die Tür steht offen.\n\nAm 14.10.2025 schrieb {ANNA}:\n> {words}",
            subject="AW: Haustür schließt nicht!!",
            In_Reply_To=known,
            References=known,
            Cc=f"{ANNA}, {copies}",
        )
    assert len(house.tickets()) == 1
    assert {p.person for p in house.ticket().participants} == {"1001", "1003"}
    assert house.kinds_to(SABINE).count("public_reply") == 1
    assert house.kinds_to(MILLER) == ["public_summary"], "what matters is told at once"
    for neighbour in NEIGHBOURS:  # strangers to the house: held, and told nothing of it
        assert set(house.kinds_to(neighbour)) <= {"neutral"}
        assert "T-1001" not in "".join(text_of(m) for m in house.mails_to(neighbour))
    check_golden(house, "m27_front_door")
