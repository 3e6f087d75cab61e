"""What an answer of a calendar program says of a time, as a person would have said it (RFC 5546)."""

from datetime import tzinfo

from hauspost.desk.intents import CalendarSaid, Free, TimesSaid
from hauspost.desk.work import Window


def times_of(calendar: CalendarSaid, zone: tzinfo) -> TimesSaid | None:
    """ACCEPTED is yes, DECLINED no, COUNTER no and another time. None: TENTATIVE and the like are for people."""
    if calendar.method == "COUNTER":
        return TimesSaid(says_no=True, free=(_free(calendar.window, zone),) if calendar.window else ())
    match calendar.partstat:
        case "ACCEPTED":
            return TimesSaid(says_yes=True, is_plain=True)
        case "DECLINED":
            return TimesSaid(says_no=True)
        case _:
            return None


def _free(window: Window, zone: tzinfo) -> Free:
    start = window.start.astimezone(zone)
    if window.is_day:
        return Free(start.date())
    end = window.end.astimezone(zone) if window.end else None
    is_same_day = end is not None and end.date() == start.date()
    last = end.hour * 60 + end.minute if end is not None and is_same_day else None
    return Free(start.date(), start.hour * 60 + start.minute, last)
