"""What a reporter answers to "Was ist passiert? Wo genau?": the report is whole, the managers read it as a new one."""

from dataclasses import replace

from hauspost.desk import categories
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.decision import AddEntry, Decision, Effect, SetCategory, SetFlag, SetPlace, Verdict
from hauspost.desk.houses import GENERAL, Person, Property
from hauspost.desk.intents import Act, Said
from hauspost.desk.model import EntryKind, Flag, Status, Ticket
from hauspost.desk.opening import opening_facts, put_before_managers
from hauspost.desk.publication import public_place
from hauspost.desk.sites import COMPLETES, report_facts
from hauspost.desk.telling import names
from hauspost.desk.whereabouts import flat_label, flat_of, own_flats
from hauspost.desk.workflow import propose


def is_answer(said: Said, ticket: Ticket) -> bool:
    """Whether the words say what an incomplete report lacks: any words, but for thanks and a question for news."""
    is_open = Flag.INCOMPLETE in ticket.flags and ticket.status is not Status.DONE
    return is_open and bool(said.whole.strip()) and not said.is_thanks and not said.asks_progress


def complete(
    case: Case,
    said: Said,
    ticket: Ticket,
    channel: Channel,
    *,
    speakers: tuple[Person, ...],
    narrowed: tuple[Effect, ...],
) -> Decision:
    """It was asked once: whatever is missing still, a person looks at it now. `narrowed`: what a wish has changed."""
    if case.house is None:
        raise ValueError("a ticket without its house cannot be decided upon")
    whole = _placed(case, said, _sorted(case, said, ticket), case.house, speakers)
    whole = replace(whole, flags=whole.flags - {Flag.INCOMPLETE})
    said_now = opening_facts(case, said) | {COMPLETES: True}
    entry = AddEntry(channel, EntryKind.MESSAGE, speakers[0].id, names(speakers), said.whole, said_now)
    facts = report_facts(case.entries, ticket) | {k: v for k, v in said_now.items() if v}
    planned = propose(case, whole, facts)
    notices = put_before_managers(
        case, said, whole, channel, by=names(speakers), planned=planned, completes=_first(case)
    )
    effects = (
        entry,
        SetFlag(Flag.INCOMPLETE, False),
        *_changes(ticket, whole),
        *narrowed,
        *notices,
        *planned.effects,
    )
    return Decision(Verdict.ACCEPTED, "completed", effects, ticket.number, ticket.seq, case.event, channel)


def _first(case: Case) -> str:
    """What was said at the beginning, before the question."""
    return next((e.text for e in case.entries if e.kind is EntryKind.OPENED), "")


def _sorted(case: Case, said: Said, ticket: Ticket) -> Ticket:
    if ticket.category != GENERAL:
        return ticket
    found = categories.choose(case.categories, hint="", subject=ticket.subject, text=said.whole)
    return replace(ticket, category=found)


def _placed(case: Case, said: Said, ticket: Ticket, house: Property, speakers: tuple[Person, ...]) -> Ticket:
    """The flat by its number or by its words; common ground that is named lies outside every flat."""
    if said.place:
        place = public_place(said, house, "")
        return replace(ticket, place=place, public_place=place)
    answers = {c.value for c in said.commands if c.act is Act.CHOOSE}
    chosen = (u for u in own_flats(case, speakers, house) if flat_label(u) in answers)
    unit = next(chosen, None) or (None if ticket.unit else flat_of(case, said, speakers, house))
    return replace(ticket, unit=unit.id, place=unit.place) if unit else ticket


def _changes(before: Ticket, after: Ticket) -> tuple[Effect, ...]:
    found: list[Effect] = []
    if (before.unit, before.place) != (after.unit, after.place):
        found.append(SetPlace(after.unit, after.place, after.public_place))
    if before.category != after.category:
        facts: dict[str, object] = {"before": before.category, "after": after.category}
        found.append(SetCategory(before.category, after.category))
        found.append(AddEntry(INTERNAL, EntryKind.CATEGORY, None, "Hauspost", facts=facts))
    return tuple(found)
