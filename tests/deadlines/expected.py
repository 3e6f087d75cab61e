"""What must be said, by a plain model of each ticket: timers that start, stop and ring. It uses no code of the desk."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tests.deadlines import minutes

DAY = (minutes.CLOSES - minutes.OPENS) * 60
SPANS = {"response": 240, "acceptance": DAY, "appointment": 3 * DAY, "completion": 10 * DAY}
URGENT = SPANS | {"acceptance": 120, "completion": 4 * DAY}
MANAGER, DEPUTY = 240, DAY


class Told(NamedTuple):
    """One thing that was said: when, to whom (firm | manager | deputy), of which ticket, order and stage."""

    at: datetime
    to: str
    address: str
    ticket: int
    order: int
    stage: str


@dataclass
class Timer:
    stage: str
    order: int
    start: datetime
    due: datetime
    step: int = 0
    rings: datetime | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        if self.stage == "follow_up":
            return ("manager",)
        is_firms = self.stage != "response" and self.order
        return ("firm", "manager", "deputy") if is_firms else ("manager", "deputy")


@dataclass
class Matter:
    """One ticket as the people see it."""

    number: int
    state: str
    opened: datetime
    timers: dict[tuple[int, str], Timer] = field(default_factory=dict)
    urgent: bool = False
    begun: datetime | None = None  # since when the work is owed
    firm: str = ""
    order: int = 0
    phase: str = ""
    window: datetime | None = None
    is_done: bool = False
    parts: int = 0  # the order whose parts the follow-up waits for
    heard: bool = False  # somebody of the office has done something
    since: datetime | None = None  # when the order came into its phase

    def span(self, stage: str) -> int:
        return (URGENT if self.urgent else SPANS)[stage]

    def set(self, stage: str, order: int, start: datetime, due: datetime) -> None:
        known = self.timers.get((order, stage))
        if known and (known.start, known.due) == (start, due):
            return
        timer = Timer(stage, order, start, due, rings=due)
        if known and known.start == start and known.step and timer.steps[0] == "firm":
            timer.step = 1
        self.timers[order, stage] = timer

    def settle(self) -> None:
        """Starts what must run as the matter stands, and stops the rest."""
        wanted: set[tuple[int, str]] = {key for key in self.timers if key[1] == "follow_up"}
        for stage, order, start in self._running():
            due = minutes.after(start, self.span(stage), self.state)
            if stage == "completion" and self.window and order:
                due = max(due, self.window)
            self.set(stage, order, start, due)
            wanted.add((order, stage))
        self.timers = {key: timer for key, timer in self.timers.items() if key in wanted}

    def _running(self) -> list[tuple[str, int, datetime]]:
        if self.is_done:
            return []
        if self.begun is None:
            return [] if self.heard else [("response", 0, self.opened)]
        if not self.phase:
            return [("completion", 0, self.begun)]
        assert self.since is not None
        owed = {"dispatched": "acceptance", "accepted": "appointment"}
        if self.phase in owed:
            return [(owed[self.phase], self.order, self.since)]
        return [("completion", self.order, self.begun)] if self.phase != "waiting_parts" else []


@dataclass
class Office:
    """Who is there."""

    managers: tuple[str, str]  # who decides, and the deputy
    away: dict[str, datetime] = field(default_factory=dict)  # until when

    def here(self, at: datetime) -> tuple[str, ...]:
        return tuple(m for m in self.managers if self.away.get(m, at) <= at)

    def decides(self, at: datetime) -> str:
        return self.here(at)[0]

    def second(self, at: datetime) -> str:
        others = [m for m in self.here(at) if m != self.decides(at)]
        return others[0] if others else ""


def ring(matter: Matter, office: Office, at: datetime) -> list[Told]:
    """All that is said of the matter at that moment."""
    told: list[Told] = []
    if not minutes.is_open(at, matter.state):
        return told
    for key, timer in list(matter.timers.items()):
        if timer.rings is None or timer.rings > at:
            continue
        step = timer.steps[timer.step]
        who = {"firm": matter.firm, "manager": office.decides(at), "deputy": office.second(at)}[step]
        waits = matter.phase == "waiting_parts" and not matter.is_done
        is_moot = timer.stage == "follow_up" and matter.parts and not waits
        if who and not is_moot:
            told.append(Told(at, step, who, matter.number, timer.order, timer.stage))
        timer.step += 1
        is_last = timer.step == len(timer.steps)
        wait = DEPUTY if not is_last and timer.steps[timer.step] == "deputy" else MANAGER
        timer.rings = None if is_last else minutes.after(at, wait, matter.state)
        if timer.stage == "follow_up":
            del matter.timers[key]
            matter.parts = 0
    return told
