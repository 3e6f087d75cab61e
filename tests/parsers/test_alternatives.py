"""Words are found as by expressions that nobody made quicker: the same texts match, whatever the letters' case."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from hauspost.parsers.alternatives import by_letter, uncased

_LEAF = st.sampled_from(
    ["a", "b", "ab", "ba", "a?b", "b+", "[|(ab]", r"\(", r"\|", "(?!b)a", "a$", "(a)", ""]
)
_EXPRESSION = st.recursive(
    _LEAF,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})")
        | st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})?")
    ),
    max_leaves=8,
)


@given(st.lists(_EXPRESSION, min_size=1, max_size=4).map("|".join), st.text("ab(|", max_size=8))
def test_alternatives_by_letter_match_what_they_match_in_any_order(alternatives: str, text: str) -> None:
    for end in ("", r"\b", "b"):
        plain = re.compile(rf"(?:{alternatives}){end}").search(text)
        quick = re.compile(rf"{by_letter(alternatives)}{end}").search(text)
        assert (plain and plain.start()) == (quick and quick.start())


def test_case_is_ignored_as_expressions_ignore_it() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzäöüß0123456789"
    ignoring = {letter: re.compile(letter, re.IGNORECASE) for letter in letters}
    anyone = re.compile(rf"[{letters}]", re.IGNORECASE)
    for sign in map(chr, range(sys.maxunicode + 1)):
        low = uncased(sign)
        assert (anyone.match(sign) is not None) == (low in letters)
        assert low not in letters or ignoring[low].match(sign)
        assert len(low) == 1
        assert low == sign or kinds(low) == kinds(sign)


def kinds(sign: str) -> list[bool]:
    return [re.match(kind, sign) is not None for kind in (r"\w", r"\d", r"\s")]
