"""A manager's own mail to somebody of the house, with us in Cc or Bcc: kept in that person's channel (WORDS 4).

Whoever stands in its To and Cc has it already and gets nothing again.
"""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import AddEntry, Decision, Effect, Verdict
from hauspost.desk.houses import RESIDENT_ROLES, Person, Property, Role
from hauspost.desk.intents import Said
from hauspost.desk.model import EntryKind, Ticket, TicketKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.opening import new_ticket, opening_facts, put_before_managers, receipt
from hauspost.desk.proof import Power
from hauspost.desk.rights import is_manager_of
from hauspost.desk.telling import names, tell

WORKING = frozenset({Role.CONTRACTOR, Role.CARETAKER})
FILED = "file_copy"  # the transcript's code


def file_copy(case: Case, said: Said) -> Decision | None:
    """None: it is no such mail, it steers, or it is not surely the manager's own."""
    is_plain = not (said.commands or said.near_misses) and bool(said.whole.strip() or said.attachments)
    if not (case.to and is_plain) or case.resolution.power < Power.ENTRY:
        return None
    ticket = case.ticket
    if ticket is not None and is_manager_of(case.author, ticket.property_id, case.at, case.zone):
        channels = {c: p for p in _parties(case) if (c := _channel(ticket, p)) is not None}
        if channels:
            return _in_ticket(case, said, ticket, channels)
    house = case.house or _their_house(case)
    here = tuple(p for p in _parties(case) if house is not None and _belongs(case, p[0], house))
    if house is None or not here:
        return None
    first, *others = (_opened(case, said, house, party) for party in here)
    return replace(first, also=tuple(others))


def _parties(case: Case) -> tuple[tuple[Person, ...], ...]:
    """Those behind one address are one party."""
    found: dict[str, tuple[Person, ...]] = {}
    for person in case.to:
        found[person.address or person.id] = (*found.get(person.address or person.id, ()), person)
    return tuple(found.values())


def _channel(ticket: Ticket, party: tuple[Person, ...]) -> Channel | None:
    """Where the ticket talks with them: the newest live order first, then their own channel."""
    ids = {p.id for p in party}
    order = next((o for o in ticket.orders[::-1] if o.is_live and o.assignee in ids), None)
    if order is not None:
        return order.channel
    return next((p.channel for p in ticket.participants if p.person in ids and p.until is None), None)


def _belongs(case: Case, person: Person, house: Property) -> bool:
    roles = person.roles_at(house.id, case.today)
    return bool(roles & (RESIDENT_ROLES | WORKING) or person.former_roles_at(house.id, case.today))


def _their_house(case: Case) -> Property | None:
    """Of a mail to the desk: the only house of the manager's to which all whom it went to belong."""
    fits = [h for h in case.houses if all(_belongs(case, p[0], h) for p in _parties(case))]
    return fits[0] if len(fits) == 1 else None


def _in_ticket(
    case: Case, said: Said, ticket: Ticket, channels: dict[Channel, tuple[Person, ...]]
) -> Decision:
    by = case.acting_managers[0]
    facts = opening_facts(case, said) | {"filed": True}
    entries: tuple[Effect, ...] = tuple(
        AddEntry(channel, EntryKind.MESSAGE, by.id, by.name, said.whole, facts) for channel in channels
    )
    first = next(iter(channels))
    lines = tuple(_line(case, party) for party in channels.values())
    mails = (
        ()
        if _hears_only_faults(case, by)
        else tell(case, (by,), NoticeKind.TRANSCRIPT, Transcript(lines=lines), channel=first)
    )
    return Decision(
        Verdict.ACCEPTED, "filed", (*entries, *mails), ticket.number, ticket.seq, case.event, first
    )


def _opened(case: Case, said: Said, house: Property, party: tuple[Person, ...]) -> Decision:
    by, channel = case.acting_managers[0], Channel.of_resident(party[0].id)
    is_resident = any(p.roles_at(house.id, case.today) & RESIDENT_ROLES for p in party)
    kind = TicketKind.MATTER if is_resident else TicketKind.OFFICE
    there = replace(case, house=house)
    ticket = replace(
        new_ticket(there, house, said, party=party, channel=channel, kind=kind), responsible=by.id
    )
    facts = opening_facts(case, said) | {"filed": True, "by_manager": by.id}
    entry = AddEntry(channel, EntryKind.MESSAGE, by.id, by.name, said.whole, facts)
    mails = () if _hears_only_faults(case, by) else receipt(there, (_line(case, party),), (), ticket, by)
    mails += put_before_managers(there, said, ticket, channel, by=by.name, but=(by,))
    return Decision(Verdict.ACCEPTED, "filed", (ticket, entry, *mails), event=case.event, channel=channel)


def _line(case: Case, party: tuple[Person, ...]) -> TranscriptLine:
    return TranscriptLine(case.mail.subject, FILED, Outcome.DONE, after=names(party))


def _hears_only_faults(case: Case, by: Person) -> bool:
    return (by.transcripts or case.policy.transcripts) == "faults"
