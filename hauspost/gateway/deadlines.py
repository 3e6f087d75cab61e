"""Sets the clocks of tickets that moved, and takes the steps whose time has come, whichever node sees them first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.channels import Channel
from hauspost.desk.deadlines import Clock, Running
from hauspost.desk.decision import Decision, OweNotice
from hauspost.desk.houses import PropertyId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_deadlines import DueList
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.overdue import Taken, take_step
from hauspost.gateway.casebook import Casebook
from hauspost.store import deadlines as store
from hauspost.store import ledger, tickets
from hauspost.store.connection import Connection
from hauspost.store.database import Database, StoreFailed

SEVERAL = 3  # mails to one manager at once; more are one list
ROUNDS = 50  # of LOOKED_AT each: whatever fell due in weeks is caught up in one look

log = structlog.get_logger(__name__)


def begin(database: Database, casebook: Casebook, at: datetime) -> None:
    """Notes since when deadlines are promised, or that they are no more. Raises StoreFailed."""
    are_kept = casebook.deadlines.are_kept
    with database.read() as connection:
        known = store.since(connection)
    if are_kept != (known is not None):
        database.write(lambda connection: store.begin(connection, at, are_kept=are_kept))


def look(database: Database, casebook: Casebook, now: Callable[[], datetime]) -> int:
    """Gives how many steps were taken. Raises StoreFailed."""
    count = 0
    for _ in range(ROUNDS):
        set_clocks(database, casebook, now())
        taken = take_due(database, casebook, now())
        count += taken
        if not taken:
            break
    return count


def set_clocks(database: Database, casebook: Casebook, at: datetime) -> int:
    """For every ticket that has moved since it was looked at; gives how many."""
    count = 0
    for _ in range(ROUNDS):
        with database.read() as connection:
            since = store.since(connection) if casebook.deadlines.are_kept else None
            found = store.unclocked(connection)
        wanted = tuple(_wanted(database, casebook, found, since, at))
        if not wanted:
            break
        count += database.write(partial(_keep, wanted=wanted, at=at))
    return count


Wanted = tuple[int, int, tuple[Clock, ...]]  # a ticket, the seq at which it was looked at, what must run


def _wanted(
    database: Database,
    casebook: Casebook,
    found: Iterable[tuple[int, int]],
    since: datetime | None,
    at: datetime,
) -> Iterator[Wanted]:
    for number, seq in found:
        try:
            with database.read() as connection:
                wanted = casebook.clocks(connection, number, at, since=since)
        except StoreFailed:
            raise
        except Exception:  # a fault of ours in one ticket keeps no other waiting
            log.exception("the deadlines of a ticket could not be set", ticket=number)
        else:
            yield number, seq, wanted


def _keep(connection: Connection, *, wanted: tuple[Wanted, ...], at: datetime) -> int:
    return sum(store.set_clocks(connection, number, seq, clocks, at=at) for number, seq, clocks in wanted)


def take_due(database: Database, casebook: Casebook, at: datetime) -> int:
    """In the order in which it fell due; a manager of whom much fell due at once gets one list of it."""
    taken = _steps(database, casebook, at)
    by_address: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        for mail in one.told:
            by_address[mail.address].append(one)
    crowded = {address for address, steps in by_address.items() if len(steps) > SEVERAL}
    alone = [one for one in taken if not any(mail.address in crowded for mail in one.told)]
    done = sum(_enact(database, (one,), (), at) for one in alone)
    together = [one for one in taken if any(mail.address in crowded for mail in one.told)]
    return done + (_in_lists(database, together, crowded, at) if together else 0)


def _steps(database: Database, casebook: Casebook, at: datetime) -> list[Taken]:
    with database.read() as connection:
        due = store.due(connection, at)
    found: list[Taken] = []
    seen: set[int] = set()  # a ticket is decided once in a round: the first step moves it on
    for running in due:
        if running.ticket in seen:
            continue
        try:
            if (step := _step(database, casebook, running, at)) is not None:
                found.append(step)
                seen.add(running.ticket)
        except StoreFailed:
            raise
        except Exception:  # a fault of ours in one ticket keeps no other waiting
            log.exception("a deadline could not be decided", ticket=running.ticket)
    return found


def _step(database: Database, casebook: Casebook, running: Running, at: datetime) -> Taken | None:
    """None: the ticket has become another's, or nobody works now and it waits for the morning."""
    with database.read() as connection:
        case = casebook.standing(connection, running.ticket, at)
    if case.ticket is None or case.ticket.number != running.ticket:
        database.write(lambda connection: store.drop(connection, running))
        return None
    if not case.calendar.is_open(at):
        opens = case.calendar.opens(at.astimezone(case.zone).date())
        if opens <= at:  # today's hours are over
            opens = case.calendar.next_opening(at.astimezone(case.zone).date())
        database.write(lambda connection: store.take(connection, running, step=running.step, next_at=opens))
        return None
    return take_step(case, running)


def _in_lists(database: Database, steps: list[Taken], crowded: Iterable[str], at: datetime) -> int:
    """All of it in one transaction: no line without its step, no step without its line."""
    lists: list[OweNotice] = []
    for address in sorted(crowded):
        own = [one for one in steps if any(mail.address == address for mail in one.told)]
        persons = next(mail.persons for one in own for mail in one.told if mail.address == address)
        lines = tuple(one.line for one in own if one.line is not None)
        no_channel: Channel | None = None
        lists.append(OweNotice(NoticeKind.DUE_LIST, address, persons, DueList(lines), no_channel, at))
    return _enact(database, steps, lists, at, crowded=frozenset(crowded))


def _enact(
    database: Database,
    steps: Iterable[Taken],
    lists: Iterable[OweNotice],
    at: datetime,
    *,
    crowded: frozenset[str] = frozenset(),
) -> int:
    """0: another node was faster, or a ticket moved on; it is looked at again."""
    several, owed = tuple(steps), tuple(lists)

    def enacted(connection: Connection) -> None:
        for one in sorted(several, key=lambda one: one.running.ticket):  # two nodes lock in one order
            ledger.enact(connection, _without(one, crowded), at)  # locks the ticket, as all others do first
            _claim(connection, one)
        if owed:
            event = f"d{several[0].running.id}-{int(at.timestamp())}"
            ledger.owe(connection, owed, event=event, arrival=None, property_id=None, at=at)

    try:
        database.write(enacted)
    except ledger.Stale:
        return 0
    for one in several:
        clock = one.running.clock
        log.info("deadline", ticket=one.running.ticket, order=clock.order, stage=str(clock.stage))
    return len(several)


def company_calendar(casebook: Casebook) -> BusinessCalendar:
    """When the company itself works, wherever its houses lie."""
    hours = OfficeHours.read(casebook.policy_for(None).office_hours)
    return BusinessCalendar(hours, casebook.zone, casebook.company.state, casebook.deadlines.closed)


def for_the_morning(
    database: Database, casebook: Casebook, opens: datetime, houses: frozenset[PropertyId]
) -> list[Taken]:
    """Of what will be due when the office opens, all that it would be told of at these houses."""
    told = [one for one in _steps(database, casebook, opens) if one.told]
    with database.read() as connection:
        known = tickets.load_tickets(connection, (one.running.ticket for one in told))
    return [one for one in told if known[one.running.ticket].property_id in houses]


def enact_untold(connection: Connection, steps: Iterable[Taken], at: datetime) -> None:
    """The steps without their mails, which a list stands for. Raises ledger.Stale to undo it all."""
    for one in sorted(steps, key=lambda one: one.running.ticket):
        ledger.enact(connection, one.decision, at)
        _claim(connection, one)


def _claim(connection: Connection, one: Taken) -> None:
    if not store.take(connection, one.running, step=one.step, next_at=one.next_at):
        raise ledger.Stale(f"T-{one.running.ticket}: its deadline has been dealt with")


def _without(one: Taken, crowded: frozenset[str]) -> Decision:
    """What stands in a list is no mail of its own besides."""
    apart = tuple(mail for mail in one.told if mail.address not in crowded)
    return replace(one.decision, effects=(*one.decision.effects, *apart))
