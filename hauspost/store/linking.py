"""Whose ticket it is: its reporter, the people of that channel, and where they live, changed in one go."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from hauspost.desk.channels import Channel, ParticipantKind
from hauspost.desk.decision import LinkTo
from hauspost.store import schema

members = schema.participants


def link(connection: Connection, ticket: int, to: LinkTo, at: datetime) -> None:
    """Who was there once comes back as they left; what nobody of them reads any more is the caller's to revoke."""
    table = schema.tickets
    this = table.c.number == ticket
    before = connection.execute(select(table.c.reporter).where(this)).scalar_one()
    values = {"reporter": to.reporter, "unit": to.unit, "place": to.place, "kind": to.kind}
    connection.execute(update(table).where(this).values(values))
    if before and before != to.reporter:
        own = _of(ticket, Channel.of_resident(before))
        connection.execute(update(members).where(own, members.c.until.is_(None)).values(until=at))
    if to.reporter is None or before == to.reporter:
        return
    channel = Channel.of_resident(to.reporter)
    for person in to.party:
        known = and_(_of(ticket, channel), members.c.person == person)
        if connection.execute(update(members).where(known).values(until=None)).rowcount == 0:
            row = {"ticket": ticket, "person": person, "channel": str(channel), "hidden": to.is_hidden}
            connection.execute(insert(members), {**row, "kind": ParticipantKind.REPORTER, "since": at})


def _of(ticket: int, channel: Channel) -> ColumnElement[bool]:
    """Those who have reported it in that channel."""
    here = and_(members.c.ticket == ticket, members.c.channel == str(channel))
    return and_(here, members.c.kind == ParticipantKind.REPORTER)
