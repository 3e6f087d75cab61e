"""A firm that names another place than that of its order is asked about (WORDS 3)."""

import pytest

from hauspost.desk.intents import Claim, Party, Vocabulary
from hauspost.parsers.claiming import reports
from hauspost.parsers.worksites import is_elsewhere
from tests.effort import assert_no_crawl

STAIRS = ("A-1042-1", "Treppenhaus, Haus 12, 2. OG\nDie Lampe brennt nicht.")
FLAT = ("A-1042-2", "Haus 12, 3. OG links\nHeizkörper im Bad wird nicht warm.\nWE03\nHaus 12, 3. OG links")
CELLAR = ("A-1042-3", "Keller, Haus 12\nLicht kaputt.")
NOWHERE = ("A-1042-4", "Hafenstraße 5\nKlingel defekt.")


def vocabulary(
    answered: tuple[str, str], *others: tuple[str, str], street: str = "Lindenweg 12-14"
) -> Vocabulary:
    return Vocabulary(Party.CONTRACTOR, order=answered[0], sites=(answered, *others), street=street)


@pytest.mark.parametrize(
    "answered, text, expected",
    [
        (STAIRS, "Erledigt", True),
        (STAIRS, "Lampe Treppenhaus Haus 12 erledigt", True),
        (STAIRS, "Lampe im 2. OG getauscht", True),
        (STAIRS, "Licht Hausflur erledigt", True),
        (STAIRS, "Lindenweg 12 erledigt", True),
        (STAIRS, "Keller Haus 14 erledigt", False),
        (STAIRS, "Haus 14 erledigt", False),
        (STAIRS, "Hausnummer 14: Lampe getauscht", False),
        (STAIRS, "Lindenweg 14 erledigt", False),
        (STAIRS, "Aufgang B erledigt", False),
        (STAIRS, "Keller erledigt", False),
        (STAIRS, "Lampe im 3. OG getauscht", False),
        (STAIRS, "WE 05 erledigt", False),
        (STAIRS, "Wohnung 5 erledigt", False),
        (FLAT, "Heizkörper WE 03 erledigt", True),
        (FLAT, "Ventil im Keller getauscht, erledigt", True),
        (FLAT, "WE 05 erledigt", False),
        (FLAT, "Heizung 2. OG erledigt", False),
        (NOWHERE, "Klingel Hafenstraße 5 erledigt", True),
        (NOWHERE, "Haus 5 erledigt", True),
        (NOWHERE, "Haus 7 erledigt", False),
    ],
)
def test_only_the_place_of_the_order_is_its_own(answered: tuple[str, str], text: str, expected: bool) -> None:
    assert is_elsewhere(text, "", vocabulary(answered)) is not expected


@pytest.mark.parametrize(
    "text, expected", [("Keller Haus 12 erledigt", True), ("Keller Haus 14 erledigt", False)]
)
def test_what_names_another_place_is_not_sure(text: str, expected: bool) -> None:
    (report,) = reports(text, vocabulary(CELLAR))
    assert report.claims == {Claim.DONE}
    assert report.is_sure is expected


def test_the_place_of_another_order_of_the_ticket_is_that_order_s() -> None:
    assert not is_elsewhere("Ventil im Keller getauscht, erledigt", "", vocabulary(FLAT))
    assert is_elsewhere("Ventil im Keller getauscht, erledigt", "", vocabulary(FLAT, CELLAR))
    assert not is_elsewhere("Keller erledigt", CELLAR[0], vocabulary(FLAT, CELLAR))


def test_a_building_is_known_by_the_street_of_a_house_that_is_only_one() -> None:
    alone = ("A-1042-1", "Treppenhaus")
    assert not is_elsewhere("Haus 5 erledigt", "", vocabulary(alone, street="Hafenstraße 5"))
    assert is_elsewhere("Haus 12 erledigt", "", vocabulary(alone, street="Lindenweg 12-14"))


def test_an_order_of_another_ticket_that_is_named_is_taken_at_its_word() -> None:
    (report,) = reports("A-1050-1 Keller Haus 14 erledigt", vocabulary(STAIRS))
    assert (report.order, report.is_sure) == ("A-1050-1", True)


@pytest.mark.parametrize(
    "piece", ["haus ", "lindenweg ", "we ", "wohnung 0", "keller ", "2. og ", "aaaaweg 1-"]
)
def test_long_crafted_words_are_read_in_good_time(piece: str) -> None:
    assert_no_crawl(lambda: reports((piece * 12_000)[:12_000], vocabulary(STAIRS)), 2)
