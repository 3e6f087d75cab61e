"""What a removed address, an ended role or a left conversation takes along: its keys, and the mails on their way."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, select, true, update

from hauspost.desk.channels import Channel
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
    if lost and left:
        owed = and_(notices.c.address.in_(sorted(lost)), notices.c.state == "owed")
        connection.execute(update(notices).where(owed).values(address=left[0]))
    lost = {address for address in lost if f"@{address.rpartition('@')[2]}" not in left}
    if lost:
        gone_to = sorted(lost)
        _revoke(connection, mails.c.address.in_(gone_to), notices.c.address.in_(gone_to), at)


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
        _revoke(connection, sent, owed, at)


def revoke_channel(
    connection: Connection, ticket: int, channel: Channel, persons: Collection[str], at: datetime
) -> None:
    """For persons who left a conversation; who never heard of it is no member of it either."""
    written = _theirs(connection, mails, ticket, channel, persons)
    owed = _theirs(connection, notices, ticket, channel, persons)
    _revoke(connection, mails.c.id.in_(written), notices.c.id.in_(owed), at)
    if not written:
        members = schema.participants
        here = and_(members.c.ticket == ticket, members.c.channel == str(channel))
        gone = and_(here, members.c.person.in_(sorted(persons)), members.c.until.is_(None))
        connection.execute(update(members).where(gone).values(until=at))


def _theirs(
    connection: Connection, table: Table, ticket: int, channel: Channel, persons: Collection[str]
) -> list[int]:
    """The rows of that channel that were written to these persons: managers read in it as well, and keep theirs."""
    query = select(table.c.id, table.c.persons).where(
        table.c.ticket == ticket, table.c.channel == str(channel)
    )
    return [row.id for row in connection.execute(query) if set(row.persons) & set(persons)]


def _revoke(
    connection: Connection, sent: ColumnElement[bool], owed: ColumnElement[bool], at: datetime
) -> None:
    """The keys of these mails are void; what of mails and notices has not left never leaves."""
    live = and_(sent, mails.c.revoked_at.is_(None))
    connection.execute(update(mails).where(live).values(revoked_at=at))
    waiting = and_(sent, mails.c.state.in_(("queued", "held")))
    connection.execute(update(mails).where(waiting).values(state="cancelled", reply="revoked"))
    unformed = and_(owed, notices.c.state == "owed")
    connection.execute(update(notices).where(unformed).values(state="cancelled", reason="revoked"))
