"""Commands on who may read a ticket and where it lies: visibility, audience, words to all, merging, moving."""

from dataclasses import replace

from hauspost.desk import document_changes
from hauspost.desk.absences import present, standing_in
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, PUBLIC, ParticipantKind
from hauspost.desk.course import Course, answered_before, open_question
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    Assign,
    Effect,
    HideReporter,
    MoveTo,
    OweNotice,
    Pin,
    QuestionKind,
    SetAudience,
)
from hauspost.desk.houses import Person, PersonId, PropertyId, Role
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.merging import bundle, merge
from hauspost.desk.model import IN_SURVEY, EntryKind, Ticket, Visibility
from hauspost.desk.moves import tell_new_responsible
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.proof import Power
from hauspost.desk.publication import NEVER_PUBLIC, lies_in_flat, news, show_to
from hauspost.desk.rights import is_manager_of
from hauspost.desk.undoing import undoing_widens
from hauspost.desk.withdrawing import is_unsent

FLAT = "flat"  # how a receipt of ÖFFENTLICH says that the house hears nothing yet
# What always makes more people read: a confirming question unless live key and auth pass (DOMAIN, "C").
WIDENING = frozenset({Act.PUBLIC, Act.TO_ALL, Act.RULE_OK, Act.WORD_OK})
# Each of these stands on one list and is one party's alone: it joins no other and stays at its house.
REACH_ACTS = frozenset(
    {
        Act.PRIVATE,
        Act.ANONYMOUS,
        Act.PUBLIC,
        Act.WITHOUT,
        Act.ONLY,
        Act.WITH,
        Act.TO_ALL,
        Act.MERGE,
        Act.BUNDLE,
        Act.MOVE,
        Act.PUBLISH,
    }
)


def widening(case: Case, course: Course, said: Said) -> Command | None:
    """The command that needs a confirming question first; None if there is none, or the question was answered."""
    if course.is_confirmed or case.resolution.power >= Power.ALL or case.resolution.power < Power.REVERSIBLE:
        return None
    return next((c for c in said.commands if _widens(case, c)), None)


def _widens(case: Case, command: Command) -> bool:
    ticket = case.ticket
    match command.act:
        case Act.ONLY | Act.WITH if ticket is not None:
            return not _roles_named(command) <= ticket.audience
        case Act.UNDO if ticket is not None:
            return undoing_widens(case, ticket)
        case Act.CHANGE_DOCUMENT:
            return document_changes.widens(case, command)
        case Act.PUBLIC if ticket is not None:
            return ticket.visibility is Visibility.PRIVATE
        case Act.TO_ALL if ticket is not None:  # of a private ticket it is refused, whoever confirms it
            return ticket.visibility is Visibility.PUBLIC
        case _:
            return command.act in WIDENING


def reach(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    match command.act:
        case Act.PRIVATE:
            return _show_to(case, course, line, by, ticket=ticket, after=Visibility.PRIVATE)
        case Act.ANONYMOUS:
            return _hide(case, course, line, by, ticket=ticket)
        case Act.PUBLIC:
            return _publish(case, course, line, by, ticket=ticket)
        case Act.WITHOUT | Act.ONLY | Act.WITH:
            return _choose_audience(course, line, by, command, ticket=ticket)
        case Act.TO_ALL:
            return _to_all(case, course, line, by, command.text, ticket=ticket)
        case Act.PUBLISH:
            return _publish_reply(case, course, line, by, command, ticket=ticket)
        case Act.MERGE:
            return merge(case, course, line, by, command, ticket=ticket)
        case Act.BUNDLE:
            for value in command.values:
                course = bundle(case, course, line, by, int(value), ticket=ticket)
            return course
        case Act.MOVE:
            return _move(case, course, line, by, command, ticket=ticket)
        case _:
            return course.then(replace(line, outcome=Outcome.NOT_UNDERSTOOD))


def _show_to(
    case: Case, course: Course, line: TranscriptLine, by: Person, *, ticket: Ticket, after: Visibility
) -> Course:
    line = replace(line, before=str(ticket.visibility), after=str(after))
    if ticket.visibility is after:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    place = ticket.public_place or (case.house.short_name if case.house else "")
    placed = replace(ticket, public_place=place)
    effects = (*show_to(placed, after, by.id, by.name), Pin("visibility"))
    return course.then(line, *effects, ticket=replace(placed, visibility=after))


def _hide(case: Case, course: Course, line: TranscriptLine, by: Person, *, ticket: Ticket) -> Course:
    """ANONYM: as the reporter's own later wish. The line names who has had an order with the name on it."""
    party = [p for p in ticket.participants if p.kind is ParticipantKind.REPORTER]
    shown = tuple(p.person for p in party if not p.hidden)
    if not shown:
        return course.then(replace(line, outcome=Outcome.ALREADY if party else Outcome.REFUSED))
    to_flat = (
        o for o in ticket.orders if lies_in_flat(ticket) and o.place == ticket.place and not o.is_anonymous
    )
    named = (o for o in to_flat if not is_unsent(case, o) and o in (case.ticket or ticket).orders)
    firms = ", ".join(dict.fromkeys(o.assignee_name for o in named))
    knows_house = case.policy.reporter_visible and any(e.channel == PUBLIC for e in case.entries)
    line = replace(line, detail=firms, after="house" if knows_house else "")
    entry = AddEntry(INTERNAL, EntryKind.HIDDEN, by.id, by.name)
    hidden = tuple(replace(p, hidden=p.hidden or p.person in shown) for p in ticket.participants)
    orders = tuple(replace(o, is_anonymous=True) for o in ticket.orders)
    return course.then(
        line, HideReporter(shown), entry, ticket=replace(ticket, participants=hidden, orders=orders)
    )


def _publish(case: Case, course: Course, line: TranscriptLine, by: Person, *, ticket: Ticket) -> Course:
    """Only what is written afterwards is public; a flat's matter needs the manager's own words (WORDS 4)."""
    if case.category(ticket.category).visibility == NEVER_PUBLIC:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="private_only"))
    if IN_SURVEY & ticket.flags:  # whoever was asked alone answers to the office alone
        return course.then(replace(line, outcome=Outcome.REFUSED, after="survey"))
    after = _show_to(case, course, line, by, ticket=ticket, after=Visibility.PUBLIC)
    if after.ticket is None or after.ticket.visibility is ticket.visibility:
        return after
    if lies_in_flat(after.ticket):
        return replace(after, lines=(*after.lines[:-1], replace(after.lines[-1], detail=FLAT)))
    return replace(after, effects=(*after.effects, *news(case, after.ticket, "opened")))


def _choose_audience(
    course: Course, line: TranscriptLine, by: Person, command: Command, *, ticket: Ticket
) -> Course:
    named = _roles_named(command)
    match command.act:
        case Act.WITHOUT:
            wanted = ticket.audience - named
        case Act.ONLY:
            wanted = named
        case _:
            wanted = ticket.audience | named
    before, after = (",".join(sorted(roles)) for roles in (ticket.audience, wanted))
    line = replace(line, before=before, after=after)
    if wanted == ticket.audience:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    facts: dict[str, object] = {"before": before, "after": after}
    entry = AddEntry(INTERNAL, EntryKind.AUDIENCE, by.id, by.name, facts=facts)
    return course.then(
        line, SetAudience(ticket.audience, wanted), entry, ticket=replace(ticket, audience=wanted)
    )


def _roles_named(command: Command) -> frozenset[Role]:
    return frozenset(Role(v) for v in (command.values or (command.value,)))


def _to_all(
    case: Case, course: Course, line: TranscriptLine, by: Person, text: str, *, ticket: Ticket
) -> Course:
    """AN ALLE: the manager's own words in the public channel; a private ticket is never opened by it."""
    if ticket.visibility is not Visibility.PUBLIC:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="not_public"))
    told: tuple[Effect, ...] = news(case, ticket, "text", text=text, by=by)
    return course.then(line, *told)


def _publish_reply(
    case: Case, course: Course, line: TranscriptLine, by: Person, command: Command, *, ticket: Ticket
) -> Course:
    """VERÖFFENTLICHEN: a resident's reply to a public mail goes to the house, without the name."""
    question = open_question(case, course, command.question, QuestionKind.PUBLISH)
    if question is None:
        return course.then(answered_before(case, command))
    if ticket.visibility is not Visibility.PUBLIC:  # made private since: the house reads it no more
        return course.then(replace(line, outcome=Outcome.REFUSED, after="not_public"))
    answered = AnswerQuestion(question.id, str(command.act), by.id)
    act = AddEntry(INTERNAL, EntryKind.PUBLISHED, by.id, by.name)
    writers = (PersonId(i) for i in question.about.get("by", ()))
    told = news(case, ticket, "text", text=str(question.about["text"]), written_by=writers)
    after = course.then(line, answered, act, *told)
    return replace(after, used=course.used | {question.id})


def _move(
    case: Case, course: Course, line: TranscriptLine, by: Person, command: Command, *, ticket: Ticket
) -> Course:
    """OBJEKT HS5: only private tickets without a live order move; the party stays the same.

    Who manages only the old house reads it no more; whoever is in charge of it there is told, if not by the own hand.
    """
    place = PropertyId(command.value)
    line = replace(line, before=ticket.property_id, after=place)
    if place == ticket.property_id:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if not is_manager_of(case.author, place, case.at, case.zone):
        return course.then(replace(line, outcome=Outcome.REFUSED, after="no_right"))
    if IN_SURVEY & ticket.flags:
        return course.then(replace(line, outcome=Outcome.REFUSED, after="survey"))
    if ticket.visibility is Visibility.PUBLIC or any(o.is_live for o in ticket.orders):
        return course.then(replace(line, outcome=Outcome.REFUSED, after="in_the_way"))
    facts: dict[str, object] = {"before": ticket.property_id, "after": place}
    entry = AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, f"{ticket.property_id} → {place}", facts)
    chosen = _in_charge_there(case, ticket, place)
    moved = replace(ticket, property_id=place, unit="", place="", public_place="")
    if chosen is None or chosen.id == ticket.responsible:
        return course.then(line, MoveTo(place), entry, ticket=moved)
    handed: tuple[Effect, ...] = (
        Assign(ticket.responsible, chosen.id),
        *_tell_there(case, moved, chosen, by),
    )
    moved = replace(moved, responsible=chosen.id)
    return course.then(line, MoveTo(place), entry, *handed, ticket=moved)


def _in_charge_there(case: Case, ticket: Ticket, place: PropertyId) -> Person | None:
    """Whoever had it, if that one manages the new house as well; else as that house's own tickets have it."""
    there = {m.id: m for m in case.receivers if Role.MANAGER in m.roles_at(place, case.today) and m.address}
    wanted = [ticket.responsible]
    wanted += [case.moves_to.responsible, case.moves_to.deputy] if case.moves_to else []
    anybody = (*present(tuple(there.values()), case.absences), *there.values())
    chosen = (*standing_in(wanted, case.absences), *(m.id for m in anybody))
    return next((there[w] for w in chosen if w in there), None)


def _tell_there(case: Case, ticket: Ticket, chosen: Person, by: Person) -> tuple[OweNotice, ...]:
    return () if chosen.id == by.id else tell_new_responsible(case, ticket, chosen, by)
