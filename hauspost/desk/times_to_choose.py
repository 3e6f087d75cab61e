"""What a resident is asked about times: which of a firm's suits, or when somebody is at home (R2, R6 of the models)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from hauspost.desk.appointments import about_times, askable, overtaken
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import AskQuestion, Effect, OweNotice, Question, QuestionKind
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Offer
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import Ticket
from hauspost.desk.moved_out import dated_party
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import NoAccess, TimesOffered
from hauspost.desk.plain_values import from_json
from hauspost.desk.sites import reporters_of
from hauspost.desk.telling import offer, tell
from hauspost.desk.work import Window, WorkOrder

ASKED_AGAIN_AT: Final = time(18)  # local time, the day before the first of the times
LEAST: Final = timedelta(hours=4)  # in which an answer can be waited for


def slots_of(question: Question) -> tuple[Window, ...]:
    found: tuple[Window, ...] = from_json(tuple[Window, ...], question.about.get("slots", []))
    return found


def choosing(questions: Iterable[Question]) -> dict[int, datetime]:
    """The orders of which somebody has yet to choose a time, and when the last of these times begins: until then the
    firm owes nothing."""
    found: dict[int, datetime] = {}
    for question in questions:
        is_choice = question.kind is QuestionKind.APPOINTMENT and not question.about.get("fixed")
        if not is_choice or question.state != "open":
            continue
        for slot in slots_of(question):
            order = int(question.about["order"])
            found[order] = max(found.get(order, slot.start), slot.start)
    return found


def channel_asked(question: Question) -> Channel:
    return Channel.parse(str(question.about["channel"]))


def party_asked(case: Case, question: Question) -> tuple[Person, ...]:
    return tuple(case.people[PersonId(p)] for p in question.asked if p in case.people)


def ask_to_choose(
    case: Case, ticket: Ticket, order: WorkOrder, slots: tuple[Window, ...]
) -> tuple[Effect, ...]:
    """Each household is asked in its own channel, and the first answer fixes the date; newer times replace older. A
    date that holds meanwhile is recalled and may be refused as before."""
    effects: list[Effect] = list(overtaken(case, order, but_fixed=True))
    due_at = next_asking(case, slots)
    for channel in askable(ticket):
        party = dated_party(case, ticket, channel)
        if not any(p.address for p in party):
            continue
        local = f"times{order.number}-{channel.key}"
        about = about_times(order, slots) | {"channel": str(channel), "company": order.assignee_name}
        effects.append(
            AskQuestion(QuestionKind.APPOINTMENT, local, tuple(p.id for p in party), about, due_at=due_at)
        )
        facts = TimesOffered(order.assignee_name, slots, until=due_at)
        effects += offered(case, party, channel, facts, question=local)
    return tuple(effects)


def offered(
    case: Case,
    party: tuple[Person, ...],
    channel: Channel,
    facts: TimesOffered,
    *,
    question: str = "",
    number: int | None = None,
) -> tuple[OweNotice, ...]:
    """The mail with its numbered answers; a time that has passed keeps its number and is offered no more. `number`: of
    the question that waits already."""
    language = party[0].language if party else "de"
    choices = tuple(
        Offer(str(n), Act.CHOOSE, value=str(n), question=number)
        for n, slot in enumerate(facts.slots, 1)
        if slot.start > case.at
    )
    refusal = replace(offer(Act.NO, language), question=number)
    return tell(
        case,
        party,
        NoticeKind.TIMES_OFFERED,
        facts,
        channel=channel,
        offers=(*choices, refusal),
        question=question,
        when=when_told(case, Event.ACCEPTED, Reader.REPORTER, case.ticket),
    )


def next_asking(case: Case, slots: tuple[Window, ...]) -> datetime | None:
    """The evening before the first time that is to come, or half the way to it; None: too late to ask again."""
    first = min((s.start for s in slots if s.start > case.at), default=None)
    if first is None or first - case.at < LEAST:
        return None
    day = first.astimezone(case.zone).date() - timedelta(days=1)
    evening = datetime.combine(day, ASKED_AGAIN_AT, case.zone)
    return evening if evening - case.at >= LEAST else case.at + (first - case.at) / 2


def times_asked(case: Case) -> Question | None:
    """The question about times that the answered mail asked, or one that asks the same once more."""
    if case.answered is None:
        return None
    own = {p.id for p in case.author}
    named = {*(o.question for o in case.answered.offers), *case.answered.asks}
    waiting = (q for q in case.questions if q.kind is QuestionKind.APPOINTMENT and own & set(q.asked))
    return next((q for q in waiting if named & {q.id, *q.about.get("earlier", ())}), None)


def ask_when(
    order: WorkOrder, channel: Channel, party: tuple[Person, ...], *, local: str
) -> tuple[AskQuestion, ...]:
    """When somebody is at home, in words of one's own."""
    about = about_times(order, ()) | {"channel": str(channel)}
    return (AskQuestion(QuestionKind.APPOINTMENT, local, tuple(p.id for p in party), about),)


def ask_after_no_access(
    case: Case, ticket: Ticket, order: WorkOrder, window: Window | None
) -> tuple[tuple[Effect, ...], Channel | None]:
    """Everybody who waits hears that nobody was met; whom the visit concerned is asked when it suits."""
    came = window or order.window
    is_past = came is not None and came.start <= case.at
    day = came.start.astimezone(case.zone).date() if came and is_past else None
    absent = NoAccess(order.assignee_name, day)
    asked, told = askable(ticket), reporters_of(ticket)
    effects: list[Effect] = list(overtaken(case, order))
    when = when_told(case, Event.TROUBLE, Reader.REPORTER, ticket)
    is_told = False
    for channel in told:
        party = dated_party(case, ticket, channel)
        local = f"free{order.number}-{channel.key}" if channel in asked and party else ""
        mails = tell(case, party, NoticeKind.NO_ACCESS, absent, channel=channel, question=local, when=when)
        if local and mails:
            effects += ask_when(order, channel, party, local=local)
        is_told = is_told or bool(mails)
        effects += mails
    return tuple(effects), told[0] if is_told else None
