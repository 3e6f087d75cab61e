"""STOPP in the hold time leaves no trace outside; RÜCKGÄNGIG in a day takes back what nobody touched since.

What cannot be taken back is said to stay; nothing older is taken back in its stead (WORDS 2).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from hauspost.desk import parting
from hauspost.desk.accounts import account_back, account_stands, owners_corrected
from hauspost.desk.calling_off import called_off
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, PUBLIC
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    Assign,
    CancelNotices,
    ChangeOrder,
    Effect,
    OweNotice,
    ReopenQuestion,
    SetAudience,
    SetCategory,
    SetFlag,
    SetFollowUp,
    SetPriority,
    SetStatus,
    SetVisibility,
)
from hauspost.desk.follow_ups import kept_day
from hauspost.desk.houses import CategoryKey, Person, PersonId, Role
from hauspost.desk.intents import Act, Command
from hauspost.desk.languages import say
from hauspost.desk.linking import is_as_linked, linked_back
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.priorities import CALMED, RAISED
from hauspost.desk.progress import residents_of
from hauspost.desk.publication import news, unheard
from hauspost.desk.telling import party_of, tell
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import Phase, WorkOrder

ANSWERS = "answers"  # the fact of an entry that names the questions its act has answered
REOPENED = "reopened"  # how a receipt tells that they wait again
UNDO_TIME = timedelta(hours=24)
REVERSIBLE = frozenset(
    {
        EntryKind.STATUS,
        EntryKind.CATEGORY,
        EntryKind.ASSIGNED,
        EntryKind.VISIBILITY,
        EntryKind.AUDIENCE,
        EntryKind.PRIORITY,
        EntryKind.FOLLOW_UP,
        EntryKind.LINKED,
        EntryKind.ACCOUNT,
        EntryKind.OWNER_TOLD,
    }
)
FINAL = frozenset(
    {
        EntryKind.OPENED,
        EntryKind.MERGED,
        EntryKind.SPLIT,
        EntryKind.ORDER,
        EntryKind.HIDDEN,
        EntryKind.PUBLISHED,
        EntryKind.DELETED,
        EntryKind.RETENTION,  # AUFBEWAHREN says otherwise, and SPERREN ends by AUFBEWAHREN frei
    }
)  # an act, and none of the reversible ones


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`more`: the other orders of the same act, and what of it cannot be taken back, a line each."""

    line: TranscriptLine
    effects: tuple[Effect, ...] = ()
    more: tuple[TranscriptLine, ...] = ()


def stop(case: Case, ticket: Ticket, command: Command, by: Person) -> TakenBack:
    """Takes back the author's newest act whose mails have not left."""
    for entries in _own_events(case):
        if entries[0].event not in case.pending:
            continue
        if _untouched(case, ticket, entries):
            return _take_back(case, ticket, command, by, entries=entries, outcome=Outcome.STOPPED)
        # Somebody else has gone on from there: only what has not left is held back.
        line = TranscriptLine(command.line, str(command.act), Outcome.STOPPED, detail="touched")
        return TakenBack(line, (CancelNotices(entries[0].event),))
    return TakenBack(TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_STOP))


def undo(case: Case, ticket: Ticket, command: Command, by: Person) -> TakenBack:
    """Takes back the author's newest act of the last 24 hours, if it can be and each fact is still as it left it."""
    line = TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_UNDO)
    entries = _newest(case)
    if not entries:
        return TakenBack(line)
    if not any(is_reversible(e) for e in entries):
        return TakenBack(replace(line, detail="final"))
    if not _untouched(case, ticket, entries):
        return TakenBack(replace(line, detail="touched"))
    return _take_back(case, ticket, command, by, entries=entries, outcome=Outcome.UNDONE)


def undoing_widens(case: Case, ticket: Ticket) -> bool:
    """Whether RÜCKGÄNGIG would make more people read."""
    entries = _newest(case)
    if not _untouched(case, ticket, entries):
        return False
    back = [e for entry in _steps(entries) for e in _reversal(ticket, *entry)]
    return any(
        (isinstance(e, SetVisibility) and e.after is Visibility.PUBLIC)
        or (isinstance(e, SetAudience) and ticket.visibility is Visibility.PUBLIC and not e.after <= e.before)
        for e in back
    )


def _newest(case: Case) -> tuple[Entry, ...]:
    """The author's newest act of the last 24 hours; words are none."""
    acts = (
        entries for entries in _own_events(case) if any(is_reversible(e) or _is_final(e) for e in entries)
    )
    found = next(acts, ())
    return found if found and found[0].at >= case.at - UNDO_TIME else ()


def is_reversible(entry: Entry | AddEntry) -> bool:
    """An order that was taken back stays so: its firm has been told, and its keys are void."""
    return entry.kind in REVERSIBLE or _gave_order(entry) or parting.can_part(entry)


def _is_final(entry: Entry) -> bool:
    """Nothing leads back from it: tickets made one or moved, an order ended, words to the whole house."""
    is_moved = entry.kind is EntryKind.NOTE and "after" in entry.facts
    return entry.kind in FINAL or is_moved or (entry.kind is EntryKind.MESSAGE and entry.channel == PUBLIC)


def _gave_order(entry: Entry | AddEntry) -> bool:
    return entry.kind is EntryKind.ORDER and entry.facts.get("before") == ""


def _is_only_promised(order: WorkOrder, entry: Entry) -> bool:
    """An on-call firm agrees within minutes: what the rule ordered at the word NOTFALL goes with it all the same."""
    return entry.author is None and order.phase in (Phase.ACCEPTED, Phase.SCHEDULED)


def _order(ticket: Ticket, entry: Entry) -> WorkOrder | None:
    return next((o for o in ticket.orders if o.number == entry.facts.get("order")), None)


def retracted(entries: tuple[Entry, ...]) -> frozenset[int]:
    """The seqs that STOPP took back before anybody outside read them."""
    return frozenset(
        seq for e in entries if e.kind is EntryKind.UNDONE for seq in _numbers(e.facts.get("retracts", ()))
    )


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(v for v in value if isinstance(v, int)) if isinstance(value, (list, tuple)) else ()


def _own_events(case: Case) -> list[tuple[Entry, ...]]:
    """The author's acts on this ticket that still stand, newest first, each with its entries."""
    own = {p.id for p in case.acting_managers}
    undone = {e.facts.get("event") for e in case.entries if e.kind is EntryKind.UNDONE}
    theirs = [
        e
        for e in case.entries
        if e.author in own
        and (
            e.seq > 0 or e.kind is EntryKind.MERGED
        )  # of the ticket itself, and that another became one with it
        and e.event
        and e.event not in undone
        and e.kind is not EntryKind.UNDONE
    ]
    events = [_whole(case, tuple(group)) for _, group in groupby(theirs, key=lambda e: e.event)]
    return events[::-1]


def _whole(case: Case, own: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """With what the house's rule did at the word NOTFALL: its order to the on-call firm goes with the word."""
    if not any(e.facts.get(RAISED) for e in own):
        return own
    return tuple(e for e in case.entries if e.event == own[0].event and e.seq > 0)


def _steps(entries: tuple[Entry, ...]) -> list[tuple[Entry, Entry]]:
    """What one act did to each fact: the first step and the last, the newest fact first."""
    found: dict[tuple[EntryKind, object], tuple[Entry, Entry]] = {}
    for entry in entries:
        if is_reversible(entry) and not parting.can_part(entry):  # each of these is parted for itself
            key = entry.kind, entry.facts.get("order") if entry.kind is EntryKind.ORDER else None
            found[key] = found.get(key, (entry,))[0], entry
    return list(found.values())[::-1]


def _untouched(case: Case, ticket: Ticket, entries: tuple[Entry, ...]) -> bool:
    joins = all(parting.is_as_joined(case, e) for e in entries if parting.can_part(e))
    accounts_stand = all(account_stands(case, e) for e in entries if e.kind is EntryKind.ACCOUNT)
    return joins and accounts_stand and all(_stands(ticket, last) for _, last in _steps(entries))


def _stands(ticket: Ticket, entry: Entry) -> bool:
    after = entry.facts.get("after")
    match entry.kind:
        case EntryKind.STATUS:
            return after == ticket.status
        case EntryKind.CATEGORY:
            return after == ticket.category
        case EntryKind.ASSIGNED:
            return after == ticket.responsible
        case EntryKind.VISIBILITY:
            return after == ticket.visibility
        case EntryKind.AUDIENCE:
            return _roles(after) == ticket.audience
        case EntryKind.PRIORITY:
            return after == ticket.priority
        case EntryKind.FOLLOW_UP:
            return entry.facts.get("at", "") == kept_day(ticket)
        case EntryKind.LINKED:
            return is_as_linked(ticket, entry)
        case EntryKind.ORDER if _gave_order(entry):
            order = _order(ticket, entry)
            return order is not None and (after == order.phase or _is_only_promised(order, entry))
        case _:
            return True


def _take_back(
    case: Case, ticket: Ticket, command: Command, by: Person, *, entries: tuple[Entry, ...], outcome: Outcome
) -> TakenBack:
    event = entries[0].event
    effects: list[Effect] = [CancelNotices(event)]
    for first, last in _steps(entries):
        effects.extend(_reversal(ticket, first, last))
    joins = tuple(e for e in entries if parting.can_part(e))
    for entry in joins[::-1]:
        effects.extend(parting.part(case, ticket, entry, by))
    given = tuple(o for e in entries if _gave_order(e) and (o := _order(ticket, e)) is not None)
    for order in given:
        _, back = taken_back(case, ticket, order, by)
        effects.extend(e for e in back if not isinstance(e, SetFlag))
    for entry in entries:
        if entry.kind is EntryKind.ACCOUNT:
            effects += account_back(case, ticket, entry, by, is_told=event not in case.pending)
        elif entry.kind is EntryKind.OWNER_TOLD and event not in case.pending:
            effects += owners_corrected(case, ticket, entry, by)
    reopened = sorted({number for e in entries for number in _numbers(e.facts.get(ANSWERS, ()))})
    effects.extend(ReopenQuestion(number) for number in reopened)
    facts: dict[str, object] = {"event": event}
    if event in case.pending:  # what the house would have heard belongs to it
        facts["retracts"] = [e.seq for e in case.entries if e.event == event and e.seq > 0]
    effects.append(AddEntry(INTERNAL, EntryKind.UNDONE, by.id, by.name, command.line, facts))
    changed = [e for e in entries if e.kind is EntryKind.STATUS]
    before, after = (
        (str(changed[-1].facts["after"]), str(changed[0].facts["before"])) if changed else ("", "")
    )
    if changed and event not in case.pending:
        correction = StatusChanged(before=before, after=after, is_correction=True)
        for channel in dict.fromkeys(e.channel for e in changed):
            effects.extend(
                tell(case, party_of(case, channel), NoticeKind.STATUS, correction, channel=channel)
            )
    elif given and event not in case.pending:
        stands = StatusChanged(before=str(ticket.status), after=str(ticket.status), is_correction=True)
        for channel in residents_of(ticket):
            effects.extend(tell(case, party_of(case, channel), NoticeKind.STATUS, stands, channel=channel))
    off = called_off(case, ticket, entries, by)
    effects = [*(e for e in effects if not _repeats(e, off)), *off]
    effects += _correct_house(case, ticket, event, effects)
    effects += _told_to_who_reads_again(case, ticket, effects)
    detail = "rejected" if changed and changed[-1].facts.get("rejected") else ""
    line = TranscriptLine(command.line, str(command.act), outcome, before=before, after=after, detail=detail)
    orders = [
        replace(line, order=ticket.order_tag(o), company=o.assignee_name, detail=str(o.kind)) for o in given
    ]
    shown = next((e for e in effects if isinstance(e, SetVisibility)), None)
    if shown is not None and not changed and not given:
        line = replace(line, detail=str(shown.after))
    parted = [
        TranscriptLine(command.line, parting.PARTED, outcome, detail=f"T-{parting.number_of(e)}")
        for e in joins
    ]
    is_told = bool(parted) and not changed  # what else the act did, nothing of it needs a line of its own
    told = [*orders, *parted] if orders or is_told else [line, *parted]
    main, *more = [*told[:1], *(replace(o, before="", after="") for o in told[1:])]
    waits = (TranscriptLine(command.line, REOPENED, outcome),) if reopened else ()
    return TakenBack(main, tuple(effects), (*more, *waits, *_stays(entries, by.language)))


def _repeats(effect: Effect, off: tuple[OweNotice, ...]) -> bool:
    """Who reads that it is no emergency need not read of a status as well."""
    if not isinstance(effect, OweNotice) or effect.kind is not NoticeKind.STATUS:
        return False
    return effect.address in {mail.address for mail in off}


def remembering_answers(effects: tuple[Effect, ...], by: Person) -> tuple[Effect, ...]:
    """The journal keeps which questions an act has answered: taken back, it leaves them waiting again."""
    numbers = [e.question for e in effects if isinstance(e, AnswerQuestion)]
    own = next((e for e in effects if isinstance(e, AddEntry) and e.author == by.id), None)
    if not numbers or own is None:
        return effects
    marked = replace(own, facts={**own.facts, ANSWERS: numbers})
    return tuple(marked if e is own else e for e in effects)


def _correct_house(case: Case, ticket: Ticket, event: str, back: list[Effect]) -> tuple[Effect, ...]:
    """What the house has heard and what no longer holds; nothing, if from now on it reads no more of the ticket."""
    is_public = ticket.visibility is Visibility.PUBLIC and not any(isinstance(e, SetVisibility) for e in back)
    is_news = any(isinstance(e, (SetStatus, ChangeOrder)) for e in back)
    return news(case, ticket, "corrected") if event in case.heard and is_public and is_news else ()


def _told_to_who_reads_again(case: Case, ticket: Ticket, back: list[Effect]) -> tuple[Effect, ...]:
    """What the house was to hear, and those did not whom the act that is taken back kept from it."""
    after = ticket
    for effect in back:
        match effect:
            case SetVisibility():
                after = replace(after, visibility=effect.after)
            case SetAudience():
                after = replace(after, audience=effect.after)
            case _:
                pass
    if after.visibility is not Visibility.PUBLIC:
        return ()
    reading = ticket.audience if ticket.visibility is Visibility.PUBLIC else frozenset()
    return unheard(case, after, reading=reading, but=retracted(case.entries))


def _stays(entries: tuple[Entry, ...], language: str) -> tuple[TranscriptLine, ...]:
    return tuple(
        TranscriptLine(why, "undo", Outcome.NOTHING_TO_UNDO, detail="stays")
        for entry in entries
        if not parting.can_part(entry) and (why := _what_stays(entry, language))
    )


def _what_stays(entry: Entry, language: str) -> str:
    """As the manager would name it; a firm's report that was believed stays without a word."""
    facts = entry.facts
    match entry.kind:
        case EntryKind.MERGED:
            return f"T-{facts.get('into') or facts.get('from')}"
        case EntryKind.HIDDEN:
            return say(f"commands.{Act.ANONYMOUS}", language)
        case EntryKind.RETENTION:
            act = Act.HOLD if facts.get("what") == "hold" else Act.RETAIN
            return say(f"commands.{act}", language)
        case EntryKind.SPLIT:
            return str(facts.get("topics", ""))
        case EntryKind.NOTE if "after" in facts:
            return entry.text
        case EntryKind.ORDER if facts.get("after") == Phase.CANCELLED:
            return f"{facts.get('company', '')}"
        case _:
            return ""


def _roles(value: object) -> frozenset[Role]:
    return frozenset(Role(role) for role in str(value).split(",") if role)


def _reversal(ticket: Ticket, first: Entry, last: Entry) -> tuple[Effect, ...]:
    """From how the last step left the fact to how the first one found it."""
    before = first.facts.get("before")
    match last.kind:
        case EntryKind.STATUS:
            was_rejected = bool(first.facts.get("before_rejected"))
            return (SetStatus(ticket.status, Status(str(before)), is_rejected=was_rejected),)
        case EntryKind.CATEGORY:
            return (SetCategory(ticket.category, CategoryKey(str(before))),)
        case EntryKind.ASSIGNED:
            return (Assign(ticket.responsible, PersonId(str(before)) if before else None),)
        case EntryKind.VISIBILITY:
            return (SetVisibility(ticket.visibility, Visibility(str(before)), ticket.public_place),)
        case EntryKind.AUDIENCE:
            return (SetAudience(ticket.audience, _roles(before)),)
        case EntryKind.PRIORITY:
            calmed = first.facts.get(CALMED)
            flags = calmed if isinstance(calmed, list) else []
            raised = first.facts.get(RAISED)
            calm = (SetFlag(Flag(str(raised)), False),) if raised else ()
            again = (SetFlag(Flag(f), True) for f in flags)
            return (SetPriority(ticket.priority, str(before)), *again, *calm)
        case EntryKind.FOLLOW_UP:
            at = datetime.fromisoformat(str(before)) if before else None
            return (SetFollowUp(at, str(first.facts.get("before_note", ""))),)
        case EntryKind.LINKED:
            return (linked_back(first),)
        case _:
            return ()
