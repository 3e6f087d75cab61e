"""STATUS, LISTE, AKTE, HILFE and other questions to the desk: answered at once, with what the asker may read."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from hauspost.desk.carried import reported_it, subject_for
from hauspost.desk.case import Case
from hauspost.desk.category_list import list_categories
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import OweNotice
from hauspost.desk.document_answers import list_documents, send_documents
from hauspost.desk.helping import help_for, works_here
from hauspost.desk.intents import Act, Command, Said
from hauspost.desk.keeping import kept_as
from hauspost.desk.model import ERASED, Entry, EntryKind, Flag, Status, Ticket
from hauspost.desk.moved_out import has_left
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import FileEntry, FileOfTicket, Listing, OrderLine, TicketLine
from hauspost.desk.notices_to_people import NotUnderstood
from hauspost.desk.report_answers import send_report
from hauspost.desk.rights import ASKING, is_manager_of, may_act, may_read
from hauspost.desk.rulebook import list_rules
from hauspost.desk.surveys import show_survey
from hauspost.desk.telling import tell
from hauspost.desk.undoing import retracted
from hauspost.desk.work import Phase, WorkOrder

LONGEST_LIST = 50
# What of a conversation a resident's own file shows.
OF_BOTH = frozenset(
    {EntryKind.OPENED, EntryKind.MESSAGE, EntryKind.STATUS, EntryKind.ANSWER, EntryKind.ME_TOO}
)


def only_asks(said: Said) -> bool:
    """Whether the mail is nothing but a question to the desk itself."""
    return (
        bool(said.commands)
        and all(c.act in ASKING for c in said.commands)
        and not (said.text or said.internal or said.reply)
    )


def answer(case: Case, command: Command) -> tuple[OweNotice, ...]:
    """The mail that answers one asking command; without the right to it a kind no."""
    if command.target and (elsewhere := _elsewhere(case, command)) is not None:
        return elsewhere
    house = case.house.id if case.house else None
    if house is not None and not may_act(case.author, command.act, house, case.at, case.zone):
        return _refuse(case, command)
    match command.act:
        case Act.STATUS if case.ticket is not None:
            return _status_of(case, case.ticket)
        case Act.STATUS | Act.LIST:
            return _listing(case)
        case Act.FILE if case.ticket is not None and case.acting_managers:
            return _file(case, case.ticket)
        case Act.FILE if case.ticket is not None:
            return _own_file(case, case.ticket) or _refuse(case, command)
        case Act.FILE:
            return _refuse(case, command)
        case Act.DOCUMENTS:
            return list_documents(case)
        case Act.DOCUMENT:
            return send_documents(case, command)
        case Act.RULES:
            return list_rules(case) if case.acting_managers else _refuse(case, command)
        case Act.CATEGORIES:
            return list_categories(case) if case.acting_managers else _refuse(case, command)
        case Act.REPORT:
            return send_report(case) if case.acting_managers else _refuse(case, command)
        case _:
            return tell(case, case.author, NoticeKind.HELP, help_for(case), channel=None)


def _elsewhere(case: Case, command: Command) -> tuple[OweNotice, ...] | None:
    """STATUS or AKTE of another ticket than the one at hand, named by its number; None if it is that one."""
    number = int(command.target.removeprefix("T-"))
    if case.ticket is not None and case.ticket.number == number:
        return None
    ticket, entries = case.files.get(number, (None, ()))
    channel = _readable(case, ticket) if ticket else None
    if ticket is None or channel is None:
        unknown = NotUnderstood(command.line, "no_ticket")
        return tell(case, case.author, NoticeKind.NOT_UNDERSTOOD, unknown, channel=None)
    there = replace(
        case, ticket=ticket, entries=entries, resolution=replace(case.resolution, channel=channel)
    )
    return tuple(replace(n, about=number) for n in answer(there, replace(command, target="")))


def _readable(case: Case, ticket: Ticket) -> Channel | None:
    """The reporter's channel for managers, the own one for residents; None: it is no ticket of theirs."""
    if is_manager_of(case.author, ticket.property_id, case.at, case.zone):
        return Channel.of_resident(ticket.reporter) if ticket.reporter else INTERNAL
    own = {p.id for p in case.author}
    mine = (p.channel for p in ticket.participants if p.person in own)
    return next((c for c in mine if may_read(case.author, ticket, c, case.at, case.zone)), None)


def _refuse(case: Case, command: Command) -> tuple[OweNotice, ...]:
    facts = NotUnderstood(line=command.line, why="no_ticket" if command.act is Act.FILE else "no_right")
    return tell(case, case.author, NoticeKind.NOT_UNDERSTOOD, facts, channel=None)


def _own_orders(case: Case) -> tuple[OweNotice, ...]:
    """To whoever carries out orders: the own live ones, and nothing of their tickets."""
    own = {p.id for p in case.author}
    found = {t.number: t for t in (*case.tickets, *((case.ticket,) if case.ticket else ()))}
    lines = tuple(
        _order_line(case, t, o, is_alone=True)
        for t in found.values()
        for o in t.orders
        if o.assignee in own and o.is_live
    )
    facts = Listing(what="list", orders=lines[:LONGEST_LIST])
    return tell(case, case.author, NoticeKind.LISTING, facts, channel=None)


def _order_line(case: Case, ticket: Ticket, order: WorkOrder, *, is_alone: bool) -> OrderLine:
    what = case.category(ticket.category).label(case.author[0].language) if is_alone else ""
    place = order.place if is_alone else ""
    company = "" if is_alone else order.assignee_name
    return OrderLine(ticket.order_tag(order), company, str(order.phase), order.window, what, place)


def _status_of(case: Case, ticket: Ticket) -> tuple[OweNotice, ...]:
    if not case.acting_managers and works_here(case):
        return _own_orders(case)
    if Flag.SURVEY in ticket.flags and case.acting_managers:
        return show_survey(case, ticket)
    channel = case.resolution.channel
    if channel is None or not may_read(case.author, ticket, channel, case.at, case.zone):
        return _listing(case)
    facts = Listing(what="status", lines=(_line(case, ticket),))
    return tell(case, case.author, NoticeKind.LISTING, facts, channel=channel)


def _listing(case: Case) -> tuple[OweNotice, ...]:
    if not case.acting_managers and works_here(case):
        return _own_orders(case)
    # Who was asked in a survey stands on its list, not once more here.
    listed = (t for t in case.tickets if not (case.acting_managers and Flag.SURVEYED in t.flags))
    lines = tuple(_line(case, t) for t in islice(listed, LONGEST_LIST))
    return tell(case, case.author, NoticeKind.LISTING, Listing(what="list", lines=lines), channel=None)


def list_meanwhile(case: Case, *, due_at: datetime) -> tuple[OweNotice, ...]:
    """To whoever was away, who stands in the author's place: what came to her houses."""
    lines = tuple(_line(case, ticket) for ticket in islice(case.meanwhile, LONGEST_LIST))
    facts = Listing(what="meanwhile", lines=lines)
    return tell(case, case.author, NoticeKind.LISTING, facts, channel=None, due_at=due_at)


def _line(case: Case, ticket: Ticket) -> TicketLine:
    reporter = case.people.get(ticket.reporter) if ticket.reporter and case.acting_managers else None
    # Who follows a ticket, or came to it by merging, reads of it what the house may read.
    is_own = bool(case.acting_managers) or reported_it(ticket, case.author)
    category, language = case.category(ticket.category), case.author[0].language
    subject = ticket.subject if case.acting_managers else subject_for(ticket, case.author)
    return TicketLine(
        number=ticket.number,
        subject=(category.subject(subject, language) if is_own else "") or category.label(language),
        status=str(ticket.status),
        place=ticket.place if is_own else ticket.public_place,
        who=reporter.last_name if reporter else "",
        house=case.places[ticket.property_id].short_name if ticket.property_id in case.places else "",
        changed_at=ticket.changed_at,
        is_rejected=ticket.status is Status.DONE and ticket.is_rejected,
        orders=_orders_of(case, ticket),
        comes=_dates_of(case, ticket) if is_own and not case.acting_managers else (),
        **_of_office(case, ticket),
    )


def _of_office(case: Case, ticket: Ticket) -> dict[str, Any]:
    """What the office keeps of a ticket's time; nobody else is told."""
    if not case.acting_managers:
        return {}
    return {
        "follow_up_at": ticket.follow_up_at,
        "priority": ticket.priority if ticket.priority != Priority.NORMAL else "",
        "overdue_since": case.overdue.get(ticket.number),
    }


def _dates_of(case: Case, ticket: Ticket) -> tuple[OrderLine, ...]:
    """When somebody comes, as the reporter was told it; nothing to who has moved out of that flat."""
    if all(has_left(p, ticket, case.today) for p in case.author):
        return ()
    dated = (o for o in ticket.orders if o.phase is Phase.SCHEDULED and o.window is not None)
    return tuple(OrderLine(ticket.order_tag(o), o.assignee_name, str(o.phase), o.window) for o in dated)


def _orders_of(case: Case, ticket: Ticket) -> tuple[OrderLine, ...]:
    """What runs, for managers only."""
    live = (o for o in ticket.orders if o.is_live) if case.acting_managers else ()
    return tuple(_order_line(case, ticket, o, is_alone=False) for o in live)


def _file(case: Case, ticket: Ticket) -> tuple[OweNotice, ...]:
    back = retracted(case.entries)
    entries = tuple(
        FileEntry(
            at=e.at,
            channel=str(e.channel.kind),
            kind=str(e.kind),
            by=e.author_name,
            text=e.text,
            before=_spoken(case, e, "before"),
            after=_spoken(case, e, "after"),
            is_retracted=e.seq in back,
        )
        for e in case.entries
    )
    channel = (
        case.resolution.channel or Channel.of_resident(ticket.reporter)
        if ticket.reporter
        else case.resolution.channel
    )
    return tell(case, case.acting_managers, NoticeKind.FILE, FileOfTicket(entries=entries), channel=channel)


def _own_file(case: Case, ticket: Ticket) -> tuple[OweNotice, ...]:
    """What the asker and the office have written to each other (DOMAIN: own), and nothing that has not left yet.

    `case.pending` names the events that still owe a mail.
    """
    channel = _readable(case, ticket)
    own, back = {p.id for p in case.author}, retracted(case.entries)
    others = {
        p.person for p in ticket.participants if p.channel == channel
    } - own  # of the same flat, written to too
    entries = tuple(
        FileEntry(
            at=e.at,
            channel=str(e.channel.kind),
            kind=str(e.kind),
            by="" if e.kind is EntryKind.STATUS else e.author_name,
            text=e.text,
            after=stood(e),
        )
        for e in case.entries
        if e.channel == channel
        and e.kind in OF_BOTH
        and e.seq not in back
        and e.author not in others
        and not e.facts.get(ERASED)
        and (e.author in own or e.event not in case.pending)
    )
    if channel is None or not entries:
        return ()
    return tell(case, case.author, NoticeKind.OWN_FILE, FileOfTicket(entries=entries), channel=channel)


def stood(entry: Entry) -> str:
    """The status that was reached; a rejection is never called done (WORDS 4)."""
    if entry.kind is not EntryKind.STATUS:
        return ""
    return "REJECTED" if entry.facts.get("rejected") else str(entry.facts.get("after") or "")


def _spoken(case: Case, entry: Entry, which: str) -> str:
    """A fact of the journal in people's words; a status stays its code, which every language translates."""
    value = str(entry.facts.get(which) or "")
    match entry.kind:
        case EntryKind.CATEGORY:
            known = next((c for c in case.categories if c.key == value), None)
            return known.label(case.author[0].language) if known else value
        case EntryKind.ASSIGNED:
            return next((m.name for m in case.managers if m.id == value), value)
        case EntryKind.STATUS | EntryKind.ORDER:
            return value
        case EntryKind.RETENTION:
            return kept_as(entry, which, case.author[0].language)
        case _:
            return ""
