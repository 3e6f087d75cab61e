"""The mails that we owe and have not written yet: which are due, which of them are one, and TX3 that makes them a mail.

Nobody claims a notice: whoever forms it first turns it from owed to formed, and the second one's work is undone. Nodes
take turns (`turn`), so that this is rare.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, Row, and_, bindparam, case, func, insert, or_, select, update

from hauspost.desk import undeliverable
from hauspost.desk.channels import Channel
from hauspost.desk.folding import ACROSS_TICKETS, Patience, fold
from hauspost.desk.houses import PersonId, PropertyId
from hauspost.desk.intents import Offer
from hauspost.desk.model import EntryKind
from hauspost.desk.notices import (
    LISTS_OF_THE_HOUSE,
    TO_CROWDS,
    Facts,
    Folded,
    NoticeKind,
    OutgoingMail,
    load_facts,
)
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.receipts import offers_of
from hauspost.desk.telling import names
from hauspost.store import documents, octets, registry, schema
from hauspost.store.made import Made
from hauspost.store.numbering import keep_numbers, keep_said, numbered
from hauspost.store.octets import Packed
from hauspost.store.silence import silence, speaks, waiting, waiting_at
from hauspost.store.together import (
    WAITING,
    Bundle,
    OutgoingOf,
    PatienceOf,
    bundled,
    is_receipt,
    is_rehearsal,
    to_people,
    together,
)

DOUBT = "it may have been sent before the restore"


class Overtaken(Exception):
    """A notice is no longer owed: another node formed it, or it was taken back."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One mail that is due: a notice, or several that are one. `facts` is None when nothing is left to be said."""

    ids: tuple[int, ...]
    kind: NoticeKind
    address: str
    persons: tuple[PersonId, ...]
    facts: Facts | None
    created_at: datetime
    ticket: int | None = None
    property_id: PropertyId | None = None
    channel: Channel | None = None
    seq: int | None = None
    offers: tuple[Offer, ...] = ()
    arrival: int | None = None
    is_doubtful: bool = False  # it may have been sent before a restore: a person lets it go
    folded: tuple[Folded, ...] = ()
    riders: tuple[int, ...] = ()  # of `ids`, those of `folded`: without their mail they have one of their own
    others: tuple[int, ...] = ()  # of `ids`, those to other addresses, for which this mail is the sample
    recipients: int = 1  # addresses

    @property
    def own(self) -> tuple[int, ...]:
        return tuple(one for one in self.ids if one not in self.riders and one not in self.others)


@dataclass(frozen=True, slots=True)
class Told:
    """A manager's address, and who stands behind it."""

    address: str
    persons: tuple[PersonId, ...]


_owed_rows = schema.notices.c
_IS_TO_ALL: Final = _owed_rows.kind.in_(sorted(TO_CROWDS))
_MAY_BE_WRITTEN: Final = (
    _owed_rows.state == "owed",
    speaks(_owed_rows.property),
    _owed_rows.id.not_in(bindparam("without", expanding=True)),
)
_AT_THESE: Final = _owed_rows.address.in_(bindparam("addresses", expanding=True))
_DUE_NOW: Final = select(schema.notices).where(*_MAY_BE_WRITTEN, _owed_rows.due_at <= bindparam("at"))
_OWED_AT: Final = waiting(_owed_rows.state == "owed", _owed_rows.due_at, _owed_rows.property)
# Each circle in the order of its index: no page sorts the whole crowd.
_DUE: Final = tuple(
    Made(
        _DUE_NOW.where(circle)
        .order_by(_owed_rows.due_at, _owed_rows.id)
        .limit(bindparam("room", type_=Integer))
    )
    for circle in (~_IS_TO_ALL, _IS_TO_ALL)
)
_DUE_WITH: Final = Made(
    _DUE_NOW.where(or_(_AT_THESE, _owed_rows.event.in_(bindparam("events", expanding=True)))).order_by(
        case((_IS_TO_ALL, 1), else_=0), _owed_rows.due_at, _owed_rows.id
    )
)
# By the address alone; when it is due is seen in the row.
_RIDING: Final = Made(
    select(schema.notices)
    .where(*_MAY_BE_WRITTEN, _AT_THESE, _owed_rows.is_foldable, _owed_rows.kind.in_(sorted(WAITING)))
    .order_by(_owed_rows.id)
)


def owing_properties(connection: Connection, at: datetime) -> tuple[PropertyId | None, ...]:
    """Where mails are due; None: at no property."""
    return waiting_at(connection, _OWED_AT, at)


def due_notices(
    connection: Connection,
    *,
    at: datetime,
    limit: int,
    silent: Collection[PropertyId | None] = (),
    without: Collection[int] = (),
    patience: PatienceOf = lambda _place: Patience(),
    outgoing: OutgoingOf = to_people,
) -> tuple[Owed, ...]:
    """What is due, in the order of its due time: about `limit` notices, and always whole mails.

    What goes to a whole house stands behind everything else: five thousand mails keep nobody's receipt waiting.

    `silent`: properties that send nothing; `without`: notices to skip; `patience`, `outgoing`: of
    each property.
    """
    asked = {"at": at, "without": sorted(without), **silence(silent)}
    rows: list[Row[Any]] = []
    for circle in _DUE:
        if room := limit - len(rows):
            rows += circle.rows(connection, asked | {"room": room})
    if not rows:
        return ()
    addresses = sorted({row.address for row in rows})
    if len(rows) == limit:  # what becomes one mail with these may stand behind the page's end
        begun = {together(row, outgoing) for row in rows}
        events = sorted({row.event for row in rows if is_rehearsal(row, outgoing)})
        theirs = _DUE_WITH.rows(connection, asked | {"addresses": addresses, "events": events})
        rows = [row for row in theirs if together(row, outgoing) in begun]
    # Of thousands that wait for the evening a few are here.
    owed = _RIDING.rows(connection, asked | {"addresses": addresses})
    waiting = [row for row in owed if row.due_at > at]
    return tuple(
        _owed(bundle) for bundle in bundled(rows, waiting, at=at, patience=patience, outgoing=outgoing)
    )


def _owed(bundle: Bundle) -> Owed:
    every = sorted(bundle.rows, key=lambda row: int(row.id))
    rows = [row for row in every if row.address == every[-1].address]
    newest = rows[-1]
    kind = NoticeKind(newest.kind)
    several = {row.ticket for row in rows} if all(map(is_receipt, rows)) else set()
    is_of_one = kind not in ACROSS_TICKETS and len(several) < 2
    offers = [(row.ticket, tuple(from_json(Offer, o) for o in row.offers)) for row in rows]
    return Owed(
        ids=tuple(row.id for row in (*bundle.riders, *every)),
        kind=kind,
        address=newest.address,
        persons=tuple(dict.fromkeys(PersonId(p) for row in rows for p in row.persons)),
        facts=_facts(kind, rows),
        created_at=newest.created_at,
        ticket=newest.ticket if is_of_one else None,
        property_id=PropertyId(newest.property) if newest.property else None,
        channel=Channel.parse(newest.channel) if newest.channel and is_of_one else None,
        seq=newest.seq if is_of_one else None,
        offers=_offers(kind, offers, is_of_several=len(several) > 1),
        arrival=newest.arrival,
        is_doubtful=newest.is_doubtful,
        folded=_folded(bundle.riders),
        riders=tuple(row.id for row in bundle.riders),
        others=tuple(row.id for row in every if row.address != newest.address),
        recipients=len({row.address for row in every}),
    )


def _offers(
    kind: NoticeKind, parts: list[tuple[int, tuple[Offer, ...]]], *, is_of_several: bool
) -> tuple[Offer, ...]:
    if kind is NoticeKind.ALERT and len(parts) > 1:
        return undeliverable.offers_of(offers for _, offers in parts)
    return offers_of(parts) if is_of_several else parts[-1][1]


def _folded(riders: list[Row[Any]]) -> tuple[Folded, ...]:
    told = tuple(Folded(load_facts(NoticeKind(row.kind), row.facts), row.created_at) for row in riders)
    return told if told and fold([one.facts for one in told]) is not None else ()


def _facts(kind: NoticeKind, rows: list[Row[Any]]) -> Facts | None:
    facts = [numbered(load_facts(kind, row.facts), row.ticket, row.channel) for row in rows]
    return fold(facts) if rows[0].is_foldable else facts[-1]


# What is asked for every notice; made once, since building a statement costs more than running it.
_arrivals, _entries = schema.arrivals, schema.entries
_ACCEPTED: Final = Made(
    select(_arrivals.c.from_address, _arrivals.c.message_id, _arrivals.c.trace).where(
        _arrivals.c.id == bindparam("arrival")
    )
)
_OPENING: Final = Made(
    select(_arrivals.c.id, _arrivals.c.from_address)
    .select_from(
        _entries.join(
            _arrivals,
            and_(_entries.c.kind == str(EntryKind.OPENED), _entries.c.arrival == _arrivals.c.id),
        )
    )
    .where(_entries.c.ticket == bindparam("ticket"))
)
_FIRST_OPENED: Final = Made(
    select(func.min(_arrivals.c.ticket)).where(
        _arrivals.c.from_address == bindparam("address"), _arrivals.c.message_id == bindparam("message_id")
    )
)
_NEW_MAIL: Final = insert(schema.mails).returning(schema.mails.c.id, sort_by_parameter_order=True)
_NEW_SECRET: Final = insert(schema.secrets)
_NEW_ID: Final = insert(schema.message_ids)
_FORMED: Final = (
    update(schema.notices)
    .where(schema.notices.c.id == bindparam("one"), schema.notices.c.state == "owed")
    .values(state="formed", mail=bindparam("by"))
    .execution_options(preserve_rowcount=True)
)
_BEGUN: Final = Made(
    select(schema.mails.c.subject)
    .where(
        schema.mails.c.conversation == bindparam("conversation"),
        schema.mails.c.subject != "",  # of what was erased
        schema.mails.c.state.not_in(("cancelled", "failed")),  # whom none reached has seen none
    )
    .order_by(schema.mails.c.id)
    .limit(1)
)
_LISTED: Final = Made(
    select(schema.notices.c.facts, schema.notices.c.ticket).where(
        schema.notices.c.mail == bindparam("mail"),
        schema.notices.c.kind.in_((NoticeKind.LISTING, *sorted(LISTS_OF_THE_HOUSE))),
    )
)


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A mail that came to us, and what was noted of it when it was decided."""

    from_address: str
    message_id: str  # "" where it had none
    trace: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """That a mail of that address opened a ticket."""

    arrival: int
    from_address: str


def accepted_mail(connection: Connection, arrival: int) -> OwnMail | None:
    row = _ACCEPTED.row(connection, {"arrival": arrival})
    return None if row is None else OwnMail(row.from_address, row.message_id, row.trace or {})


def opening_mails(connection: Connection, ticket: int) -> tuple[Opening, ...]:
    """Those with which the ticket was opened."""
    rows = _OPENING.rows(connection, {"ticket": ticket})
    return tuple(Opening(row.id, row.from_address) for row in rows)


def first_opened(connection: Connection, address: str, message_id: str) -> int | None:
    """The first ticket that this mail of that address opened: of several that it opened the first one has it."""
    same = {"address": address, "message_id": message_id}
    return _FIRST_OPENED.value(connection, same)


def begun_subject(connection: Connection, conversation: str) -> str:
    """What the first mail of the conversation was called; "": it begins now, or the mail belongs to none."""
    if not conversation:
        return ""
    return str(_BEGUN.value(connection, {"conversation": conversation}) or "")


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail that is ready to be stored, and what it says."""

    owed: Owed
    mail: OutgoingMail
    packed: Packed
    at: datetime


def store_mails(connection: Connection, composed: Sequence[Composed]) -> tuple[int, ...]:
    """TX3: octets, mails, digests of their secrets, their ids; the notices are formed. The numbers, in that order.

    In a few statements, however many there are. Raises Overtaken to undo it all.
    """
    for one in composed:
        if one.owed.kind in ACROSS_TICKETS:
            keep_said(connection, one.owed.ids, one.mail.listed)
        if one.owed.kind is NoticeKind.BOARD_DIGEST:
            keep_numbers(connection, one.owed.ids, one.mail.listed)
    octets.keep_all(connection, (one.packed for one in composed))
    numbers = _insert(connection, [_mail_row(one) for one in composed])
    formed = [
        {"one": notice, "by": n} for n, one in zip(numbers, composed, strict=True) for notice in one.owed.ids
    ]
    if connection.execute(_FORMED, formed).rowcount != len(formed):
        raise Overtaken(f"notices {[notice['one'] for notice in formed]}")
    secrets, known = [], []
    for number, one in zip(numbers, composed, strict=True):
        documents.note_mail(connection, number, one.mail.documents)
        secrets += [
            {"digest": digest, "kind": kind, "mail": number} for kind, digest in one.mail.secrets.items()
        ]
        place = {"ticket": one.owed.ticket, "channel": _text(one.owed.channel)}
        known.append({"message_id": one.mail.message_id, "mail": number, **place})
    if secrets:
        connection.execute(_NEW_SECRET, secrets)
    connection.execute(_NEW_ID, known)
    return numbers


def _mail_row(composed: Composed) -> dict[str, Any]:
    owed, mail, at = composed.owed, composed.mail, composed.at
    return {
        "kind": owed.kind,
        "address": owed.address,
        "rcpt_to": mail.rcpt_to,
        "persons": list(owed.persons),
        "ticket": owed.ticket,
        "property": owed.property_id,
        "channel": _text(owed.channel),
        "seq": owed.seq,
        "offers": to_json(owed.offers),
        "message_id": mail.message_id,
        "mail_from": mail.mail_from,
        "subject": mail.subject,
        "conversation": mail.conversation,
        "digest": composed.packed.digest,
        "formed_at": at,
        "state": "held" if owed.is_doubtful else "queued",
        "reply": DOUBT if owed.is_doubtful else "",
        "next_at": at,
    }


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(int(number) for number in connection.execute(_NEW_MAIL, rows).scalars())


def cancel_notices(connection: Connection, ids: Iterable[int], *, reason: str) -> None:
    """They will never be mails. Raises Overtaken."""
    _turn(connection, tuple(ids), state="cancelled", reason=reason)


def put_off(connection: Connection, ids: Iterable[int], until: datetime) -> None:
    """They are still owed, and due then. Raises Overtaken."""
    _turn(connection, tuple(ids), due_at=until)


def _turn(connection: Connection, ids: tuple[int, ...], **values: object) -> None:
    table = schema.notices
    owed = and_(table.c.id.in_(ids), table.c.state == "owed")
    if connection.execute(update(table).where(owed).values(**values)).rowcount != len(ids):
        raise Overtaken(f"notices {ids}")


@dataclass(frozen=True, slots=True)
class About:
    """What an alert speaks of: the house, whom a mail did not reach, the conversation in which an answer belongs."""

    property_id: PropertyId | None
    persons: tuple[PersonId, ...] = ()
    ticket: int | None = None
    channel: Channel | None = None


def owe_alert(
    connection: Connection,
    to: Told,
    *,
    alert: Alert,
    at: datetime,
    about: About,
    offers: tuple[Offer, ...] = (),
    due_at: datetime | None = None,
) -> None:
    """A mail to a manager about a thing of ours that needs a person; it names those behind the address.

    `due_at`: it waits until then for more of its kind.
    """
    found = registry.persons(connection, about.persons)
    behind = tuple(found[p] for p in about.persons if p in found)
    phones = ", ".join(dict.fromkeys(number for p in behind for number in p.phones))
    values = {
        "event": "",
        "kind": NoticeKind.ALERT,
        "address": to.address,
        "persons": list(to.persons),
        "property": about.property_id,
        "ticket": about.ticket,
        "channel": _text(about.channel),
        "seq": _seq(connection, about.ticket),
        "facts": to_json(replace(alert, who=names(behind), phone=phones)),
        "offers": to_json(offers),
        "created_at": at,
        "due_at": due_at or at,
        "is_foldable": due_at is not None and due_at > at,
        "state": "owed",
    }
    connection.execute(insert(schema.notices), values)


def _seq(connection: Connection, ticket: int | None) -> int | None:
    """How far the ticket is: an answer to the alert is read against it (WORDS 2, end)."""
    table = schema.tickets
    return connection.execute(select(table.c.seq).where(table.c.number == ticket)).scalar_one_or_none()


def say_once(connection: Connection, key: str, at: datetime) -> bool:
    """False: it was said before."""
    return octets.insert_new(connection, schema.once, {"key": key, "at": at})


def listed_tickets(connection: Connection, mail: int) -> tuple[int, ...]:
    """The numbers that a list in this mail names."""
    rows = _LISTED.rows(connection, {"mail": mail})
    lines = [line["number"] or row.ticket for row in rows for line in row.facts.get("lines", ())]
    numbers = (number for row in rows for number in row.facts.get("numbers", ()))
    return tuple(dict.fromkeys((*lines, *numbers)))


def _text(channel: Channel | None) -> str:
    return "" if channel is None else str(channel)
