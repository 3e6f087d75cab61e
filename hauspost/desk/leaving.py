"""Which of a manager's words leave, who hears of it, and what the manager is told of both (WORDS 1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hauspost.desk import progress
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.course import (
    Course,
    channel_of,
    firm_at,
    joined,
    outside,
    resident_channel,
)
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Effect,
    OweNotice,
    QuestionKind,
)
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Offer, Said, Salutation
from hauspost.desk.languages import say
from hauspost.desk.mail_table import MAILED, Event, Reader, when_told
from hauspost.desk.model import EntryKind, Status, Ticket
from hauspost.desk.notices import CONVERSATIONS, NoticeKind
from hauspost.desk.notices_of_steering import Kept, NotSent, Outcome, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_to_firms import OfficeWrote, OrderCancelled, OrderGiven
from hauspost.desk.notices_to_people import ManagerWrote, StatusChanged
from hauspost.desk.plain_values import to_json
from hauspost.desk.progress import residents_of, tell_progress
from hauspost.desk.proof import Power
from hauspost.desk.receipts import is_joinable, waits_until
from hauspost.desk.telling import held_back, names, offer, party_of, tell
from hauspost.desk.undoing import is_reversible
from hauspost.desk.work import OrderKind, order_tag
from hauspost.desk.workflow import NO_PLAN, Plan

FINE = frozenset(
    {
        Outcome.DONE,
        Outcome.ALREADY,
        Outcome.ANSWERED,
        Outcome.SENT,
        Outcome.KEPT,
        Outcome.STOPPED,
        Outcome.UNDONE,
    }
)
# What a receipt announces.
TOLD = frozenset(
    {
        NoticeKind.ACKNOWLEDGEMENT,
        NoticeKind.STATUS,
        NoticeKind.MESSAGE,
        NoticeKind.NEW_TICKET,
        NoticeKind.ORDER,
        NoticeKind.ORDER_CANCELLED,
        NoticeKind.ORDER_MESSAGE,
        NoticeKind.ORDER_COST,
        NoticeKind.APPOINTMENT,
        NoticeKind.APPOINTMENT_OFF,
        NoticeKind.PUBLIC_SUMMARY,
        NoticeKind.REMINDER,
        NoticeKind.ORDER_NEWS,
        NoticeKind.WAITING_FOR_PARTS,
        NoticeKind.ORDER_EXTENDED,
        NoticeKind.APPROVAL,
        NoticeKind.OWNER_INFORMED,
        NoticeKind.INVOICE,
    }
)
# These leave at once, and STOPP holds the rest all the same.
AT_ONCE = frozenset(
    {
        NoticeKind.NEW_TICKET,
        NoticeKind.ORDER_CANCELLED,
        NoticeKind.ORDER_COST,
        NoticeKind.APPOINTMENT_OFF,
        NoticeKind.ORDER_NEWS,
        NoticeKind.WAITING_FOR_PARTS,
        NoticeKind.REMINDER,
    }
)
GREETING_WORDS = 5  # "Sehr geehrte Frau Dr. Berger"
REJECTED = "REJECTED"  # how people are told of DONE with that flag


@dataclass(frozen=True, slots=True)
class Words:
    """The free text of a mail: what leaves, what stays inside, and why it stays."""

    leaves: str = ""
    stays: str = ""
    why: Kept = Kept.NO_SALUTATION
    to: Channel | None = None  # whom they are for


def part_words(case: Case, said: Said) -> Words:
    """WORDS 1: what leaves is meant for the other side beyond doubt, and is surely this manager's own."""
    text = joined(said.text, said.reply)
    if case.ticket is None or (to := _meant_for(case, said)) is None:
        return Words(stays=text, why=Kept.NOBODY)
    if not any(p.address for p in party_of(case, to)):
        is_anothers = any(p.channel == to and p.until is not None for p in case.ticket.participants)
        return Words(stays=text, why=Kept.PASSED_ON if is_anothers else Kept.NO_ADDRESS)
    if case.resolution.power < Power.REVERSIBLE:
        return Words(stays=text, why=Kept.PROOF, to=to)
    if said.reply:
        return Words(leaves=said.reply, stays=said.text, to=to)
    match said.salutation:
        case Salutation.COLLEAGUE:
            return Words(stays=said.text, why=Kept.COLLEAGUE)
        case Salutation.OUTSIDE:
            return Words(leaves=said.text, to=to)
        case _:
            may_leave = not said.commands and (_is_conversation(case) or case.policy.plain_reply == "send")
            return Words(leaves=said.text, to=to) if may_leave else Words(stays=said.text, to=to)


def _is_conversation(case: Case) -> bool:
    """Whether somebody's words were answered; a mail that also asks for a decision is a steering mail (WORDS 1)."""
    answered = case.answered
    return (
        answered is not None
        and answered.kind in CONVERSATIONS
        and not any(o.act in (Act.PROPOSAL, Act.YES, Act.NO) for o in answered.offers)
    )


def _meant_for(case: Case, said: Said) -> Channel | None:
    """The party whose mail was answered; a resident who is greeted by name in a firm's thread is meant instead."""
    if case.ticket is None:
        return None
    named, resident = outside(case, case.ticket), resident_channel(case, case.ticket)
    if named is None or named.kind is not ChannelKind.ORDER or resident is None:
        return named
    first = next(iter((said.reply or said.text).strip().splitlines()), "").casefold()
    words = re.findall(r"[^\W_]+", first)
    names = {p.last_name.casefold() for p in party_of(case, resident)}
    # A greeting and a name and nothing else: whoever is only spoken about is not spoken to.
    is_greeted = said.salutation is Salutation.OUTSIDE and len(words) <= GREETING_WORDS and words[-1:] != []
    return resident if is_greeted and words[-1] in names else named


def tell_outside(case: Case, course: Course, words: str, by: Person) -> tuple[Effect, ...]:
    """At most one mail to each party: what changed to all residents, the manager's words to the one that is meant."""
    if case.ticket is None or course.ticket is None:
        return ()
    to = (course.to or outside(case, case.ticket)) if words else None
    told: list[Effect] = []
    if to is not None:
        told.append(AddEntry(to, EntryKind.MESSAGE, by.id, by.name, words))
    goes_along = course.ticket.status is not case.ticket.status or bool(course.ordered)
    if to is not None and not (goes_along and to in residents_of(case.ticket)):
        told += _words_alone(case, case.ticket, to, words, by)
    spoken = progress.Words(words, by.name, to)
    told += tell_progress(
        case,
        case.ticket,
        course.ticket,
        due_at=held_back(case),
        words=spoken,
        reason=course.reason,
        ordered=course.ordered,
        but=course.informed,
    )
    return tuple(told)


def _words_alone(case: Case, ticket: Ticket, to: Channel, words: str, by: Person) -> tuple[OweNotice, ...]:
    """Each party gets the office's words in a mail of its own kind."""
    party, due = party_of(case, to), held_back(case)
    if to.kind is ChannelKind.ORDER:
        wrote = OfficeWrote(tag=order_tag(ticket.number, to.key), text=words, by=by.name)
        return tell(case, party, NoticeKind.ORDER_MESSAGE, wrote, channel=to, due_at=due)
    said = ManagerWrote(text=words, by=by.name)
    return tell(case, party, NoticeKind.MESSAGE, said, channel=to, due_at=due)


def say_unreached(case: Case, course: Course, told: tuple[Effect, ...]) -> Course:
    """A change that its party cannot be told of by mail is said to the manager, who may pick up the telephone."""
    changed = (
        course.ticket is not None
        and case.ticket is not None
        and course.ticket.status is not case.ticket.status
    )
    channel = resident_channel(case, case.ticket) if case.ticket and changed else None
    if channel is None or any(isinstance(e, OweNotice) and e.channel == channel for e in told):
        return course
    party = party_of(case, channel)
    phones = ", ".join(n for p in party for n in p.phones)
    return course.then(
        TranscriptLine(names(party), "tell", Outcome.NO_ADDRESS, detail=names(party), after=phones)
    )


def transcript_for(
    case: Case,
    course: Course,
    parted: Words,
    *,
    words: str,
    kept: str,
    told: tuple[Effect, ...],
    by: Person,
    planned: Plan = NO_PLAN,
) -> tuple[Effect, ...]:
    """The receipt. `kept`: all words that stay inside; of them only `parted.stays` may still be sent.

    One question a mail (WORDS 9): where a rule proposes something, that is asked.
    """
    is_wanted = when_told(case, Event.COMMAND, Reader.RESPONSIBLE) in MAILED
    only_faults = not is_wanted or (by.transcripts or case.policy.transcripts) == "faults"
    is_fine = all(line.outcome in FINE for line in course.lines)
    asks_nothing = planned.proposal is None and not course.offers
    if not (course.lines or words) or (only_faults and course.lines and is_fine and asks_nothing):
        return ()
    mails = [e for e in (*course.effects, *told) if isinstance(e, OweNotice) and e.kind in TOLD]
    known = {p.id: p for p in (*case.audience, *case.managers)} | dict(case.people)
    tellings = tuple(dict.fromkeys(_telling(m, known, course) for m in mails))
    leaves = min((m.due_at for m in mails if m.kind not in AT_ONCE), default=case.at)
    waits = leaves > case.at
    did = (e for e in (*course.effects, *told) if isinstance(e, AddEntry) and e.author == by.id)
    can_undo = case.ticket is not None and any(map(is_reversible, did))
    facts = Transcript(
        lines=course.lines,
        kept_text=kept,
        sent_text=words,
        tellings=tellings,
        stop_until=leaves if waits else None,
        can_undo=can_undo,
        since=course.since,
        proposal=planned.proposal,
    )
    question, send = _offer_options(case, course, parted, by) or _offer_to_send(case, parted, by)
    if planned.proposal:
        question, send = (), ()
    usual = (
        *((offer(Act.STOP, by.language),) if waits else ()),
        *((offer(Act.UNDO, by.language),) if can_undo else ()),
        *send,
        *course.offers,
    )
    offers = planned.before(usual, by.language)
    channel = channel_of(case, case.ticket) if case.ticket else None
    asked = question[0].local if question else planned.question
    folds = is_fine and case.ticket is not None and is_joinable(facts, offers, question=asked)
    due = waits_until(case) if folds else case.at
    notices = tell(
        case,
        (by,),
        NoticeKind.TRANSCRIPT,
        facts,
        channel=channel,
        offers=offers,
        question=asked,
        due_at=due,
        is_foldable=due > case.at,
    )
    return (*question, *notices)


def _telling(mail: OweNotice, known: Mapping[PersonId, Person], course: Course) -> Telling:
    """The house is one party, however many mails it gets; what a firm gets is called by its kind."""
    if mail.kind is NoticeKind.PUBLIC_SUMMARY:
        return Telling("", mail.due_at, str(mail.kind))
    who = names(known[i] for i in mail.persons if i in known)
    of_order = mail.facts.kind if isinstance(mail.facts, (OrderGiven, OrderCancelled)) else OrderKind.ORDER
    kind = mail.kind if of_order == OrderKind.ORDER else f"{mail.kind}_{of_order}"
    return Telling(who, mail.due_at, str(kind), _after(mail, course))


def _after(notice: OweNotice, course: Course) -> str:
    """The status that the mail tells; a rejection is never called done (WORDS 4), to whoever follows it neither."""
    if not isinstance(notice.facts, StatusChanged):
        return ""
    is_rejected = (
        notice.facts.after == Status.DONE and course.ticket is not None and course.ticket.is_rejected
    )
    return REJECTED if is_rejected else notice.facts.after


def _offer_to_send(
    case: Case, parted: Words, by: Person
) -> tuple[tuple[AskQuestion, ...], tuple[Offer, ...]]:
    """SENDEN, unless the words were meant for a colleague or nobody could get them."""
    if not parted.stays or parted.why not in (Kept.NO_SALUTATION, Kept.PROOF):
        return (), ()
    about = {"text": parted.stays, "to": str(parted.to) if parted.to else ""}
    question = AskQuestion(QuestionKind.SEND_NOTE, "send", tuple(p.id for p in case.author), about)
    return (question,), (offer(Act.SEND, by.language, value=firm_at(case, parted.to)),)


def _offer_options(
    case: Case, course: Course, parted: Words, by: Person
) -> tuple[tuple[AskQuestion, ...], tuple[Offer, ...]] | None:
    """What an overtaken order may still become (G2); None if none was overtaken. Kept words can be sent as well."""
    if not course.options:
        return None
    options = {key: to_json(Said(commands=commands)) for key, commands in course.options}
    about = {"text": parted.stays, "to": str(parted.to) if parted.to else "", "options": options}
    question = AskQuestion(QuestionKind.CONFIRM, "confirm", tuple(p.id for p in case.author), about)
    words = tuple(Offer(say(f"answers.{key}", by.language), Act.CHOOSE, value=key) for key in options)
    _, send = _offer_to_send(case, parted, by)
    return (question,), (*words, *send)


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
