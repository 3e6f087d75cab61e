"""Gives numbers to what was owed before its ticket had one, and keeps of an evening what its mail did say."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import Connection, select, update

from hauspost.desk.channels import Channel
from hauspost.desk.notices import Facts
from hauspost.desk.notices_of_emergencies import Alarm
from hauspost.desk.notices_of_steering import Transcript
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_people import EveningLines
from hauspost.desk.work import order_tag
from hauspost.store import schema


def numbered(facts: Facts, ticket: int | None, channel: str) -> Facts:
    """What the decision owed that opened the ticket learns its number here."""
    match facts:
        case EveningLines() if ticket is not None:
            return EveningLines(tuple(replace(e, number=e.number or ticket) for e in facts.lines))
        case Alarm() if ticket is not None:
            return replace(facts, reports=tuple(replace(r, number=r.number or ticket) for r in facts.reports))
        case Transcript(numbers=()) if ticket is not None:
            return replace(facts, numbers=(ticket,))
        case OrderGiven(tag="") if ticket is not None:
            return replace(facts, tag=order_tag(ticket, Channel.parse(channel).key))
        case _:
            return facts


def keep_said(connection: Connection, ids: Iterable[int], listed: Collection[int]) -> None:
    """What its reader might no longer read was left out of the mail: it is not asked for again when the mail leaves."""
    table = schema.notices
    for row in connection.execute(select(table).where(table.c.id.in_(ids))).all():
        lines = [line for line in row.facts.get("lines", ()) if (line["number"] or row.ticket) in listed]
        connection.execute(
            update(table).where(table.c.id == row.id).values(facts=row.facts | {"lines": lines})
        )


def keep_numbers(connection: Connection, ids: Iterable[int], listed: Collection[int]) -> None:
    """Which tickets the mail of a list names that was owed empty: whether they may be read is asked again."""
    table = schema.notices
    for row in connection.execute(select(table).where(table.c.id.in_(ids))).all():
        kept = row.facts | {"numbers": sorted(listed)}
        connection.execute(update(table).where(table.c.id == row.id).values(facts=kept))
