"""A manager's words on how much a ticket can wait: NOTFALL, KEIN NOTFALL, and OK to an alarm (WORDS 6)."""

from dataclasses import replace

from hauspost.desk import alarms, on_call
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import Course, answered_before
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import AddEntry, SetFlag, SetPriority
from hauspost.desk.emergencies import call_now, kind_of
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command
from hauspost.desk.legal import is_legal
from hauspost.desk.model import ALARMING, EntryKind, Flag, Status, Ticket
from hauspost.desk.notices_of_emergencies import Alarm, AlarmReport
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.priorities import RAISED, calmed
from hauspost.desk.sites import hides_reporter, report_facts
from hauspost.desk.telling import party_of
from hauspost.desk.urgency import Level

ESCALATING = frozenset({Act.EMERGENCY, Act.NO_EMERGENCY, Act.ON_IT})


def escalate(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket | None) -> Course:
    """`ticket` None: OK to the alarm of a held mail. That the alarm ends follows from any word of a manager."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    if command.act is Act.ON_IT or ticket is None:
        return course.then(line if _still_sounds(case, command) else answered_before(case, command))
    note = AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, command.line)
    match command.act:
        case Act.NO_EMERGENCY:
            calm, gone = calmed(ticket, Priority.NORMAL)
            outcome = Outcome.DONE if gone or alarms.is_sounding(case) else Outcome.ALREADY
            return course.then(replace(line, outcome=outcome), note, *gone, ticket=calm)
        case _ if ticket.flags & ALARMING:
            return course.then(replace(line, outcome=Outcome.ALREADY))
        case _:
            return _raise(case, course.then(line, note), by, ticket=ticket)


def _still_sounds(case: Case, command: Command) -> bool:
    """Whether the alarm that is answered, or its repeat, waits for somebody."""
    known = (*case.questions, *case.closed)
    events = {q.about.get("event") for q in known if q.id == command.question}
    return any(q.state == "open" and q.about.get("event") in events for q in case.alarms)


def _raise(case: Case, course: Course, by: Person, *, ticket: Ticket) -> Course:
    """The steps of an emergency on a ticket that exists: number, alarm to the others, the on-call firm by rule."""
    urgency = kind_of(case, ticket)
    level = urgency.level if urgency.level.alarms else Level.EMERGENCY
    urgency = replace(urgency, level=level)
    flag = Flag.LIFE_DANGER if level is Level.LIFE_DANGER else Flag.EMERGENCY
    channel = on_call.journal_channel(ticket)
    facts = report_facts(case.entries, ticket)
    order, ordered = on_call.dispatch(case, ticket, urgency, facts=facts, channel=channel)
    company = order.assignee_name if order else ""
    told = (
        call_now(case, urgency, party_of(case, channel), channel=channel, mailed=company)
        if channel != INTERNAL
        else ()
    )
    status = Status.RELEASED if order and ticket.status is Status.OPEN else ticket.status
    raised = replace(ticket, status=status, flags=ticket.flags | {flag}, priority=Priority.HIGH)
    raised = replace(raised, orders=(*ticket.orders, order)) if order else raised
    alarm = alarms.with_firm(
        case, _alarm(case, ticket, by, company, level, str(urgency.kind)), urgency.kind, raised
    )
    others = tuple(m for m in alarms.all_managers(case) if m.id != by.id)
    mails = alarms.to_managers(case, others, alarm, channel=channel, status=status, due_at=case.at)
    entry_facts: dict[str, object] = {
        "before": ticket.priority,
        "after": str(Priority.HIGH),
        RAISED: str(flag),
    }
    entry = AddEntry(INTERNAL, EntryKind.PRIORITY, by.id, by.name, facts=entry_facts)
    raises = (SetFlag(flag, True), SetPriority(ticket.priority, Priority.HIGH), entry)
    effects = (*raises, *told, *ordered, *mails)
    return replace(course, effects=(*course.effects, *effects), ticket=raised)


def _alarm(case: Case, ticket: Ticket, by: Person, company: str, level: Level, kind: str) -> Alarm:
    opened = next((e for e in case.entries if e.kind is EntryKind.OPENED), None)
    reporters = party_of(case, Channel.of_resident(ticket.reporter)) if ticket.reporter else ()
    report = AlarmReport(
        by=opened.author_name if opened else "",
        text=opened.text[: alarms.LONGEST] if opened else "",
        at=ticket.opened_at,
        number=ticket.number,
        place=ticket.place,
        phone=next((n for p in reporters for n in p.phones), ""),
        is_anonymous=hides_reporter(ticket),
        is_legal=is_legal(ticket),
    )
    return Alarm(str(level), kind, (report,), ordered=company, raised_by=by.name)
