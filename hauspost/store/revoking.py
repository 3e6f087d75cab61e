"""What a removed address or an ended role takes along in the same transaction: its keys, and the mails on their way."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, true, update

from hauspost.store import schema

mails, notices, addresses = schema.mails, schema.notices, schema.addresses


def revoke_addresses(connection: Connection, gone: Iterable[str], *, instead: str, at: datetime) -> None:
    """For addresses that nobody has any more; one that a household still shares stays.

    What is owed there goes to `instead`, the person's present address; without one it is owed to nobody.
    """
    left = set(gone)
    kept = connection.execute(
        select(addresses.c.address).where(addresses.c.address.in_(sorted(left)))
    ).scalars()
    left -= set(kept)
    if not left:
        return
    owed = and_(notices.c.address.in_(sorted(left)), notices.c.state == "owed")
    if instead:
        connection.execute(update(notices).where(owed).values(address=instead))
    _revoke(connection, mails.c.address.in_(sorted(left)), owed, at)


def revoke_place(connection: Connection, person: str, place: str, at: datetime) -> None:
    """For somebody whose office at a property ended; "*": at all of them."""
    own = tuple(connection.execute(select(addresses.c.address).where(addresses.c.person == person)).scalars())
    everywhere = place == "*"
    sent = and_(mails.c.address.in_(own), true() if everywhere else mails.c.property == place)
    owed = and_(notices.c.address.in_(own), true() if everywhere else notices.c.property == place)
    if own:
        _revoke(connection, sent, and_(owed, notices.c.state == "owed"), at)


def _revoke(
    connection: Connection, sent: ColumnElement[bool], owed: ColumnElement[bool], at: datetime
) -> None:
    live = and_(sent, mails.c.revoked_at.is_(None))
    connection.execute(update(mails).where(live).values(revoked_at=at))
    waiting = and_(sent, mails.c.state.in_(("queued", "held")))
    connection.execute(update(mails).where(waiting).values(state="cancelled", reply="revoked"))
    connection.execute(update(notices).where(owed).values(state="cancelled", reason="revoked"))
