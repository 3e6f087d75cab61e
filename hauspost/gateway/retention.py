"""The yearly run: tells the managers what is kept no longer, waits for a STOPP, erases it in batches, and reports."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import structlog

from hauspost.desk import yearly_run
from hauspost.desk.decision import Decision, OweNotice, Verdict
from hauspost.desk.houses import Company, PropertyId
from hauspost.desk.intents import Act
from hauspost.desk.languages import say
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.readers import manages
from hauspost.desk.telling import offer
from hauspost.gateway import erasing
from hauspost.gateway.erasing import Hand
from hauspost.gateway.file_erasing import erase_file
from hauspost.gateway.sandbox import Sandbox
from hauspost.store import file_retention, ledger, registry, retention
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.file_retention import FileKept
from hauspost.store.retention import Over, Run

log = structlog.get_logger(__name__)

NOTICE: Final = timedelta(days=14)  # between what the managers are told and what is done
NAMED: Final = 10  # tickets of a house and class that the mail names one by one
BATCH: Final = 20  # tickets of one transaction: mails wait no longer than that for their turn


@dataclass(frozen=True, slots=True)
class Gone:
    """What is kept no longer, or was until now: whole tickets, and single files of others."""

    tickets: tuple[Over, ...] = ()
    files: tuple[FileKept, ...] = ()

    @classmethod
    def over(cls, connection: Connection, at: datetime) -> "Gone":
        """A file goes with its ticket where that goes as well."""
        tickets = retention.over(connection, at.date())
        whole = {one.number for one in tickets}
        files = file_retention.over(connection, at.date())
        return cls(tickets, tuple(one for one in files if one.ticket not in whole))

    def __bool__(self) -> bool:
        return bool(self.tickets or self.files)

    def by_house(self) -> dict[tuple[PropertyId, str], list[int]]:
        """The numbers of the tickets, by class; "": of which single files go."""
        found: dict[tuple[PropertyId, str], list[int]] = defaultdict(list)
        for ticket in self.tickets:
            found[PropertyId(ticket.property_id), str(ticket.retention)].append(ticket.number)
        for file in self.files:
            found[PropertyId(file.property_id), ""].append(file.ticket)
        return found


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
            found = Gone.over(connection, at) if run is None else Gone()
        if run is None:
            return bool(found) and self.propose(found, year, at)
        if run.state in ("stopped", "done") or run.due_at > at:
            return False
        if not self._take(year, at):
            return False
        self.carry_out(year, at, only=frozenset(run.tickets), files=frozenset(run.files))
        return True

    def _take(self, year: int, at: datetime) -> bool:
        """False: it is another node's, or a manager was faster."""

        def job(connection: Connection) -> bool:
            question = retention.question_of(connection, year)
            is_mine = retention.take(connection, year, at)
            if is_mine and question is not None:
                ledger.enact(connection, yearly_run.begun(question), at)
            return is_mine

        try:
            return self._database.write(job)
        except ledger.Stale:
            return False

    def propose(self, found: Gone, year: int, at: datetime) -> bool:
        """Tells the managers and asks whether it shall wait; once a year, whichever node is first."""
        files = tuple((one.arrival, one.file) for one in found.files)
        run = Run(year, at + NOTICE, "proposed", tuple(one.number for one in found.tickets), 0, files)

        def job(connection: Connection) -> bool:
            if not retention.propose(connection, run, at):
                return False
            told = self._told(connection, "retention", found, at=at, day=run.due_at)
            asked = tuple(dict.fromkeys(person for one in told for person in one.persons))
            question = yearly_run.ask(year, run.due_at, asked)
            event = f"retention-{year}"
            decision = Decision(Verdict.ACCEPTED, yearly_run.RUN, (question, *told), event=event)
            ledger.enact(connection, decision, at)
            return bool(told)

        return self._database.write(job)

    def carry_out(
        self,
        year: int,
        at: datetime,
        *,
        only: frozenset[int],
        files: frozenset[tuple[int, str]] = frozenset(),
    ) -> Gone:
        """Erases, of what was told of, all that is over still; `files`: by the mail that brought each, and name."""
        with self._database.read() as connection:
            over = Gone.over(connection, at)
        found = tuple(one for one in over.tickets if one.number in only)
        hand = Hand(self._company, self._zone, at)
        batches = (found[start : start + BATCH] for start in range(0, len(found), BATCH))
        alone = tuple(
            one
            for one in over.files
            if (one.arrival, one.file) in files and erase_file(self._database, self._sandbox, one, hand)
        )
        done = Gone(tuple(one for few in batches for one in self._erased(few, hand)), alone)

        def job(connection: Connection) -> None:
            if retention.end(connection, year, "done", len(done.tickets)):
                told = self._told(connection, "retention_done", done, at=at, day=at)
                event = f"retention_done-{year}"
                ledger.owe(connection, told, event=event, arrival=None, property_id=None, at=at)

        self._database.write(job)
        log.info("retention", year=year, erased=len(done.tickets), files=len(done.files))
        return done

    def _erased(self, few: tuple[Over, ...], hand: Hand) -> tuple[Over, ...]:
        with self._database.read() as connection:
            looked = [(one, erasing.look(connection, one.number, hand.at)) for one in few]
        free = [(one, going) for one, going in looked if going and not erasing.obstacles((going,))]
        try:
            erasing.erase(self._database, self._sandbox, [going for _, going in free], hand)
        except ledger.Stale:  # somebody is at work on one of them: that one is looked at again next year
            return tuple(one for alone in few for one in self._erased((alone,), hand)) if len(few) > 1 else ()
        return tuple(one for one, _ in free)

    def _told(
        self, connection: Connection, what: str, found: Gone, *, at: datetime, day: datetime
    ) -> tuple[OweNotice, ...]:
        """By the houses that each manages; of houses that nobody manages every manager hears."""
        houses = {house.id: house.short_name for house in registry.all_properties(connection)}
        tickets = found.by_house()
        managed = {
            manager: {place for place in houses if manages(manager, place, at, self._zone)}
            for manager in registry.all_managers(connection)
            if manager.address
        }
        nobodys = {place for place, _ in tickets} - set().union(*managed.values())
        notices = []
        for manager, own in managed.items():
            lines = tuple(
                f"{houses.get(place, place)}: {_label(kind, manager.language)} ({len(numbers)}){_named(numbers)}"
                for (place, kind), numbers in sorted(tickets.items())
                if own and place in own | nobodys
            )
            if lines:
                facts = Alert(what, at=day, waiting=lines)
                asks = what == yearly_run.RUN
                notice = OweNotice(
                    NoticeKind.ALERT,
                    manager.address,
                    (manager.id,),
                    facts,
                    None,
                    at,
                    offers=(offer(Act.STOP, manager.language),) if asks else (),
                    question=yearly_run.RUN if asks else "",
                )
                notices.append(notice)
        return tuple(notices)


def _label(kind: str, language: str) -> str:
    return say(f"kept.{kind or 'files'}", language)


def _named(numbers: list[int]) -> str:
    """So that a few can be looked at one by one."""
    return f": {', '.join(f'T-{n}' for n in dict.fromkeys(numbers))}" if len(numbers) <= NAMED else ""
