"""Lays the program's report beside the one counted by hand, figure by figure."""

from datetime import datetime
from typing import Any

from hauspost.desk.notices_of_report import Quantiles, ReportFigures
from hauspost.desk.periods import Period
from hauspost.gateway.period_reports import Question, counted
from hauspost.store.connection import Connection
from tests.deadlines.minutes import BERLIN
from tests.reports.by_hand import ByHand
from tests.reports.history import OFFICE, History, houses_of


def program(
    connection: Connection, history: History, period: Period, places: frozenset[str], now: datetime
) -> ReportFigures:
    houses = tuple(h for h in houses_of(history.rows) if h.id in places)
    return counted(connection, Question(period, houses, "en", now), OFFICE.calendar)


def by_hand(history: History, period: Period, places: frozenset[str], now: datetime) -> dict[str, Any]:
    since, until = period.begin(BERLIN), min(period.end(BERLIN), now)
    return ByHand(history.rows, places, since, until, now).count()


def differences(figures: ReportFigures, counted_by_hand: dict[str, Any]) -> list[str]:
    """Each as "name: program, by hand"."""
    said = _as_counted(figures)
    assert said.keys() == counted_by_hand.keys()
    return [
        f"{name}: {said[name]}, by hand {counted_by_hand[name]}"
        for name in said
        if said[name] != counted_by_hand[name]
    ]


def _as_counted(f: ReportFigures) -> dict[str, Any]:
    months: dict[tuple[int, int], int] = {}
    for one in f.slices:
        if one.opened:
            key = (one.first.year, one.first.month)
            months[key] = months.get(key, 0) + one.opened
    return {
        "opened": f.opened,
        "rejected": f.rejected,
        "done": f.done,
        "ended": f.ended,
        "categories": {t.key: t.opened for t in f.categories},
        "houses": {t.key: t.opened for t in f.houses},
        "units": {(t.house.removeprefix("Straße "), t.key): t.opened for t in f.units},
        "general": f.general,
        "matters": f.matters,
        "by_mail": f.by_mail,
        "months": months,
        **{name: _of(getattr(f, name)) for name in ("response", "release", "appointment", "finish")},
        "spots": {(s.house.removeprefix("Straße "), s.category, s.unit, s.place): s.times for s in f.spots},
        "repeated": f.repeated,
        "firms": {
            r.name: (
                r.given,
                r.accepted,
                r.declined,
                r.silent,
                r.withdrawn,
                r.acceptance.median,
                r.acceptance.ninetieth,
                r.dated,
                r.late,
                r.late_days,
            )
            for r in f.firms
        },
        "overdue": {s.stage: (s.passed, s.now) for s in f.overdue},
        "ratings": f.ratings,
    }


def _of(span: Quantiles) -> tuple[int, int, int | None, int | None]:
    return span.count, span.without, span.median, span.ninetieth
