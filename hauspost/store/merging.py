"""Two tickets that become one, and are parted again: numbers, keys, people, mails and questions lead there and back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.retention import Retention
from hauspost.store import schema
from hauspost.store.changes import mute
from hauspost.store.retention import kept_as

orders = schema.work_orders

# What follows the absorbed one's people; mails besides.
MOVED = {
    "participants": schema.participants,
    "notices": schema.notices,
    "message_ids": schema.message_ids,
    "questions": schema.questions,
}


def merge(connection: Connection, absorbed: int, target: int) -> None:
    """Its number, keys and tags lead to the target; its people, orders, mails and questions move there.

    The journal stays under its own number: entries are never changed, but for the channel of an order that gets a new
    number, since the target may have one of that number.
    """
    tickets = schema.tickets
    aliases = (tickets.c.number == absorbed) | (tickets.c.merged_into == absorbed)
    numbers = connection.execute(select(tickets.c.number).where(aliases)).scalars().all()
    connection.execute(update(tickets).where(tickets.c.number.in_(numbers)).values(merged_into=target))
    _renumber_orders(connection, absorbed, numbers, _highest_order(connection, target))
    _relay_no_more(connection, absorbed, target)
    connection.execute(update(orders).where(orders.c.ticket == absorbed).values(ticket=target))
    _keep(connection, absorbed, numbers)
    _keep_as_long(connection, absorbed, target)
    for table in MOVED.values():
        connection.execute(update(table).where(table.c.ticket.in_(numbers)).values(ticket=target))
    mails = schema.mails  # what they showed was another journal: whoever answers has seen nothing of this one
    connection.execute(update(mails).where(mails.c.ticket.in_(numbers)).values(ticket=target, seq=0))
    muted = select(schema.mutes.c.person, schema.mutes.c.at).where(schema.mutes.c.ticket == absorbed)
    for row in connection.execute(muted).all():
        mute(connection, (row.person,), target, row.at)


def _relay_no_more(connection: Connection, absorbed: int, target: int) -> None:
    """Words on an order pass between its firm and the ticket's reporter, who is somebody else from now on."""
    table = schema.tickets
    both = select(table.c.reporter).where(table.c.number.in_((absorbed, target)))
    if len(set(connection.execute(both).scalars())) > 1:
        connection.execute(update(orders).where(orders.c.ticket == absorbed).values(is_relayed=False))


def _keep(connection: Connection, absorbed: int, numbers: Sequence[int]) -> None:
    """Which rows move, with the number each had: what `part` needs to lead them back."""
    rows: dict[str, list[list[int | None]]] = {}
    for name, table in MOVED.items():
        query = select(table.c.id, table.c.ticket).where(table.c.ticket.in_(numbers))
        rows[name] = [[row.id, row.ticket] for row in connection.execute(query)]
    mails = schema.mails
    query = select(mails.c.id, mails.c.ticket, mails.c.seq).where(mails.c.ticket.in_(numbers))
    rows["mails"] = [[row.id, row.ticket, row.seq] for row in connection.execute(query)]
    aliases = [number for number in numbers if number != absorbed]
    table = schema.joined_tickets
    connection.execute(delete(table).where(table.c.ticket == absorbed))
    connection.execute(insert(table), {"ticket": absorbed, "aliases": aliases, "rows": rows})


def _keep_as_long(connection: Connection, absorbed: int, target: int) -> None:
    """Whatever was under legal hold stays so, and nothing is kept shorter than it was by itself."""
    table = schema.tickets
    rows = connection.execute(select(table).where(table.c.number.in_((absorbed, target)))).all()
    theirs, own = sorted(rows, key=lambda row: bool(row.number == target))
    longest = max(kept_as(theirs), kept_as(own), key=list(Retention).index)
    values = {"hold": own.hold or theirs.hold}
    if longest is not kept_as(own):
        values["retention"] = longest
    connection.execute(update(table).where(table.c.number == target).values(values))


def part(connection: Connection, absorbed: int, target: int, channels: Iterable[Channel]) -> None:
    """It is a ticket of its own again: all that came with it goes back, and what was written since in `channels`."""
    kept = schema.joined_tickets
    row = connection.execute(select(kept).where(kept.c.ticket == absorbed)).one()
    tickets, mails = schema.tickets, schema.mails
    _lead(connection, tickets.c.number == absorbed, None)
    _lead(connection, tickets.c.number.in_(row.aliases), absorbed)
    for name, table in MOVED.items():
        for number, ticket in row.rows[name]:
            connection.execute(update(table).where(table.c.id == number).values(ticket=ticket))
    for number, ticket, seq in row.rows["mails"]:
        connection.execute(update(mails).where(mails.c.id == number).values(ticket=ticket, seq=seq))
    theirs = [str(channel) for channel in channels]
    for table in (schema.notices, schema.message_ids):
        since = and_(table.c.ticket == target, table.c.channel.in_(theirs))
        connection.execute(update(table).where(since).values(ticket=absorbed))
    since = and_(mails.c.ticket == target, mails.c.channel.in_(theirs))
    connection.execute(update(mails).where(since).values(ticket=absorbed, seq=0))
    connection.execute(delete(kept).where(kept.c.ticket == absorbed))


def _lead(connection: Connection, which: ColumnElement[bool], target: int | None) -> None:
    connection.execute(update(schema.tickets).where(which).values(merged_into=target))


def _highest_order(connection: Connection, ticket: int) -> int:
    query = select(func.max(orders.c.number)).where(orders.c.ticket == ticket)
    taken = select(schema.tickets.c.orders_given).where(schema.tickets.c.number == ticket)
    return max(int(connection.execute(query).scalar() or 0), int(connection.execute(taken).scalar() or 0))


def _renumber_orders(connection: Connection, ticket: int, alike: Sequence[int], by: int) -> None:
    """`alike`: itself and what it has taken in before, whose journals speak of its orders as well."""
    numbers = connection.execute(select(orders.c.number).where(orders.c.ticket == ticket)).scalars().all()
    if not by or not numbers:
        return
    for number in sorted(numbers, reverse=True):  # the highest first: no two ever have the same number
        this = and_(orders.c.ticket == ticket, orders.c.number == number)
        connection.execute(update(orders).where(this).values(number=number + by))
        before, after = (str(Channel(ChannelKind.ORDER, str(n))) for n in (number, number + by))
        for table in (
            schema.participants,
            schema.entries,
            schema.notices,
            schema.mails,
            schema.message_ids,
        ):
            there = and_(table.c.ticket.in_(alike), table.c.channel == before)
            connection.execute(update(table).where(there).values(channel=after))
    questions = schema.questions
    for row in connection.execute(
        select(questions.c.id, questions.c.about).where(questions.c.ticket == ticket)
    ).all():
        about = dict(row.about)
        if isinstance(about.get("order"), int):
            about["order"] += by
        if "orders" in about:
            about["orders"] = [number + by for number in about["orders"]]
        if about != row.about:
            connection.execute(update(questions).where(questions.c.id == row.id).values(about=about))
