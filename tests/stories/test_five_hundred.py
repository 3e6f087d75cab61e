"""A house of five hundred: an important public ticket reaches each of them once, in one event."""

from email.utils import parseaddr

import pytest
from sqlalchemy import func, select

from hauspost.store import schema
from tests.house import ANNA, SABINE, House
from tests.oracle.importing import import_tables

CROWD = 500
FIRST = 20_000


def address(number: int) -> str:
    return f"bewohner{number}@viele.example"


@pytest.fixture
def crowded(house: House) -> House:
    """Lindenweg with five hundred more tenants, two of whom share one mailbox."""
    people = [f"{FIRST + n};Vorname{n};Nachname{n};{address(n if n else 1)}" for n in range(CROWD)]
    roles = [f"{FIRST + n};LW12;WE09;Mieter;01.01.2020;" for n in range(CROWD)]
    tables = {
        "persons.csv": ["Personennummer;Vorname;Nachname;E-Mail", *people],
        "roles.csv": ["Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende", *roles],
    }
    files = {name: "\n".join(rows).encode() for name, rows in tables.items()}
    import_tables(house.gateway.database, files, at=house.now)
    return house


def test_each_of_five_hundred_hears_once_and_nobody_twice(crowded: House) -> None:
    house = crowded
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.gateway.drain()
    got = [m.rcpt_to for m in house.relay.mails if m.rcpt_to.endswith("@viele.example")]
    assert sorted(got) == sorted({address(n) for n in range(1, CROWD)})
    for mail in house.relay.mails:
        assert [parseaddr(str(mail.message["To"]))[1]] == [mail.rcpt_to]
        assert mail.message["Cc"] is None
    assert len({m.message_id for m in house.relay.mails}) == len(house.relay.mails)
    house.later(hours=7)
    house.gateway.drain()
    assert len([m for m in house.relay.mails if m.rcpt_to.endswith("@viele.example")]) == CROWD - 1
    with house.gateway.database.read() as connection:
        owed = select(func.count()).where(schema.notices.c.state == "owed")
        assert connection.execute(owed).scalar_one() == 0


def test_five_hundred_lose_a_ticket_at_once(crowded: House) -> None:
    house = crowded
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.gateway.drain()
    before = len(house.relay.mails)
    house.answers(SABINE, house.mails_to(SABINE)[0], "PRIVAT")
    with house.gateway.database.read() as connection:
        table = schema.mails
        live = select(func.count()).where(
            table.c.address.like("%@viele.example"), table.c.revoked_at.is_(None)
        )
        assert connection.execute(live).scalar_one() == 0
    assert not [m for m in house.relay.mails[before:] if m.rcpt_to.endswith("@viele.example")]
