"""One look for all signs of danger leaves none of them out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers.emergency_words import SIGNS, Sign, any_sign

WORDS = st.lists(st.sampled_from(("im", "keller", "aber", "wasser", "nicht", "14", "der", "gas"))).map(
    " ".join
)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.kind}-{SIGNS.index(sign)}")
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_a_sign_says_is_seen_by_the_one_look_for_all(sign: Sign, data: st.DataObject) -> None:
    before, said, behind = (data.draw(what) for what in (WORDS, st.from_regex(sign.says), WORDS))
    sentence = f"{before} {said} {behind}"
    assert any_sign(f"guten tag\n{sentence}\nmit freundlichen gruessen") or not sign.says.search(sentence)


def test_a_report_of_nothing_dangerous_holds_none() -> None:
    assert not any_sign("die klingel von familie becker ist seit gestern zu leise")
