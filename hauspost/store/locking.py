"""Knows in which order a decision's tickets are locked: by number, so that all who need the same ones wait in line."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from hauspost.desk.decision import Absorb, Decision, MergeInto, SetApart
from hauspost.store import schema


def lock_tickets(connection: Connection, decision: Decision) -> None:
    """Held to the end of the transaction. Two merges that lead into each other would each hold what the other wants.

    A ticket alone is locked where it is taken up.
    """
    numbers = sorted(set(_spoken_of(decision)))
    if len(numbers) > 1:
        column = schema.tickets.c.number
        connection.execute(select(column).where(column.in_(numbers)).order_by(column).with_for_update()).all()


def _spoken_of(decision: Decision) -> Iterator[int]:
    for one in (decision, *decision.also):
        if one.ticket is not None:
            yield one.ticket
    for effect in decision.everything:
        match effect:
            case MergeInto():
                yield effect.target
            case Absorb() | SetApart():
                yield effect.source
