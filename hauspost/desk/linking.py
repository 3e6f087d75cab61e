"""ZUORDNEN says whose ticket it is: it becomes that person's or flat's, who had it before reads it no longer."""

from dataclasses import replace

from hauspost.desk.case import Case, Leaving
from hauspost.desk.channels import INTERNAL, Channel, ParticipantKind
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, Effect, LinkTo, SetFlag
from hauspost.desk.houses import Person, PersonId, Unit
from hauspost.desk.intents import Command
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import IN_SURVEY, Entry, EntryKind, Flag, Ticket, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_people import Acknowledged, ManagerWrote, StatusChanged
from hauspost.desk.on_behalf import residents_named
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.sites import own_channel
from hauspost.desk.telling import held_back, names, tell

UNIT = "unit:"
LETTER = "letter"  # what a receipt says of a letter that waited, and that its reader may not read any more


def link(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """What was written before stays in the old channel; the new party reads what is written from now on."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    if refusal := _refusal(ticket):
        return course.then(replace(line, outcome=Outcome.REFUSED, after=refusal))
    party, unit = _meant(case, command)
    before = _party(ticket)
    wanted = _link(case, ticket, party, unit)
    if wanted == _standing(ticket):
        return course.then(replace(line, outcome=Outcome.ALREADY))
    called = names(party) or (unit.id if unit else "")
    place = unit.id if unit is not None and party else ""
    gone = tuple(case.people[i] for i in before if i in case.people and i not in wanted.party)
    losing = () if ticket.visibility is Visibility.PUBLIC else gone  # what the house reads, they read as well
    line = replace(line, detail=f"{called} ({place})" if place else called, company=names(losing))
    line = replace(line, before=LETTER) if losing and any(map(_is_letter, case.leaving)) else line
    entry = AddEntry(INTERNAL, EntryKind.LINKED, by.id, by.name, "", _facts(ticket, wanted))
    cleared = (SetFlag(Flag.UNVERIFIED, False),) if party and Flag.UNVERIFIED in ticket.flags else ()
    told: tuple[Effect, ...] = ()
    if wanted.reporter is not None and wanted.reporter != ticket.reporter:
        facts, channel = (
            Acknowledged(ticket.opened_at, on_behalf_by=by.name),
            Channel.of_resident(wanted.reporter),
        )
        when = when_told(case, Event.OPENED, Reader.REPORTER, ticket)
        told = tell(
            case, party, NoticeKind.ACKNOWLEDGEMENT, facts, channel=channel, due_at=held_back(case), when=when
        )
    flags = ticket.flags - {Flag.UNVERIFIED} if party else ticket.flags
    linked = replace(
        ticket,
        reporter=wanted.reporter,
        unit=wanted.unit,
        place=wanted.place,
        kind=wanted.kind,
        flags=flags,
    )
    return course.then(line, wanted, entry, *cleared, *told, ticket=linked)


def _is_letter(notice: Leaving) -> bool:
    """Whether a manager's words wait in it; the store cancels what its reader may not read any more."""
    is_written = isinstance(notice.facts, ManagerWrote | StatusChanged) and bool(notice.facts.text)
    return is_written and not notice.has_left


def is_as_linked(ticket: Ticket, entry: Entry) -> bool:
    """Whether the ticket is still whose the entry says."""
    return (ticket.reporter or "", ticket.unit) == (entry.facts.get("after"), entry.facts.get("unit"))


def linked_back(entry: Entry) -> LinkTo:
    """To whom the ticket belonged before that entry."""
    before = entry.facts["was"]
    assert isinstance(before, dict)
    return LinkTo(
        before["reporter"] or None,
        tuple(before["party"]),
        before["unit"],
        before["place"],
        TicketKind(before["kind"]),
    )


def _refusal(ticket: Ticket) -> str:
    """Why not; an order carries the place and the name that it was given with."""
    if IN_SURVEY & ticket.flags:
        return "survey"
    return "link_order" if lies_in_flat(ticket) and any(o.is_live for o in ticket.orders) else ""


def _meant(case: Case, command: Command) -> tuple[tuple[Person, ...], Unit | None]:
    """Who lives in the flat that is named, perhaps nobody; or the person, and the flat if there is only one."""
    if case.house is None:
        return (), None
    known = tuple({p.id: p for p in (*case.residents, *case.audience)}.values())
    party = residents_named(replace(case, residents=known), case.house, command.value)
    units = {u.id: u for u in case.units if u.property_id == case.house.id}
    if command.value.startswith(UNIT):
        return party, units.get(command.value.removeprefix(UNIT))
    own = party[0].units_at(case.house.id, case.today) if party else ()
    return party, units.get(own[0]) if len(own) == 1 else None


def _link(case: Case, ticket: Ticket, party: tuple[Person, ...], unit: Unit | None) -> LinkTo:
    """A flat where nobody lives names only the place; what lies on common ground stays there."""
    is_common = bool(ticket.place) and ticket.place == ticket.public_place
    standing = _standing(ticket)
    placed = replace(
        standing,
        unit=unit.id if unit else ticket.unit,
        place=unit.place if unit and not is_common else ticket.place,
    )
    ids = tuple(p.id for p in party)
    if not ids or ticket.reporter in ids:
        return placed
    is_ours = Flag.UNVERIFIED in ticket.flags  # opened for nobody: from now on it is a resident's matter
    return replace(
        placed,
        reporter=ids[0],
        party=ids,
        kind=TicketKind.MATTER if is_ours else ticket.kind,
        is_hidden=ticket.is_anonymous,
    )


def _standing(ticket: Ticket) -> LinkTo:
    return LinkTo(ticket.reporter, _party(ticket), ticket.unit, ticket.place, ticket.kind)


def _party(ticket: Ticket) -> tuple[PersonId, ...]:
    own = own_channel(ticket)
    mine = (p for p in ticket.participants if p.channel == own and p.until is None)
    return tuple(p.person for p in mine if p.kind is ParticipantKind.REPORTER)


def _facts(ticket: Ticket, link: LinkTo) -> dict[str, object]:
    standing = _standing(ticket)
    was = {
        "reporter": standing.reporter or "",
        "party": list(standing.party),
        "unit": standing.unit,
        "place": standing.place,
        "kind": str(standing.kind),
    }
    return {"before": was["reporter"], "after": link.reporter or "", "unit": link.unit, "was": was}
