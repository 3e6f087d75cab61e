"""What a resident's answer to times does: it fixes one, refuses them, names others, or is asked back (WORDS 7, M10).

Only the times go on, in our words; the resident's own words are read by the managers alone.
"""

from dataclasses import dataclass, replace

from hauspost.desk import phases
from hauspost.desk.appointments import asks_of, overtaken, tell_firm, tell_off, told_anew, without
from hauspost.desk.calendar_said import times_of
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.claiming import carry_out
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    ChangeOrder,
    Decision,
    Effect,
    OweNotice,
    Question,
    SetDating,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import CalendarSaid, Claim, Said, TimesSaid
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.moved_out import has_left
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.notices_to_people import Appointment, TimesNoted, TimesOffered
from hauspost.desk.progress import tell_progress
from hauspost.desk.proof import Power
from hauspost.desk.telling import conversation_offers, managers_to_tell, names, tell
from hauspost.desk.times_to_choose import ask_when, offered, slots_of, times_asked
from hauspost.desk.withdrawing import order_facts, with_order
from hauspost.desk.work import Window, WorkOrder

LOCAL = "free"  # by which the mails of a decision name the question when it suits
REFUSES, PROPOSES, TENTATIVE = "no_time", "other_time", "tentative"  # how the managers' mail calls the answer


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer to one question, and who gave it where."""

    case: Case
    said: Said
    ticket: Ticket
    order: WorkOrder
    question: Question
    channel: Channel
    speakers: tuple[Person, ...]
    times: TimesSaid

    @property
    def entry(self) -> AddEntry:
        facts: dict[str, object] = {
            "attachments": list(self.said.attachments),
            "cell": self.case.resolution.cell,
            "order": self.order.number,
        }
        by = self.speakers[0].id
        return AddEntry(self.channel, EntryKind.ANSWER, by, names(self.speakers), self.said.whole, facts)

    def decided(self, reason: str, *effects: Effect) -> Decision:
        case, ticket = self.case, self.ticket
        return Decision(
            Verdict.ACCEPTED,
            reason,
            (self.entry, *effects),
            ticket.number,
            ticket.seq,
            case.event,
            self.channel,
        )

    def answered(self, option: str) -> AnswerQuestion:
        return AnswerQuestion(self.question.id, option, self.speakers[0].id)


def hear_times(
    case: Case, said: Said, ticket: Ticket, channel: Channel, speakers: tuple[Person, ...]
) -> Decision | None:
    """None: no time was asked about, or only people can tell what the answer means: it is a message.

    So is that of whoever has left the flat: when somebody comes there is the next resident's to say.
    """
    if case.resolution.power < Power.REVERSIBLE or said.machine:
        return None
    if all(has_left(person, ticket, case.today) for person in speakers):
        return None
    if said.calendar is not None:
        return _hear_calendar(case, said, said.calendar, ticket, channel, speakers)
    question = times_asked(case)
    order = _order(ticket, question) if question else None
    if question is None or order is None or said.times is None:
        return None
    return _heard(_Answer(case, said, ticket, order, question, channel, speakers, said.times))


def _order(ticket: Ticket, question: Question) -> WorkOrder | None:
    orders = (o for o in ticket.orders if o.number == question.about.get("order"))
    return next((o for o in orders if o.is_live), None)


def _heard(answer: _Answer) -> Decision | None:
    slots = slots_of(answer.question)
    if answer.question.about.get("fixed"):
        return _of_fixed(answer, slots[0])
    if not slots:
        return _refused(answer) if answer.times.free else None
    if phases.after(answer.order.phase, Claim.APPOINTMENT, answer.order.kind) is None:
        return None
    return _chosen(answer, slots)


# ---- a choice


def _chosen(answer: _Answer, slots: tuple[Window, ...]) -> Decision | None:
    times = answer.times
    future = [i for i, slot in enumerate(slots) if slot.start > answer.case.at]
    if times.says_no or times.free:
        return _refused(answer)
    if times.is_ambiguous or len(times.chosen) > 1:
        return _ask_back(answer, slots, "which" if times.is_ambiguous else "several")
    if times.chosen:
        (only,) = times.chosen
        return _fix(answer, slots, only) if only in future else _ask_back(answer, slots, "past")
    if times.says_all:
        if not future:
            return _ask_back(answer, slots, "past")
        return _fix(answer, slots, min(future, key=lambda i: slots[i].start), is_first=len(slots) > 1)
    if not times.says_yes:
        return None
    if len(slots) > 1:
        return _ask_back(answer, slots, "which")
    return _fix(answer, slots, 0) if future else _ask_back(answer, slots, "past")


def _fix(answer: _Answer, slots: tuple[Window, ...], which: int, *, is_first: bool = False) -> Decision:
    """The firm named it and the resident took it: it holds, as if the firm had named this one alone."""
    case, ticket = without(answer.case, answer.question), answer.ticket
    carried = carry_out(case, ticket, answer.order, Claim.APPOINTMENT, slots[which], by=None)
    effects = tuple(_first(e, answer.channel) if is_first else e for e in carried.effects)
    told = tell_progress(case, ticket, carried.ticket, due_at=case.at, but=carried.informed)
    managers = () if _says_only_that(answer) else _to_managers(answer, "")
    return answer.decided("time_chosen", answer.answered(str(which + 1)), *effects, *told, *managers)


def _first(effect: Effect, channel: Channel) -> Effect:
    """Of several that suit the first was taken: who left the choice to us hears so."""
    if isinstance(effect, OweNotice) and isinstance(effect.facts, Appointment) and effect.channel == channel:
        return replace(effect, facts=replace(effect.facts, is_first=True))
    return effect


def _says_only_that(answer: _Answer) -> bool:
    """What a calendar program encloses is the date itself."""
    if answer.said.calendar is not None:
        return not answer.said.calendar.has_comment
    return answer.times.is_plain and not answer.said.attachments


def _ask_back(answer: _Answer, slots: tuple[Window, ...], why: str) -> Decision:
    """Kindly, with the same numbers; the question waits on. What no time is left of is the managers' to settle."""
    if all(slot.start <= answer.case.at for slot in slots):
        return _refused(answer)
    facts = TimesOffered(answer.order.assignee_name, slots, why)
    mails = offered(answer.case, answer.speakers, answer.channel, facts, number=answer.question.id)
    managers = () if _says_only_that(answer) else _to_managers(answer, "")
    return answer.decided("time_asked_back", *mails, *managers)


def _refused(answer: _Answer) -> Decision:
    """None of them: the firm hears it, and when else; the managers read the words."""
    case, order, free = answer.case, answer.order, answer.times.free
    what = "refused" if slots_of(answer.question) else "free"
    firm = tell_firm(case, answer.ticket, order, what, free=free)
    noted = tell(
        case,
        answer.speakers,
        NoticeKind.TIMES_NOTED,
        TimesNoted(order.assignee_name, free),
        channel=answer.channel,
        question=LOCAL,
    )
    asks = () if free else ask_when(order, answer.channel, answer.speakers, local=LOCAL)
    managers = _to_managers(answer, PROPOSES if free else REFUSES)
    gone = overtaken(without(case, answer.question), order, but_fixed=True)
    option = "free" if free else "no"
    return answer.decided("time_refused", answer.answered(option), *gone, *asks, *firm, *noted, *managers)


# ---- a date that holds


def _of_fixed(answer: _Answer, window: Window) -> Decision | None:
    order, times = answer.order, answer.times
    if order.window != window or window.start <= answer.case.at:
        return None  # it was moved since, or is over: for people to read
    if times.says_no or times.free:
        return _call_off(answer, window)
    if not (times.says_yes or times.says_all or times.chosen):
        return None
    managers = () if _says_only_that(answer) else _to_managers(answer, "")
    return answer.decided("time_confirmed", *managers)


def _call_off(answer: _Answer, window: Window) -> Decision | None:
    """The resident cannot: the date falls for everybody, and the firm may name another one."""
    case, ticket, order = answer.case, answer.ticket, answer.order
    phase = phases.after(order.phase, Claim.RESCHEDULE, order.kind)
    if phase is None:
        return None
    dating = told_anew(ticket, order)
    free = answer.times.free
    mails = tuple(
        replace(mail, question=LOCAL) if mail.channel == answer.channel else mail
        for mail in tell_off(case, ticket, order, dating, own=answer.channel, free=free)
    )
    asks = () if free else ask_when(order, answer.channel, answer.speakers, local=LOCAL)
    off = next((m.facts.invitation for m in mails if hasattr(m.facts, "invitation")), None)
    entry = AddEntry(
        order.channel,
        EntryKind.ORDER,
        answer.speakers[0].id,
        "Hauspost",
        "",
        order_facts(order, phase) | {"window": None},
    )
    others = overtaken(without(case, answer.question), order)
    changed = with_order(ticket, replace(order, phase=phase, window=None, dating=dating))
    told = tell_progress(case, ticket, changed, due_at=case.at, but=answer.channel)
    return answer.decided(
        "time_refused",
        answer.answered("free" if free else "no"),
        *others,
        ChangeOrder(order.number, order.phase, phase, None),
        SetDating(order.number, dating),
        entry,
        *asks,
        *mails,
        *told,
        *tell_firm(case, ticket, order, "off", window, off, free),
        *_to_managers(answer, PROPOSES if free else REFUSES),
    )


# ---- a calendar's answer


def _hear_calendar(
    case: Case,
    said: Said,
    calendar: CalendarSaid,
    ticket: Ticket,
    channel: Channel,
    speakers: tuple[Person, ...],
) -> Decision | None:
    """ACCEPTED confirms, DECLINED is NEIN, COUNTER names another time; only of the date as it was told last."""
    order = next((o for o in ticket.orders if o.dating.uid and o.dating.uid == calendar.uid), None)
    if order is None or calendar.method not in ("REPLY", "COUNTER"):
        return None
    own = {p.id for p in speakers}
    waiting = (q for q in asks_of(case, order) if q.about.get("fixed") and own & set(q.asked))
    question = next(waiting, None)
    if (calendar.sequence or 0) < order.dating.sequence or not order.is_live:
        entry = AddEntry(channel, EntryKind.ANSWER, speakers[0].id, names(speakers), said.whole)
        return Decision(
            Verdict.RECORDED, "calendar_old", (entry,), ticket.number, ticket.seq, case.event, channel
        )
    if question is None:
        return None
    times = times_of(calendar, case.zone)
    answer = _Answer(case, said, ticket, order, question, channel, speakers, times or TimesSaid())
    if times is None:
        return answer.decided("message", *_to_managers(answer, TENTATIVE))
    return _heard(answer)


# ---- what the managers read


def _to_managers(answer: _Answer, says: str) -> tuple[OweNotice, ...]:
    case, ticket = answer.case, answer.ticket
    wrote = PersonWrote(
        text=answer.said.whole,
        by=names(answer.speakers),
        attachments=answer.said.attachments,
        says=says,
        hold_minutes=case.policy.hold_minutes,
    )
    return tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.PERSON_WROTE,
            wrote,
            channel=answer.channel,
            offers=conversation_offers(ticket.status, manager.language),
        )
    )
