"""Which of a manager's words leave, who hears of it, and what the manager is told of both (WORDS 1)."""

from dataclasses import dataclass

from hauspost.desk.case import Case
from hauspost.desk.course import (
    Course,
    channel_of,
    is_reachable,
    joined,
    outside,
)
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Effect,
    OweNotice,
    QuestionKind,
)
from hauspost.desk.intents import Act, Offer, Said, Salutation
from hauspost.desk.model import (
    Channel,
    ChannelKind,
    EntryKind,
    Person,
    Status,
    Ticket,
    TicketKind,
)
from hauspost.desk.notices import (
    CONVERSATIONS,
    Kept,
    ManagerWrote,
    NoticeKind,
    NotSent,
    Outcome,
    StatusChanged,
    Telling,
    Transcript,
    TranscriptLine,
)
from hauspost.desk.proof import Power
from hauspost.desk.publication import after_status
from hauspost.desk.telling import held_back, names, offer, party_of, tell

FINE = frozenset({Outcome.DONE, Outcome.ALREADY, Outcome.SENT, Outcome.KEPT, Outcome.STOPPED, Outcome.UNDONE})
TOLD = frozenset({NoticeKind.STATUS, NoticeKind.MESSAGE, NoticeKind.NEW_TICKET})  # what a receipt announces
REJECTED = "REJECTED"  # how people are told of DONE with that flag


@dataclass(frozen=True, slots=True)
class Words:
    """The free text of a mail: what leaves, what stays inside, and why it stays."""

    leaves: str = ""
    stays: str = ""
    why: Kept = Kept.NO_SALUTATION


def part_words(case: Case, said: Said) -> Words:
    """WORDS 1: what leaves is meant for the other side beyond doubt, and is surely this manager's own."""
    text = joined(said.text, said.reply)
    if case.ticket is None or outside(case, case.ticket) is None:
        return Words(stays=text, why=Kept.NOBODY)
    if not is_reachable(case, case.ticket):
        return Words(stays=text, why=Kept.NO_ADDRESS)
    if case.resolution.power < Power.REVERSIBLE:
        return Words(stays=text, why=Kept.PROOF)
    if said.reply:
        return Words(leaves=said.reply, stays=said.text)
    is_conversation = case.answered is not None and case.answered.kind in CONVERSATIONS
    match said.salutation:
        case Salutation.COLLEAGUE:
            return Words(stays=said.text, why=Kept.COLLEAGUE)
        case Salutation.OUTSIDE:
            return Words(leaves=said.text)
        case _:
            may_leave = not said.commands and (is_conversation or case.policy.plain_reply == "send")
            return Words(leaves=said.text) if may_leave else Words(stays=said.text)


def tell_outside(case: Case, course: Course, words: str, by: Person) -> tuple[Effect, ...]:
    """At most one mail to each party: a change of status to all of them, the manager's words to the one she answers."""
    if case.ticket is None or course.ticket is None:
        return ()
    named = outside(case, case.ticket)
    told: list[Effect] = []
    for channel in _resident_channels(case.ticket, named):
        theirs = words if channel == named else ""
        if theirs:
            told.append(AddEntry(channel, EntryKind.MESSAGE, by.id, by.name, theirs))
        if course.ticket.status is not case.ticket.status:
            told += _status(case, course, channel, theirs, by)
        elif theirs:
            wrote = ManagerWrote(text=theirs, by=by.name)
            party = party_of(case, channel)
            told += tell(case, party, NoticeKind.MESSAGE, wrote, channel=channel, due_at=held_back(case))
    return (*told, *after_status(case, case.ticket, course.ticket))


def _resident_channels(ticket: Ticket, named: Channel | None) -> tuple[Channel, ...]:
    taking_part = (p.channel for p in ticket.participants if p.channel.kind is ChannelKind.RESIDENT)
    return tuple(dict.fromkeys(c for c in (named, *taking_part) if c is not None))


def _status(case: Case, course: Course, channel: Channel, words: str, by: Person) -> tuple[Effect, ...]:
    if case.ticket is None or course.ticket is None:
        return ()
    party = party_of(case, channel)
    is_reporter = any(
        p.person == case.ticket.reporter and p.channel == channel for p in case.ticket.participants
    )
    asks = is_reporter and _asks_if_fixed(case, course.ticket, party)
    changed = StatusChanged(
        before=str(case.ticket.status),
        after=str(course.ticket.status),
        reason=course.reason,
        asks_if_fixed=asks,
        text=words,
        by=by.name if words else "",
    )
    language = party[0].language if party else "de"
    offers = (offer(Act.YES, language), offer(Act.NO, language)) if asks else ()
    notices = tell(
        case,
        party,
        NoticeKind.STATUS,
        changed,
        channel=channel,
        offers=offers,
        question="fixed" if asks else "",
        due_at=held_back(case),
        is_foldable=not words,
    )
    question = (AskQuestion(QuestionKind.FIXED, "fixed", tuple(p.id for p in party)),) if asks else ()
    return (*question, *notices)


def _asks_if_fixed(case: Case, ticket: Ticket, party: tuple[Person, ...]) -> bool:
    is_done = ticket.status is Status.DONE and not ticket.is_rejected
    return case.policy.ask_if_fixed and is_done and bool(party) and ticket.kind is TicketKind.MATTER


def say_unreached(case: Case, course: Course, told: tuple[Effect, ...]) -> Course:
    """A change that its party cannot be told of by mail is said to the manager, who may pick up the telephone."""
    changed = (
        course.ticket is not None
        and case.ticket is not None
        and course.ticket.status is not case.ticket.status
    )
    channel = outside(case, case.ticket) if case.ticket and changed else None
    if channel is None or any(isinstance(e, OweNotice) for e in told):
        return course
    party = party_of(case, channel)
    phones = ", ".join(n for p in party for n in p.phones)
    return course.then(
        TranscriptLine(names(party), "tell", Outcome.NO_ADDRESS, detail=names(party), after=phones)
    )


def transcript_for(
    case: Case, course: Course, parted: Words, *, words: str, kept: str, told: tuple[Effect, ...], by: Person
) -> tuple[Effect, ...]:
    """The receipt. `kept`: all words that stay inside; of them only `parted.stays` may still be sent."""
    only_faults = (by.transcripts or case.policy.transcripts) == "faults"
    is_fine = all(line.outcome in FINE for line in course.lines)
    if not (course.lines or words) or (only_faults and course.lines and is_fine):
        return ()
    mails = [e for e in (*course.effects, *told) if isinstance(e, OweNotice) and e.kind in TOLD]
    known = {m.id: m for m in case.managers} | dict(case.people)
    tellings = tuple(
        Telling(names(known[i] for i in m.persons if i in known), m.due_at, str(m.kind), _after(m))
        for m in mails
    )
    waits = [m.due_at for m in mails if m.due_at > case.at]
    can_undo = any(line.outcome is Outcome.DONE for line in course.lines) and case.ticket is not None
    facts = Transcript(
        lines=course.lines,
        kept_text=kept,
        sent_text=words,
        tellings=tellings,
        stop_until=min(waits) if waits else None,
        can_undo=can_undo,
        since=course.since,
    )
    question, send = _offer_to_send(case, parted, by)
    offers = (
        *((offer(Act.STOP, by.language),) if waits else ()),
        *((offer(Act.UNDO, by.language),) if can_undo else ()),
        *send,
    )
    channel = channel_of(case, case.ticket) if case.ticket else None
    notices = tell(
        case,
        (by,),
        NoticeKind.TRANSCRIPT,
        facts,
        channel=channel,
        offers=offers,
        question="send" if send else "",
    )
    return (*question, *notices)


def _after(notice: OweNotice) -> str:
    """The status that the mail tells; a rejection is never called done (WORDS 4)."""
    if not isinstance(notice.facts, StatusChanged):
        return ""
    return REJECTED if notice.facts.reason else notice.facts.after


def _offer_to_send(
    case: Case, parted: Words, by: Person
) -> tuple[tuple[AskQuestion, ...], tuple[Offer, ...]]:
    """SENDEN, unless the words were meant for a colleague or nobody could get them."""
    if not parted.stays or parted.why not in (Kept.NO_SALUTATION, Kept.PROOF):
        return (), ()
    about = {"text": parted.stays}
    question = AskQuestion(QuestionKind.SEND_NOTE, "send", tuple(p.id for p in case.author), about)
    return (question,), (offer(Act.SEND, by.language),)


def not_sent(case: Case, parted: Words, by: Person) -> tuple[Effect, ...]:
    question, send = _offer_to_send(case, parted, by)
    return (
        *question,
        *tell(
            case,
            (by,),
            NoticeKind.NOT_SENT,
            NotSent(text=parted.stays, reason=str(parted.why)),
            channel=channel_of(case, case.ticket) if case.ticket else None,
            offers=send,
            question="send" if send else "",
        ),
    )
