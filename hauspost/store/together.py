"""Which of the notices owed become one mail, and which ride along in the mail of another (WORDS 7, "folded")."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from hauspost.desk.folding import ACROSS_TICKETS, CARRIERS, FOLDABLE, RIDING, Patience
from hauspost.desk.houses import PropertyId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.policy import OUTGOING, Outgoing

# What may leave before its time with another mail.
WAITING = RIDING | {NoticeKind.TRANSCRIPT}

Key = tuple[Any, ...]
PatienceOf = Callable[[PropertyId | None], Patience]
OutgoingOf = Callable[[PropertyId | None], Outgoing]


def to_people(_place: PropertyId | None) -> Outgoing:
    """Every house writes to those whom its mails are for."""
    return OUTGOING["on"]


@dataclass(slots=True)
class Bundle:
    """The rows of one mail. `riders` are news that it tells besides."""

    rows: list[Row[Any]] = field(default_factory=list)
    riders: list[Row[Any]] = field(default_factory=list)


def is_receipt(row: Row[Any]) -> bool:
    """Receipts of several tickets become one mail; those that wait for others leave with the first that is due."""
    return bool(row.is_foldable) and row.kind == NoticeKind.TRANSCRIPT


def is_rehearsal(row: Row[Any], outgoing: OutgoingOf) -> bool:
    """A notice to a house that only managers get to see: one of its mails shows how all of them would look."""
    return row.kind == NoticeKind.HOUSE_NOTICE and bool(row.event) and outgoing(row.property).redirects


def together(row: Row[Any], outgoing: OutgoingOf) -> Key:
    """Rows with the same key become one mail: foldable ones of a conversation, or the same event told twice.

    Of several houses only those share one that send alike. What managers read instead stays with its house: whoever is
    responsible there may manage no other.
    """
    if is_receipt(row):
        return (row.address, row.kind, row.is_doubtful, "fold")
    if row.is_foldable and row.kind in ACROSS_TICKETS:
        sent = outgoing(row.property)
        apart = row.property if sent.redirects else None
        return (row.address, row.kind, sent, apart, row.is_doubtful, "fold")
    if is_rehearsal(row, outgoing):
        return (row.kind, row.event, row.property, row.is_doubtful, "rehearsal")
    place = (row.address, row.kind, row.ticket, row.channel, row.is_doubtful)
    if row.is_foldable and row.kind == NoticeKind.ALARM:  # one event, however many report it
        return (row.address, row.kind, row.property, row.facts["kind"], row.is_doubtful, "fold")
    if row.is_foldable and row.kind == NoticeKind.ALERT:
        return (row.address, row.kind, row.property, row.is_doubtful, "fold")
    if row.is_foldable and row.kind in FOLDABLE:
        return (*place, "fold")
    return (*place, "event", row.event) if row.event else (*place, "notice", row.id)


def bundled(
    due: Iterable[Row[Any]],
    waiting: Sequence[Row[Any]],
    *,
    at: datetime,
    patience: PatienceOf,
    outgoing: OutgoingOf = to_people,
) -> tuple[Bundle, ...]:
    """The mails of what is due, in its order; what waits for nothing but more news goes along where it belongs."""
    bundles: dict[Key, Bundle] = {}
    for row in due:
        bundles.setdefault(together(row, outgoing), Bundle()).rows.append(row)
    free = [r for r in waiting if is_receipt(r) or patience(r.property).lets_go(r.created_at, at)]
    for row in free:
        if (own := bundles.get(together(row, outgoing))) is not None:
            own.rows.append(row)
    for carrier in [b for b in bundles.values() if _is_carrier(b.rows[0])]:
        _take_along(carrier, bundles, free, patience)
    return tuple(bundle for bundle in bundles.values() if bundle.rows)


def _take_along(
    carrier: Bundle, bundles: dict[Key, Bundle], free: Sequence[Row[Any]], patience: PatienceOf
) -> None:
    """Each of the older news of the same conversation that have no mail yet, once."""
    head = max(carrier.rows, key=lambda row: int(row.id))
    if not patience(head.property).folds:
        return
    others = [b for b in bundles.values() if b is not carrier and b.rows and _rides(b.rows[-1], head)]
    for other in others:
        carrier.riders += [row for row in other.rows if _rides(row, head)]
        other.rows = [row for row in other.rows if not _rides(row, head)]
    known = {row.id for bundle in bundles.values() for row in (*bundle.rows, *bundle.riders)}
    carrier.riders += [row for row in free if row.id not in known and _rides(row, head)]
    carrier.riders.sort(key=lambda row: int(row.id))


def _is_carrier(row: Row[Any]) -> bool:
    return row.kind in CARRIERS and not row.is_foldable


def _rides(row: Row[Any], head: Row[Any]) -> bool:
    """A question keeps its mail: its answers stand there alone."""
    here = (row.address, row.ticket, row.channel, row.is_doubtful)
    same = here == (head.address, head.ticket, head.channel, head.is_doubtful)
    is_news = row.is_foldable and row.kind in CARRIERS.get(NoticeKind(head.kind), ()) and not row.offers
    return same and is_news and int(row.id) < int(head.id) and row.event != head.event
