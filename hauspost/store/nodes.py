"""Knows the nodes that serve one database: what each runs, what it was told, and how its clock goes.

All times are the database's own; a node that was not seen for a minute is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from hauspost.store import leases, schema

TABLE = schema.nodes
GONE: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Node:
    """`agreement`: a digest for each part of the configuration in which all nodes must agree."""

    name: str
    version: str
    parts: frozenset[str]
    agreement: Mapping[str, str]
    clock_ahead: float = 0.0  # seconds before the database's; negative: behind

    @property
    def spoken(self) -> str:
        """As an operator finds it: the machine and the process."""
        return self.name.rpartition(":")[0] or self.name


def enrol(connection: Connection, node: Node, at: datetime) -> None:
    """Says that it is there, and takes out what is not there any more."""
    now = leases.clock(connection, at)
    seen = {"clock_ahead": node.clock_ahead, "seen_at": now}
    mine = update(TABLE).where(TABLE.c.name == node.name).values(seen)
    if connection.execute(mine).rowcount == 0:
        agreement = dict(node.agreement)
        values = {"name": node.name, "version": node.version, "parts": sorted(node.parts)}
        connection.execute(insert(TABLE), {**values, **seen, "agreement": agreement, "began_at": now})
    connection.execute(delete(TABLE).where(TABLE.c.seen_at < now - GONE))


def leave(connection: Connection, name: str) -> None:
    connection.execute(delete(TABLE).where(TABLE.c.name == name))


def living(connection: Connection, at: datetime) -> tuple[Node, ...]:
    """In the order of their names."""
    since = leases.clock(connection, at) - GONE
    query = select(TABLE).where(TABLE.c.seen_at >= since).order_by(TABLE.c.name)
    return tuple(_node(row) for row in connection.execute(query))


def _node(row: Row[Any]) -> Node:
    return Node(row.name, row.version, frozenset(row.parts), row.agreement, row.clock_ahead)
