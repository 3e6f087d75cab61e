"""Puts the tables that come with the program into a database: for the demo, as `import --apply` would."""

from collections.abc import Mapping
from functools import partial

from hauspost.config import starter
from hauspost.desk.masterdata import compare
from hauspost.gateway.clock import now
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from hauspost.store.connection import Connection
from hauspost.store.database import Database


def furnish(url: str) -> None:
    """Categories and the two sample houses. A row of theirs that is refused is a bug and raises ValueError."""
    database = Database(url)
    try:
        for files in (starter.starter(), starter.sample()):
            database.write(partial(_apply, files=files))
    finally:
        database.close()


def _apply(connection: Connection, *, files: Mapping[str, bytes]) -> None:
    stored = masterdata.stored(connection)
    reading = read(files, stored=stored)
    if reading.rejected:
        raise ValueError("; ".join(str(rejected) for rejected in reading.rejected))
    masterdata.apply(connection, compare(stored, reading.records), at=now())
