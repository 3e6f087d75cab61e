"""Owes the managers' morning lists on working days, whichever node sees the hour first, and catches up a missed one.

What deadlines would tell the office when it opens stands in the list, so that nobody gets both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from hauspost.desk.decision import OweNotice, Question
from hauspost.desk.holding import LIST_HOUR
from hauspost.desk.houses import Category, Person, PersonId, Property, PropertyId, Role
from hauspost.desk.learning import waiting_words
from hauspost.desk.model import Status, Ticket
from hauspost.desk.morning import ANSWERS, Matter, Overnight, decides, morning_list
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_deadlines import DueLine
from hauspost.desk.notices_of_morning import MorningLine, MorningList
from hauspost.desk.overdue import Taken
from hauspost.desk.readers import manages
from hauspost.desk.rights import manages_all
from hauspost.desk.telling import ALL
from hauspost.gateway import deadlines
from hauspost.gateway.casebook import Casebook
from hauspost.gateway.opted import opted
from hauspost.store import learning, ledger, mornings, registry, tickets
from hauspost.store.absences import absences
from hauspost.store.connection import Connection
from hauspost.store.database import Database

FIRST = timedelta(days=1)  # how far back the first list looks
FARTHEST = timedelta(days=14)  # and any other, after a long time in which nobody served

ON_TIME = timedelta(minutes=15)

Houses = dict[PropertyId, Property]


class MorningLists:
    """Remembers which day is done, so that the database is asked once."""

    def __init__(self, database: Database, casebook: Casebook) -> None:
        self._database = database
        self._casebook = casebook
        self._done = ""

    def owe(self, at: datetime) -> int:
        """Gives how many lists are owed by this look. Raises StoreFailed."""
        day = at.astimezone(self._casebook.zone).date().isoformat()
        if day == self._done or not self._is_hour(at):
            return 0
        with self._database.read() as connection:
            houses = self._houses(connection)
            is_done = not houses or mornings.is_claimed(connection, day)
        if is_done:
            self._done = day if houses else ""
            return 0
        steps = self._due(houses, at)

        def owed(connection: Connection) -> int:
            return self._owe(connection, day, houses, steps, at)

        try:
            count = self._database.write(owed)
        except ledger.Stale:  # a ticket moved on meanwhile: looked at again in a moment
            return 0
        self._done = day
        return count

    def _is_hour(self, at: datetime) -> bool:
        """From the hour of the list until the office closes, on a day on which it works."""
        zone = self._casebook.zone
        local = at.astimezone(zone)
        calendar = deadlines.company_calendar(self._casebook)
        opens, closes = calendar.opens(local.date()), calendar.closes(local.date())
        return opens.astimezone(zone).date() == local.date() and self._hour(at) <= at < closes

    def _hour(self, at: datetime) -> datetime:
        zone = self._casebook.zone
        return datetime.combine(at.astimezone(zone).date(), LIST_HOUR, zone).astimezone(UTC)

    def _houses(self, connection: Connection) -> Houses:
        return {h.id: h for h in opted(connection, self._casebook.policy_for, "morning_list")}

    def _due(self, houses: Houses, at: datetime) -> list[Taken]:
        deadlines.set_clocks(self._database, self._casebook, at)
        opens = deadlines.company_calendar(self._casebook).opens(at.astimezone(self._casebook.zone).date())
        return deadlines.for_the_morning(self._database, self._casebook, max(at, opens), frozenset(houses))

    def _owe(self, connection: Connection, day: str, houses: Houses, steps: list[Taken], at: datetime) -> int:
        """All of the office in one transaction: no line without its step, no step without its line."""
        before = mornings.last(connection)
        if before is None and at >= self._hour(at) + ON_TIME:  # switched on today: nobody has missed anything
            return 0
        if not mornings.claim(connection, day, at):
            return 0
        since = max(before, at - FARTHEST) if before else at - FIRST
        deadlines.enact_untold(connection, steps, at)
        lines = _due_lines(steps)
        night = self._overnight(connection, houses, lines, since=since, at=at)
        owed = [
            mail
            for reader in self._readers(connection, houses, night, at)
            if (mail := self._letter(connection, reader, night, at)) is not None
        ]
        if owed:
            ledger.owe(connection, tuple(owed), event=f"morning-{day}", arrival=None, property_id=None, at=at)
        return len(owed)

    def _letter(
        self, connection: Connection, reader: tuple[Person, ...], night: Overnight, at: datetime
    ) -> OweNotice | None:
        zone = self._casebook.zone
        places = {r.property_id for p in reader for r in p.roles if manages(p, r.property_id, at, zone)}
        held = tickets.held_questions(connection, places, (p.id for p in reader))
        rules = (r for r in registry.all_rules(connection) if not r.is_approved)
        chosen = reader[0].transcripts or self._casebook.policy_for(None).transcripts
        night = replace(
            night,
            held=sum(not q.about.get("is_spam") for q in held),
            rules=sum(r.property_id in places or "*" in places for r in rules),
            words=night.words if manages_all(reader, self._every_house(connection), at, zone) else 0,
            only_faults=chosen == "faults",
        )
        found = morning_list(reader, night, at=at, zone=zone)
        if found is None:
            return None
        facts, offers = found
        facts = replace(facts, hour=f"{LIST_HOUR.hour}:{LIST_HOUR.minute:02}")
        ids = tuple(p.id for p in reader)
        return OweNotice(NoticeKind.MORNING, reader[0].address, ids, facts, None, at, offers=offers)

    @staticmethod
    def _every_house(connection: Connection) -> Iterable[PropertyId]:
        return (house.id for house in registry.all_properties(connection))

    def _readers(
        self, connection: Connection, houses: Houses, night: Overnight, at: datetime
    ) -> list[tuple[Person, ...]]:
        """Today's managers of these houses who are there, by their addresses; who is away where nobody stands in."""
        heads = (decides(matter, night.absences) for matter in night.matters)
        absent = {a.person for a in night.absences} - {head.id for head in heads if head is not None}
        found: dict[str, list[Person]] = defaultdict(list)
        for person in _managers(connection, at, self._casebook):
            here = any(manages(person, place, at, self._casebook.zone) for place in houses)
            if here and person.address and person.id not in absent:
                found[person.address].append(person)
        return [tuple(found[address]) for address in sorted(found)]

    def _overnight(
        self,
        connection: Connection,
        houses: Houses,
        due: dict[int, tuple[DueLine, ...]],
        *,
        since: datetime,
        at: datetime,
    ) -> Overnight:
        moved = mornings.moved(connection, since)
        known = {t.number: t for t in tickets.open_tickets(connection, houses)}
        lately = tickets.load_tickets(connection, moved - known.keys())
        known |= {n: t for n, t in lately.items() if t.property_id in houses and t.merged_into is None}
        asked: dict[int, list[Question]] = defaultdict(list)
        for question in mornings.open_questions(connection, ANSWERS):
            asked[question.ticket or 0].append(question)
        thanks = mornings.thanked(connection, since)
        people = registry.persons(connection, (t.reporter for t in known.values() if t.reporter))
        categories = {c.key: c for c in registry.categories(connection)}
        here = {
            place: tuple(
                m
                for m in registry.managers_of(connection, place)
                if manages(m, place, at, self._casebook.zone)
            )
            for place in houses
        }

        policy_for = self._casebook.policy_for
        for_all = {place for place, house in houses.items() if policy_for(house).notify_managers == ALL}

        def matter(ticket: Ticket) -> Matter:
            entries = tickets.load_entries(connection, ticket.number) if ticket.number in moved else ()
            category = categories.get(ticket.category)
            language = self._casebook.company.language
            subject = category.subject(ticket.subject, language) if category else ticket.subject
            reporter = people.get(ticket.reporter) if ticket.reporter else None
            return Matter(
                ticket,
                houses[ticket.property_id],
                here[ticket.property_id],
                tuple(e for e in entries if e.at >= since),
                tuple(asked[ticket.number]),
                due.get(ticket.number, ()),
                thanks[ticket.number],
                subject=subject or (category.label(language) if category else ""),
                who=reporter.last_name if reporter else "",
                is_for_all=ticket.property_id in for_all,
            )

        matters = tuple(
            matter(known[n]) for n in sorted(known) if n in moved or known[n].status is not Status.DONE
        )
        words = _words(connection, categories.values())
        return Overnight(matters, absences(connection, at), _names(connection), words=words)


def _words(connection: Connection, categories: Iterable[Category]) -> int:
    """How many were proposed for a category and wait for WORT OK."""
    found = waiting_words(learning.corrected(connection, but=0), categories, learning.refused(connection))
    return len(found)


def _names(connection: Connection) -> dict[PersonId, str]:
    firms = {f.person: f.company for f in registry.firms(connection)}
    return {m.id: m.name for m in registry.all_managers(connection)} | firms


def _managers(connection: Connection, at: datetime, casebook: Casebook) -> Iterable[Person]:
    day = at.astimezone(casebook.zone).date()
    everybody = registry.all_managers(connection)
    return (m for m in everybody if any(r.role is Role.MANAGER and r.period.holds(day) for r in m.roles))


def _due_lines(steps: list[Taken]) -> dict[int, tuple[DueLine, ...]]:
    """Of what asks nobody: a question about a silent firm is a line of its own."""
    found: dict[int, tuple[DueLine, ...]] = {}
    for one in steps:
        if one.line is not None and not one.asks:
            found[one.running.ticket] = (*found.get(one.running.ticket, ()), one.line)
    return found


# ---- what is read of it when the mail is written


def readable(
    connection: Connection, facts: MorningList, to: tuple[Person, ...], *, at: datetime, zone: tzinfo
) -> MorningList:
    """Without the tickets whose house none of them manages any more."""
    known = tickets.load_tickets(connection, (line.number for line in facts.lines))

    def may_read(line: MorningLine) -> bool:
        ticket = known.get(line.number)
        return ticket is not None and any(manages(p, ticket.property_id, at, zone) for p in to)

    return replace(facts, lines=tuple(line for line in facts.lines if may_read(line)))
