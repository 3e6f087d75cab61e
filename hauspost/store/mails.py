"""Mails that we sent or hold: as the operator sees and moves them, and as answers to them are recognised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, Select, and_, bindparam, insert, select, update

from hauspost.desk.channels import Channel
from hauspost.desk.houses import PersonId
from hauspost.desk.intents import Offer
from hauspost.desk.model import Status
from hauspost.desk.notices import NoticeKind
from hauspost.desk.plain_values import from_json
from hauspost.desk.proof import IdFact, Key, SecretFact
from hauspost.store import octets, schema
from hauspost.store.made import Made

LIVES_AT_MOST = timedelta(days=365)
LIVES_AFTER_DONE = timedelta(days=30)
YOUNG = timedelta(days=14)

Move = Literal["retry", "hold", "release", "drop"]

# Move by hand → the states it starts from. Sent ones have had their effect.
MOVES: Final[dict[Move, tuple[str, ...]]] = {
    "retry": ("queued", "failed"),
    "hold": ("queued",),
    "release": ("held",),
    "drop": ("queued", "held", "failed"),
}

mails = schema.mails


def erased_ids(connection: Connection) -> frozenset[str]:
    """The Message-IDs of ours whose words were deleted."""
    query = select(mails.c.message_id).where(mails.c.digest == octets.NOTHING.digest)
    return frozenset(connection.execute(query).scalars())


# ---- the outbox


def outbox(
    connection: Connection, *, states: Iterable[str] = (), limit: int = 1000
) -> list[dict[str, object]]:
    """Newest first, as `hauspost outbox --json` prints it (INTERFACE, "JSON lists")."""
    query = select(mails).order_by(mails.c.id.desc()).limit(limit)
    if wanted := sorted(states):
        query = query.where(mails.c.state.in_(wanted))
    return [_outbox_line(row) for row in connection.execute(query)]


def _outbox_line(row: Row[Any]) -> dict[str, object]:
    waits = row.state in ("queued", "held")
    return {
        "mail": row.id,
        "person": ", ".join(row.persons) or row.address,
        "kind": row.kind,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at.isoformat() if waits else None,
        "ticket": f"T-{row.ticket}" if row.ticket is not None else None,
    }


def retry(connection: Connection, mail: int, *, at: datetime) -> bool:
    """Sends a mail that waits or failed at the next opportunity, with the same octets."""
    return _move(connection, mail, "retry", state="queued", attempts=0, next_at=at, tried_since=None)


def hold(connection: Connection, mail: int) -> bool:
    return _move(connection, mail, "hold", state="held")


def release(connection: Connection, mail: int, *, at: datetime) -> bool:
    """Whoever had it in hand when it was held may still be sending it: that lease stays."""
    return _move(connection, mail, "release", state="queued", next_at=at, tried_since=None)


def drop(connection: Connection, mail: int) -> bool:
    return _move(connection, mail, "drop", state="cancelled", reply="dropped by hand")


def _move(connection: Connection, mail: int, how: Move, **values: Any) -> bool:
    """False: there is no such mail, or its state does not allow it."""
    which = (mails.c.id == mail, mails.c.state.in_(MOVES[how]))
    return connection.execute(update(mails).where(*which).values(**values)).rowcount == 1


# ---- pause and resume


def pause(connection: Connection, *, at: datetime) -> None:
    switch(connection, "paused", "yes", at)


def resume(connection: Connection, *, at: datetime) -> None:
    """What waited has its days for being delivered anew."""
    switch(connection, "paused", "", at)
    waiting = (mails.c.state == "queued", mails.c.tried_since.is_not(None))
    connection.execute(update(mails).where(*waiting).values(tried_since=None))


_PAUSED: Final = Made(select(schema.switches.c.value).where(schema.switches.c.name == "paused"))


def is_paused(connection: Connection) -> bool:
    return bool(_PAUSED.value(connection))


def switch(connection: Connection, name: str, value: str, at: datetime) -> None:
    """Sets one of the running system's switches, whether it was there or not."""
    table = schema.switches
    values = {"value": value, "changed_at": at}
    if connection.execute(update(table).where(table.c.name == name).values(values)).rowcount == 0:
        connection.execute(insert(table).values(name=name, **values))


# ---- how an answer is recognised


@dataclass(frozen=True, slots=True)
class AnsweredMail:
    """A mail of ours that somebody answers: what it said, offered and showed."""

    mail: int
    octets: bytes
    offers: tuple[Offer, ...]
    kind: NoticeKind
    seq: int | None
    persons: tuple[PersonId, ...]
    channel: Channel | None
    ticket: int | None
    address: str  # of the person it was meant for
    rcpt_to: str  # where it really went
    message_id: str
    relays: str = ""  # the firm with which it says that words pass
    subject: str = ""  # "" also where it was erased


_MAIL: Final = Made(select(mails).where(mails.c.id == bindparam("mail")))


def answered_mail(connection: Connection, mail: int) -> AnsweredMail | None:
    row = _MAIL.row(connection, {"mail": mail})
    if row is None:
        return None
    return AnsweredMail(
        mail=row.id,
        octets=octets.load(connection, row.digest),
        offers=tuple(from_json(Offer, o) for o in row.offers),
        kind=NoticeKind(row.kind),
        seq=row.seq,
        persons=_persons(row.persons),
        channel=_channel(row.channel),
        ticket=row.ticket,
        address=row.address,
        rcpt_to=row.rcpt_to,
        message_id=row.message_id,
        relays=_relays(connection, mail) if row.kind == NoticeKind.RELAYED else "",
        subject=row.subject,
    )


def _relays(connection: Connection, mail: int) -> str:
    """The firm with which the mail says that words pass, as it names it."""
    notices = schema.notices
    query = select(notices.c.facts).where(notices.c.mail == mail)
    return next((str(facts["company"]) for facts in connection.execute(query).scalars()), "")


def asked_by(connection: Connection, mail: int) -> tuple[int, ...]:
    """The questions that a mail without any printed answer asks: words answer them."""
    notices = schema.notices
    query = select(notices.c.question).where(notices.c.mail == mail, notices.c.question.is_not(None))
    return tuple(connection.execute(query).scalars())


def lines_shown(connection: Connection, mail: int) -> dict[int, int | None]:
    """The tickets of a manager's list, or of a receipt for several of them; a list's with the seq that it showed."""
    notices = schema.notices
    found: dict[int, int | None] = {}
    query = select(notices.c.kind, notices.c.ticket, notices.c.facts).where(notices.c.mail == mail)
    for kind, ticket, facts in connection.execute(query):
        receipts = (
            facts.get("numbers") or ([ticket] if ticket else []) if kind == NoticeKind.TRANSCRIPT else []
        )
        found |= dict.fromkeys(receipts)
        found |= {line["number"]: line.get("seq") for line in facts.get("lines", ()) if "number" in line}
    return found


def listed_in(connection: Connection, mail: int) -> tuple[int, ...]:
    """The tickets that a list named: it is about none, and yet its reader answers one of them."""
    notices = schema.notices
    query = select(notices.c.ticket, notices.c.facts).where(notices.c.mail == mail).order_by(notices.c.id)
    rows = connection.execute(query).all()
    lines = [line["number"] or row.ticket for row in rows for line in row.facts.get("lines", ())]
    numbers = (number for row in rows for number in row.facts.get("numbers", ()))
    return tuple(dict.fromkeys(number for number in (*lines, *numbers) if number))


def last_formed(connection: Connection, kind: NoticeKind, ticket: int) -> datetime | None:
    """When the newest mail of that kind about the ticket was written."""
    of_kind = and_(mails.c.ticket == ticket, mails.c.kind == kind)
    newest: datetime | None = connection.execute(
        select(mails.c.formed_at).where(of_kind).order_by(mails.c.id.desc()).limit(1)
    ).scalar()
    return newest


def failed_in(connection: Connection, kind: NoticeKind, tickets: Iterable[int]) -> frozenset[int]:
    """The tickets of which no mail of that kind has reached anybody: another server refused it for good."""
    of_kind = and_(mails.c.ticket.in_(sorted(tickets)), mails.c.kind == kind)
    states: dict[int, set[str]] = {}
    for row in connection.execute(select(mails.c.ticket, mails.c.state).where(of_kind)):
        states.setdefault(int(row.ticket), set()).add(row.state)
    return frozenset(number for number, found in states.items() if found == {"failed"})


def secret_facts(connection: Connection, digests: Iterable[str], at: datetime) -> dict[str, SecretFact]:
    """What we know of the secret addresses with these digests (threading.addresses.token_digest); unknown ones lack.

    `option` is always 0: the button's number stands in the address, and whoever read that adds it.
    """
    wanted = sorted(set(digests))
    rows = _SECRETS.rows(connection, {"digests": wanted}) if wanted else ()
    return {row.digest: _secret_fact(row, at) for row in rows}


def _secrets() -> Select[Any]:
    tickets = schema.tickets
    known = schema.secrets.join(mails, mails.c.id == schema.secrets.c.mail).outerjoin(
        tickets, tickets.c.number == mails.c.ticket
    )
    columns = (
        schema.secrets.c.digest,
        schema.secrets.c.kind,
        mails.c.id,
        mails.c.persons,
        mails.c.formed_at,
        mails.c.revoked_at,
        mails.c.ticket,
        mails.c.channel,
        tickets.c.status,
        tickets.c.done_at,
    )
    is_asked = schema.secrets.c.digest.in_(bindparam("digests", expanding=True))
    return select(*columns).select_from(known).where(is_asked)


_SECRETS: Final = Made(_secrets())


def _secret_fact(row: Row[Any], at: datetime) -> SecretFact:
    return SecretFact(
        mail=row.id,
        kind=row.kind,
        option=0,
        persons=_persons(row.persons),
        key=_key(row, at),
        is_young=at - row.formed_at < YOUNG,
        ticket=row.ticket,
        channel=_channel(row.channel),
    )


def _key(row: Row[Any], at: datetime) -> Key:
    if row.revoked_at is not None and row.revoked_at <= at:
        return Key.REVOKED
    is_long_done = (
        row.status == Status.DONE and row.done_at is not None and at - row.done_at > LIVES_AFTER_DONE
    )
    return Key.EXPIRED if is_long_done or at - row.formed_at > LIVES_AT_MOST else Key.LIVE


_ids = schema.message_ids
_IDS: Final = Made(
    select(_ids, mails.c.persons)
    .select_from(_ids.outerjoin(mails, mails.c.id == _ids.c.mail))
    .where(_ids.c.message_id.in_(bindparam("wanted", expanding=True)))
    .order_by(_ids.c.id)
)


def id_facts(connection: Connection, message_ids: Iterable[str]) -> tuple[IdFact, ...]:
    """What we remember of these Message-IDs (without brackets): ours with the persons they were written to."""
    wanted = sorted(set(message_ids))
    if not wanted:
        return ()
    return tuple(
        IdFact(row.message_id, row.ticket, _channel(row.channel), row.mail, _persons(row.persons or ()))
        for row in _IDS.rows(connection, {"wanted": wanted})
    )


def _persons(ids: Iterable[str]) -> tuple[PersonId, ...]:
    return tuple(PersonId(p) for p in ids)


def _channel(text: str) -> Channel | None:
    return Channel.parse(text) if text else None
