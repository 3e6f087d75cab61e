"""What a decision changes of a ticket beside status and journal: its orders, who reads it, where it lies."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from hauspost.desk.channels import ParticipantKind
from hauspost.desk.houses import Notify, PersonId, Role
from hauspost.desk.model import Visibility
from hauspost.desk.work import Dating, Phase, Window, WorkOrder, order_tag
from hauspost.store import schema
from hauspost.store.octets import insert_new


class Moved(Exception):
    """What was to be changed is no longer as the decision saw it."""


orders = schema.work_orders


# ---- orders


def open_order(connection: Connection, ticket: int, order: WorkOrder, at: datetime) -> None:
    values = {
        "ticket": ticket,
        "number": order.number,
        "assignee": order.assignee,
        "assignee_name": order.assignee_name,
        "kind": order.kind,
        "phase": order.phase,
        "text": order.text,
        "place": order.place,
        "access": order.access,
        "limit_cents": order.limit,
        "accept_by": order.accept_by,
        "rule": order.rule,
        "may_start": order.may_start,
        "may_finish": order.may_finish,
        "is_anonymous": order.is_anonymous,
        "given_at": at,
        "changed_at": at,
        **_window(order.window),
    }
    connection.execute(insert(orders), values)


def change_order(
    connection: Connection,
    ticket: int,
    number: int,
    *,
    before: Phase,
    after: Phase,
    window: Window | None,
    at: datetime,
) -> None:
    """`window`: the date that holds afterwards. Raises Moved."""
    which = and_(orders.c.ticket == ticket, orders.c.number == number, orders.c.phase == before)
    values = {"phase": after, "changed_at": at, **_window(window)}
    if connection.execute(update(orders).where(which).values(values)).rowcount != 1:
        raise Moved(f"{order_tag(ticket, number)} is not {before} any more")


def set_dating(connection: Connection, ticket: int, number: int, dating: Dating) -> None:
    which = and_(orders.c.ticket == ticket, orders.c.number == number)
    values = {"date_uid": dating.uid, "date_sequence": dating.sequence, "date_missed": dating.missed}
    connection.execute(update(orders).where(which).values(values))


def set_limit(connection: Connection, ticket: int, number: int, limit: int | None) -> None:
    which = and_(orders.c.ticket == ticket, orders.c.number == number)
    connection.execute(update(orders).where(which).values(limit_cents=limit))


def set_relay(connection: Connection, ticket: int, number: int, *, is_on: bool) -> None:
    which = and_(orders.c.ticket == ticket, orders.c.number == number)
    connection.execute(update(orders).where(which).values(is_relayed=is_on))


def _window(window: Window | None) -> dict[str, Any]:
    if window is None:
        return {"window_start": None, "window_end": None, "window_is_day": False}
    return {"window_start": window.start, "window_end": window.end, "window_is_day": window.is_day}


# ---- who reads it


def show_to(connection: Connection, ticket: int, visibility: Visibility, public_place: str) -> None:
    _change(connection, ticket, visibility=visibility, public_place=public_place)


def choose_audience(connection: Connection, ticket: int, roles: Iterable[Role]) -> None:
    _change(connection, ticket, audience=sorted(roles))


def mute(connection: Connection, persons: Iterable[str], ticket: int | None, at: datetime) -> None:
    for person in persons:
        insert_new(connection, schema.mutes, {"person": person, "ticket": ticket or 0, "at": at})


def prefer(connection: Connection, persons: Iterable[str], notify: Notify) -> None:
    """STUMM to the evening mail ends with it: the newest word counts."""
    own = sorted(persons)
    people, mutes = schema.persons, schema.mutes
    connection.execute(update(people).where(people.c.id.in_(own)).values(own_notify=str(notify)))
    connection.execute(delete(mutes).where(mutes.c.person.in_(own), mutes.c.ticket == 0))


# ---- what it is, and where


def pin(connection: Connection, ticket: int, fact: str) -> None:
    table = schema.tickets
    pinned = connection.execute(select(table.c.pinned).where(table.c.number == ticket)).scalar_one()
    _change(connection, ticket, pinned=sorted({*pinned, fact}))


def move_to(connection: Connection, ticket: int, place: str) -> None:
    """To another house. The flat was one of the old house; mails not formed yet, or formed anew, are the new one's."""
    _change(connection, ticket, property=place, unit="", place="", public_place="")
    notices = schema.notices
    alive = and_(notices.c.ticket == ticket, notices.c.state.in_(("owed", "formed")))
    connection.execute(update(notices).where(alive).values(property=place))


def switch_rule(connection: Connection, name: str) -> None:
    rules = schema.rules
    for row in connection.execute(select(rules.c.property, rules.c.category)).all():
        if f"{row.property}/{row.category}" == name:
            this = and_(rules.c.property == row.property, rules.c.category == row.category)
            connection.execute(update(rules).where(this).values(is_approved=True))


def _change(connection: Connection, ticket: int, **values: Any) -> None:
    connection.execute(update(schema.tickets).where(schema.tickets.c.number == ticket).values(**values))


def hide(connection: Connection, ticket: int, persons: tuple[PersonId, ...]) -> None:
    """Narrowing: one's own wish, whenever it is said (WORDS 4). A follower's changes no order of the reporter's."""
    table = schema.participants
    theirs = and_(table.c.ticket == ticket, table.c.person.in_(persons))
    connection.execute(update(table).where(theirs).values(hidden=True))
    is_reporter = and_(theirs, table.c.kind == ParticipantKind.REPORTER)
    if connection.execute(select(table.c.person).where(is_reporter)).first():
        connection.execute(update(orders).where(orders.c.ticket == ticket).values(is_anonymous=True))
