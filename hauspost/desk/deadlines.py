"""What is promised, and until when: which clocks run for a ticket as it stands, and when each of them is over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hauspost.desk.business_calendar import BusinessCalendar, ClosedDay, Span
from hauspost.desk.houses import PersonId
from hauspost.desk.model import IN_SURVEY, Entry, EntryKind, Status, Ticket
from hauspost.desk.work import OrderKind, Phase, WorkOrder


class Stage(StrEnum):
    RESPONSE = "response"  # somebody of the office does something about a new ticket
    ACCEPTANCE = "acceptance"  # a firm says whether it comes
    APPOINTMENT = "appointment"  # … and when
    COMPLETION = "completion"  # the work is done
    QUOTE = "quote"  # a firm that was asked for an offer sends one
    FOLLOW_UP = "follow_up"  # Wiedervorlage: a manager wished to see it again


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Step(StrEnum):
    """Who hears of it next, each once."""

    FIRM = "firm"
    MANAGER = "manager"
    DEPUTY = "deputy"


# Where nobody outside owes the answer, the manager is the first to hear.
STEPS: Final[dict[Stage, tuple[Step, ...]]] = {
    Stage.RESPONSE: (Step.MANAGER, Step.DEPUTY),
    Stage.ACCEPTANCE: (Step.FIRM, Step.MANAGER, Step.DEPUTY),
    Stage.APPOINTMENT: (Step.FIRM, Step.MANAGER, Step.DEPUTY),
    Stage.COMPLETION: (Step.FIRM, Step.MANAGER, Step.DEPUTY),
    Stage.QUOTE: (Step.FIRM, Step.MANAGER),
    Stage.FOLLOW_UP: (Step.MANAGER,),
}
OF_OFFICE: Final = (Step.MANAGER, Step.DEPUTY)  # of a completion that no order runs for

# What an order in that phase owes next.
OWES: Final[dict[Phase, Stage]] = {
    Phase.DISPATCHED: Stage.ACCEPTANCE,
    Phase.REWORK: Stage.ACCEPTANCE,
    Phase.ACCEPTED: Stage.APPOINTMENT,
    Phase.NO_ACCESS: Stage.APPOINTMENT,
    Phase.SCHEDULED: Stage.COMPLETION,
    Phase.IN_PROGRESS: Stage.COMPLETION,
    Phase.QUOTE_REQUESTED: Stage.QUOTE,
}
# The work waits for something else, which has a question or a date of its own.
WAITS: Final = frozenset({Phase.WAITING_PARTS, Phase.WAITING_APPROVAL})


HALF_A_DAY: Final = Span(minutes=240)
A_DAY: Final = Span(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the configuration. A stage that is absent here is said by a less specific row; None: not at all."""

    spans: dict[Stage, Span | None]
    category: str = ""
    priority: str = ""

    def speaks_of(self, stage: Stage, category: str, priority: str) -> bool:
        fits = self.category in ("", category) and self.priority in ("", priority)
        return fits and stage in self.spans

    @property
    def weight(self) -> tuple[bool, bool]:
        """Urgency says more than the topic."""
        return bool(self.priority), bool(self.category)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Nothing is promised or chased without a promise. `manager`: after the firm's reminder; `deputy`: after hers."""

    promises: tuple[Promise, ...] = ()
    manager: Span = HALF_A_DAY
    deputy: Span = A_DAY
    closed: tuple[ClosedDay, ...] = ()

    @property
    def are_kept(self) -> bool:
        return any(span for promise in self.promises for span in promise.spans.values())

    def span(self, stage: Stage, category: str, priority: str) -> Span | None:
        """The most specific row that speaks of it."""
        found = [p for p in self.promises if p.speaks_of(stage, category, priority)]
        return max(found, key=lambda p: p.weight).spans[stage] if found else None

    def wait(self, step: Step) -> Span:
        """How long before that step what was said last may take effect."""
        return self.deputy if step is Step.DEPUTY else self.manager


NO_DEADLINES: Final = Deadlines()


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs. `order` 0: of the ticket itself."""

    stage: Stage
    order: int
    started_at: datetime
    due_at: datetime

    @property
    def steps(self) -> tuple[Step, ...]:
        is_of_office = self.stage is Stage.COMPLETION and not self.order
        return OF_OFFICE if is_of_office else STEPS[self.stage]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock as it is kept: which of its steps comes next, and when; `next_at` None: all have been taken."""

    id: int
    ticket: int
    clock: Clock
    step: int = 0
    next_at: datetime | None = None


def clocks(
    ticket: Ticket,
    entries: tuple[Entry, ...],
    deadlines: Deadlines,
    calendar: BusinessCalendar,
    *,
    managers: frozenset[PersonId],
    since: datetime | None,
    choosing: Mapping[int, datetime],
) -> tuple[Clock, ...]:
    """All that run for the ticket as it stands; of promises only those that began when they were given (`since`).

    `choosing`: of which orders a resident has yet to choose a time, and when the last of these times begins.
    """
    if ticket.merged_into is not None:
        return ()
    found = list(_follow_up(ticket))  # a manager may wish to see again what is done
    if since is not None and ticket.status is not Status.DONE and not ticket.flags & IN_SURVEY:
        promised = _promised(ticket, entries, deadlines, calendar, managers, choosing)
        found += (clock for clock in promised if clock.started_at >= since)
    return tuple(found)


def _follow_up(ticket: Ticket) -> Iterator[Clock]:
    if ticket.follow_up_at is not None:
        yield Clock(Stage.FOLLOW_UP, 0, ticket.follow_up_at, ticket.follow_up_at)


def _promised(
    ticket: Ticket,
    entries: tuple[Entry, ...],
    deadlines: Deadlines,
    calendar: BusinessCalendar,
    managers: frozenset[PersonId],
    choosing: Mapping[int, datetime],
) -> Iterator[Clock]:
    def span(stage: Stage) -> Span | None:
        return deadlines.span(stage, ticket.category, ticket.priority)

    if (wait := span(Stage.RESPONSE)) and _is_unheard(ticket, entries, managers):
        yield Clock(Stage.RESPONSE, 0, ticket.opened_at, calendar.after(ticket.opened_at, wait))
    asked = [o for o in ticket.orders if o.phase is Phase.QUOTE_REQUESTED]
    for order in asked:
        if wait := span(Stage.QUOTE):
            start = phase_since(order, entries, ticket)
            yield Clock(Stage.QUOTE, order.number, start, _until(order, Stage.QUOTE, calendar, start, wait))
    begun = work_began(ticket, entries)
    running = [o for o in ticket.orders if o.is_running and o.kind is OrderKind.ORDER]
    for order in running:
        stage = OWES.get(order.phase)
        if stage is None:
            continue
        if (wait := span(stage)) and stage is not Stage.COMPLETION:
            start = phase_since(order, entries, ticket)
            if stage is Stage.APPOINTMENT:
                answered = tuple(_choices(order, entries))
                own = (*answered, *_offered(order, entries, since=max(answered, default=start)))
                start = max(start, *own, choosing.get(order.number, start))
            yield Clock(stage, order.number, start, _until(order, stage, calendar, start, wait))
        elif begun is not None and (wait := span(Stage.COMPLETION)):
            due = calendar.after(begun, wait)
            late = max(due, order.window.last) if order.window else due
            yield Clock(Stage.COMPLETION, order.number, begun, late)
    if not running and begun is not None and (wait := span(Stage.COMPLETION)):
        yield Clock(Stage.COMPLETION, 0, begun, calendar.after(begun, wait))


def _offered(order: WorkOrder, entries: tuple[Entry, ...], *, since: datetime) -> Iterator[datetime]:
    """When the last of the times begins that the firm has named and nobody has answered since, asked or not."""
    said = (e for e in entries if e.channel == order.channel and e.kind is EntryKind.MESSAGE)
    own = (e for e in said if e.at >= since)
    return (datetime.fromisoformat(str(e.facts["times"])) for e in own if e.facts.get("times"))


def _choices(order: WorkOrder, entries: tuple[Entry, ...]) -> Iterator[datetime]:
    """When residents have answered about the order's times: from then on it is the firm's turn again."""
    return (e.at for e in entries if e.kind is EntryKind.ANSWER and e.facts.get("order") == order.number)


def _until(
    order: WorkOrder, stage: Stage, calendar: BusinessCalendar, start: datetime, wait: Span
) -> datetime:
    """ "bis Fr" in the order says more than the configuration, as long as it lies ahead."""
    if stage in (Stage.ACCEPTANCE, Stage.QUOTE) and order.accept_by is not None:
        named = calendar.closes(order.accept_by)
        if named > start:
            return named
    return calendar.after(start, wait)


def _is_unheard(ticket: Ticket, entries: tuple[Entry, ...], managers: frozenset[PersonId]) -> bool:
    """Nobody of the office has done anything yet; a note is no answer."""
    if ticket.status is not Status.OPEN or ticket.orders:
        return False
    return not any(e.author in managers and e.kind is not EntryKind.NOTE for e in entries)


def phase_since(order: WorkOrder, entries: tuple[Entry, ...], ticket: Ticket) -> datetime:
    """When the order came into its phase, or was last spoken of in it."""
    own = [e for e in entries if e.kind is EntryKind.ORDER and e.channel == order.channel]
    there = [e.at for e in own if e.facts.get("after") == order.phase]
    return max(there or [e.at for e in own] or [ticket.opened_at])


def work_began(ticket: Ticket, entries: tuple[Entry, ...]) -> datetime | None:
    """Since when the work is owed: released or reopened, ordered anew, to be done again, or no longer held up."""
    if ticket.status is Status.OPEN:
        return None
    moments = [e.at for e in entries if _begins(e)]
    return max(moments, default=ticket.opened_at)


def _begins(entry: Entry) -> bool:
    before, after = entry.facts.get("before"), entry.facts.get("after")
    if entry.kind is EntryKind.STATUS:
        return before in (Status.OPEN, Status.DONE)
    if entry.kind is not EntryKind.ORDER:
        return False
    is_new = before == "" and entry.facts.get("kind") == OrderKind.ORDER
    return is_new or after == Phase.REWORK or (before in WAITS and after not in WAITS)
