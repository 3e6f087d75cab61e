"""Knows which flats words may mean."""

import pytest

from hauspost.parsers.flats import flats

HOUSE = (
    ("WE03", "WE03 Wohnung 3 Haus 12, 3. OG links"),
    ("WE05", "WE05 Wohnung 5 Haus 12, 4. OG links"),
    ("WE07", "WE07 Wohnung 7 Haus 14, EG rechts"),
    ("WE09", "WE09 Wohnung 9 Haus 14, 1. OG links"),
)
BELLS = (("WE03", ("Berger",)), ("WE05", ("Schröder",)), ("WE07", ("Yıldız",)), ("WE09", ()))


@pytest.mark.parametrize(
    "text, meant",
    [
        ("Das Fenster in WE 09 klemmt.", ("WE09",)),
        ("In der Wohnung Nr. 7 tropft es.", ("WE07",)),
        ("Im 3. OG links tropft es.", ("WE03",)),
        ("Im Haus 14 ist das Küchenfenster undicht.", ("WE07", "WE09")),
        ("Haus 14, 1. OG, Küche", ("WE09",)),
        ("Second floor? No, 4th floor left.", ("WE05",)),
        ("Bei Berger tropft es.", ("WE03",)),
        ("Über Frau Yildiz ist es laut.", ("WE07",)),
        ("Bei Frau Schroeder im Bad", ("WE05",)),
        ("Links im Bad ist der Heizkörper kalt.", ()),
        ("Frau Berger hat angerufen.", ()),
        ("Der Bergerweg ist glatt.", ()),
        ("Es tropft.", ()),
    ],
)
def test_flats_are_named_by_number_name_or_floor(text: str, meant: tuple[str, ...]) -> None:
    assert flats(text, HOUSE, BELLS) == meant
