"""How people are spoken to, and how times and long lines read."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hauspost.cli.samples.world import ANNA, KAYA, MARIA, MILLER, PETERSEN, SCHULZ, TOM, person
from hauspost.desk.houses import Person
from hauspost.outbound.addressing import noun, role_word, salutation
from hauspost.outbound.catalogue import best_language, language
from hauspost.outbound.cleaning import clip, one_line
from hauspost.outbound.formats import NO_BREAK, Times
from hauspost.outbound.plain import wrap
from hauspost.outbound.unbroken import unbroken

GERMAN, ENGLISH = language("de"), language("en")


@pytest.mark.parametrize(
    "persons, german, english",
    [
        ((ANNA,), "Guten Tag Frau Berger,", "Dear Ms Berger,"),
        ((MILLER,), "Guten Tag Herr Miller,", "Dear Mr Miller,"),
        ((PETERSEN,), "Guten Tag Herr Dr. Petersen,", "Dear Dr. Petersen,"),
        ((SCHULZ,), "Guten Tag Familie Schulz,", "Dear Schulz family,"),
        ((SCHULZ, SCHULZ), "Guten Tag Familie Schulz,", "Dear Schulz family,"),
        ((KAYA,), "Guten Tag Robin Kaya,", "Dear Robin Kaya,"),
        ((MARIA, TOM), "Guten Tag Frau Schulz und Herr Schulz,", "Dear Ms Schulz and Mr Schulz,"),
        (
            (MARIA, replace(MARIA, first_name="Eva")),
            "Guten Tag Maria Schulz und Eva Schulz,",
            "Dear Maria Schulz and Eva Schulz,",
        ),
        ((ANNA, MILLER, KAYA, TOM), "Guten Tag,", "Hello,"),
        ((), "Guten Tag,", "Hello,"),
        ((person("x", "Kaya", "Robin", "Mx."),), "Guten Tag Robin Kaya,", "Dear Robin Kaya,"),
        ((person("x", "Nord", "", "Firma"),), "Guten Tag Nord,", "Dear Nord,"),
        ((person("x", "Wolf", "Uwe", "Dr."),), "Guten Tag Dr. Wolf,", "Dear Dr. Wolf,"),
        (
            (person("x", "Wolf", "", "Herr und Frau"),),
            "Guten Tag Frau und Herr Wolf,",
            "Dear Ms and Mr Wolf,",
        ),
        ((person("x", "Wolf", "Ann", "Mrs"),), "Guten Tag Frau Wolf,", "Dear Ms Wolf,"),
    ],
)
def test_people_are_greeted_as_the_master_data_say_and_nothing_is_guessed(
    persons: tuple[Person, ...], german: str, english: str
) -> None:
    assert salutation(persons, GERMAN) == german
    assert salutation(persons, ENGLISH) == english


def test_a_name_inside_a_sentence_takes_its_case() -> None:
    assert noun(MILLER, GERMAN) == "Herrn Miller"
    assert noun(ANNA, GERMAN) == "Frau Berger"
    assert noun(SCHULZ, ENGLISH) == "the Schulz family"


def test_a_role_follows_the_anrede_alone() -> None:
    assert role_word("tenant", ANNA, GERMAN) == "Mieterin"
    assert role_word("tenant", TOM, GERMAN) == "Mieter"
    assert role_word("tenant", KAYA, GERMAN) == "Mieter/in"
    assert role_word("somebody", ANNA, GERMAN) == ""


@pytest.mark.parametrize(
    "at, german, english",
    [
        (datetime(2025, 10, 16, 6, 2, tzinfo=UTC), "heute um 8:02 Uhr", "today at 8:02 am"),
        (datetime(2025, 10, 15, 15, 50, tzinfo=UTC), "gestern um 17:50 Uhr", "yesterday at 5:50 pm"),
        (datetime(2025, 10, 17, 5, 30, tzinfo=UTC), "morgen um 7:30 Uhr", "tomorrow at 7:30 am"),
        (
            datetime(2025, 9, 30, 22, 5, tzinfo=UTC),
            "am Mi, 01.10.2025 um 0:05 Uhr",
            "on Wed, 1 Oct 2025 at 12:05 am",
        ),
        # The clocks go back on 26 October: the same time of day is another hour of UTC.
        (
            datetime(2025, 10, 26, 15, 0, tzinfo=UTC),
            "am So, 26.10.2025 um 16:00 Uhr",
            "on Sun, 26 Oct 2025 at 4:00 pm",
        ),
    ],
)
def test_times_read_as_people_say_them(at: datetime, german: str, english: str) -> None:
    now = datetime(2025, 10, 16, 10, 0, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert Times(GERMAN, berlin, now).when(at).replace(NO_BREAK, " ") == german
    assert Times(ENGLISH, berlin, now).when(at).replace(NO_BREAK, " ") == english


def test_a_column_of_times_names_the_day_only_where_it_is_another() -> None:
    times = Times(GERMAN, ZoneInfo("Europe/Berlin"), datetime(2025, 10, 16, 10, 0, tzinfo=UTC))
    assert times.clock(datetime(2025, 10, 16, 6, 2, tzinfo=UTC)) == "8:02"
    assert times.clock(datetime(2025, 10, 13, 6, 2, tzinfo=UTC)) == f"13.10.{NO_BREAK}8:02"
    assert times.clock(datetime(2024, 12, 30, 8, 15, tzinfo=UTC)) == f"30.12.2024{NO_BREAK}9:15"


def test_long_words_are_cut_and_links_are_not() -> None:
    link = "https://hv-sonnenschein.example/" + "a" * 90
    lines = wrap(f"Siehe {link} und {'Donau' * 30} hier", first="  ")
    assert "  " + link in lines
    assert all(len(line) <= 72 for line in lines if link not in line)
    assert "".join(lines).replace(" ", "") == f"Siehe{link}und{'Donau' * 30}hier"


@pytest.mark.parametrize(
    "text, held",
    [
        ("Haus 12, 3. OG links", f"Haus 12, 3.{NO_BREAK}OG links"),
        ("bis 300 € brutto", f"bis 300{NO_BREAK}€ brutto"),
        ("Nummer: 1042. Das heißt", "Nummer: 1042. Das heißt"),
        ("Lindenweg 12-14", 'Lindenweg <span style="white-space:nowrap">12-14</span>'),
        ("am 3.10., 16-18 Uhr", f'am 3.10., <span style="white-space:nowrap">16-18</span>{NO_BREAK}Uhr'),
        ("[T-1042] Heizung", '[<span style="white-space:nowrap">T-1042</span>] Heizung'),
        ("030-5550100-12 a-b 2025-10-16", "030-5550100-12 a-b 2025-10-16"),
        ("Mo-Fr", '<span style="white-space:nowrap">Mo-Fr</span>'),
        ("<b> & 1-2", '&lt;b&gt; &amp; <span style="white-space:nowrap">1-2</span>'),
    ],
)
def test_html_tears_no_floor_number_range_or_amount_apart(text: str, held: str) -> None:
    assert unbroken(text) == held


def test_a_cut_value_ends_with_an_ellipsis() -> None:
    assert clip("Wasserschaden im Keller links", 20) == "Wasserschaden im…"
    assert clip("kurz", 20) == "kurz"
    assert one_line("  a\tb\r\n c  ") == "a b c"


def test_a_language_that_we_do_not_speak_is_answered_in_one_that_we_do() -> None:
    assert best_language("fr", "en").code == "en"
    assert best_language("fr", "").code == "de"
