"""What a resident (or caretaker) says in a channel of a ticket, and what follows from it."""

import re
from dataclasses import replace

from hauspost.desk import completing, house_talk
from hauspost.desk.asking import answer, only_asks
from hauspost.desk.carried import reported_it, subject_for
from hauspost.desk.case import Case
from hauspost.desk.channels import PUBLIC, Channel, ParticipantKind
from hauspost.desk.contacts import hear_contact
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    HideReporter,
    OweNotice,
    QuestionKind,
    SetVisibility,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, Said, Wish
from hauspost.desk.model import EntryKind, Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.opening import open_matter
from hauspost.desk.proof import Power
from hauspost.desk.publication import show_to
from hauspost.desk.rating import hear_rating
from hauspost.desk.relaying import pass_to_firm
from hauspost.desk.reports import asking_offers
from hauspost.desk.rights import may_read
from hauspost.desk.small_words import tell_small_word
from hauspost.desk.survey_answers import answer_survey
from hauspost.desk.telling import conversation_offers, managers_to_tell, names, tell
from hauspost.desk.time_answers import hear_times

# How the managers' mail names what a wish has changed; privacy says more than hiding.
NARROWING: dict[type[Effect], str] = {SetVisibility: "private", HideReporter: "anonymous"}

SETTLED = "settled"  # … and that nothing is left to do


def hear(case: Case, said: Said, ticket: Ticket, channel: Channel) -> Decision:
    """An entry in the channel; the managers are told unless it is thanks or an answer that we asked for."""
    if channel == PUBLIC:
        own = Channel.of_resident(case.author[0].id)
        counted = house_talk.count(case, said, ticket, own)
        if counted is None and ticket.status is Status.DONE and said.says_still_broken:
            return open_after(case, said, ticket)
        return counted or house_talk.by_policy(
            case, said, ticket, _entry(case, said, ticket, own, case.author)
        )
    speakers = _speakers(case, ticket, channel)
    if only_asks(said):
        notices = tuple(n for c in said.commands for n in answer(case, c))
        return Decision(Verdict.ACCEPTED, "asked", notices, ticket.number, ticket.seq, case.event, channel)
    if completing.is_answer(said, ticket):
        narrowed = _narrowed(said, ticket, speakers)
        return completing.complete(case, said, ticket, channel, speakers=speakers, narrowed=narrowed)
    if (contact := hear_contact(case, said, ticket, channel, speakers)) is not None:
        return contact
    if (rated := hear_rating(case, said, ticket, channel, speakers)) is not None:
        return rated
    if ticket.status is Status.DONE and (fixed := _answer_if_fixed(case, said)) is not None:
        return _fixed(case, said, ticket, channel, speakers, fixed)
    if ticket.status is Status.DONE and _says_it_again(case, said):
        again = (_said(case, said, channel, speakers, EntryKind.ANSWER),)
        return Decision(Verdict.ACCEPTED, "fixed", again, ticket.number, ticket.seq, case.event, channel)
    if ticket.status is Status.DONE and said.says_still_broken:
        return open_after(case, said, ticket)
    timed = hear_times(case, said, ticket, channel, speakers)
    return timed or _entry(case, said, ticket, channel, speakers)


def hear_evening(case: Case, said: Said) -> Decision | None:
    """ "T-1052 ICH AUCH" under an evening mail counts there; "Immer noch kaputt" is of the ticket that it names, or of
    the only one there that is done.

    None: it says something else, or nobody can tell of which.
    """
    if not case.author or case.house is None:
        return None
    here = (t for t in case.earlier if t.property_id == case.house.id)
    read = [t for t in here if may_read(case.author, t, PUBLIC, case.at, case.zone)]
    if me_too := next((c for c in said.commands if c.act is Act.ME_TOO), None):
        running = [t for t in read if t.status is not Status.DONE]
        meant = [t for t in read if t.tag == me_too.target] if me_too.target else running
        own = Channel.of_resident(case.author[0].id)
        return house_talk.count(case, said, meant[0], own) if len(meant) == 1 else None
    if not said.says_still_broken:
        return None
    over = [t for t in read if t.status is Status.DONE]
    named = [t for t in over if re.search(rf"\bT-{t.number}\b", said.whole, re.IGNORECASE)]
    broken = named or over
    return open_after(case, said, broken[0]) if len(broken) == 1 else None


def _entry(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...]
) -> Decision:
    narrowed = _narrowed(said, ticket, speakers)
    effects: list[Effect] = [_said(case, said, channel, speakers, EntryKind.MESSAGE), *narrowed]
    if said.is_thanks and not said.attachments:
        effects += tell_small_word(case, said, ticket, channel)
        return Decision(
            Verdict.ACCEPTED, "thanks", tuple(effects), ticket.number, ticket.seq, case.event, channel
        )
    counted = answer_survey(case, said, speakers)
    if counted is not None:
        effects += [counted[0], *counted[1]]
        if counted[1]:
            return Decision(
                Verdict.ACCEPTED, "answered", tuple(effects), ticket.number, ticket.seq, case.event, channel
            )
    state = _state(case, said, ticket)
    effects += state
    says = (
        _changed_mind(case, said)
        or next((NARROWING[type(e)] for e in narrowed if type(e) in NARROWING), "asked" if state else "")
        or (SETTLED if _is_settled(case, said, ticket, speakers) else "")
    )
    effects += _put_to_managers(case, said, ticket, channel, by=names(speakers), says=says)
    effects += pass_to_firm(case, said, ticket, channel)
    reason = "asked_state" if state else "message"
    return Decision(Verdict.ACCEPTED, reason, tuple(effects), ticket.number, ticket.seq, case.event, channel)


def _state(case: Case, said: Said, ticket: Ticket) -> tuple[OweNotice, ...]:
    """ "Gibt es schon was Neues?" is answered at once with what we know, and a person reads it all the same."""
    own = {p.id for p in case.author}
    is_theirs = any(p.kind is ParticipantKind.REPORTER and p.person in own for p in ticket.participants)
    if not said.asks_progress or not is_theirs:
        return ()
    return answer(case, Command(Act.STATUS, said.whole))


def _put_to_managers(
    case: Case, said: Said, ticket: Ticket, channel: Channel, *, by: str, says: str
) -> tuple[Effect, ...]:
    """A conversation; where nothing is left to do, they are asked whether it is closed."""
    asks = says == SETTLED
    wrote = PersonWrote(
        text=said.whole,
        by=by,
        attachments=said.attachments,
        says=says,
        are_several=len({p.name for p in case.author}) > 1,
        asks=asks,
        hold_minutes=case.policy.hold_minutes,
    )
    told: list[Effect] = []
    for manager in managers_to_tell(case):
        usual = conversation_offers(ticket.status, manager.language)
        told += tell(
            case,
            (manager,),
            NoticeKind.PERSON_WROTE,
            wrote,
            channel=channel,
            offers=asking_offers(manager.language) if asks else usual,
            question=SETTLED if asks else "",
        )
    asked = tuple(m.id for m in managers_to_tell(case))
    return (*((AskQuestion(QuestionKind.SETTLED, SETTLED, asked),) if asks else ()), *told)


def _is_settled(case: Case, said: Said, ticket: Ticket, speakers: tuple[Person, ...]) -> bool:
    """ "Hat sich erledigt" closes nothing (WORDS 2, rule 10); of the reporter it is worth a question."""
    if ticket.status is Status.DONE or case.resolution.channel == PUBLIC:
        return False
    return said.says_settled and reported_it(ticket, speakers)


def _narrowed(said: Said, ticket: Ticket, speakers: tuple[Person, ...]) -> tuple[Effect, ...]:
    """Nobody is named against the own wish, and the reporter may narrow the own ticket later, on any hint (WORDS 4)."""
    shown = {p.person for p in ticket.participants if not p.hidden}
    wanting = tuple(p.id for p in speakers if p.id in shown)
    hidden = (HideReporter(wanting),) if Wish.ANONYMOUS in said.wishes and wanting else ()
    is_closed = Wish.PRIVATE in said.wishes and reported_it(ticket, speakers)
    by = speakers[0]
    return (*(show_to(ticket, Visibility.PRIVATE, by.id, names(speakers)) if is_closed else ()), *hidden)


def _speakers(case: Case, ticket: Ticket, channel: Channel) -> tuple[Person, ...]:
    """Those behind From who belong to the channel; a shared address speaks for all of them."""
    members = {p.person for p in ticket.participants if p.channel == channel}
    return tuple(p for p in case.author if p.id in members) or case.author


def _said(
    case: Case, said: Said, channel: Channel, speakers: tuple[Person, ...], kind: EntryKind
) -> AddEntry:
    facts: dict[str, object] = {"attachments": list(said.attachments), "cell": case.resolution.cell}
    return AddEntry(channel, kind, speakers[0].id, names(speakers), said.whole, facts)


def _answer_if_fixed(case: Case, said: Said) -> Command | None:
    """JA or NEIN to "Ist es behoben?", of whom it was asked, if the proof is good enough for an answer."""
    own = {p.id for p in case.author}
    waiting = {q.id for q in case.questions if q.kind is QuestionKind.FIXED and own & set(q.asked)}
    if case.resolution.power < Power.REVERSIBLE:
        return None
    answers = (c for c in said.commands if c.act in (Act.YES, Act.NO) and c.question in waiting)
    return next(answers, None)


def _changed_mind(case: Case, said: Said) -> str:
    """JA after NEIN to "Ist es behoben?": the ticket that NEIN has opened stays, the managers read what it means."""
    over = {q.id for q in case.closed if q.kind is QuestionKind.FIXED and q.answer == Act.NO}
    return "fixed_after_all" if any(c.act is Act.YES and c.question in over for c in said.commands) else ""


def _says_it_again(case: Case, said: Said) -> bool:
    """The same JA or NEIN once more, or JA after all: it is counted, and opens nothing a second time."""
    asked = [q for q in case.closed if q.kind is QuestionKind.FIXED]
    over = {(q.id, q.answer) for q in asked} | {(q.id, str(Act.YES)) for q in asked if q.state == "lapsed"}
    return any((c.question, str(c.act)) in over for c in said.commands)


def _fixed(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...], command: Command
) -> Decision:
    answered = AnswerQuestion(command.question or 0, str(command.act), speakers[0].id)
    if command.act is Act.YES:
        entry = _said(case, said, channel, speakers, EntryKind.ANSWER)
        effects: tuple[Effect, ...] = (entry, answered, *tell_small_word(case, said, ticket, channel))
        return Decision(Verdict.ACCEPTED, "fixed", effects, ticket.number, ticket.seq, case.event, channel)
    opened = open_after(case, said, ticket)
    return replace(opened, effects=(*opened.effects, answered))


def open_after(case: Case, said: Said, ticket: Ticket) -> Decision:
    """Still broken: DONE stays done, the words open one that follows it. Nobody but a manager reopens the old one."""
    if case.house is None:
        raise ValueError("a ticket without its house cannot be decided upon")
    linked = replace(case.resolution, linked_ticket=ticket.number, hinted_ticket=None)
    label = case.category(ticket.category).label(case.author[0].language)
    subject = subject_for(ticket, case.author) or label
    renewed = replace(case, resolution=linked, ticket=None, mail=replace(case.mail, subject=subject))
    opened = open_matter(renewed, said, case.house, after=ticket)
    return replace(opened, reason="still_broken")
