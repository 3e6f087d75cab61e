"""Recurring work opens a ticket of its own on its day: once, also after a downtime, with an order by its level."""

from datetime import UTC, datetime

from hauspost.desk.masterdata import compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from tests.golden_mails import check_golden
from tests.house import SABINE, TIM, House

HEAD = "Objektnummer;Bezeichnung;Kategorie;Rhythmus;Nächster Termin;Firma;Stufe\n"
MEIER = "auftrag@heizung-meier.example"


def imported(house: House, *rows: str) -> list[str]:
    """What of the table was refused."""
    table = (HEAD + "\n".join(rows)).encode()

    def write(connection: object) -> list[str]:
        stored = masterdata.stored(connection)  # type: ignore[arg-type]
        reading = read({"maintenance.csv": table}, stored=stored, language="de")
        masterdata.apply(connection, compare(stored, reading.records), at=house.now)  # type: ignore[arg-type]
        return [str(one) for one in reading.rejected]

    return house.gateway.database.write(write)


def at(house: House, moment: str) -> None:
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def test_a_ticket_is_opened_on_the_day_once_and_again_a_year_later(house: House) -> None:
    row = "LW12;Wartung der Heizung;heating;jährlich im Oktober;20.10.2025;Heizung Meier GmbH;vorschlagen"
    assert not imported(house, row)
    at(house, "2025-10-20 05:59")
    assert not house.tickets()
    at(house, "2025-10-20 06:00")
    at(house, "2025-10-20 07:00")
    assert house.ticket().subject == "Wartung der Heizung"
    assert house.kinds_to(SABINE) == ["new_ticket"]
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(MEIER) == ["order"]
    check_golden(house, "maintenance")
    imported(house, row)
    at(house, "2026-10-19 12:00")
    assert len(house.tickets()) == 1
    at(house, "2026-10-20 12:00")
    assert len(house.tickets()) == 2


def test_a_month_of_downtime_opens_one_ticket_and_a_weekend_waits_for_monday(house: House) -> None:
    imported(house, "LW12;Spielplatz prüfen;general;wöchentlich;18.10.2025;;aus")  # a Saturday
    at(house, "2025-10-18 10:00")
    assert not house.tickets()
    at(house, "2025-10-20 06:00")
    assert len(house.tickets()) == 1
    at(house, "2025-11-20 10:00")
    assert len(house.tickets()) == 2
    assert house.kinds_to(SABINE) == ["new_ticket", "new_ticket"]
    assert not house.mails_to(TIM)


def test_an_automatic_one_orders_by_itself(house: House) -> None:
    imported(house, "LW12;Treppenhauslicht prüfen;lighting;alle 3 Monate;14.10.2025;Hauswart;automatisch")
    at(house, "2025-10-14 10:00")
    assert house.ticket().status == "RELEASED"
    (order,) = house.ticket().orders
    assert (order.phase, order.rule) == ("dispatched", "Treppenhauslicht prüfen")
    check_golden(house, "maintenance_automatic")


def test_rows_that_cannot_be_meant_are_refused_with_the_mend(house: House) -> None:
    refused = imported(
        house,
        "LW12;A;heating;ab und zu;20.10.2025;;",
        "XX;B;heating;jährlich;20.10.2025;;",
        "LW12;C;raumfahrt;jährlich;20.10.2025;;",
        "LW12;D;heating;jährlich;30.02.2026;;",
        "LW12;E;heating;jährlich;20.10.2025;Niemand;",
        "LW12;F;heating;jährlich;20.10.2025;;einspruch",
    )
    assert len(refused) == 6
    assert "is no rhythm" in refused[0]
