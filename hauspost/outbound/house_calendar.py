"""Knows how the date of a notice to the house becomes a calendar event that is only published: nobody is invited.

RFC 5546 §3.2.1: PUBLISH has an organizer and no attendee; §3.2.5: CANCEL calls it off under the same UID.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from hauspost.desk.notices_of_house import HouseBack, HouseNotice, Listed
from hauspost.desk.work import Window
from hauspost.outbound import cleaning
from hauspost.outbound.invitations import CENTRAL, PRODUCT, Event, address_of, central
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

HOUR: Final = timedelta(
    hours=1
)  # where no end is named: an event without a length is not seen in a day's view
SUMMARY: Final = 120


def published(view: View, *, organizer: str, name: str, domain: str) -> Event | None:
    """None: the mail is no notice, or none that names a date."""
    facts = view.letter.facts
    if not isinstance(facts, HouseNotice | HouseBack) or facts.draft.window is None:
        return None
    is_off = isinstance(facts, HouseBack)
    if is_off and getattr(facts, "is_paper", False):
        return None
    event = _event(view, facts.draft.window, facts.calendar, domain=domain)
    event.add("summary", cleaning.one_line(facts.draft.subject, limit=SUMMARY))
    if where := _where(view, facts):
        event.add("location", where)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # it keeps nobody from other dates
    event.add("organizer", address_of(organizer, name))
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    method = "CANCEL" if is_off else "PUBLISH"
    made.add("method", method)
    if view.letter.company.time_zone == CENTRAL and not facts.draft.window.is_day:
        made.add_component(central())
    made.add_component(event)
    return Event(method, made.to_ical())


def _event(view: View, window: Window, listed: Listed, *, domain: str) -> CalendarEvent:
    event = CalendarEvent()
    event.add("uid", f"{listed.uid}@{domain}")
    event.add("sequence", listed.sequence)
    event.add("dtstamp", view.letter.at.astimezone(UTC))
    for name, at in _span(window, ZoneInfo(view.letter.company.time_zone)).items():
        event.add(name, at)
    return event


def _span(window: Window, zone: ZoneInfo) -> dict[str, date | datetime]:
    if window.is_day:
        last = window.last.astimezone(zone).date() + timedelta(days=1)
        return {"dtstart": window.start.astimezone(zone).date(), "dtend": last}
    in_zone = zone if zone.key == CENTRAL else UTC
    end = window.end or window.start + HOUR
    return {"dtstart": window.start.astimezone(in_zone), "dtend": end.astimezone(in_zone)}


def _where(view: View, facts: HouseNotice | HouseBack) -> str:
    named = facts.draft.circle
    places = view.language.join(tuple(place_words(p, view.language) for p in named.buildings))
    return ", ".join(p for p in (view.house, places) if p)
