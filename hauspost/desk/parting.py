"""BÜNDELN taken back: the report that came along is a ticket of its own again, and who heard of the one hears of it."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.decision import AddEntry, Effect, SetApart
from hauspost.desk.extending import shorten
from hauspost.desk.houses import Person
from hauspost.desk.model import Entry, EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.telling import party_of, tell
from hauspost.desk.work import Phase

PARTED = "parted"  # how a receipt tells of it
CHANNELS, STATUS, TOLD = "channels", "status", "told"  # facts of the entry by which a report came along


def joining_facts(ticket: Ticket, other: Ticket, told: str) -> dict[str, object]:
    """What it takes to part them again. Nothing where the other brought an order along: its number has changed."""
    if other.orders:
        return {}
    known = {p.channel for p in ticket.participants}
    residents = (p.channel for p in other.participants if p.channel.kind is ChannelKind.RESIDENT)
    own = sorted({str(channel) for channel in residents if channel not in known})
    return {CHANNELS: own, STATUS: str(other.status), TOLD: told}


def can_part(entry: Entry | AddEntry) -> bool:
    return entry.kind is EntryKind.MERGED and CHANNELS in entry.facts


def is_as_joined(case: Case, entry: Entry) -> bool:
    """Whether nothing has happened since that concerns the report: no order, no status, no word of its people."""
    undone = {e.facts.get("event") for e in case.entries if e.kind is EntryKind.UNDONE}
    since = (
        e for e in case.entries if e.seq > entry.seq and e.event != entry.event and e.event not in undone
    )
    channels = _channels(entry)
    return not any(e.kind is EntryKind.STATUS or _is_work(e) or e.channel in channels for e in since)


def _is_work(entry: Entry) -> bool:
    """An order given, a date, a firm that was there: told to both reporters. One that was taken back is over."""
    return entry.kind is EntryKind.ORDER and entry.facts.get("after") != Phase.CANCELLED


def _channels(entry: Entry) -> frozenset[Channel]:
    found = entry.facts.get(CHANNELS, ())
    return frozenset(Channel.parse(c) for c in found) if isinstance(found, list) else frozenset()


def number_of(entry: Entry) -> int:
    return int(str(entry.facts.get("from", 0)))


def part(case: Case, ticket: Ticket, entry: Entry, by: Person) -> tuple[Effect, ...]:
    """Its people, questions and keys go back with it. Who has heard what the bundle brought is told that it is off."""
    number, channels = number_of(entry), _channels(entry)
    parts: tuple[Effect, ...] = (SetApart(number, tuple(sorted(channels, key=str))),)
    if entry.event in case.pending:
        return parts
    firms = shorten(case, ticket, channels, by)
    told = str(entry.facts.get(TOLD) or "")
    if not told:
        return (*parts, *firms)
    stands = StatusChanged(told, str(Status(str(entry.facts[STATUS]))), is_correction=True)
    mails = (
        mail
        for channel in sorted(channels, key=str)
        for mail in tell(case, party_of(case, channel), NoticeKind.STATUS, stands, channel=channel)
    )
    return (*parts, *firms, *(replace(mail, about=number) for mail in mails))
