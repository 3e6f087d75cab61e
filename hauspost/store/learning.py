"""What hands have done again and again: whom they ordered for what, which words stood where they put a report."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from hauspost.desk.houses import CategoryKey, PersonId, PropertyId
from hauspost.desk.work import OrderKind, Rule
from hauspost.store import schema
from hauspost.store.octets import insert_new


def hand_orders(connection: Connection, place: PropertyId, *, but: int) -> dict[tuple[str, PersonId], int]:
    """(category, assignee) → in how many tickets of the house, beside that one, no rule but a hand ordered it."""
    orders, tickets = schema.work_orders, schema.tickets
    by_hand = and_(
        tickets.c.property == place,
        tickets.c.number != but,
        orders.c.rule == "",
        orders.c.kind == OrderKind.ORDER,
    )
    query = (
        select(tickets.c.category, orders.c.assignee, func.count(tickets.c.number.distinct()).label("times"))
        .select_from(orders.join(tickets, tickets.c.number == orders.c.ticket))
        .where(by_hand)
        .group_by(tickets.c.category, orders.c.assignee)
    )
    return {(row.category, PersonId(row.assignee)): int(row.times) for row in connection.execute(query)}


def corrected(connection: Connection, *, but: int) -> dict[tuple[str, str], int]:
    """(category, word) → in how many reports, beside that ticket's, the word stood that hands put there."""
    table = schema.corrections
    query = (
        select(table.c.category, table.c.word, func.count().label("times"))
        .where(table.c.ticket != but)
        .group_by(table.c.category, table.c.word)
    )
    return {(row.category, row.word): int(row.times) for row in connection.execute(query)}


def note(connection: Connection, category: CategoryKey, words: Iterable[str], ticket: int) -> None:
    """A ticket that is put elsewhere counts only there."""
    table = schema.corrections
    connection.execute(table.delete().where(table.c.ticket == ticket))
    rows = [{"category": category, "word": word, "ticket": ticket} for word in dict.fromkeys(words)]
    if rows:
        connection.execute(insert(table), rows)


def propose(connection: Connection, rule: Rule) -> None:
    """A row that waits for REGEL OK; a rule that is there stays as it is."""
    values = {
        "property": rule.property_id,
        "category": rule.category,
        "automation": rule.automation,
        "veto_minutes": rule.veto_minutes,
        "assignee": rule.assignee,
        "per_day": rule.per_day,
        "is_approved": False,
    }
    insert_new(connection, schema.rules, values)


def add_word(connection: Connection, category: CategoryKey, word: str) -> None:
    table = schema.categories
    this = table.c.key == category
    words = connection.execute(select(table.c.words).where(this).with_for_update()).scalar_one_or_none()
    if words is not None and word not in words:
        connection.execute(update(table).where(this).values(words=[*words, word]))


def refused(connection: Connection) -> frozenset[str]:
    """What was proposed and is not wanted, by the desk's keys."""
    return frozenset(connection.execute(select(schema.refusals.c.key)).scalars())


def refuse(connection: Connection, key: str, rule: str, at: datetime) -> None:
    """Remembered for good. `rule`: its row goes, unless somebody has approved it meanwhile."""
    insert_new(connection, schema.refusals, {"key": key, "at": at})
    rules = schema.rules
    this = and_(rules.c.property + "/" + rules.c.category == rule, rules.c.is_approved.is_(False))
    connection.execute(delete(rules).where(this))


def ordered_by_hand(
    connection: Connection, places: Iterable[PropertyId]
) -> tuple[tuple[PropertyId, CategoryKey, PersonId, str, int], ...]:
    """(house, category, assignee, its name, in how many tickets no rule but a hand ordered it), the oftenest first."""
    orders, tickets = schema.work_orders.c, schema.tickets.c
    times = func.count(tickets.number.distinct())
    groups = (tickets.property, tickets.category, orders.assignee)
    query = (
        select(*groups, func.max(orders.assignee_name).label("name"), times.label("times"))
        .select_from(schema.work_orders.join(schema.tickets, tickets.number == orders.ticket))
        .where(tickets.property.in_(list(places)), orders.rule == "", orders.kind == OrderKind.ORDER)
        .group_by(*groups)
        .order_by(times.desc(), *groups)
    )
    return tuple(
        (PropertyId(r.property), CategoryKey(r.category), PersonId(r.assignee), r.name, int(r.times))
        for r in connection.execute(query)
    )
