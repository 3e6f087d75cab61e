"""The on-call service comes, as the firm or a resident on the telephone says: then nobody else need call.

Only from here on anybody outside reads "beauftragt" (WORDS 9).
"""

from dataclasses import replace

from hauspost.desk import alarms
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    ChangeOrder,
    Decision,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.emergencies import kind_of
from hauspost.desk.intents import Act, Said
from hauspost.desk.model import ALARMING, EntryKind, Flag, Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_emergencies import Alarm, CallNow
from hauspost.desk.notices_to_people import Noted
from hauspost.desk.progress import residents_of
from hauspost.desk.publication import news
from hauspost.desk.telling import names, party_of, tell
from hauspost.desk.urgency import Level
from hauspost.desk.work import Phase

AGREED = frozenset({Phase.ACCEPTED, Phase.SCHEDULED, Phase.IN_PROGRESS})


def is_promise(case: Case, said: Said) -> bool:
    ticket = case.ticket
    return (
        ticket is not None
        and bool(ticket.flags & ALARMING)
        and any(c.act is Act.PROMISED for c in said.commands)
    )


def promise(case: Case, said: Said, ticket: Ticket, channel: Channel) -> Decision:
    """A resident's ZUGESAGT: the managers read it, the neighbours who reported it need not call."""
    by = names(case.author)
    kind = kind_of(case, ticket).kind
    entry = AddEntry(channel, EntryKind.ANSWER, case.author[0].id, by, said.whole)
    before = alarms.event_of(case, kind)
    event = str(before.about["event"]) if before else case.event
    effects: tuple[Effect, ...] = (entry,)
    if alarms.promised(case, event) is None:
        level = Level.LIFE_DANGER if Flag.LIFE_DANGER in ticket.flags else Level.EMERGENCY
        facts = Alarm(str(level), str(kind), promised_at=case.at, promised_by=by)
        told = alarms.to_managers(
            case,
            alarms.all_managers(case),
            facts,
            channel=channel,
            status=ticket.status,
            due_at=case.at,
        )
        offered = tuple(_still_open(n, before) for n in told)
        effects = (
            entry,
            _noted(case, event, str(kind)),
            *_neighbours(case, ticket, event, channel, ""),
            *offered,
        )
    elif words := next((c.line for c in said.commands if c.act is Act.PROMISED), ""):
        known = Noted("promised", words)
        effects = (entry, *tell(case, case.author, NoticeKind.NOTED, known, channel=channel))
    return Decision(Verdict.ACCEPTED, "promised", effects, ticket.number, ticket.seq, case.event, channel)


def _still_open(notice: OweNotice, alarm: Question | None) -> OweNotice:
    """OK under it answers the alarm that goes on."""
    number = alarm.id if alarm is not None and alarm.state == "open" else None
    return replace(notice, question="", offers=tuple(replace(o, question=number) for o in notice.offers))


def _noted(case: Case, event: str, kind: str) -> AskQuestion:
    """For whoever reports the same from now on."""
    about: dict[str, object] = {"event": event, "kind": kind, "promised": case.at.isoformat()}
    place = case.house.id if case.house else None
    return AskQuestion(QuestionKind.ALARM, "promised", (), about, property_id=place)


def _neighbours(
    case: Case, ticket: Ticket, event: str, but: Channel | None, company: str
) -> tuple[OweNotice, ...]:
    """Everybody who reported the event: each in the own channel of the own ticket."""
    numbers = {q.ticket for q in alarms.of_event(case, event)} | {ticket.number}
    others = (t for t in case.alarmed if t.number in numbers and t.number != ticket.number)
    kind = kind_of(case, ticket).kind
    facts = CallNow(str(Level.EMERGENCY), str(kind), case.at, promised_at=case.at, promised_by=company)
    found: list[OweNotice] = []
    for each in (ticket, *others):
        if each.status is Status.DONE:
            continue
        for channel in residents_of(each):
            if each.number == ticket.number and channel == but:
                continue
            there = replace(case, ticket=each)
            mails = tell(there, party_of(there, channel), NoticeKind.EMERGENCY, facts, channel=channel)
            about = None if each.number == ticket.number else each.number
            found += (replace(mail, about=about) for mail in mails)
    return tuple(found)


def agreed(case: Case, decision: Decision) -> Decision:
    """The on-call firm accepts, by its own words or a manager's OK to them: reporters and house are told."""
    ticket = case.ticket
    if ticket is None or Flag.EMERGENCY not in ticket.flags or ticket.number != decision.ticket:
        return decision
    taken = next(
        (
            e.order
            for e in decision.effects
            if isinstance(e, ChangeOrder) and e.before is Phase.DISPATCHED and e.after in AGREED
        ),
        None,
    )
    order = next((o for o in ticket.orders if o.number == taken), None)
    if order is None:
        return decision
    kind = kind_of(case, ticket).kind
    before = alarms.event_of(case, kind)
    event = str(before.about["event"]) if before else case.event
    effects: tuple[Effect, ...] = _neighbours(case, ticket, event, None, order.assignee_name)
    if alarms.promised(case, event) is None:
        effects = (*effects, _noted(case, event, str(kind)))
    if ticket.visibility is Visibility.PUBLIC:
        effects = (*effects, *_house(case, ticket))
    return replace(decision, effects=(*decision.effects, *effects))


def _house(case: Case, ticket: Ticket) -> tuple[Effect, ...]:
    """At once, whatever is folded else."""
    told = news(case, ticket, "on_call")
    return tuple(
        replace(e, due_at=case.at) if isinstance(e, OweNotice) and e.kind is NoticeKind.PUBLIC_SUMMARY else e
        for e in told
    )
