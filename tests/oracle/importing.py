"""Puts tables into a running house's database, as `import --apply` does."""

from datetime import datetime

from hauspost.desk.masterdata import compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from hauspost.store.connection import Connection
from hauspost.store.database import Database


def import_tables(database: Database, files: dict[str, bytes], *, at: datetime) -> None:
    """As `import --apply` does it. Raises ValueError for a row that is refused."""

    def job(connection: Connection) -> None:
        stored = masterdata.stored(connection)
        reading = read(files, stored=stored)
        if reading.rejected:
            raise ValueError("; ".join(str(rejected) for rejected in reading.rejected))
        masterdata.apply(connection, compare(stored, reading.records), at=at)

    database.write(job)
