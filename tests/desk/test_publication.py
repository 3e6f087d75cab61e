"""When a report is public, who of the house hears of it, and when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.case import Asked, Case
from hauspost.desk.houses import Category, CategoryKey, Company, Property, PropertyId
from hauspost.desk.intents import Said, Wish
from hauspost.desk.model import Visibility
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.desk.publication import next_evening, public_place, visibility_of

HOUSE = Property(PropertyId("LW12"), "WEG Lindenweg 12-14", "lindenweg12", street="Lindenweg 12-14")


def category(visibility: str) -> Category:
    return Category(CategoryKey("x"), "X", "X", visibility=visibility)


@pytest.mark.parametrize(
    "default, wishes, place, expected",
    [
        ("public", (), "Treppenhaus", "public"),
        ("public", (), "", "private"),  # no common ground is named: perhaps it is a flat's own light
        ("private", (), "Treppenhaus", "private"),
        ("private", (Wish.PUBLIC,), "", "public"),
        ("public", (Wish.PRIVATE,), "Treppenhaus", "private"),
        ("public", (Wish.PUBLIC, Wish.PRIVATE), "Treppenhaus", "private"),  # narrow wins
        ("private_only", (Wish.PUBLIC,), "Treppenhaus", "private"),
        ("public", (Wish.ANONYMOUS,), "Treppenhaus", "public"),
    ],
)
def test_a_report_is_public_only_by_a_form_or_on_common_ground(
    default: str, wishes: tuple[Wish, ...], place: str, expected: str
) -> None:
    said = Said(whole="Text", wishes=frozenset(wishes), place=place)
    assert visibility_of(said, category(default)) == Visibility(expected)


@pytest.mark.parametrize(
    "named, building, expected",
    [("Treppenhaus", "Haus 12", "Treppenhaus"), ("", "Haus 12", "Haus 12"), ("", "", "Lindenweg 12-14")],
)
def test_a_public_place_is_common_ground_else_the_building_else_the_house(
    named: str, building: str, expected: str
) -> None:
    assert public_place(Said(place=named), HOUSE, building) == expected


@pytest.mark.parametrize(
    "at, evening",
    [
        (datetime(2025, 10, 14, 10, tzinfo=UTC), datetime(2025, 10, 14, 16, tzinfo=UTC)),
        (datetime(2025, 10, 14, 17, tzinfo=UTC), datetime(2025, 10, 15, 16, tzinfo=UTC)),
        (
            datetime(2025, 10, 25, 17, tzinfo=UTC),
            datetime(2025, 10, 26, 17, tzinfo=UTC),
        ),  # the clock is set back
    ],
)
def test_the_evening_line_comes_at_six_by_the_company_s_clock(at: datetime, evening: datetime) -> None:
    case = Case(
        at=at,
        zone=ZoneInfo("Europe/Berlin"),
        company=Company("X"),
        policy=Policy(),
        resolution=Resolution(Route.NEW, "", Key.NONE, Auth.PASS),
        mail=Asked(1, at, "", "", 1, ""),
    )
    assert next_evening(case) == evening
