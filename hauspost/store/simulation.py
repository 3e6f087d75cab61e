"""Knows what a simulation borrows of a real database, how its mails wait for their moment, and what came of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from hauspost.desk.decision import QuestionKind
from hauspost.desk.houses import Role
from hauspost.store import schema

# In the order of their references. Of what happened nothing comes along but which addresses are whose.
BORROWED: Final = (
    schema.properties,
    schema.units,
    schema.persons,
    schema.addresses,
    schema.role_assignments,
    schema.contractors,
    schema.contractor_addresses,
    schema.contractor_assignments,
    schema.rules,
    schema.categories,
    schema.texts,
    schema.remembered_addresses,
    schema.undeliverable,
)
PAGE: Final = 500  # rows; a page of numbers stays below SQLite's limit of parameters
WAITS: Final = "coming"  # the state of a mail whose moment is not yet
OFTEN: Final = 3  # mails; from so many on an unknown address is worth a row in the master data
TEN: Final = 10
STRANGER: Final = "unknown"  # the role of who has none
# Of several roles of one person the first counts.
RANKS: Final = (
    Role.MANAGER,
    Role.CONTRACTOR,
    Role.CARETAKER,
    Role.BOARD_MEMBER,
    Role.OWNER,
    Role.REPRESENTATIVE,
    Role.TENANT,
)
PROPOSED: Final = (QuestionKind.SUGGESTION, QuestionKind.VETO)

Arrivals, Mails = schema.arrivals.c, schema.mails.c


@dataclass(frozen=True, slots=True)
class Came:
    """What mails came to. Counters go by what their names say; a house is named by its mailbox, a firm by its name."""

    verdicts: Counter[tuple[str, str]]  # verdict or state, reason
    tickets: Counter[tuple[str, str]]  # house, category's key
    proposed: Counter[tuple[str, str]]  # rule, firm
    ordered: Counter[tuple[str, str]]  # rule ("" without one), firm
    questions: Counter[str]  # kind, of those that managers were asked
    mails: Counter[tuple[str, str]]  # local day (ISO 8601), role
    waiting: int  # notices and mails that were still owed at the end
    held: Counter[str]  # reason
    held_from: Counter[str]  # From
    lacking: Counter[str]  # From addresses that the master data lacks, seen OFTEN
    longest: tuple[tuple[str, int], ...]  # source, octets


def borrow(source: Connection, target: Connection) -> None:
    """Copies the master data into a fresh database of the same schema."""
    for table in reversed(BORROWED):  # a new database is not quite empty: a category comes with the schema
        target.execute(delete(table))
    for table in BORROWED:
        rows = [dict(row) for row in source.execute(select(table)).mappings()]
        for first in range(0, len(rows), PAGE):
            target.execute(insert(table), rows[first : first + PAGE])


def put_off(connection: Connection) -> None:
    """All that came waits for `release`."""
    connection.execute(update(schema.arrivals).where(Arrivals.state == "received").values(state=WAITS))


def release(connection: Connection, arrivals: Collection[int], at: datetime) -> None:
    """They come now."""
    those = Arrivals.id.in_(list(arrivals))
    connection.execute(update(schema.arrivals).where(those).values(state="received", received_at=at))


def came(connection: Connection, zone: tzinfo) -> Came:
    """What a simulation came to; `zone` says which day it is."""
    firms = _names(connection)
    return Came(
        verdicts=_verdicts(connection),
        tickets=_tickets(connection),
        proposed=_proposed(connection, firms),
        ordered=_ordered(connection),
        questions=_questions(connection),
        mails=_mails(connection, zone),
        waiting=_owed(connection),
        held=_counted(connection, Arrivals.reason, Arrivals.state == "held"),
        held_from=_counted(connection, Arrivals.from_address, Arrivals.state == "held"),
        lacking=_lacking(connection),
        longest=_longest(connection),
    )


def _counted(connection: Connection, column: Any, where: Any) -> Counter[str]:
    rows = connection.execute(select(column, func.count()).where(where).group_by(column))
    return Counter({str(name): int(count) for name, count in rows})


def _verdicts(connection: Connection) -> Counter[tuple[str, str]]:
    """Of what has no verdict the state: a duplicate, a mail that was set aside."""
    query = select(Arrivals.state, Arrivals.verdict, Arrivals.reason, func.count())
    rows = connection.execute(query.group_by(Arrivals.state, Arrivals.verdict, Arrivals.reason))
    found: Counter[tuple[str, str]] = Counter()
    for state, verdict, reason, count in rows:
        found[verdict if state == "done" and verdict else state, reason] += count
    return found


def _tickets(connection: Connection) -> Counter[tuple[str, str]]:
    table, houses = schema.tickets.c, schema.properties.c
    query = select(houses.mailbox, table.category, func.count()).join_from(schema.tickets, schema.properties)
    rows = connection.execute(query.group_by(houses.mailbox, table.category))
    return Counter({(mailbox, category): count for mailbox, category, count in rows})


def _names(connection: Connection) -> Mapping[str, str]:
    people = connection.execute(select(schema.persons)).all()
    named = {row.id: f"{row.first_name} {row.last_name}".strip() for row in people}
    firms = connection.execute(select(schema.contractors.c.id, schema.contractors.c.company))
    return named | {f"firm:{number}": company for number, company in firms}


def _proposed(connection: Connection, names: Mapping[str, str]) -> Counter[tuple[str, str]]:
    table = schema.questions.c
    asked = connection.execute(select(table.about).where(table.kind.in_(PROPOSED))).scalars()
    pairs = ((about.get("rule", ""), str(about.get("assignee", ""))) for about in asked)
    return Counter((rule, names.get(firm, firm)) for rule, firm in pairs)


def _ordered(connection: Connection) -> Counter[tuple[str, str]]:
    table = schema.work_orders.c
    query = select(table.rule, table.assignee_name, func.count()).group_by(table.rule, table.assignee_name)
    return Counter({(rule, firm): count for rule, firm, count in connection.execute(query)})


def _questions(connection: Connection) -> Counter[str]:
    managers = {person for person, role in _roles(connection).items() if role == Role.MANAGER}
    rows = connection.execute(select(schema.questions.c.kind, schema.questions.c.asked))
    return Counter(str(kind) for kind, asked in rows if managers.intersection(asked))


def _roles(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(schema.role_assignments.c.person, schema.role_assignments.c.role))
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for person, role in rows:
        roles[person].add(role)
    firms = connection.execute(select(schema.contractors.c.id)).scalars()
    for firm in firms:
        roles[f"firm:{firm}"].add(Role.CONTRACTOR)
    return {person: next(str(one) for one in RANKS if one in held) for person, held in roles.items()}


def _mails(connection: Connection, zone: tzinfo) -> Counter[tuple[str, str]]:
    roles = _roles(connection)
    rows = connection.execute(select(Mails.sent_at, Mails.persons).where(Mails.state == "sent"))
    return Counter(
        (sent_at.astimezone(zone).date().isoformat(), _role_of(persons, roles)) for sent_at, persons in rows
    )


def _role_of(persons: Collection[str], roles: Mapping[str, str]) -> str:
    held = {roles.get(person, STRANGER) for person in persons}
    return next((str(role) for role in RANKS if role in held), STRANGER)


def _owed(connection: Connection) -> int:
    notices = select(func.count()).where(schema.notices.c.state == "owed")
    mails = select(func.count()).where(Mails.state == "queued")
    return int(connection.execute(notices).scalar_one() + connection.execute(mails).scalar_one())


def _lacking(connection: Connection) -> Counter[str]:
    """A firm's "@domain" stands for every address there."""
    known = set(connection.execute(select(schema.addresses.c.address)).scalars())
    known |= set(connection.execute(select(schema.contractor_addresses.c.address)).scalars())
    known |= set(connection.execute(select(schema.remembered_addresses.c.address)).scalars())
    seen = _counted(connection, Arrivals.from_address, Arrivals.state != "duplicate")
    return Counter(
        {
            address: count
            for address, count in seen.items()
            if count >= OFTEN and address and not known & {address, f"@{address.rpartition('@')[2]}"}
        }
    )


def _longest(connection: Connection) -> tuple[tuple[str, int], ...]:
    query = select(func.min(Arrivals.source), schema.octets.c.size).join_from(schema.arrivals, schema.octets)
    query = query.group_by(schema.octets.c.digest, schema.octets.c.size)
    rows = connection.execute(query.order_by(schema.octets.c.size.desc()).limit(TEN))
    return tuple((source, size) for source, size in rows)
