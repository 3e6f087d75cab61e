"""Knows that an arrival keeps who brought it and what was wrong with it on the wire (SAFETY, "Limits")."""

import asyncio
import gc
import hashlib

from hauspost.gateway.incoming import Incoming
from hauspost.gateway.reception import NOT_NOW, TAKEN, Reception
from hauspost.store import arrivals, octets
from hauspost.store.database import Database
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


def test_a_mail_that_could_not_be_stored_is_let_go_of_at_once(sqlite_url: str) -> None:
    """Rubbish is looked for seldom: by then a hundred such mails may have come."""
    database = Database(sqlite_url)  # without any table
    reception = Reception(database, lambda: NOON, lambda: None, {})
    incoming = Incoming(OCTETS, "", HOUSES, "lmtp", "own server", "192.0.2.7", True, ())
    gc.collect()
    gc.disable()
    try:
        assert asyncio.run(reception.accept(incoming)) == (NOT_NOW, NOT_NOW)
        database.write(lambda _connection: None)  # the writer is at another one
        digest = hashlib.sha256(OCTETS).hexdigest()
        packed = (one for one in gc.get_objects() if isinstance(one, octets.Packed))
        assert not any(one.digest == digest for one in packed)
    finally:
        gc.enable()
        database.close()
