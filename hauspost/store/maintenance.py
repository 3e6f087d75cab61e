"""Keeps recurring work, and for which of its days a ticket was opened last."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from hauspost.desk.houses import PropertyId
from hauspost.desk.maintenance import Maintenance
from hauspost.desk.work import Automation
from hauspost.store import schema

table = schema.maintenance


def begun(connection: Connection, today: date) -> tuple[Maintenance, ...]:
    """Whose first day has come."""
    query = select(table).where(table.c.first_on <= today).order_by(table.c.id)
    return tuple(_maintenance(row) for row in connection.execute(query))


def open_for(connection: Connection, one: Maintenance, due: date) -> bool:
    """Claims that day for this transaction; False: another node has opened its ticket, or the row has changed."""
    mine = and_(
        table.c.id == one.id,
        table.c.first_on == one.first,
        table.c.rhythm == one.rhythm,
        table.c.opened_for.is_not_distinct_from(one.opened_for),
    )
    return connection.execute(update(table).where(mine).values(opened_for=due)).rowcount == 1


def _maintenance(row: Row[Any]) -> Maintenance:
    return Maintenance(
        row.id,
        PropertyId(row.property),
        row.name,
        row.category,
        row.rhythm,
        row.first_on,
        row.assignee,
        Automation(row.automation),
        row.opened_for,
    )
