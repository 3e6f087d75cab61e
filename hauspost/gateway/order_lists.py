"""Owes each firm its list of open orders once a week, whichever node sees the hour first, and says what is open."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, tzinfo

from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Company, Person, PersonId, Property
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import OrderList
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.order_lists import MUTED_LIST, due_since, listed
from hauspost.desk.policy import Policy
from hauspost.gateway.opted import opted
from hauspost.store import ledger, reach, registry, tickets
from hauspost.store.connection import Connection
from hauspost.store.database import Database

Firm = tuple[str, tuple[PersonId, ...], str]  # address, who is behind it, the house that writes


class OrderLists:
    """Remembers which week is done, so that the database is asked once."""

    def __init__(
        self,
        database: Database,
        policy_for: Callable[[Property | None], Policy],
        company: Company,
        zone: tzinfo,
    ) -> None:
        self._database = database
        self._policy_for = policy_for
        self._company = company
        self._zone = zone
        self._done = ""

    def owe(self, at: datetime) -> int:
        """Gives how many lists are owed by this look. Raises StoreFailed."""
        year, week, _ = at.astimezone(self._zone).isocalendar()
        key = f"{year}-W{week:02}"
        if key == self._done or not due_since(self._opening(at), at):
            return 0
        with self._database.read() as connection:
            firms = self._firms(connection)
        count = sum(self._owed(key, firm, at) for firm in firms)
        self._done = key
        return count

    def _owed(self, key: str, firm: Firm, at: datetime) -> bool:
        return self._database.write(lambda connection: _owe(connection, key, firm, at))

    def _opening(self, at: datetime) -> datetime:
        """Of the week's first office day."""
        local = at.astimezone(self._zone)
        sunday = local.date() - timedelta(days=local.weekday() + 1)
        noon = datetime.combine(sunday, time(12), self._zone).astimezone(UTC)
        hours = OfficeHours.read(self._policy_for(None).office_hours)
        return BusinessCalendar(hours, self._zone, self._company.state).opening_after(noon, 1)

    def _firms(self, connection: Connection) -> list[Firm]:
        """Each address, who is behind it, and the house that writes: whoever has open orders where lists are on."""
        wanted = {h.id for h in opted(connection, self._policy_for, "order_list")}
        found: dict[str, tuple[dict[PersonId, None], str]] = {}
        running = [(t, o) for t in tickets.open_tickets(connection, wanted) for o in t.orders if o.is_running]
        people = registry.persons(connection, {o.assignee for _, o in running})
        muted = reach.muted(connection, people)
        for ticket, order in running:
            person = people.get(order.assignee)
            if person is None or not person.address or (person.id, MUTED_LIST) in muted:
                continue
            behind, _ = found.setdefault(person.address, ({}, ticket.property_id))
            behind[person.id] = None
        return [(address, tuple(behind), place) for address, (behind, place) in found.items()]


def _owe(connection: Connection, key: str, firm: Firm, at: datetime) -> bool:
    """Once a week and address, by the database: the second node finds it owed."""
    address, persons, place = firm
    notice = OweNotice(NoticeKind.ORDER_LIST, address, persons, OrderList(), None, at)
    event = f"order-list-{key}-{hashlib.sha256(address.encode()).hexdigest()[:16]}"  # of any length
    return ledger.owe(connection, (notice,), event=event, arrival=None, property_id=place, at=at)


def filled(connection: Connection, to: tuple[Person, ...], *, at: datetime, zone: tzinfo) -> OrderList | None:
    """What is open when the mail is written. None: nothing any more."""
    houses = {h.id: h for h in registry.all_properties(connection)}
    known = {str(c.key): c for c in registry.categories(connection)}
    found = tickets.open_tickets(connection, houses)
    own = frozenset(p.id for p in to)
    if not to:
        return None
    language = to[0].language
    return listed(found, own, houses=houses, categories=known, language=language, at=at, zone=zone)
