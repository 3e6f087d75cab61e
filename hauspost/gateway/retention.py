"""The yearly run: tells the managers what is kept no longer, waits, erases it in batches, and reports."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Final

import structlog

from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Company, PropertyId
from hauspost.desk.languages import say
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.readers import manages
from hauspost.gateway import erasing
from hauspost.gateway.erasing import Hand
from hauspost.gateway.sandbox import Sandbox
from hauspost.store import ledger, registry, retention
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.retention import Over, Run

log = structlog.get_logger(__name__)

NOTICE: Final = timedelta(days=14)  # between what the managers are told and what is done
BATCH: Final = 20  # tickets of one transaction: mails wait no longer than that for their turn


class RetentionRuns:
    """Owner of nothing: which node proposes a run, and which one carries it out, the database decides."""

    def __init__(self, database: Database, sandbox: Sandbox, company: Company, zone: tzinfo) -> None:
        self._database = database
        self._sandbox = sandbox
        self._company = company
        self._zone = zone

    def look(self, at: datetime) -> bool:
        """Whether something is owed to the managers now. Raises StoreFailed."""
        year = at.astimezone(self._zone).year
        with self._database.read() as connection:
            run = retention.run_of(connection, year)
            found = retention.over(connection, at.date()) if run is None else ()
        if run is None:
            return bool(found) and self.propose(found, year, at)
        if run.state in ("stopped", "done") or run.due_at > at:
            return False
        if not self._database.write(lambda connection: retention.take(connection, year, at)):
            return False
        self.carry_out(year, at, only=frozenset(run.tickets))
        return True

    def propose(self, found: Iterable[Over], year: int, at: datetime) -> bool:
        """Tells the managers; once a year, whichever node is first."""
        found = tuple(found)
        run = Run(year, at + NOTICE, "proposed", tuple(one.number for one in found), 0)

        def job(connection: Connection) -> bool:
            is_first = retention.propose(connection, run, at)
            return is_first and self._tell(connection, "retention", found, at=at, day=run.due_at)

        return self._database.write(job)

    def carry_out(self, year: int, at: datetime, *, only: frozenset[int]) -> int:
        """Erases, of what was told of, all that is over still; gives their number."""
        with self._database.read() as connection:
            found = tuple(one for one in retention.over(connection, at.date()) if one.number in only)
        hand = Hand(self._company, self._zone, at)
        batches = (found[start : start + BATCH] for start in range(0, len(found), BATCH))
        done = [one for few in batches for one in self._erased(few, hand)]

        def job(connection: Connection) -> None:
            if retention.end(connection, year, "done", len(done)):
                self._tell(connection, "retention_done", done, at=at, day=at)

        self._database.write(job)
        log.info("retention", year=year, erased=len(done))
        return len(done)

    def _erased(self, few: tuple[Over, ...], hand: Hand) -> tuple[Over, ...]:
        with self._database.read() as connection:
            looked = [(one, erasing.look(connection, one.number, hand.at)) for one in few]
        free = [(one, going) for one, going in looked if going and not erasing.obstacles((going,))]
        try:
            erasing.erase(self._database, self._sandbox, [going for _, going in free], hand)
        except ledger.Stale:  # somebody is at work on one of them: that one is looked at again next year
            return tuple(one for alone in few for one in self._erased((alone,), hand)) if len(few) > 1 else ()
        return tuple(one for one, _ in free)

    def _tell(
        self, connection: Connection, what: str, found: Iterable[Over], *, at: datetime, day: datetime
    ) -> bool:
        houses = {house.id: house.short_name for house in registry.all_properties(connection)}
        counts = Counter((PropertyId(one.property_id), one.retention) for one in found)
        managed = {
            manager: {place for place in houses if manages(manager, place, at, self._zone)}
            for manager in registry.all_managers(connection)
            if manager.address
        }
        nobodys = {place for place, _ in counts} - set().union(
            *managed.values()
        )  # every manager hears of those
        notices = []
        for manager, own in managed.items():
            lines = tuple(
                f"{houses.get(place, place)}: {say(f'kept.{kind}', manager.language)} ({count})"
                for (place, kind), count in sorted(counts.items())
                if own and place in own | nobodys
            )
            if lines:
                facts = Alert(what, at=day, waiting=lines)
                notices.append(OweNotice(NoticeKind.ALERT, manager.address, (manager.id,), facts, None, at))
        today = at.astimezone(self._zone).date()
        event = f"{what}-{today.year}"
        return ledger.owe(connection, tuple(notices), event=event, arrival=None, property_id=None, at=at)
