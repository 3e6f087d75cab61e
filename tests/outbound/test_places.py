"""What the house's own German says of places and hours, as an English reader reads it."""

import pytest

from hauspost.outbound.catalogue import language
from hauspost.outbound.places import office_hours, place_words
from hauspost.outbound.view import own_words


@pytest.mark.parametrize(
    "german, english",
    [
        ("Haus 12, 3. OG links", "building 12, floor 3 left"),
        ("EG rechts", "ground floor right"),
        ("Treppenhaus, Haus 12, 2. OG", "stairwell, building 12, floor 2"),
        ("Müllplatz", "bin area"),
        ("Haus am See, DG", "Haus am See, top floor"),
        ("Lindenweg 12-14", "Lindenweg 12-14"),
        ("", ""),
    ],
)
def test_a_place_reads_in_the_language_of_its_reader(german: str, english: str) -> None:
    assert place_words(german, language("en")) == english
    assert place_words(german, language("de")) == german


@pytest.mark.parametrize(
    "german, english",
    [
        ("Mo-Fr 9-16 Uhr", "Mon-Fri 9:00-16:00"),
        ("Mo-Do 9:30-16 Uhr, Fr 9-12 Uhr", "Mon-Thu 9:30-16:00, Fri 9:00-12:00"),
        ("by appointment", "by appointment"),
        ("", ""),
    ],
)
def test_office_hours_read_in_the_language_of_their_reader(german: str, english: str) -> None:
    assert office_hours(german, language("en")) == english
    assert office_hours(german, language("de")) == german


def test_what_a_person_said_of_the_hours_is_quoted_in_another_language() -> None:
    assert own_words("ab 16 Uhr", language("de")) == "ab 16 Uhr"
    assert own_words("ab 16 Uhr", language("en")) == "“ab 16 Uhr”"
    assert own_words("after 4 pm", language("en")) == "after 4 pm"
    assert own_words("after 4 pm", language("de")) == "„after 4 pm“"
