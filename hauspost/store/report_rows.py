"""The rows of a period's report, counted by the database: tickets, moments, repetitions, orders, deadlines, ratings.

Every statement answers for all houses asked, whatever the period; docs/reports.md says what each figure means.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy import Text as SqlText

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.deadlines import Stage
from hauspost.desk.houses import EVERYWHERE, GENERAL, PropertyId, Role
from hauspost.desk.model import EntryKind, Status, TicketKind
from hauspost.desk.work import OrderKind, Phase, Window
from hauspost.store import schema
from hauspost.store.columns import Utc

AGAIN_WITHIN = timedelta(days=90)
# Whatever a firm says but no: its yes to an order (WORDS 3).
YES = (
    Phase.ACCEPTED,
    Phase.SCHEDULED,
    Phase.IN_PROGRESS,
    Phase.NO_ACCESS,
    Phase.WAITING_PARTS,
    Phase.WAITING_APPROVAL,
    Phase.REPORTED_DONE,
)

tickets, entries, orders = schema.tickets, schema.entries, schema.work_orders


@dataclass(frozen=True, slots=True)
class Scope:
    """The houses of a report, and from when (included) until when (excluded) it looks."""

    places: tuple[PropertyId, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    property_id: str
    category: str
    unit: str
    kind: str
    opened: int
    done: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Moments:
    """When one ticket came to each stage; None: it has not."""

    property_id: str
    opened_at: datetime
    response: datetime | None
    release: datetime | None
    appointment: datetime | None
    done: datetime | None
    is_rejected: bool
    is_own: bool  # its reporter's own mail opened it
    is_matter: bool


@dataclass(frozen=True, slots=True)
class Repetition:
    """A ticket of the period, and the one before it of the same house, category and unit (or place)."""

    property_id: str
    category: str
    unit: str
    place: str


@dataclass(frozen=True, slots=True)
class OrderCourse:
    property_id: str
    assignee: str
    name: str
    is_cancelled: bool
    given_at: datetime
    accepted: datetime | None
    declined: datetime | None
    reported: datetime | None
    window: Window | None


def counts(connection: Connection, scope: Scope) -> tuple[Counted, ...]:
    """Tickets opened in the period by house, category, unit and kind."""
    t = tickets.c
    groups = (t.property, t.category, t.unit, t.kind)
    query = (
        select(
            *groups,
            func.count().label("opened"),
            _sum(_is_done(scope)).label("done"),
            _sum(_has_flag("rejected")).label("rejected"),
        )
        .where(_opened(scope))
        .group_by(*groups)
        .order_by(*groups)
    )
    return tuple(
        Counted(r.property, r.category, r.unit, r.kind, int(r.opened), int(r.done), int(r.rejected))
        for r in connection.execute(query)
    )


def opened(connection: Connection, scope: Scope) -> int:
    query = select(func.count()).select_from(tickets).where(_opened(scope))
    return int(connection.execute(query).scalar_one())


def ended(connection: Connection, scope: Scope) -> tuple[datetime, ...]:
    """When tickets were done in the period, whenever they were opened; not what was rejected."""
    done = and_(_counts_at_all(scope), _is_done(scope), tickets.c.done_at >= scope.since)
    query = select(tickets.c.done_at).where(done).order_by(tickets.c.done_at)
    return tuple(connection.execute(query).scalars())


def moments(connection: Connection, scope: Scope) -> tuple[Moments, ...]:
    """Of every ticket opened in the period, from its journal as far as nobody took it back."""
    t, e = tickets.c, entries.c
    after = e.facts["after"].as_string()
    acted = or_(
        and_(e.kind.not_in((EntryKind.OPENED, EntryKind.NOTE)), _by_a_manager()),
        and_(e.kind.in_((EntryKind.ORDER, EntryKind.STATUS)), e.author.is_(None)),
    )
    released = and_(e.kind == EntryKind.STATUS, after.in_((Status.RELEASED, Status.IN_PROGRESS)))
    own = and_(e.kind == EntryKind.OPENED, e.author == t.reporter, e.arrival.is_not(None))
    query = (
        select(
            t.number,
            t.property,
            t.kind,
            t.opened_at,
            case((_is_done(scope), t.done_at)).label("done"),
            case((_has_flag("rejected"), 1), else_=0).label("rejected"),
            func.max(case((own, 1), else_=0)).label("own"),
            func.min(case((acted, e.at))).label("response"),
            func.min(case((released, e.at))).label("release"),
            func.min(case((_dated(after), e.at))).label("appointment"),
        )
        .select_from(tickets.join(entries, e.ticket == t.number))
        .where(_opened(scope), e.at < scope.until, _stands())
        .group_by(t.number)
        .order_by(t.number)
    )
    return tuple(
        Moments(
            r.property,
            r.opened_at,
            r.response,
            r.release,
            r.appointment,
            r.done,
            bool(r.rejected),
            bool(r.own),
            r.kind == TicketKind.MATTER,
        )
        for r in connection.execute(query)
    )


def repetitions(connection: Connection, scope: Scope) -> tuple[Repetition, ...]:
    t = tickets.c
    place = case((t.unit == "", t.place), else_="")
    inner = (
        select(
            t.property,
            t.category,
            t.unit,
            place.label("place"),
            t.opened_at,
            func.lag(t.opened_at, type_=Utc())
            .over(partition_by=(t.property, t.category, t.unit, place), order_by=(t.opened_at, t.number))
            .label("before"),
        )
        .where(
            _counts_at_all(scope),
            t.opened_at >= scope.since - AGAIN_WITHIN,
            t.opened_at < scope.until,
            t.category != GENERAL,
            or_(t.unit != "", t.place != ""),
        )
        .subquery()
    )
    query = select(inner).where(inner.c.before.is_not(None), inner.c.opened_at >= scope.since)
    return tuple(
        Repetition(r.property, r.category, r.unit, r.place)
        for r in connection.execute(query)
        if r.opened_at - r.before <= AGAIN_WITHIN
    )


def order_courses(connection: Connection, scope: Scope) -> tuple[OrderCourse, ...]:
    """Orders given in the period to firms and caretakers; no quotes, no infos."""
    o = orders.c
    query = (
        select(tickets.c.property, orders)
        .select_from(orders.join(tickets, tickets.c.number == o.ticket))
        .where(
            _counts_at_all(scope),
            o.kind == OrderKind.ORDER,
            o.given_at >= scope.since,
            o.given_at < scope.until,
        )
        .order_by(o.ticket, o.number)
    )
    courses = _courses(connection, scope)
    return tuple(
        OrderCourse(
            r.property,
            r.assignee,
            r.assignee_name,
            r.phase == Phase.CANCELLED,
            r.given_at,
            *courses.get((r.ticket, str(Channel(ChannelKind.ORDER, str(r.number)))), (None, None, None)),
            Window(r.window_start, r.window_end, r.window_is_day) if r.window_start else None,
        )
        for r in connection.execute(query)
    )


Moment = datetime | None


def _courses(connection: Connection, scope: Scope) -> dict[tuple[int, str], tuple[Moment, Moment, Moment]]:
    """Of each order, by the ticket that has it now: when it was first accepted, declined, reported done.

    The journal of a ticket that was made one with another stays under its own number (store/merging.py). Laid beside
    the orders here: SQLite finds no index for such a join.
    """
    t, e = tickets.c, entries.c
    after = e.facts["after"].as_string()
    root = func.coalesce(t.merged_into, t.number)
    query = (
        select(
            root.label("root"),
            e.channel,
            func.min(case((after.in_(YES), e.at))).label("accepted"),
            func.min(case((after == Phase.DECLINED, e.at))).label("declined"),
            func.min(case((after == Phase.REPORTED_DONE, e.at))).label("reported"),
        )
        .select_from(tickets.join(entries, e.ticket == t.number))
        .where(
            t.property.in_(scope.places),
            t.changed_at >= scope.since,
            e.kind == EntryKind.ORDER,
            e.at >= scope.since,
            e.at < scope.until,
            _stands(),
        )
        .group_by(root, e.channel)
    )
    return {(r.root, r.channel): (r.accepted, r.declined, r.reported) for r in connection.execute(query)}


def deadlines_passed(connection: Connection, scope: Scope) -> dict[str, int]:
    """Stage → how many promises were over for the first time within the period; no Wiedervorlagen."""
    t, e = tickets.c, entries.c
    told = (
        select(
            e.ticket,
            e.at,
            e.facts["stage"].as_string().label("stage"),
            e.facts["order"].as_integer().label("of"),
            e.facts["due"].as_string().label("due"),
        )
        .select_from(tickets.join(entries, e.ticket == t.number))
        .where(_counts_at_all(scope), t.changed_at >= scope.since, e.kind == EntryKind.REMINDED)
        .subquery()
    )
    first = (
        select(told.c.stage, func.min(told.c.at).label("at"))
        .where(told.c.due.is_not(None), told.c.stage != Stage.FOLLOW_UP)
        .group_by(told.c.ticket, told.c.stage, told.c.of, told.c.due)
        .subquery()
    )
    query = (
        select(first.c.stage, func.count())
        .where(first.c.at >= scope.since, first.c.at < scope.until)
        .group_by(first.c.stage)
    )
    return {str(stage): int(n) for stage, n in connection.execute(query)}


def deadlines_over(connection: Connection, scope: Scope, at: datetime) -> dict[str, int]:
    """Stage → how many promises at these houses are over at that moment, by the clocks that run now."""
    d = schema.deadlines.c
    query = (
        select(d.stage, func.count())
        .select_from(schema.deadlines.join(tickets, tickets.c.number == d.ticket))
        .where(_counts_at_all(scope), d.stage != Stage.FOLLOW_UP, d.due_at <= at)
        .group_by(d.stage)
    )
    return {str(stage): int(n) for stage, n in connection.execute(query)}


def ratings(connection: Connection, scope: Scope) -> dict[int, int]:
    """Number → how many people gave it: the last one of each person on each ticket, if it came in the period."""
    t, e = tickets.c, entries.c
    number = e.facts["rating"].as_integer()
    given = (
        select(
            number.label("number"),
            e.at,
            func.row_number().over(partition_by=(e.ticket, e.author), order_by=e.seq.desc()).label("newest"),
        )
        .select_from(tickets.join(entries, e.ticket == t.number))
        .where(
            _counts_at_all(scope),
            t.changed_at >= scope.since,
            e.kind == EntryKind.ANSWER,
            number.is_not(None),
            e.at < scope.until,
        )
        .subquery()
    )
    query = (
        select(given.c.number, func.count())
        .where(given.c.newest == 1, given.c.at >= scope.since)
        .group_by(given.c.number)
    )
    return {int(n): int(times) for n, times in connection.execute(query)}


# ---- what counts at all


def _counts_at_all(scope: Scope) -> ColumnElement[bool]:
    """Of the houses asked; what was made one with another counts as that one, and a survey is a question of ours."""
    return and_(
        tickets.c.property.in_(scope.places), tickets.c.merged_into.is_(None), not_(_has_flag("survey"))
    )


def _opened(scope: Scope) -> ColumnElement[bool]:
    return and_(_counts_at_all(scope), tickets.c.opened_at >= scope.since, tickets.c.opened_at < scope.until)


def _is_done(scope: Scope) -> ColumnElement[bool]:
    t = tickets.c
    return and_(t.status == Status.DONE, t.done_at < scope.until, not_(_has_flag("rejected")))


def _has_flag(begins: str) -> ColumnElement[bool]:
    """By the beginning of its name, as it stands in the list: "survey" finds "surveyed", too."""
    return cast(tickets.c.flags, SqlText).like(f'%"{begins}%')


def _dated(after: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(entries.c.kind == EntryKind.ORDER, after == Phase.SCHEDULED)


def _stands() -> ColumnElement[bool]:
    """Nobody took the entry's event back; looked for in the journal of its own ticket."""
    e, back = entries.c, entries.alias("back").c
    undone = and_(
        back.ticket == e.ticket,
        back.kind == EntryKind.UNDONE,
        back.facts["event"].as_string() == e.event,
    )
    return not_(exists(select(1).where(undone).correlate(entries)))


def _by_a_manager() -> ColumnElement[bool]:
    """Written by somebody who manages the ticket's house, or did; both lists are read once a statement."""
    role = schema.role_assignments.c
    everywhere = select(role.person).where(role.role == Role.MANAGER, role.property == EVERYWHERE)
    somewhere = select(role.person, role.property).where(role.role == Role.MANAGER)
    author, place = entries.c.author, tickets.c.property
    return or_(author.in_(everywhere), tuple_(author, place).in_(somewhere))


def _sum(of: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((of, 1), else_=0)), Integer)
