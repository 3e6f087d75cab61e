"""Whose report lies where, of tickets made one: each has its own bell and hours; of who hides only common ground."""

from collections.abc import Iterator

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ChannelKind, Participant, ParticipantKind
from hauspost.desk.decision import OpenTicket
from hauspost.desk.houses import PersonId
from hauspost.desk.intents import Part
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices_to_firms import Site

COMPLETES = "completes"  # marks the entry that says what a report lacked
KEPT = "kept"  # in the entry of a split: what of the report stayed with its ticket


def own_channel(ticket: Ticket | OpenTicket) -> Channel | None:
    """Of whoever reported it; the reports that were made one with it have others."""
    return Channel.of_resident(ticket.reporter) if ticket.reporter else None


def reporters_of(ticket: Ticket) -> tuple[Channel, ...]:
    """The reporter's channel and those of every report that was made one with this one; facts go to each of them."""
    told = [own] if (own := own_channel(ticket)) else []
    told += [p.channel for p in _reporters(ticket)]
    return tuple(dict.fromkeys(c for c in told if c.kind is ChannelKind.RESIDENT))


def _reporters(ticket: Ticket | OpenTicket) -> list[Participant]:
    """Whoever it was taken from by ZUORDNEN is none any more: no order names that flat and that bell."""
    found = (p for p in ticket.participants if p.kind is ParticipantKind.REPORTER)
    return [p for p in found if p.until is None]


def hides_reporter(ticket: Ticket | OpenTicket) -> bool:
    """Whether the ticket's own reporter hides; one who came along by merging hides for himself alone."""
    own = own_channel(ticket)
    return any(p.hidden for p in ticket.participants if own is None or p.channel == own)


def report_facts(entries: tuple[Entry, ...], ticket: Ticket | OpenTicket) -> dict[str, object]:
    """What the ticket's own report said; the journal may begin with an older one that was made one with it.

    What its reporter said when asked for more adds to it; of a mail that was split only what stayed there is its.
    """
    opened = [e for e in entries if e.kind is EntryKind.OPENED]
    own = own_channel(ticket)
    found = next((e for e in opened if e.channel == own), next(iter(opened), None))
    facts = _facts_of(found, entries) if found else {}
    for more in (e for e in entries if e.channel == own and e.facts.get(COMPLETES)):
        facts |= {key: value for key, value in more.facts.items() if value}
    return facts


def kept_facts(channel: Channel, part: Part) -> dict[str, object]:
    """What a split's entry says of the report in that channel: the other matters are orders of other tickets."""
    return {"channel": str(channel), KEPT: {"task": part.task, "place": part.place}}


def _facts_of(report: Entry, entries: tuple[Entry, ...]) -> dict[str, object]:
    splits = (e.facts for e in entries if e.kind is EntryKind.SPLIT)
    kept = next((s[KEPT] for s in splits if s.get("channel") == str(report.channel)), None)
    return dict(report.facts) | (kept if isinstance(kept, dict) else {})


def other_sites(case: Case, ticket: Ticket | OpenTicket) -> tuple[Site, ...]:
    """Where else the work is: one for each report that was made one with this one."""
    return tuple(dict.fromkeys(_sites(case, ticket)))


def _sites(case: Case, ticket: Ticket | OpenTicket) -> Iterator[Site]:
    own = own_channel(ticket)
    for entry in case.entries:
        party = [p for p in _reporters(ticket) if p.channel == entry.channel]
        if entry.kind is not EntryKind.OPENED or not party or entry.channel == own:
            continue
        facts = _facts_of(entry, case.entries)
        place = str(facts.get("place") or "")
        if any(p.hidden for p in party):
            yield from ((Site(place),) if place else ())
            continue
        text, access = str(facts.get("task") or ""), str(facts.get("access") or "")
        person = PersonId(entry.channel.key)
        flat = place or _flat(case, ticket, person)
        at_door = case.people.get(person)
        bell = at_door.last_name if at_door is not None and not (place or at_door.only_works) else ""
        yield Site(flat, bell, access, text, person)


def _flat(case: Case, ticket: Ticket | OpenTicket, person: PersonId) -> str:
    if person not in case.people:
        return ""
    held = case.people[person].units_at(ticket.property_id, case.today)
    return next((u.place for u in case.units if tuple(held) == (u.id,)), "")
