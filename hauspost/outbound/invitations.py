"""Knows how a date becomes a calendar event (RFC 5545), with nothing of the other party but who comes, or where to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur
from icalendar import Event as CalendarEvent

from hauspost.desk.attachments import File
from hauspost.desk.notices import TO_ASSIGNEES
from hauspost.desk.work import Invitation
from hauspost.outbound import cleaning, headers
from hauspost.outbound.orders import site_of
from hauspost.outbound.view import View

PRODUCT: Final = "-//Hauspost//Hauspost//DE"
CENTRAL: Final = "Europe/Berlin"  # the one zone that we describe; times of another leave as UTC
# Without these some programs show no buttons (RFC 5545 §3.2.12, §3.2.16, §3.2.17).
_ASKS: Final = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
_SUNDAY: Final = "-1SU"  # clocks change on the last Sunday of March and of October (Directive 2000/84/EC)


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar is told; the header of its part says `method` as well (RFC 6047 §2.4)."""

    method: str
    octets: bytes


def event_of(view: View, *, organizer: str, attendee: str, domain: str) -> Event | None:
    """None: the mail fixes no date and calls none off."""
    invitation: Invitation | None = getattr(view.letter.facts, "invitation", None)
    if invitation is None:
        return None
    octets = _calendar(view, invitation, organizer=organizer, attendee=attendee, domain=domain)
    return Event(invitation.method, octets)


def as_file(view: View, event: Event) -> File:
    return File(view.language.say("calendar.file"), "application/ics", event.octets)


def _calendar(view: View, invitation: Invitation, *, organizer: str, attendee: str, domain: str) -> bytes:
    """The octets of one VCALENDAR with one VEVENT, CRLF and folded; the same for the same arguments.

    `organizer`: the secret address of the very mail, to which calendars send their answers (RFC 6047 §2.3).
    """
    letter = view.letter
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", invitation.method)
    zone = ZoneInfo(letter.company.time_zone)
    if letter.company.time_zone == CENTRAL and not invitation.window.is_day:
        made.add_component(central())
    event = CalendarEvent()
    event.add("uid", f"{invitation.uid}@{domain}")
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", letter.at.astimezone(UTC))
    for name, at in _span(invitation, zone).items():
        event.add(name, at)
    event.add("summary", _summary(view))
    if where := _location(view):
        event.add("location", where)
    is_off = invitation.method == "CANCEL"
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("organizer", address_of(organizer, headers.office_name(view)))
    name = headers.recipient_name(letter, view.language)
    event.add("attendee", address_of(attendee, name, **({} if is_off else _ASKS)))
    made.add_component(event)
    octets: bytes = made.to_ical()
    return octets


def _span(invitation: Invitation, zone: ZoneInfo) -> dict[str, date | datetime]:
    window = invitation.window
    if window.is_day:
        last = window.last.astimezone(zone).date() + timedelta(days=1)
        return {"dtstart": window.start.astimezone(zone).date(), "dtend": last}
    in_zone = zone if zone.key == CENTRAL else UTC
    times = {"dtstart": window.start, "dtend": window.end}
    return {name: at.astimezone(in_zone) for name, at in times.items() if at is not None}


def _summary(view: View) -> str:
    """To a resident who comes, to a firm which order; of who hides nothing that a glance at a calendar gives away."""
    letter, said = view.letter, view.language
    topic = cleaning.one_line(letter.category_label)
    if letter.kind in TO_ASSIGNEES:
        return said.say("calendar.order", tag=getattr(letter.facts, "tag", ""), topic=topic)
    if letter.ticket is None or letter.ticket.is_anonymous:
        return said.say("calendar.visit", tag=view.tag)
    company = cleaning.one_line(getattr(letter.facts, "company", ""))
    return said.say("calendar.company", company=company, topic=topic) if company else topic


def _location(view: View) -> str:
    letter = view.letter
    if letter.kind in TO_ASSIGNEES:
        return site_of(view, getattr(letter.facts, "tag", ""))
    if letter.ticket is None or letter.ticket.is_anonymous:
        return ""
    return cleaning.one_line(view.place)


def address_of(address: str, name: str, **parameters: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    for key, value in (("CN", cleaning.one_line(name).replace('"', "")), *parameters.items()):
        if value:
            made.params[key] = value
    return made


def central() -> Timezone:
    zone = Timezone()
    zone.add("tzid", CENTRAL)
    for kind, month, hour, name, before, after in (
        (TimezoneDaylight, 3, 2, "CEST", 1, 2),
        (TimezoneStandard, 10, 3, "CET", 2, 1),
    ):
        part = kind()
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday=_SUNDAY))
        zone.add_component(part)
    return zone
