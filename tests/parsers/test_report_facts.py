"""What a report says besides its sense: wishes, common ground, when to come, and the words that an order may carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.desk.intents import Wish
from hauspost.parsers.places import access, common_place
from hauspost.parsers.task import task_text
from hauspost.parsers.wishes import wishes


@pytest.mark.parametrize(
    "subject, text, hint, expected",
    [
        ("Licht", "Die Lampe ist aus.", "", set()),
        ("Licht", "Die Lampe ist aus.", "anonym", {Wish.ANONYMOUS}),
        ("Licht", "Die Lampe ist aus.", "anonym+oeffentlich", {Wish.ANONYMOUS, Wish.PUBLIC}),
        ("Lärm", "Jede Nacht Party.\n\nIch möchte nicht, dass mein Name genannt wird.", "", {Wish.ANONYMOUS}),
        ("anonyme Meldung", "Sperrmüll im Keller", "", {Wish.ANONYMOUS}),
        ("Noise", "Please do not mention my name.", "", {Wish.ANONYMOUS}),
        ("", "Vertraulich: Herr X zahlt nicht.", "", {Wish.PRIVATE}),
        ("privat", "Nur kurz.", "", {Wish.PRIVATE}),
        ("", "Privat bin ich unter 0171 zu erreichen.", "", set()),
        ("öffentlich", "Die Haustür klemmt.", "", {Wish.PUBLIC}),
        ("", "öffentlich\nDie Haustür klemmt.", "", {Wish.PUBLIC}),
        ("", "Das ist öffentlich bekannt.", "", set()),
        ("Öffentlich machen wir das nicht", "Text", "", set()),
    ],
)
def test_narrow_on_a_hint_and_widen_only_on_a_form(
    subject: str, text: str, hint: str, expected: set[Wish]
) -> None:
    assert wishes(subject, text, hint) == expected


@pytest.mark.parametrize(
    "text, place",
    [
        ("Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", "Treppenhaus, Haus 12, 2. OG"),
        ("Das Treppenhauslicht geht nicht.", "Treppenhaus"),
        ("Der Aufzug in Haus 14 steht.", "Aufzug, Haus 14"),
        ("Die Papiertonne im Hof ist voll.", "Müllplatz"),
        ("Die Haustür fällt nicht ins Schloss.", "Haustür"),
        ("The elevator is stuck.", "Aufzug"),
        ("Mein Keller ist nass.", ""),
        ("Das Kellerabteil steht unter Wasser.", ""),
        ("Bei mir im 3. OG links tropft es.", ""),
        ("Der Zug am Bahnhof war laut.", ""),
        ("Licht im Bad defekt", ""),
    ],
)
def test_only_common_ground_is_a_place_for_all_to_read(text: str, place: str) -> None:
    assert common_place("", text) == place


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Bin ab 16 Uhr zuhause.", "ab 16 Uhr"),
        ("Ich bin zwischen 8 und 10 Uhr da.", "zwischen 8 und 10 Uhr"),
        ("I am home after 4 pm", "after 4 pm"),
        ("Seit gestern um acht", ""),
    ],
)
def test_when_to_come_is_kept(text: str, expected: str) -> None:
    assert access(text) == expected


def test_an_order_carries_the_thing_and_nothing_about_people() -> None:
    report = (
        "Hallo Frau Vogt,\n\nim ganzen Haus ist die Heizung aus. Mein Sohn hat Fieber.\nDer Nachbar friert auch. "
        "Ich mindere die Miete um 20 %. Die Anzeige zeigt F.28.\n0171 5550199\nKönnen Sie jemanden schicken? "
        "Bin ab 16 Uhr zuhause.\n\nLG Anna Berger\nLindenweg 12"
    )
    assert task_text(report, ["Anna Berger", "Sabine Vogt"]) == "Im ganzen Haus ist die Heizung aus."


@given(st.text(max_size=3000))
def test_any_text_gives_a_value(text: str) -> None:
    assert isinstance(wishes(text, text, text), frozenset)
    assert isinstance(common_place(text, text) + access(text) + task_text(text, [text[:20]]), str)
