"""Takes one person out of the database: what they reported, what they wrote at others' tickets, what went to them.

Numbers of persons stay where they say who did what; the name, the addresses and the words behind them are gone.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    cast,
    delete,
    false,
    or_,
    select,
    update,
)

from hauspost.desk.channels import Channel, ChannelKind, ParticipantKind
from hauspost.desk.houses import Person
from hauspost.desk.notices import NoticeKind
from hauspost.store import erasing, file_retention, octets, retention, schema

entries, arrivals, tickets = schema.entries, schema.arrivals, schema.tickets
UNDECIDED = ("received", "held")


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a person is found. `whole`: tickets that are theirs alone; `shared`: where they only took part.

    `addresses`: those that are nobody else's. `undecided`: their mails that wait for a decision.
    """

    whole: tuple[int, ...]
    shared: tuple[int, ...]
    addresses: tuple[str, ...]
    undecided: tuple[int, ...]


def traces(connection: Connection, person: str) -> Traces:
    people = schema.participants
    took_part = select(people.c.ticket).where(people.c.person == person)
    wrote = select(entries.c.ticket).where(entries.c.author == person)
    mine = or_(tickets.c.reporter == person, tickets.c.number.in_(took_part), tickets.c.number.in_(wrote))
    rows = connection.execute(select(tickets.c.number, tickets.c.merged_into, tickets.c.reporter).where(mine))
    found = {row.merged_into or row.number for row in rows}
    reporting = select(people.c.ticket, people.c.person).where(
        people.c.ticket.in_(found), people.c.kind == ParticipantKind.REPORTER
    )
    reporters: dict[int, set[str]] = {}
    for row in connection.execute(reporting):
        reporters.setdefault(row.ticket, set()).add(row.person)
    own = select(tickets.c.number).where(tickets.c.number.in_(found), tickets.c.reporter == person)
    whole = {n for n in connection.execute(own).scalars() if reporters.get(n, {person}) == {person}}
    addresses = own_addresses(connection, person)
    from_them = or_(arrivals.c.from_address.in_(addresses), arrivals.c.mail_from.in_(addresses))
    waiting = and_(
        from_them, arrivals.c.state.in_(UNDECIDED)
    )  # only the envelope is known before it is parsed
    undecided = connection.execute(select(arrivals.c.id).where(waiting).order_by(arrivals.c.id)).scalars()
    return Traces(tuple(sorted(whole)), tuple(sorted(found - whole)), addresses, tuple(undecided))


def own_addresses(connection: Connection, person: str) -> tuple[str, ...]:
    """Of the master data and by a manager's word; none that somebody else has as well."""
    theirs, others = (
        set(
            connection.execute(
                select(schema.addresses.c.address)
                .where(_is(schema.addresses.c.person, person, same))
                .union(
                    select(schema.remembered_addresses.c.address).where(
                        _is(schema.remembered_addresses.c.person, person, same)
                    )
                )
            ).scalars()
        )
        for same in (True, False)
    )
    return tuple(sorted(theirs - others))


def _is(column: ColumnElement[str], person: str, same: bool) -> ColumnElement[bool]:
    return column == person if same else column != person


def forget_words(connection: Connection, ticket: int, person: str, instead: str, on: date) -> None:
    """At a ticket of somebody else: what they wrote, and every mail of ours there, as it may quote them."""
    numbers = erasing.numbers_of(connection, ticket)
    stays = retention.kept(connection, numbers, on)
    own = [f"resident:{person}", *_order_channels(connection, numbers, person)]
    wrote = and_(
        entries.c.ticket.in_(numbers),
        or_(entries.c.author == person, entries.c.channel.in_(own)),
        entries.c.channel.not_in(stays.orders),
    )
    octets.keep(connection, octets.NOTHING)
    theirs = and_(tickets.c.number.in_(numbers), tickets.c.reporter == person)
    going = connection.execute(select(tickets.c.number).where(theirs)).scalars().all()
    erasing.forget_flats(connection, numbers, going, stays)
    for row in connection.execute(select(entries).where(wrote)).all():
        erasing.empty(connection, row, instead)
    letters = erasing.letters(connection, numbers, stays)
    notices, mails = schema.notices, schema.mails
    told = and_(
        notices.c.ticket.in_(numbers), notices.c.state != "owed", notices.c.id.not_in(letters.notices)
    )
    erasing.empty_notices(connection, told)
    gone = and_(
        mails.c.ticket.in_(numbers),
        mails.c.state.not_in(("queued", "held")),
        mails.c.id.not_in(letters.mails),
    )
    octets.drop(connection, erasing.empty_mails(connection, gone))


def _order_channels(connection: Connection, numbers: Sequence[int], person: str) -> list[str]:
    """Of the orders that a caretaker had there: their journal names whoever has them."""
    orders = schema.work_orders.c
    given = select(orders.number).where(orders.ticket.in_(numbers), orders.assignee == person)
    return [str(Channel(ChannelKind.ORDER, str(n))) for n in connection.execute(given).scalars()]


def forget(connection: Connection, who: Person, found: Traces, on: date, *, is_gone: bool) -> None:
    """What is left of them beside the tickets. `is_gone`: they hold no role any more: the master data forget them."""
    person = who.id
    octets.keep(connection, octets.NOTHING)
    _names(connection, person)
    digests = [
        *_arrivals(connection, person, found, on),
        *_mails(connection, found.addresses),
        *_reports(connection, person),
    ]
    _work(connection, person)
    _addresses(connection, found.addresses)
    called = (who.name, f"{who.salutation} {who.last_name}", f"{who.last_name}, {who.first_name}")
    for table, column in (
        (schema.notices, schema.notices.c.facts),
        (schema.questions, schema.questions.c.about),
    ):
        for word in {word.strip(" ,") for word in (*called, *who.phones, *found.addresses)} - {""}:
            _blot(connection, table, column, word)
    connection.execute(delete(schema.mutes).where(schema.mutes.c.person == person))
    if is_gone:
        for table in (schema.addresses, schema.remembered_addresses, schema.role_assignments):
            connection.execute(delete(table).where(table.c.person == person))
        connection.execute(delete(schema.persons).where(schema.persons.c.id == person))
    octets.drop(connection, digests)


def _blot(connection: Connection, table: Table, column: Column[Any], word: str) -> None:
    """Takes the word out of the facts from which mails were made."""
    written = cast(column, Text).contains(json.dumps(word)[1:-1], autoescape=True)
    for row in connection.execute(select(table.c.id, column.label("facts")).where(written)).all():
        changed = (
            update(table).where(table.c.id == row.id).values({column: _without(row.facts, _whole(word))})
        )
        connection.execute(changed)


def _whole(word: str) -> re.Pattern[str]:
    """Not within a longer one: "Ole Hans" is another than "Ole Hansen", and b@x.example than a.b@x.example."""
    ahead = r"[\w.+-]" if "@" in word else r"\w"
    return re.compile(rf"(?<!{ahead}){re.escape(word)}(?!\w)")


def _without(value: Any, word: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(each, word) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, word) for each in value]
    return word.sub("", value) if isinstance(value, str) else value


def _names(connection: Connection, person: str) -> None:
    """Of entries that are empty already; what the law wants kept names its author still."""
    table = schema.entries
    theirs = and_(table.c.author == person, table.c.salt == "")
    connection.execute(update(table).where(theirs).values(author_name=""))


def _reports(connection: Connection, person: str) -> list[str]:
    """Reports of a period name who had orders; they can be made anew at any time."""
    mails, orders = schema.mails, schema.work_orders
    if (
        connection.execute(select(orders.c.ticket).where(orders.c.assignee == person).limit(1)).first()
        is None
    ):
        return []
    written = and_(mails.c.kind == NoticeKind.PERIOD_REPORT, mails.c.state.not_in(("queued", "held")))
    return erasing.empty_mails(connection, written)


def _work(connection: Connection, person: str) -> None:
    """The orders that a caretaker had stay, with the number in the place of the name."""
    orders = schema.work_orders
    theirs = orders.c.assignee == person
    connection.execute(update(orders).where(theirs).values(assignee_name=person))
    had = select(orders.c.ticket, orders.c.number).where(theirs)
    for ticket, number in connection.execute(had).all():
        channel = str(Channel(ChannelKind.ORDER, str(number)))
        emptied = and_(
            entries.c.ticket.in_(erasing.numbers_of(connection, ticket)),
            entries.c.channel == channel,
            entries.c.salt == "",
        )
        for row in connection.execute(select(entries).where(emptied)).all():
            facts = {key: value for key, value in row.facts.items() if key != "company"}
            this = and_(entries.c.ticket == row.ticket, entries.c.seq == row.seq)
            connection.execute(update(entries).where(this).values(facts=facts))


def arrivals_of(connection: Connection, person: str, found: Traces, on: date) -> list[int]:
    """Every mail of theirs, but for those that brought an invoice or belong to an order that is kept."""
    wrote = select(entries.c.arrival).where(entries.c.author == person, entries.c.arrival.is_not(None))
    stays = select(entries.c.arrival).where(entries.c.author == person, entries.c.salt != "")
    theirs = or_(arrivals.c.from_address.in_(found.addresses), arrivals.c.id.in_(wrote))
    free = and_(
        arrivals.c.id.not_in(stays.where(entries.c.arrival.is_not(None))),
        arrivals.c.id.not_in(retention.arrivals_of_vouchers(on)),
        arrivals.c.id.not_in(file_retention.arrivals(connection, None, on)),
        arrivals.c.state.not_in(UNDECIDED),
    )
    return list(connection.execute(select(arrivals.c.id).where(theirs, free)).scalars())


def _arrivals(connection: Connection, person: str, found: Traces, on: date) -> list[str]:
    going = arrivals_of(connection, person, found, on)
    mine = arrivals.c.id.in_(going)
    file_retention.forget(connection, going)
    digests = list(connection.execute(select(arrivals.c.digest).where(mine)).scalars())
    known = connection.execute(select(arrivals.c.message_id).where(mine)).scalars().all()
    ids = schema.message_ids
    theirs = and_(ids.c.message_id.in_([one[:255] for one in known if one]), ids.c.mail.is_(None))
    connection.execute(delete(ids).where(theirs))
    words = {"subject": "", "from_address": "", "mail_from": "", "message_id": "", "peer": ""}
    plain: dict[str, Any] = {"digest": octets.NOTHING.digest, "trace": None, "override": None, "defects": []}
    connection.execute(update(arrivals).where(mine).values(**words, **plain))
    return digests


def _mails(connection: Connection, addresses: Sequence[str]) -> list[str]:
    """What went to them alone: words, octets, address, and the keys that it bore."""
    notices, mails, secrets = schema.notices, schema.mails, schema.secrets
    erasing.empty_notices(connection, notices.c.address.in_(addresses))
    connection.execute(update(notices).where(notices.c.address.in_(addresses)).values(address=""))
    mine = or_(mails.c.address.in_(addresses), mails.c.rcpt_to.in_(addresses))
    connection.execute(delete(secrets).where(secrets.c.mail.in_(select(mails.c.id).where(mine))))
    digests = erasing.empty_mails(connection, mine)
    connection.execute(update(mails).where(mine).values(address="", rcpt_to="", reply=""))
    return digests


def _addresses(connection: Connection, addresses: Collection[str]) -> None:
    for table in (schema.failures, schema.undeliverable, schema.remembered_addresses):
        connection.execute(delete(table).where(table.c.address.in_(addresses)))
    once = schema.once
    named = or_(false(), *(once.c.key.contains(address, autoescape=True) for address in addresses))
    connection.execute(delete(once).where(named))
