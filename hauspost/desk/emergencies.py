"""What follows when a report cannot wait: whom to call, before anything else; the managers' alarm; an order by rule.

Laid over whatever the mail brings about besides, so that nothing that delays a mail delays this: no unknown sender, no
missing flat, no breaker, no fold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from hauspost.desk import alarms, on_call
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind
from hauspost.desk.deadlines import Priority
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
    RememberOnce,
    SetFlag,
    SetPriority,
    Verdict,
)
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.model import EntryKind, Flag, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_emergencies import Alarm, AlarmReport, CallNow
from hauspost.desk.notices_to_managers import NewTicket
from hauspost.desk.ordering import task_facts
from hauspost.desk.proof import Auth, Power, Route
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import names, printed, tell
from hauspost.desk.urgency import Kind, Level, Urgency
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import WorkOrder

FLAGS: Final[dict[Level, Flag]] = {
    Level.EMERGENCY: Flag.EMERGENCY,
    Level.LIFE_DANGER: Flag.LIFE_DANGER,
}
SAFETY_AN_HOUR: Final = 20  # MAIL, "Automatic mail, loops, bounces"

# What whoever wrote would get else, and what managers would: the emergency's own mails say it instead.
_TO_WRITER: Final = frozenset({NoticeKind.ACKNOWLEDGEMENT, NoticeKind.KNOWN, NoticeKind.NEUTRAL})
_TO_OFFICE: Final = frozenset({NoticeKind.NEW_TICKET, NoticeKind.PERSON_WROTE, NoticeKind.PUBLIC_REPLY})
_SILENT: Final = frozenset({Route.MUTE, Route.RECORD})


def is_raised(case: Case, said: Said) -> bool:
    """No program's mail, and no manager's, raises anything; a firm's only what is danger to life: broken pipes are its
    daily work."""
    is_heard = case.resolution.route not in _SILENT and not case.mail.is_automatic and not said.machine
    least = Level.LIFE_DANGER if _is_firm(case) else Level.URGENT
    return is_heard and said.urgency.level.rank >= least.rank and not case.acting_managers


def _is_firm(case: Case) -> bool:
    channel = case.resolution.channel
    is_about_order = channel is not None and channel.kind is ChannelKind.ORDER
    roles = {r.role for p in case.author for r in p.roles}
    return is_about_order or roles == {Role.CONTRACTOR}


def raised(case: Case, said: Said, decision: Decision) -> Decision:
    """The decision with all that its urgency adds; the same one where nothing is urgent."""
    if not is_raised(case, said) or decision.verdict is Verdict.RECORDED:
        return decision
    if not said.urgency.level.alarms:
        return replace(decision, effects=tuple(_first(case, e) for e in decision.effects))
    if case.vouched or case.as_new:  # a manager has read it: it alarmed when it came
        flag = FLAGS[said.urgency.level]
        return replace(decision, effects=tuple(_flagged(e, flag) for e in decision.effects))
    opened = next((e for e in decision.effects if isinstance(e, OpenTicket)), None)
    kept = tuple(_without(case, said, e) for e in decision.effects)
    effects = [e for e in kept if e is not None]
    if decision.verdict is Verdict.HELD or (opened is None and decision.ticket is None):
        extra = _of_held(case, said)
    else:
        extra = _of_ticket(case, said, opened or _named(case, decision), decision)
    if opened is None and decision.ticket is not None:
        effects += _marked(case, said, decision)
    return replace(decision, effects=(*effects, *extra))


def _marked(case: Case, said: Said, decision: Decision) -> Iterator[Effect]:
    """A ticket that runs already becomes one of an emergency, and its deadlines run by that."""
    yield SetFlag(FLAGS[said.urgency.level], True)
    ticket = _named(case, decision)
    if ticket is not None and ticket.priority != Priority.HIGH:
        yield SetPriority(ticket.priority, Priority.HIGH)


def _named(case: Case, decision: Decision) -> Ticket | None:
    """The ticket that the decision speaks of, where it opens none."""
    known = (*((case.ticket,) if case.ticket else ()), *case.others, *case.own, *case.alarmed)
    return next((t for t in known if t.number == decision.ticket), None)


def _flagged(effect: Effect, flag: Flag) -> Effect:
    if not isinstance(effect, OpenTicket):
        return effect
    return replace(effect, flags=effect.flags | {flag}, priority=Priority.HIGH)


def _first(case: Case, effect: Effect) -> Effect:
    """What is urgent but no emergency is marked, and of held mails the list goes at once."""
    match effect:
        case OpenTicket():
            return replace(effect, priority=Priority.HIGH)
        case OweNotice(kind=NoticeKind.HELD_LIST):
            return replace(effect, due_at=case.at)
        case OweNotice(facts=NewTicket() as facts):
            return replace(effect, facts=replace(facts, is_urgent=True))
        case AskQuestion(kind=QuestionKind.HELD_MAIL):
            return replace(effect, about=effect.about | {"urgent": True})
        case _:
            return effect


def _without(case: Case, said: Said, effect: Effect) -> Effect | None:
    match effect:
        case OpenTicket():
            return _flagged(effect, FLAGS[said.urgency.level])
        case OweNotice(kind=kind) if kind in _TO_WRITER | _TO_OFFICE:
            return None
        case OweNotice(kind=NoticeKind.HELD_LIST):
            return replace(effect, due_at=case.at)
        case AskQuestion(kind=QuestionKind.HELD_MAIL):
            return replace(effect, about=effect.about | {"urgent": True})
        case AddEntry(kind=EntryKind.OPENED):
            return replace(effect, facts=effect.facts | {"urgency": _kept(said.urgency)})
        case _:
            return effect


def _kept(urgency: Urgency) -> dict[str, object]:
    return {
        "level": str(urgency.level),
        "kind": str(urgency.kind),
        "words": list(urgency.words),
        "everywhere": urgency.is_everywhere,
    }


# ---- of a ticket


def _of_ticket(
    case: Case, said: Said, ticket: OpenTicket | Ticket | None, decision: Decision
) -> tuple[Effect, ...]:
    urgency = said.urgency
    party = case.author
    channel = Channel.of_resident(party[0].id) if party else INTERNAL
    if decision.channel is not None and isinstance(ticket, Ticket):
        channel = decision.channel
    order, ordered = _ordered(case, said, ticket, channel)
    report = AlarmReport(
        by=names(party) or case.mail.from_address,
        text=said.whole[: alarms.LONGEST],
        at=case.mail.received_at,
        place=ticket.place if ticket else "",
        phone=next((n for p in party for n in p.phones), ""),
        is_anonymous=_is_hidden(ticket, party),
        is_legal=said.legal is not None,
        deadline=said.legal.deadline if said.legal else None,
    )
    alarm = Alarm(
        level=str(urgency.level),
        kind=str(urgency.kind),
        words=urgency.words,
        ordered=order.assignee_name if order else "",
    )
    alarm = alarms.with_firm(case, alarm, urgency.kind, ticket) if ticket is not None else alarm
    told = call_now(case, urgency, party, channel=channel, mailed=order.assignee_name if order else "")
    status = Status.RELEASED if order else ticket.status if isinstance(ticket, Ticket) else Status.OPEN
    sounded = alarms.sound(case, urgency, report, channel=channel, status=status, facts=alarm)
    return (*told, *ordered, *sounded)


def _is_hidden(ticket: OpenTicket | Ticket | None, party: Iterable[Person]) -> bool:
    own = {p.id for p in party}
    return ticket is not None and any(p.hidden and p.person in own for p in ticket.participants)


def _ordered(
    case: Case, said: Said, ticket: OpenTicket | Ticket | None, channel: Channel
) -> tuple[WorkOrder | None, tuple[Effect, ...]]:
    if ticket is None:
        return None, ()
    return on_call.dispatch(case, ticket, said.urgency, facts=task_facts(said), channel=channel)


def call_now(
    case: Case, urgency: Urgency, party: Iterable[Person], *, channel: Channel | None, mailed: str = ""
) -> tuple[OweNotice, ...]:
    """The number first. Who lives there is told the house's own numbers."""
    number, whose = on_call.number_of(case, urgency.kind)
    event = alarms.event_of(case, urgency.kind)
    facts = CallNow(
        level=str(urgency.level),
        kind=str(urgency.kind),
        received_at=case.mail.received_at,
        number=number,
        whose=whose,
        is_everywhere=urgency.is_everywhere,
        mailed=mailed or _runs(case, event),
        promised_at=alarms.promised(case, str(event.about["event"])) if event else None,
    )
    is_life = urgency.level is Level.LIFE_DANGER
    if is_life:
        facts = replace(facts, promised_at=None)
    if _is_firm(case) and not case.acting_managers:  # it is told nothing of the house's own numbers
        facts = replace(facts, number="", whose="", is_stranger=True)
    return tuple(
        mail
        for person in party
        for mail in tell(
            case,
            (person,),
            NoticeKind.EMERGENCY,
            facts,
            channel=channel,
            offers=() if is_life or facts.promised_at else (promise_offer(person.language),),
        )
    )


def _runs(case: Case, alarm: Question | None) -> str:
    """Whoever has an order for the same event already."""
    event = alarms.of_event(case, str(alarm.about["event"])) if alarm else ()
    numbers = {q.ticket for q in event}
    orders = (o for t in case.alarmed if t.number in numbers for o in t.orders if o.is_live)
    return next((o.assignee_name for o in orders), "")


def promise_offer(language: str) -> Offer:
    """ZUGESAGT: the neighbours need not call as well."""
    return Offer(printed(Act.PROMISED, language), Act.PROMISED)


# ---- of a held mail


def _of_held(case: Case, said: Said) -> tuple[Effect, ...]:
    """Nobody knows yet whose it is, or where: safety first, within its limit; the managers at once."""
    report = AlarmReport(
        by=names(case.author) or case.mail.from_address,
        text=said.whole[: alarms.LONGEST],
        at=case.mail.received_at,
        is_unknown=not case.author,
    )
    urgency = said.urgency
    safety = _safety(case, said)
    is_answered = bool(safety) or safety_key(case) in case.said_once
    facts = Alarm(str(urgency.level), str(urgency.kind), words=urgency.words, is_answered=is_answered)
    facts = replace(facts, house=case.house.short_name if case.house else "")
    sounded = alarms.sound(case, urgency, report, channel=None, facts=facts, held=case.mail.arrival)
    return (*safety, *sounded)


def _safety(case: Case, said: Said) -> tuple[Effect, ...]:
    """Once per address and day, so many an hour in all, none to a forged From (MAIL)."""
    key = safety_key(case)
    free = next((slot for slot in _slots(case) if slot not in case.said_once), None)
    address = case.mail.from_address
    if case.resolution.auth is Auth.FAIL or not address or case.mail.from_count != 1:
        return ()
    if key in case.said_once or free is None:
        return ()
    urgency, persons = said.urgency, tuple(p.id for p in case.author)
    lives_here = case.house is not None and any(p.roles_at(case.house.id, case.today) for p in case.author)
    number = on_call.number_of(case, urgency.kind)[0] if lives_here else case.company.emergency_phone
    facts = CallNow(
        level=str(urgency.level),
        kind=str(urgency.kind),
        received_at=case.mail.received_at,
        number=number,
        is_everywhere=urgency.is_everywhere,
        is_stranger=not lives_here,
    )
    notice = OweNotice(NoticeKind.EMERGENCY, address, persons, facts, None, case.at)
    return RememberOnce(key), RememberOnce(free), notice


def safety_key(case: Case) -> str:
    return f"safety:{case.mail.from_address}:{case.today}"


def _slots(case: Case) -> tuple[str, ...]:
    return tuple(f"safety-slot:{case.at:%Y-%m-%dT%H}:{n}" for n in range(SAFETY_AN_HOUR))


def once_keys(case: Case) -> tuple[str, ...]:
    """What the shell looks up for a mail that alarms."""
    return (safety_key(case), *_slots(case))


# ---- a manager's word


def heard_by_manager(case: Case, said: Said, decision: Decision) -> Decision:
    """Whatever a manager answers, the alarm is over: somebody is there."""
    if not case.acting_managers or said.machine or case.resolution.power < Power.REVERSIBLE:
        return decision
    over = alarms.ends(case, case.acting_managers[0], decision)
    return replace(decision, effects=(*decision.effects, *over)) if over else decision


def kind_of(case: Case, ticket: Ticket) -> Urgency:
    """As its report was read; of one that nobody's words raised, by its topic: an emergency, whatever it is."""
    opened = next((e for e in case.entries if e.kind is EntryKind.OPENED and "urgency" in e.facts), None)
    kept = opened.facts["urgency"] if opened else None
    if isinstance(kept, dict):
        return Urgency(
            Level(kept["level"]), Kind(kept["kind"]), tuple(kept["words"]), bool(kept["everywhere"])
        )
    return Urgency(Level.EMERGENCY, on_call.kind_of(ticket))


# ---- the on-call firm does not come


def firm_lost(case: Case, ticket: Ticket, order: WorkOrder) -> tuple[Effect, ...]:
    """Its order came back, it is away, or it refused: the managers hear it at once, and by rule the next one is tried.

    Nothing where the ticket is no emergency.
    """
    if Flag.EMERGENCY not in ticket.flags or ticket.status is Status.DONE:
        return ()
    urgency = replace(kind_of(case, ticket), level=Level.EMERGENCY)
    withdrawn, gone = _withdrawn(case, ticket, order)
    others = tuple(t for t in case.alarmed if t.number != ticket.number)
    here = replace(case, alarmed=others)
    channel = on_call.journal_channel(ticket)
    facts = report_facts(case.entries, ticket)
    following, ordered = on_call.dispatch(here, withdrawn, urgency, facts=facts, channel=channel)
    effects = (*gone, *ordered) if following else ()
    report = AlarmReport(by="", text="", at=case.at, number=ticket.number, place=ticket.place)
    facts_of_alarm = Alarm(
        str(urgency.level),
        str(urgency.kind),
        (report,),
        ordered=following.assignee_name if following else "",
        lost=order.assignee_name,
    )
    told = alarms.with_firm(case, facts_of_alarm, urgency.kind, withdrawn)
    mails = alarms.to_managers(
        case,
        alarms.all_managers(case),
        told,
        channel=on_call.journal_channel(ticket),
        status=ticket.status,
        due_at=case.at,
    )
    return (*effects, *mails)


def _withdrawn(case: Case, ticket: Ticket, order: WorkOrder) -> tuple[Ticket, tuple[Effect, ...]]:
    """Two firms must not come: whoever may still read the order is told that it is void."""
    if not order.is_live:
        return ticket, ()
    return taken_back(case, ticket, order, None)
