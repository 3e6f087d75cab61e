"""STOPP in the hold time leaves no trace outside; RÜCKGÄNGIG in a day takes back what nobody touched since."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import AddEntry, Assign, CancelNotices, Effect, SetCategory, SetFlag, SetStatus
from hauspost.desk.houses import CategoryKey, Person, PersonId
from hauspost.desk.intents import Command
from hauspost.desk.model import Entry, EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.progress import residents_of
from hauspost.desk.telling import party_of, tell
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import WorkOrder

UNDO_TIME = timedelta(hours=24)
REVERSIBLE = frozenset({EntryKind.STATUS, EntryKind.CATEGORY, EntryKind.ASSIGNED})


@dataclass(frozen=True, slots=True)
class TakenBack:
    line: TranscriptLine
    effects: tuple[Effect, ...] = ()


def stop(case: Case, ticket: Ticket, command: Command, by: Person) -> TakenBack:
    """Takes back the author's newest act whose mails have not left."""
    for entries in _own_events(case):
        if entries[0].event not in case.pending:
            continue
        if all(_untouched(ticket, e) for e in entries):
            return _take_back(case, ticket, command, by, entries=entries, outcome=Outcome.STOPPED)
        # Somebody else has gone on from there: only what has not left is held back.
        line = TranscriptLine(command.line, str(command.act), Outcome.STOPPED, detail="touched")
        return TakenBack(line, (CancelNotices(entries[0].event),))
    return TakenBack(TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_STOP))


def undo(case: Case, ticket: Ticket, command: Command, by: Person) -> TakenBack:
    """Takes back the author's newest reversible act of the last 24 hours, if each fact is still as it left it."""
    for entries in _own_events(case):
        if entries[0].at < case.at - UNDO_TIME:
            break
        if not any(_is_reversible(e) for e in entries):
            continue
        if not all(_untouched(ticket, e) for e in entries):
            return TakenBack(
                TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_UNDO, detail="touched")
            )
        return _take_back(case, ticket, command, by, entries=entries, outcome=Outcome.UNDONE)
    return TakenBack(TranscriptLine(command.line, str(command.act), Outcome.NOTHING_TO_UNDO))


def _is_reversible(entry: Entry) -> bool:
    """An order that was taken back stays so: its firm has been told, and its keys are void."""
    return entry.kind in REVERSIBLE or _gave_order(entry)


def _gave_order(entry: Entry) -> bool:
    return entry.kind is EntryKind.ORDER and entry.facts.get("before") == ""


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
        and e.seq > 0  # of the ticket itself, not of one that was merged into it
        and e.event
        and e.event not in undone
        and e.kind is not EntryKind.UNDONE
    ]
    events = [tuple(group) for _, group in groupby(theirs, key=lambda e: e.event)]
    return events[::-1]


def _untouched(ticket: Ticket, entry: Entry) -> bool:
    after = entry.facts.get("after")
    match entry.kind:
        case EntryKind.STATUS:
            return after == ticket.status
        case EntryKind.CATEGORY:
            return after == ticket.category
        case EntryKind.ASSIGNED:
            return after == ticket.responsible
        case EntryKind.ORDER if _gave_order(entry):
            order = _order(ticket, entry)
            return order is not None and after == order.phase
        case _:
            return True


def _take_back(
    case: Case, ticket: Ticket, command: Command, by: Person, *, entries: tuple[Entry, ...], outcome: Outcome
) -> TakenBack:
    event = entries[0].event
    effects: list[Effect] = [CancelNotices(event)]
    for entry in reversed(entries):
        effects.extend(_reversal(ticket, entry))
    given = tuple(o for e in entries if _gave_order(e) and (o := _order(ticket, e)) is not None)
    for order in given:
        _, back = taken_back(case, ticket, order, by)
        effects.extend(e for e in back if not isinstance(e, SetFlag))
    facts: dict[str, object] = {"event": event}
    if event in case.pending:
        facts["retracts"] = [e.seq for e in entries]
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
    detail = "rejected" if changed and changed[-1].facts.get("rejected") else ""
    line = TranscriptLine(command.line, str(command.act), outcome, before=before, after=after, detail=detail)
    if given:
        line = replace(line, order=ticket.order_tag(given[0]), company=given[0].assignee_name)
    return TakenBack(line, tuple(effects))


def _reversal(ticket: Ticket, entry: Entry) -> tuple[Effect, ...]:
    before = entry.facts.get("before")
    match entry.kind:
        case EntryKind.STATUS:
            was_rejected = bool(entry.facts.get("before_rejected"))
            return (SetStatus(ticket.status, Status(str(before)), is_rejected=was_rejected),)
        case EntryKind.CATEGORY:
            return (SetCategory(ticket.category, CategoryKey(str(before))),)
        case EntryKind.ASSIGNED:
            return (Assign(ticket.responsible, PersonId(str(before)) if before else None),)
        case _:
            return ()
