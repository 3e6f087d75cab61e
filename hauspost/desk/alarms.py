"""The managers' alarm: to all of them at once, folded while reports of one event come in, again until one answers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hauspost.desk import assignees, on_call
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_emergencies import Alarm, AlarmReport
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.telling import offer, steering_offers, tell
from hauspost.desk.urgency import Kind, Urgency

AGAIN: Final = timedelta(minutes=10)
REPEATS: Final = 2  # WORDS 6: at 10 and at 20 minutes
FOLDED: Final = timedelta(minutes=2)  # further reports of the same event wait so long for each other
ONE_EVENT: Final = timedelta(hours=2)  # … and are of it for so long after somebody answered
LONGEST: Final = 600  # of a report's words


def event_of(case: Case, kind: Kind) -> Question | None:
    """The newest alarm of the same kind at the house that still goes on, or was answered just now."""
    since = case.at - ONE_EVENT
    found = (q for q in reversed(case.alarms) if q.about.get("kind") == str(kind) and q.asked_at >= since)
    return next((q for q in found if q.state != "overtaken"), None)


def of_event(case: Case, event: str) -> tuple[Question, ...]:
    return tuple(q for q in case.alarms if q.about.get("event") == event)


def promised(case: Case, event: str) -> datetime | None:
    """When a resident, or the firm itself, said that the on-call service comes."""
    said = (str(q.about["promised"]) for q in of_event(case, event) if q.about.get("promised"))
    return next((datetime.fromisoformat(at) for at in said), None)


def sound(
    case: Case,
    urgency: Urgency,
    report: AlarmReport,
    *,
    channel: Channel | None,
    status: Status = Status.OPEN,
    facts: Alarm,
    held: int | None = None,
    but: Iterable[Person] = (),
) -> tuple[Effect, ...]:
    """To every manager of the house and the deputy, absent or not. Of an event that is known it says how many it were.

    `held`: the arrival that waits among the held mails, where there is no ticket.
    """
    before = event_of(case, urgency.kind)
    event = str(before.about["event"]) if before else case.event
    earlier = len({(q.ticket, q.about.get("held")) for q in of_event(case, event) if q.about.get("report")})
    facts = replace(facts, reports=(report,), earlier=earlier, promised_at=promised(case, event))
    gone = {p.id for p in but}
    managers = tuple(m for m in all_managers(case) if m.id not in gone)
    about: dict[str, object] = {
        "event": event,
        "level": str(urgency.level),
        "kind": str(urgency.kind),
        "report": to_json(report),
        "words": list(urgency.words),
        "everywhere": urgency.is_everywhere,
        "repeats": 0,
        "held": held,
    }
    is_new = before is None
    question = AskQuestion(
        QuestionKind.ALARM,
        "alarm",
        tuple(m.id for m in managers),
        about,
        property_id=case.house.id if case.house else None,
        due_at=case.at + AGAIN if is_new and managers else None,
        default="repeat" if is_new and managers else "",
    )
    due = case.at if is_new else case.at + FOLDED
    mails = to_managers(
        case, managers, facts, channel=channel, status=status, due_at=due, is_foldable=not is_new
    )
    return question, *mails


def to_managers(
    case: Case,
    managers: Iterable[Person],
    facts: Alarm,
    *,
    channel: Channel | None,
    status: Status,
    due_at: datetime,
    is_foldable: bool = False,
) -> tuple[OweNotice, ...]:
    return tuple(
        mail
        for manager in managers
        for mail in tell(
            case,
            (manager,),
            NoticeKind.ALARM,
            facts,
            channel=channel,
            offers=offers(status if channel else None, manager.language),
            question="alarm",
            due_at=due_at,
            is_foldable=is_foldable,
        )
    )


def offers(status: Status | None, language: str) -> tuple[Offer, ...]:
    """OK: I see to it. Without a ticket there is nothing else to answer."""
    own = Offer("OK", Act.ON_IT)
    if status is None:
        return (own,)
    usual = steering_offers(status, language)
    acts = (replace(o, word=o.also[0], also=()) if o.word == "OK" else o for o in usual)
    return own, offer(Act.NO_EMERGENCY, language), *acts


def all_managers(case: Case) -> tuple[Person, ...]:
    """Whoever manages the house today, the responsible one first; whoever is away gets it as well."""
    first = case.responsible()
    found = {m.id: m for m in ((first,) if first else ()) + case.managers_now if m.address}
    return tuple(found.values())


def is_sounding(case: Case) -> bool:
    """Whether nobody has answered the alarm of this ticket yet."""
    return any(q.kind is QuestionKind.ALARM and q.state == "open" for q in case.questions)


# ---- its end


def ends(case: Case, by: Person, decision: Decision) -> tuple[AnswerQuestion, ...]:
    """Any word of a manager about the ticket, or in answer to the alarm, ends it, whatever it says."""
    done = {e.question for e in decision.everything if isinstance(e, AnswerQuestion)}
    events = {str(q.about.get("event")) for q in _meant(case, done)}
    waiting = (q for q in case.alarms if q.state == "open" and q.about.get("event") in events)
    return tuple(AnswerQuestion(q.id, "answered", by.id) for q in waiting if q.id not in done)


def _meant(case: Case, done: set[int]) -> Iterator[Question]:
    """The alarm that was answered, that of the ticket, and that of a held mail which has been dealt with."""
    known = (*case.questions, *case.closed)
    yield from (q for q in known if q.kind is QuestionKind.ALARM)
    arrivals = {q.about.get("arrival") for q in known if q.id in done and q.kind is QuestionKind.HELD_MAIL}
    yield from (q for q in case.alarms if q.about.get("held") in arrivals - {None})


# ---- again


def decide_again(case: Case, question: Question) -> Decision:
    """Nobody has answered: the same to all of them once more, twice in all; then it waits without a clock."""
    ticket, event = case.ticket, f"q{question.id}"
    if ticket is not None and ticket.status is Status.DONE:
        over = AnswerQuestion(question.id, "overtaken", None)
        return Decision(Verdict.ACCEPTED, "overtaken", (over,), ticket.number, ticket.seq, event)
    about = question.about
    number = int(about["repeats"]) + 1
    again = AskQuestion(
        QuestionKind.ALARM,
        "alarm",
        question.asked,
        about | {"repeats": number},
        property_id=question.property_id,
        due_at=case.at + AGAIN if number < REPEATS else None,
        default="repeat" if number < REPEATS else "",
    )
    mails = to_managers(
        case,
        all_managers(case),
        _repeated(case, question, number),
        channel=on_call.journal_channel(ticket) if ticket else None,
        status=ticket.status if ticket else Status.OPEN,
        due_at=case.at,
    )
    # Not "overtaken": whoever answers the first mail answers the alarm.
    effects: tuple[Effect, ...] = (AnswerQuestion(question.id, "repeated", None), again, *mails)
    if ticket is None:
        return Decision(Verdict.ACCEPTED, "alarm_repeated", effects, event=event)
    return Decision(Verdict.ACCEPTED, "alarm_repeated", effects, ticket.number, ticket.seq, event, INTERNAL)


def _repeated(case: Case, question: Question, number: int) -> Alarm:
    """All reports of the event so far, each once: a repeat asks anew with the same one."""
    about = question.about
    told = [q for q in of_event(case, str(about["event"])) if q.about.get("report")] or [question]
    found = [replace(from_json(AlarmReport, q.about["report"]), number=q.ticket or 0) for q in told]
    kind = Kind(about["kind"])
    orders = case.ticket.orders if case.ticket else ()
    running = next((o for o in reversed(orders) if o.is_live), None)
    facts = Alarm(
        level=str(about["level"]),
        kind=str(kind),
        reports=tuple(dict.fromkeys(found)),
        repeat=number,
        house=case.house.short_name if case.house else "",
        words=tuple(about["words"]),
        ordered=running.assignee_name if running else "",
        promised_at=promised(case, str(about["event"])),
    )
    return with_firm(case, facts, kind, case.ticket) if case.ticket else facts


def with_firm(case: Case, facts: Alarm, kind: Kind, ticket: Ticket | OpenTicket) -> Alarm:
    """Whom one may call or order."""
    if facts.level == "life_danger":
        return facts
    person = next(on_call.candidates(case, kind, ticket), None)
    firm = assignees.firm_of(case, person.id) if person else None
    called = next((f for f in case.firms if facts.ordered and f.company == facts.ordered), firm)
    phone = (called.emergency_phone or called.phone) if called else ""
    return replace(facts, on_call=firm.company if firm else "", phone=phone)
