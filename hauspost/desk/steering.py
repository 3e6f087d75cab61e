"""What a manager's mail does to a ticket: commands line by line, then other words, then the transcript (WORDS 1, 2)."""

from dataclasses import dataclass, field, replace

from hauspost.desk import statuses
from hauspost.desk.asking import answer
from hauspost.desk.case import Case
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Assign,
    CloseArrival,
    Decision,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    Redecide,
    SetCategory,
    SetStatus,
    Verdict,
)
from hauspost.desk.intents import Act, Command, Offer, Said, Salutation
from hauspost.desk.model import (
    INTERNAL,
    CategoryKey,
    Channel,
    ChannelKind,
    Entry,
    EntryKind,
    Flag,
    Person,
    PersonId,
    Role,
    Status,
    Ticket,
    TicketKind,
)
from hauspost.desk.notices import (
    CONVERSATIONS,
    Confirmation,
    ManagerWrote,
    NoticeKind,
    NotSent,
    Outcome,
    Reading,
    Since,
    StatusChanged,
    Telling,
    Transcript,
    TranscriptLine,
    from_json,
    to_json,
)
from hauspost.desk.rights import ASKING, needed_power
from hauspost.desk.telling import folded, held_back, names, offer, party_of, tell
from hauspost.desk.undoing import stop, undo

FINE = frozenset({Outcome.DONE, Outcome.ALREADY, Outcome.SENT, Outcome.KEPT, Outcome.STOPPED, Outcome.UNDONE})
HELD_ACTS = frozenset({Act.TAKE, Act.TAKE_NEW, Act.SPAM})
STATUS_ACTS = frozenset(statuses.GOALS)
REJECTED = "REJECTED"  # how people are told of DONE with that flag


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

    def then(self, line: TranscriptLine, *effects: Effect, ticket: Ticket | None = None) -> "Course":
        return replace(
            self, lines=(*self.lines, line), effects=(*self.effects, *effects), ticket=ticket or self.ticket
        )


def steer(case: Case, said: Said) -> Decision:
    """One decision for everything that a manager's mail says; `case.ticket` may be absent (answers to a held list)."""
    by = case.acting_managers[0]
    if said.near_misses:
        return _confirm(case, said, by)
    course = Course(case.ticket)
    for command in said.commands:
        course = _carry_out(case, course, command, by)
    return _conclude(case, course, said, by)


def _carry_out(case: Case, course: Course, command: Command, by: Person) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.NOT_UNDERSTOOD)
    if case.resolution.power < needed_power(command.act):
        return course.then(replace(line, outcome=Outcome.PROOF))
    if command.act in ASKING:
        return replace(course, effects=(*course.effects, *answer(case, command)))
    if command.act in HELD_ACTS:
        return _held(case, course, command, by)
    ticket = course.ticket
    if ticket is None or command.target not in ("", ticket.tag, str(ticket.number)):
        return course.then(replace(line, detail="which_ticket"))
    if command.act in STATUS_ACTS:
        return _move(case, course, command, by, ticket=ticket)
    match command.act:
        case Act.CATEGORY:
            return _categorise(case, course, command, by, ticket=ticket)
        case Act.ASSIGN:
            return _assign(case, course, command, by, ticket=ticket)
        case Act.SEND:
            return _send_kept(case, course, command, by)
        case Act.CHOOSE:
            return _chosen(case, course, command, by)
        case Act.STOP:
            taken = stop(case, ticket, command, by)
            return course.then(taken.line, *taken.effects)
        case Act.UNDO:
            taken = undo(case, ticket, command, by)
            return course.then(taken.line, *taken.effects)
        case _:
            return course.then(line)


def _move(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, before=str(ticket.status))
    if since := _since(case):
        return replace(course.then(replace(line, outcome=Outcome.OVERTAKEN)), since=since)
    if command.act is Act.REJECT and not command.text.strip():
        return course.then(replace(line, outcome=Outcome.NEEDS_REASON))
    goal = statuses.GOALS[command.act]
    target = statuses.after(ticket.status, command.act, Role.MANAGER)
    if target is None:
        outcome = Outcome.ALREADY if ticket.status is goal else Outcome.REFUSED
        return course.then(replace(line, outcome=outcome, after=str(ticket.status)))
    is_rejected = command.act is Act.REJECT
    facts: dict[str, object] = {
        "before": str(ticket.status),
        "after": str(target),
        "before_rejected": ticket.is_rejected,
        "rejected": is_rejected,
    }
    entry = AddEntry(
        _outside(case, ticket) or INTERNAL, EntryKind.STATUS, by.id, by.name, command.text, facts
    )
    flags = ticket.flags | {Flag.REJECTED} if is_rejected else ticket.flags - {Flag.REJECTED}
    moved = replace(ticket, status=target, flags=flags)
    after = course.then(
        replace(line, after=str(target), detail="rejected" if is_rejected else ""),
        SetStatus(ticket.status, target, is_rejected=is_rejected),
        entry,
        ticket=moved,
    )
    return replace(after, reason=command.text if is_rejected else course.reason)


def _since(case: Case) -> tuple[Since, ...]:
    """Changes of status by somebody else after the mail that is answered was written (WORDS 2, end)."""
    if case.answered is None or case.answered.seq is None:
        return ()
    own = {p.id for p in case.acting_managers}
    shown = case.answered.seq
    newer = (e for e in case.entries if e.seq > shown and e.kind is EntryKind.STATUS and e.author not in own)
    return tuple(_as_since(e) for e in newer)


def _as_since(entry: Entry) -> Since:
    return Since(
        entry.at, entry.author_name, str(entry.kind), str(entry.facts["before"]), str(entry.facts["after"])
    )


def _categorise(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    wanted = CategoryKey(command.value)
    before, after = (case.category(key).label(by.language) for key in (ticket.category, wanted))
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, before=before, after=after)
    if wanted == ticket.category:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    facts: dict[str, object] = {"before": ticket.category, "after": wanted}
    entry = AddEntry(INTERNAL, EntryKind.CATEGORY, by.id, by.name, facts=facts)
    moved = replace(ticket, category=wanted)
    return course.then(line, SetCategory(ticket.category, wanted), entry, ticket=moved)


def _assign(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    chosen = next((m for m in case.managers_now if m.id == command.value), None)
    line = TranscriptLine(
        command.line, str(command.act), Outcome.DONE, after=chosen.name if chosen else command.value
    )
    if chosen is None:
        return course.then(replace(line, outcome=Outcome.REFUSED))
    if chosen.id == ticket.responsible:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    facts: dict[str, object] = {"before": ticket.responsible, "after": chosen.id, "name": chosen.name}
    entry = AddEntry(INTERNAL, EntryKind.ASSIGNED, by.id, by.name, facts=facts)
    told = () if chosen.id == by.id else _tell_new_responsible(case, ticket, chosen, by)
    assigned = replace(ticket, responsible=chosen.id)
    return course.then(line, Assign(ticket.responsible, chosen.id), entry, *told, ticket=assigned)


def _tell_new_responsible(case: Case, ticket: Ticket, chosen: Person, by: Person) -> tuple[OweNotice, ...]:
    """The whole ticket so far, as AKTE would say it: the new one has not seen it yet."""
    as_chosen = replace(
        case, author=(chosen,), resolution=replace(case.resolution, channel=_channel(case, ticket))
    )
    return answer(as_chosen, Command(Act.FILE, f"{by.name}: {ticket.tag}"))


def _held(case: Case, course: Course, command: Command, by: Person) -> Course:
    number = int(command.target.removeprefix("H-") or 0)
    question = _open_question(case, course, number, QuestionKind.HELD_MAIL)
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, detail=command.target)
    if question is None:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    arrival = int(question.about["arrival"])
    presumed = tuple(PersonId(p) for p in question.about.get("presumed", ()))
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    course = replace(course, used=course.used | {question.id})
    match command.act:
        case Act.TAKE if not presumed:
            return course.then(replace(line, outcome=Outcome.REFUSED, after="TAKE_NEW"))
        case Act.TAKE:
            name = names(case.people[i] for i in presumed if i in case.people)
            override = {"vouched": list(presumed), "by": by.id}
            return course.then(replace(line, after=name), answered, Redecide(arrival, override))
        case Act.TAKE_NEW:
            return course.then(line, answered, Redecide(arrival, {"as_new": True, "by": by.id}))
        case _:
            return course.then(line, answered, CloseArrival(arrival, Verdict.REFUSED, "spam"))


def _open_question(case: Case, course: Course, number: int | None, *kinds: QuestionKind) -> Question | None:
    found = (q for q in case.questions if q.id == number and q.kind in kinds and q.id not in course.used)
    return next(found, None)


def _send_kept(case: Case, course: Course, command: Command, by: Person) -> Course:
    """SENDEN: the text that was kept inside leaves after all."""
    question = _open_question(case, course, command.question, QuestionKind.SEND_NOTE, QuestionKind.CONFIRM)
    line = TranscriptLine(command.line, str(command.act), Outcome.SENT)
    if question is None:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if course.ticket is None or _outside(case, course.ticket) is None:
        return course.then(replace(line, outcome=Outcome.REFUSED))
    after = course.then(line, AnswerQuestion(question.id, str(command.act), by.id))
    return replace(
        after, sends=(*course.sends, str(question.about["text"])), used=course.used | {question.id}
    )


def _chosen(case: Case, course: Course, command: Command, by: Person) -> Course:
    """A, B … of a confirming question: the mail is carried out as that reading has it."""
    question = _open_question(case, course, command.question, QuestionKind.CONFIRM)
    options = question.about.get("options", {}) if question else {}
    if question is None or command.value not in options:
        line = TranscriptLine(command.line, str(command.act), Outcome.ALREADY)
        return course.then(line)
    answered = AnswerQuestion(question.id, command.value, by.id)
    course = replace(course, used=course.used | {question.id}, effects=(*course.effects, answered))
    said: Said = from_json(Said, options[command.value])
    for meant in said.commands:
        course = _carry_out(case, course, meant, by)
    if said.internal:
        course = replace(course, effects=(*course.effects, _note(by, said.internal)))
    return course


def _confirm(case: Case, said: Said, by: Person) -> Decision:
    """A near miss: nothing at all is done until one of the readings, or SENDEN, is answered (WORDS 2, rule 6)."""
    miss = said.near_misses[0]
    letters = "ABCDEFG"
    readings = tuple(zip(letters, miss.readings, strict=False))
    options = {
        letter: to_json(replace(said, commands=(*said.commands, reading), near_misses=()))
        for letter, reading in readings
    }
    about = {"text": said.whole, "options": options, "line": miss.line}
    question = AskQuestion(QuestionKind.CONFIRM, "confirm", tuple(p.id for p in case.author), about)
    facts = Confirmation(
        line=miss.line,
        reason=miss.reason,
        unknown=miss.unknown,
        readings=tuple(Reading(letter, str(r.act), _spoken(case, r), r.text) for letter, r in readings),
        other_lines=tuple(c.line for c in said.commands),
        text=said.text,
    )
    offers = tuple(Offer(letter, Act.CHOOSE, value=letter) for letter, _ in readings)
    if case.ticket is not None and _outside(case, case.ticket) is not None:
        offers += (offer(Act.SEND, by.language),)
    channel = _channel(case, case.ticket) if case.ticket else None
    notices = tell(
        case, (by,), NoticeKind.CONFIRMATION, facts, channel=channel, offers=offers, question="confirm"
    )
    return _decision(case, Verdict.ACCEPTED, "asked_back", (question, *notices))


def _spoken(case: Case, command: Command) -> str:
    """A closed list's value as people say it."""
    match command.act:
        case Act.CATEGORY:
            return case.category(command.value).label(case.author[0].language)
        case Act.ASSIGN:
            return names(m for m in case.managers_now if m.id == command.value)
        case _:
            return command.value


def _conclude(case: Case, course: Course, said: Said, by: Person) -> Decision:
    leaves, stays = _parted(case, course, said)
    words = "\n\n".join((*course.sends, leaves)) if leaves else "\n\n".join(course.sends)
    effects = list(course.effects)
    told = _tell_outside(case, course, words, by)
    effects += told
    notes = "\n\n".join(t for t in (stays, said.internal) if t)
    if notes and case.ticket is None:
        return _which_ticket(case, course, notes, by)
    if notes:
        effects.append(_note(by, notes))
    if said.commands:
        effects += _transcript(case, course, stays=stays, words=words, told=told, by=by)
    elif stays:
        effects += _not_sent(case, course, stays, by)
    return _decision(case, Verdict.ACCEPTED, "steered" if said.commands else "manager_words", tuple(effects))


def _which_ticket(case: Case, course: Course, text: str, by: Person) -> Decision:
    """Words without a ticket to keep them in: the author hears that nobody got them; the mail stays on record."""
    first = text.strip().splitlines()[0]
    line = TranscriptLine(first, "text", Outcome.NOT_UNDERSTOOD, detail="which_ticket")
    facts = Transcript(lines=(*course.lines, line))
    notices = tell(case, (by,), NoticeKind.TRANSCRIPT, facts, channel=None)
    return _decision(case, Verdict.REFUSED, "which_ticket", (*course.effects, *notices))


def _parted(case: Case, course: Course, said: Said) -> tuple[str, str]:
    """The free text that leaves, and the free text that stays inside (WORDS 1)."""
    if case.ticket is None or _outside(case, case.ticket) is None:
        return "", "\n\n".join(t for t in (said.text, said.reply) if t)
    if said.reply:
        return said.reply, said.text
    is_conversation = case.answered is not None and case.answered.kind in CONVERSATIONS
    match said.salutation:
        case Salutation.COLLEAGUE:
            may_leave = False
        case Salutation.OUTSIDE:
            may_leave = True
        case _:
            may_leave = not said.commands and (is_conversation or case.policy.plain_reply == "send")
    return (said.text, "") if may_leave else ("", said.text)


def _tell_outside(case: Case, course: Course, words: str, by: Person) -> tuple[Effect, ...]:
    """At most one mail to the party: the change of status, with the manager's words if there are any."""
    if case.ticket is None or course.ticket is None or (channel := _outside(case, case.ticket)) is None:
        return ()
    party = party_of(case, channel)
    entry = (AddEntry(channel, EntryKind.MESSAGE, by.id, by.name, words),) if words else ()
    if course.ticket.status is case.ticket.status:
        if not words:
            return ()
        wrote = ManagerWrote(text=words, by=by.name)
        return (
            *entry,
            *tell(case, party, NoticeKind.MESSAGE, wrote, channel=channel, due_at=held_back(case)),
        )
    asks = _asks_if_fixed(case, course.ticket, party)
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
    due = held_back(case) if words else folded(case)
    notices = tell(
        case,
        party,
        NoticeKind.STATUS,
        changed,
        channel=channel,
        offers=offers,
        question="fixed" if asks else "",
        due_at=due,
        is_foldable=not words,
    )
    question = (AskQuestion(QuestionKind.FIXED, "fixed", tuple(p.id for p in party)),) if asks else ()
    return (*entry, *question, *notices)


def _asks_if_fixed(case: Case, ticket: Ticket, party: tuple[Person, ...]) -> bool:
    is_done = ticket.status is Status.DONE and not ticket.is_rejected
    return case.policy.ask_if_fixed and is_done and bool(party) and ticket.kind is TicketKind.MATTER


def _transcript(
    case: Case, course: Course, *, stays: str, words: str, told: tuple[Effect, ...], by: Person
) -> tuple[Effect, ...]:
    only_faults = (by.transcripts or case.policy.transcripts) == "faults"
    if not course.lines or (only_faults and all(line.outcome in FINE for line in course.lines)):
        return ()
    mails = [
        e
        for e in (*course.effects, *told)
        if isinstance(e, OweNotice) and e.kind in (NoticeKind.STATUS, NoticeKind.MESSAGE)
    ]
    tellings = tuple(
        Telling(
            names(case.people[i] for i in m.persons if i in case.people), m.due_at, str(m.kind), _after(m)
        )
        for m in mails
    )
    waits = [m.due_at for m in mails if m.due_at > case.at]
    can_undo = any(line.outcome is Outcome.DONE for line in course.lines) and case.ticket is not None
    facts = Transcript(
        lines=course.lines,
        kept_text=stays,
        sent_text=words,
        tellings=tellings,
        stop_until=min(waits) if waits else None,
        can_undo=can_undo,
        since=course.since,
    )
    question, send = _offer_to_send(case, stays, by)
    offers = (
        *((offer(Act.STOP, by.language),) if waits else ()),
        *((offer(Act.UNDO, by.language),) if can_undo else ()),
        *send,
    )
    channel = _channel(case, case.ticket) if case.ticket else None
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


def _offer_to_send(case: Case, text: str, by: Person) -> tuple[tuple[AskQuestion, ...], tuple[Offer, ...]]:
    if not text or case.ticket is None or _outside(case, case.ticket) is None:
        return (), ()
    question = AskQuestion(QuestionKind.SEND_NOTE, "send", tuple(p.id for p in case.author), {"text": text})
    return (question,), (offer(Act.SEND, by.language),)


def _not_sent(case: Case, course: Course, text: str, by: Person) -> tuple[Effect, ...]:
    question, send = _offer_to_send(case, text, by)
    channel = _channel(case, case.ticket) if case.ticket else None
    return (
        *question,
        *tell(
            case,
            (by,),
            NoticeKind.NOT_SENT,
            NotSent(text=text),
            channel=channel,
            offers=send,
            question="send" if send else "",
        ),
    )


def _note(by: Person, text: str) -> AddEntry:
    return AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, text)


def _outside(case: Case, ticket: Ticket) -> Channel | None:
    """The channel of the party outside: the one that was answered, else the reporter's; None if there is none."""
    named = case.resolution.channel
    if named is not None and named.kind is ChannelKind.RESIDENT:
        return named
    return Channel.of_resident(ticket.reporter) if ticket.reporter else None


def _channel(case: Case, ticket: Ticket) -> Channel:
    return _outside(case, ticket) or INTERNAL


def _decision(case: Case, verdict: Verdict, reason: str, effects: tuple[Effect, ...]) -> Decision:
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
        case.resolution.channel or _channel(case, ticket),
    )
