"""Who writes, and of which house: a couple with one address, and a person who lives in two houses."""

from sqlalchemy import Connection

from hauspost.store import schema
from tests.house import ANNA, DESK, HARBOUR, SABINE, SCHULZ, House, text_of


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def test_a_couple_with_one_address_gets_one_mail_and_is_named_together(house: House) -> None:
    house.writes(SCHULZ, "Bei uns tropft der Wasserhahn.", to=HARBOUR, subject="Wasserhahn")
    assert house.kinds_to(SCHULZ) == ["acknowledgement"]
    assert "Familie Schulz" in words(house, SCHULZ)
    assert {p.person for p in house.ticket().participants} == {"1007", "1008"}
    shown = words(house, SABINE)
    assert "Maria Schulz und Tom Schulz" in shown
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBEN")
    assert house.kinds_to(SCHULZ) == ["acknowledgement", "status"]


def of_two_houses(house: House) -> None:
    """Anna is a tenant at the harbour as well."""

    def job(connection: Connection) -> None:
        values = {"person": "1001", "property": "HS5", "unit": "WE01", "role": "tenant"}
        connection.execute(schema.role_assignments.insert().values(**values))

    house.gateway.database.write(job)


def test_who_lives_in_two_houses_is_heard_at_the_one_that_the_report_names(house: House) -> None:
    of_two_houses(house)
    house.writes(ANNA, "In der Hafenstraße 5 ist die Haustür kaputt.", to=DESK, subject="Tür")
    assert house.ticket().property_id == "HS5"


def test_who_lives_in_two_houses_is_asked_which_and_answers_in_one_word(house: House) -> None:
    of_two_houses(house)
    house.writes(ANNA, "Die Haustür ist kaputt.", to=DESK, subject="Tür")
    assert house.tickets() == []
    assert house.kinds_to(ANNA) == ["which_house"]
    house.answers(ANNA, house.last_to(ANNA), "Hafenstraße")
    ticket = house.ticket()
    assert (ticket.property_id, ticket.reporter) == ("HS5", "1001")
    assert any("Haustür ist kaputt" in e.text for e in house.entries(ticket.number))
