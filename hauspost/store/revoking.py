"""What a removed address or an ended role takes along in the same transaction: its keys, and the mails on their way."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, true, update

from hauspost.store import schema

mails, notices, addresses = schema.mails, schema.notices, schema.addresses


def revoke_addresses(
    connection: Connection, gone: Collection[str], *, left: Sequence[str], at: datetime
) -> None:
    """For addresses that nobody has any more; one that a household still shares stays. `left`: the owner's own.

    What is owed there goes to the first one left; without one it is owed to nobody. Where a firm's "@domain" still
    speaks for an address, its keys live on: only what is written from now on goes elsewhere.
    """
    lost = set(gone) - _kept(connection, gone)
    owed = and_(notices.c.address.in_(sorted(lost)), notices.c.state == "owed")
    if lost and left:
        connection.execute(update(notices).where(owed).values(address=left[0]))
    lost = {address for address in lost if f"@{address.rpartition('@')[2]}" not in left}
    if lost:
        owed = and_(notices.c.address.in_(sorted(lost)), notices.c.state == "owed")
        _revoke(connection, mails.c.address.in_(sorted(lost)), owed, at)


def _kept(connection: Connection, gone: Collection[str]) -> set[str]:
    wanted = sorted(set(gone))
    tables = (addresses, schema.contractor_addresses)
    found = (select(table.c.address).where(table.c.address.in_(wanted)) for table in tables)
    return {address for query in found for address in connection.execute(query).scalars()}


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
