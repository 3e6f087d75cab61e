"""Keeps the clocks that run: set when a ticket has moved, taken up by one node when they are over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from hauspost.desk.deadlines import Clock, Running, Stage, Step
from hauspost.desk.decision import PutOff, QuestionKind
from hauspost.store import schema

LOOKED_AT = 200  # tickets, and clocks, in one go
SWITCH = "deadlines"  # since when deadlines are promised

table = schema.deadlines


def since(connection: Connection) -> datetime | None:
    """Since when promises are kept; None: none are."""
    switches = schema.switches
    query = select(switches.c.changed_at).where(switches.c.name == SWITCH)
    found: datetime | None = connection.execute(query).scalar_one_or_none()
    return found


def begin(connection: Connection, at: datetime, *, are_kept: bool) -> None:
    """What was given before deadlines were configured is never chased; what was promised, until they are no more."""
    switches = schema.switches
    if not are_kept:
        connection.execute(delete(switches).where(switches.c.name == SWITCH))
        connection.execute(delete(table).where(table.c.stage != Stage.FOLLOW_UP))
        connection.execute(update(schema.tickets).values(clocked=-1))
    elif since(connection) is None:
        connection.execute(insert(switches), {"name": SWITCH, "value": "on", "changed_at": at})


def unclocked(connection: Connection) -> tuple[tuple[int, int], ...]:
    """Tickets that have moved since their clocks were set, and their seq."""
    tickets = schema.tickets
    query = (
        select(tickets.c.number, tickets.c.seq)
        .where(tickets.c.clocked != tickets.c.seq)
        .order_by(tickets.c.number)
        .limit(LOOKED_AT)
    )
    return tuple((row.number, row.seq) for row in connection.execute(query))


def set_clocks(
    connection: Connection, ticket: int, seq: int, clocks: Iterable[Clock], *, at: datetime
) -> bool:
    """False: another node has set them, or the ticket has moved on and is looked at again."""
    tickets = schema.tickets
    mine = and_(tickets.c.number == ticket, tickets.c.seq == seq, tickets.c.clocked != seq)
    if connection.execute(update(tickets).where(mine).values(clocked=seq)).rowcount != 1:
        return False
    kept = {(r.clock.order, r.clock.stage): r for r in _rows(connection, table.c.ticket == ticket)}
    wanted = {(c.order, c.stage): c for c in clocks}
    for key, clock in wanted.items():
        before = kept.get(key)
        _set(connection, ticket, clock, before)
        if before is not None and before.clock.started_at < clock.started_at:
            _answer(connection, before, at)  # it runs anew: that silence is over
    for key, running in kept.items():
        if key not in wanted:
            connection.execute(delete(table).where(table.c.id == running.id))
            _answer(connection, running, at)
    return True


def _set(connection: Connection, ticket: int, clock: Clock, kept: Running | None) -> None:
    values = {"started_at": clock.started_at, "due_at": clock.due_at, "step": 0, "next_at": clock.due_at}
    if kept is None:
        key = {"ticket": ticket, "work_order": clock.order, "stage": clock.stage}
        connection.execute(insert(table), key | values)
    elif kept.clock != clock:
        if kept.clock.started_at == clock.started_at and kept.step and clock.steps[0] is Step.FIRM:
            values["step"] = 1  # a firm is reminded once, whatever moves the deadline
        connection.execute(update(table).where(table.c.id == kept.id).values(values))


def _answer(connection: Connection, met: Running, at: datetime) -> None:
    """The firm has answered, or something else was done: nobody needs to say what becomes of its silence."""
    questions = schema.questions
    asked = and_(
        questions.c.ticket == met.ticket,
        questions.c.kind == QuestionKind.OVERDUE,
        questions.c.state == "open",
    )
    for row in connection.execute(select(questions.c.id, questions.c.about).where(asked)).all():
        if (row.about.get("order"), row.about.get("stage")) == (met.clock.order, met.clock.stage):
            connection.execute(
                update(questions)
                .where(questions.c.id == row.id)
                .values(state="overtaken", answer="overtaken", answered_at=at)
            )


def due(connection: Connection, at: datetime) -> tuple[Running, ...]:
    """Whose next step may be taken, the oldest first."""
    return tuple(_rows(connection, table.c.next_at <= at, limit=LOOKED_AT))


def running(connection: Connection, tickets: Iterable[int]) -> tuple[Running, ...]:
    return tuple(_rows(connection, table.c.ticket.in_(sorted(set(tickets)))))


def overdue(connection: Connection, tickets: Iterable[int], at: datetime) -> dict[int, datetime]:
    """Of which of these tickets something promised is over, and since when."""
    which = and_(
        table.c.ticket.in_(sorted(set(tickets))), table.c.due_at <= at, table.c.stage != Stage.FOLLOW_UP
    )
    found: dict[int, datetime] = {}
    for running in _rows(connection, which):
        known = found.get(running.ticket, running.clock.due_at)
        found[running.ticket] = min(known, running.clock.due_at)
    return found


def take(connection: Connection, taken: Running, *, step: int, next_at: datetime | None) -> bool:
    """Claims the step for this transaction; False: another node has it, or the clock was moved."""
    mine = and_(
        table.c.id == taken.id,
        table.c.step == taken.step,
        table.c.next_at == taken.next_at,
        table.c.due_at == taken.clock.due_at,
    )
    changed = update(table).where(mine).values(step=step, next_at=next_at)
    return connection.execute(changed).rowcount == 1


def drop(connection: Connection, gone: Running) -> None:
    connection.execute(delete(table).where(table.c.id == gone.id))


def put_off(connection: Connection, ticket: int, effect: PutOff) -> None:
    which = and_(table.c.ticket == ticket, table.c.work_order == effect.order, table.c.stage == effect.stage)
    connection.execute(update(table).where(which).values(step=effect.step, next_at=effect.until))


def _rows(connection: Connection, which: Any, *, limit: int | None = None) -> list[Running]:
    query = select(table).where(which).order_by(table.c.next_at, table.c.id).limit(limit)
    return [_running(row) for row in connection.execute(query)]


def _running(row: Row[Any]) -> Running:
    clock = Clock(Stage(row.stage), row.work_order, row.started_at, row.due_at)
    return Running(row.id, row.ticket, clock, row.step, row.next_at)
