"""What follows when a clock is over: the firm is reminded once, then the manager is asked, then the deputy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from hauspost.desk import assignees, succession
from hauspost.desk.absences import present
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import channel_of
from hauspost.desk.deadlines import Running, Stage, Step
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Decision,
    Effect,
    OweNotice,
    Question,
    QuestionKind,
    SetFollowUp,
    Verdict,
)
from hauspost.desk.follow_ups import is_over, waits_for
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.next_firms import next_firms
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_deadlines import DueLine, Overdue, Reminder
from hauspost.desk.progress import tell_progress
from hauspost.desk.quotes import offers_in, other_offers
from hauspost.desk.telling import held_back, managers_to_tell, offer, steering_offers, tell
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import OrderKind, Phase, WorkOrder


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: what it brings, and when the next one comes. `told`: what the office reads of it, apart."""

    running: Running
    decision: Decision
    step: int
    next_at: datetime | None
    told: tuple[OweNotice, ...] = ()
    line: DueLine | None = None

    @property
    def asks(self) -> bool:
        return any(isinstance(e, AskQuestion) for e in self.decision.effects)

    @property
    def whole(self) -> Decision:
        return replace(self.decision, effects=(*self.decision.effects, *self.told))


def take_step(case: Case, running: Running) -> Taken:
    """`case.ticket` is the clock's own, as it stands now."""
    ticket = case.ticket
    assert ticket is not None
    if running.clock.stage is Stage.FOLLOW_UP:
        return _follow_up(case, ticket, running)
    steps = running.clock.steps
    order = _order(ticket, running)
    at = min(running.step, len(steps) - 1)
    if steps[at] is Step.FIRM and (order is None or _assignee(case, order) is None):
        at += 1
    step = steps[at]
    if step is Step.FIRM and order is not None:
        effects: tuple[Effect, ...] = _remind(case, ticket, order, running)
        told: tuple[OweNotice, ...] = ()
    else:
        effects, told = _ask(case, ticket, order, running, step)
    entry = AddEntry(
        INTERNAL,
        EntryKind.REMINDED,
        None,
        case.company.name,
        ticket.order_tag(order) if order else "",
        {
            "stage": str(running.clock.stage),
            "step": str(step),
            "order": running.clock.order,
            "due": running.clock.due_at.isoformat(),
        },
    )
    if running.clock.stage is Stage.QUOTE and step is Step.MANAGER:
        effects, told = (), _missing_offers(case, ticket, running)
    if (passed := _pass_on(case, ticket, order, running, step)) is not None:
        effects, told = passed
    is_last = at + 1 >= len(steps)
    later = None if is_last else case.calendar.after(case.at, case.deadlines.wait(steps[at + 1]))
    decision = _decided(ticket, running, "deadline", (entry, *effects))
    line = replace(_line(case, ticket, order, running), step=str(step))
    return Taken(running, decision, at + 1, later, told, line)


def _decided(ticket: Ticket, running: Running, reason: str, effects: tuple[Effect, ...]) -> Decision:
    event = f"d{running.id}-{running.step}-{ticket.seq}"
    return Decision(Verdict.ACCEPTED, reason, effects, ticket.number, ticket.seq, event, INTERNAL)


def _order(ticket: Ticket, running: Running) -> WorkOrder | None:
    return next((o for o in ticket.orders if o.number == running.clock.order), None)


def _assignee(case: Case, order: WorkOrder) -> Person | None:
    found = assignees.person_of(case, order.assignee)
    return found if found is not None and found.address else None


# ---- the firm


def _remind(case: Case, ticket: Ticket, order: WorkOrder, running: Running) -> tuple[Effect, ...]:
    return reminder(case, ticket, order, stage=running.clock.stage, since=running.clock.started_at)


def reminder(
    case: Case,
    ticket: Ticket,
    order: WorkOrder,
    *,
    stage: Stage,
    since: datetime,
    by: Person | None = None,
) -> tuple[OweNotice, ...]:
    """At once, also by a hand: it says nothing that the firm has not been told."""
    assignee = _assignee(case, order)
    contact = by or case.responsible()
    facts = Reminder(
        ticket.order_tag(order), str(stage), since, contact.name if contact else "", is_again=by is not None
    )
    persons = (assignee,) if assignee else ()
    return tell(case, persons, NoticeKind.REMINDER, facts, channel=order.channel)


# ---- the office


def _ask(
    case: Case, ticket: Ticket, order: WorkOrder | None, running: Running, step: Step
) -> tuple[tuple[Effect, ...], tuple[OweNotice, ...]]:
    """The manager with a question, where a firm is silent; the deputy with the same one, if it still waits."""
    asked = _open_question(case, running)
    if step is Step.DEPUTY:
        chosen = case.responsible()
        readers = deputies(case, chosen)
        facts = replace(_facts(case, ticket, order, running), for_whom=chosen.name if chosen else "")
    else:
        readers = managers_to_tell(case)
        facts = _facts(case, ticket, order, running)
    effects: tuple[Effect, ...] = ()
    local = ""
    if order is not None and asked is None and readers:
        local = f"overdue{order.number}"
        following = _following(case, ticket)
        about = {
            "order": order.number,
            "stage": str(running.clock.stage),
            "assignee": following.id if following else "",
            "until": facts.waits_until.isoformat() if facts.waits_until else "",
        }
        effects = (AskQuestion(QuestionKind.OVERDUE, local, tuple(p.id for p in readers), about),)
    channel = order.channel if order else channel_of(case, ticket)
    offers = partial(_offers, ticket=ticket, order=order, facts=facts, asked=asked)
    return effects, _each(case, readers, facts, channel=channel, offers=offers, question=local)


def _each(
    case: Case,
    readers: Iterable[Person],
    facts: Overdue,
    *,
    channel: Channel,
    offers: Callable[[Person], tuple[Offer, ...]],
    question: str = "",
) -> tuple[OweNotice, ...]:
    """A mail to each, with the answers in the own language."""
    return tuple(
        mail
        for reader in readers
        for mail in tell(
            case,
            (reader,),
            NoticeKind.OVERDUE,
            facts,
            channel=channel,
            offers=offers(reader),
            question=question,
        )
    )


def _missing_offers(case: Case, ticket: Ticket, running: Running) -> tuple[OweNotice, ...]:
    """One mail for all that were asked together: who is silent, and what has come, side by side."""
    due = running.clock.due_at.isoformat()
    said = (e.facts for e in case.entries if e.kind is EntryKind.REMINDED)
    if any((f.get("stage"), f.get("step"), f.get("due")) == (Stage.QUOTE, Step.MANAGER, due) for f in said):
        return ()
    silent = tuple(o.assignee_name for o in ticket.orders if o.phase is Phase.QUOTE_REQUESTED)
    come = offers_in(case, ticket)
    clock = running.clock
    facts = Overdue(
        str(clock.stage), clock.started_at, clock.due_at, reminded=True, missing=silent, others=come
    )

    def offers(reader: Person) -> tuple[Offer, ...]:
        remind = (offer(Act.REMIND, reader.language),) if _is_alone(ticket) else ()
        return (
            *other_offers(come, reader.language, first=1),
            *remind,
            offer(Act.INTERNAL, reader.language),
        )

    return _each(case, managers_to_tell(case), facts, channel=channel_of(case, ticket), offers=offers)


def _is_alone(ticket: Ticket) -> bool:
    """ERINNERN speaks of the only one at work."""
    return sum(o.is_running and o.kind is not OrderKind.INFO for o in ticket.orders) == 1


def _pass_on(
    case: Case, ticket: Ticket, order: WorkOrder | None, running: Running, step: Step
) -> tuple[tuple[Effect, ...], tuple[OweNotice, ...]] | None:
    """Where a rule gave the order it goes on by itself with the next rank; None: the manager is asked, as always."""
    is_theirs = running.clock.stage is Stage.ACCEPTANCE and step is Step.MANAGER
    if order is None or not is_theirs or order.phase is not Phase.DISPATCHED:
        return None
    to = succession.heir(case, ticket, order)
    if to is None:
        return None
    name = succession.called(case, to)
    facts = replace(
        _facts(case, ticket, order, running), next_company=name, is_by_itself=True, orders_at=to.until
    )
    effects: tuple[Effect, ...]
    local = ""
    if to.until is not None:
        local = f"next{order.number}"
        effects = (succession.ask(case, order, to, local),)
    else:
        without, back = taken_back(case, ticket, order, None)
        after, given = succession.pass_on(case, without, order, to)
        heard = tell_progress(case, ticket, after, due_at=held_back(case), ordered=(name,))
        effects = (*back, *given, *heard)

    def offers(reader: Person) -> tuple[Offer, ...]:
        return (*succession.offers(to, reader.language), offer(Act.INTERNAL, reader.language))

    readers = managers_to_tell(case)
    return effects, _each(case, readers, facts, channel=order.channel, offers=offers, question=local)


def _open_question(case: Case, running: Running) -> Question | None:
    wanted = (running.clock.order, str(running.clock.stage))
    found = (q for q in case.questions if q.kind is QuestionKind.OVERDUE and q.ticket == running.ticket)
    return next((q for q in found if (q.about.get("order"), q.about.get("stage")) == wanted), None)


def deputies(case: Case, chosen: Person | None) -> tuple[Person, ...]:
    """Who is asked after the one who decides: the house's deputy, else any colleague who is there; perhaps nobody."""
    others = tuple(m for m in case.managers_now if m.address and (chosen is None or m.id != chosen.id))
    away = {a.person for a in case.absences}
    here = tuple(m for m in others if m.id not in away)
    named = tuple(m for m in here if case.house is not None and m.id == case.house.deputy)
    return (named or present(here, case.absences))[:1]


def _facts(case: Case, ticket: Ticket, order: WorkOrder | None, running: Running) -> Overdue:
    clock = running.clock
    facts = Overdue(str(clock.stage), clock.started_at, clock.due_at)
    if order is None:
        return facts
    firm, following = assignees.person_of(case, order.assignee), _following(case, ticket)
    return replace(
        facts,
        tag=ticket.order_tag(order),
        company=order.assignee_name,
        phone=", ".join(firm.phones) if firm else "",
        phase=str(order.phase),
        reminded=running.step > 0,
        next_company=assignees.called(case, following) if following else "",
        is_last=following is None and clock.stage is Stage.ACCEPTANCE,
        waits_until=waits_until(case, clock.stage, ticket),
    )


def waits_until(case: Case, stage: Stage, ticket: Ticket) -> datetime:
    """OK gives the firm as much time again as it had, at least until the office would be asked anew."""
    span = case.deadlines.span(stage, ticket.category, ticket.priority) or case.deadlines.deputy
    return case.calendar.after(case.at, span)


def _following(case: Case, ticket: Ticket) -> Person | None:
    return next(iter(next_firms(case, ticket)), None)


def _offers(
    reader: Person, ticket: Ticket, order: WorkOrder | None, facts: Overdue, asked: Question | None
) -> tuple[Offer, ...]:
    if order is None:
        return steering_offers(ticket.status, reader.language)
    number = asked.id if asked else None
    acts = (Act.PROPOSAL, Act.REMIND, *((Act.NEXT_FIRM,) if facts.next_company else ()))
    own = (replace(offer(act, reader.language), question=number) for act in acts)
    return (*own, offer(Act.INTERNAL, reader.language))


def _line(case: Case, ticket: Ticket, order: WorkOrder | None, running: Running) -> DueLine:
    return DueLine(
        ticket.number,
        str(running.clock.stage),
        running.clock.due_at,
        ticket.subject,
        case.house.short_name if case.house else "",
        ticket.order_tag(order) if order else "",
        order.assignee_name if order else "",
        ticket.follow_up_note if running.clock.stage is Stage.FOLLOW_UP else "",
    )


# ---- Wiedervorlage


def _follow_up(case: Case, ticket: Ticket, running: Running) -> Taken:
    """Once, and the day is no longer kept; nothing where the parts that it waited for have come."""
    entry = AddEntry(INTERNAL, EntryKind.FOLLOW_UP, None, case.company.name, facts={"after": ""})
    effects: tuple[Effect, ...] = (SetFollowUp(None), entry)
    order = waits_for(ticket, case.entries)
    line = _line(case, ticket, order, running)
    told: tuple[OweNotice, ...] = ()
    if not is_over(ticket, case.entries):
        facts = Overdue(
            str(Stage.FOLLOW_UP),
            running.clock.started_at,
            running.clock.due_at,
            tag=ticket.order_tag(order) if order else "",
            company=order.assignee_name if order else "",
            phase=str(order.phase) if order else "",
            note=ticket.follow_up_note,
            parts_from=order.assignee_name if order else "",
        )
        told = _put_before(case, ticket, facts, managers_to_tell(case))
    return Taken(running, _decided(ticket, running, "follow_up", effects), 1, None, told, line)


def _put_before(
    case: Case, ticket: Ticket, facts: Overdue, readers: Iterable[Person]
) -> tuple[OweNotice, ...]:
    return tuple(
        mail
        for reader in readers
        for mail in tell(
            case,
            (reader,),
            NoticeKind.OVERDUE,
            facts,
            channel=channel_of(case, ticket),
            offers=steering_offers(ticket.status, reader.language),
        )
    )
