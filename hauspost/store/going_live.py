"""Knows what still waits for people outside the office when it goes live, and how it is taken back instead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from hauspost.store import schema

REASON = "owed before going live"


@dataclass(frozen=True, slots=True)
class Waiting:
    """For others than managers: notices owed, mails formed and not sent, and since when the oldest waits."""

    notices: int
    mails: int
    oldest: datetime | None


def waiting(connection: Connection, managers: Collection[str]) -> Waiting:
    """`managers`: their addresses."""
    notice, mail = schema.notices.c, schema.mails.c
    owed = select(func.count(), func.min(notice.created_at)).where(_owed(managers))
    formed = select(func.count(), func.min(mail.formed_at)).where(_unsent(managers))
    notices, since = connection.execute(owed).one()
    mails, earlier = connection.execute(formed).one()
    return Waiting(notices, mails, min((at for at in (since, earlier) if at is not None), default=None))


def take_back(connection: Connection, managers: Collection[str]) -> None:
    """None of it will ever leave; tickets and journals stay as they are."""
    cancelled: dict[str, Any] = {"state": "cancelled"}
    connection.execute(update(schema.notices).where(_owed(managers)).values(**cancelled, reason=REASON))
    connection.execute(update(schema.mails).where(_unsent(managers)).values(**cancelled, reply=REASON))


def _owed(managers: Collection[str]) -> Any:
    table = schema.notices.c
    return and_(table.state == "owed", table.address.not_in(sorted(managers)))


def _unsent(managers: Collection[str]) -> Any:
    table = schema.mails.c
    return and_(table.state.in_(("queued", "held")), table.rcpt_to.not_in(sorted(managers)))
