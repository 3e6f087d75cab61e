"""Which house a firm means: by its names, by the orders that run, by the only one there is."""

import pytest

from hauspost.desk.houses import Property, PropertyId
from hauspost.threading.workplaces import workplace

LINDE = Property(PropertyId("LW12"), "WEG Lindenweg 12-14", "lindenweg12", street="Lindenweg 12-14")
LINDE_8 = Property(PropertyId("LW8"), "WEG Lindenweg 8", "lindenweg8", street="Lindenweg 8")
HAFEN = Property(PropertyId("HS5"), "Hafenkontor", "hafenstr5", street="Hafenstraße 5")


@pytest.mark.parametrize(
    "text, ordered, meant",
    [
        ("Wartung Hafenstraße 5", (), "HS5"),
        ("HAFENSTRASSE 5, 20457 Hamburg", (), "HS5"),
        ("in der Hafenstraße", (), "HS5"),
        ("Betreff HS5", ("LW12",), "HS5"),  # what is named goes before what is ordered
        ("an lindenweg12@", (), "LW12"),
        ("Lindenweg 12, Keller", (), "LW12"),
        ("Lindenweg 8", (), "LW8"),
        ("am Lindenweg", (), None),
        ("Lindenweg 8 und Hafenstraße 5", (), None),
        ("Wartung", ("LW12",), "LW12"),
        ("Wartung", ("LW12", "HS5"), None),
        ("Wartung", (), None),
        ("Lindenweg 88", ("HS5",), None),  # the street alone, and there are two houses in it
    ],
)
def test_the_house_that_a_firm_means(text: str, ordered: tuple[str, ...], meant: str | None) -> None:
    assert workplace(text, (LINDE, LINDE_8, HAFEN), {PropertyId(p) for p in ordered}) == meant


def test_a_firm_of_one_house_means_that_one() -> None:
    assert workplace("Wartung", (HAFEN,), frozenset()) == "HS5"


def test_a_firm_of_no_house_has_to_say_which() -> None:
    assert workplace("Wartung Hafenstraße 5", (), frozenset()) is None
