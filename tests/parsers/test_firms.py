"""Knows what firms and caretakers write back, and what of it counts: every line of firms/*.txt is one case."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.desk.intents import Claim, Party, Report, Vocabulary
from hauspost.desk.work import Window
from hauspost.parsers.claiming import BEATING, POSITIVE, reports
from hauspost.parsers.mail import parse_mail
from hauspost.parsers.reading import read, read_mail
from tests.effort import assert_no_crawl

FOLDER = Path(__file__).parent / "firms"
ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2025, 10, 13, 9, 0, tzinfo=ZONE)
NAMES = ("Heizung Meier GmbH", "Krause", "Kaya", "Sabine Vogt")
WAITS = Vocabulary(Party.CONTRACTOR, received_at=MONDAY, zone=ZONE, awaits=True)
ACCEPTED = Vocabulary(Party.CONTRACTOR, received_at=MONDAY, zone=ZONE)
VOCABULARIES = {"waits": WAITS, "accepted": ACCEPTED}


def cases() -> list[tuple[str, str, str]]:
    """(state of the order, text, expectation) of every line of the files."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(FOLDER.glob("*.txt")):
        state = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                state = line.strip("[]")
            elif line.strip() and not line.startswith("#"):
                expected, _, text = line.partition("|")
                found.append((state, text.strip().replace("⏎", "\n"), expected.strip()))
    return found


def told(report: Report) -> str:
    """A report in the files' short form."""
    parts = ["sure" if report.is_sure else "asks", *sorted(report.claims), report.order]
    parts.append(_window(report.window) if report.window else "")
    parts.append(f"amount={report.amount}" if report.amount is not None else "")
    parts.append(f"until={report.until}" if report.until else "")
    return " ".join(part for part in parts if part)


def _window(window: Window) -> str:
    if window.is_day:
        return f"window={window.start:%Y-%m-%d}/day"
    return f"window={window.start:%Y-%m-%dT%H:%M}" + (f"/{window.end:%H:%M}" if window.end else "")


def same(told: str) -> list[list[str]]:
    return [sorted(each.split()) for each in told.split(";")]


@pytest.mark.parametrize("state, text, expected", cases(), ids=lambda each: each.replace("\n", "⏎")[:60])
def test_a_firms_reply_claims_what_its_row_says(state: str, text: str, expected: str) -> None:
    found = "; ".join(told(each) for each in reports(text, VOCABULARIES[state], names=NAMES))
    assert same(found) == same(expected), found


def test_the_files_hold_many_replies() -> None:
    assert len(cases()) >= 350


NEVER = [line for line in (FOLDER.parent / "never_sure.txt").read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("text", NEVER)
def test_no_such_sentence_finishes_or_accepts_an_order(text: str) -> None:
    for vocabulary in (WAITS, ACCEPTED):
        for report in reports(text, vocabulary, names=NAMES):
            assert not (report.is_sure and report.claims & POSITIVE), told(report)


def sure_done(text: str) -> bool:
    return any(Claim.DONE in each.claims and each.is_sure for each in reports(text, ACCEPTED, names=NAMES))


@pytest.mark.parametrize(
    "more",
    ["nur teilweise", "leider nicht ganz", "Restarbeiten offen", "xylofant", "Wann passt es?", "bis auf Bad"],
)
def test_one_word_more_makes_a_question_of_done(more: str) -> None:
    assert sure_done("Erledigt.")
    assert not sure_done(f"Erledigt. {more}")
    assert not sure_done(f"Erledigt.\n\n{more}\n\nGruß Meier")


def test_words_below_the_name_count_too() -> None:
    assert sure_done("Erledigt.\n\nMfG\nMeier\nHeizung Meier GmbH, Tel. 030 5550110")
    assert not sure_done("Erledigt.\n\nMfG\nMeier\nPS: Dichtung fehlt noch")


def mail(subject: str, body: str) -> bytes:
    return f"From: auftrag@heizung-meier.example\nTo: x@y.example\nSubject: {subject}\n\n{body}\n".encode()


def test_a_firms_mail_is_read_with_its_reports() -> None:
    said = read_mail(parse_mail(mail("AW: [A-1042-1]", "zugesagt, Do 16-18")), "", WAITS).said
    assert [told(each) for each in said.reports] == ["sure accept appointment window=2025-10-16T16:00/18:00"]
    assert (said.text, said.commands) == ("zugesagt, Do 16-18", ())


def test_the_subject_of_an_empty_mail_may_name_the_paper_and_no_more() -> None:
    assert [
        told(each) for each in read_mail(parse_mail(mail("Rechnung RE-4711", "")), "", ACCEPTED).said.reports
    ] == ["sure invoice"]
    assert read_mail(parse_mail(mail("AW: [A-1042-1] Erledigt?", "")), "", ACCEPTED).said.reports == ()


def test_a_thumb_that_accepts_is_more_than_thanks() -> None:
    assert not read("👍", WAITS).is_thanks
    assert read("👍", ACCEPTED).is_thanks


def test_an_answer_in_the_quote_claims_nothing() -> None:
    body = "danke\n\n> erledigt\n> zugesagt\n"
    reports_ = read_mail(parse_mail(mail("AW: x", body)), "", WAITS).said.reports
    assert all(not each.claims for each in reports_)


def test_more_orders_than_are_told_apart_are_for_a_person() -> None:
    parted = reports("\n".join(f"A-{n}-1 erledigt" for n in range(1001, 1021)), ACCEPTED)
    assert [(each.order, each.is_sure) for each in parted] == [(f"A-{n}-1", True) for n in range(1001, 1021)]
    (whole,) = reports("\n".join(f"A-{n}-1 erledigt" for n in range(1001, 1022)), ACCEPTED)
    assert (whole.order, whole.claims, whole.is_sure) == ("", frozenset({Claim.DONE}), False)


_PIECES = [
    *(
        "Erledigt.",
        "nicht",
        "A-1042-1",
        "A-1043-1 ",
        "Do 16-18",
        "KW 44",
        "450 €",
        "niemand da",
        "?",
        ", ",
        "und",
    ),
    *(
        "\n",
        "ok",
        "wird",
        "wenn",
        "MfG",
        "Meier",
        "bestellt",
        "i.O.",
        "👍",
        "80 %",
        "Angebot",
        "zugesagt",
        "31.2.",
    ),
]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(max_size=120) | st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join),
    waits=st.booleans(),
)
def test_any_text_is_read_and_what_beats_is_never_overruled(text: str, waits: bool) -> None:
    for report in reports(text, WAITS if waits else ACCEPTED, names=NAMES):
        assert not (report.claims & BEATING and report.claims & POSITIVE)
        assert waits or Claim.ACCEPT not in report.claims
        assert report.window is None or report.window.start.tzinfo is not None
        assert not report.is_sure or report.claims


@settings(max_examples=100, deadline=None)
@given(text=st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join))
def test_without_a_clock_no_day_is_guessed(text: str) -> None:
    blind = replace(WAITS, received_at=None, zone=None)
    assert all(each.window is None and each.until is None for each in reports(text, blind))


@pytest.mark.parametrize(
    "piece", ["erledigt ", "A-1-1 ", "niemand ", "Do 16-18 ", "450 € ", "nicht, ", "(", "1.1.", "x"]
)
def test_long_crafted_text_is_read_in_good_time(piece: str) -> None:
    assert_no_crawl(lambda: reports((piece * 64_000)[:64_000], WAITS, names=NAMES), 2)
