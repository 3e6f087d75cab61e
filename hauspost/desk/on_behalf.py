"""A manager opens for or writes to somebody: FÜR ‹…›, AN ‹…›, or a known person's mail that she forwards (WORDS 4)."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.decision import AddEntry, Decision, Effect, OpenTicket, OweNotice, Verdict
from hauspost.desk.houses import GENERAL, RESIDENT_ROLES, Person, Property, Role
from hauspost.desk.intents import Act, Command, Said, Wish
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import EntryKind, TicketKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Telling, TranscriptLine
from hauspost.desk.notices_to_people import Acknowledged, ManagerWrote
from hauspost.desk.opening import new_ticket, opening_facts, receipt
from hauspost.desk.telling import held_back, names, tell
from hauspost.desk.workflow import NO_PLAN, plan


def open_for(case: Case, said: Said, house: Property, command: Command) -> Decision | None:
    """FÜR ‹…›: on behalf of a resident. AN ‹…›: text: written to a resident. None if nobody of the house is meant."""
    party = residents_named(case, house, command.value)
    if not party:
        return None
    words = command.text if command.act is Act.TO else said.text
    return _open_with(case, said, house, command, party=party, words=words)


def open_forwarded(case: Case, said: Said, house: Property) -> Decision | None:
    """A manager forwards a known person's mail: opened for that person; her own words above it stay inside."""
    inside = said.inside
    here = tuple(p for p in case.inside_author if p.roles_at(house.id, case.today) & RESIDENT_ROLES)
    if inside is None or not here or not inside.text.strip():
        return None
    command = Command(Act.FOR, f"{names(here)}: {inside.subject}".strip(": "))
    own = replace(
        said, commands=(), reply="", internal="\n\n".join(t for t in (said.text, said.internal) if t)
    )
    renamed = replace(case, mail=replace(case.mail, subject=inside.subject or case.mail.subject))
    return _open_with(renamed, own, house, command, party=here, words=inside.text)


def _open_with(
    case: Case, said: Said, house: Property, command: Command, *, party: tuple[Person, ...], words: str
) -> Decision:
    author = case.acting_managers[0]
    channel = Channel.of_resident(party[0].id)
    ticket = new_ticket(
        case, house, replace(said, whole=words), party=party, channel=channel, kind=TicketKind.MATTER
    )
    if Wish.ANONYMOUS in said.wishes:
        hidden = tuple(replace(p, hidden=True) for p in ticket.participants)
        ticket = replace(ticket, participants=hidden)
    if (
        command.act is Act.FOR and said.inside is None
    ):  # the office's own subject is not for the resident's eyes
        ticket = replace(ticket, subject=_neutral_subject(case, ticket, party[0]))
    ticket = replace(ticket, responsible=author.id)
    kind = EntryKind.MESSAGE if command.act is Act.TO else EntryKind.OPENED
    facts = opening_facts(case, said) | {"by_manager": author.id, "act": str(command.act)}
    entry = AddEntry(channel, kind, author.id, author.name, words, facts)
    planned = NO_PLAN
    if command.act is Act.FOR:  # AN ‹…› reports nothing
        planned = plan(case, ticket, said, channel=channel, party=party)
    outgoing = _first_mail(case, command, party, channel, words=words)
    tellings = tuple(Telling(names(party), n.due_at, str(n.kind)) for n in outgoing[:1])
    kept = "\n\n".join(t for t in (said.reply, said.internal) if t)
    note = (AddEntry(INTERNAL, EntryKind.NOTE, author.id, author.name, kept),) if kept else ()
    phones = ", ".join(n for p in party for n in p.phones)
    lines = _lines(said, command, names(party), phones=phones, is_reached=bool(outgoing))
    notices = outgoing + receipt(case, lines, tellings, ticket, author, kept=kept, planned=planned)
    effects: tuple[Effect, ...] = (ticket, entry, *note, *notices, *planned.effects)
    return Decision(Verdict.ACCEPTED, f"opened_{command.act}", effects, event=case.event, channel=channel)


def _neutral_subject(case: Case, ticket: OpenTicket, reader: Person) -> str:
    return "" if ticket.category == GENERAL else case.category(ticket.category).label(reader.language)


def _first_mail(
    case: Case, command: Command, party: tuple[Person, ...], channel: Channel, *, words: str
) -> tuple[OweNotice, ...]:
    author, due = case.acting_managers[0], held_back(case)
    if command.act is Act.TO:
        wrote = ManagerWrote(text=words, by=author.name, opens=True)
        return tell(case, party, NoticeKind.MESSAGE, wrote, channel=channel, due_at=due)
    received = Acknowledged(case.mail.received_at, on_behalf_by=author.name, is_first=case.is_first_contact)
    when = when_told(case, Event.OPENED, Reader.REPORTER)
    return tell(case, party, NoticeKind.ACKNOWLEDGEMENT, received, channel=channel, due_at=due, when=when)


def _lines(
    said: Said, opening: Command, party: str, *, phones: str, is_reached: bool
) -> tuple[TranscriptLine, ...]:
    """The opening, whether the party can be reached at all, and the other words, which need the ticket to exist."""
    lines = [TranscriptLine(opening.line, str(opening.act), Outcome.DONE, after=party)]
    if not is_reached:
        lines.append(TranscriptLine(party, str(opening.act), Outcome.NO_ADDRESS, detail=party, after=phones))
    others = (c for c in said.commands if c is not opening)
    lines += [TranscriptLine(c.line, str(c.act), Outcome.NOT_UNDERSTOOD, detail="open_first") for c in others]
    return tuple(lines)


def residents_named(case: Case, house: Property, value: str) -> tuple[Person, ...]:
    """Who is meant by "unit:WE05" (its tenants, else its owners) or "person:P7", with all who share that address."""
    kind, _, key = value.partition(":")
    here = tuple(p for p in case.residents if p.roles_at(house.id, case.today) & RESIDENT_ROLES)
    if kind == "person":
        found = tuple(p for p in here if p.id == key)
    else:
        of_unit = {
            role: tuple(p for p in here if _holds(p, house, key, role, case))
            for role in (Role.TENANT, Role.OWNER)
        }
        found = of_unit[Role.TENANT] or of_unit[Role.OWNER]
    addresses = {p.address for p in found if p.address}
    also = tuple(p for p in here if p.address in addresses and p not in found)
    return (*found, *also)


def _holds(person: Person, house: Property, unit: str, role: Role, case: Case) -> bool:
    return any(
        r.property_id == house.id and r.unit == unit and r.role is role and r.period.holds(case.today)
        for r in person.roles
    )
