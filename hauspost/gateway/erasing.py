"""Erases tickets and persons by an operator's word or by the calendar: looked at first, then all in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from hauspost.desk.attachments import may_be_photo
from hauspost.desk.decision import Erase
from hauspost.desk.deleting import by_operator, instead_of
from hauspost.desk.houses import Company, Person
from hauspost.desk.model import ERASED, Entry, Ticket
from hauspost.desk.retention import Duty
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.store import arrivals, erasing, forgetting, ledger, octets, retention, tickets
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.forgetting import Traces


@dataclass(frozen=True, slots=True)
class Going:
    """What goes of one ticket. `person`: only what this one wrote; "": all of it. `mails`: that came in."""

    ticket: Ticket
    entries: tuple[Entry, ...]
    mails: tuple[int, ...]
    duties: tuple[Duty, ...]
    person: str = ""

    @property
    def words(self) -> int:
        """How many entries lose their words."""
        going = (e for e in self.entries if e.text and not e.facts.get(ERASED))
        return sum(1 for e in going if not self.person or e.author == self.person)


@dataclass(frozen=True, slots=True)
class Leave:
    """What goes of a person: tickets, mails that belong to none, and the master data where no role is left."""

    person: Person
    traces: Traces
    tickets: tuple[Going, ...]
    mails: tuple[int, ...]
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose word it is, in which zone a day is meant, and when."""

    company: Company
    zone: tzinfo
    at: datetime

    @property
    def instead(self) -> str:
        return instead_of(self.company.name, self.at.astimezone(self.zone), self.company.language)


def look(connection: Connection, number: int, at: datetime, *, person: str = "") -> Going | None:
    """None: there is no such ticket."""
    ticket = tickets.load_ticket(connection, number)
    if ticket is None:
        return None
    numbers = erasing.numbers_of(connection, ticket.number)
    stays = retention.kept(connection, numbers, at.date())
    mails = () if person else tuple(erasing.arrivals_of(connection, numbers, at.date()))
    return Going(ticket, tickets.load_entries(connection, ticket.number), mails, stays.duties, person)


def look_at(connection: Connection, person: Person, at: datetime) -> Leave:
    found = forgetting.traces(connection, person.id)
    whole = [look(connection, number, at) for number in found.whole]
    shared = [look(connection, number, at, person=person.id) for number in found.shared]
    mails = forgetting.arrivals_of(connection, person.id, found, at.date())
    today = at.date()
    is_gone = all(role.period.is_over(today) for role in person.roles)
    going = tuple(one for one in (*whole, *shared) if one is not None)
    return Leave(person, found, going, tuple(mails), is_gone)


def obstacles(going: Iterable[Going]) -> list[str]:
    """Why nothing may be erased now, each a sentence with the mend."""
    said = []
    for one in going:
        tag = one.ticket.tag
        concerned = (o for o in one.ticket.orders if one.person in ("", o.assignee))
        running = [one.ticket.order_tag(order) for order in concerned if order.is_running]
        if one.ticket.hold:
            said.append(f"{tag} is under legal hold ({one.ticket.hold}); `hauspost hold {tag} --off` ends it")
        elif running:
            said.append(f"{', '.join(running)} is still running; cancel it first, by STORNIEREN to {tag}")
    return said


def erase(database: Database, sandbox: Sandbox, going: Sequence[Going], hand: Hand) -> None:
    """Raises Stale where one of them has changed since it was looked at; then nothing was erased."""
    pictures = _pictures(database, sandbox, (mail for one in going for mail in one.mails))
    database.write(lambda connection: _carry_out(connection, going, pictures, hand))


def forget(database: Database, sandbox: Sandbox, leave: Leave, hand: Hand) -> None:
    """As `erase`, and the person with it."""
    mails = {*leave.mails, *(mail for one in leave.tickets for mail in one.mails)}
    pictures = _pictures(database, sandbox, sorted(mails))

    def job(connection: Connection) -> None:
        _carry_out(connection, leave.tickets, pictures, hand)
        forgetting.forget(connection, leave.person, leave.traces, hand.at.date(), is_gone=leave.is_gone)

    database.write(job)


def _carry_out(connection: Connection, going: Sequence[Going], pictures: tuple[str, ...], hand: Hand) -> None:
    for one in going:
        wanted = Erase(hand.instead, pictures, one.person)
        event = f"erased-{one.ticket.number}-{one.ticket.seq}"
        ledger.enact(
            connection,
            by_operator(one.ticket, one.entries, wanted, company=hand.company, event=event),
            hand.at,
        )


def _pictures(database: Database, sandbox: Sandbox, mails: Iterable[int]) -> tuple[str, ...]:
    """Digests of the files of which copies may lie here. A mail that no parser survives has none."""
    found: dict[str, None] = {}
    for mail in mails:
        with database.read() as connection:
            row = arrivals.load(connection, mail)
            body = octets.load(connection, row.digest) if row is not None else b""
        try:
            files = sandbox.parse(body).attachments
        except ParserDied:
            continue
        found |= dict.fromkeys(f.sha256 for f in files if may_be_photo(f.content_type, f.size))
    return tuple(found)
