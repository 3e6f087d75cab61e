"""The one decision: a case and what was said, to everything that follows from it. Pure; refusals are decisions too."""

from dataclasses import replace
from typing import assert_never

from hauspost.desk import document_filing, imports
from hauspost.desk.approval_answers import hear_asked
from hauspost.desk.asking import answer, only_asks
from hauspost.desk.breakers import cut, remembering, tripped
from hauspost.desk.case import Case
from hauspost.desk.channels import PUBLIC, Channel, ChannelKind
from hauspost.desk.confirming import asked_about
from hauspost.desk.conversation import hear, hear_evening, open_after
from hauspost.desk.decision import Decision, Effect, Mute, OpenTicket, Verdict
from hauspost.desk.document_answers import answer_request
from hauspost.desk.emergencies import heard_by_manager, raised
from hauspost.desk.evening_answers import hear_lines, muted_by_list
from hauspost.desk.filing import file_copy
from hauspost.desk.holding import hold, place_named
from hauspost.desk.house_notices import heard as hear_house_notice
from hauspost.desk.houses import WORKING_ROLES, Property
from hauspost.desk.intents import Act, Said, Wish
from hauspost.desk.legal import legally
from hauspost.desk.list_lines import keep_later, steer_lines
from hauspost.desk.model import Ticket, TicketKind
from hauspost.desk.notice_words import only_a_word
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, Transcript, TranscriptLine
from hauspost.desk.on_behalf import open_for, open_forwarded
from hauspost.desk.opening import open_matter, open_office, open_unassigned
from hauspost.desk.order_lists import hear_list
from hauspost.desk.own_matters import asked_after, begun_lately, still_broken, there, told_again, with_known
from hauspost.desk.preferring import hear_preference
from hauspost.desk.pressed_again import pressed_again
from hauspost.desk.promises import agreed, is_promise, promise
from hauspost.desk.proof import Power, Route
from hauspost.desk.releasing import HELD_ACTS
from hauspost.desk.reports import hear_firm
from hauspost.desk.returns import hear_program, hear_return, hear_unproven_program
from hauspost.desk.rights import ASKING, is_manager_of, may_read
from hauspost.desk.steering import LEARNED, OF_THE_OFFICE, steer
from hauspost.desk.surveys import open_survey
from hauspost.desk.telling import tell
from hauspost.desk.undeliverable import heard_again, with_reactivation
from hauspost.desk.work import WorkOrder

CALENDAR_ANSWERS = frozenset({"REPLY", "COUNTER"})  # to an invitation of ours: they open nothing
OF_NO_TICKET = frozenset({Act.IMPORT_OK, Act.CHANGE_DOCUMENT})
LONGEST_PLACE = 12  # words: "Guten Tag, das war in der Hafenstraße 5, 20457 Hamburg. Gruß, Wolf"


def decide(case: Case, said: Said) -> Decision:
    """What the mail brings about (DESIGN, idea 3)."""
    if (breaker := tripped(case, said)) is not None:
        return raised(case, said, cut(case, said, breaker))
    heard = heard_again(case)
    decision = remembering(
        case, said, with_reactivation(case, heard, _decide(heard, asked_about(heard, said)))
    )
    decision = legally(heard, said, decision)
    return agreed(heard, heard_by_manager(heard, said, raised(heard, said, decision)))


def _decide(case: Case, said: Said) -> Decision:
    if case.as_new:
        return _as_new(case, said)
    if _is_lacking(case):
        return hold(case, reason=case.mail.held_for)
    match case.resolution.route:
        case Route.RECORD:
            return _record(case, said)
        case Route.MUTE:
            mute = Mute(tuple(p.id for p in case.author), case.resolution.ticket or muted_by_list(case))
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


def _is_lacking(case: Case) -> bool:
    """Only a header, or a mail for no address of ours: for people to look at, unless a manager did or nobody need.

    What answers in a thread belongs there without an address as well.
    """
    answered_by_nobody = case.resolution.route in (Route.RECORD, Route.MUTE)
    if not case.mail.held_for or case.vouched or answered_by_nobody:
        return False
    return not (case.mail.held_for == "no_recipient" and case.resolution.route is Route.THREAD)


def _record(case: Case, said: Said) -> Decision:
    """Kept, answered by nobody."""
    if case.returned is not None:
        return hear_return(case, said, case.returned)
    if case.ticket is None or not case.author or not case.mail.is_automatic:
        return Decision(Verdict.RECORDED, case.resolution.reason, event=case.event)
    return hear_program(case, said, case.ticket)


def _new(case: Case, said: Said, kind: TicketKind) -> Decision:
    if only_asks(said):
        return _answers(case, said)
    if (preferred := hear_preference(case, said)) is not None:
        return preferred
    if (papers := answer_request(case, said)) is not None:
        return papers
    if said.calendar is not None and said.calendar.method in CALENDAR_ANSWERS:
        return Decision(Verdict.RECORDED, "calendar_unproven", event=case.event)
    if case.house is None:
        return hold(case, reason="no_property")
    if said.is_thanks and not said.attachments:
        return Decision(Verdict.RECORDED, "thanks", event=case.event)
    if said.legal is not None:  # a matter of its own, told of as nothing else
        return open_matter(case, said, case.house, kind=kind)
    if case.notice_answered is not None:  # whatever else its author has told lately
        word = only_a_word(case, said, case.notice_answered)
        return word or open_matter(case, said, case.house, kind=kind)
    if (asked := asked_after(case, said)) is not None:
        here, channel = there(case, asked)
        return hear(here, said, asked, channel)
    if (over := still_broken(case, said)) is not None:
        return open_after(case, said, over)
    if (begun := begun_lately(case, said)) is not None:
        return _to_known(case, said, begun, is_addition=True)
    opened = open_matter(case, said, case.house, kind=kind)
    return _joined(case, said, opened) or opened


def _joined(case: Case, said: Said, opened: Decision) -> Decision | None:
    """What its author told before stays one ticket."""
    ticket = next((e for e in opened.effects if isinstance(e, OpenTicket)), None)
    if ticket is None or said.is_answer or said.is_closed:
        return None
    known = told_again(case, said, ticket)
    return _to_known(case, said, known, is_addition=False) if known is not None else None


def _to_known(case: Case, said: Said, known: Ticket, *, is_addition: bool) -> Decision:
    here, channel = there(case, known)
    heard = hear(here, said, known, channel)
    return with_known(here, known, channel, heard, is_addition=is_addition)


def _answers(case: Case, said: Said) -> Decision:
    notices = tuple(n for c in said.commands for n in answer(case, c))
    return Decision(Verdict.ACCEPTED, "asked", notices, event=case.event)


def _proposed(case: Case, said: Said) -> Decision | None:
    """Files that a manager's mail brings: papers of a house, or master data."""
    return document_filing.propose(case, said) or imports.propose(case, said)


def _in_thread(case: Case, said: Said) -> Decision:
    ticket, channel = case.ticket, case.resolution.channel
    if (noticed := hear_house_notice(case, said)) is not None:
        return noticed
    if case.acting_managers and (proposed := _proposed(case, said)) is not None:
        return proposed
    if case.acting_managers and (filed := file_copy(case, said)) is not None:
        return filed
    if ticket is None:
        if case.acting_managers:
            return steer_lines(case, said) or steer(case, said)
        heard = (
            hear_preference(case, said)
            or hear_list(case, said)
            or hear_lines(case, said)
            or hear_evening(case, said)
        )
        heard = heard or _answers_house(case, said)
        return heard or _new(case, said, _kind_of(case))
    if case.acting_managers and is_manager_of(case.author, ticket.property_id, case.at, case.zone):
        return steer(case, said)
    if (order := _own_order(case, ticket, channel)) is not None:
        hear_order = hear_unproven_program if said.machine and not said.commands else hear_firm
        return hear_order(case, said, ticket, order)
    if channel is not None and may_read(case.author, ticket, channel, case.at, case.zone):
        if is_promise(case, said):
            return promise(case, said, ticket, channel)
        if said.legal is not None and channel == PUBLIC:  # the house reads nothing of it
            return _new(case, said, _kind_of(case))
        if (known := pressed_again(case, said, ticket, channel)) is not None:
            return known
        hear_them = hear_asked if channel.kind is ChannelKind.ASKED else hear
        return hear_them(case, said, ticket, channel)
    if said.legal is not None and may_read(case.author, ticket, PUBLIC, case.at, case.zone):
        return _new(case, said, _kind_of(case))
    if may_read(case.author, ticket, PUBLIC, case.at, case.zone):  # no channel of the own there yet
        return hear(case, said, ticket, PUBLIC)
    return hold(case, reason="not_a_reader")


def _answers_house(case: Case, said: Said) -> Decision | None:
    """Which house is meant. More words than a name are a matter of their own besides."""
    if case.answered is None or case.answered.kind is not NoticeKind.WHICH_HOUSE:
        return None
    named = place_named(case)
    if named is None or len(said.whole.split()) <= LONGEST_PLACE:
        return named
    opened = _new(case, said, _kind_of(case))
    return replace(opened, effects=(*opened.effects, *named.effects))


def _kind_of(case: Case) -> TicketKind:
    """Whoever only works there writes to the office."""
    roles = {r.role for p in case.author for r in p.roles}
    return TicketKind.OFFICE if roles and roles <= WORKING_ROLES else TicketKind.MATTER


def _own_order(case: Case, ticket: Ticket, channel: Channel | None) -> WorkOrder | None:
    """The order whose channel was answered by who has, or had, it."""
    own = {p.id for p in case.author}
    return next((o for o in ticket.orders if o.channel == channel and o.assignee in own), None)


def _from_office(case: Case, said: Said) -> Decision:
    """A manager's new mail: a question to the desk, the held list, FÜR, AN, or an office ticket."""
    if (noticed := hear_house_notice(case, said)) is not None:
        return noticed
    if (proposed := _proposed(case, said)) is not None:
        return proposed
    if only_asks(said):
        return _answers(case, said)
    if (kept := keep_later(case, said)) is not None:
        return kept
    acts = {c.act for c in said.commands}
    if (acts - ASKING or said.near_misses) and case.resolution.power < Power.REVERSIBLE:
        return hold(case, reason="unproven_command")
    if acts & (HELD_ACTS | OF_THE_OFFICE | LEARNED.keys() | OF_NO_TICKET) or said.near_misses:
        return steer(case, said)
    if (filed := file_copy(case, said)) is not None:
        return filed
    house = case.house or _only_house(case)
    if house is None:
        return hold(case, reason="no_property")
    said = _wishing(said)
    opening = next((c for c in said.commands if c.act in (Act.FOR, Act.TO, Act.SURVEY)), None)
    if opening is not None and opening.act is Act.SURVEY:
        return open_survey(case, said, house, opening)
    if opening is not None:
        return open_for(case, said, house, opening) or open_office(case, said, house)
    if said.commands:
        return _which_ticket(case, said)
    return open_forwarded(case, said, house) or open_office(case, said, house)


def _wishing(said: Said) -> Said:
    """ANONYM in a mail that opens a ticket is a wish for it, whoever is meant."""
    if all(c.act is not Act.ANONYMOUS for c in said.commands):
        return said
    others = tuple(c for c in said.commands if c.act is not Act.ANONYMOUS)
    return replace(said, commands=others, wishes=said.wishes | {Wish.ANONYMOUS})


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
