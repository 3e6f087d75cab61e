"""A desk as a file of SQL: written where a revision is the newest, read by every later one.

`python -m tests.store.dumped hauspost.db tests/store/earlier/desk_of_r0025.sql.xz` writes one. Octets stand in it
unpacked, so that xz finds what the mails have in common; they are packed again as they are read.
"""

import lzma
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zlib import decompress

from hauspost.store.octets import pack

OCTETS = 'INSERT INTO "octets"'


def write(database: Path, dump: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        sql = "\n".join(_lines(connection))
    dump.write_bytes(lzma.compress(sql.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


def read(dump: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.create_function("packed", 1, lambda octets: pack(octets).body, deterministic=True)
        connection.executescript(lzma.decompress(dump.read_bytes()).decode("utf-8"))


def _lines(connection: sqlite3.Connection) -> Iterator[str]:
    for line in connection.iterdump():
        if not line.startswith(OCTETS):
            yield line
        if line.startswith(('CREATE TABLE "octets"', "CREATE TABLE octets")):
            for digest, size, body in connection.execute("SELECT digest, size, body FROM octets"):
                yield f"{OCTETS} VALUES('{digest}',{size},packed({_literal(decompress(body))}));"


def _literal(octets: bytes) -> str:
    """As text where SQL can hold it, else in hexadecimal."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    return f"X'{octets.hex()}'" if "\0" in text else "CAST('" + text.replace("'", "''") + "' AS BLOB)"


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
