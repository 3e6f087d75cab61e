"""What is looked at in one glance because nothing hides in it is cleaned as well as what is looked through."""

import unicodedata

import pytest
from markupsafe import Markup

from hauspost.outbound.cleaning import one_line, text
from hauspost.outbound.page import run
from hauspost.outbound.unbroken import unbroken

# All of Unicode that has characters, but for its largest blocks of Chinese ones.
CHARACTERS = [
    chr(n)
    for n in (*range(0x3400), *range(0xA000, 0xAC00), *range(0xD7A4, 0x20000), *range(0xE0000, 0xE0200))
]


def test_a_character_is_cleaned_alike_in_plain_words_and_beside_something_that_hides() -> None:
    for one in CHARACTERS:
        assert text(f"a{one}b") == text(f"a{one}b\u200b"), hex(ord(one))
        assert one_line(f"a{one}b") == one_line(f"a{one}b\u200b"), hex(ord(one))


def test_plain_words_stay_what_they_are_and_are_composed() -> None:
    assert text("Grüße\u00a0aus  der Küche") == "Grüße\u00a0aus  der Küche"
    assert (
        text(unicodedata.normalize("NFD", "Küche"))
        == one_line(unicodedata.normalize("NFD", "Küche"))
        == "Küche"
    )


@pytest.mark.parametrize("clean", [text, one_line, run])
def test_words_that_a_template_calls_safe_are_escaped_all_the_same(clean: object) -> None:
    assert callable(clean)
    for safe in (Markup("<b>"), Markup("a 3 <b> \u200b")):
        assert type(clean(safe)) is str
        assert "<" not in unbroken(clean(safe))
        assert "<" not in unbroken(safe)


@pytest.mark.parametrize(
    "words, held",
    [
        ("im 3. OG", "im 3.\u00a0OG"),
        ("im 12. Stock", "im 12.\u00a0Stock"),
        ("am 1.3. OG", "am 1.3. OG"),
        ("a3. OG", "a3. OG"),
        ("112. OG", "112. OG"),
        ("300 € 5", "300\u00a0€\u00a05"),
        ("EUR 3 EUR", "EUR\u00a03\u00a0EUR"),
        ("NEUR 3", "NEUR 3"),
        ("3 EURO, 16 Uhren", "3 EURO, 16 Uhren"),
        ("nach § 35a um 16 Uhr", "nach §\u00a035a um 16\u00a0Uhr"),
        ("§ und €", "§ und €"),
    ],
)
def test_what_belongs_together_is_not_torn_apart(words: str, held: str) -> None:
    assert unbroken(words) == held
