"""What a removed address, an ended role, a narrowed ticket take along in the same transaction: keys, unsent mails."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, or_, select, true, update

from hauspost.desk.channels import PUBLIC, Channel
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.model import Ticket
from hauspost.desk.notices import TO_THE_HOUSE, NoticeKind
from hauspost.desk.readers import Reach, knows, readers
from hauspost.store import registry, schema, tickets

mails, notices, addresses = schema.mails, schema.notices, schema.addresses
EVENING = str(NoticeKind.EVENING)
OF_THE_HOUSE = tuple(sorted(map(str, TO_THE_HOUSE)))


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
    sent = and_(
        mails.c.address.in_(own),
        true() if everywhere else and_(mails.c.property == place, ~_elsewhere(place)),
    )
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


def revoke_unreadable(connection: Connection, number: int, at: datetime) -> None:
    """Of a ticket that fewer people read than before: the unsent mails of those who read them no more, by the rule that
    each mail meets again right before it leaves (desk.readers; a day counts in UTC here), and the keys of those who
    read nothing of the ticket any more: whoever has a channel of the own is heard there.
    """
    ticket = tickets.load_ticket(connection, number)
    if ticket is None:
        return
    sent = _rows(connection, mails, number, mails.c.revoked_at.is_(None))
    owed = _rows(connection, notices, number, notices.c.state == "owed")
    known = registry.persons(connection, {PersonId(p) for row in (*sent, *owed) for p in row.persons})
    lost = [row for row in sent if not _reads(row, ticket, known, at)]
    undue = [row.id for row in owed if not _reads(row, ticket, known, at)]
    strangers = [row.id for row in lost if not any(knows(p, ticket, at, UTC) for p in _people(row, known))]
    _cancel(connection, mails.c.id.in_([row.id for row in lost]))
    _revoke(connection, mails.c.id.in_(strangers), notices.c.id.in_(undue), at)


def _rows(connection: Connection, table: Table, number: int, which: ColumnElement[bool]) -> list[Row[Any]]:
    columns = (table.c.id, table.c.kind, table.c.address, table.c.persons, table.c.channel)
    return list(connection.execute(select(*columns).where(table.c.ticket == number, which)))


def _reads(row: Row[Any], ticket: Ticket, known: Mapping[PersonId, Person], at: datetime) -> bool:
    channel = Channel.parse(row.channel) if row.channel else None
    reach = Reach(NoticeKind(row.kind), row.address, ticket.property_id, ticket, channel)
    return bool(readers(reach, _people(row, known), at, UTC))


def _people(row: Row[Any], known: Mapping[PersonId, Person]) -> list[Person]:
    return [known[PersonId(p)] for p in row.persons if p in known]


def revoke_house_mails(connection: Connection, person: str, place: str, at: datetime) -> None:
    """For somebody whose last role at a property ended: what the house reads; the own tickets stay (DOMAIN, "Roles").

    One who shares the mailbox and still lives there goes on reading it.
    """
    staying = _living_at(connection, {place}, at)
    gone = {
        table: {
            row.id: set(row.persons)
            for row in connection.execute(_of_house(table, here))
            if person in row.persons and not staying & set(row.persons)
        }
        for table, here in ((mails, _speaks_of(place)), (notices, notices.c.property == place))
    }
    others = _other_houses(connection, gone[mails], place)
    kept = {mail for mail, houses in others.items() if gone[mails][mail] & _living_at(connection, houses, at)}
    lost = mails.c.id.in_(gone[mails].keys() - kept)
    _revoke(connection, lost, notices.c.id.in_(gone[notices]), at)


def _living_at(connection: Connection, places: Collection[str], at: datetime) -> set[str]:
    """Whoever has a role there, today or later."""
    roles = schema.role_assignments
    running = or_(roles.c.valid_to.is_(None), roles.c.valid_to >= at.date())
    here = select(roles.c.person).where(roles.c.property.in_(sorted(places)), running)
    return set(connection.execute(here).scalars())


def _of_house(table: Table, here: ColumnElement[bool]) -> Select[Any]:
    public = (str(PUBLIC), "")  # an evening mail is about no ticket, and so in no channel
    which = (here, table.c.kind.in_(OF_THE_HOUSE), table.c.channel.in_(public))
    return select(table.c.id, table.c.persons).where(*which)


# ---- an evening mail may speak of several houses: its keys live as long as one of them is the reader's, and what of it
# ---- nobody may read any more is left out when it leaves (gateway.delivering)


def _speaks_of(place: str) -> ColumnElement[bool]:
    told = select(notices.c.mail).where(notices.c.property == place, notices.c.kind == EVENING)
    return or_(mails.c.property == place, mails.c.id.in_(told))


def _elsewhere(place: str) -> ColumnElement[bool]:
    told = select(notices.c.mail).where(notices.c.property != place, notices.c.kind == EVENING)
    return and_(mails.c.kind == EVENING, mails.c.id.in_(told.where(notices.c.mail.is_not(None))))


def _other_houses(connection: Connection, ids: Collection[int], place: str) -> dict[int, set[str]]:
    query = select(notices.c.mail, notices.c.property).where(
        notices.c.mail.in_(ids), notices.c.property != place, notices.c.kind == EVENING
    )
    found: dict[int, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.mail, set()).add(row.property)
    return found


def _revoke(
    connection: Connection, sent: ColumnElement[bool], owed: ColumnElement[bool], at: datetime
) -> None:
    """The keys of these mails are void; what of mails and notices has not left never leaves."""
    live = and_(sent, mails.c.revoked_at.is_(None))
    connection.execute(update(mails).where(live).values(revoked_at=at))
    _cancel(connection, sent)
    unformed = and_(owed, notices.c.state == "owed")
    connection.execute(update(notices).where(unformed).values(state="cancelled", reason="revoked"))


def _cancel(connection: Connection, sent: ColumnElement[bool]) -> None:
    waiting = and_(sent, mails.c.state.in_(("queued", "held")))
    connection.execute(update(mails).where(waiting).values(state="cancelled", reply="revoked"))
