"""The one decision: a case and what was said, to everything that follows from it. Pure; refusals are decisions too."""

from typing import assert_never

from hauspost.desk.asking import answer, only_asks
from hauspost.desk.breakers import cut, remembering, tripped
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.conversation import hear
from hauspost.desk.decision import AddEntry, Decision, Effect, Mute, Verdict
from hauspost.desk.holding import hold
from hauspost.desk.houses import Property
from hauspost.desk.intents import Act, Said
from hauspost.desk.model import EntryKind, Ticket, TicketKind
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.on_behalf import open_for, open_forwarded
from hauspost.desk.opening import open_matter, open_office, open_unassigned
from hauspost.desk.proof import Power, Route
from hauspost.desk.releasing import HELD_ACTS
from hauspost.desk.reports import hear_firm
from hauspost.desk.rights import ASKING, is_manager_of, may_read
from hauspost.desk.steering import steer
from hauspost.desk.telling import names, tell
from hauspost.desk.work import WorkOrder


def decide(case: Case, said: Said) -> Decision:
    """What the mail brings about (DESIGN, idea 3)."""
    if (breaker := tripped(case, said)) is not None:
        return cut(case, said, breaker)
    return remembering(case, said, _decided(case, said))


def _decided(case: Case, said: Said) -> Decision:
    if case.as_new:
        return _as_new(case, said)
    match case.resolution.route:
        case Route.RECORD:
            return _record(case, said)
        case Route.MUTE:
            mute = Mute(tuple(p.id for p in case.author), case.resolution.ticket)
            return Decision(Verdict.ACCEPTED, "muted", (mute,), event=case.event)
        case Route.QUEUE if case.vouched and case.house is not None:
            return _new(case, said, TicketKind.MATTER)
        case Route.HELD | Route.QUEUE:
            return hold(case)
        case Route.NEW:
            return _new(case, said, TicketKind.MATTER)
        case Route.OFFICE:
            return _from_office(case, said) if case.acting_managers else _new(case, said, TicketKind.OFFICE)
        case Route.THREAD:
            return _in_thread(case, said)
        case _:
            assert_never(case.resolution.route)


def _record(case: Case, said: Said) -> Decision:
    """Kept, answered by nobody; managers find a registered sender's automatic words in the ticket."""
    resolution = case.resolution
    if case.ticket is None or not case.author or not case.mail.is_automatic:
        return Decision(Verdict.RECORDED, resolution.reason, event=case.event)
    facts: dict[str, object] = {"reason": resolution.reason, "subject": case.mail.subject}
    entry = AddEntry(INTERNAL, EntryKind.AUTOMATIC, case.author[0].id, names(case.author), said.whole, facts)
    ticket = case.ticket
    return Decision(Verdict.RECORDED, resolution.reason, (entry,), ticket.number, ticket.seq, case.event)


def _new(case: Case, said: Said, kind: TicketKind) -> Decision:
    if only_asks(said):
        return _answers(case, said)
    if case.house is None:
        return hold(case, reason="no_property")
    if said.is_thanks and not said.attachments:
        return Decision(Verdict.RECORDED, "thanks", event=case.event)
    return open_matter(case, said, case.house, kind=kind)


def _answers(case: Case, said: Said) -> Decision:
    notices = tuple(n for c in said.commands for n in answer(case, c))
    return Decision(Verdict.ACCEPTED, "asked", notices, event=case.event)


def _in_thread(case: Case, said: Said) -> Decision:
    ticket, channel = case.ticket, case.resolution.channel
    if ticket is None:
        return steer(case, said) if case.acting_managers else _new(case, said, TicketKind.MATTER)
    if case.acting_managers and is_manager_of(case.author, ticket.property_id, case.at, case.zone):
        return steer(case, said)
    if (order := _own_order(case, ticket, channel)) is not None:
        return hear_firm(case, said, ticket, order)
    if channel is None or not may_read(case.author, ticket, channel, case.at, case.zone):
        return hold(case, reason="not_a_reader")
    return hear(case, said, ticket, channel)


def _own_order(case: Case, ticket: Ticket, channel: Channel | None) -> WorkOrder | None:
    """The order whose channel was answered by who has, or had, it."""
    own = {p.id for p in case.author}
    return next((o for o in ticket.orders if o.channel == channel and o.assignee in own), None)


def _from_office(case: Case, said: Said) -> Decision:
    """A manager's new mail: a question to the desk, the held list, FÜR, AN, or an office ticket."""
    if only_asks(said):
        return _answers(case, said)
    acts = {c.act for c in said.commands}
    if (acts - ASKING or said.near_misses) and case.resolution.power < Power.REVERSIBLE:
        return hold(case, reason="unproven_command")
    if acts & (HELD_ACTS | {Act.RULE_OK}) or said.near_misses:
        return steer(case, said)
    house = case.house or _only_house(case)
    if house is None:
        return hold(case, reason="no_property")
    opening = next((c for c in said.commands if c.act in (Act.FOR, Act.TO)), None)
    if opening is not None:
        return open_for(case, said, house, opening) or open_office(case, said, house)
    if said.commands:
        return _which_ticket(case, said)
    return open_forwarded(case, said, house) or open_office(case, said, house)


def _which_ticket(case: Case, said: Said) -> Decision:
    """Commands without a ticket do nothing; the author hears so, and the mail stays in the record."""
    lines = tuple(
        TranscriptLine(c.line, str(c.act), Outcome.NOT_UNDERSTOOD, detail="which_ticket")
        for c in said.commands
    )
    facts = Transcript(lines=lines, kept_text=said.text)
    notices: tuple[Effect, ...] = tell(
        case, case.acting_managers[:1], NoticeKind.TRANSCRIPT, facts, channel=None
    )
    return Decision(Verdict.REFUSED, "which_ticket", notices, event=case.event)


def _only_house(case: Case) -> Property | None:
    return case.houses[0] if len(case.houses) == 1 else None


def _as_new(case: Case, said: Said) -> Decision:
    house = case.house or _only_house(case)
    return hold(case, reason="no_property") if house is None else open_unassigned(case, said, house)
