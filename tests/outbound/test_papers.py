"""A page of paper holds what it was given, fits itself, and its code opens the mail that it names."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hauspost.outbound.lettering import settable
from hauspost.outbound.papers import LONGEST_LINK, printed
from hauspost.outbound.sheet import Sheet
from tests.outbound.pages import code_on, words_of

WATER = Sheet(
    "Wasser abgestellt am 21. Oktober",
    ("Sehr geehrte Damen und Herren,", "von 8 bis 12 Uhr wird im ganzen Haus das Wasser abgestellt."),
    ("Hausverwaltung Sonnenschein GmbH · Kastanienallee 8, 10435 Berlin", "Telefon 030 5550110"),
    "Lindenweg 12-14",
    "mailto:lindenweg12@tickets.hv-sonnenschein.example?subject=Wasser",
    ("Fragen? Der Code öffnet eine Mail.", "lindenweg12@tickets.hv-sonnenschein.example"),
)


def test_the_page_says_what_it_was_given() -> None:
    (said,) = words_of(printed(WATER).octets)
    for part in (WATER.title, *WATER.paragraphs, *WATER.particulars, WATER.over, *WATER.beside):
        assert part in said


def test_the_code_opens_the_mail() -> None:
    assert code_on(printed(WATER).octets) == WATER.link


@pytest.mark.parametrize("octets", [300, LONGEST_LINK])
def test_a_long_link_is_still_read(octets: int) -> None:
    link = WATER.link + "x" * (octets - len(WATER.link))
    assert code_on(printed(replace(WATER, link=link)).octets) == link


def test_a_link_that_nobody_could_scan_is_refused() -> None:
    with pytest.raises(ValueError, match="500 octets"):
        printed(replace(WATER, link="x" * (LONGEST_LINK + 1)))


def test_the_page_is_a4_and_names_itself() -> None:
    pdf = PdfReader(BytesIO(printed(WATER).octets))
    assert [round(float(n) / 72 * 25.4) for n in pdf.pages[0].mediabox[2:]] == [210, 297]
    assert pdf.metadata is not None
    assert pdf.metadata.title == WATER.title
    assert str(pdf.root_object["/Lang"]) == "de"


def test_the_same_page_is_the_same_octets() -> None:
    assert printed(WATER) == printed(WATER)


def test_much_text_shrinks_and_none_of_it_is_lost() -> None:
    many = tuple(f"Absatz {n}: " + "ein Satz mit mehreren Wörtern. " * 3 for n in range(12))
    made = printed(replace(WATER, paragraphs=many))
    (said,) = words_of(made.octets)
    assert not made.was_cut
    assert all(f"Absatz {n}:" in said for n in range(12))


def test_more_than_the_pages_hold_is_cut_and_said_so() -> None:
    made = printed(replace(WATER, paragraphs=("Wort " * 5_000,)), most_pages=2)
    assert (made.pages, made.was_cut) == (2, True)
    assert "…" in words_of(made.octets)[1]
    assert words_of(made.octets)[1].endswith("2 / 2")


def test_further_pages_take_what_the_first_one_does_not() -> None:
    text = " ".join(str(n) for n in range(900))
    made = printed(replace(WATER, paragraphs=(text,)), most_pages=3)
    said = " ".join(words_of(made.octets))
    assert not made.was_cut
    assert all(f" {n} " in said for n in range(1, 899))


@pytest.mark.parametrize(
    "written, shown",
    [
        ("Jürgen Groß, 3. OG – 12 €", "Jürgen Groß, 3. OG – 12 €"),
        ("Şükrü Yılmaz İnan", "Şükrü Yılmaz İnan"),
        ("Woźniak, Dvořák", "Wozniak, Dvorák"),
        ("Wasser 😀👩‍👩‍👧 weg", "Wasser ? weg"),
        ("Иван Петров", "? ?"),
        ("a\u202eb\u200bc", "abc"),
        ("T-1042 → erledigt", "T-1042 -> erledigt"),
        ("ﬁx ½ ①", "ﬁx ½ 1"),
        ("", ""),
    ],
)
def test_letters_that_the_font_lacks_become_others(written: str, shown: str) -> None:
    assert settable(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 500,
        "x" * 500,
        "😀" * 500,
        "אבג " * 200,
        "<b>&amp;<br/></para>" * 20,
        "\x00\ud800\uffff",
        "i\n" * 9_000,
    ],
)
def test_any_text_gives_a_page(text: str) -> None:
    made = printed(Sheet(text, (text, text), (text,) * 9, text, WATER.link, (text, text)))
    assert made.pages == 1
    assert code_on(made.octets) == WATER.link


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=800))
def test_whatever_is_written_gives_at_most_the_pages_asked_for(text: str) -> None:
    made = printed(Sheet(text, (text,) * 4, (text,), text, WATER.link, (text,)), most_pages=2)
    assert made.pages <= 2
    assert len(PdfReader(BytesIO(made.octets)).pages) == made.pages
