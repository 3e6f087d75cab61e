"""Owes each manager the report of the last month as the first working day of the next one opens, once for all nodes."""

import hashlib
from collections import defaultdict
from datetime import datetime, timedelta

from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Person, Property
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.periods import last_month
from hauspost.desk.readers import manages
from hauspost.gateway.letters import Office
from hauspost.gateway.opted import opted
from hauspost.store import ledger, registry
from hauspost.store.connection import Connection
from hauspost.store.database import Database

LATEST = timedelta(days=3)  # whoever switches it on, or the gateway, later in the month gets the next one


class MonthlyReports:
    """Remembers which month is done, so that the database is asked once."""

    def __init__(self, database: Database, office: Office) -> None:
        self._database = database
        self._office = office
        self._done = ""

    def owe(self, at: datetime) -> int:
        """Gives how many reports are owed by this look. Raises StoreFailed."""
        zone = self._office.zone
        today = at.astimezone(zone).date()
        opens = self._office.calendar(None).opens(today.replace(day=1))
        month = last_month(today)
        key = f"{month.first:%Y-%m}"
        if self._done == key or not opens <= at < opens + LATEST:
            return 0
        with self._database.read() as connection:
            houses = opted(connection, self._office.policy_of, "monthly_report")
            readers = self._readers(connection, houses, at)
        count = 0
        for address, (persons, places) in sorted(readers.items()):
            facts = PeriodReport(month.first, month.last, tuple(h.id for h in places))
            mail = OweNotice(NoticeKind.PERIOD_REPORT, address, tuple(p.id for p in persons), facts, None, at)
            count += self._owed(mail, key, at)
        self._done = key
        return count

    def _owed(self, mail: OweNotice, key: str, at: datetime) -> bool:
        """Once a month and address, by the database: the second node finds it owed."""
        event = f"report-{key}-{hashlib.sha256(mail.address.encode()).hexdigest()[:16]}"
        return self._database.write(
            lambda connection: ledger.owe(
                connection, (mail,), event=event, arrival=None, property_id=None, at=at
            )
        )

    def _readers(
        self, connection: Connection, houses: tuple[Property, ...], at: datetime
    ) -> dict[str, tuple[tuple[Person, ...], tuple[Property, ...]]]:
        """By address: today's managers behind it, and which of these houses they manage."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in registry.all_managers(connection):
            if person.address:
                found[person.address].append(person)
        readers = {}
        for address, persons in found.items():
            here = [h for h in houses if any(manages(p, h.id, at, self._office.zone) for p in persons)]
            heads = [p for p in persons if any(manages(p, h.id, at, self._office.zone) for h in here)]
            if heads:
                readers[address] = (tuple(heads), tuple(here))
        return readers
