"""Which addresses failed for good and when, which of them nothing is sent to any more, and what that cancels."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Final

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from hauspost.desk.notices import NoticeKind
from hauspost.store import schema
from hauspost.store.made import Made
from hauspost.store.octets import insert_new

REASON = "the address is undeliverable"
LISTED = 10  # subjects of waiting mails that are told

mails, notices = schema.mails, schema.notices
# Asked for every notice and made once: building a statement costs more than running it.
_OFF: Final = Made(
    select(schema.undeliverable.c.address).where(
        schema.undeliverable.c.address.in_(bindparam("addresses", expanding=True))
    )
)
_FORGET: Final = Made(delete(schema.failures).where(schema.failures.c.address == bindparam("address")))


def note(connection: Connection, address: str, *, mail: int, status: str, words: str, at: datetime) -> None:
    values = {"address": address, "at": at, "mail": mail, "status": status[:16], "words": words[:500]}
    connection.execute(insert(schema.failures), values)


def failed_on(connection: Connection, address: str, zone: tzinfo) -> tuple[date, ...]:
    """The local days of its permanent failures since it was last heard from, each once, oldest first."""
    table = schema.failures
    query = select(table.c.at).where(table.c.address == address).order_by(table.c.at)
    return tuple(dict.fromkeys(at.astimezone(zone).date() for at in connection.execute(query).scalars()))


def switch_off(connection: Connection, address: str, at: datetime) -> None:
    """Nothing that waits for it leaves. Whoever is sending one right now keeps what the other server says."""
    insert_new(connection, schema.undeliverable, {"address": address, "since": at})
    there = and_(mails.c.rcpt_to == address, mails.c.state.in_(("queued", "held")))
    connection.execute(update(mails).where(there).values(state="cancelled", reply=REASON))
    owed = and_(notices.c.address == address, notices.c.state == "owed")
    connection.execute(update(notices).where(owed).values(state="cancelled", reason=REASON))


def switch_on(connection: Connection, address: str) -> None:
    """Nobody is told any more that it is off: alerts of an hour wait for each other."""
    off = schema.undeliverable
    alerts = select(notices.c.id, notices.c.facts).where(
        notices.c.kind == NoticeKind.ALERT, notices.c.state == "owed", notices.c.is_foldable
    )
    about = [row.id for row in connection.execute(alerts) if row.facts.get("recipient") == address]
    untold = update(notices).where(notices.c.id.in_(about))
    connection.execute(untold.values(state="cancelled", reason="the address is a good one again"))
    connection.execute(delete(off).where(off.c.address == address))
    forget_failures(connection, address)


def forget_failures(connection: Connection, address: str) -> None:
    """Somebody has been heard from it: what failed before was another trouble."""
    _FORGET.change(connection, {"address": address})


def is_off(connection: Connection, address: str) -> bool:
    return bool(off(connection, (address,)))


def off(connection: Connection, addresses: Iterable[str]) -> frozenset[str]:
    """Those of them that nothing is sent to."""
    wanted = sorted(set(addresses))
    return frozenset(_OFF.values(connection, {"addresses": wanted})) if wanted else frozenset()


def waiting(connection: Connection, address: str) -> tuple[str, ...]:
    """Subjects of the formed mails that have not left, oldest first."""
    there = and_(mails.c.rcpt_to == address, mails.c.state.in_(("queued", "held")))
    query = select(mails.c.subject).where(there).order_by(mails.c.id).limit(LISTED)
    return tuple(connection.execute(query).scalars())
