"""Who writes for somebody else: with authority in the master data as that person, without it as oneself."""

from tests.house import SABINE, STRANGER, YILDIZ, House, text_of
from tests.tables import bring

PETER = "peter.neumann@mail.example"
MEIER = "auftrag@heizung-meier.example"
TABLES = {
    "persons.csv": f"Personennummer;Anrede;Vorname;Nachname;E-Mail\n1020;Herr;Peter;Neumann;{PETER}\n",
    "roles.csv": "Personennummer;Objektnummer;Einheitsnummer;Rolle;Ende\n1020;LW12;WE05;Bevollmächtigter;31.10.2025\n",
}


def test_a_representative_acts_as_the_tenant_and_is_named_beside_her(house: House) -> None:
    bring(house, TABLES)
    house.writes(PETER, "Bei meiner Mutter bleibt der Heizkörper im Bad kalt.", subject="Heizung")
    ticket = house.ticket()
    assert (ticket.unit, ticket.place) == ("WE05", "Haus 12, 4. OG links")
    assert house.entries(1001)[0].author_name == "Peter Neumann für Ilse Schröder"
    told = text_of(house.last_to(SABINE))
    assert "Peter Neumann für Ilse Schröder, Bevollmächtigter, WE05" in told.replace("\u00a0", " ")
    assert house.kinds_to(PETER) == ["acknowledgement"]

    house.answers(SABINE, house.last_to(SABINE), "OK")
    order = text_of(house.last_to(MEIER))
    assert "Schröder" in order
    assert "Neumann" not in order


def test_authority_ends_with_its_last_day(house: House) -> None:
    bring(house, TABLES)
    house.later(days=20)
    house.writes(PETER, "Der Heizkörper im Bad bleibt kalt.", subject="Heizung")
    assert house.ticket().unit == ""
    assert house.entries(1001)[0].author_name == "Peter Neumann"


def test_a_neighbour_without_authority_speaks_for_himself(house: House) -> None:
    house.writes(
        YILDIZ, "Ich schreibe für Frau Schröder, WE05: Ihr Heizkörper bleibt kalt.", subject="Heizung"
    )
    assert house.ticket().reporter == "1003"
    assert "WE05" in text_of(house.last_to(SABINE))
    assert "WE05" not in text_of(house.last_to(YILDIZ))


def test_a_stranger_without_authority_is_held_and_a_manager_says_whose_it_is(house: House) -> None:
    house.writes(
        STRANGER, "Ich schreibe für meine Mutter (WE05): Der Heizkörper bleibt kalt.", subject="Heizung"
    )
    assert house.tickets() == []
    assert house.kinds_to(SABINE) == ["held_list"]
    assert "WE05" in text_of(house.last_to(SABINE))
