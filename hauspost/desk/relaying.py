"""An order set to relay: words pass between its firm and the resident, both without addresses (DOMAIN, "Roles").

Only what answers a mail that says so passes; whatever the parser cut away stays with the managers, who read all.
"""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import Course
from hauspost.desk.decision import AddEntry, Effect, OweNotice, SetRelay
from hauspost.desk.houses import Person
from hauspost.desk.intents import Command, Said
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices import RELAYS, NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_firms import OrderNews
from hauspost.desk.notices_to_people import Relayed
from hauspost.desk.proof import Power
from hauspost.desk.sites import hides_reporter, own_channel
from hauspost.desk.telling import party_of, tell
from hauspost.desk.withdrawing import with_order
from hauspost.desk.work import OrderKind, WorkOrder, order_named

ON, OFF, WORDS = "on", "off", "words"


def switch(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """WEITERLEITEN AN | AUS [A-…]: the order that is named, else the only one that is live."""
    line = TranscriptLine(command.line, f"relay_{command.text}", Outcome.DONE)
    wanted = command.target if order_named(command.target) else ""
    works = [o for o in ticket.orders if o.kind is OrderKind.ORDER and o.is_live]
    chosen = [o for o in works if wanted in ("", ticket.order_tag(o))]
    if not chosen:
        return course.then(replace(line, outcome=Outcome.NO_ORDER, detail=wanted))
    if len(chosen) > 1:
        tags = ", ".join(ticket.order_tag(o) for o in chosen)
        return course.then(replace(line, outcome=Outcome.WHICH_ORDER, detail=tags))
    (order,) = chosen
    is_on = command.text == ON
    if order.is_relayed is is_on:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    if is_on and (why := _refusal(case, ticket, order)):
        return course.then(replace(line, outcome=Outcome.REFUSED, after=why))
    facts: dict[str, object] = {"relay": is_on, "order": order.number}
    entry = AddEntry(INTERNAL, EntryKind.NOTE, by.id, by.name, command.line, facts)
    line = replace(line, detail=ticket.order_tag(order))
    changed = with_order(ticket, replace(order, is_relayed=is_on))
    told = _tell_both(case, ticket, order, ON if is_on else OFF)
    return course.then(line, SetRelay(order.number, is_on), entry, *told, ticket=changed)


def stopped(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course | None:
    """STOPP, where nothing waits to leave and no rule has ordered: no word passes any more. None: none passes."""
    relaying = [o for o in ticket.orders if o.is_relayed and o.is_live]
    off = replace(command, text=OFF)
    for order in relaying:
        named = replace(off, target=ticket.order_tag(order))
        course = switch(case, course, named, by, ticket=course.ticket or ticket)
    return course if relaying else None


def _refusal(case: Case, ticket: Ticket, order: WorkOrder) -> str:
    """Why words cannot pass: somebody hides, or nobody outside can be written to."""
    if order.is_anonymous or hides_reporter(ticket):
        return "relay_hidden"
    channel = own_channel(ticket)
    is_reached = channel is not None and any(p.address for p in party_of(case, channel))
    return "" if is_reached else "relay_nobody"


def _tell_both(case: Case, ticket: Ticket, order: WorkOrder, event: str) -> tuple[Effect, ...]:
    return (*to_firm(case, ticket, order, event), *to_resident(case, ticket, order, event))


def to_firm(
    case: Case, ticket: Ticket, order: WorkOrder, event: str, text: str = ""
) -> tuple[OweNotice, ...]:
    assignee = assignees.person_of(case, order.assignee)
    letter = OrderNews(ticket.order_tag(order), event, text)
    persons = (assignee,) if assignee else ()
    return tell(case, persons, NoticeKind.ORDER_RELAY, letter, channel=order.channel)


def to_resident(
    case: Case, ticket: Ticket, order: WorkOrder, event: str, text: str = ""
) -> tuple[OweNotice, ...]:
    channel = own_channel(ticket)
    if channel is None:
        return ()
    facts = Relayed(event, order.assignee_name, text)
    return tell(case, party_of(case, channel), NoticeKind.RELAYED, facts, channel=channel)


def pass_to_resident(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """A firm's words, if they answer a mail that says that they pass."""
    if not _passes(case, said, ticket, order):
        return ()
    return to_resident(case, ticket, order, WORDS, said.relayed)


def pass_to_firm(case: Case, said: Said, ticket: Ticket, channel: Channel) -> tuple[Effect, ...]:
    """A resident's words to the firm that the answered mail names, and to no other whose order relays as well."""
    if channel != own_channel(ticket) or case.answered is None:
        return ()
    named = (o for o in ticket.orders if o.assignee_name == case.answered.relays)
    passing = (o for o in named if _passes(case, said, ticket, o))
    return tuple(mail for o in passing for mail in to_firm(case, ticket, o, WORDS, said.relayed))


def _passes(case: Case, said: Said, ticket: Ticket, order: WorkOrder) -> bool:
    is_told = case.answered is not None and case.answered.kind in RELAYS
    is_sure = case.resolution.power >= Power.REVERSIBLE and not said.machine
    is_on = order.is_relayed and order.is_live and not (order.is_anonymous or hides_reporter(ticket))
    return is_told and is_sure and is_on and bool(said.relayed)
