"""What the house has heard and what no longer holds is put right; where it matters it hears when somebody comes."""

from tests.house import ANNA, HOUSE, SABINE, YILDIZ, House, text_of

NORD = "stoerung@aufzug-nord.example"
LIFT = "Der Aufzug in Haus 14 steht."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def test_the_house_hears_at_once_that_an_important_status_was_taken_back(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    assert "als erledigt eingetragen" in said_to(house, YILDIZ)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    corrected = said_to(house, YILDIZ)
    assert "gilt nicht mehr" in corrected
    assert "Der Stand ist wieder „Offen“" in corrected
    assert "An das Haus geht jetzt" in said_to(house, SABINE)


def test_the_next_evening_corrects_what_an_evening_told(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    house.later(hours=7)
    assert "erledigt 12:00" in said_to(house, YILDIZ)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    house.later(hours=24)
    corrected = said_to(house, YILDIZ)
    assert house.kinds_to(YILDIZ) == ["evening", "evening"]
    assert "zurückgenommen 14.10. 19:00, Stand wieder: Freigegeben" in corrected


def test_what_the_house_never_heard_is_not_corrected(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt eine Lampe nicht.", subject="Licht")
    house.answers(SABINE, house.mails_to(SABINE)[0], "ERLEDIGT")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    house.later(hours=7)
    told = said_to(house, YILDIZ)
    assert "zurückgenommen" not in told
    assert "erledigt 12:00" not in told


def test_the_house_hears_that_an_order_was_taken_back(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(YILDIZ, house.last_to(YILDIZ), "Bei mir klemmt er seit gestern.")
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Aufzug")
    assert "Der Auftrag dazu ging" in said_to(house, YILDIZ)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "gilt nicht mehr" in said_to(house, YILDIZ)


def test_the_house_hears_when_somebody_comes_to_the_lift(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug anonym", to=HOUSE)
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Aufzug")
    mails = len(house.mails_to(YILDIZ))
    house.answers(NORD, house.last_to(NORD), "zugesagt, Mi 15.10. 10-12 Uhr.")
    dated = said_to(house, YILDIZ)
    assert len(house.mails_to(YILDIZ)) == mails + 1
    assert "Der Termin dazu steht: Mi, 15.10.2025, 10-12 Uhr." in dated
    assert "zugesagt" not in dated
    own = [m for m in house.mails_to(ANNA) if "der Termin steht" in text_of(m)]
    assert own
    assert not any("frei zugänglich" in text_of(m) for m in own)

    house.answers(NORD, house.mails_to(NORD)[0], "neuer Termin: Do 16.10. 10-12 Uhr")
    assert "verlegt, jetzt gilt: Do, 16.10.2025, 10-12 Uhr" in said_to(house, YILDIZ)
    house.answers(SABINE, house.mails_to(SABINE)[0], "STORNIEREN")
    assert "Do, 16.10.2025, 10-12 Uhr findet nicht statt" in said_to(house, YILDIZ)
