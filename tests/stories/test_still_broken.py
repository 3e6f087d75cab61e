"""Who reports that it is still broken is as hidden as before, and no more people hear of it than before."""

import pytest

from tests.house import ANNA, DOMAIN, HANSEN, HOUSE, KOWALSKI, KRAUSE, MILLER, SABINE, YILDIZ, House, text_of

STILL = "Es ist leider immer noch kaputt."


def _done(house: House, words: str, *, subject: str, before: str = "") -> None:
    house.writes(ANNA, words, subject=subject)
    if before:
        house.answers(SABINE, house.mails_to(SABINE)[0], before)
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT", client="gmail")


def test_a_no_with_its_reason_opens_a_ticket_that_follows(house: House) -> None:
    _done(house, "Der Hahn tropft.", subject="Wasser")
    house.answers(ANNA, house.last_to(ANNA), "NEIN, tropft noch")
    old, new = house.tickets()
    assert new.recurrence_of == old.number
    assert "NICHT BEHOBEN" in text_of(house.last_to(SABINE))


def test_a_no_with_its_reason_counts_in_english_too(house: House) -> None:
    house.writes(MILLER, "There is mould in the bathroom.", subject="Mould")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT", client="gmail")
    house.answers(MILLER, house.last_to(MILLER), "NO, still growing")
    old, new = house.tickets()
    assert new.recurrence_of == old.number


def test_a_polite_no_opens_nothing(house: House) -> None:
    _done(house, "Der Hahn tropft.", subject="Wasser")
    house.answers(ANNA, house.last_to(ANNA), "Nein danke, kein Problem mehr")
    assert len(house.tickets()) == 1


def test_an_anonymous_reporter_stays_anonymous(house: House) -> None:
    _done(house, "Der Heizkörper im Bad bleibt kalt. Bitte meinen Namen nicht nennen.", subject="Heizung")
    house.answers(ANNA, house.last_to(ANNA), STILL)
    old, new = house.tickets()
    assert new.recurrence_of == old.number
    assert new.is_anonymous
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = house.last_to("auftrag@heizung-meier.example").octets
    assert b"Berger" not in order
    assert b"3. OG" not in order


def _light(house: House, words: str = "Im Treppenhaus Haus 12 brennt keine Lampe.") -> None:
    """Reported without a name, mended by the caretaker, told to the house in the evening."""
    house.writes(ANNA, f"{words} Bitte meinen Namen nicht nennen.", subject="Licht")
    house.answers(KRAUSE, house.last_to(KRAUSE), "erledigt")


@pytest.mark.parametrize("words", [STILL, "T-1001 immer noch kaputt"])
def test_a_hidden_reporter_who_answers_the_evening_mail_stays_hidden(house: House, words: str) -> None:
    _light(house)
    house.later(hours=7)
    assert house.kinds_to(ANNA)[-1] == "evening"
    house.answers(ANNA, house.last_to(ANNA), words)
    old, new = house.tickets()
    assert new.recurrence_of == old.number
    assert new.is_anonymous
    house.later(hours=24)
    for mail in house.mails_to(KRAUSE) + house.mails_to(YILDIZ):
        assert b"Berger" not in mail.octets
        assert b"3. OG" not in mail.octets


def test_a_neighbour_who_answers_the_evening_mail_opens_a_linked_ticket_of_the_own(house: House) -> None:
    _light(house)
    house.later(hours=7)
    house.answers(YILDIZ, house.last_to(YILDIZ), STILL)
    old, new = house.tickets()
    assert (new.recurrence_of, new.reporter, new.is_anonymous) == (old.number, "1003", False)
    assert b"Berger" not in house.last_to(YILDIZ).octets


def test_an_evening_of_two_tickets_links_only_what_is_named_and_hides_all_the_same(house: House) -> None:
    _light(house)
    _light(house, "Im Keller Haus 14 ist das Licht kaputt.")
    house.later(hours=7)
    evening = house.last_to(ANNA)
    house.answers(ANNA, evening, STILL)
    house.answers(ANNA, evening, "Zu T-1002: immer noch dunkel, geht nicht.")
    *_, which, named = house.tickets()
    assert (which.recurrence_of, which.is_anonymous) == (None, True)
    assert (named.recurrence_of, named.is_anonymous) == (1002, True)


def test_still_broken_under_an_important_public_mail_opens_a_linked_ticket(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht. Bitte meinen Namen nicht nennen.", subject="Aufzug")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    public = next(m for m in reversed(house.mails_to(ANNA)) if "List-Id" in m.message)
    house.answers(ANNA, public, STILL)
    old, new = house.tickets()
    assert (new.recurrence_of, new.is_anonymous) == (old.number, True)


def test_who_hid_hides_in_what_is_opened_long_after(house: House) -> None:
    _done(house, "Der Heizkörper im Bad bleibt kalt. Bitte meinen Namen nicht nennen.", subject="Heizung")
    house.later(days=40)
    house.answers(ANNA, house.last_to(ANNA), "Der Heizkörper gluckert seit gestern.")
    old, new = house.tickets()
    assert (new.recurrence_of, new.is_anonymous) == (old.number, True)


def test_what_a_manager_made_private_stays_private(house: House) -> None:
    _done(house, "Der Aufzug in Haus 14 steht.", subject="Aufzug", before="PRIVAT")
    told = len(house.mails_to(YILDIZ))
    house.answers(ANNA, house.last_to(ANNA), STILL)
    assert [str(t.visibility) for t in house.tickets()] == ["private", "private"]
    assert len(house.mails_to(YILDIZ)) == told


def test_whom_a_manager_left_out_stays_out(house: House) -> None:
    _done(house, "Der Aufzug in Haus 14 steht.", subject="Aufzug", before="OHNE HAUSWART")
    told = len(house.mails_to(KRAUSE))
    house.answers(ANNA, house.last_to(ANNA), STILL)
    old, new = house.tickets()
    assert new.audience == old.audience
    assert len(house.mails_to(KRAUSE)) == told


def test_firms_and_former_tenants_tell_the_house_nothing(house: House) -> None:
    meier = "auftrag@heizung-meier.example"
    house.writes(meier, "Öffentlich\n\nIm Treppenhaus brennt kein Licht.", subject="Licht")
    house.writes(
        KOWALSKI, "Im Treppenhaus brennt kein Licht.", to=f"hafenstr5+oeffentlich@{DOMAIN}", subject="Licht"
    )
    assert {str(t.visibility) for t in house.tickets()} == {"private"}
    house.later(hours=7)
    assert house.mails_to(YILDIZ) == house.mails_to(HANSEN) == []


def test_two_reporters_of_merged_tickets_never_read_each_others_subject(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper bleibt kalt.", to=HOUSE, subject="Heizung Annas Bad")
    house.writes(YILDIZ, "Bei uns ist es kalt.", to=HOUSE, subject="Heizung Fatmas Flur")
    second = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    house.answers(SABINE, second, "ZUSAMMENLEGEN MIT T-1001")
    house.answers(SABINE, second, "Guten Tag, morgen kommt jemand.", client="gmail")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT", client="iphone")
    assert house.mails_to(YILDIZ)
    for mail in house.mails_to(YILDIZ):
        assert "Annas Bad" not in str(mail.message["Subject"]) + text_of(mail)
    for mail in house.mails_to(ANNA):
        assert "Fatmas Flur" not in str(mail.message["Subject"]) + text_of(mail)


PRIVATELY = "Im Treppenhaus Haus 12 brennt die Lampe nicht. Bitte vertraulich behandeln."
MEIER = "auftrag@heizung-meier.example"


def test_what_lies_on_common_ground_still_lies_there_so_no_order_names_the_reporter_s_flat(
    house: House,
) -> None:
    _done(house, PRIVATELY, subject="Licht")
    house.answers(ANNA, house.last_to(ANNA), STILL)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    order = text_of(house.last_to(MEIER))
    assert "Treppenhaus, Haus 12" in order
    assert "Berger" not in order
    assert "OG links" not in order


def test_nor_does_an_order_for_several_reports(house: House) -> None:
    _done(house, PRIVATELY, subject="Licht")
    house.answers(ANNA, house.last_to(ANNA), STILL)
    house.writes(YILDIZ, "Der Heizkörper im Bad bleibt kalt.")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "BÜNDELN T-1002")
    house.answers(SABINE, new, "BEAUFTRAGEN Meier")
    order = text_of(house.last_to(MEIER))
    assert "Auch  Treppenhaus, Haus 12" in order
    assert "Berger" not in order
    assert "OG links" not in order
