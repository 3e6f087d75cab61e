"""Tickets as the desk sees them: with participants, journal, open questions and what they still owe."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, time, tzinfo
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, func, or_, select

from hauspost.desk.case import Leaving
from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.houses import CategoryKey, PersonId, PropertyId, Role
from hauspost.desk.model import IN_SURVEY, Entry, EntryKind, Flag, Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import TELL_OF_PRIVACY, NoticeKind, load_facts
from hauspost.desk.work import ENDED_PHASES, Dating, OrderKind, Phase, Window, WorkOrder
from hauspost.store import schema
from hauspost.store.made import Made

LISTED = 200
OWN = 30  # of a resident's matters are looked at
DUE = 100  # questions that are looked at in one go

# What tells people outside: while none of an event's mails is formed, STOPP leaves no trace.
OUTWARD = (
    "message",
    "status",
    "acknowledgement",
    "order",
    "order_message",
    "appointment",
    "no_access",
    "order_extended",
    "owner_informed",
)
# … and to the whole house.
HOUSE = ("public_summary", "evening")

# What every mail and every notice asks; statements are made once, since building one costs more than running it.
_NUMBERS: Final[BindParameter[Any]] = bindparam("numbers", expanding=True)
_TICKETS: Final = Made(select(schema.tickets).where(schema.tickets.c.number.in_(_NUMBERS)))
_PARTICIPANTS: Final = Made(
    select(schema.participants)
    .where(schema.participants.c.ticket.in_(_NUMBERS))
    .order_by(schema.participants.c.id)
)
_ORDERS: Final = Made(
    select(schema.work_orders)
    .where(schema.work_orders.c.ticket.in_(_NUMBERS))
    .order_by(schema.work_orders.c.ticket, schema.work_orders.c.number)
)
_MERGED: Final = select(schema.tickets.c.number).where(schema.tickets.c.merged_into == bindparam("number"))
_ENTRIES: Final = Made(
    select(schema.entries)
    .where(or_(schema.entries.c.ticket == bindparam("number"), schema.entries.c.ticket.in_(_MERGED)))
    .order_by(schema.entries.c.at, schema.entries.c.ticket, schema.entries.c.seq)
)
_ONCE: Final = Made(select(schema.once.c.key).where(schema.once.c.key.in_(bindparam("keys", expanding=True))))
_FIRST_WORDS: Final = Made(
    select(schema.entries.c.ticket, schema.entries.c.text).where(
        schema.entries.c.ticket.in_(_NUMBERS), schema.entries.c.kind == EntryKind.OPENED
    )
)
_OPEN_OR_NEWEST_FIRST: Final = (schema.tickets.c.status == Status.DONE, schema.tickets.c.number.desc())
_OWN: Final = Made(
    select(schema.tickets)
    .where(
        schema.tickets.c.number.in_(
            select(schema.participants.c.ticket).where(
                schema.participants.c.person.in_(bindparam("persons", expanding=True)),
                schema.participants.c.until.is_(None),
                schema.participants.c.kind == ParticipantKind.REPORTER,
            )
        ),
        schema.tickets.c.property == bindparam("place"),
        schema.tickets.c.merged_into.is_(None),
        or_(schema.tickets.c.status != Status.DONE, schema.tickets.c.done_at >= bindparam("since")),
    )
    .order_by(*_OPEN_OR_NEWEST_FIRST)
    .limit(OWN)
)
_ORDERS_SINCE: Final = Made(
    select(func.count())
    .select_from(
        schema.work_orders.join(schema.tickets, schema.tickets.c.number == schema.work_orders.c.ticket)
    )
    .where(
        schema.tickets.c.property == bindparam("place"),
        schema.work_orders.c.rule != "",
        schema.work_orders.c.given_at >= bindparam("since"),
    )
)
_LISTS_SINCE: Final = Made(
    select(func.count()).where(
        schema.mails.c.kind == "held_list",
        schema.mails.c.address.in_(bindparam("addresses", expanding=True)),
        schema.mails.c.formed_at >= bindparam("since"),
    )
)
# What managers read of it in somebody's stead, before the office went live, told nobody else.
_mails = schema.mails.c
_TOLD: Final = Made(
    select(_mails.id)
    .where(
        _mails.address == bindparam("address"),
        _mails.rcpt_to == _mails.address,
        _mails.kind.in_(TELL_OF_PRIVACY),
    )
    .limit(1)
)
_OWED_RECEIPT: Final = Made(
    select(schema.notices.c.id)
    .where(
        schema.notices.c.address == bindparam("address"),
        schema.notices.c.kind == NoticeKind.ACKNOWLEDGEMENT,
        schema.notices.c.state == "owed",
    )
    .limit(1)
)
# Each kind of them by its own index; whether they are open still is seen in the rows, which are few.
_questions = schema.questions
_NUMBERED: Final = Made(select(_questions).where(_questions.c.id.in_(_NUMBERS)))
_OF_TICKET: Final = Made(
    select(_questions).where(
        _questions.c.ticket == bindparam("ticket"), _questions.c.kind != QuestionKind.HELD_MAIL
    )
)
_HELD: Final = select(_questions).where(
    _questions.c.state == "open", _questions.c.kind == QuestionKind.HELD_MAIL
)
_HELD_AT: Final = Made(
    _HELD.where(
        or_(_questions.c.property.in_(bindparam("places", expanding=True)), _questions.c.property.is_(None))
    )
)
_HELD_ANYWHERE: Final = Made(_HELD)


def load_ticket(connection: Connection, number: int) -> Ticket | None:
    return load_tickets(connection, (number,)).get(number)


def load_tickets(connection: Connection, numbers: Iterable[int]) -> dict[int, Ticket]:
    """By the numbers asked for and their own: one that was merged into another is that other."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    rows = _rows(connection, wanted)
    aliases = {row.number: row.merged_into for row in rows if row.merged_into is not None}
    if aliases:
        targets = _rows(connection, sorted(set(aliases.values()) - set(wanted)))
        rows = [row for row in (*rows, *targets) if row.number not in aliases]
    found = {t.number: t for t in _with_participants(connection, rows)}
    return found | {alias: found[number] for alias, number in aliases.items() if number in found}


def _rows(connection: Connection, numbers: list[int]) -> list[Row[Any]]:
    return list(_TICKETS.rows(connection, {"numbers": numbers})) if numbers else []


def load_entries(connection: Connection, number: int) -> tuple[Entry, ...]:
    """The journal, oldest first; with those of tickets that were merged into it, whose seqs are below zero."""
    rows = _ENTRIES.rows(connection, {"number": number})
    own = [_entry(row) for row in rows if row.ticket == number]
    if len(own) == len(rows):
        return tuple(sorted(own, key=lambda entry: entry.seq))
    return tuple(
        _entry(row) if row.ticket == number else replace(_entry(row), seq=place - len(rows))
        for place, row in enumerate(rows)
    )


def tickets_of(connection: Connection, persons: Iterable[PersonId]) -> tuple[Ticket, ...]:
    """Where they take part, the open ones first, the newest first among them."""
    mine = select(schema.participants.c.ticket).where(
        schema.participants.c.person.in_(sorted(persons)), schema.participants.c.until.is_(None)
    )
    return _listed(connection, schema.tickets.c.number.in_(mine))


def own_matters(
    connection: Connection, persons: Iterable[PersonId], place: PropertyId, *, since: datetime
) -> tuple[Ticket, ...]:
    """What they reported at that house, may read still, and is not DONE, or is so since then; the newest first."""
    asked = {"persons": sorted(persons), "place": place, "since": since}
    return tuple(_with_participants(connection, _OWN.rows(connection, asked)))


def opening_words(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """What each ticket began with."""
    rows = _FIRST_WORDS.rows(connection, {"numbers": sorted(numbers)})
    return {row.ticket: row.text for row in rows}


def open_tickets(connection: Connection, properties: Iterable[PropertyId]) -> tuple[Ticket, ...]:
    """What is not DONE at these properties ("*": all)."""
    places = sorted(properties)
    here = schema.tickets.c.property.in_(places)
    is_open = and_(schema.tickets.c.status != Status.DONE, schema.tickets.c.merged_into.is_(None))
    return _listed(connection, is_open if "*" in places else and_(is_open, here))


def came_to(connection: Connection, persons: Iterable[PersonId], since: datetime) -> tuple[Ticket, ...]:
    """What was opened since then and is these persons' to decide; who was asked in a survey stands on its list."""
    table = schema.tickets
    theirs = table.c.responsible.in_(sorted(persons))
    found = _listed(connection, and_(theirs, table.c.opened_at >= since, table.c.merged_into.is_(None)))
    return tuple(t for t in found if not t.flags & IN_SURVEY)


def all_tickets(connection: Connection) -> tuple[Ticket, ...]:
    return _listed(connection, schema.tickets.c.number > 0, limit=100_000)


def _listed(connection: Connection, which: Any, *, limit: int = LISTED) -> tuple[Ticket, ...]:
    query = select(schema.tickets).where(which).order_by(*_OPEN_OR_NEWEST_FIRST).limit(limit)
    rows = connection.execute(query).all()
    return tuple(_with_participants(connection, rows))


def questions(
    connection: Connection,
    *,
    ids: Iterable[int],
    ticket: int | None,
    held_at: Iterable[PropertyId],
    persons: Iterable[PersonId],
) -> tuple[Question, ...]:
    """The open ones: those a mail offered, those of the ticket, and the held mails of these properties ("*": all).

    A held mail that belongs to no property is shown to those who were asked about it.
    """
    places, asked, wanted = sorted(held_at), set(persons), sorted(set(ids))
    rows = [*_NUMBERED.rows(connection, {"numbers": wanted})] if wanted else []
    rows += _OF_TICKET.rows(connection, {"ticket": ticket}) if ticket is not None else ()
    if "*" in places:
        rows += _HELD_ANYWHERE.rows(connection)
    elif places:
        rows += _HELD_AT.rows(connection, {"places": places})
    found = {row.id: _question(row) for row in rows if row.state == "open"}
    return tuple(
        q
        for number, q in sorted(found.items())
        if number in wanted or not _is_nowhere(q) or "*" in places or asked & set(q.asked)
    )


def _is_nowhere(question: Question) -> bool:
    return question.kind is QuestionKind.HELD_MAIL and question.property_id is None


def held_questions(
    connection: Connection, properties: Iterable[PropertyId], persons: Iterable[PersonId] = ()
) -> tuple[Question, ...]:
    return questions(connection, ids=(), ticket=None, held_at=properties, persons=persons)


_OF_KIND: Final = (
    select(schema.questions)
    .where(schema.questions.c.state == "open", schema.questions.c.kind == bindparam("kind"))
    .order_by(schema.questions.c.id)
)
_WAITING: Final = Made(_OF_KIND)
_WAITING_AT: Final = Made(_OF_KIND.where(schema.questions.c.property == bindparam("place")))


def waiting(
    connection: Connection, kind: QuestionKind, place: PropertyId | None = None
) -> tuple[Question, ...]:
    """All open questions of that kind, or those at one house, the oldest first."""
    if place is None:
        rows = _WAITING.rows(connection, {"kind": kind})
    else:
        rows = _WAITING_AT.rows(connection, {"kind": kind, "place": place})
    return tuple(map(_question, rows))


def closed_questions(
    connection: Connection,
    ids: Iterable[int],
    *,
    managed: Iterable[PropertyId],
    persons: Iterable[PersonId],
) -> tuple[Question, ...]:
    """Of these numbers, those that wait no more and that were asked of these persons or of whoever manages there."""
    places, own = set(managed), set(persons)
    found = (
        _question(row)
        for row in _NUMBERED.rows(connection, {"numbers": sorted(set(ids))})
        if row.state != "open"
    )
    return tuple(q for q in found if "*" in places or q.property_id in places or own & set(q.asked))


def held_answered(
    connection: Connection, persons: Iterable[PersonId], since: datetime
) -> tuple[Question, ...]:
    """The held mails that these persons have answered since then."""
    table = schema.questions
    theirs = and_(
        table.c.kind == QuestionKind.HELD_MAIL,
        table.c.state == "answered",
        table.c.answered_by.in_(sorted(set(persons))),
        table.c.answered_at >= since,
    )
    return tuple(_question(row) for row in connection.execute(select(table).where(theirs)))


def questions_of(connection: Connection, ticket: int) -> tuple[Question, ...]:
    """All of a ticket's, open and answered, for `show`."""
    query = (
        select(schema.questions).where(schema.questions.c.ticket == ticket).order_by(schema.questions.c.id)
    )
    return tuple(_question(row) for row in connection.execute(query))


def survey_of(connection: Connection, survey: int) -> tuple[Question, ...]:
    """All that were asked in it, answered or not, the oldest first."""
    table = schema.questions
    query = select(table).where(table.c.survey == survey).order_by(table.c.id)
    return tuple(_question(row) for row in connection.execute(query))


def alarms(
    connection: Connection, places: Iterable[PropertyId | None], since: datetime
) -> tuple[Question, ...]:
    """The alarms of these houses ("*": of all; None: of no house) that go on or began since then, the oldest first."""
    table, wanted = schema.questions, set(places)
    named = sorted(p for p in wanted if p is not None)
    where = [table.c.property.in_(named)] + ([table.c.property.is_(None)] if None in wanted else [])
    which = [table.c.kind == QuestionKind.ALARM, or_(table.c.state == "open", table.c.asked_at >= since)]
    if "*" not in wanted:
        which.append(or_(*where))
    query = select(table).where(*which).order_by(table.c.id)
    return tuple(_question(row) for row in connection.execute(query))


def pending_events(connection: Connection, ticket: int) -> frozenset[str]:
    """The events whose mails to people outside have not been formed yet: STOPP still holds them."""
    table = schema.notices
    query = select(table.c.event, table.c.state).where(
        table.c.ticket == ticket, table.c.kind.in_(OUTWARD + HOUSE)
    )
    states: dict[str, set[str]] = {}
    for row in connection.execute(query):
        states.setdefault(row.event, set()).add(row.state)
    return frozenset(event for event, found in states.items() if "owed" in found and "formed" not in found)


def owing_events(connection: Connection, ticket: int) -> frozenset[str]:
    """The events of which something has not left yet that people outside are to read."""
    table = schema.notices
    owed = and_(table.c.ticket == ticket, table.c.kind.in_(OUTWARD), table.c.state == "owed")
    return frozenset(connection.execute(select(table.c.event).where(owed).distinct()).scalars())


def unsent_orders(connection: Connection, ticket: int) -> frozenset[Channel]:
    """The channels of the orders whose mail has not been formed yet."""
    table = schema.notices
    owed = and_(table.c.ticket == ticket, table.c.kind == NoticeKind.ORDER, table.c.state == "owed")
    found = connection.execute(select(table.c.channel).where(owed).distinct()).scalars()
    return frozenset(Channel.parse(channel) for channel in found if channel)


def leaving(connection: Connection, ticket: int) -> tuple[Leaving, ...]:
    """What tells the residents and the house of the ticket: what is owed, and what has been formed."""
    table = schema.notices
    told = and_(
        table.c.ticket == ticket,
        table.c.kind.in_((NoticeKind.STATUS, NoticeKind.MESSAGE, *HOUSE)),
        table.c.state.in_(("owed", "formed")),
    )
    rows = connection.execute(select(table).where(told).order_by(table.c.id))
    return tuple(
        Leaving(row.id, row.event, load_facts(NoticeKind(row.kind), row.facts), row.state == "formed")
        for row in rows
    )


def heard_by_house(connection: Connection, ticket: int) -> frozenset[str]:
    """The events of which the house has been told."""
    table = schema.notices
    told = and_(table.c.ticket == ticket, table.c.kind.in_(HOUSE), table.c.state == "formed")
    return frozenset(connection.execute(select(table.c.event).where(told).distinct()).scalars())


def orders_today(connection: Connection, place: PropertyId, at: datetime, zone: tzinfo) -> int:
    """How many orders rules have given at the house since midnight."""
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    return int(_ORDERS_SINCE.value(connection, {"place": place, "since": midnight}) or 0)


def ordered_at(connection: Connection, assignees: Collection[PersonId]) -> frozenset[PropertyId]:
    """The houses at which one of them has a live order."""
    orders, tickets = schema.work_orders, schema.tickets
    query = (
        select(tickets.c.property)
        .select_from(orders.join(tickets, tickets.c.number == orders.c.ticket))
        .where(orders.c.assignee.in_(sorted(assignees)), orders.c.phase.not_in(sorted(ENDED_PHASES)))
        .distinct()
    )
    return frozenset(PropertyId(place) for place in connection.execute(query).scalars())


def due_questions(connection: Connection, at: datetime) -> tuple[Question, ...]:
    """Those whose time is over and which nobody has answered, the oldest first."""
    table = schema.questions
    query = (
        select(table)
        .where(table.c.state == "open", table.c.due_at <= at)
        .order_by(table.c.due_at, table.c.id)
        .limit(DUE)
    )
    return tuple(_question(row) for row in connection.execute(query))


def lists_since(connection: Connection, addresses: Iterable[str], since: datetime) -> int:
    """How many held lists were formed for these addresses since then."""
    asked = {"addresses": sorted(addresses), "since": since}
    return int(_LISTS_SINCE.value(connection, asked) or 0)


def said_once(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    return frozenset(_ONCE.values(connection, {"keys": sorted(keys)}))


def is_told_of_privacy(connection: Connection, address: str) -> bool:
    """Or will be: of two first mails that come together, the first is answered as such."""
    return any(query.row(connection, {"address": address}) is not None for query in (_TOLD, _OWED_RECEIPT))


def _with_participants(connection: Connection, rows: Iterable[Row[Any]]) -> list[Ticket]:
    listed = list(rows)
    if not listed:
        return []
    numbers = [row.number for row in listed]
    found: dict[int, list[Participant]] = {}
    for row in _PARTICIPANTS.rows(connection, {"numbers": numbers}):
        found.setdefault(row.ticket, []).append(_participant(row))
    orders = _orders(connection, numbers)
    return [
        _ticket(row, tuple(found.get(row.number, ())), tuple(orders.get(row.number, ()))) for row in listed
    ]


def _orders(connection: Connection, numbers: list[int]) -> dict[int, list[WorkOrder]]:
    found: dict[int, list[WorkOrder]] = {}
    for row in _ORDERS.rows(connection, {"numbers": numbers}):
        found.setdefault(row.ticket, []).append(_order(row))
    return found


def _order(row: Row[Any]) -> WorkOrder:
    return WorkOrder(
        number=row.number,
        assignee=PersonId(row.assignee),
        assignee_name=row.assignee_name,
        kind=OrderKind(row.kind),
        phase=Phase(row.phase),
        text=row.text,
        place=row.place,
        access=row.access,
        limit=row.limit_cents,
        accept_by=row.accept_by,
        rule=row.rule,
        may_start=row.may_start,
        may_finish=row.may_finish,
        is_relayed=row.is_relayed,
        window=Window(row.window_start, row.window_end, row.window_is_day) if row.window_start else None,
        is_anonymous=row.is_anonymous,
        dating=Dating(row.date_uid, row.date_sequence, row.date_missed),
        changed_at=row.changed_at,
    )


def _ticket(row: Row[Any], participants: tuple[Participant, ...], orders: tuple[WorkOrder, ...]) -> Ticket:
    return Ticket(
        number=row.number,
        property_id=PropertyId(row.property),
        kind=TicketKind(row.kind),
        status=Status(row.status),
        category=CategoryKey(row.category),
        visibility=Visibility(row.visibility),
        subject=row.subject,
        seq=row.seq,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        unit=row.unit,
        place=row.place,
        reporter=PersonId(row.reporter) if row.reporter else None,
        responsible=PersonId(row.responsible) if row.responsible else None,
        flags=frozenset(Flag(f) for f in row.flags),
        done_at=row.done_at,
        recurrence_of=row.recurrence_of,
        participants=participants,
        audience=frozenset(Role(r) for r in row.audience),
        public_place=row.public_place,
        pinned=frozenset(row.pinned),
        merged_into=row.merged_into,
        orders=orders,
        orders_given=row.orders_given,
        priority=row.priority,
        follow_up_at=row.follow_up_at,
        follow_up_note=row.follow_up_note,
        retention=row.retention,
        hold=row.hold,
    )


def _participant(row: Row[Any]) -> Participant:
    return Participant(
        PersonId(row.person),
        Channel.parse(row.channel),
        ParticipantKind(row.kind),
        hidden=row.hidden,
        since=row.since,
        until=row.until,
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        seq=row.seq,
        channel=Channel.parse(row.channel),
        kind=EntryKind(row.kind),
        author=PersonId(row.author) if row.author else None,
        author_name=row.author_name,
        at=row.at,
        text=row.text,
        facts=row.facts,
        arrival=row.arrival,
        event=row.event,
    )


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        kind=QuestionKind(row.kind),
        asked=tuple(PersonId(p) for p in row.asked),
        about=row.about,
        ticket=row.ticket,
        property_id=PropertyId(row.property) if row.property else None,
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=row.state,
        answered_by=PersonId(row.answered_by) if row.answered_by else None,
        answer=row.answer,
        answered_at=row.answered_at,
    )
