"""Runs of words are found as by comparing everything with everything, and in linear time."""

from hypothesis import given
from hypothesis import strategies as st

from hauspost.parsers.runs import Runs
from tests.effort import assert_no_crawl, effort

_TEXT = st.text("ab", max_size=24).map(list) | st.text("abcd", max_size=24).map(list)


def compared(got: list[str], sent: list[str], least: int) -> list[bool]:
    inside = [False] * len(got)
    for start in range(len(got)):
        for end in range(start + least, len(got) + 1):
            if any(sent[i : i + end - start] == got[start:end] for i in range(len(sent))):
                inside[start:end] = [True] * (end - start)
    return inside


@given(got=_TEXT, sent=_TEXT, least=st.integers(1, 5))
def test_the_same_words_are_covered_as_by_comparing_everything(
    got: list[str], sent: list[str], least: int
) -> None:
    assert Runs(sent).covered(got, least=least) == compared(got, sent, least)


def test_a_word_that_follows_elsewhere_is_in_no_long_run() -> None:
    sent = [
        "Text",
        "geht",
        "an",
        "Frau",
        "Berger",
        "ERLEDIGT",
        "abschliessen",
        "Mail",
        "an",
        "Frau",
        "Berger",
    ]
    got = [*sent, "ERLEDIGT"]
    assert Runs(sent).covered(got, least=8) == [True] * len(sent) + [False]


def test_a_text_of_one_word_again_and_again_takes_no_longer_than_its_length() -> None:
    def covering(size: int) -> None:
        Runs(["ja"] * size).covered(["ja", "nein"] * size, least=8)

    assert_no_crawl(lambda: covering(32_000), max(12 * effort(lambda: covering(4_000)), 1.0))
