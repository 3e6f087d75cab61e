"""Plays a year: people open, order, answer and are silent at random; two nodes look; all that was said is compared."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from hauspost.desk import assignees
from hauspost.desk.business_calendar import ClosedDay, Span
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, Participant
from hauspost.desk.chasing import chase, wait
from hauspost.desk.claiming import carry_out
from hauspost.desk.course import Course
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
    SetStatus,
    Verdict,
)
from hauspost.desk.follow_ups import after_parts, follow_up
from hauspost.desk.houses import CategoryKey, Company, PersonId, PropertyId
from hauspost.desk.intents import Act, Claim, Command
from hauspost.desk.model import EntryKind, Status, TicketKind, Visibility
from hauspost.desk.ordering import Task, Terms, give, released
from hauspost.desk.policy import Policy
from hauspost.desk.priorities import prioritise
from hauspost.desk.proposals import to_next
from hauspost.desk.work import Window, WorkOrder
from hauspost.gateway import deadlines
from hauspost.gateway.casebook import Casebook
from hauspost.store import ledger, schema
from hauspost.store.database import Database
from tests.deadlines import minutes
from tests.deadlines.expected import Matter, Office, Told, ring

BEGIN = datetime(2025, 10, 14, 6, 0, tzinfo=UTC)
YEAR = 365
STATES = {PropertyId("LW12"): "BE", PropertyId("HS5"): "BY"}
SABINE, TIM = PersonId("9001"), PersonId("9002")
PROMISED = Deadlines(
    (
        Promise(
            {
                Stage.RESPONSE: Span(minutes=240),
                Stage.ACCEPTANCE: Span(days=1),
                Stage.APPOINTMENT: Span(days=3),
                Stage.COMPLETION: Span(days=10),
            }
        ),
        Promise({Stage.ACCEPTANCE: Span(minutes=120), Stage.COMPLETION: Span(days=4)}, priority="high"),
    ),
    closed=(ClosedDay.read("24.12."), ClosedDay.read("31.12.")),
)


@dataclass
class Year:
    """`step`: minutes between two looks; a node that is down does not look."""

    url: str
    nodes: int
    days: int
    seed: int
    step: int = 30
    said: Callable[[str], None] = lambda _line: None
    begin: datetime = BEGIN
    now: datetime = BEGIN
    matters: dict[int, Matter] = field(default_factory=dict)
    expected: list[Told] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def play(self) -> "Year":
        chance = random.Random(self.seed)
        self.now = self.begin
        self.databases = [Database(self.url) for _ in range(self.nodes)]
        self.casebook = Casebook(
            Company(name="Hausverwaltung", state="BE"),
            lambda _h: Policy(),
            minutes.BERLIN,
            deadlines=PROMISED,
        )
        self.office = Office(self._addresses((SABINE, TIM)))
        try:
            self._lie_in_two_states()
            deadlines.begin(self.databases[0], self.casebook, self.now)
            self._run(chance)
        finally:
            for database in self.databases:
                database.close()
        return self

    def _run(self, chance: random.Random) -> None:
        down = [self.begin] * self.nodes
        end = self.begin + timedelta(days=self.days)
        while self.now < end:
            tick = self.now + timedelta(minutes=self.step)
            up = [n for n in range(self.nodes) if down[n] <= self.now]
            if up:
                self._people(chance, tick)
            if chance.random() < 0.004:
                hours = chance.choice((3, 14, 14, 60, 168))
                hit = range(self.nodes) if chance.random() < 0.5 else [chance.randrange(self.nodes)]
                for n in hit:
                    down[n] = tick + timedelta(hours=hours)
                self.counts["downtimes"] += 1
            self.now = tick
            self._look([n for n in range(self.nodes) if down[n] <= tick])
            if (tick.hour, tick.minute) == (6, 0) and tick.day == 1:
                self.said(f"{tick.date()}: {len(self.matters)} tickets, {len(self.expected)} things said")

    def _look(self, up: list[int]) -> None:
        if not up:
            return
        for matter in self.matters.values():
            self.expected += ring(matter, self.office, self.now)
        faults: list[BaseException] = []

        def look(n: int) -> None:
            try:
                deadlines.look(self.databases[n], self.casebook, lambda: self.now)
            except BaseException as fault:
                faults.append(fault)

        threads = [threading.Thread(target=look, args=(n,)) for n in up]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]

    # ---- what people do

    def _people(self, chance: random.Random, until: datetime) -> None:
        """Up to three acts at minutes of their own, before the next look."""
        span = int((until - self.now).total_seconds() // 60)
        busy = 0.10 if 5 <= self.now.hour < 18 else 0.01
        moments = sorted(chance.randrange(1, span) for _ in range(3) if chance.random() < busy)
        for minute in moments:
            self._act(chance, self.now + timedelta(minutes=minute))

    def _act(self, chance: random.Random, at: datetime) -> None:
        living = [m for m in self.matters.values() if not m.is_done]
        if len(living) < 4 or chance.random() < 0.25:
            return self._open(chance, at)
        if chance.random() < 0.03:
            return self._away(chance, at)
        matter = chance.choice(living)
        acts = [self._urgent, self._follow_up, self._done]
        if not matter.phase:
            acts = [self._order, self._order, self._order, *acts]
        else:
            acts = [*[self._firm] * 6, *[self._answer_alert] * 4, *acts]
        chance.choice(acts)(chance, matter, at)

    def _open(self, chance: random.Random, at: datetime) -> None:
        place = chance.choice(list(STATES))
        anna = PersonId("1001")
        channel = Channel.of_resident(anna)
        ticket = OpenTicket(
            place,
            TicketKind.MATTER,
            CategoryKey("water"),
            Visibility.PRIVATE,
            "Wasser",
            reporter=anna,
            participants=(Participant(anna, channel),),
        )
        entry = AddEntry(channel, EntryKind.OPENED, anna, "Anna", "Es tropft.")
        decision = Decision(Verdict.ACCEPTED, "opened", (ticket, entry), event=f"o{len(self.matters)}")
        self._enact(decision, at)
        number = max(self._numbers())
        matter = Matter(number, STATES[place], at)
        matter.settle()
        self.matters[number] = matter
        self.counts["tickets"] += 1

    def _order(self, chance: random.Random, matter: Matter, at: datetime) -> None:
        case = self._case(matter, at)
        works = assignees.works_of(case, case.ticket.category) if case.ticket else ()
        found = [p for p in assignees.ranked(case, works, but=frozenset()) if p.address]
        assert case.ticket is not None
        assert found
        firm, by = chance.choice(found), self._manager(case)
        moved, effects = released(case, case.ticket, by, by.name)
        order, gives = give(case, firm, Task("Tropft"), Terms(), ticket=moved, by=by, due_at=at)
        self._carry(case, (*effects, *gives), at)
        matter.firm, matter.order, matter.phase, matter.window = (
            firm.address,
            order.number,
            "dispatched",
            None,
        )
        matter.since = matter.begun = at
        matter.settle()
        self.counts["orders"] += 1

    def _firm(self, chance: random.Random, matter: Matter, at: datetime) -> None:
        """The firm says a word that its phase allows."""
        said = {
            "dispatched": (Claim.ACCEPT, Claim.ACCEPT, Claim.APPOINTMENT, Claim.DECLINE),
            "accepted": (Claim.APPOINTMENT, Claim.APPOINTMENT, Claim.WAITING_PARTS, Claim.DECLINE),
            "scheduled": (Claim.IN_PROGRESS, Claim.WAITING_PARTS, Claim.APPOINTMENT),
            "in_progress": (Claim.WAITING_PARTS, Claim.DONE),
            "waiting_parts": (Claim.APPOINTMENT, Claim.IN_PROGRESS),
        }[matter.phase]
        claim = chance.choice(said)
        case = self._case(matter, at)
        ticket, order = case.ticket, self._live(case)
        assert ticket is not None
        window = None
        if claim is Claim.APPOINTMENT:
            start = at + timedelta(days=chance.randrange(1, 20))
            window = Window(start, start + timedelta(hours=2))
        carried = carry_out(case, ticket, order, claim, window, by=None)
        effects = carried.effects
        if claim is Claim.WAITING_PARTS:
            until = at.astimezone(minutes.BERLIN).date() + timedelta(days=chance.randrange(1, 25))
            _, more = after_parts(case, carried.ticket, carried.order, until)
            effects = (*effects, *more)
        self._carry(case, effects, at)
        before, matter.phase = matter.phase, str(carried.order.phase)
        if before == "waiting_parts" and matter.phase != "waiting_parts":
            matter.begun = at
        self._heard(matter, claim, window, at)
        if claim is Claim.WAITING_PARTS:
            self._parts(matter, until)
        matter.settle()
        self.counts[str(claim)] += 1

    def _heard(self, matter: Matter, claim: Claim, window: Window | None, at: datetime) -> None:
        matter.since = at
        if window is not None:
            matter.window = window.end
        if claim in (Claim.DECLINE, Claim.DONE):  # the office owes the next step
            matter.phase, matter.firm, matter.window = "", "", None

    def _parts(self, matter: Matter, until: date) -> None:
        known = matter.timers.get((0, "follow_up"))
        if known is not None and not matter.parts:
            return
        day = minutes.opening(until + timedelta(days=1), matter.state)
        matter.parts = matter.order
        matter.set("follow_up", 0, day, day)

    def _urgent(self, _chance: random.Random, matter: Matter, at: datetime) -> None:
        case = self._case(matter, at)
        wanted = "normal" if matter.urgent else "high"
        command = Command(Act.PRIORITY, f"PRIORITÄT {wanted}", wanted)
        assert case.ticket is not None
        course = prioritise(case, Course(case.ticket), command, self._manager(case), ticket=case.ticket)
        self._carry(case, course.effects, at)
        matter.heard = True  # whatever a manager does on a new ticket is the first response to it
        matter.urgent = not matter.urgent
        matter.settle()
        self.counts["priorities"] += 1

    def _follow_up(self, chance: random.Random, matter: Matter, at: datetime) -> None:
        day = at.astimezone(minutes.BERLIN).date() + timedelta(days=chance.randrange(1, 40))
        case = self._case(matter, at)
        assert case.ticket is not None
        command = Command(Act.FOLLOW_UP, "WV", until=day, text="Angebot da?")
        course = follow_up(case, Course(case.ticket), command, self._manager(case), ticket=case.ticket)
        self._carry(case, course.effects, at)
        matter.heard = True
        opens = minutes.opening(day, matter.state)
        matter.parts = 0
        matter.set("follow_up", 0, opens, opens)
        matter.settle()
        self.counts["follow-ups"] += 1

    def _done(self, chance: random.Random, matter: Matter, at: datetime) -> None:
        if chance.random() < 0.5:
            return
        case = self._case(matter, at)
        assert case.ticket is not None
        by, before = self._manager(case), case.ticket.status
        facts: dict[str, object] = {"before": str(before), "after": "DONE"}
        entry = AddEntry(INTERNAL, EntryKind.STATUS, by.id, by.name, "", facts)
        self._carry(case, (SetStatus(before, Status.DONE), entry), at)
        matter.is_done = True
        matter.settle()
        self.counts["done"] += 1

    def _answer_alert(self, chance: random.Random, matter: Matter, at: datetime) -> None:
        case = self._case(matter, at)
        asked = [q for q in case.questions if q.kind is QuestionKind.OVERDUE]
        if not asked or case.ticket is None:
            return
        question, by = asked[0], self._manager(case)
        act = chance.choice((Act.PROPOSAL, Act.REMIND, Act.NEXT_FIRM))
        command = Command(act, str(act), question=question.id)
        course = Course(case.ticket)
        if act is Act.PROPOSAL:
            course = wait(case, course, question, command, by, ticket=case.ticket)
        else:
            course = chase(case, course, command, by, ticket=case.ticket, replaces=to_next)
        self._carry(case, course.effects, at)
        self._answered(matter, act, question, course, at)
        self.counts[str(act)] += 1

    def _answered(self, matter: Matter, act: Act, question: Question, course: Course, at: datetime) -> None:
        stage = str(question.about["stage"])
        timer = matter.timers[matter.order, stage]
        if act is Act.REMIND:
            timer.step, timer.rings = 1, minutes.after(at, 240, matter.state)
        elif act is Act.PROPOSAL:
            named = datetime.fromisoformat(question.about["until"])
            again = minutes.after(at, matter.span(stage), matter.state)
            timer.step, timer.rings = 1, named if named > at else again
        elif course.ticket is not None and len(course.ticket.orders) > matter.order:
            new = course.ticket.orders[-1]
            matter.firm = self._addresses((new.assignee,))[0]
            matter.order, matter.phase, matter.window = new.number, "dispatched", None
            matter.since = matter.begun = at
            matter.settle()

    def _away(self, chance: random.Random, at: datetime) -> None:
        """One of the two, never both."""
        if len(self.office.here(at)) < 2:
            return
        who = chance.choice((SABINE, TIM))
        other = TIM if who == SABINE else SABINE
        until = at.astimezone(minutes.BERLIN).date() + timedelta(days=chance.randrange(0, 15))
        back = datetime(until.year, until.month, until.day, tzinfo=minutes.BERLIN) + timedelta(days=1)
        about = {"until": until.isoformat(), "deputy": other}
        asks = AskQuestion(QuestionKind.ABSENCE, "absence", (who,), about, due_at=back)
        self._enact(Decision(Verdict.ACCEPTED, "away", (asks,), event=f"away{at.timestamp()}"), at)
        self.office.away[self._addresses((who,))[0]] = back
        self.counts["absences"] += 1

    # ---- the database

    def _case(self, matter: Matter, at: datetime) -> Case:
        with self.databases[0].read() as connection:
            return self.casebook.standing(connection, matter.number, at)

    def _live(self, case: Case) -> WorkOrder:
        assert case.ticket is not None
        return next(o for o in reversed(case.ticket.orders) if o.is_live)

    def _manager(self, case: Case) -> Any:
        return next(m for m in case.managers if m.id == SABINE)

    def _carry(self, case: Case, effects: tuple[Effect, ...], at: datetime) -> None:
        ticket = case.ticket
        assert ticket is not None
        kept = tuple(
            e for e in effects if not isinstance(e, OweNotice)
        )  # only the clock's own mails count here
        decision = Decision(
            Verdict.ACCEPTED, "played", kept, ticket.number, ticket.seq, f"p{ticket.number}-{ticket.seq}"
        )
        self._enact(decision, at)

    def _enact(self, decision: Decision, at: datetime) -> None:
        self.databases[0].write(lambda connection: ledger.enact(connection, decision, at))

    def _numbers(self) -> list[int]:
        with self.databases[0].read() as connection:
            return list(connection.execute(select(schema.tickets.c.number)).scalars())

    def _addresses(self, persons: tuple[PersonId, ...]) -> Any:
        from hauspost.store import registry

        with self.databases[0].read() as connection:
            found = registry.persons(connection, persons)
        return tuple(found[p].address for p in persons)

    def _lie_in_two_states(self) -> None:
        def move(connection: Any) -> None:
            for place, state in STATES.items():
                houses = schema.properties
                connection.execute(update(houses).where(houses.c.id == place).values(state=state))

        self.databases[0].write(move)

    # ---- what was said

    def said_by_nodes(self) -> list[Told]:
        """Every reminder, alert and line of a list that is owed, as the database has it."""
        database = Database(self.url)
        try:
            with database.read() as connection:
                table = schema.notices
                kinds = ("reminder", "overdue", "due_list")
                rows = connection.execute(select(table).where(table.c.kind.in_(kinds))).all()
        finally:
            database.close()
        return [told for row in rows for told in _told(row)]


def _told(row: Any) -> list[Told]:
    facts, address = row.facts, row.address
    if row.kind == "due_list":
        return [
            Told(
                row.created_at,
                line["step"],
                address,
                line["number"],
                _order(line["tag"], line),
                line["stage"],
            )
            for line in facts["lines"]
        ]
    if row.kind == "reminder":
        order = _order(facts["tag"], facts)
        return [Told(row.created_at, "firm", address, row.ticket, order, facts["stage"])]
    step = "deputy" if facts["for_whom"] else "manager"
    return [Told(row.created_at, step, address, row.ticket, _order(facts["tag"], facts), facts["stage"])]


def _order(tag: str, facts: dict[str, Any]) -> int:
    """A follow-up is the ticket's own, whatever order it speaks of."""
    return 0 if not tag or facts["stage"] == "follow_up" else int(tag.rpartition("-")[2])


def differences(year: Year) -> tuple[list[Told], list[Told]]:
    """What was missed, and what was said twice or at the wrong time."""
    expected, said = Counter(year.expected), Counter(year.said_by_nodes())
    return sorted((expected - said).elements()), sorted((said - expected).elements())
