"""AUFTEILEN: one matter stays, each other one gets a ticket, and whoever reported them hears the numbers.

The one that the ticket was sorted by stays, with its orders and with what the house reads of it; else the first.
"""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import Course, answered_before
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    Decision,
    OpenTicket,
    Question,
    QuestionKind,
    SetCategory,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command, Said
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.matters import Matter, kept_matters, topics
from hauspost.desk.model import EntryKind, Ticket, TicketKind, Visibility
from hauspost.desk.moves import close_by_topic
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.desk.opening import put_before_managers
from hauspost.desk.ordering import task_facts
from hauspost.desk.sites import kept_facts
from hauspost.desk.telling import names, party_of, tell
from hauspost.desk.workflow import plan


def split(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """Once, and only what was seen when the mail came: matters of different topics."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    question = _asked(case, course, ticket)
    if command.question is not None and (question is None or question.id != command.question):
        before = answered_before(case, command)
        if before.outcome is Outcome.ANSWERED:
            return course.then(before)
    reporter = Channel.of_resident(ticket.reporter) if ticket.reporter else None
    matters = kept_matters(e for e in case.entries if e.channel == reporter)
    if any(e.kind is EntryKind.SPLIT and e.seq > 0 for e in case.entries):
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if not matters or reporter is None:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="split"))
    kept = next((m for m in matters if m.category == ticket.category), matters[0])
    what = topics(case, matters, by.language)
    facts = {"topics": what} | kept_facts(reporter, kept.part)
    entry = AddEntry(INTERNAL, EntryKind.SPLIT, by.id, by.name, facts=facts)
    course = course.then(replace(line, after=what), entry)
    if question is not None:
        answered = AnswerQuestion(question.id, str(command.act), by.id)
        course = replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))
    stays = _sorted(course, kept, by, ticket=ticket)
    course = close_by_topic(case, stays, command, by, ticket=stays.ticket or ticket)
    opened = tuple(
        _open(case, course.ticket or ticket, matter, reporter) for matter in matters if matter is not kept
    )
    return replace(course, also=(*course.also, *opened))


def _asked(case: Case, course: Course, ticket: Ticket) -> Question | None:
    """What the mail on the ticket asked, while it waits: the word answers it from whatever mail it comes."""
    found = (q for q in case.questions if q.kind is QuestionKind.SPLIT and q.ticket == ticket.number)
    return next((q for q in found if q.id not in course.used), None)


def _sorted(course: Course, kept: Matter, by: Person, *, ticket: Ticket) -> Course:
    """By the topic of what stays, unless an order runs: that was given for the topic that the ticket has."""
    if kept.category == ticket.category or any(o.is_running for o in ticket.orders):
        return replace(course, ticket=ticket)
    facts: dict[str, object] = {"before": ticket.category, "after": kept.category}
    entry = AddEntry(INTERNAL, EntryKind.CATEGORY, by.id, by.name, facts=facts)
    change = SetCategory(ticket.category, kept.category)
    effects = (*course.effects, change, entry)
    return replace(course, effects=effects, ticket=replace(ticket, category=kept.category))


def _open(case: Case, ticket: Ticket, matter: Matter, channel: Channel) -> Decision:
    """Private, whatever its topic: only a report of its own becomes public by its topic."""
    party = party_of(case, channel)
    case = replace(
        case, resolution=replace(case.resolution, hinted_ticket=None)
    )  # its subject is of our mail
    said = Said(
        whole=matter.part.text, task=matter.part.task, access=matter.part.access, place=matter.part.place
    )
    language = party[0].language if party else case.company.language
    opens = OpenTicket(
        property_id=ticket.property_id,
        kind=TicketKind.MATTER,
        category=matter.category,
        visibility=Visibility.PRIVATE,
        subject=case.category(matter.category).label(case.company.language),
        unit=ticket.unit,
        place=said.place or ticket.place,
        public_place=said.place,
        reporter=ticket.reporter,
        responsible=ticket.responsible,
        participants=tuple(p for p in ticket.participants if p.channel == channel),
    )
    kept = task_facts(said) | {"split_from": ticket.number, "attachments": []}
    entry = AddEntry(channel, EntryKind.OPENED, ticket.reporter, names(party), said.whole, kept)
    told = Acknowledged(
        ticket.opened_at,
        split_from=ticket.number,
        split_topic=case.category(ticket.category).label(language),
        answer=case.category(matter.category).answer,
    )
    when = when_told(case, Event.OPENED, Reader.REPORTER, opens)
    mails = tell(case, party, NoticeKind.ACKNOWLEDGEMENT, told, channel=channel, when=when)
    planned = plan(case, opens, said, channel=channel, party=party)
    mails += put_before_managers(case, said, opens, channel, by=names(party), planned=planned)
    effects = (opens, entry, *mails, *planned.effects)
    return Decision(Verdict.ACCEPTED, "split_off", effects, event=case.event, channel=channel)
