"""Cc lists add nobody, and what those in Cc answer to all comes to the same matter without giving them rights."""

from email.message import EmailMessage

from tests.house import ANNA, HANSEN, HOUSE, SABINE, STRANGER, YILDIZ, House, text_of

LIGHT = "Im Treppenhaus Haus 14 ist das Licht kaputt."


def _to_all(house: House, author: str, mail: EmailMessage, words: str) -> None:
    ident = str(mail["Message-ID"])
    house.writes(
        author,
        words,
        subject=f"AW: {mail['Subject']}",
        Cc=f"{ANNA}, {STRANGER}",
        In_Reply_To=ident,
        References=ident,
    )


def test_what_a_neighbour_in_cc_answers_to_all_opens_no_second_ticket(house: House) -> None:
    mail = house.writes(ANNA, LIGHT, subject="Licht", Cc=f"{YILDIZ}, {STRANGER}")
    house.later(hours=1)
    _to_all(house, YILDIZ, mail, "Im Hof ist es auch dunkel.")
    ticket = house.ticket()
    assert str(ticket.visibility) == "public"
    assert any(e.author == "1003" and "auch dunkel" in e.text for e in house.entries(ticket.number))
    assert house.kinds_to(SABINE)[-1] == "public_reply"
    assert not house.mails_to(STRANGER)
    assert all("auch dunkel" not in text_of(m) for m in house.mails_to(ANNA))


def test_a_private_matter_gives_whoever_was_in_cc_nothing_to_read(house: House) -> None:
    mail = house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung", Cc=YILDIZ)
    _to_all(house, YILDIZ, mail, "Bei mir ist die Heizung auch kalt.")
    hers, his = house.tickets()
    assert {p.person for p in hers.participants} == {"1001"}
    assert (his.reporter, str(his.visibility)) == ("1003", "private")
    told = text_of(house.last_to(SABINE))
    assert "Bezug" in told
    assert "T-1001" in told
    seen = "".join(str(m.message["Subject"]) + text_of(m) for m in house.mails_to(YILDIZ))
    assert "T-1001" not in seen
    assert "WE03" not in seen

    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Yıldız, wir schauen nach.")
    assert "wir schauen nach" not in "".join(text_of(m) for m in house.mails_to(ANNA))


def test_a_stranger_who_answers_to_all_is_held(house: House) -> None:
    mail = house.writes(ANNA, LIGHT, subject="Licht", Cc=STRANGER)
    _to_all(house, STRANGER, mail, "Wer sind Sie?")
    assert len(house.tickets()) == 1
    assert house.arrivals()[-1].state == "held"


def test_somebody_of_another_house_who_answers_to_all_is_held(house: House) -> None:
    mail = house.writes(ANNA, LIGHT, subject="Licht", Cc=HANSEN)
    _to_all(house, HANSEN, mail, "Bei uns nicht.")
    assert len(house.tickets()) == 1
    assert house.arrivals()[-1].reason == "wrong_house"
    assert HOUSE not in {m.rcpt_to for m in house.relay.mails}
