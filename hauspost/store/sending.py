"""The queue of formed mails: who may send which one now, and TX4 that keeps what became of it.

A claim is a lease of one worker; every later update carries the worker's name, so what a frozen node writes after its
lease was taken over hits no row (SAFETY, "States").
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from hauspost.desk.channels import Channel
from hauspost.desk.decision import QuestionKind
from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.notices import TO_ASSIGNEES, TO_CROWDS, TO_OPERATORS, NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.store import leases, schema
from hauspost.store.made import Made
from hauspost.store.notices import About, Told, owe_alert
from hauspost.store.silence import silence, speaks, waiting, waiting_at

LEASE = timedelta(seconds=120)
FIRST_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_URGENT_WAIT = timedelta(minutes=30)
LONGEST_UNREACHED_WAIT = timedelta(
    minutes=5
)  # the mail is not to blame: when the relay is back, it goes soon
GIVEN_UP_AFTER = timedelta(days=5)  # RFC 5321 §4.5.4.1

URGENT = frozenset(
    {NoticeKind.EMERGENCY, NoticeKind.ALARM, NoticeKind.ALERT, NoticeKind.OPERATION, *TO_ASSIGNEES}
)  # sent first, tried again sooner

# One that an operator holds while it is on its way stays leased: released too early, it would be sent twice.
_LEASED = ("queued", "held")

UNTOLD = TO_OPERATORS | {
    NoticeKind.ALERT,
    NoticeKind.HOUSE_NOTICE,
}  # of a notice a report tells, once for all

mails = schema.mails
# Of every mail, and made once: building a statement costs more than running it.
_MINE: Final = Made(
    select(mails.c.id).where(
        mails.c.id == bindparam("mail"),
        mails.c.worker == bindparam("worker"),
        mails.c.state == "queued",
        mails.c.leased_until > bindparam("now"),
    )
)
_STOPS: Final = Made(
    select(
        select(schema.switches.c.value)
        .where(schema.switches.c.name == "paused")
        .scalar_subquery()
        .label("paused"),
        exists().where(schema.undeliverable.c.address == bindparam("address")).label("off"),
    )
)
_SENT: Final = Made(
    update(mails)
    .where(
        mails.c.id == bindparam("mail"),
        mails.c.worker == bindparam("by"),
        mails.c.state.in_(("queued", "held", "cancelled")),
    )
    .values(
        state="sent",
        sent_at=bindparam("at"),
        reply=bindparam("said"),
        attempts=mails.c.attempts + 1,
        worker="",
        leased_until=None,
    )
)
_QUEUED_AT: Final = waiting(mails.c.state == "queued", mails.c.next_at, mails.c.property)
_ARRIVAL: Final = (
    select(func.max(schema.notices.c.arrival))
    .where(schema.notices.c.mail == mails.c.id)
    .scalar_subquery()
    .label("arrival")
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that one worker may send now."""

    id: int
    kind: NoticeKind
    address: str
    rcpt_to: str
    mail_from: str
    persons: tuple[PersonId, ...]
    ticket: int | None
    property_id: PropertyId | None
    channel: Channel | None
    subject: str
    message_id: str
    digest: str
    tried_since: datetime | None
    attempts: int
    arrival: int | None  # what it came of, the newest of several; None: of the clock or an operator

    @property
    def domain(self) -> str:
        return self.rcpt_to.rpartition("@")[2].lower()

    @property
    def is_redirected(self) -> bool:
        return self.rcpt_to != self.address


@dataclass(frozen=True, slots=True)
class Stops:
    """What keeps a mail from leaving, whoever may read it."""

    is_paused: bool
    is_off: bool  # nothing is sent to the address any more


def stops(connection: Connection, rcpt_to: str) -> Stops:
    (row,) = _STOPS.rows(connection, {"address": rcpt_to})
    return Stops(bool(row.paused), row.off)


def queued_properties(connection: Connection, at: datetime) -> tuple[PropertyId | None, ...]:
    """Where mails wait to be sent now; None: at no property."""
    return waiting_at(connection, _QUEUED_AT, at)


RANKS: Final = (
    URGENT,
    None,
    TO_CROWDS,
)  # in the order of leaving; None: what is neither, mostly for one person


_PLACES: Final = {kind: place for place, kinds in enumerate(RANKS) for kind in kinds or ()}
_BETWEEN: Final = RANKS.index(None)


def rank(kind: NoticeKind) -> int:
    """The place in `RANKS`: what is urgent goes first, what is for a whole house last."""
    return _PLACES.get(kind, _BETWEEN)


def _due_of(kinds: Collection[NoticeKind] | None) -> Made:
    """One rank by itself goes in the order of the index: no claim sorts the whole crowd."""
    of_rank = mails.c.kind.in_(sorted(kinds)) if kinds else mails.c.kind.not_in(sorted(URGENT | TO_CROWDS))
    free = or_(mails.c.leased_until.is_(None), mails.c.leased_until <= bindparam("now"))
    due = (mails.c.state == "queued", mails.c.next_at <= bindparam("at"), free, speaks(mails.c.property))
    query = select(mails.c.id).where(*due, of_rank).order_by(mails.c.next_at, mails.c.id)
    return Made(query.limit(bindparam("room", type_=Integer)).with_for_update(skip_locked=True))


_DUE: Final = tuple(map(_due_of, RANKS))
_LEASE_THEM: Final = Made(
    update(mails)
    .where(mails.c.id.in_(bindparam("ids", expanding=True)))
    .values(worker=bindparam("by"), leased_until=bindparam("until"))
)
_CLAIMED: Final = Made(select(mails, _ARRIVAL).where(mails.c.id.in_(bindparam("ids", expanding=True))))


def claim_mails(
    connection: Connection,
    *,
    worker: str,
    at: datetime,
    rooms: Sequence[int],
    lease: timedelta = LEASE,
    silent: Collection[PropertyId | None] = (),
) -> tuple[Claimed, ...]:
    """Takes due mails that nobody holds, urgent ones first, those to a whole house last.

    `rooms`: how many at most of each rank and those before it. `silent`: properties that send nothing.
    """
    now = leases.clock(connection, at)
    asked = {"at": at, "now": now, **silence(silent)}
    ids: list[int] = []
    for most, due in zip(rooms, _DUE, strict=True):
        if (room := most - len(ids)) > 0:
            ids += due.values(connection, asked | {"room": room})
    if not ids:
        return ()
    _LEASE_THEM.change(connection, {"ids": ids, "by": worker, "until": now + lease})
    rows = _CLAIMED.rows(connection, {"ids": ids})
    return tuple(sorted(map(_claimed, rows), key=lambda mail: ids.index(mail.id)))


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=row.id,
        kind=NoticeKind(row.kind),
        address=row.address,
        rcpt_to=row.rcpt_to,
        mail_from=row.mail_from,
        persons=tuple(PersonId(p) for p in row.persons),
        ticket=row.ticket,
        property_id=PropertyId(row.property) if row.property else None,
        channel=Channel.parse(row.channel) if row.channel else None,
        subject=row.subject,
        message_id=row.message_id,
        digest=row.digest,
        tried_since=row.tried_since,
        attempts=row.attempts,
        arrival=row.arrival,
    )


def _mine(mail: int, worker: str) -> ColumnElement[bool]:
    return and_(mails.c.id == mail, mails.c.worker == worker, mails.c.state == "queued")


def is_mine(connection: Connection, mail: int, *, worker: str, at: datetime) -> bool:
    """Whether the claim still holds; asked right before MAIL FROM."""
    asked = {"mail": mail, "worker": worker, "now": leases.clock(connection, at)}
    return _MINE.row(connection, asked) is not None


def renew_leases(
    connection: Connection, ids: Collection[int], *, worker: str, at: datetime, lease: timedelta = LEASE
) -> None:
    """Of the mails that the worker really has in hand; what it lost track of runs out."""
    until = leases.clock(connection, at) + lease
    held = and_(_held_by(worker), mails.c.id.in_(sorted(ids)))
    connection.execute(update(mails).where(held).values(leased_until=until))


def release_leases(connection: Connection, *, worker: str) -> None:
    """The worker stops: what it did not get to is anybody's."""
    connection.execute(update(mails).where(_held_by(worker)).values(worker="", leased_until=None))


def abandon_leases(connection: Connection) -> None:
    """For the only process of a database, at its start: whoever held a lease is dead."""
    leased = and_(mails.c.state.in_(_LEASED), mails.c.worker != "")
    connection.execute(update(mails).where(leased).values(worker="", leased_until=None))


def _held_by(worker: str) -> ColumnElement[bool]:
    return and_(mails.c.state.in_(_LEASED), mails.c.worker == worker)


# ---- TX4: each gives False when the lease was lost, and then nothing is written


def mark_sent(connection: Connection, mail: int, *, worker: str, at: datetime, reply: str) -> bool:
    """True to what happened even if the mail was held or dropped while it was on its way."""
    asked = {"mail": mail, "by": worker, "at": at, "said": reply}
    return _SENT.change(connection, asked) == 1


def mark_deferred(
    connection: Connection,
    mail: Claimed,
    *,
    worker: str,
    at: datetime,
    reply: str,
    is_unreached: bool = False,
) -> bool:
    next_at = at + wait(mail.kind, mail.attempts + 1, is_unreached=is_unreached)
    since = func.coalesce(mails.c.tried_since, literal(at, schema.mails.c.tried_since.type))
    values = {"attempts": mails.c.attempts + 1, "next_at": next_at, "tried_since": since, "reply": reply}
    return _end(connection, _mine(mail.id, worker), values)


def is_given_up(mail: Claimed, at: datetime) -> bool:
    """Days on which we sent nothing ourselves (a pause, a hold) are none of those that the other server had."""
    return mail.tried_since is not None and at - mail.tried_since >= GIVEN_UP_AFTER


def wait(kind: NoticeKind, attempts: int, *, is_unreached: bool = False) -> timedelta:
    """Until the next attempt, after so many."""
    longest = LONGEST_URGENT_WAIT if kind in URGENT else LONGEST_WAIT
    if is_unreached:
        longest = LONGEST_UNREACHED_WAIT
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * (1 << doublings), longest)


def mark_failed(
    connection: Connection, mail: Claimed, *, worker: str, at: datetime, reply: str, tell: Told | None
) -> bool:
    """A failed alert is told to nobody by mail: it would chase its own tail."""
    values = {"state": "failed", "attempts": mails.c.attempts + 1, "reply": reply}
    if not _end(connection, _mine(mail.id, worker), values):
        return False
    if tell is not None and mail.kind not in UNTOLD:
        alert = Alert("undelivered", subject=mail.subject, recipient=mail.rcpt_to, reply=reply, at=at)
        behind = () if mail.is_redirected else mail.persons  # else the address is a manager's
        about = About(mail.property_id, behind, mail.ticket, mail.channel)
        owe_alert(connection, tell, alert=alert, at=at, about=about)
    return True


def note_lost_order(connection: Connection, mail: Claimed, *, words: str, at: datetime) -> None:
    """A question that is due at once: who decides by the calendar puts the order to the managers."""
    values: dict[str, Any] = {
        "kind": QuestionKind.ORDER_LOST,
        "asked": [],
        "about": {"order": int(mail.channel.key) if mail.channel else 0, "words": words},
        "ticket": mail.ticket,
        "property": mail.property_id,
        "asked_at": at,
        "due_at": at,
        "default": "",
        "state": "open",
    }
    connection.execute(insert(schema.questions), values)


def mark_cancelled(connection: Connection, mail: int, *, worker: str, reason: str) -> bool:
    return _end(connection, _mine(mail, worker), {"state": "cancelled", "reply": reason})


def form_anew(connection: Connection, mail: int, *, worker: str, at: datetime, reason: str) -> bool:
    """The mail never leaves. What it was to say is owed again, and written for whoever may read it now, if anybody may.

    What is withheld twice waits a minute: nothing is written and thrown away in a circle.
    """
    if not mark_cancelled(connection, mail, worker=worker, reason=reason):
        return False
    notices = schema.notices
    here = and_(notices.c.mail == mail, notices.c.state == "formed")
    soon, later = (literal(when, notices.c.due_at.type) for when in (at, at + FIRST_WAIT))
    due = case((notices.c.reason == "", soon), else_=later)
    owed = {"state": "owed", "mail": None, "reason": reason, "due_at": due}
    connection.execute(update(notices).where(here).values(owed))
    return True


def put_back(connection: Connection, mail: int, *, worker: str, next_at: datetime) -> bool:
    """It was not tried, by our own choice; it waits as before."""
    return _end(connection, _mine(mail, worker), {"next_at": next_at, "tried_since": None})


def _end(connection: Connection, which: ColumnElement[bool], values: dict[str, Any]) -> bool:
    ended = {**values, "worker": "", "leased_until": None}
    return connection.execute(update(mails).where(which).values(ended)).rowcount == 1
