"""Our calendar entries are read back by two other readers, and say nothing that their reader must not know."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from hauspost.cli.samples.neighbours import HIDDEN, ORDERED, VISIT, to_firm
from hauspost.cli.samples.of_house_notices import of_house_notices
from hauspost.cli.samples.world import GRAMMAR, SECRET, letter, write
from hauspost.desk.model import Flag
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_firms import OrderDate
from hauspost.desk.notices_to_people import Appointment
from hauspost.desk.work import Invitation, Window
from hauspost.threading import addresses
from tests.outbound.reading import parsed

BERLIN = ZoneInfo("Europe/Berlin")
FIRM = "Heizung Meier GmbH"


def to_resident(window: Window = VISIT, *, method: str = "REQUEST", **changes: Any) -> Letter:
    invitation = Invitation(method, "termin-1042-1", 3, window)
    return letter(Appointment(FIRM, window, invitation=invitation), "de", **({"ticket": ORDERED} | changes))


def octets_of(shown: Letter) -> bytes:
    (part,) = [p for p in parsed(write(shown)).walk() if p.get_content_type() == "text/calendar"]
    return str(part.get_content()).encode()


def event_of(shown: Letter) -> Any:
    (event,) = Calendar.from_ical(octets_of(shown).decode()).walk("VEVENT")
    return event


def test_the_event_stands_beside_the_words_and_once_more_as_a_file() -> None:
    mail = parsed(write(to_resident()))
    kinds = [part.get_content_type() for part in mail.walk()]
    words = ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert kinds == ["multipart/mixed", *words, "application/ics"]
    parts = list(mail.walk())
    assert parts[4].get_param("method") == "REQUEST"
    assert parts[5].get_filename() == "Termin.ics"
    assert str(parts[4].get_content()).encode() == parts[5].get_content()


@pytest.mark.parametrize("method, status", [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_a_second_reader_finds_the_same(method: str, status: str) -> None:
    calendar = vobject.readOne(octets_of(to_resident(method=method)).decode())
    event = calendar.vevent
    assert calendar.method.value == method
    assert event.uid.value == f"termin-1042-1@{GRAMMAR.domain}"
    assert (event.sequence.value, event.status.value) == ("3", status)
    assert event.dtstart.value.astimezone(UTC) == VISIT.start
    assert event.dtend.value.astimezone(UTC) == VISIT.end
    assert event.organizer.value == f"mailto:{addresses.reply_address(SECRET, GRAMMAR)}"
    assert event.attendee.value == "mailto:anna.berger@post.example"


@pytest.mark.parametrize(
    "start",
    [
        datetime(2025, 10, 26, 0, 30, tzinfo=UTC),  # 2:30, the first time
        datetime(2025, 10, 26, 1, 30, tzinfo=UTC),  # 2:30, the second time
        datetime(2025, 10, 26, 9, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 30, 6, tzinfo=UTC),
    ],
)
def test_the_zone_that_goes_along_puts_it_at_the_same_hour(start: datetime) -> None:
    event = event_of(to_resident(Window(start, None)))
    local = start.astimezone(BERLIN)
    assert event["DTSTART"].to_ical().decode() == f"{local:%Y%m%dT%H%M%S}"
    read = vobject.readOne(octets_of(to_resident(Window(start, None))).decode()).vevent.dtstart.value
    assert read.replace(tzinfo=None) == local.replace(tzinfo=None)
    if local.fold == 0:
        assert read.utcoffset() == local.utcoffset()


def test_a_whole_day_is_a_date_and_ends_before_the_next_one() -> None:
    day = Window(datetime(2025, 10, 26, tzinfo=BERLIN), datetime(2025, 10, 27, tzinfo=BERLIN), is_day=True)
    event = event_of(to_resident(day))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 10, 26), date(2025, 10, 27))


def test_another_zone_than_ours_is_told_in_utc() -> None:
    shown = to_resident()
    elsewhere = replace(shown, company=replace(shown.company, time_zone="Europe/London"))
    octets = octets_of(elsewhere)
    assert b"VTIMEZONE" not in octets
    assert b"DTSTART:20251016T140000Z" in octets


def test_of_who_hides_a_calendar_shows_nothing_but_a_number() -> None:
    hidden = to_resident(ticket=HIDDEN)
    event = event_of(hidden)
    assert str(event["SUMMARY"]) == f"Termin {HIDDEN.tag}"
    assert "LOCATION" not in event
    order = replace(ORDERED.orders[0], place="Haus 12", is_anonymous=True)
    facts = OrderDate(f"A-{HIDDEN.number}-1", "fixed", VISIT, invitation=Invitation("REQUEST", "u", 0, VISIT))
    told = octets_of(to_firm(facts, "de", ticket=replace(HIDDEN, orders=(order,))))
    assert b"Berger" not in told
    assert b"OG" not in told


def test_a_firm_reads_the_place_of_its_order_and_no_name() -> None:
    facts = OrderDate("A-1042-1", "fixed", VISIT, invitation=Invitation("REQUEST", "u", 0, VISIT))
    event = event_of(to_firm(facts, "de"))
    assert str(event["LOCATION"]) == "Lindenweg 12, 10405 Berlin, 3. OG links"
    assert b"Berger" not in octets_of(to_firm(facts, "de"))


def test_long_and_foreign_names_are_folded_and_read_back() -> None:
    company = "Ü" * 70 + ', "GmbH"; & Söhne: \\n'
    shown = to_resident()
    facts = Appointment(company, VISIT, invitation=Invitation("REQUEST", "u", 0, VISIT))
    octets = octets_of(replace(shown, facts=facts))
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    assert str(event_of(replace(shown, facts=facts))["SUMMARY"]).startswith("Ü" * 70)


def test_a_mail_without_a_date_has_no_calendar() -> None:
    shown = letter(Appointment(FIRM, VISIT), "de", ticket=replace(ORDERED, flags=frozenset({Flag.NO_ORDER})))
    assert parsed(write(shown)).get_content_type() == "multipart/alternative"


# ---- the date of a notice to the house


@pytest.mark.parametrize("name, method", [("house_notice", "PUBLISH"), ("house_back", "CANCEL")])
def test_a_notice_publishes_its_date_and_invites_nobody(name: str, method: str) -> None:
    text = octets_of(of_house_notices("de")[name]).decode()
    calendar = vobject.readOne(text)
    event = calendar.vevent
    assert calendar.method.value == method
    assert event.uid.value == f"aushang-301@{GRAMMAR.domain}"
    assert event.dtstart.value.astimezone(UTC) == datetime(2025, 10, 16, 7, 0, tzinfo=UTC)
    assert event.dtend.value.astimezone(UTC) == datetime(2025, 10, 16, 10, 0, tzinfo=UTC)
    assert event.location.value == "Lindenweg 12, Haus 12"
    assert "ATTENDEE" not in text
    assert (event.status.value, event.transp.value) == (
        "CONFIRMED" if method == "PUBLISH" else "CANCELLED",
        "TRANSPARENT",
    )


def test_without_an_end_it_lasts_an_hour_and_without_hours_all_day() -> None:
    open_ended, all_day = (
        event_of(of_house_notices("de")[f"house_notice_{which}"]) for which in ("no_end", "all_day")
    )
    assert (open_ended["DTEND"].dt - open_ended["DTSTART"].dt).total_seconds() == 3600
    assert (all_day["DTSTART"].dt, all_day["DTEND"].dt) == (date(2025, 10, 16), date(2025, 10, 17))
