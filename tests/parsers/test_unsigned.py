"""What a house may be told of somebody's answer: the words, without who wrote them, where, or how to call them."""

import pytest

from hauspost.desk.houses import Person, PersonId, PropertyId, Unit
from hauspost.parsers.unsigned import unsigned

FATMA = Person(PersonId("1003"), first_name="Fatma", last_name="Yıldız", salutation="Frau")
JAMES = Person(PersonId("1005"), first_name="James", last_name="Miller", phones=("0171 5559999",))
UNITS = (Unit(PropertyId("LW12"), "WE11", "WE11", floor="2. OG", side="rechts"),)


@pytest.mark.parametrize(
    "text, left",
    [
        ("Bei mir klemmt er seit gestern.", "Bei mir klemmt er seit gestern."),
        ("Guten Tag Frau Vogt,\n\ner klemmt.\n\nViele Grüße\nFatma Yıldız\nWE07", "er klemmt."),
        ("er klemmt.\nLG Fatma", "er klemmt."),
        (
            "er klemmt.\n\nMit freundlichen Grüßen\n\nF. Yıldız\nHaus 14\nTel. 0171 5550100\nIch bin da.",
            "er klemmt.",
        ),
        ("er klemmt.\n\nFatma Yıldız", "er klemmt."),
        ("Hier ist Fatma Yıldız. Er klemmt seit gestern.", "Er klemmt seit gestern."),
        ("er klemmt.\n\nSeit gestern.", "er klemmt.\n\nSeit gestern."),
        ("Hallo,\nhier ist Frau Yıldız", ""),
        ("", ""),
        ("Er klemmt seit Di, 07.10.2025, ab 08.30 Uhr.", "Er klemmt seit Di, 07.10.2025, ab 08.30 Uhr."),
        ("er klemmt.\nfatma.y@post.example", "er klemmt."),
        ("Er klemmt. Rufen Sie an: 0171/555 01 00!", "Er klemmt."),
        ("Er klemmt. Sie erreichen mich unter 030 5550177.", "Er klemmt."),
        ("Bei mir in WE 07 klemmt er. Seit gestern.", "Seit gestern."),
        (
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
        ),
        ("Er klemmt.\n\nKind regards\nF.\nLindenweg 12\n0171 5550100", "Er klemmt."),
    ],
)
def test_a_published_answer_names_nobody(text: str, left: str) -> None:
    assert unsigned(text, (FATMA,)) == left


@pytest.mark.parametrize(
    "text, left",
    [
        ("I got stuck, James. Please call me 0171 999", "I got stuck."),
        ("I live in WE11, call me on 0171 5559999. Mrs Yildiz from WE07 broke it.", ""),
        ("The lift is stuck since noon, call me, on 0171 5559999.", "The lift is stuck since noon."),
        ("Please write to j@inbox.example\nor ring +49 171 5559999. It smells of gas.", "It smells of gas."),
        ("Ich wohne im 2. OG rechts, und der Aufzug klemmt seit gestern.", "Der Aufzug klemmt seit gestern."),
        ("Vor Wohnung 7 ist alles nass. Auch im Keller steht Wasser.", "Auch im Keller steht Wasser."),
        ("James here, the lift got stuck\nagain today.", "The lift got stuck again today."),
    ],
)
def test_a_published_answer_says_neither_where_one_lives_nor_how_to_call(text: str, left: str) -> None:
    assert unsigned(text, (JAMES,), UNITS) == left
