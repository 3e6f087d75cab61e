"""The board's overview of the house's public tickets, weekly or monthly: when it is due, and what it lists."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.channels import PUBLIC
from hauspost.desk.houses import Category, CategoryKey, Person
from hauspost.desk.model import Status, Ticket
from hauspost.desk.notices_to_people import BoardDigest, BoardLine
from hauspost.desk.rights import may_read

MUTED_BOARD: Final = -2  # what stands for the overview among the tickets that somebody has muted
MOST: Final = 100  # lines of either kind
WEEKLY, MONTHLY = "weekly", "monthly"


def due_digest(word: str, at: datetime, calendar: BusinessCalendar) -> tuple[str, datetime, datetime] | None:
    """The week or month of `at`, since when its overview tells, and when it is due: as its first working day opens.

    None: the house wants none (policy.board_digest). Weeks are those of ISO 8601.
    """
    today = at.astimezone(calendar.zone).date()
    if word == WEEKLY:
        first = today - timedelta(days=today.weekday())
        year, week, _ = today.isocalendar()
        key, since = f"{year}-W{week:02}", first - timedelta(days=7)
    elif word == MONTHLY:
        first = today.replace(day=1)
        key, since = f"{today:%Y-%m}", (first - timedelta(days=1)).replace(day=1)
    else:
        return None
    return key, _midnight(since, calendar.zone), calendar.opens(first)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def overview(
    tickets: Iterable[Ticket],
    to: tuple[Person, ...],
    digest: BoardDigest,
    *,
    labels: dict[CategoryKey, Category],
    at: datetime,
    zone: tzinfo,
) -> BoardDigest | None:
    """What the house may know of these tickets and these readers may read: nobody's name, no words. None: nothing."""
    read = [t for t in tickets if may_read(to, t, PUBLIC, at, zone)]
    language = to[0].language if to else ""
    running = [_line(t, labels, language) for t in read if t.status is not Status.DONE]
    ended = [_line(t, labels, language) for t in read if t.done_at is not None and t.done_at >= digest.since]
    if not running and not ended:
        return None
    return BoardDigest(digest.since, tuple(running[:MOST]), tuple(ended[:MOST]))


def _line(ticket: Ticket, labels: dict[CategoryKey, Category], language: str) -> BoardLine:
    category = labels.get(ticket.category)
    what = category.label(language) if category else str(ticket.category)
    is_over = ticket.status is Status.DONE
    return BoardLine(
        ticket.number,
        what,
        ticket.public_place,
        "rejected" if is_over and ticket.is_rejected else str(ticket.status),
        ticket.opened_at,
        ticket.done_at if is_over else None,
    )
