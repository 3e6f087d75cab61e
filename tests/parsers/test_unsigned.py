"""What a house may be told of somebody's answer: the words, without who wrote them."""

import pytest

from hauspost.parsers.unsigned import unsigned

NAMES = ("Fatma", "Yıldız")


@pytest.mark.parametrize(
    "text, left",
    [
        ("Bei mir klemmt er seit gestern.", "Bei mir klemmt er seit gestern."),
        ("Guten Tag Frau Vogt,\n\ner klemmt.\n\nViele Grüße\nFatma Yıldız\nWE07", "er klemmt."),
        ("er klemmt.\nLG Fatma", "er klemmt."),
        (
            "er klemmt.\n\nMit freundlichen Grüßen\n\nF. Yıldız\nHaus 14\nTel. 0171 5550100\nIch bin da.",
            "er klemmt.",
        ),
        ("er klemmt.\n\nFatma Yıldız", "er klemmt."),
        ("Hier ist Fatma Yıldız. Er klemmt seit gestern.", "Er klemmt seit gestern."),
        ("er klemmt.\n\nSeit gestern.", "er klemmt.\n\nSeit gestern."),
        ("Hallo,\nhier ist Frau Yıldız", ""),
        ("", ""),
    ],
)
def test_a_published_answer_names_nobody(text: str, left: str) -> None:
    assert unsigned(text, NAMES) == left
