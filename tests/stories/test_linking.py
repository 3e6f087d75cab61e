"""ZUORDNEN: a ticket whose reporter or flat is unclear, or wrong, becomes that person's; nothing older is shown."""

import pytest

from tests.house import ANNA, SABINE, TIM, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
STRANGER = "fatma@neu.example"
WORDS = "Bei mir tropft das Fenster, und meine Kontonummer steht im Brief."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def a_ticket_of_nobody(house: House) -> None:
    house.writes(STRANGER, WORDS, subject="Fenster")
    house.later(minutes=20)
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[0].id} NEU")


@pytest.mark.parametrize("words", ["ZUORDNEN WE07", "zuordnen we 7", "Bitte zuordnen Frau Yıldız"])
def test_a_ticket_of_nobody_becomes_a_residents(house: House, words: str) -> None:
    a_ticket_of_nobody(house)
    house.answers(SABINE, house.last_to(SABINE), words)
    assert "Gehört jetzt zu Fatma Yıldız (WE07)" in said_to(house, SABINE)
    ticket = house.ticket()
    assert (ticket.reporter, ticket.unit, ticket.kind) == ("1003", "WE07", "matter")
    assert ticket.flags == frozenset()
    assert house.kinds_to(YILDIZ) == ["acknowledgement"]
    assert "Kontonummer" not in said_to(house, YILDIZ)
    house.answers(YILDIZ, house.last_to(YILDIZ), "AKTE")
    assert "Kontonummer" not in said_to(house, YILDIZ)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Danke, es tropft noch immer.")
    assert "es tropft noch immer" in said_to(house, SABINE)
    assert len(house.tickets()) == 1


def test_who_had_it_before_reads_it_no_longer(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    receipt = said_to(house, SABINE)
    assert "Gehört jetzt zu Fatma Yıldız (WE07). Anna Berger liest nichts mehr davon." in receipt
    before = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert len(house.mails_to(ANNA)) == before
    assert "als erledigt eingetragen" in said_to(house, YILDIZ)
    house.answers(ANNA, house.mails_to(ANNA)[0], "Wann kommt jemand?")
    assert house.verdicts()[-1] == ("held", "revoked")
    assert house.ticket().reporter == "1003"


def test_a_letter_to_who_had_it_before_stays_inside_and_says_why(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.later(minutes=5)
    old = house.last_to(SABINE)
    house.answers(SABINE, old, "ZUORDNEN WE07")
    before = len(house.mails_to(ANNA)), len(house.mails_to(YILDIZ))
    house.answers(SABINE, old, "Guten Tag Frau Berger,\n\nwir kommen morgen.")
    assert "NICHT GESENDET · der Vorgang gehört inzwischen jemand anderem" in said_to(house, SABINE)
    assert (len(house.mails_to(ANNA)), len(house.mails_to(YILDIZ))) == before


def test_the_new_party_reads_no_subject_of_who_had_it_before(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.", subject="Heizung kalt, Bergers Quark")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    assert "Quark" in house.last_to(SABINE).message["Subject"]
    for word in ("STATUS", "LISTE", "AKTE"):
        house.answers(YILDIZ, house.mails_to(YILDIZ)[0], word)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    mails = house.mails_to(YILDIZ)
    assert len(mails) == 5
    assert not any("Quark" in str(m.message["Subject"]) + text_of(m) for m in mails)


def test_of_what_the_house_reads_nobody_is_said_to_read_nothing_more(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    assert "Gehört jetzt zu Fatma Yıldız (WE07)" in said_to(house, SABINE)
    assert "liest nichts mehr" not in said_to(house, SABINE)


def test_undone_it_is_whose_it_was(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Zurückgenommen" in said_to(house, SABINE)
    ticket = house.ticket()
    assert (ticket.reporter, ticket.unit, ticket.place) == ("1001", "WE03", "Haus 12, 3. OG links")
    house.answers(SABINE, house.last_to(SABINE), "IN BEARBEITUNG")
    assert "jetzt in Bearbeitung" in said_to(house, ANNA)
    assert house.kinds_to(YILDIZ) == ["acknowledgement"]
    house.answers(YILDIZ, house.last_to(YILDIZ), "Was ist das?")
    assert house.verdicts()[-1] == ("held", "revoked")


def test_a_name_that_is_nobodys_is_asked_back_with_the_nearest(house: House) -> None:
    a_ticket_of_nobody(house)
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN Yildis")
    asked = said_to(house, SABINE)
    assert "Gehört zu Fatma Yıldız" in asked
    assert house.ticket().reporter is None
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert house.ticket().reporter == "1003"


def test_a_flat_where_nobody_lives_names_only_the_place(house: House) -> None:
    house.writes(YILDIZ, "In der Nachbarwohnung läuft Wasser.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    assert "Das ist schon so zugeordnet" in said_to(house, SABINE)


def test_an_order_that_runs_for_the_old_flat_stands_in_the_way(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    assert "Erst STORNIEREN, dann ZUORDNEN" in said_to(house, SABINE)
    assert house.ticket().reporter == "1001"


def test_an_order_names_the_flat_of_who_has_it_now_and_no_other(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = said_to(house, MEIER)
    assert "Yıldız" in order
    assert "Berger" not in order
    assert "Auch" not in order


def test_who_hid_stays_hidden_and_so_does_who_comes(house: House) -> None:
    house.writes(ANNA, "Anonym: Der Nachbar raucht im Treppenhaus.", subject="Lärm")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN Yıldız")
    assert house.ticket().reporter == "1003"
    assert house.ticket().is_anonymous
    hidden = {p.person for p in house.ticket().participants if p.hidden and p.until is None}
    assert hidden == {"1003"}


def test_sentences_with_that_word_stay_sentences(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "Zuordnen kann ich das nicht.")
    assert house.ticket().reporter == "1001"
    assert house.kinds_to(SABINE)[-1] == "not_sent"


def test_the_other_manager_may_do_it_as_well(house: House) -> None:
    a_ticket_of_nobody(house)
    house.answers(SABINE, house.last_to(SABINE), "ZUWEISEN Lorenz")
    house.answers(TIM, house.last_to(TIM), "ZUORDNEN WE11")
    assert house.ticket().reporter == "1004"


def test_a_letter_that_waited_for_the_old_reporter_is_not_sent_and_the_receipt_says_so(
    five_minute_house: House,
) -> None:
    house = five_minute_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "Sehr geehrte Frau Berger,\nmorgen kommt jemand.")
    house.answers(SABINE, house.last_to(SABINE), "ZUORDNEN WE07")
    receipt = said_to(house, SABINE)
    assert "auch Ihre Nachricht nicht, die noch wartete; sie wird nicht mehr gesendet." in receipt
    house.later(minutes=10)
    assert house.kinds_to(ANNA) == ["acknowledgement"]
