"""What each wants to hear of the house: one answer a mailbox, one hour a working day, and nobody is lost."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.business_calendar import BusinessCalendar, ClosedDay
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Category, CategoryKey, Notify, Person, Role
from hauspost.desk.model import Flag, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.preferences import next_digest, wished
from hauspost.desk.publication import news, next_evening
from tests.desk.scenes import case, person, ticket

BERLIN = ZoneInfo("Europe/Berlin")
A, D, N = Notify.AT_ONCE, Notify.DAILY, Notify.NEVER


def household(*wishes: Notify) -> tuple[Person, ...]:
    return tuple(
        person(str(n), f"Schulz{n}", Role.TENANT, address="familie@mail.example", notify=notify)
        for n, notify in enumerate(wishes)
    )


@pytest.mark.parametrize(
    "wishes, at_once, daily",
    [
        ((A,), 1, 0),
        ((D,), 0, 1),
        ((N,), 0, 0),
        ((A, D), 2, 0),
        ((D, D), 0, 2),
        ((D, N), 0, 1),
        ((A, N), 1, 0),
        ((N, N), 0, 0),
        ((A, D, N), 2, 0),
    ],
)
def test_a_mailbox_gets_what_the_one_wants_who_wants_most(
    wishes: tuple[Notify, ...], at_once: int, daily: int
) -> None:
    found = wished(household(*wishes))
    assert (len(found.at_once), len(found.daily)) == (at_once, daily)


def test_everybody_is_told_once_or_wanted_nothing() -> None:
    for wishes in product(Notify, repeat=4):
        alone = tuple(person(f"x{n}", f"X{n}", Role.OWNER, notify=w) for n, w in enumerate(wishes[2:]))
        readers = (*household(*wishes[:2]), *alone)
        found = wished(readers)
        told = [p.id for p in (*found.at_once, *found.daily)]
        assert sorted(told) == sorted(p.id for p in readers if p.notify is not N)
        assert {p.address for p in found.at_once}.isdisjoint(p.address for p in found.daily)
        assert all(p in found.at_once for p in readers if p.notify is A)


@pytest.mark.parametrize(
    "at, hour, state, due",
    [
        ("2025-10-14 17:59", 18, "", "2025-10-14 18:00"),
        ("2025-10-14 18:00", 18, "", "2025-10-15 18:00"),
        ("2025-10-17 19:00", 18, "", "2025-10-20 18:00"),  # over a weekend
        ("2025-10-18 09:00", 8, "", "2025-10-20 08:00"),
        ("2025-10-31 09:00", 18, "BB", "2025-11-03 18:00"),  # Reformation Day, there only
        ("2025-10-31 09:00", 18, "BE", "2025-10-31 18:00"),
        ("2025-12-23 19:00", 18, "BE", "2025-12-29 18:00"),  # closed on Christmas Eve
        ("2026-03-27 19:00", 2, "", "2026-03-30 02:00"),  # the clocks change between
    ],
)
def test_the_mail_of_the_day_comes_at_the_hour_of_a_working_day(
    at: str, hour: int, state: str, due: str
) -> None:
    closed = (ClosedDay.read("24.12."),)
    calendar = BusinessCalendar(OfficeHours.read("Mo-Fr 8-17"), BERLIN, state, closed)
    found = next_digest(datetime.fromisoformat(at).replace(tzinfo=BERLIN), hour, calendar)
    assert found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == due


SMALL = Category(CategoryKey("lighting"), "Beleuchtung", "Lighting", visibility="public", scope="common")
EVENTS = ("opened", "ordered", "done", "on_call", "text")
HOURS = ("2025-10-14 10:00", "2025-10-17 18:30", "2025-10-25 23:00")  # by day, Friday evening, a long night


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("is_important", [False, True])
@pytest.mark.parametrize("is_emergency", [False, True])
def test_nothing_is_lost_nothing_comes_twice_and_what_matters_waits_for_nobody_s_wish(
    event: str, is_important: bool, is_emergency: bool
) -> None:
    category = replace(SMALL, important=is_important)
    flags = frozenset({Flag.EMERGENCY}) if is_emergency else frozenset()
    matter = ticket(category="lighting", unit="", place="Hof", flags=flags)
    public = replace(matter, visibility=Visibility.PUBLIC)
    matters = is_important or is_emergency or event == "on_call"
    for hour, wishes in product(HOURS, product(Notify, repeat=3)):
        readers = (
            *household(*wishes[:2]),
            person("z", "Zander", Role.OWNER, notify=wishes[2]),
        )
        at = datetime.fromisoformat(hour).replace(tzinfo=BERLIN)
        heard = replace(case(public, audience=readers, categories=(category,)), at=at)
        text = "Der Techniker ist unterwegs." if event == "text" else ""
        owed = [e for e in news(heard, public, event, text=text) if isinstance(e, OweNotice)]
        told = [who for one in owed for who in one.persons]
        wanting = [p.id for p in readers if matters or p.notify is not N]
        assert sorted(told) == sorted(wanting)
        assert len({one.address for one in owed}) == len(owed)
        soonest = heard.at if text or is_important else next_evening(heard)
        for one in owed:
            behind = [p for p in readers if p.id in one.persons]
            if matters or any(p.notify is A for p in behind):
                assert one.due_at == soonest or (text and not matters)
            else:
                assert one.due_at == next_digest(at, 18, heard.calendar)
                assert one.kind is NoticeKind.EVENING
