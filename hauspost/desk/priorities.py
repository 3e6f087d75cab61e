"""PRIORITÄT hoch | normal | niedrig: how urgent a manager finds a ticket, by which its deadlines run."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import AddEntry, SetPriority
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine


def prioritise(_case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    wanted = Priority(command.value)
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=str(wanted))
    if wanted == ticket.priority:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    facts: dict[str, object] = {"before": ticket.priority, "after": str(wanted)}
    entry = AddEntry(INTERNAL, EntryKind.PRIORITY, by.id, by.name, facts=facts)
    changed = replace(ticket, priority=str(wanted))
    return course.then(line, SetPriority(ticket.priority, str(wanted)), entry, ticket=changed)
