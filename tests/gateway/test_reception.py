"""Knows that an arrival keeps who brought it and what was wrong with it on the wire (SAFETY, "Limits")."""

import asyncio

from hauspost.gateway.incoming import Incoming
from hauspost.gateway.reception import TAKEN, Reception
from hauspost.store import arrivals, octets
from tests.times import NOON
from tests.wayout import open_database

HOUSES = ("lindenweg12@tickets.example", "hafenstr5@tickets.example")
OCTETS = b"From: anna.berger@post.example\r\nSubject: Heizung\r\n\r\nkalt\n.\nund nass\r\n"


def test_a_defect_on_the_wire_stays_with_the_arrival(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    reception = Reception(database, lambda: NOON, lambda: None, {})
    on_the_wire = bytearray(OCTETS)
    incoming = Incoming(
        on_the_wire, "anna.berger@post.example", HOUSES, "lmtp", "own server", "192.0.2.7", True, ("bare-lf",)
    )
    assert asyncio.run(reception.accept(incoming)) == (TAKEN, TAKEN)
    with database.read() as connection:
        rows = arrivals.listing(connection)
        stored = octets.load(connection, rows[0].digest)
    database.close()
    assert (stored, bytes(on_the_wire)) == (OCTETS, b""), "stored as it came, and kept in memory no longer"
    assert [(row.peer, row.defects) for row in rows] == [("192.0.2.7", ["bare-lf"])] * 2
