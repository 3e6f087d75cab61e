"""The queue before the decision: every mail that we answered for, byte-exact, until it is done, held, or set aside."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from hauspost.desk.pace import Pace
from hauspost.store import leases, octets, schema
from hauspost.store.made import Made

LEASE = timedelta(minutes=2)
TRIES = 3  # then it is quarantined, with one alert
TABLE = schema.arrivals
# Made once: building a statement costs more than running it.
_NEW: Final = Made(insert(TABLE))
_ARRIVAL: Final = Made(select(TABLE).where(TABLE.c.id == bindparam("arrival")))
_MINE: Final = (  # only the node that holds the lease may write: a stale one hits no row (SAFETY, crash table)
    TABLE.c.id == bindparam("which"),
    TABLE.c.worker == bindparam("fence"),
    TABLE.c.state == "received",
)
_CHANGE: Final = Made(update(TABLE).where(*_MINE))
_BEGIN_PARSING: Final = Made(
    update(TABLE)
    .where(*_MINE)
    .values(is_parsing=True, attempts=TABLE.c.attempts + 1, leased_until=bindparam("until"))
)
_SIBLINGS: Final = Made(
    select(TABLE.c.rcpt_to)
    .where(TABLE.c.digest == bindparam("digest"), TABLE.c.rcpt_to != bindparam("rcpt_to"))
    .distinct()
)
_THEIRS: Final = TABLE.c.from_address.in_(bindparam("addresses", expanding=True))
_ACCEPTED: Final = select(TABLE.c.from_address, TABLE.c.ticket).where(
    TABLE.c.verdict == "accepted", TABLE.c.closed_at > bindparam("since")
)
_HEARD: Final = Made(_ACCEPTED.where(_THEIRS))
_HEARD_IN: Final = Made(_ACCEPTED.where(or_(_THEIRS, TABLE.c.ticket == bindparam("ticket"))))
# Whoever claimed it loses the lease: a later update of theirs hits no row.
FREE: Final[dict[str, Any]] = {"worker": "", "leased_until": None, "is_parsing": False}
AGAIN: Final[dict[str, Any]] = {**FREE, "state": "received", "attempts": 0, "not_before": None}


@dataclass(frozen=True, slots=True)
class NewArrival:
    """One routing target of a mail that is about to be answered for."""

    rcpt_to: str
    mail_from: str
    via: str  # smtp | lmtp | imap | ingest
    source: str
    received_at: datetime
    is_trusted: bool = False
    authserv_id: str = ""
    peer: str = ""
    defects: tuple[str, ...] = ()  # of the octets on the wire
    held_for: str = ""  # too_large | no_recipient: the managers are asked, whoever wrote it


@dataclass(frozen=True, slots=True)
class Arrival:
    """A claimed arrival. `attempts` counts the times that its parsing was begun."""

    id: int
    received_at: datetime
    via: str
    source: str
    is_trusted: bool
    authserv_id: str
    mail_from: str
    rcpt_to: str
    digest: str
    state: str
    attempts: int
    override: dict[str, Any] | None
    peer: str = ""
    defects: tuple[str, ...] = ()
    held_for: str = ""


def accept(connection: Connection, packed: octets.Packed, news: tuple[NewArrival, ...]) -> tuple[int, ...]:
    """TX1: one row per target, the octets once."""
    octets.keep(connection, packed)
    return tuple(_insert(connection, packed.digest, new) for new in news)


def _insert(connection: Connection, digest: str, new: NewArrival) -> int:
    values = {
        "received_at": new.received_at,
        "via": new.via,
        "source": new.source,
        "peer": new.peer,
        "is_trusted": new.is_trusted,
        "authserv_id": new.authserv_id,
        "mail_from": new.mail_from,
        "rcpt_to": new.rcpt_to,
        "digest": digest,
        "defects": list(new.defects),
        "state": "received",
        "held_for": new.held_for,
    }
    return _NEW.insert(connection, values)


def claim(connection: Connection, *, worker: str, at: datetime, limit: int) -> tuple[Arrival, ...]:
    """The oldest that wait, in order of arrival. One that died in the parser before is claimed alone."""
    now = leases.clock(connection, at)
    free = or_(TABLE.c.worker == "", TABLE.c.leased_until <= now)
    ready = or_(TABLE.c.not_before.is_(None), TABLE.c.not_before <= at)
    query = (
        select(TABLE)
        .where(TABLE.c.state == "received", free, ready)
        .order_by(TABLE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(query).all()
    suspects = [n for n, row in enumerate(rows) if row.attempts > 0]
    if suspects:
        rows = rows[:1] if suspects[0] == 0 else rows[: suspects[0]]
    found = tuple(_arrival(row) for row in rows)
    if found:
        ours = TABLE.c.id.in_([a.id for a in found])
        connection.execute(update(TABLE).where(ours).values(worker=worker, leased_until=now + LEASE))
    return found


def begin_parsing(connection: Connection, arrival: int, worker: str, *, at: datetime) -> bool:
    """Marks the one that a parser is about to see, for a whole lease; False if it went to somebody else."""
    until = leases.clock(connection, at) + LEASE
    return _BEGIN_PARSING.change(connection, {"which": arrival, "fence": worker, "until": until}) == 1


def put_back(connection: Connection, arrival: int, worker: str, *, not_before: datetime, reason: str) -> bool:
    """It waits again. Its attempt still counts; `begin_parsing` counted it."""
    return _update(connection, arrival, worker, **FREE, not_before=not_before, reason=reason)


def unmark(connection: Connection, arrival: Arrival, worker: str, *, not_before: datetime) -> bool:
    """The world failed, not the mail: the attempt does not count, if it was begun at all."""
    return _update(connection, arrival.id, worker, **FREE, not_before=not_before, attempts=arrival.attempts)


def quarantine(connection: Connection, arrival: int, worker: str, *, reason: str, at: datetime) -> bool:
    return _update(
        connection,
        arrival,
        worker,
        state="quarantined",
        worker="",
        is_parsing=False,
        reason=reason,
        closed_at=at,
    )


def _update(connection: Connection, arrival: int, fence: str, **values: Any) -> bool:
    return _CHANGE.change(connection, {"which": arrival, "fence": fence, **values}) == 1


def release_all(connection: Connection) -> int:
    """After a start on SQLite, where no second node can be: claims of a dead process are void at once."""
    claimed = and_(TABLE.c.state == "received", TABLE.c.worker != "")
    return connection.execute(update(TABLE).where(claimed).values(worker="", leased_until=None)).rowcount


def load(connection: Connection, arrival: int) -> Row[Any] | None:
    return _ARRIVAL.row(connection, {"arrival": arrival})


def siblings(connection: Connection, arrival: Arrival) -> tuple[str, ...]:
    """The other recipients of ours for whom the very same octets came."""
    asked = {"digest": arrival.digest, "rcpt_to": arrival.rcpt_to}
    return tuple(_SIBLINGS.values(connection, asked))


def pace(connection: Connection, addresses: Collection[str], ticket: int | None, *, since: datetime) -> Pace:
    """How many mails were accepted of whoever has these addresses, and in the ticket."""
    asked = {"addresses": sorted(addresses), "since": since}
    if ticket is None:
        rows = _HEARD.rows(connection, asked)
    else:
        rows = _HEARD_IN.rows(connection, asked | {"ticket": ticket})
    inside = [row for row in rows if ticket is not None and row.ticket == ticket]
    return Pace(
        of_person=sum(row.from_address in addresses for row in rows),
        in_ticket=len(inside),
        of_person_in_ticket=sum(row.from_address in addresses for row in inside),
    )


def answers_of_house(
    connection: Connection, ticket: int, reasons: Collection[str], *, since: datetime
) -> int:
    """How many mails in the ticket were accepted since then for one of these reasons."""
    here = and_(TABLE.c.ticket == ticket, TABLE.c.closed_at > since, TABLE.c.reason.in_(sorted(reasons)))
    return int(connection.execute(select(func.count()).where(here)).scalar_one())


def as_arrival(row: Row[Any]) -> Arrival:
    return _arrival(row)


def reopen(connection: Connection, arrival: int, override: dict[str, Any] | None = None) -> bool:
    """A held or quarantined one is decided again."""
    return _decide(connection, arrival, AGAIN if override is None else {**AGAIN, "override": override})


def close(connection: Connection, arrival: int, *, verdict: str, reason: str, at: datetime) -> bool:
    """A held or quarantined one ends by a manager's or operator's word."""
    return _decide(connection, arrival, ended("done", verdict=verdict, reason=reason, at=at))


def ended(state: str, *, verdict: str, reason: str, at: datetime) -> dict[str, Any]:
    """The values of one that somebody ended by hand."""
    return {**FREE, "state": state, "verdict": verdict, "reason": reason, "closed_at": at}


def _decide(connection: Connection, arrival: int, values: dict[str, Any]) -> bool:
    """False: it is neither held nor quarantined any more."""
    waiting = and_(TABLE.c.id == arrival, TABLE.c.state.in_(("held", "quarantined")))
    return connection.execute(update(TABLE).where(waiting).values(values)).rowcount == 1


def listing(connection: Connection, *, state: str = "", limit: int = 200) -> tuple[Row[Any], ...]:
    """The newest first, for the operator."""
    query = select(TABLE).order_by(TABLE.c.id.desc()).limit(limit)
    return tuple(connection.execute(query.where(TABLE.c.state == state) if state else query))


def newest(connection: Connection) -> int:
    """The number of the last one that came in, 0 if none did."""
    return int(connection.execute(select(func.max(TABLE.c.id))).scalar() or 0)


def after(connection: Connection, number: int) -> tuple[Arrival, ...]:
    """What came in since that one, in order."""
    query = select(TABLE).where(TABLE.c.id > number).order_by(TABLE.c.id)
    return tuple(_arrival(row) for row in connection.execute(query))


def _arrival(row: Row[Any]) -> Arrival:
    return Arrival(
        id=row.id,
        received_at=row.received_at,
        via=row.via,
        source=row.source,
        is_trusted=row.is_trusted,
        authserv_id=row.authserv_id,
        mail_from=row.mail_from,
        rcpt_to=row.rcpt_to,
        digest=row.digest,
        state=row.state,
        attempts=row.attempts,
        override=row.override,
        peer=row.peer,
        defects=tuple(row.defects),
        held_for=row.held_for,
    )
