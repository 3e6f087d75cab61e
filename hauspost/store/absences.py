"""Knows who of the office is away now: what waits for WIEDER DA or for the end of its last day."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from hauspost.desk.absences import Absence
from hauspost.desk.decision import QuestionKind
from hauspost.desk.houses import PersonId
from hauspost.store import schema
from hauspost.store.made import Made

table = schema.questions
# Made once: building a statement costs more than running it.
_AWAY: Final = Made(
    select(table.c.id, table.c.asked, table.c.about, table.c.asked_at)
    .where(table.c.kind == QuestionKind.ABSENCE, table.c.state == "open", table.c.due_at > bindparam("at"))
    .order_by(table.c.id)
)


def absences(connection: Connection, at: datetime) -> tuple[Absence, ...]:
    return tuple(
        Absence(
            PersonId(row.asked[0]),
            date.fromisoformat(row.about["until"]),
            PersonId(row.about["deputy"]) if row.about.get("deputy") else None,
            row.id,
            row.asked_at,
        )
        for row in _AWAY.rows(connection, {"at": at})
    )
