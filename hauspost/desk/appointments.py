"""What follows when an order's date is fixed, moved or falls: who hears of it, and how calendars are told (WORDS 7).

Each date has one name for all calendars, and a number that rises whenever it is told anew (RFC 5546 §2.1.4).
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import AnswerQuestion, AskQuestion, Effect, OweNotice, Question, QuestionKind
from hauspost.desk.intents import Act, Free
from hauspost.desk.mail_table import Event, Reader, When, when_told
from hauspost.desk.model import Status, Ticket, Visibility
from hauspost.desk.moved_out import dated_party
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderDate
from hauspost.desk.notices_to_people import Appointment, AppointmentOff
from hauspost.desk.plain_values import to_json
from hauspost.desk.sites import reporters_of
from hauspost.desk.telling import offer, tell
from hauspost.desk.work import Dating, Invitation, Window, WorkOrder

REMINDED_AT: Final = time(16)  # local time, the day before
DATES: Final = frozenset({"fixed", "moved", "off", "over"})  # of OrderDate; the others answer a firm's mail
FRESH: Final = timedelta(hours=36)  # whoever heard of a date later than that before it needs no reminder


# ---- what calendars know


def told_anew(ticket: Ticket, order: WorkOrder) -> Dating:
    """The next number of the order's date; its first mail has 0."""
    dating = order.dating
    if not dating.uid:
        return replace(dating, uid=f"termin-{ticket.number}-{order.number}")
    return replace(dating, sequence=dating.sequence + 1)


def invites(dating: Dating, window: Window) -> Invitation:
    return Invitation("REQUEST", dating.uid, dating.sequence, window)


def calls_off(dating: Dating, window: Window) -> Invitation | None:
    """None: no calendar was ever told."""
    return Invitation("CANCEL", dating.uid, dating.sequence, window) if dating.uid else None


# ---- what is asked about a date


def asks_of(case: Case, order: WorkOrder) -> tuple[Question, ...]:
    """What still waits about the order's times."""
    number = case.ticket.number if case.ticket else None
    asked = (q for q in case.questions if q.kind is QuestionKind.APPOINTMENT and q.ticket == number)
    return tuple(q for q in asked if q.about.get("order") == order.number)


def overtaken(case: Case, order: WorkOrder, *, but_fixed: bool = False) -> tuple[AnswerQuestion, ...]:
    """`but_fixed`: what is asked about a date that holds goes on."""
    waiting = (q for q in asks_of(case, order) if not (but_fixed and q.about.get("fixed")))
    return tuple(AnswerQuestion(q.id, "overtaken", None) for q in waiting)


def without(case: Case, *questions: Question) -> Case:
    """The case once these are answered."""
    gone = {q.id for q in questions}
    return replace(case, questions=tuple(q for q in case.questions if q.id not in gone))


def askable(ticket: Ticket) -> tuple[Channel, ...]:
    """Whom a visit concerns: reporters in private tickets. Who hides, and who reported something of the house, is told
    and not asked."""
    if ticket.visibility is not Visibility.PRIVATE or ticket.status is Status.DONE:
        return ()
    hidden = {p.channel for p in ticket.participants if p.hidden}
    return tuple(c for c in reporters_of(ticket) if c not in hidden)


def about_times(order: WorkOrder, slots: tuple[Window, ...], *, is_fixed: bool = False) -> dict[str, object]:
    return {"order": order.number, "slots": to_json(slots), "fixed": is_fixed}


# ---- fixed, or moved


def tell_date(
    case: Case, ticket: Ticket, order: WorkOrder, window: Window, dating: Dating, *, is_first: bool = False
) -> tuple[tuple[Effect, ...], Channel | None]:
    """Everybody who waits hears when, each in the own channel, and so does the firm. `order`: as it was before."""
    date = Appointment(
        order.assignee_name,
        window,
        moved=order.window is not None and is_to_come(case, order.window),
        invitation=invites(dating, window),
        is_first=is_first,
    )
    asked, told = askable(ticket), reporters_of(ticket)
    effects: list[Effect] = list(overtaken(case, order))
    is_told = False
    for channel in told:
        party = dated_party(case, ticket, channel)
        local = f"date{order.number}-{channel.key}" if channel in asked else ""
        if local and party:
            about = about_times(order, (window,), is_fixed=True) | {"channel": str(channel)}
            ids = tuple(p.id for p in party)
            due_at = reminder_of(case, window)
            effects.append(AskQuestion(QuestionKind.APPOINTMENT, local, ids, about, due_at=due_at))
        language = party[0].language if party else "de"
        offers = (offer(Act.NO, language),) if local else ()
        mails = tell(
            case,
            party,
            NoticeKind.APPOINTMENT,
            date,
            channel=channel,
            offers=offers,
            question=local,
            when=when_told(case, Event.DATED, Reader.REPORTER, ticket),
        )
        is_told = is_told or bool(mails)
        effects += mails
    effects += tell_firm(case, ticket, order, "moved" if date.moved else "fixed", window, date.invitation)
    return tuple(effects), told[0] if is_told else None


def reminder_of(case: Case, window: Window) -> datetime | None:
    """The afternoon before; None for a date that is heard of so late that nobody has forgotten it by then."""
    if window.start - case.at < FRESH:
        return None
    day = window.start.astimezone(case.zone).date() - timedelta(days=1)
    return datetime.combine(day, REMINDED_AT, case.zone)


# ---- off


def tell_off(
    case: Case,
    ticket: Ticket,
    order: WorkOrder,
    dating: Dating,
    *,
    own: Channel | None = None,
    free: tuple[Free, ...] = (),
) -> tuple[OweNotice, ...]:
    """Whoever waits for a firm at a date that is still to come hears that nobody comes; not why.

    `own`: who could not hears that it was understood, and `free` as it was.
    """
    window = order.window
    if window is None or not is_to_come(case, window):
        return ()
    off = AppointmentOff(window, ticket.status is Status.DONE, calls_off(dating, window))
    return tuple(
        mail
        for channel in reporters_of(ticket)
        for mail in tell(
            case,
            dated_party(case, ticket, channel),
            NoticeKind.APPOINTMENT_OFF,
            replace(off, is_own=True, free=free) if channel == own else off,
            channel=channel,
            when=when_told(case, Event.DATED, Reader.REPORTER, ticket),
        )
    )


def is_to_come(case: Case, window: Window) -> bool:
    if window.is_day:
        return window.last.astimezone(case.zone).date() >= case.today
    return (window.end or window.start) > case.at


# ---- to the firm


def tell_firm(
    case: Case,
    ticket: Ticket,
    order: WorkOrder,
    what: str,
    window: Window | None = None,
    invitation: Invitation | None = None,
    free: tuple[Free, ...] = (),
) -> tuple[OweNotice, ...]:
    """In our words, of the date alone; `what` as in OrderDate."""
    assignee = assignees.person_of(case, order.assignee)
    if assignee is None:
        return ()
    facts = OrderDate(ticket.order_tag(order), what, window, free, invitation)
    when = when_told(case, Event.DATED, Reader.CONTRACTOR, ticket) if what in DATES else When.AT_ONCE
    return tell(case, (assignee,), NoticeKind.ORDER_DATE, facts, channel=order.channel, when=when)
