"""A house as large as is asked for, with its people and three managers, beside the sample houses."""

from collections.abc import Iterator
from functools import partial

from hauspost.cli.furnishing import furnish
from hauspost.desk.masterdata import compare
from hauspost.gateway.clock import now
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata
from hauspost.store.connection import Connection
from hauspost.store.database import Database

MAILBOX = "parkring1"
MANAGERS = 3  # each is told of every report: with the acknowledgement four notices
_FIRST = ("Anna", "Bernd", "Clara", "Deniz", "Elif", "Frank", "Greta", "Hasan", "Ines", "Jonas")
_LAST = ("Albers", "Brandt", "Claasen", "Demir", "Ehlers", "Fuchs", "Gerlach", "Heine", "Iversen", "Jansen")
_SIDES = ("links", "mitte", "rechts")


def resident(number: int) -> str:
    """The mail address of the resident of that number, from 0."""
    return f"mieter{number}@post.example"


def manager(number: int) -> str:
    return f"buero{number}@hv-sonnenschein.example"


def settle(url: str, *, residents: int) -> None:
    """Puts the house there, in a database that holds the tables. Raises ValueError where a row is refused."""
    furnish(url)
    database = Database(url)
    try:
        database.write(partial(_apply, residents=residents))
    finally:
        database.close()


def _apply(connection: Connection, *, residents: int) -> None:
    files = {name: "\n".join(rows).encode() for name, rows in _tables(residents).items()}
    stored = masterdata.stored(connection)
    reading = read(files, stored=stored)
    if reading.rejected:
        raise ValueError("; ".join(str(rejected) for rejected in reading.rejected[:5]))
    masterdata.apply(connection, compare(stored, reading.records), at=now())


def _tables(residents: int) -> dict[str, tuple[str, ...]]:
    house = (
        "Objektnummer;Bezeichnung;Objekt-E-Mail;Verwaltungsart;Straße;PLZ;Ort;Zuständig;Vertretung;Sprache",
        f"PR1;Parkring 1-99;{MAILBOX};Mietverwaltung;Parkring 1-99;10405;Berlin;8000;8001;de",
    )
    units = (f"PR1;P{n:05};Wohnung {n};{n // 3}. OG;{_SIDES[n % 3]}" for n in range(1, residents + 1))
    return {
        "properties.csv": house,
        "units.csv": ("Objektnummer;Einheitsnummer;Bezeichnung;Etage;Lage", *units),
        "persons.csv": ("Personennummer;Vorname;Nachname;E-Mail;Sprache", *_persons(residents)),
        "roles.csv": ("Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn", *_roles(residents)),
    }


def _persons(residents: int) -> Iterator[str]:
    yield from (f"{8000 + n};Max;Büro{'abc'[n]};{manager(n)};de" for n in range(MANAGERS))
    for n in range(residents):
        yield f"{20000 + n};{_FIRST[n % 10]};{_LAST[n // 10 % 10]};{resident(n)};de"


def _roles(residents: int) -> Iterator[str]:
    yield from (f"{8000 + n};PR1;;Verwalter;" for n in range(MANAGERS))
    yield from (f"{20000 + n};PR1;P{n + 1:05};Mieter;01.04.2019" for n in range(residents))
