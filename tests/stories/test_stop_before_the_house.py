"""Within the hold time STOPP keeps words from the house; the receipt says until when, and who would read them."""

from tests.house import ANNA, SABINE, YILDIZ, House, text_of

LIFT = "Der Aufzug in Haus 14 steht."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def lift(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.later(minutes=5)


def test_stop_keeps_words_to_all_from_the_house(patient_house: House) -> None:
    house = patient_house
    lift(house)
    mails = len(house.relay.mails)
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Der Techniker kommt um 15 Uhr.", auth="pass")
    receipt = said_to(house, SABINE)
    assert "STOPP bis 12:08 Uhr hält alles an" in receipt
    assert "Das Haus liest es um 12:08 Uhr: alle Bewohner und Eigentümer" in receipt
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "ANGEHALTEN · nichts ist hinausgegangen" in said_to(house, SABINE)
    house.later(hours=30)
    assert [m.rcpt_to for m in house.relay.mails[mails:]] == [SABINE, SABINE]


def test_words_to_all_leave_when_the_hold_time_is_over(patient_house: House) -> None:
    house = patient_house
    lift(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "AN ALLE: Der Techniker kommt um 15 Uhr.", auth="pass")
    house.later(minutes=4)
    assert "um 15 Uhr" in said_to(house, YILDIZ)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "NICHTS ANZUHALTEN" in said_to(house, SABINE)


def test_stop_keeps_a_published_answer_from_the_house(patient_house: House) -> None:
    house = patient_house
    lift(house)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    annas = len(house.mails_to(ANNA))
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    assert "STOPP bis 12:08 Uhr hält alles an" in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert "ANGEHALTEN" in said_to(house, SABINE)
    house.later(hours=1)
    assert len(house.mails_to(ANNA)) == annas


def test_undo_after_a_published_answer_takes_nothing_older_back(house: House) -> None:
    lift(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "FREIGEBEN")
    public = next(m for m in house.mails_to(YILDIZ) if "Aufzug" in str(m.message["Subject"]))
    house.answers(YILDIZ, public, "Bei mir klemmt er seit gestern.")
    house.answers(SABINE, house.last_to(SABINE), "VERÖFFENTLICHEN")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "Nichts wurde geändert" in said_to(house, SABINE)
    assert str(house.ticket().status) == "RELEASED"


def test_an_inquiry_and_an_information_are_not_called_an_order(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "INFO Meier: Bitte bei der Wartung mit ansehen.")
    assert "Heizung Meier GmbH bekommt um 12:03 Uhr die Information" in said_to(house, SABINE)
    house.later(minutes=5)
    house.answers(SABINE, house.mails_to(SABINE)[0], "ANGEBOT Wolf")
    assert "Sanitär Wolf bekommt um 12:08 Uhr die Anfrage" in said_to(house, SABINE)
    assert "den Auftrag" not in said_to(house, SABINE)


def test_stop_after_two_inquiries_lists_both_and_the_status(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier, Wolf")
    assert str(house.ticket().status) == "RELEASED"
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    receipt = said_to(house, SABINE)
    assert "A-1001-1 an Heizung Meier GmbH" in receipt
    assert "A-1001-2 an Sanitär Wolf" in receipt
    assert "Freigegeben → Offen" in receipt
    assert [str(o.phase) for o in house.ticket().orders] == ["cancelled", "cancelled"]
    assert str(house.ticket().status) == "OPEN"
