"""How much of the house somebody wants to hear: at once, once a working day, or nothing (MAIL, "Notices").

The own tickets, orders, questions, and what is important or dangerous nobody can put off: this is asked of the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.houses import Notify, Person, PropertyId


@dataclass(frozen=True, slots=True)
class Wished:
    """Who hears of something small, and how; whoever wants nothing of it is neither."""

    at_once: tuple[Person, ...] = ()
    daily: tuple[Person, ...] = ()


def wished(readers: Iterable[Person]) -> Wished:
    """One answer for all who share a mailbox: once a day only if that suits everybody who wants to hear of it."""
    at_mailbox: dict[str, list[Person]] = {}
    for person in readers:
        if person.notify is not Notify.NEVER:
            at_mailbox.setdefault(person.address, []).append(person)
    daily = {a for a, behind in at_mailbox.items() if all(p.notify is Notify.DAILY for p in behind)}
    both = [p for behind in at_mailbox.values() for p in behind]
    return Wished(
        tuple(p for p in both if p.address not in daily), tuple(p for p in both if p.address in daily)
    )


@dataclass(frozen=True, slots=True)
class DigestHours:
    """At which hour the daily mail leaves: of houses that have one of their own, and of all others."""

    company: int = 18
    own: Mapping[PropertyId, int] = field(default_factory=dict)

    def of(self, behind: Iterable[Person], day: date) -> int:
        """The earliest of their houses', so that whoever hears of several gets one mail a day."""
        roles = (r for person in behind for r in person.roles if r.period.holds(day))
        return min((self.own.get(r.property_id, self.company) for r in roles), default=self.company)


ONE_HOUR: Final = DigestHours()


def next_digest(at: datetime, hour: int, calendar: BusinessCalendar) -> datetime:
    """That hour on the next day on which the office works, today's if it is still to come."""
    local = at.astimezone(calendar.zone)
    today = datetime.combine(local.date(), time(hour), calendar.zone)
    first = local.date() if today > local else local.date() + timedelta(days=1)
    works = calendar.opens(first).astimezone(calendar.zone).date()
    return datetime.combine(works, time(hour), calendar.zone)
