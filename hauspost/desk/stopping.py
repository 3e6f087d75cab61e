"""STOPP to what a rule has ordered: what nobody has read yet is never sent, and what nobody has heard never was."""

from dataclasses import replace

from hauspost.desk.case import Case, Leaving
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, CancelNotice, Effect, SetFlag, SetStatus
from hauspost.desk.houses import Person
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket
from hauspost.desk.notices_of_steering import TranscriptLine
from hauspost.desk.notices_to_people import EveningLines, PublicNews, StatusChanged
from hauspost.desk.orders import withdraw
from hauspost.desk.withdrawing import given_by, is_unsent
from hauspost.desk.work import WorkOrder

ORDERED = "ordered"  # the event by which the house hears of an order


def waits_to_leave(case: Case, ticket: Ticket) -> bool:
    """Whether STOPP means a rule's order that has not left: nothing that the author did since waits as well."""
    order = next((o for o in ticket.orders if o.is_running and o.rule), None)
    if order is None or not is_unsent(case, order):
        return False
    own, given = {p.id for p in case.acting_managers}, given_by(case.entries, order)
    newer = (e for e in case.entries if given is not None and e.seq > given.seq and e.author in own)
    return not any(e.event in case.pending for e in newer)


def stop_order(
    case: Case, course: Course, line: TranscriptLine, by: Person, *, order: WorkOrder, ticket: Ticket
) -> Course:
    """Taken back, and what waits to tell of it is never sent. Where nobody has heard, the status is as it was."""
    given = given_by(case.entries, order)
    about = tuple(n for n in case.leaving if given and n.event == given.event and _tells_of_order(n))
    course = withdraw(case, course, line, by, order=order, reason="", ticket=ticket)
    cancels = tuple(CancelNotice(n.id) for n in about if not n.has_left)
    course = replace(course, effects=(*course.effects, *cancels))
    release = _release(case.entries, order, given)
    is_heard = any(n.has_left for n in about)
    if given is None or release is None or is_heard or str(ticket.status) != release.facts["after"]:
        return course
    return _as_before(case, course, by, order=order, given=given, release=release)


def _tells_of_order(notice: Leaving) -> bool:
    """To the residents or the house; a status of its own, or that the report came in, is told all the same."""
    match notice.facts:
        case StatusChanged():
            return bool(notice.facts.ordered)
        case PublicNews():
            return notice.facts.event == ORDERED
        case EveningLines():
            return all(line.event == ORDERED for line in notice.facts.lines)
        case _:
            return False


def _release(entries: tuple[Entry, ...], order: WorkOrder, given: Entry | None) -> Entry | None:
    """How the rule released the ticket when it gave the order; None if a hand had done so before."""
    found = (e for e in entries if given is not None and e.event == given.event)
    return next((e for e in found if e.kind is EntryKind.STATUS and e.facts.get("rule") == order.rule), None)


def _as_before(
    case: Case, course: Course, by: Person, *, order: WorkOrder, given: Entry, release: Entry
) -> Course:
    """The ticket waits again, and the journal says what of it nobody ever read."""
    before, after = Status(str(release.facts["before"])), Status(str(release.facts["after"]))
    unread = [release.seq, *([given.seq] if is_unsent(case, order) else [])]
    unread += [
        e.seq
        for e in case.entries
        if e.event == given.event and e.kind is EntryKind.SUMMARY and e.facts.get("event") == ORDERED
    ]
    facts: dict[str, object] = {"event": given.event, "retracts": sorted(unread)}
    needs_none = SetFlag(Flag.NO_ORDER, True)  # that every order was called off concerns who was told of one
    kept: tuple[Effect, ...] = tuple(e for e in course.effects if e != needs_none)
    back = SetStatus(after, before)
    entry = AddEntry(INTERNAL, EntryKind.UNDONE, by.id, by.name, "", facts)
    told = replace(course.lines[-1], before=str(after), after=str(before))
    return replace(course, lines=(*course.lines[:-1], told), effects=(*kept, back, entry))
