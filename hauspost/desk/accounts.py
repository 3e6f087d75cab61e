"""For whose account an order goes: the community's, or in a flat its owner's (WORDS 5); the owner is told by a word."""

from dataclasses import replace
from datetime import datetime
from itertools import chain

from hauspost.desk import assignees
from hauspost.desk.approvals import owners
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind, Participant, ParticipantKind
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, AddParticipant, Effect, OpenTicket
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command
from hauspost.desk.model import Entry, EntryKind, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_money import OwnerInformed
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_firms import OfficeWrote
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.sites import hides_reporter
from hauspost.desk.telling import held_back, names, tell
from hauspost.desk.work import OrderKind

WEG, OWNER = "weg", "owner"
SEPARATE = "separate"  # the scope of a category whose things belong to a flat
ASKED = "ask"  # … that may belong to either: the proposal asks


def flat_owners(case: Case, ticket: Ticket | OpenTicket) -> tuple[Person, ...]:
    """Who owns the flat that it is about, in a community. Nobody where that would tell whose report it was."""
    is_community = case.house is not None and case.house.kind == "weg"
    if not is_community or not lies_in_flat(ticket) or hides_reporter(ticket):
        return ()
    return owners(case, ticket)


def usual(case: Case, ticket: Ticket | OpenTicket) -> str:
    """By the category alone: a hand has said nothing."""
    is_separate = case.category(ticket.category).scope == SEPARATE
    return OWNER if is_separate and flat_owners(case, ticket) else WEG


def account_of(case: Case, ticket: Ticket, effects: tuple[Effect, ...] = ()) -> str:
    """The manager's last word for this ticket, in this mail or before it, else the usual."""
    before = (e.facts for e in case.entries if e.kind is EntryKind.ACCOUNT)
    now = (e.facts for e in effects if isinstance(e, AddEntry) and e.kind is EntryKind.ACCOUNT)
    said = [str(facts["account"]) for facts in chain(before, now)]
    if said and said[-1] == OWNER and flat_owners(case, ticket):
        return OWNER
    return WEG if said else usual(case, ticket)


def payer(case: Case, ticket: Ticket | OpenTicket, account: str) -> str:
    """Who is billed, as people call them; "": as the house's master data say it."""
    return names(flat_owners(case, ticket)) if account == OWNER else ""


def asks_whose(case: Case, ticket: Ticket | OpenTicket) -> str:
    """The flat's owner, where a proposal asks for whose account it is; "": it does not."""
    is_open = case.category(ticket.category).scope in (ASKED, SEPARATE)
    return names(flat_owners(case, ticket)) if is_open else ""


def choose_account(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """RECHNUNG WEG | EIGENTÜMER: for the orders to come; whoever has one that runs is told of the other recipient."""
    line = TranscriptLine(command.line, str(command.act), Outcome.REFUSED)
    found = flat_owners(case, ticket)
    if command.value == OWNER and not found:
        return course.then(replace(line, after="account_hidden" if hides_reporter(ticket) else "no_owner"))
    if account_of(case, ticket, course.effects) == command.value:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    house = case.house
    community = (house.invoice_recipient or house.name) if house else ""
    name = names(found) if command.value == OWNER else community
    entry = _entry(case, ticket, command.value, by, name, before=account_of(case, ticket, course.effects))
    told = _tell_firms(case, ticket, by, name, due=held_back(case))
    return course.then(replace(line, outcome=Outcome.DONE, detail=name), entry, *told)


def _entry(case: Case, ticket: Ticket, account: str, by: Person, name: str, *, before: str) -> AddEntry:
    facts: dict[str, object] = {"account": account, "before": before, "after": account}
    return AddEntry(INTERNAL, EntryKind.ACCOUNT, by.id, by.name, name, facts)


def _tell_firms(case: Case, ticket: Ticket, by: Person, name: str, *, due: datetime) -> tuple[Effect, ...]:
    """Whoever has an order that runs hears who is billed from now on."""
    told: list[Effect] = []
    for order in ticket.orders:
        assignee = assignees.person_of(case, order.assignee)
        if order.is_live and order.kind is OrderKind.ORDER and assignee is not None:
            says = OfficeWrote(tag=ticket.order_tag(order), text="", by=by.name, invoice_to=name)
            told += tell(case, (assignee,), NoticeKind.ORDER_MESSAGE, says, channel=order.channel, due_at=due)
    return tuple(told)


def account_stands(case: Case, entry: Entry) -> bool:
    """Whether it is the last word on the account."""
    said = [e for e in case.entries if e.kind is EntryKind.ACCOUNT]
    return "before" in entry.facts and bool(said) and said[-1].seq == entry.seq


def account_back(
    case: Case, ticket: Ticket, entry: Entry, by: Person, *, is_told: bool
) -> tuple[Effect, ...]:
    """RÜCKGÄNGIG: as it was before; a firm that has heard the other name hears this one (`is_told`)."""
    account = str(entry.facts["before"])
    house = case.house
    community = (house.invoice_recipient or house.name) if house else ""
    name = names(flat_owners(case, ticket)) if account == OWNER else community
    back = _entry(case, ticket, account, by, name, before=str(entry.facts["after"]))
    return (back, *(_tell_firms(case, ticket, by, name, due=case.at) if is_told else ()))


def owners_corrected(case: Case, ticket: Ticket, entry: Entry, by: Person) -> tuple[Effect, ...]:
    """RÜCKGÄNGIG of what an owner has been told: one mail that takes it back."""
    companies = entry.facts.get("companies")
    known = tuple(str(c) for c in companies) if isinstance(companies, list) else ()
    facts = OwnerInformed(known, by.name, is_taken_back=True)
    return tuple(
        mail
        for person in flat_owners(case, ticket)
        for mail in tell(
            case,
            (person,),
            NoticeKind.OWNER_INFORMED,
            facts,
            channel=Channel(ChannelKind.ASKED, person.id),
        )
    )


def inform_owner(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """EIGENTÜMER INFORMIEREN: one mail of who was set to work in the flat; no word of the report, no price."""
    line = TranscriptLine(command.line, str(command.act), Outcome.REFUSED)
    if ticket.status is Status.DONE:
        return course.then(replace(line, after=str(ticket.status)))
    found = tuple(p for p in flat_owners(case, ticket) if p.address)
    if not found:
        return course.then(replace(line, after="account_hidden" if hides_reporter(ticket) else "no_owner"))
    given = tuple(o for o in ticket.orders if o.is_live and o.kind is OrderKind.ORDER)
    if not given:
        return course.then(replace(line, outcome=Outcome.NO_ORDER))
    companies = tuple(dict.fromkeys(o.assignee_name for o in given))
    undone = {e.facts.get("event") for e in case.entries if e.kind is EntryKind.UNDONE}
    told = [e for e in case.entries if e.kind is EntryKind.OWNER_TOLD and e.event not in undone]
    if any(e.facts.get("companies") == list(companies) for e in told):
        return course.then(replace(line, outcome=Outcome.ALREADY))
    effects: list[Effect] = []
    known = {(p.person, p.channel) for p in ticket.participants}
    for person in found:
        channel = Channel(ChannelKind.ASKED, person.id)
        if (person.id, channel) not in known:
            effects.append(AddParticipant(Participant(person.id, channel, ParticipantKind.ASKED)))
        facts = OwnerInformed(companies, by.name)
        due = held_back(case)
        effects += tell(case, (person,), NoticeKind.OWNER_INFORMED, facts, channel=channel, due_at=due)
    entry = AddEntry(
        INTERNAL, EntryKind.OWNER_TOLD, by.id, by.name, names(found), {"companies": list(companies)}
    )
    return course.then(replace(line, outcome=Outcome.DONE, detail=names(found)), *effects, entry)
