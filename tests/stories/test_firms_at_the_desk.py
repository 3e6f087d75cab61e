"""A firm that writes to the company and not to a house: an office ticket there, asked once where that is unclear."""

from tests.house import ANNA, DESK, HANSEN, HARBOUR, SABINE, YILDIZ, House, text_of

MEIER = "auftrag@heizung-meier.example"
DORN = "buero@dorn-sanitaer.example"


def test_a_firm_of_one_house_opens_an_office_ticket_there(house: House) -> None:
    house.writes(DORN, "Ab 2026 gelten neue Stundensätze.", to=DESK, subject="Preise")
    ticket = house.ticket()
    assert (ticket.property_id, str(ticket.kind), ticket.reporter) == ("LW12", "office", "firm:S2")
    assert house.kinds_to(DORN) == ["acknowledgement"]
    assert house.kinds_to(SABINE) == ["new_ticket"]
    assert house.held() == []
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag,\nbitte als Tabelle.")
    assert "bitte als Tabelle" in text_of(house.last_to(DORN))


def test_a_firm_that_names_the_house_is_heard_there(house: House) -> None:
    house.writes(MEIER, "Die Wartung in der Hafenstraße 5 steht an.", to=DESK, subject="Wartung")
    assert house.ticket().property_id == "HS5"


def test_a_firm_with_orders_at_one_house_means_that_one(house: House) -> None:
    house.writes(HANSEN, "Der Heizkörper bleibt kalt.", to=HARBOUR)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.writes(MEIER, "Wir haben im Dezember Betriebsferien.", to=DESK, subject="Ferien")
    assert [t.property_id for t in house.tickets()] == ["HS5", "HS5"]


def test_what_is_unclear_is_asked_once_and_the_first_mail_is_heard_where_the_answer_says(
    house: House,
) -> None:
    house.writes(MEIER, "Die jährliche Wartung steht an: Kanarienvogel.", to=DESK, subject="Wartung")
    house.writes(MEIER, "Noch etwas zur Wartung.", to=DESK, subject="Wartung 2")
    assert house.tickets() == []
    assert house.kinds_to(MEIER) == ["which_house"]
    asked = house.last_to(MEIER)
    house.answers(MEIER, asked, "Hafenstraße 5")
    ticket = house.ticket()
    assert (ticket.property_id, str(ticket.kind)) == ("HS5", "office")
    assert any("Kanarienvogel" in e.text for e in house.entries(ticket.number))
    assert len(house.held()) == 1
    for nobody in (ANNA, HANSEN, YILDIZ):
        assert house.mails_to(nobody) == []


def test_an_answer_with_more_to_say_is_kept_as_well(house: House) -> None:
    house.writes(MEIER, "Die jährliche Wartung steht an.", to=DESK, subject="Wartung")
    words = "Hafenstraße 5. Außerdem ist dort die Kellertür verzogen und lässt sich von innen nicht mehr schließen."
    house.answers(MEIER, house.last_to(MEIER), words)
    texts = [e.text for t in house.tickets() for e in house.entries(t.number)]
    assert any("Kellertür" in text for text in texts)
    assert any("jährliche Wartung" in text for text in texts)


def test_an_answer_that_names_no_house_lies_with_the_managers(house: House) -> None:
    house.writes(MEIER, "Die jährliche Wartung steht an.", to=DESK, subject="Wartung")
    house.answers(MEIER, house.last_to(MEIER), "Na bei Ihnen.")
    assert house.tickets() == []
    assert house.kinds_to(MEIER) == ["which_house"]
    assert len(house.held()) == 2


def test_a_firm_reads_no_emergency_numbers_of_residents(house: House) -> None:
    house.writes(HANSEN, "Der Heizkörper bleibt kalt.", to=HARBOUR)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "STATUS")
    house.writes(MEIER, "Neue Preise, Hafenstraße 5.", to=DESK, subject="Preise")
    assert house.kinds_to(MEIER) == ["order", "listing", "acknowledgement"]
    for mail in house.mails_to(MEIER):
        assert "Notfall?" not in text_of(mail)
        assert "Ihre Antwort liest nur die Hausverwaltung." in text_of(mail)
    assert "Notfall?" in text_of(house.last_to(HANSEN))
