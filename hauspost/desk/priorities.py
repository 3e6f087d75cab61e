"""PRIORITÄT hoch | normal | niedrig: how urgent a manager finds a ticket, by which its deadlines run."""

from dataclasses import replace
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import AddEntry, Effect, SetFlag, SetPriority
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command
from hauspost.desk.model import ALARMING, EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine

RAISED: Final = "raised"  # … and of one by which NOTFALL made it one
CALMED: Final = "calmed"  # the fact of an entry that names the flags of an emergency that it ended


def prioritise(_case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    wanted = Priority(command.value)
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=str(wanted))
    changed, effects = calmed(ticket, wanted)
    if not effects:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    calm = sorted(ticket.flags - changed.flags)
    facts: dict[str, object] = {"before": ticket.priority, "after": str(wanted)}
    facts |= {CALMED: calm} if calm else {}
    entry = AddEntry(INTERNAL, EntryKind.PRIORITY, by.id, by.name, facts=facts)
    return course.then(line, *effects, entry, ticket=changed)


def calmed(ticket: Ticket, priority: Priority) -> tuple[Ticket, tuple[Effect, ...]]:
    """The ticket of that priority: below "high" it is no emergency any more. No effects: it was so before."""
    gone = frozenset() if priority is Priority.HIGH else ticket.flags & ALARMING
    effects: list[Effect] = [SetFlag(flag, False) for flag in sorted(gone)]
    if priority != ticket.priority:
        effects.append(SetPriority(ticket.priority, priority))
    return replace(ticket, priority=priority, flags=ticket.flags - gone), tuple(effects)
