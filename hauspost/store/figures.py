"""Knows how much waits in the two queues and for how long, for health checks, metrics and the operator."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, func, or_, select

from hauspost.desk.houses import PropertyId
from hauspost.desk.notices import NoticeKind
from hauspost.store import mails, schema
from hauspost.store.silence import silence, speaks

BEATS = 10  # of the last ones: one a day and address


@dataclass(frozen=True, slots=True)
class Queues:
    """Rows by their state. `oldest_…` are seconds for which the next one could have been taken in hand, else 0."""

    arrivals: Mapping[str, int]
    mails: Mapping[str, int]
    tickets: Mapping[str, int]
    notices_owed: int
    oldest_arrival: float
    oldest_notice: float
    oldest_mail: float
    is_paused: bool
    heartbeat_sent: float | None = None  # seconds since one was handed on; None: none ever was
    heartbeat_returned: float | None = None  # seconds since one came in again


def queues(connection: Connection, at: datetime, *, silent: Collection[PropertyId | None] = ()) -> Queues:
    """`silent`: properties (None: no property) that send nothing, whose notices and mails wait on purpose."""
    arrival, notice, mail = schema.arrivals.c, schema.notices.c, schema.mails.c
    sent, returned = _heartbeats(connection)
    ready = or_(arrival.not_before.is_(None), arrival.not_before <= at)
    arrivals_wait = select(func.min(arrival.received_at)).where(arrival.state == "received", ready)
    notices_wait = select(func.min(notice.due_at)).where(
        notice.state == "owed", notice.due_at <= at, speaks(notice.property)
    )
    mails_wait = select(func.min(mail.next_at)).where(
        mail.state == "queued", mail.next_at <= at, speaks(mail.property)
    )
    return Queues(
        arrivals=_by(connection, schema.arrivals, arrival.state),
        mails=_by(connection, schema.mails, mail.state),
        tickets=_by(connection, schema.tickets, schema.tickets.c.status),
        notices_owed=_by(connection, schema.notices, notice.state).get("owed", 0),
        oldest_arrival=_age(connection.execute(arrivals_wait).scalar_one(), at),
        oldest_notice=_age(connection.execute(notices_wait, silence(silent)).scalar_one(), at),
        oldest_mail=_age(connection.execute(mails_wait, silence(silent)).scalar_one(), at),
        is_paused=mails.is_paused(connection),
        heartbeat_sent=None if sent is None else _age(sent, at),
        heartbeat_returned=None if returned is None else _age(returned, at),
    )


def _heartbeats(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """When the last one was handed on, and when the last one came in again, by its Message-ID."""
    mail, arrival = schema.mails.c, schema.arrivals.c
    newest = select(mail.message_id, mail.sent_at).where(mail.kind == NoticeKind.HEARTBEAT)
    rows = connection.execute(newest.order_by(mail.id.desc()).limit(BEATS)).all()
    known = [row.message_id for row in rows]
    came = select(func.max(arrival.received_at)).where(arrival.message_id.in_(known))
    returned = connection.execute(came).scalar_one() if known else None
    return max((row.sent_at for row in rows if row.sent_at is not None), default=None), returned


def _by(connection: Connection, table: Table, column: "Column[Any]") -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).select_from(table).group_by(column))
    return {str(row[0]): int(row[1]) for row in rows}


def _age(since: datetime | None, at: datetime) -> float:
    return 0.0 if since is None else max(0.0, (at - since).total_seconds())
