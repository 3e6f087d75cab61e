"""Whom a notice to the house reaches, and when it may leave."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.house_circle import reached
from hauspost.desk.houses import Notify, Period, Person, PersonId, PropertyId, Role, RoleAssignment, Unit
from hauspost.desk.notices_of_house import Circle, Household
from hauspost.desk.quiet_hours import quiet_until

LW12 = PropertyId("LW12")
TODAY = date(2025, 10, 14)
BERLIN = ZoneInfo("Europe/Berlin")
UNITS = tuple(
    Unit(LW12, unit, building=building)
    for unit, building in (("WE03", "Haus 12"), ("WE05", "Haus 12"), ("WE07", "Haus 14"), ("WE09", "Haus 14"))
)


def person(
    key: str, *roles: tuple[Role, str], mail: bool = True, period: Period = Period(), place: str = "LW12"
) -> Person:
    held = tuple(RoleAssignment(PersonId(key), PropertyId(place), role, unit, period) for role, unit in roles)
    return Person(PersonId(key), key.title(), addresses=(f"{key}@post.example",) if mail else (), roles=held)


ANNA = person("anna", (Role.TENANT, "WE03"))
ILSE = person("ilse", (Role.TENANT, "WE05"), mail=False)
PETER = person("peter", (Role.OWNER, "WE03"))  # lets WE03
FATMA = person("fatma", (Role.OWNER, "WE07"), (Role.BOARD_MEMBER, ""))
GONE = person("gone", (Role.TENANT, "WE09"), period=Period(end=date(2025, 10, 13)))
LATER = person("later", (Role.TENANT, "WE09"), period=Period(begin=date(2025, 10, 15)))
ELSE = person("else", (Role.TENANT, "WE03"), place="HS5")
KRAUSE = person("krause", (Role.CARETAKER, ""))
ALL = (ANNA, ILSE, PETER, FATMA, GONE, LATER, ELSE, KRAUSE)


def ids(circle: Circle, *people: Person) -> set[str]:
    return {p.id for p in reached(circle, people or ALL, UNITS, LW12, TODAY).persons}


@pytest.mark.parametrize(
    "circle, expected",
    [
        (Circle(), {"anna", "ilse", "fatma"}),
        (Circle(with_owners=True), {"anna", "ilse", "fatma", "peter"}),
        (Circle(("Haus 12",)), {"anna", "ilse"}),
        (Circle(("Haus 14",)), {"fatma"}),
        (Circle(units=("WE05",)), {"ilse"}),
        (Circle(roles=(Role.OWNER,)), {"peter", "fatma"}),
        (Circle(("Haus 12",), roles=(Role.OWNER,)), {"peter"}),
        (Circle(("Haus 12",), roles=(Role.BOARD_MEMBER,)), {"fatma"}),
        (Circle(units=("WE99",)), set()),
    ],
)
def test_a_circle_is_who_lives_there_today(circle: Circle, expected: set[str]) -> None:
    assert ids(circle) == expected


def test_the_figures_count_households_and_name_who_needs_the_paper() -> None:
    figures = reached(Circle(), ALL, UNITS, LW12, TODAY).figures
    assert (figures.households, figures.by_mail, figures.addresses) == (3, 2, 2)
    assert figures.without == (Household("WE05", "Ilse"),)
    assert (figures.tenants, figures.owners, figures.elsewhere) == (2, 1, 1)
    assert figures.buildings == (("Haus 12", 2), ("Haus 14", 1))


def test_a_couple_is_one_household_and_one_mail_reaches_it() -> None:
    kurt = replace(person("kurt", (Role.TENANT, "WE05"), mail=False), addresses=("kurt@post.example",))
    figures = reached(Circle(units=("WE05",)), (ILSE, kurt), UNITS, LW12, TODAY).figures
    assert (figures.households, figures.by_mail, figures.without) == (1, 1, ())


def test_an_owner_who_lets_two_flats_is_one_household_elsewhere() -> None:
    owner = person("peter", (Role.OWNER, "WE03"), (Role.OWNER, "WE05"))
    found = reached(Circle(with_owners=True), (ANNA, ILSE, owner), UNITS, LW12, TODAY)
    assert found.figures.households == 3
    unwilling = replace(owner, notify=Notify.NEVER)
    figures = reached(Circle(with_owners=True), (ANNA, ILSE, unwilling), UNITS, LW12, TODAY).figures
    assert (figures.households, figures.unwilling, figures.elsewhere) == (2, 1, 0)


@pytest.mark.parametrize(
    "at, hours, until",
    [
        ("2025-10-14T12:00", "20-7", None),
        ("2025-10-14T19:59", "20-7", None),
        ("2025-10-14T20:00", "20-7", "2025-10-15T07:00"),
        ("2025-10-15T06:59", "20-7", "2025-10-15T07:00"),
        ("2025-10-15T07:00", "20-7", None),
        ("2025-10-14T13:30", "13-15", "2025-10-14T15:00"),
        ("2025-10-14T23:30", "22:30-24", "2025-10-15T00:00"),
        ("2025-10-14T23:30", "22–6:30", "2025-10-15T06:30"),
        ("2025-10-25T23:00", "20-7", "2025-10-26T07:00"),  # the clocks go back that night
        ("2025-10-14T23:30", "off", None),
        ("2025-10-14T07:00", "7-7", None),
    ],
)
def test_quiet_hours_end_in_the_morning(at: str, hours: str, until: str | None) -> None:
    found = quiet_until(datetime.fromisoformat(at).replace(tzinfo=BERLIN), hours, BERLIN)
    expected = datetime.fromisoformat(until).replace(tzinfo=BERLIN).astimezone(UTC) if until else None
    assert found == expected
