"""Wiedervorlage: a manager says when to see a ticket again, or a firm until when it waits for parts."""

from dataclasses import replace
from datetime import date, timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, Effect, SetFollowUp
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command
from hauspost.desk.model import Entry, EntryKind, Status, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.work import Phase, WorkOrder

FARTHEST = timedelta(days=800)
OPEN_END = 5  # working days after which somebody asks for parts of which no firm said when they come


def follow_up(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """WV ‹day›: at the beginning of that day's office hours, or of the next working day's, which the receipt says."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    if command.until is None:
        return _taken_back(course, line, by, ticket)
    at = case.calendar.opens(command.until)
    if at <= case.at or command.until > case.today + FARTHEST:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="follow_up_past"))
    day = at.astimezone(case.zone).date()
    note = command.text.strip()
    facts = _was(ticket) | {"after": day.isoformat(), "at": at.isoformat()}
    entry = AddEntry(INTERNAL, EntryKind.FOLLOW_UP, by.id, by.name, note, facts)
    line = replace(line, at=at, detail="moved" if day != command.until else "")
    set_to = replace(ticket, follow_up_at=at, follow_up_note=note)
    return course.then(line, SetFollowUp(at, note), entry, ticket=set_to)


def _taken_back(course: Course, line: TranscriptLine, by: Person, ticket: Ticket) -> Course:
    line = replace(line, act="follow_up_off")
    if ticket.follow_up_at is None:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    entry = AddEntry(INTERNAL, EntryKind.FOLLOW_UP, by.id, by.name, facts=_was(ticket) | {"after": ""})
    return course.then(line, SetFollowUp(None), entry, ticket=replace(ticket, follow_up_at=None))


def kept_day(ticket: Ticket) -> str:
    """As the journal writes it; "": none."""
    return ticket.follow_up_at.isoformat() if ticket.follow_up_at else ""


def _was(ticket: Ticket) -> dict[str, object]:
    """What RÜCKGÄNGIG goes back to."""
    return {"before": kept_day(ticket), "before_note": ticket.follow_up_note}


def after_parts(
    case: Case, ticket: Ticket, order: WorkOrder, until: date | None
) -> tuple[Ticket, tuple[Effect, ...]]:
    """On the working day behind the one that the firm named. A day that a manager chose stays."""
    if ticket.follow_up_at is not None and waits_for(ticket, case.entries) is None:
        return ticket, ()
    at = case.calendar.next_opening(until or case.today)
    for _ in range(0 if until else OPEN_END - 1):
        at = case.calendar.next_opening(at.astimezone(case.zone).date())
    facts: dict[str, object] = {
        "after": at.astimezone(case.zone).date().isoformat(),
        "order": order.number,
        "channel": str(order.channel),
    }
    entry = AddEntry(INTERNAL, EntryKind.FOLLOW_UP, order.assignee, order.assignee_name, facts=facts)
    return replace(ticket, follow_up_at=at, follow_up_note=""), (SetFollowUp(at), entry)


def waits_for(ticket: Ticket, entries: tuple[Entry, ...]) -> WorkOrder | None:
    """The order whose parts the ticket's day is about; None: it is a manager's own."""
    last = next((e for e in reversed(entries) if e.kind is EntryKind.FOLLOW_UP), None)
    if last is None or not last.facts.get("order"):
        return None
    number = last.facts["order"]
    return next((o for o in ticket.orders if o.number == number), None)


def is_over(ticket: Ticket, entries: tuple[Entry, ...]) -> bool:
    """Whether the parts have come meanwhile, or nobody waits for them any more."""
    order = waits_for(ticket, entries)
    is_waiting = order is not None and order.phase is Phase.WAITING_PARTS and ticket.status is not Status.DONE
    return order is not None and not is_waiting
