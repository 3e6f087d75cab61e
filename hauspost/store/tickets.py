"""Tickets as the desk sees them: with participants, journal, open questions and what they still owe."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.model import (
    CategoryKey,
    Channel,
    Entry,
    EntryKind,
    Flag,
    Participant,
    ParticipantKind,
    PersonId,
    PropertyId,
    Status,
    Ticket,
    TicketKind,
    Visibility,
)
from hauspost.store import schema

LISTED = 200


def load_ticket(connection: Connection, number: int) -> Ticket | None:
    return load_tickets(connection, (number,)).get(number)


def load_tickets(connection: Connection, numbers: Iterable[int]) -> dict[int, Ticket]:
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    rows = connection.execute(select(schema.tickets).where(schema.tickets.c.number.in_(wanted))).all()
    return {t.number: t for t in _with_participants(connection, rows)}


def load_entries(connection: Connection, number: int) -> tuple[Entry, ...]:
    """The journal, oldest first."""
    query = select(schema.entries).where(schema.entries.c.ticket == number).order_by(schema.entries.c.seq)
    return tuple(_entry(row) for row in connection.execute(query))


def tickets_of(connection: Connection, persons: Iterable[PersonId]) -> tuple[Ticket, ...]:
    """Where they take part, the open ones first, the newest first among them."""
    mine = select(schema.participants.c.ticket).where(
        schema.participants.c.person.in_(sorted(persons)), schema.participants.c.until.is_(None)
    )
    return _listed(connection, schema.tickets.c.number.in_(mine))


def open_tickets(connection: Connection, properties: Iterable[PropertyId]) -> tuple[Ticket, ...]:
    """What is not DONE at these properties ("*": all)."""
    places = sorted(properties)
    here = schema.tickets.c.property.in_(places)
    is_open = schema.tickets.c.status != Status.DONE
    return _listed(connection, is_open if "*" in places else and_(is_open, here))


def all_tickets(connection: Connection) -> tuple[Ticket, ...]:
    return _listed(connection, schema.tickets.c.number > 0, limit=100_000)


def _listed(connection: Connection, which: Any, *, limit: int = LISTED) -> tuple[Ticket, ...]:
    order = (schema.tickets.c.status == Status.DONE, schema.tickets.c.number.desc())
    rows = connection.execute(select(schema.tickets).where(which).order_by(*order).limit(limit)).all()
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
    table = schema.questions
    places, asked = sorted(held_at), set(persons)
    is_held = table.c.kind == QuestionKind.HELD_MAIL
    which: list[ColumnElement[bool]] = [table.c.id.in_(sorted(ids))]
    if ticket is not None:
        which.append(and_(table.c.ticket == ticket, ~is_held))
    if places:
        somewhere = or_(table.c.property.in_(places), table.c.property.is_(None))
        which.append(is_held if "*" in places else and_(is_held, somewhere))
    rows = connection.execute(select(table).where(table.c.state == "open", or_(*which)).order_by(table.c.id))
    found = (_question(row) for row in rows)
    return tuple(q for q in found if not _is_nowhere(q) or "*" in places or asked & set(q.asked))


def _is_nowhere(question: Question) -> bool:
    return question.kind is QuestionKind.HELD_MAIL and question.property_id is None


def held_questions(
    connection: Connection, properties: Iterable[PropertyId], persons: Iterable[PersonId] = ()
) -> tuple[Question, ...]:
    return questions(connection, ids=(), ticket=None, held_at=properties, persons=persons)


def questions_of(connection: Connection, ticket: int) -> tuple[Question, ...]:
    """All of a ticket's, open and answered, for `show`."""
    query = (
        select(schema.questions).where(schema.questions.c.ticket == ticket).order_by(schema.questions.c.id)
    )
    return tuple(_question(row) for row in connection.execute(query))


def pending_events(connection: Connection, ticket: int) -> frozenset[str]:
    """The events whose mails to people outside have not been formed yet: STOPP still holds them."""
    table = schema.notices
    query = select(table.c.event).where(
        table.c.ticket == ticket,
        table.c.state == "owed",
        table.c.kind.in_(("message", "status", "acknowledgement")),
    )
    return frozenset(connection.execute(query).scalars())


def lists_since(connection: Connection, addresses: Iterable[str], since: datetime) -> int:
    """How many held lists were formed for these addresses since then."""
    table = schema.mails
    which = and_(
        table.c.kind == "held_list", table.c.address.in_(sorted(addresses)), table.c.formed_at >= since
    )
    return int(connection.execute(select(func.count()).where(which)).scalar_one())


def said_once(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    query = select(schema.once.c.key).where(schema.once.c.key.in_(sorted(keys)))
    return frozenset(connection.execute(query).scalars())


def has_been_written_to(connection: Connection, address: str) -> bool:
    query = select(schema.mails.c.id).where(schema.mails.c.address == address).limit(1)
    return connection.execute(query).first() is not None


def _with_participants(connection: Connection, rows: Iterable[Row[Any]]) -> list[Ticket]:
    listed = list(rows)
    if not listed:
        return []
    numbers = [row.number for row in listed]
    table = schema.participants
    found: dict[int, list[Participant]] = {}
    for row in connection.execute(select(table).where(table.c.ticket.in_(numbers)).order_by(table.c.id)):
        found.setdefault(row.ticket, []).append(_participant(row))
    return [_ticket(row, tuple(found.get(row.number, ()))) for row in listed]


def _ticket(row: Row[Any], participants: tuple[Participant, ...]) -> Ticket:
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
    )
