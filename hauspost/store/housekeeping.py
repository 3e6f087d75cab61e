"""What is cleared away by the calendar: memories of what was said once, and questions that nobody answers any more."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, update

from hauspost.desk.decision import QuestionKind
from hauspost.store import schema

REMEMBERED = timedelta(
    days=60
)  # every key of `once` speaks of a day, or of an event that is never tried again
# A question about a text or a word lapses; a held mail never does (WORDS 4: what nobody has looked at stays).
LAPSES: dict[QuestionKind, timedelta] = {
    QuestionKind.CONFIRM: timedelta(
        days=14
    ),  # as long as the mail that asked it gives a manager's commands power
    QuestionKind.SEND_NOTE: timedelta(days=14),
    QuestionKind.FIXED: timedelta(days=30),
}


def tidy(connection: Connection, at: datetime) -> int:
    """Gives how many rows were cleared or have lapsed."""
    once = schema.once
    cleared = connection.execute(delete(once).where(once.c.at < at - REMEMBERED)).rowcount
    return cleared + sum(_lapse(connection, kind, at - span) for kind, span in LAPSES.items())


def _lapse(connection: Connection, kind: QuestionKind, before: datetime) -> int:
    table = schema.questions
    old = and_(table.c.kind == kind, table.c.state == "open", table.c.asked_at < before)
    return connection.execute(update(table).where(old).values(state="lapsed")).rowcount
