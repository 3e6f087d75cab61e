"""Which person was welcomed at which address; kept for good, so that nobody is welcomed twice."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from hauspost.desk.decision import OweNotice
from hauspost.desk.welcoming import Pair
from hauspost.store import ledger, schema
from hauspost.store.octets import insert_new

PREFIX = "welcome:"


def welcomed(connection: Connection, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Those of the pairs."""
    asked = {_key(pair): pair for pair in pairs}
    table = schema.once
    said = connection.scalars(select(table.c.key).where(table.c.key.startswith(PREFIX, autoescape=True)))
    return frozenset(asked[key] for key in said if key in asked)


def welcome(
    connection: Connection, notice: OweNotice, pairs: Iterable[Pair], *, place: str, at: datetime
) -> bool:
    """Owes the mail and remembers it. False, and nothing is owed: one of them has been welcomed meanwhile."""
    keys = sorted(map(_key, pairs))
    added = [key for key in keys if insert_new(connection, schema.once, {"key": key, "at": at})]
    if added != keys:
        connection.execute(delete(schema.once).where(schema.once.c.key.in_(added)))
        return False
    event = f"welcome-{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:24]}"
    return ledger.owe(connection, (notice,), event=event, arrival=None, property_id=place, at=at)


def _key(pair: Pair) -> str:
    """No address stands in it; of the same length for all."""
    person, address = pair
    return PREFIX + hashlib.sha256(f"{person}\x00{address}".encode()).hexdigest()
