"""KATEGORIEN: what each is called, by which words a report comes there, who reads it, which rule acts."""

from tests.house import ANNA, DESK, MILLER, SABINE, House, text_of


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).replace("\u00a0", " ").split())


def test_a_manager_reads_the_categories_of_a_house(house: House) -> None:
    house.writes(SABINE, "KATEGORIEN", subject="")
    assert house.kinds_to(SABINE) == ["categories"]
    told = said_to(house, SABINE)
    assert "KATEGORIEN" in told
    assert "12 Licht & Beleuchtung öffentlich, außer in Wohnungen Wörter: licht, treppenhauslicht," in told
    assert "Regel Licht & Beleuchtung, Lindenweg 12-14: von selbst · Hauswart" in told
    assert "Hafenstraße" not in told
    assert "immer privat" in told


def test_to_the_desk_the_rules_of_all_houses_stand_there(house: House) -> None:
    house.writes(SABINE, "KATEGORIEN", subject="", to=DESK)
    told = said_to(house, SABINE)
    assert "Regel Wasser, Bad & Rohre, Hafenstraße 5: von selbst nach Wartezeit" in told


def test_residents_have_no_such_word(house: House) -> None:
    house.writes(ANNA, "KATEGORIEN", subject="Frage")
    house.writes(MILLER, "CATEGORIES", subject="Question")
    assert [t.reporter for t in house.tickets()] == ["1001", "1004"]
