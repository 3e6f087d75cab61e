"""Notices to a house: how the mails of one stand, who was really told, and which ones are out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, or_, select

from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.house_drafts import Gone
from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.notices import NoticeKind
from hauspost.store import schema
from hauspost.store.made import Made
from hauspost.store.tickets import waiting

TO_THE_HOUSE = (NoticeKind.HOUSE_NOTICE, NoticeKind.HOUSE_PAPER)
# Asked before each of them leaves, and made once.
_EVENT: Final = Made(select(schema.notices.c.event).where(schema.notices.c.mail == bindparam("mail")))


def open_at(connection: Connection, place: PropertyId, kind: QuestionKind) -> tuple[Question, ...]:
    """The questions of that kind that wait at the house, the oldest first."""
    return waiting(connection, kind, place)


def mails_of(connection: Connection, event: str) -> tuple[Gone, ...]:
    """Every mail that the event owes to the house, or has sent: in a few statements, however many there are."""
    notices, mails = schema.notices, schema.mails
    query = (
        select(notices, mails.c.state.label("sent"), mails.c.reply, mails.c.rcpt_to)
        .outerjoin(mails, mails.c.id == notices.c.mail)
        .where(notices.c.event == event, notices.c.kind.in_(TO_THE_HOUSE))
        .order_by(notices.c.id)
    )
    rows = connection.execute(query).all()
    bounced = _bounced(connection, (row.mail for row in rows if row.mail is not None))
    found = []
    for row in rows:
        state = row.state if row.mail is None else row.sent
        persons = tuple(PersonId(p) for p in row.persons)
        gone = Gone(
            row.address,
            persons,
            state,
            row.kind == NoticeKind.HOUSE_PAPER,
            row.reply or "",
            is_probe=row.rcpt_to not in (None, row.address),
        )
        given_back = bounced.get(row.mail)
        found.append(gone if given_back is None else replace(gone, has_bounced=True, reply=given_back))
    return tuple(found)


def _bounced(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """What other servers said of mails that they took and gave back later."""
    wanted = set(numbers)
    if not wanted:
        return {}
    table = schema.failures
    query = select(table.c.mail, table.c.words).where(
        table.c.mail >= min(wanted), table.c.mail <= max(wanted)
    )
    return {row.mail: row.words for row in connection.execute(query) if row.mail in wanted}


def event_of(connection: Connection, mail: int) -> str:
    """The event that owed this mail."""
    return _EVENT.value(connection, {"mail": mail}) or ""


def has_got(connection: Connection, event: str, address: str) -> bool:
    """Whether a mail of that event has left to the address, or is being handed on right now."""
    notices, mails = schema.notices, schema.mails
    query = (
        select(notices.c.id)
        .join(mails, mails.c.id == notices.c.mail)
        .where(
            mails.c.address == address,
            mails.c.rcpt_to == address,
            or_(mails.c.state == "sent", and_(mails.c.state == "queued", mails.c.worker != "")),
            notices.c.event == event,
            notices.c.kind.in_(TO_THE_HOUSE),
        )
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none() is not None


def answered(connection: Connection, mail: int) -> tuple[str, datetime] | None:
    """The subject of the notice that this mail brought, or its sheet, and when it was owed; None: it brought none."""
    table = schema.notices
    query = select(table.c.facts, table.c.created_at).where(
        table.c.mail == mail, table.c.kind.in_(TO_THE_HOUSE)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    notice = row.facts.get("notice", row.facts)
    return str(notice["draft"]["subject"]), row.created_at
