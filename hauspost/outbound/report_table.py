"""Knows a report as a table for spreadsheets: one row for each figure, in the reader's words."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from hauspost.desk.attachments import File
from hauspost.desk.notices_of_report import PeriodReport, Tally
from hauspost.outbound.period_report import TIMES, slice_name
from hauspost.outbound.view import View

CONTENT_TYPE: Final = "text/csv"
DELIMITERS: Final = {"de": ";"}  # where a comma parts decimals, a semicolon parts cells
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # with which a cell would be reckoned

Cells = tuple[str, str, str, str, object]  # section, house, name, figure, value; codes where they have words


def table(view: View, facts: PeriodReport) -> File:
    """UTF-8 with a mark, as spreadsheets want it."""
    said = view.language
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITERS.get(said.code, ","), lineterminator="\r\n")
    writer.writerow(_words(view, ("section", "house", "name", "figure", "value")))
    for section, house, name, figure, value in _rows(view, facts):
        shown, counted = _words(view, (section, figure))
        writer.writerow((shown, _plain(house), _plain(name), counted, "" if value is None else value))
    name = f"{said.say('report_table.file')}-{facts.first.isoformat()}-{facts.last.isoformat()}.csv"
    return File(name, CONTENT_TYPE, out.getvalue().encode("utf-8-sig"))


def _words(view: View, codes: tuple[str, ...]) -> list[str]:
    return [view.language.say(f"report_table.{code}") for code in codes]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _rows(view: View, facts: PeriodReport) -> Iterator[Cells]:
    f = facts.figures
    for figure in ("opened", "before", "done", "rejected", "ended", "general"):
        yield "overview", "", "", figure, getattr(f, figure)
    yield "overview", "", "", "again", f.repeated
    for one in f.slices:
        name = slice_name(view, facts, one.first)
        yield "course", "", name, "opened", one.opened
        yield "course", "", name, "ended", one.done
    for section in ("categories", "houses", "units"):
        for tally in getattr(f, section):
            yield from _tally(section, tally)
    for spot in f.spots:
        yield "repeated", spot.house, f"{spot.unit or spot.place}, {spot.category}", "count", spot.times
    for name in TIMES:
        span, label = getattr(f, name), view.language.say(f"report_times.{name}")
        for figure in ("count", "without", "median", "ninetieth"):
            yield "times", "", label, figure, getattr(span, figure)
    for row in f.firms:
        for figure in ("given", "accepted", "declined", "silent", "withdrawn"):
            yield "firms", "", row.name, figure, getattr(row, figure)
        yield "firms", "", row.name, "waited", row.acceptance.median
        for figure in ("dated", "late", "late_days"):
            yield "firms", "", row.name, figure, getattr(row, figure)
    for stage in f.overdue:
        label = view.language.say_if(f"report_stages.{stage.stage}") or stage.stage
        yield "overdue", "", label, "passed", stage.passed
        yield "overdue", "", label, "now", stage.now
    yield "reach", "", "", "matters", f.matters
    yield "reach", "", "", "by_mail", f.by_mail
    for house in f.reach:
        yield "reach", house.house, "", "households", house.households
        yield "reach", house.house, "", "reached", house.by_mail
        for unit, times in Counter(house.without).items():  # "": owners who live elsewhere, by their number
            yield "reach", house.house, unit, "unreached", times
    for number, times in enumerate(f.ratings, start=1):
        yield "ratings", "", str(number), "count", times
    for rule in f.rules:
        yield "rules", rule.house, f"{rule.category}, {rule.firm}", "count", rule.times
    for word in f.words:
        yield "words", "", f"{word.word}, {word.category}", "count", word.times


def _tally(section: str, one: Tally) -> Iterator[Cells]:
    for figure, value in (
        ("opened", one.opened),
        ("done", one.done),
        ("rejected", one.rejected),
        ("again", one.repeated),
    ):
        yield section, one.house, one.name, figure, value
