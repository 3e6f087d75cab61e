"""How far a manager's mail has come, line by line, and what every line may ask of the ticket at hand."""

from dataclasses import dataclass, field, replace

from hauspost.desk.case import Case
from hauspost.desk.decision import (
    AddEntry,
    Decision,
    Effect,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.model import (
    INTERNAL,
    Channel,
    ChannelKind,
    EntryKind,
    Person,
    Ticket,
)
from hauspost.desk.notices import (
    Since,
    TranscriptLine,
)
from hauspost.desk.telling import party_of


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

    def then(self, line: TranscriptLine, *effects: Effect, ticket: Ticket | None = None) -> "Course":
        return replace(
            self, lines=(*self.lines, line), effects=(*self.effects, *effects), ticket=ticket or self.ticket
        )


def open_question(case: Case, course: Course, number: int | None, *kinds: QuestionKind) -> Question | None:
    found = (q for q in case.questions if q.id == number and q.kind in kinds and q.id not in course.used)
    return next(found, None)


def joined(*texts: str) -> str:
    return "\n\n".join(t for t in texts if t)


def note(by: Person, text: str) -> AddEntry:
    return AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, text)


def outside(case: Case, ticket: Ticket) -> Channel | None:
    """The channel of the party outside: the one that was answered, else the reporter's; None if there is none."""
    named = case.resolution.channel
    if named is not None and named.kind is ChannelKind.RESIDENT:
        return named
    return Channel.of_resident(ticket.reporter) if ticket.reporter else None


def channel_of(case: Case, ticket: Ticket) -> Channel:
    return outside(case, ticket) or INTERNAL


def is_reachable(case: Case, ticket: Ticket) -> bool:
    channel = outside(case, ticket)
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
