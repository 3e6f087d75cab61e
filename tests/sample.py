"""The sample houses in a fresh database, as `hauspost import --apply` would put them there."""

from hauspost.config import starter
from hauspost.desk.masterdata import compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.times import NOON


def load_sample(url: str) -> None:
    migrate(url)
    database = Database(url)
    try:
        for files in (starter.starter(), starter.sample()):
            with database.read() as connection:
                stored = masterdata.stored(connection)
            reading = read(files, stored=stored)
            assert not reading.rejected, reading.rejected
            diff = compare(stored, reading.records)
            database.write(lambda connection, diff=diff: masterdata.apply(connection, diff, at=NOON))
    finally:
        database.close()
