"""Ordinary short texts of a manager at the real desk: none is carried out, none of the office's own leaves."""

import pytest

from tests.house import ANNA, SABINE, House
from tests.parsers.test_short_texts import MARKS, rows
from tests.relay import Taken

PER_HEADING = 12  # texts of each heading: spread over it
REPORT, WORDS = "under a report", "under a resident's words"


def sample() -> list[tuple[str, str, str]]:
    """(text, under her words, under her report) of German texts that carry out nothing, from every heading."""
    headings: dict[tuple[str, str], list[str]] = {}
    for language, text, under_words, under_report in rows():
        if language == "de" and {under_words, under_report} <= MARKS:
            headings.setdefault((under_words, under_report), []).append(text)
    return [
        (text, *heading)
        for heading, texts in headings.items()
        for text in texts[:: max(1, len(texts) // PER_HEADING)]
    ]


def answered_mail(house: House, where: str) -> Taken:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    if where == WORDS:
        acknowledged = house.last_to(ANNA)
        house.answers(ANNA, acknowledged, "Ich bin ab 16 Uhr zuhause.")
    return house.last_to(SABINE)


@pytest.mark.parametrize("where", [REPORT, WORDS])
def test_a_sample_of_them_does_nothing_and_only_what_is_meant_for_her_leaves(
    house: House, where: str
) -> None:
    assert len(sample()) >= 40
    mail = answered_mail(house, where)
    before, wrong = house.ticket(), []
    for text, under_words, under_report in sample():
        expected = under_words if where == WORDS else under_report
        heard, told = len(house.mails_to(ANNA)), len(house.mails_to(SABINE))
        house.answers(SABINE, mail, text)
        has_left = len(house.mails_to(ANNA)) > heard
        is_unasked = expected == "?" and len(house.mails_to(SABINE)) == told
        now = house.ticket()
        is_changed = (now.status, now.orders, now.category) != (before.status, before.orders, before.category)
        if has_left is not (expected == "out") or is_changed or is_unasked:
            wrong.append((text, expected, has_left, is_changed, is_unasked))
        house.later(hours=1)
    assert wrong == []
