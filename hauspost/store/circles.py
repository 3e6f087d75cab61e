"""Finds tickets whose number leads to no ticket, since two were made one with each other, and puts them right.

It cannot come about any more: a merge locks both and looks whether either has become another one (`ledger`). Where an
earlier version let it happen, neither was on any list, and what was answered to them waited.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import AddEntry, Decision, Verdict
from hauspost.desk.model import EntryKind
from hauspost.store import ledger, schema
from hauspost.store.merging import merge

Astray = Mapping[
    int, tuple[int, ...]
]  # the ticket that it should be, and the others whose number should lead there


def astray(connection: Connection) -> Astray:
    """Tickets that lead to one another in a circle, or to one that leads on."""
    table = schema.tickets.c
    rows = connection.execute(select(table.number, table.merged_into).where(table.merged_into.is_not(None)))
    return _gone({row.number: row.merged_into for row in rows})


def put_right(connection: Connection, at: datetime) -> Astray:
    """Each becomes the ticket that it should be, with whatever belongs to it, and its journal says so; gives what was
    wrong.
    """
    table = schema.tickets
    numbers = {number for whole, others in astray(connection).items() for number in (whole, *others)}
    these = table.c.number.in_(numbers)
    connection.execute(select(table.c.number).where(these).order_by(table.c.number).with_for_update())
    found = astray(connection)  # another node may have put them right meanwhile
    for whole, others in found.items():
        these = table.c.number.in_((whole, *others))
        connection.execute(update(table).where(these).values(merged_into=None))
        for other in others:
            merge(connection, other, whole)
        entries = (AddEntry(INTERNAL, EntryKind.MERGED, None, "", facts={"from": n}) for n in others)
        ledger.enact(connection, Decision(Verdict.ACCEPTED, "led astray", tuple(entries), whole), at)
    return found


def _gone(leads: Mapping[int, int]) -> Astray:
    found: dict[int, list[int]] = defaultdict(list)
    for number in sorted(leads):
        end = _end(number, leads)
        if end in leads or leads[number] != end:
            found[end] += [number] if number != end else []
    return {whole: tuple(others) for whole, others in found.items()}


def _end(number: int, leads: Mapping[int, int]) -> int:
    """Where it leads at last; of a circle the lowest number in it."""
    way = [number]
    while (following := leads.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]
