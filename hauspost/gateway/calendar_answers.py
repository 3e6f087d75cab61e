"""What a calendar's part adds to a mail's words: an answer to a date of ours, or a firm's date (RFC 5546)."""

from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.channels import ChannelKind
from hauspost.desk.intents import CalendarSaid, Claim, Report, Said
from hauspost.desk.work import Window
from hauspost.parsers.calendar import CalendarPart
from hauspost.parsers.mail import ParsedMail

METHODS: Final = frozenset({"REPLY", "COUNTER", "REQUEST", "PUBLISH", "CANCEL"})
ANSWERS: Final = frozenset({"REPLY", "COUNTER"})
DATING: Final = frozenset(
    {Claim.ACCEPT, Claim.APPOINTMENT}
)  # beside all else a date is for a person to weigh
PROPOSING: Final = frozenset({"REQUEST", "PUBLISH", "COUNTER"})


def with_calendar(said: Said, parsed: ParsedMail, case: Case) -> Said:
    """A resident's answer stands beside its program's words; a firm's date counts as if it were typed."""
    part = parsed.calendar
    if part is None or part.method not in METHODS or case.acting_managers:
        return said
    calendar = CalendarSaid(
        part.method,
        part.uid.partition("@")[0],
        part.sequence,
        part.partstat,
        _window(part, case.zone),
        part.has_comment,
    )
    channel = case.resolution.channel
    if channel is None or channel.kind is not ChannelKind.ORDER:
        return replace(said, calendar=calendar, times=None) if part.method in ANSWERS else said
    said = replace(said, calendar=calendar)
    return replace(said, reports=_of_firm(said, calendar, case), is_thanks=False)


def _of_firm(said: Said, calendar: CalendarSaid, case: Case) -> tuple[Report, ...]:
    """REQUEST and COUNTER name a date, CANCEL and DECLINED take the one that was told away; all else changes nothing,
    and so does what answers an older number of it."""
    orders = case.ticket.orders if case.ticket else ()
    order = next((o for o in orders if o.channel == case.resolution.channel), None)
    is_ours = order is not None and bool(order.dating.uid) and calendar.uid == order.dating.uid
    is_old = is_ours and order is not None and (calendar.sequence or 0) < order.dating.sequence
    if is_old or (calendar.method in ANSWERS and not is_ours):
        return ()
    if calendar.method in PROPOSING and calendar.window is not None:
        typed = frozenset(claim for report in said.reports for claim in report.claims)
        claims = typed | {Claim.APPOINTMENT}
        return (Report(claims, said.whole, window=calendar.window, is_sure=claims <= DATING),)
    is_off = calendar.method == "CANCEL" or calendar.partstat == "DECLINED"
    return (Report(frozenset({Claim.RESCHEDULE}), said.whole, is_sure=True),) if is_off else ()


def _window(part: CalendarPart, zone: tzinfo) -> Window | None:
    """A time without a zone is the house's."""
    start, end = (_aware(at, zone) for at in (part.start, part.end))
    if start is None or (end is not None and end <= start):
        return None
    if part.is_day:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), zone)
        return Window(start, end or midnight, is_day=True)
    return Window(start, end)


def _aware(at: datetime | None, zone: tzinfo) -> datetime | None:
    if at is None:
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
