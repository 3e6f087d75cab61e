"""Who loses a ticket loses the keys to it and the mails that still wait, in the same transaction."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.house import ANNA, HANSEN, HOUSE, KRAUSE, MILLER, SABINE, TIM, YILDIZ, House, house_on, text_of
from tests.oracle.importing import import_tables

NORA, LARS = "nora.linde@hv-sonnenschein.example", "lars.hafen@hv-sonnenschein.example"

# Nora manages Lindenweg alone, Lars Hafenstraße alone, and each is in charge there; Sabine manages both.
TEAMS = {
    "persons.csv": (
        "Personennummer;Anrede;Vorname;Nachname;E-Mail\n"
        f"9003;Frau;Nora;Linde;{NORA}\n9004;Herr;Lars;Hafen;{LARS}\n"
    ),
    "roles.csv": (
        "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
        "9003;LW12;;Verwalterin;;\n9004;HS5;;Verwalter;;\n"
    ),
    "properties.csv": "Objektnummer;Bezeichnung;Straße;Objekt-E-Mail;Zuständig\n"
    "LW12;WEG Lindenweg 12-14;Lindenweg 12-14;lindenweg12;9003\n"
    "HS5;Hafenstraße 5;Hafenstraße 5;hafenstr5;9004\n",
}


def imports(house: House, tables: dict[str, str]) -> None:
    files = {name: table.encode() for name, table in tables.items()}
    import_tables(house.gateway.database, files, at=house.now)


def ends(person: int, place: str, unit: str, role: str, begin: str) -> dict[str, str]:
    head = "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
    return {"roles.csv": f"{head}{person};{place};{unit};{role};{begin};01.10.2025\n"}


def waiting(house: House, address: str) -> list[str]:
    """The states of what this address has been owed and not got."""
    with house.gateway.database.read() as connection:
        table = schema.notices
        query = select(table.c.state).where(table.c.address == address, table.c.state != "formed")
        return [str(state) for state in connection.execute(query).scalars()]


def live_keys(house: House, address: str, number: int) -> int:
    with house.gateway.database.read() as connection:
        table = schema.mails
        mine = (table.c.rcpt_to == address) & (table.c.ticket == number) & table.c.revoked_at.is_(None)
        return len(connection.execute(select(table.c.id).where(mine)).all())


# ---- OBJEKT


@pytest.fixture
def teams(house: House) -> House:
    imports(house, TEAMS)
    return house


def test_a_ticket_that_moves_is_read_by_the_managers_of_its_new_house_alone(teams: House) -> None:
    house = teams
    house.writes(ANNA, "Der Heizkörper bleibt kalt, Kanarienvogel.")
    old = house.last_to(NORA)
    house.answers(NORA, old, "ZUWEISEN Vogt")
    house.answers(SABINE, house.last_to(SABINE), "OBJEKT HS5")
    ticket = house.ticket()
    assert (ticket.property_id, ticket.unit, ticket.responsible) == ("HS5", "", "9001")
    assert live_keys(house, NORA, 1001) == 0
    assert live_keys(house, SABINE, 1001) > 0
    mails = len(house.mails_to(NORA))
    house.answers(NORA, old, "ERLEDIGT", auth="pass")
    assert str(house.ticket().status) == "OPEN"
    assert house.verdicts()[-1] == ("held", "revoked")
    house.answers(ANNA, house.mails_to(ANNA)[0], "Wann kommt jemand?")
    assert "Wann kommt jemand?" in text_of(house.last_to(SABINE))
    assert all("Wann kommt jemand?" not in text_of(m) for m in house.mails_to(NORA)[mails:])


def test_whoever_is_in_charge_of_the_new_house_is_told_and_may_steer(teams: House) -> None:
    house = teams
    house.writes(ANNA, "Der Heizkörper bleibt kalt, Kanarienvogel.")
    house.answers(NORA, house.last_to(NORA), "ZUWEISEN Vogt")
    house.answers(SABINE, house.last_to(SABINE), "ZUWEISEN Linde")
    assert house.mails_to(LARS) == []
    house.answers(SABINE, house.last_to(SABINE), "OBJEKT HS5")
    assert house.ticket().responsible == "9004"
    assert house.kinds_to(LARS) == ["new_ticket"]
    told = text_of(house.last_to(LARS))
    assert "Kanarienvogel" in told
    house.answers(LARS, house.last_to(LARS), "Guten Tag Frau Berger,\nich kümmere mich.")
    assert "ich kümmere mich" in text_of(house.last_to(ANNA))


def test_a_manager_of_one_house_alone_moves_nothing_to_another(teams: House) -> None:
    house = teams
    house.writes(ANNA, "Der Heizkörper bleibt kalt.")
    house.answers(NORA, house.last_to(NORA), "OBJEKT HS5")
    assert house.ticket().property_id == "LW12"
    assert house.mails_to(LARS) == []


def test_a_list_names_no_ticket_that_has_moved_to_another_manager_since(teams: House) -> None:
    house = teams
    report = house.writes(ANNA, "Der Heizkörper bleibt kalt.", Cc=HANSEN)
    house.answers(NORA, house.last_to(NORA), "ZUWEISEN Vogt")
    house.writes(HANSEN, "Bei mir auch.", subject="AW: Heizung", References=str(report["Message-ID"]))
    assert "T-1001" in text_of(house.last_to(NORA))
    house.answers(SABINE, house.last_to(SABINE), "OBJEKT HS5")
    house.later(hours=5)
    house.writes("jemand@fremd.example", "Wann ist Besichtigung?", subject="Besichtigung")
    listed = text_of(house.last_to(NORA))
    assert "Bei mir auch." in listed
    assert "T-1001" not in listed


# ---- fewer readers


LIFT = "Der Aufzug in Haus 14 steht."


@pytest.fixture
def patient(furnished_url: str):  # type: ignore[no-untyped-def]
    """What the house hears waits a quarter of an hour."""
    with house_on(furnished_url, Policy(fold_minutes=15)) as built:
        yield built


@pytest.mark.parametrize(
    "words, losing, reading",
    [
        ("PRIVAT", (YILDIZ, MILLER, KRAUSE), ()),
        ("OHNE MIETER", (MILLER,), (YILDIZ, KRAUSE)),
        ("NUR EIGENTÜMER", (MILLER, KRAUSE), (YILDIZ,)),
    ],
)
def test_what_waits_for_those_who_lose_it_is_cancelled_at_once(
    patient: House, words: str, losing: tuple[str, ...], reading: tuple[str, ...]
) -> None:
    house = patient
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.answers(SABINE, house.mails_to(SABINE)[0], words)
    assert {state for address in losing for state in waiting(house, address)} == {"cancelled"}
    assert all("owed" in waiting(house, address) for address in reading)
    house.later(minutes=20)
    assert not [m for address in losing for m in house.mails_to(address)]
    assert all(house.mails_to(address) for address in reading)


def test_keys_of_those_who_lose_it_are_void_and_all_others_live(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    public = house.last_to(MILLER)
    house.answers(SABINE, house.mails_to(SABINE)[0], "OHNE MIETER")
    assert live_keys(house, MILLER, 1001) == 0
    assert live_keys(house, YILDIZ, 1001) == 1
    assert live_keys(house, ANNA, 1001) > 0  # the own ticket stays the reporter's
    house.answers(MILLER, public, "It is stuck here as well.")
    assert house.verdicts()[-1] == ("held", "revoked")


def test_a_reporter_who_answers_the_house_s_mail_of_the_own_ticket_is_heard_though_it_is_private_now(
    house: House,
) -> None:
    house.writes(ANNA, f"{LIFT} Bitte meinen Namen nicht nennen.", subject="Aufzug")
    public = house.last_to(ANNA)
    assert "List-Id" in public.message
    house.answers(SABINE, house.mails_to(SABINE)[0], "PRIVAT")
    house.answers(ANNA, public, "Jetzt brummt er auch.")
    assert "Jetzt brummt er auch." in text_of(house.last_to(SABINE))
    assert house.kinds_to(SABINE)[-1] == "person_wrote"
    assert len(house.tickets()) == 1


# ---- a role that ends while mails wait


def test_a_resident_who_moved_out_gets_nothing_that_still_waited(patient: House) -> None:
    house = patient
    house.writes(ANNA, LIFT, subject="Aufzug")
    assert waiting(house, MILLER) == ["owed"]
    imports(house, ends(1004, "LW12", "WE11", "Mieter", "01.02.2024"))
    assert waiting(house, MILLER) == ["cancelled"]
    house.later(minutes=20)
    assert house.mails_to(MILLER) == []
    assert house.mails_to(YILDIZ)


def test_a_resident_who_moved_out_keeps_the_own_ticket_and_loses_the_house_s(house: House) -> None:
    house.writes(ANNA, LIFT, subject="Aufzug")
    house.writes(MILLER, "My radiator stays cold.", subject="Heating")
    assert live_keys(house, MILLER, 1001) == 1
    imports(house, ends(1004, "LW12", "WE11", "Mieter", "01.02.2024"))
    assert live_keys(house, MILLER, 1001) == 0
    assert live_keys(house, MILLER, 1002) > 0
    house.answers(MILLER, house.last_to(MILLER), "It works again.")
    assert house.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_caretaker_who_left_gets_no_order_that_still_waited(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Heizkörper bleibt kalt.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Krause")
    assert waiting(house, KRAUSE) == ["owed"]
    imports(house, ends(2001, "LW12", "", "Hauswart", ""))
    assert waiting(house, KRAUSE) == ["cancelled"]
    house.later(minutes=20)
    assert house.mails_to(KRAUSE) == []


def test_a_manager_who_left_gets_nothing_that_still_waited(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Heizkörper bleibt kalt.")
    house.answers(SABINE, house.last_to(SABINE), "ZUWEISEN Lorenz")
    house.now += timedelta(seconds=1)
    told = len(house.mails_to(TIM))
    imports(house, ends(9002, "LW12", "", "Verwalter", ""))
    assert live_keys(house, TIM, 1001) == 0
    house.writes(ANNA, "Noch etwas.", to=HOUSE, subject="Licht")
    assert len(house.mails_to(TIM)) == told
