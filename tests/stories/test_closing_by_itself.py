"""After n working days without an answer: a reminder, then it is done; never where a person has to look."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.office_hours import OfficeHours
from hauspost.desk.policy import Policy
from tests.house import ANNA, SABINE, House, house_on, text_of

MEIER = "auftrag@heizung-meier.example"
FIVE = Policy(close_after_days=5)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def closing_house(furnished_url: str) -> Iterator[House]:
    with house_on(furnished_url, FIVE) as built:
        yield built


def reported(house: House, words: str = "Der Heizkörper im Bad ist kalt.", subject: str = "Heizung") -> None:
    house.writes(ANNA, words, subject=subject)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def status(house: House) -> str:
    return str(house.tickets()[0].status)


def states(house: House, kind: str) -> list[str]:
    with house.gateway.database.read() as connection:
        rows = connection.exec_driver_sql(f"select state from questions where kind = '{kind}' order by id")
        return [row[0] for row in rows]


def test_by_default_it_waits_for_a_person(house: House) -> None:
    reported(house)
    house.later(days=300)
    assert status(house) != "DONE"
    assert house.kinds_to(SABINE).count("firm_report") == 1


def test_a_reminder_first_then_it_is_done(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.later(days=6)
    assert house.kinds_to(SABINE).count("firm_report") == 1
    house.later(days=2)
    assert house.kinds_to(SABINE).count("firm_report") == 2
    assert "ERINNERUNG" in spoken(house, SABINE)
    assert "von selbst erledigt" in spoken(house, SABINE)
    assert status(house) != "DONE"
    house.later(days=8)
    assert status(house) == "DONE"
    assert "Ist es behoben?" in spoken(house, ANNA)
    assert [str(o.phase) for o in house.ticket().orders] == ["reported_done"]


@pytest.mark.parametrize("which", [0, 1])
def test_either_mail_may_be_answered_once(closing_house: House, which: int) -> None:
    house = closing_house
    reported(house)
    house.later(days=8)
    mails = [m for m in house.mails_to(SABINE) if "fertig" in text_of(m) and "OK" in text_of(m)][-2:]
    house.answers(SABINE, mails[which], "OK")
    assert status(house) == "DONE"
    house.later(days=20)
    assert house.kinds_to(ANNA).count("status") == 2


def test_a_no_sends_it_back_and_nothing_ends_by_itself(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.later(days=8)
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    house.later(days=60)
    assert status(house) != "DONE"


def test_whoever_writes_since_keeps_it_open_for_a_person(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.later(days=2)
    house.answers(ANNA, house.last_to(ANNA), "War jemand da? Ich habe nichts gesehen.")
    house.later(days=6)
    assert "bleibt alles, wie es ist" in text_of(house.last_to(SABINE))
    house.later(days=60)
    assert status(house) != "DONE"
    assert states(house, "report") == ["open"]


def test_complaints_never_end_by_themselves(closing_house: House) -> None:
    house = closing_house
    house.writes(ANNA, "Die Nachbarn sind jede Nacht sehr laut.", subject="Lärm")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    house.later(days=60)
    assert status(house) != "DONE"


def test_the_question_to_the_resident_lapses_and_yes_or_no_still_count(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "OK")
    asked = house.last_to(ANNA)
    house.later(days=8)
    assert states(house, "fixed") == ["lapsed"]
    managers = len(house.mails_to(SABINE))
    house.answers(ANNA, asked, "JA")
    assert len(house.mails_to(SABINE)) == managers
    house.answers(ANNA, asked, "NEIN", client="gmail")
    assert [t.recurrence_of for t in house.tickets()] == [None, 1001]


def test_after_a_long_downtime_the_reminder_comes_first_and_its_time_begins_then(
    closing_house: House,
) -> None:
    house = closing_house
    reported(house)
    house.later(days=40)
    assert (status(house), house.kinds_to(SABINE).count("firm_report")) == ("RELEASED", 2)
    house.later(days=8)
    assert status(house) == "DONE"


def test_what_a_hand_opens_again_stays_open(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.later(days=8)
    house.later(days=8)
    assert status(house) == "DONE"
    house.answers(
        SABINE, house.last_to(SABINE), "WIEDER ÖFFNEN"
    )  # her mail said that it would close: no surprise
    assert status(house) in ("OPEN", "RELEASED")
    house.later(days=60)
    assert status(house) != "DONE"


@pytest.mark.parametrize(
    "asked, days, opens",
    [
        (datetime(2025, 10, 13, 10, 0, tzinfo=UTC), 5, date(2025, 10, 20)),
        (datetime(2025, 10, 17, 20, 0, tzinfo=UTC), 1, date(2025, 10, 20)),  # Friday night
        (datetime(2025, 10, 24, 10, 0, tzinfo=UTC), 1, date(2025, 10, 27)),  # clocks go back on the 26th
        (datetime(2025, 12, 23, 10, 0, tzinfo=UTC), 3, date(2025, 12, 30)),  # two days of Christmas
        (datetime(2026, 3, 27, 10, 0, tzinfo=UTC), 1, date(2026, 3, 30)),  # clocks go forward on the 29th
        (datetime(2026, 4, 2, 10, 0, tzinfo=UTC), 1, date(2026, 4, 7)),  # Easter
    ],
)
def test_working_days_are_the_office_s(asked: datetime, days: int, opens: date) -> None:
    found = BusinessCalendar(OfficeHours.read("Mo-Fr 8-17"), BERLIN, "BE").opening_after(asked, days)
    assert found.astimezone(BERLIN) == datetime(opens.year, opens.month, opens.day, 8, 0, tzinfo=BERLIN)


def test_no_more_than_one_node_closes_it(closing_house: House) -> None:
    house = closing_house
    reported(house)
    house.later(days=8)
    house.now += timedelta(days=8)
    house.gateway.decide_due()
    house.gateway.decide_due()
    house.gateway.drain()
    entries = [e for e in house.entries(1001) if e.facts.get("rule") == "close_after_days"]
    assert [e.facts["after"] for e in entries] == ["IN_PROGRESS", "DONE"]
