"""Master data that a story adds to the sample houses, as `import --apply` would."""

from hauspost.desk.masterdata import compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from hauspost.store.connection import Connection
from tests.house import House


def bring(house: House, tables: dict[str, str]) -> None:
    """`tables`: the text of each file by its name. A row that is refused fails the story."""

    def apply(connection: Connection) -> None:
        stored = masterdata.stored(connection)
        reading = read({name: text.encode() for name, text in tables.items()}, stored=stored)
        assert not reading.rejected
        masterdata.apply(connection, compare(stored, reading.records), at=house.now)

    house.gateway.database.write(apply)
