"""Which of the times that we named an answer means: allow-lists hold, and any text gives a value."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.desk.intents import Free
from hauspost.desk.work import Window
from hauspost.parsers.slots import free, times_offered
from hauspost.parsers.slotwords import times_said

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2025, 10, 13, 9, tzinfo=BERLIN)


def span(day: int, begin: int, end: int) -> Window:
    return Window(datetime(2025, 10, day, begin, tzinfo=BERLIN), datetime(2025, 10, day, end, tzinfo=BERLIN))


WEDNESDAY, THURSDAY = span(15, 8, 10), span(16, 13, 15)
BOTH = (WEDNESDAY, THURSDAY)


@pytest.mark.parametrize(
    "words, chosen",
    [
        ("1", (0,)),
        ("2.", (1,)),
        ("Ja, 2", (1,)),
        ("Termin 2 bitte", (1,)),
        ("Ja, der zweite Termin passt gut", (1,)),
        ("Ja Donnerstag passt", (1,)),
        ("Do passt", (1,)),
        ("Thursday works for me", (1,)),
        ("16.10. passt", (1,)),
        ("13 Uhr passt besser", (1,)),
        ("Donnerstag ab 12 Uhr bin ich da", (1,)),
        ("Donnerstag bis 15 Uhr", (1,)),
        ("Do, 16.10. 13-15 Uhr bitte", (1,)),
        ("Kein Problem, Donnerstag passt", (1,)),
        ("Donnerstag passt nicht, Mittwoch gut", (0,)),
        ("Hallo Frau Vogt,\n2\nLG Anna", (1,)),
        ("1 und 2", (0, 1)),
        ("Mittwoch oder Donnerstag", (0, 1)),
        ("Ich habe 2 Kinder", ()),
        ("2 Kinder sind da", ()),
        ("Donnerstag bin ich im Urlaub", ()),
        ("Donnerstag vielleicht", ()),
        ("Passt Donnerstag?", ()),
        ("Wenn es sein muss, Donnerstag", ()),
        ("Am Donnerstag tropfte es wieder", ()),
    ],
)
def test_a_time_is_chosen_among_harmless_words_alone(words: str, chosen: tuple[int, ...]) -> None:
    assert times_said(words, BOTH, received_at=MONDAY, zone=BERLIN).chosen == chosen


@pytest.mark.parametrize(
    "words", ["NEIN", "nein danke", "Nein, passt beides nicht", "Kann leider doch nicht", "Keiner passt"]
)
def test_a_refusal_is_read_generously(words: str) -> None:
    said = times_said(words, BOTH, received_at=MONDAY, zone=BERLIN)
    assert said.says_no
    assert said.chosen == ()
    assert not said.says_yes
    assert not said.says_all


@pytest.mark.parametrize(
    "words",
    [
        "Die Heizung geht nicht",
        "Es geht immer noch nicht",
        "Am Donnerstag geht die Heizung nicht",
        "Ich kann die Heizung nicht aufdrehen",
        "Das Wasser läuft nicht ab",
        "Gestern war niemand da",
        "Freitag bin ich nicht da",
        "Am Montag tropft es",
    ],
)
def test_a_story_refuses_nothing(words: str) -> None:
    said = times_said(words, BOTH, received_at=MONDAY, zone=BERLIN)
    assert (said.says_no, said.chosen, said.free) == (False, (), ())


@pytest.mark.parametrize("words", ["Beides passt mir.", "beide gehen", "egal", "both are fine"])
def test_both_are_one_answer(words: str) -> None:
    assert times_said(words, BOTH, received_at=MONDAY, zone=BERLIN).says_all


def test_a_weekday_of_two_times_and_one_refused_of_two_leave_it_open() -> None:
    two = (THURSDAY, span(23, 8, 10))
    assert times_said("Donnerstag passt", two, received_at=MONDAY, zone=BERLIN).is_ambiguous
    assert times_said("Mittwoch nicht", BOTH, received_at=MONDAY, zone=BERLIN).is_ambiguous


@pytest.mark.parametrize(
    "words, found",
    [
        ("Freitag ab 14 Uhr ginge", (Free(date(2025, 10, 17), 14 * 60),)),
        ("Nein, am Freitag bin ich erst ab 14 Uhr zuhause", (Free(date(2025, 10, 17), 14 * 60),)),
        ("Donnerstag ab 14 Uhr", (Free(date(2025, 10, 16), 14 * 60),)),
        (
            "Di 21.10. ab 16 Uhr oder Mi 22.10. vormittags",
            (Free(date(2025, 10, 21), 16 * 60), Free(date(2025, 10, 22), 8 * 60, 12 * 60)),
        ),
        ("am 20.10. bis 12 Uhr", (Free(date(2025, 10, 20), None, 12 * 60),)),
    ],
)
def test_times_of_one_s_own_are_read_as_times(words: str, found: tuple[Free, ...]) -> None:
    said = times_said(words, BOTH, received_at=MONDAY, zone=BERLIN)
    assert (said.says_no, said.free) == (True, found)


@pytest.mark.parametrize(
    "words, count",
    [
        ("Mi 15.10. 8-10 oder Do 16.10. 13-15", 2),
        ("1) Mi, 15.10.2025, 8-10 Uhr\n2) Do, 16.10.2025, 13 bis 15 Uhr", 2),
        ("Do 16.10. 8-10 oder 13-15 Uhr", 2),
        ("Donnerstag vormittags oder Freitag nachmittags", 2),
        ("Mi 15.10. oder Do 16.10., jeweils 8-10 Uhr", 2),
        ("Mi 15.10. oder Do 16.10. 8-10 Uhr", 0),
        ("Mo-Fr 8-16 Uhr", 0),
        ("Di., 14.10. zwischen 8 und 10 Uhr, Kollege Kaya.", 0),
        ("ab Mi 15.10. oder Do 16.10.", 0),
    ],
)
def test_a_firm_offers_times_where_each_is_certain(words: str, count: int) -> None:
    assert len(times_offered(words, received_at=MONDAY, zone=BERLIN)) == count


PIECES = (
    *(
        "1",
        "2",
        "3",
        "6",
        "10",
        "Uhr",
        "Mi",
        "Do",
        "Donnerstag",
        "15.10.",
        "16.10.",
        "17.10.",
        "31.2.",
        "99.99.",
    ),
    *(
        "8-10",
        "13",
        "ab",
        "bis",
        "nicht",
        "nein",
        "ja",
        "passt",
        "beide",
        "und",
        "oder",
        ",",
        ".",
        ";",
        "\n",
        "?",
    ),
    *("wenn", "Termin", "zweite", "morgen", "nächste", "Woche", "-"),
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))


@given(TEXTS, st.lists(st.sampled_from([WEDNESDAY, THURSDAY, span(23, 8, 10)]), max_size=3, unique=True))
def test_any_answer_gives_a_value_and_never_a_time_that_was_not_named(text: str, slots: list[Window]) -> None:
    said = times_said(text, slots, received_at=MONDAY, zone=BERLIN)
    assert set(said.chosen) <= set(range(len(slots)))
    assert not (said.says_no and said.chosen)
    assert not (said.says_yes and said.says_no)
    assert all(one.day >= MONDAY.date() for one in said.free)


@given(TEXTS)
def test_any_text_of_a_firm_gives_times_in_order_or_none(text: str) -> None:
    found = times_offered(text, received_at=MONDAY, zone=BERLIN)
    assert len(found) != 1
    assert len(set(found)) == len(found)
    assert all(w.start.tzinfo is not None and (w.end is None or w.end > w.start) for w in found)
    free(text, received_at=MONDAY, zone=BERLIN)
