"""What of tickets the law wants kept still: letters that passed with firms, and invoices, each until its day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, or_, select, update

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.decision import Question, QuestionKind
from hauspost.desk.model import Status, TicketKind
from hauspost.desk.retention import YEARS, Duty, Retention, is_letter, kept_until, of_words
from hauspost.desk.work import order_tag
from hauspost.store import file_retention, schema, tickets
from hauspost.store.octets import insert_new


@dataclass(frozen=True, slots=True)
class Kept:
    """`orders`: the channels of the orders; `firms`: who stands on their other side."""

    duties: tuple[Duty, ...] = ()
    orders: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()


def kept(connection: Connection, numbers: Collection[int], on: date) -> Kept:
    """Of these tickets (one, and what was merged into it)."""
    orders, duties = schema.work_orders, []
    channels, firms = set(), set()
    query = select(orders).where(orders.c.ticket.in_(numbers)).order_by(orders.c.ticket, orders.c.number)
    for row in connection.execute(query):
        until = kept_until(Retention.LETTER, row.changed_at.date())
        if is_letter(row.assignee, row.kind, row.phase) and until >= on:
            duties.append(Duty(order_tag(row.ticket, row.number), Retention.LETTER, until))
            channels.add(str(Channel(ChannelKind.ORDER, str(row.number))))
            firms.add(row.assignee)
    vouchers = schema.vouchers
    query = select(vouchers).where(vouchers.c.ticket.in_(numbers)).order_by(vouchers.c.id)
    for row in connection.execute(query):
        until = kept_until(Retention.VOUCHER, row.at.date())
        if until >= on:
            duties.append(Duty(row.file, Retention.VOUCHER, until))
    duties += file_retention.duties(connection, numbers, on)
    return Kept(tuple(duties), frozenset(channels), frozenset(firms))


def arrivals_of_vouchers(on: date) -> Select[tuple[int]]:
    """The mails that brought invoices which are kept still, whatever ticket they belong to."""
    table = schema.vouchers
    first = datetime(on.year - YEARS[Retention.VOUCHER], 1, 1, tzinfo=UTC)
    return select(table.c.arrival).where(table.c.arrival.is_not(None), table.c.at >= first)


def forget_vouchers(connection: Connection, numbers: Collection[int], on: date) -> None:
    """Those whose time is over."""
    table = schema.vouchers
    rows = connection.execute(select(table.c.id, table.c.at).where(table.c.ticket.in_(numbers))).all()
    over = [row.id for row in rows if kept_until(Retention.VOUCHER, row.at.date()) < on]
    connection.execute(delete(table).where(table.c.id.in_(over)))


# ---- the yearly run


@dataclass(frozen=True, slots=True)
class Over:
    """A ticket that is kept no longer."""

    number: int
    property_id: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class Run:
    """A year's run. `state`: proposed | running | stopped | done; `due_at`: before then nothing is erased."""

    year: int
    due_at: datetime
    state: str
    tickets: tuple[int, ...]
    erased: int
    files: tuple[tuple[int, str], ...] = ()  # single ones: the mail that brought it, and its name


def over(connection: Connection, on: date) -> tuple[Over, ...]:
    """Closed tickets whose time is over and that have words still; none under legal hold."""
    table, entries = schema.tickets, schema.entries
    closed = and_(table.c.status == Status.DONE, table.c.merged_into.is_(None), table.c.hold == "")
    # The least is twelve months; who is younger is not looked at.
    old = table.c.done_at < datetime(on.year - 1, on.month, 1, tzinfo=UTC) + timedelta(days=31)
    worded = select(entries.c.ticket).where(entries.c.salt != "", entries.c.text != "")
    absorbed = table.alias()
    of_merged = select(absorbed.c.merged_into).where(absorbed.c.number.in_(worded))
    has_words = or_(table.c.number.in_(worded), table.c.number.in_(of_merged))
    rows = connection.execute(select(table).where(closed, old, has_words).order_by(table.c.number)).all()
    found = (_over(row, on) for row in rows)
    return tuple(one for one in found if one is not None and _has_words(connection, one.number, on))


def kept_as(row: Row[Any]) -> Retention:
    """The class of a ticket's own words. `row`: of `tickets`."""
    return of_words(row.retention, TicketKind(row.kind), row.flags)


def _over(row: Row[Any], on: date) -> Over | None:
    retention = kept_as(row)
    if kept_until(retention, row.done_at.date()) >= on:
        return None
    return Over(row.number, row.property, retention)


def _has_words(connection: Connection, number: int, on: date) -> bool:
    """Beside those that the law wants kept."""
    table, entries = schema.tickets, schema.entries
    alike = select(table.c.number).where(or_(table.c.number == number, table.c.merged_into == number))
    numbers = list(connection.execute(alike).scalars())
    stays = kept(connection, numbers, on)
    left = select(entries.c.seq).where(
        entries.c.ticket.in_(numbers),
        entries.c.salt != "",
        entries.c.text != "",
        entries.c.channel.not_in(stays.orders),
    )
    return connection.execute(left.limit(1)).first() is not None


def run_of(connection: Connection, year: int) -> Run | None:
    table = schema.retention_runs
    row = connection.execute(select(table).where(table.c.year == year)).one_or_none()
    if row is None:
        return None
    files = tuple((arrival, name) for arrival, name in row.files)
    return Run(row.year, row.due_at, row.state, tuple(row.tickets), row.erased, files)


def question_of(connection: Connection, year: int) -> Question | None:
    """What the managers can still answer about that year's run."""
    asked = tickets.waiting(connection, QuestionKind.RETENTION)
    return next((question for question in asked if question.about["year"] == year), None)


def propose(connection: Connection, run: Run, at: datetime) -> bool:
    """False: another node was faster."""
    values = {
        "year": run.year,
        "proposed_at": at,
        "due_at": run.due_at,
        "state": run.state,
        "tickets": list(run.tickets),
        "files": [list(one) for one in run.files],
        "erased": 0,
    }
    return insert_new(connection, schema.retention_runs, values)


def take(connection: Connection, year: int, at: datetime) -> bool:
    """Whether the run is this node's now; another gets it only a day later, if this one died in it."""
    table = schema.retention_runs
    due = and_(table.c.year == year, table.c.state.in_(("proposed", "running")), table.c.due_at <= at)
    lease = {"state": "running", "due_at": at + timedelta(days=1)}
    return connection.execute(update(table).where(due).values(lease)).rowcount == 1


def end(connection: Connection, year: int, state: str, erased: int) -> bool:
    """`state`: stopped | done. False: it was over before."""
    table = schema.retention_runs
    open_ = and_(table.c.year == year, table.c.state.in_(("proposed", "running")))
    return connection.execute(update(table).where(open_).values(state=state, erased=erased)).rowcount == 1
