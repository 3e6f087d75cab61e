"""AUFBEWAHREN and SPERREN: how long a manager wants a ticket kept, and that nothing of it may be deleted for now."""

from dataclasses import replace
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, Decision, SetHold, SetRetention, Verdict
from hauspost.desk.houses import Company, Person, PersonId
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine

KEEPING: Final = frozenset({Act.RETAIN, Act.HOLD})
FREE: Final = "free"  # AUFBEWAHREN FREI: the hold is over
BY_KIND: Final = "auto"  # AUFBEWAHREN AUTOMATISCH: by what the ticket is
LONGEST: Final = 300  # characters of a reason


def keep(_case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """A class of `retention.Retention`, or its end, or the hold and its reason."""
    is_hold = command.act is Act.HOLD or command.value == FREE
    after = _reason(command) if is_hold else "" if command.value == BY_KIND else command.value
    before = ticket.hold if is_hold else ticket.retention
    said = "hold" if command.act is Act.HOLD else command.value
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=said)
    if after == before:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    entry = _entry(before, after, by.id, by.name, is_hold=is_hold)
    if is_hold:
        return course.then(line, SetHold(after), entry, ticket=replace(ticket, hold=after))
    return course.then(line, SetRetention(after), entry, ticket=replace(ticket, retention=after))


def held_by_operator(ticket: Ticket, reason: str, *, company: Company, event: str) -> Decision:
    """`hauspost hold`. `reason`: "" ends the hold."""
    entry = _entry(ticket.hold, reason, None, company.name, is_hold=True)
    return Decision(
        Verdict.ACCEPTED,
        "held_by_law",
        (SetHold(reason), entry),
        ticket=ticket.number,
        seq=ticket.seq,
        event=event,
    )


def _reason(command: Command) -> str:
    return " ".join(command.text.split())[:LONGEST] if command.act is Act.HOLD else ""


def _entry(before: str, after: str, author: PersonId | None, name: str, *, is_hold: bool) -> AddEntry:
    """The reason is words; a class is a fact."""
    if is_hold:
        facts: dict[str, object] = {"what": "hold", "state": "on" if after else "off"}
        return AddEntry(INTERNAL, EntryKind.RETENTION, author, name, after or before, facts)
    facts = {"what": "class", "before": before, "after": after}
    return AddEntry(INTERNAL, EntryKind.RETENTION, author, name, facts=facts)
