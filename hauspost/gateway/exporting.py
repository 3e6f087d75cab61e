"""Gathers everything of one person for a look before it is given out (GDPR, art. 15 and 20), third parties masked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, parseaddr
from typing import Any, Final

from hauspost.desk.asking import OF_BOTH, stood
from hauspost.desk.attachments import may_be_photo
from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.houses import Company, Person, PersonId, Property, Role
from hauspost.desk.masking import Mask, mask_for
from hauspost.desk.model import ERASED, Entry, EntryKind, Ticket
from hauspost.desk.rights import may_read
from hauspost.desk.undoing import retracted
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.outbound.export_pages import masked_words
from hauspost.store import exporting, firms, forgetting, octets, registry, tickets
from hauspost.store.connection import Connection
from hauspost.store.exporting import Sent, Written

# What people outside read of a ticket; the office's own journal is none of it.
SHOWN: Final = OF_BOTH | {EntryKind.SUMMARY, EntryKind.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a person must look at before it leaves."""

    tickets: int
    own_mails: int
    our_mails: int
    pictures: int
    persons_masked: int
    internal_notes: int  # left out
    entries_of_others: int  # left out: what they could not read
    mails_not_theirs: int  # under their name, held or refused
    unreadable_mails: int  # whose files could not be listed


@dataclass(frozen=True, slots=True)
class Export:
    """`about`: as export.json says it. `mails`: octets by file name, without the folder."""

    person: Person
    about: Mapping[str, Any]
    mails: Mapping[str, bytes]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose house it is, in which zone a day is meant, and when."""

    company: Company
    zone: tzinfo
    at: datetime


def is_managers(person: Person) -> bool:
    """Their tickets and mails are the company's records, full of other people: only the master data are exported."""
    return any(role.role is Role.MANAGER for role in person.roles)


def gather(connection: Connection, sandbox: Sandbox, person: Person, desk: Desk) -> Export:
    mask = _mask(connection, person, desk.company)
    mine, strange, ours = _mails(connection, person)
    arrivals = frozenset(one.number for one in mine)
    shown, internal, others = _tickets(connection, person, arrivals, mask, desk)
    files = {f"{one.at:%Y-%m-%d}-from-{one.number}.eml": octets.load(connection, one.digest) for one in mine}
    pictures, unreadable = _pictures(sandbox, files)
    letters = {_name(one): _letter(octets.load(connection, one.digest), one, mask) for one in ours}
    about = {
        "made_at": desk.at.isoformat(),
        "company": desk.company.name,
        **_person(connection, person),
        "tickets": shown,
        "mails_from_you": [_written(one, name) for one, name in zip(mine, files, strict=True)],
        "mails_to_you": [
            _sent(one, name, letter) for one, (name, letter) in zip(ours, letters.items(), strict=True)
        ],
        "pictures": pictures,
    }
    counts = Counts(
        tickets=len(shown),
        own_mails=len(mine),
        our_mails=len(ours),
        pictures=len(pictures),
        persons_masked=len(mask.numbers),
        internal_notes=internal,
        entries_of_others=others,
        mails_not_theirs=len(strange),
        unreadable_mails=unreadable,
    )
    return Export(person, about, files | {n: m.as_bytes(policy=SMTP) for n, m in letters.items()}, counts)


def _mask(connection: Connection, person: Person, company: Company) -> Mask:
    houses = registry.all_properties(connection)
    numbers = [number for house in houses for _, number in house.phones]
    return mask_for(
        person,
        registry.all_persons(connection),
        firms=firms.persons_of_firms(connection),
        public=(company.phone, company.emergency_phone, *numbers),
        words=masked_words(company.language),
    )


# ---- the master data


def _person(connection: Connection, person: Person) -> dict[str, Any]:
    houses = {house.id: house for house in registry.all_properties(connection)}
    units = {(unit.property_id, unit.id): unit for unit in registry.all_units(connection)}
    return {
        "person": {
            "number": person.id,
            "salutation": person.salutation,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "addresses": list(person.addresses),
            "undeliverable": sorted(person.undeliverable),
            "phones": list(person.phones),
        },
        "preferences": {
            "language": person.language,
            "notify": str(person.notify),
            "contact_release": person.contact_release,
            "muted_tickets": [f"T-{n}" for n in exporting.mutes_of(connection, person.id) if n],
            "answers_given": exporting.answers_of(connection, person.id),
        },
        "roles": [
            {
                "role": str(role.role),
                "property": _house(houses.get(role.property_id)) or role.property_id,
                "unit": role.unit,
                "place": unit.place if (unit := units.get((role.property_id, role.unit))) else "",
                "from": role.period.begin.isoformat() if role.period.begin else "",
                "to": role.period.end.isoformat() if role.period.end else "",
            }
            for role in person.roles
        ],
    }


def _house(house: Property | None) -> str:
    parts = (house.name, house.street, f"{house.postcode} {house.city}".strip()) if house else ()
    return ", ".join(dict.fromkeys(part for part in parts if part))


# ---- tickets


def _tickets(
    connection: Connection, person: Person, arrivals: frozenset[int], mask: Mask, desk: Desk
) -> tuple[list[dict[str, Any]], int, int]:
    """What stands there, and how many internal notes and other entries do not."""
    shown: list[dict[str, Any]] = []
    internal = others = 0
    if is_managers(person):
        return shown, internal, others
    found = forgetting.traces(connection, person.id)
    managers = frozenset(p.id for p in registry.all_managers(connection))
    topics = {c.key: c.label(desk.company.language) for c in registry.categories(connection)}
    for number in sorted({*found.whole, *found.shared}):
        ticket = tickets.load_ticket(connection, number)
        if ticket is None:
            continue
        journal = [e for e in tickets.load_entries(connection, ticket.number) if not e.facts.get(ERASED)]
        pending = tickets.pending_events(connection, ticket.number)
        read = [e for e in _readable(person, ticket, journal, pending, desk) if e.text or e.author]
        entries = [e for e in journal if e in read or _is_own(e, person.id, arrivals)]
        internal += sum(1 for e in journal if e.channel.kind is ChannelKind.INTERNAL and e not in entries)
        others += sum(1 for e in journal if e.channel.kind is not ChannelKind.INTERNAL and e not in entries)
        one = _ticket(
            ticket,
            person,
            entries,
            managers=managers,
            arrivals=arrivals,
            mask=mask,
            company=desk.company,
            topic=topics.get(ticket.category, ticket.category),
        )
        shown.append(one)
    return shown, internal, others


def _is_own(entry: Entry, person: PersonId, arrivals: frozenset[int]) -> bool:
    """Their words, by their own mail; what a manager wrote for them is shown where they can read it."""
    return entry.author == person and entry.arrival in arrivals


def _readable(
    person: Person, ticket: Ticket, journal: Iterable[Entry], pending: frozenset[str], desk: Desk
) -> Iterator[Entry]:
    """As AKTE shows it: on the day of the entry or today; not what is held back still, nor a flatmate's answers."""
    entries = tuple(journal)
    back = retracted(entries)
    for e in entries:
        of_flat = _others(ticket, e.channel, person.id)
        if e.kind not in SHOWN or e.seq in back or e.event in pending or e.author in of_flat:
            continue
        if any(may_read((person,), ticket, e.channel, at, desk.zone) for at in (e.at, desk.at)):
            yield e


def _others(ticket: Ticket, channel: Channel, person: PersonId) -> frozenset[PersonId]:
    if channel.kind is ChannelKind.PUBLIC:
        return frozenset()
    return frozenset(p.person for p in ticket.participants if p.channel == channel) - {person}


def _ticket(
    ticket: Ticket,
    person: Person,
    entries: Iterable[Entry],
    *,
    managers: frozenset[PersonId],
    arrivals: frozenset[int],
    mask: Mask,
    company: Company,
    topic: str,
) -> dict[str, Any]:
    is_theirs = ticket.reporter == person.id
    return {
        "ticket": ticket.tag,
        "subject": ticket.subject if is_theirs else "",
        "status": str(ticket.status),
        "category": topic,
        "opened_at": ticket.opened_at.isoformat(),
        "reported_by_you": is_theirs,
        "unit": ticket.unit if is_theirs else "",
        "entries": [
            {
                "at": e.at.isoformat(),
                "kind": str(e.kind),
                "by": _by(e, person, managers, mask, company),
                "status": stood(e),
                "text": e.text if _is_own(e, person.id, arrivals) else mask.text(e.text),
            }
            for e in entries
        ],
    }


def _by(entry: Entry, person: Person, managers: frozenset[PersonId], mask: Mask, company: Company) -> str:
    if entry.author == person.id:
        return person.name
    if entry.author is None or entry.author in managers:
        return company.name
    return mask.label(frozenset({entry.author}))


# ---- mails


def _mails(
    connection: Connection, person: Person
) -> tuple[tuple[Written, ...], tuple[int, ...], tuple[Sent, ...]]:
    if is_managers(person):
        return (), (), ()
    own = forgetting.own_addresses(connection, person.id)
    return *exporting.written(connection, person, own), exporting.sent(connection, person, own)


def _name(one: Sent) -> str:
    return f"{one.at:%Y-%m-%d}-to-{one.number}.eml"


def _letter(raw: bytes, one: Sent, mask: Mask) -> EmailMessage:
    """Its text alone: the HTML, the secret addresses and the files of it are for nobody's eyes a second time."""
    ours = message_from_bytes(raw, policy=default)
    body = ours.get_body(("plain",))
    name, address = parseaddr(str(ours["From"] or ""))
    letter = EmailMessage(policy=default)
    letter["From"] = f'"{mask.text(name)}" <{address}>' if name else address
    letter["To"] = one.address
    letter["Subject"] = mask.text(" ".join(str(ours["Subject"] or "").split()))
    letter["Date"] = format_datetime(one.at)
    letter.set_content(mask.text(str(body.get_content()) if body is not None else ""))
    return letter


def _written(one: Written, name: str) -> dict[str, Any]:
    return {"file": f"mails/{name}", "at": one.at.isoformat(), "subject": one.subject, "ticket": _tag(one)}


def _sent(one: Sent, name: str, letter: EmailMessage) -> dict[str, Any]:
    return {
        "file": f"mails/{name}",
        "at": one.at.isoformat(),
        "to": one.address,
        "subject": str(letter["Subject"]),
        "ticket": _tag(one),
        "text": letter.get_content(),
    }


def _tag(one: Written | Sent) -> str:
    return f"T-{one.ticket}" if one.ticket is not None else ""


def _pictures(sandbox: Sandbox, files: Mapping[str, bytes]) -> tuple[list[dict[str, Any]], int]:
    """They lie in the mails that brought them; and how many mails no parser survived."""
    found, unreadable = [], 0
    for name, raw in files.items():
        try:
            attachments = sandbox.parse(raw).attachments
        except ParserDied:
            unreadable += 1
            continue
        found += [
            {"name": f.filename, "content_type": f.content_type, "size": f.size, "file": f"mails/{name}"}
            for f in attachments
            if may_be_photo(f.content_type, f.size)
        ]
    return found, unreadable
