"""Which category a report gets: sub-address before tag before words before `general`."""

import pytest

from hauspost.desk.categories import by_name, choose
from hauspost.desk.houses import GENERAL, Category, CategoryKey

KNOWN = (
    Category(
        CategoryKey("heating"),
        "Heizung & Warmwasser",
        "Heating & hot water",
        ("heizung", "heizkörper", "warmwasser"),
    ),
    Category(
        CategoryKey("plumbing"),
        "Wasser & Sanitär",
        "Water & plumbing",
        ("wasserhahn", "siphon", "abfluss", "rohr"),
    ),
    Category(CategoryKey("gas"), "Gas", "Gas", ("gas",)),
    Category(GENERAL, "Allgemein", "General"),
)


@pytest.mark.parametrize(
    "hint, subject, text, expected",
    [
        ("", "Heizung", "", "heating"),
        ("", "", "Der Heizkörper im Bad bleibt kalt.", "heating"),
        ("", "", "Das HEIZKOERPERVENTIL klemmt", "heating"),  # a compound, and no umlauts on the keyboard
        ("", "Abflussrohr verstopft", "", "plumbing"),
        ("plumbing", "Heizung", "Heizung Heizung", "plumbing"),
        ("wasser", "Heizung", "", "plumbing"),
        ("anonym+heizung", "", "Lärm", "heating"),
        ("", "[Heizung] Frage", "Wasserhahn tropft", "heating"),
        ("", "Frage", "Wann ist die Versammlung?", "general"),
        ("", "", "", "general"),
        ("", "Gasse gesperrt", "", "general"),  # three letters count only as a whole word
        ("", "Gas", "", "gas"),
    ],
)
def test_the_most_explicit_hint_decides(hint: str, subject: str, text: str, expected: str) -> None:
    assert choose(KNOWN, hint=hint, subject=subject, text=text) == expected


def test_a_category_is_named_by_key_label_or_the_label_s_first_word() -> None:
    spoken = ("heating", "HEIZUNG", "Heizung & Warmwasser", "Heating & hot water", "heizkoerper")
    assert {by_name(KNOWN, s) for s in spoken} == {"heating"}
    assert by_name(KNOWN, "Dachrinne") is None
    assert by_name(KNOWN, "  ") is None
