"""Commands that change a fact of the ticket: its status, category, or who is in charge of it."""

from dataclasses import replace

from hauspost.desk import statuses
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course, changed_since, channel_of, resident_channel
from hauspost.desk.decision import (
    AddEntry,
    Assign,
    OweNotice,
    Pin,
    QuestionKind,
    SetCategory,
    SetStatus,
)
from hauspost.desk.houses import CategoryKey, Person, Role
from hauspost.desk.intents import Act, Command
from hauspost.desk.model import EntryKind, Flag, Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import NewTicket
from hauspost.desk.orders import RELEASING, answered, settle
from hauspost.desk.publication import closed_by_topic
from hauspost.desk.telling import steering_offers, tell

STATUS_ACTS = frozenset(statuses.GOALS)


def move(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, before=str(ticket.status))
    if since := changed_since(case):
        return replace(course.then(replace(line, outcome=Outcome.OVERTAKEN)), since=since)
    if command.act is Act.REJECT and not command.text.strip():
        return course.then(replace(line, outcome=Outcome.NEEDS_REASON))
    goal = statuses.GOALS[command.act]
    is_at_work = any(o.is_running and o.kind in RELEASING for o in ticket.orders)
    target = statuses.after(ticket.status, command.act, Role.MANAGER, is_at_work=is_at_work)
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
        resident_channel(case, ticket) or INTERNAL, EntryKind.STATUS, by.id, by.name, command.text, facts
    )
    flags = ticket.flags | {Flag.REJECTED} if is_rejected else ticket.flags - {Flag.REJECTED}
    moved = replace(ticket, status=target, flags=flags)
    after = course.then(
        replace(line, after=str(target), detail="rejected" if is_rejected else ""),
        SetStatus(ticket.status, target, is_rejected=is_rejected),
        entry,
        ticket=moved,
    )
    after = replace(after, reason=command.text if is_rejected else course.reason)
    if command.act is Act.REOPEN and _was_automatic(case, ticket):
        after = replace(after, effects=(*after.effects, Pin("status")))
    return settle(case, after, by) if target is Status.DONE else after


def _was_automatic(case: Case, ticket: Ticket) -> bool:
    """Whether a rule or an assignee set the status that a hand now overrules: from now on only hands do."""
    last = next((e for e in reversed(case.entries) if e.kind is EntryKind.STATUS), None)
    return last is not None and last.author in {None, *(o.assignee for o in ticket.orders)}


def categorise(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    wanted = CategoryKey(command.value)
    before, after = (case.category(key).label(by.language) for key in (ticket.category, wanted))
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, before=before, after=after)
    if wanted == ticket.category:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    facts: dict[str, object] = {"before": ticket.category, "after": wanted}
    entry = AddEntry(INTERNAL, EntryKind.CATEGORY, by.id, by.name, facts=facts)
    moved = replace(ticket, category=wanted)
    # What a rule proposed for the other category is no longer asked, nor done by itself.
    ends, used = answered(case, course, frozenset({QuestionKind.SUGGESTION, QuestionKind.VETO}), by)
    course = replace(course, used=course.used | used)
    change = SetCategory(ticket.category, wanted)
    course = course.then(line, change, entry, Pin("category"), *ends, ticket=moved)
    return close_by_topic(case, course, command, by, ticket=moved)


def close_by_topic(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """Another topic may be one that is never public: the receipt says that the house reads it no longer."""
    closes = closed_by_topic(case, ticket, by)
    if not closes:
        return course
    after = Visibility.PRIVATE
    line = TranscriptLine(command.line, str(Act.PRIVATE), Outcome.DONE, str(ticket.visibility), str(after))
    return course.then(line, *closes, ticket=replace(ticket, visibility=after))


def assign(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
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
    told = () if chosen.id == by.id else tell_new_responsible(case, ticket, chosen, by)
    assigned = replace(ticket, responsible=chosen.id)
    return course.then(line, Assign(ticket.responsible, chosen.id), entry, *told, ticket=assigned)


def tell_new_responsible(case: Case, ticket: Ticket, selected: Person, by: Person) -> tuple[OweNotice, ...]:
    """To a colleague who has not seen the ticket yet: it is theirs now."""
    return show_as_new(case, ticket, selected, replace(as_it_began(case, ticket), assigned_by=by.name))


def as_it_began(case: Case, ticket: Ticket) -> NewTicket:
    """What the ticket began with, for somebody who has not seen it yet."""
    opened = next((e for e in case.entries if e.kind in (EntryKind.OPENED, EntryKind.MESSAGE)), None)
    attachments = opened.facts.get("attachments", ()) if opened else ()
    return NewTicket(
        text=opened.text if opened else "",
        received_at=ticket.opened_at,
        by=opened.author_name if opened else "",
        attachments=tuple(str(a) for a in attachments) if isinstance(attachments, list) else (),
    )


def show_as_new(case: Case, ticket: Ticket, selected: Person, facts: NewTicket) -> tuple[OweNotice, ...]:
    """A steering mail of its own."""
    offers = steering_offers(ticket.status, selected.language)
    return tell(
        case, (selected,), NoticeKind.NEW_TICKET, facts, channel=channel_of(case, ticket), offers=offers
    )
