"""What a house may be told of somebody's answer: the words, without who wrote them."""

import pytest

from hauspost.parsers.unsigned import Known, unsigned

KNOWN = Known(("Fatma", "Yıldız"), ("WE07", "2. OG rechts"), ("+49 171 5550100",))


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
        ("er klemmt.\nfatma.y@post.example", "er klemmt."),
        ("Er klemmt. Rufen Sie an: 0171/555 01 00. Danke sehr.", "Er klemmt. Danke sehr."),
        ("Er klemmt. Sie erreichen mich unter 030 5550177.", "Er klemmt."),
        ("Bei mir in WE 07 klemmt er. Seit gestern.", "Seit gestern."),
        ("Bei mir in WE07 klemmt er. Seit gestern.", "Seit gestern."),
        ("Ich wohne 2. OG, rechts.\nEr klemmt.", "Er klemmt."),
        (
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
        ),
        ("Er klemmt.\n\nKind regards\nF.\nLindenweg 12\n0171 5550100", "Er klemmt."),
    ],
)
def test_a_published_answer_names_nobody(text: str, left: str) -> None:
    assert unsigned(text, KNOWN) == left


def test_a_flat_that_is_only_a_number_is_no_number_of_the_text() -> None:
    known = Known((), ("12",))
    assert unsigned("Seit 12 Tagen klemmt er. Ich wohne in Wohnung 12.", known) == "Seit 12 Tagen klemmt er."
