"""Takes the words of a ticket away for good: journal, orders, notices, mails and the octets that are only its own.

The rows stay with their times, kinds and numbers; an arrival keeps its state (SAFETY, P1), and the journal has the
digests of what is gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, or_, select, update

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.decision import Erase, QuestionKind
from hauspost.desk.model import ERASED, EntryKind
from hauspost.desk.notices import LISTS_FOR_MANAGERS, LISTS_OF_THE_HOUSE, NoticeKind
from hauspost.store import file_retention, octets, retention, schema
from hauspost.store.retention import Kept

# What of an entry says who did what to which thing; everything else is words, or was made of them.
_FACTS = """
    before after order kind rule event retracts answers assignee company limit account rejected before_rejected stage
    step due by_manager act into from was unit window number gross role digest entries mails files octets
"""
# Under these names a question or a notice keeps words of people.
_WORDS = """
    text task reason words note offered excerpt published sent_text kept_text subject line access finding place
    finding_task internal options attachments answer bell_name tenant_phone rewrite other_lines files people
    texts unknown completes waiting phone phones
"""
FACTS: Final = frozenset(_FACTS.split())
WORDS: Final = frozenset(_WORDS.split())
# Mails that name a ticket beside others: they belong to none.
_LISTS: Final = tuple(
    sorted(LISTS_OF_THE_HOUSE | LISTS_FOR_MANAGERS | {NoticeKind.HELD_LIST, NoticeKind.ORDER_LIST})
)


def numbers_of(connection: Connection, ticket: int) -> list[int]:
    """Its own, and those of what was merged into it."""
    table = schema.tickets
    alike = or_(table.c.number == ticket, table.c.merged_into == ticket)
    return list(connection.execute(select(table.c.number).where(alike)).scalars())


def erase(connection: Connection, ticket: int, wanted: Erase, *, arrival: int | None, on: date) -> None:
    """`arrival`: the mail that says so, which quotes the question and so goes as well; its row stays.

    What the law wants kept on that day stays: letters with firms, and invoices.
    """
    instead = wanted.instead
    numbers = numbers_of(connection, ticket)
    stays = retention.kept(connection, numbers, on)
    table = schema.tickets
    values = {"subject": "", "follow_up_note": "", "follow_up_at": None}
    connection.execute(update(table).where(table.c.number.in_(numbers)).values(**values))
    forget_flats(connection, numbers, stays)
    _orders(connection, numbers, stays, instead)
    corrections = schema.corrections
    connection.execute(delete(corrections).where(corrections.c.ticket.in_(numbers)))
    own = [*arrivals_of(connection, numbers, on), *([arrival] if arrival is not None else [])]
    octets.keep(connection, octets.NOTHING)
    _entries(connection, numbers, stays, instead)
    alarms = _held_alarms(connection, own)
    _questions(connection, numbers, own, alarms)
    _lists(connection, numbers)
    written = letters(connection, numbers, stays)
    told = and_(_told(numbers, own, alarms), schema.notices.c.id.not_in(written.notices))
    empty_notices(connection, told)
    digests = [
        *_of_arrivals(connection, own),
        *_of_mails(connection, numbers, told, written.mails),
        *_of_copies(connection, wanted.pictures),
    ]
    retention.forget_vouchers(connection, numbers, on)
    file_retention.forget(connection, own)
    octets.drop(connection, digests)


@dataclass(frozen=True, slots=True)
class Letters:
    notices: tuple[int, ...]
    mails: tuple[int, ...]


def letters(connection: Connection, numbers: Sequence[int], stays: Kept) -> Letters:
    """What we have written to the firms of orders that stay, by notice and by mail."""
    notices, mails = (
        tuple(
            row.id
            for row in connection.execute(
                select(table.c.id, table.c.persons).where(
                    table.c.ticket.in_(numbers), table.c.channel.in_(stays.orders)
                )
            )
            if stays.firms & set(row.persons)
        )
        for table in (schema.notices, schema.mails)
    )
    return Letters(notices, mails)


def forget_flats(connection: Connection, numbers: Sequence[int], stays: Kept) -> None:
    """Where a flat lies: "3. OG links" tells whose it is. Common ground stays, and so do orders that the law keeps."""
    ticket, order = schema.tickets, schema.work_orders
    # As `desk.publication.lies_in_flat` says it.
    in_flat = and_(ticket.c.number.in_(numbers), ticket.c.unit != "", ticket.c.place != ticket.c.public_place)
    found = select(ticket.c.number, ticket.c.place, ticket.c.merged_into).where(in_flat)
    for number, place, whole in connection.execute(found).all():
        kept = [int(channel.partition(":")[2]) for channel in stays.orders]
        here = order.c.ticket == (number if whole is None else whole)  # its orders went along
        there = and_(here, order.c.place == place, order.c.number.not_in(kept))
        connection.execute(update(order).where(there).values(place=""))
        connection.execute(update(ticket).where(ticket.c.number == number).values(place=""))


def _orders(connection: Connection, numbers: Sequence[int], stays: Kept, instead: str) -> None:
    table = schema.work_orders
    for row in connection.execute(
        select(table.c.ticket, table.c.number).where(table.c.ticket.in_(numbers))
    ).all():
        if str(Channel(ChannelKind.ORDER, str(row.number))) not in stays.orders:
            this = and_(table.c.ticket == row.ticket, table.c.number == row.number)
            connection.execute(update(table).where(this).values(text=instead, access=""))


def _entries(connection: Connection, numbers: Sequence[int], stays: Kept, instead: str) -> None:
    table = schema.entries
    going = and_(table.c.ticket.in_(numbers), table.c.channel.not_in(stays.orders))
    for row in connection.execute(select(table).where(going)).all():
        empty(connection, row, instead)


def empty(connection: Connection, row: Row[Any], instead: str, **values: str) -> None:
    """An entry without its words and without their salt: its digests stay, and so does the chain (`journal`)."""
    table = schema.entries
    facts = {key: value for key, value in row.facts.items() if key in FACTS} | {ERASED: True}
    words = {"text": instead if row.text else "", "facts": facts, "salt": "", **values}
    this = and_(table.c.ticket == row.ticket, table.c.seq == row.seq)
    connection.execute(update(table).where(this).values(words))


def _held_alarms(connection: Connection, own: Sequence[int]) -> list[int]:
    """The questions of alarms that one of its mails raised before it had a ticket."""
    table = schema.questions
    raised = and_(table.c.kind == QuestionKind.ALARM, table.c.ticket.is_(None))
    rows = connection.execute(select(table.c.id, table.c.about).where(raised)).all()
    return [row.id for row in rows if row.about.get("held") in own]


def _questions(
    connection: Connection, numbers: Sequence[int], own: Sequence[int], alarms: Sequence[int]
) -> None:
    """Nobody is asked any more about what is gone; of a mail that was held first, the question knows the words."""
    table = schema.questions
    of_it = or_(table.c.ticket.in_(numbers), table.c.arrival.in_(own), table.c.id.in_(alarms))
    for row in connection.execute(select(table).where(of_it)).all():
        state = "overtaken" if row.state == "open" else row.state
        values = {"about": _wordless(row.about), "state": state}
        connection.execute(update(table).where(table.c.id == row.id).values(**values))


def _lists(connection: Connection, numbers: Sequence[int]) -> None:
    """A list loses its line of the ticket; one that waits in the queue is written anew from what is left."""
    table, mails = schema.notices, schema.mails
    several = and_(table.c.kind.in_(_LISTS), table.c.ticket.is_(None))
    for row in connection.execute(select(table.c.id, table.c.facts).where(several)).all():
        lines = row.facts.get("lines", [])
        left = [line for line in lines if line.get("number") not in numbers]
        if left != lines:
            facts = {**row.facts, "lines": left}
            connection.execute(update(table).where(table.c.id == row.id).values(facts=facts))
    written = and_(mails.c.kind.in_(_LISTS), mails.c.ticket.is_(None), mails.c.state == "queued")
    waiting = list(connection.execute(select(mails.c.id).where(written)).scalars())
    anew = and_(table.c.mail.in_(waiting), table.c.state == "formed")
    connection.execute(update(table).where(anew).values(state="owed", mail=None))
    gone = {"state": "cancelled", "reply": "erased", "subject": "", "digest": octets.NOTHING.digest}
    digests = list(connection.execute(select(mails.c.digest).where(mails.c.id.in_(waiting))).scalars())
    connection.execute(update(mails).where(mails.c.id.in_(waiting)).values(gone))
    octets.drop(connection, digests)


def _told(numbers: Sequence[int], own: Sequence[int], alarms: Sequence[int]) -> ColumnElement[bool]:
    """What was owed about it, or for one of its mails before that had a ticket."""
    table = schema.notices
    before = or_(table.c.arrival.in_(own), table.c.event.in_([f"q{number}" for number in alarms]))
    held = and_(table.c.ticket.is_(None), table.c.kind.not_in(_LISTS), before)
    return or_(table.c.ticket.in_(numbers), held)


def empty_notices(connection: Connection, told: ColumnElement[bool]) -> None:
    table = schema.notices
    for row in connection.execute(select(table).where(told)).all():
        is_owed = row.state == "owed"
        values = {"facts": _wordless(row.facts), "state": "cancelled" if is_owed else row.state}
        values["reason"] = "erased" if is_owed else row.reason
        connection.execute(update(table).where(table.c.id == row.id).values(**values))


def _wordless(value: Any, *, is_word: bool = False) -> Any:
    """The same shape without words, so that it still reads as what it is."""
    if isinstance(value, dict):
        return {key: _wordless(each, is_word=is_word or key in WORDS) for key, each in value.items()}
    if isinstance(value, list):
        return [] if is_word else [_wordless(each) for each in value]
    return "" if is_word and isinstance(value, str) else value


# ---- octets


def arrivals_of(connection: Connection, numbers: Sequence[int], on: date) -> list[int]:
    """The mails that belong to nothing else: not to another ticket as well, not split in two, and that no law wants
    kept on that day."""
    table, entries = schema.arrivals, schema.entries
    stays = retention.kept(connection, numbers, on)
    lettered = select(entries.c.arrival).where(
        entries.c.ticket.in_(numbers),
        entries.c.channel.in_(stays.orders),
        entries.c.author.in_(
            stays.firms
        ),  # a manager's mail quotes the report; our letter stands in the order
        entries.c.arrival.is_not(None),
    )
    written = select(entries.c.arrival).where(entries.c.ticket.in_(numbers), entries.c.arrival.is_not(None))
    elsewhere = select(entries.c.arrival).where(
        entries.c.ticket.not_in(numbers), entries.c.arrival.is_not(None)
    )
    parted = select(entries.c.ticket).where(entries.c.kind == EntryKind.SPLIT, entries.c.ticket.in_(numbers))
    split = select(entries.c.arrival).where(
        entries.c.ticket.in_(parted), entries.c.kind == EntryKind.OPENED, entries.c.arrival.is_not(None)
    )
    vouched = retention.arrivals_of_vouchers(on)
    mine = or_(table.c.ticket.in_(numbers), table.c.id.in_(written))
    free = and_(
        *(table.c.id.not_in(kept) for kept in (elsewhere, lettered, vouched, split)),
        table.c.id.not_in(file_retention.arrivals(connection, numbers, on)),
        table.c.state == "done",
    )
    found = list(connection.execute(select(table.c.id).where(mine, free)).scalars())
    again = select(table.c.id).where(table.c.duplicate_of.in_(found))
    return [*found, *connection.execute(again).scalars()]


def _of_arrivals(connection: Connection, own: Sequence[int]) -> list[str]:
    table = schema.arrivals
    mine = table.c.id.in_(own)
    digests = list(connection.execute(select(table.c.digest).where(mine)).scalars())
    values = {"digest": octets.NOTHING.digest, "subject": "", "trace": None}
    connection.execute(update(table).where(mine).values(**values))
    return digests


def _of_mails(
    connection: Connection, numbers: Sequence[int], told: ColumnElement[bool], letters: Sequence[int]
) -> list[str]:
    """Our own, which say it all once more; what waits in the queue is taken back."""
    table, notices = schema.mails, schema.notices
    bringing = select(notices.c.mail).where(told, notices.c.mail.is_not(None))
    held = and_(table.c.ticket.is_(None), table.c.kind.not_in(_LISTS), table.c.id.in_(bringing))
    mine = and_(or_(table.c.ticket.in_(numbers), held), table.c.id.not_in(letters))
    return empty_mails(connection, mine)


def empty_mails(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    """Gives the digests of what they were; the octets stay until they are dropped."""
    table = schema.mails
    waiting = and_(which, table.c.state.in_(("queued", "held")))
    connection.execute(update(table).where(waiting).values(state="cancelled", reply="erased"))
    digests = list(connection.execute(select(table.c.digest).where(which)).scalars())
    connection.execute(update(table).where(which).values(subject="", digest=octets.NOTHING.digest))
    return digests


def _of_copies(connection: Connection, files: Iterable[str]) -> list[str]:
    """Another ticket's copy of the same picture is made anew when it is wanted."""
    table = schema.pictures
    mine = table.c.source.in_(sorted(set(files)))
    digests = list(connection.execute(select(table.c.digest).where(mine)).scalars())
    connection.execute(delete(table).where(mine))
    return digests
