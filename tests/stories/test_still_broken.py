"""Who reports that it is still broken is as hidden as before, and no more people hear of it than before."""

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
    house.later(hours=10)
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
