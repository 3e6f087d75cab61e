"""How far a manager's mail has come, line by line, and what every line may ask of the ticket at hand."""

from dataclasses import dataclass, field, replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind
from hauspost.desk.decision import (
    AddEntry,
    Decision,
    Effect,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command, Offer
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, Since, TranscriptLine
from hauspost.desk.telling import party_of

HELD = "H-"  # before the number of a held mail
CLOSED_BY_ITSELF = (
    "close_after_days"  # the policy's key, by which the journal names that a ticket closed by itself
)


@dataclass(frozen=True, slots=True)
class Course:
    """How far the mail's lines have come: the ticket as they leave it, and all that they owe."""

    ticket: Ticket | None
    lines: tuple[TranscriptLine, ...] = ()
    effects: tuple[Effect, ...] = ()
    sends: tuple[str, ...] = ()  # words that leave to the party outside
    reason: str = ""  # of a rejection
    since: tuple[Since, ...] = ()
    used: frozenset[int] = field(default_factory=frozenset)  # questions answered by this mail
    is_confirmed: bool = False  # the mail answers a confirming question of ours
    may_name: bool = False  # … that showed where its words name somebody who hides
    also: tuple[Decision, ...] = ()  # what happens at other tickets, and what is opened beside this one
    ordered: tuple[str, ...] = ()  # who has been set to work, as the resident hears it
    to: Channel | None = None  # where kept words go that are sent after all, if not to the party at hand
    informed: Channel | None = None  # whose own mail of this event says all there is to say
    offers: tuple[Offer, ...] = ()  # what the receipt offers besides
    options: tuple[tuple[str, tuple[Command, ...]], ...] = ()  # what an overtaken order may still become

    def then(self, line: TranscriptLine, *effects: Effect, ticket: Ticket | None = None) -> "Course":
        return replace(
            self, lines=(*self.lines, line), effects=(*self.effects, *effects), ticket=ticket or self.ticket
        )


def open_question(case: Case, course: Course, number: int | None, *kinds: QuestionKind) -> Question | None:
    found = (q for q in case.questions if q.id == number and q.kind in kinds and q.id not in course.used)
    return next(found, None)


def answered_before(case: Case, command: Command) -> TranscriptLine:
    """An answer counts once: whoever comes second hears what was decided, by whom and when."""
    line = TranscriptLine(command.line, str(command.act), Outcome.ALREADY)
    number = (
        int(command.target.removeprefix(HELD) or 0) if command.target.startswith(HELD) else command.question
    )
    question = next((q for q in case.closed if q.id == number), None)
    if question is None:
        return line
    known = {m.id: m.name for m in case.managers} | {p.id: p.name for p in case.people.values()}
    became = question.answer if question.state == "answered" else question.state
    who = known.get(question.answered_by, "") if question.answered_by else ""
    return replace(line, outcome=Outcome.ANSWERED, detail=became, company=who, at=question.answered_at)


def joined(*texts: str) -> str:
    return "\n\n".join(t for t in texts if t)


def note(by: Person, text: str) -> AddEntry:
    return AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, text)


PARTIES = frozenset(
    {ChannelKind.RESIDENT, ChannelKind.ORDER, ChannelKind.ASKED}
)  # whose channel a manager's words may go to


def outside(case: Case, ticket: Ticket) -> Channel | None:
    """Whom words are for: the party whose mail was answered, else the reporter; None if there is none."""
    named = case.resolution.channel
    if named is not None and named.kind in PARTIES:
        return named
    return Channel.of_resident(ticket.reporter) if ticket.reporter else None


def firm_at(case: Case, channel: Channel | None) -> str:
    """Who has the order whose channel it is, as people say it; "" for every other channel."""
    orders = case.ticket.orders if case.ticket else ()
    return next((o.assignee_name for o in orders if o.channel == channel), "")


def resident_channel(case: Case, ticket: Ticket) -> Channel | None:
    """Whom facts are for, whoever was answered: a firm's channel never carries them."""
    named = outside(case, ticket)
    if named is not None and named.kind is ChannelKind.RESIDENT:
        return named
    return Channel.of_resident(ticket.reporter) if ticket.reporter else None


def channel_of(case: Case, ticket: Ticket) -> Channel:
    """Where a steering mail about the ticket stands: beside the resident's, never in a firm's."""
    return resident_channel(case, ticket) or INTERNAL


def changed_since(case: Case, *more: EntryKind) -> tuple[Since, ...]:
    """What somebody else has done to the status (and `more`) since the mail that is answered was written (WORDS 2).

    What an assignee reports was foreseen by the order, and that a ticket closes by itself by the mail before it: they
    overtake nobody.
    """
    if case.answered is None or case.answered.seq is None:
        return ()
    shown = case.answered.seq
    own: set[object] = {p.id for p in case.acting_managers}
    own |= {o.assignee for o in case.ticket.orders} if case.ticket else set()
    kinds = {EntryKind.STATUS, EntryKind.UNDONE, *more}
    changes = (
        e
        for e in case.entries
        if e.kind in kinds and "after" in e.facts and e.facts.get("rule") != CLOSED_BY_ITSELF
    )
    return tuple(_as_since(e) for e in changes if e.seq > shown and e.author not in own)


def _as_since(entry: Entry) -> Since:
    if entry.kind is EntryKind.ORDER:
        company = str(entry.facts.get("company", ""))
        return Since(entry.at, entry.author_name, str(entry.kind), "", company)
    before, after = str(entry.facts["before"]), str(entry.facts["after"])
    return Since(entry.at, entry.author_name, str(entry.kind), before, after)


def is_reachable(case: Case, ticket: Ticket, to: Channel | None = None) -> bool:
    channel = to or outside(case, ticket)
    return channel is not None and any(p.address for p in party_of(case, channel))


def decided(case: Case, verdict: Verdict, reason: str, effects: tuple[Effect, ...]) -> Decision:
    ticket = case.ticket
    if ticket is None:
        return Decision(verdict, reason, effects, event=case.event)
    return Decision(
        verdict,
        reason,
        effects,
        ticket.number,
        ticket.seq,
        case.event,
        case.resolution.channel or channel_of(case, ticket),
    )
