"""What is cleared away by the calendar: what was said once, questions that nobody answers any more, and spam."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, select, update

from hauspost.desk.decision import QuestionKind
from hauspost.store import octets, schema

REMEMBERED = timedelta(
    days=60
)  # every key of `once` speaks of a day, or of an event that is never tried again
# A question about a text or a word lapses; a held mail never does (WORDS 4: what nobody has looked at stays).
LAPSES: dict[QuestionKind, timedelta] = {
    QuestionKind.CONFIRM: timedelta(
        days=14
    ),  # as long as the mail that asked it gives a manager's commands power
    QuestionKind.SEND_NOTE: timedelta(days=14),
    QuestionKind.DELETE: timedelta(days=14),
    QuestionKind.FIXED: timedelta(days=30),
    QuestionKind.RATING: timedelta(days=30),
    QuestionKind.CONTACT: timedelta(days=30),
    QuestionKind.APPOINTMENT: timedelta(days=400),  # no date lies further ahead than a year
}


def tidy(connection: Connection, at: datetime) -> int:
    """Gives how many rows were cleared or have lapsed."""
    once = schema.once
    cleared = connection.execute(delete(once).where(once.c.at < at - REMEMBERED)).rowcount
    return cleared + sum(_lapse(connection, kind, at, span) for kind, span in LAPSES.items())


SPAM = "spam"  # the reason by which a manager's word closes a held mail


def forget_spam(connection: Connection, before: datetime) -> int:
    """Deletes what managers called spam before then: words, author, octets; the row and its number stay (WORDS 4)."""
    table = schema.arrivals
    called = and_(table.c.reason == SPAM, table.c.closed_at < before, table.c.digest != octets.NOTHING.digest)
    rows = connection.execute(select(table.c.id, table.c.digest).where(called)).all()
    if not rows:
        return 0
    octets.keep(connection, octets.NOTHING)
    numbers = [row.id for row in rows]
    emptied = {"from_address": "", "subject": "", "message_id": "", "mail_from": "", "trace": None}
    forgotten = update(table).where(table.c.id.in_(numbers))
    connection.execute(forgotten.values(digest=octets.NOTHING.digest, **emptied))
    questions = schema.questions
    connection.execute(update(questions).where(questions.c.arrival.in_(numbers)).values(about={}))
    octets.drop(connection, [row.digest for row in rows])
    return len(rows)


def _lapse(connection: Connection, kind: QuestionKind, at: datetime, span: timedelta) -> int:
    table = schema.questions
    old = and_(table.c.kind == kind, table.c.state == "open", table.c.asked_at < at - span)
    return connection.execute(update(table).where(old).values(state="lapsed", answered_at=at)).rowcount
