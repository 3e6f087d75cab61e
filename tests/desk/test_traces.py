"""What names somebody in a text, however it is typed, and what only looks like it."""

import pytest

from hauspost.desk.houses import Person, PersonId, PropertyId, Unit
from hauspost.desk.traces import marked, traces

SCHROEDER = Person(
    PersonId("7"),
    "von Schröder",
    "Ilse",
    phones=("0171 5550199", "+49 30 5550177"),
    addresses=("ilse.s@post.example",),
)
FLAT = Unit(PropertyId("LW12"), "WE03", "Wohnung 3", "Haus 12", "3. OG", "links")


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Bitte bei Schröder klingeln.", "Bitte bei »Schröder« klingeln."),
        ("SCHROEDERS Heizung", "»SCHROEDERS« Heizung"),
        ("Frau Ilse meint", "Frau »Ilse« meint"),
        ("Ilse Schröder", "»Ilse« »Schröder«"),
        ("Anruf 0171/555 01 99 genügt", "Anruf »0171/555 01 99« genügt"),
        ("+49 171 5550199", "»+49 171 5550199«"),
        ("Tel. 030-5550177.", "Tel. »030-5550177«."),
        ("ohne Vorwahl 5550177", "ohne Vorwahl »5550177«"),
        ("an Ilse.S@post.example", "an »Ilse.S@post.example«"),
        ("in WE03", "in »WE03«"),
        ("in WE 3 prüfen", "in »WE 3« prüfen"),
        ("Wohnung 3 ist gemeint", "»Wohnung 3« ist gemeint"),
        ("3. OG links", "»3. OG links«"),
        ("links im 3. Obergeschoss", "»links im 3. Obergeschoss«"),
        ("3. Stock li.", "»3. Stock li«."),
    ],
)
def test_what_names_somebody_is_found(text: str, shown: str) -> None:
    assert marked(text, traces(text, (SCHROEDER,), (FLAT,))) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Im 3. OG brennt kein Licht.",
        "Von 9 bis 12 Uhr, Haus 12",
        "bis 300 € und 03 Stück",
        "Der Schröderstraße entlang",
        "4. OG links",
        "WE05",
        "Auftrag 5550188",
        "",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert traces(text, (SCHROEDER,), (FLAT,)) == ()
