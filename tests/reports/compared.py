"""Lays the program's report beside the one counted by hand, figure by figure."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hauspost.desk.notices_of_report import Quantiles, ReportFigures, Tally
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
    last = min(period.last, now.astimezone(BERLIN).date())
    first, before = _earlier(period)
    earlier = Period(first, before)
    return ByHand(
        history.rows, places, since, until, now, last, (earlier.begin(BERLIN), earlier.end(BERLIN))
    ).count()


def _earlier(period: Period) -> tuple[date, date]:
    """The days of the month before a month, else as many days right before."""
    last = period.first - timedelta(days=1)
    days = (period.last - period.first).days
    return last.replace(day=1) if period.is_month else last - timedelta(days=days), last


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
    came, went = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for one in f.slices:
        came[one.first.year, one.first.month] += one.opened
        went[one.first.year, one.first.month] += one.done
    return {
        "opened": f.opened,
        "before": f.before,
        "rejected": f.rejected,
        "done": f.done,
        "ended": f.ended,
        "categories": {t.key: _tally(t) for t in f.categories},
        "houses": {t.key: _tally(t) for t in f.houses},
        "units": {(_place(t.house), t.key): _tally(t) for t in f.units},
        "general": f.general,
        "matters": f.matters,
        "by_mail": f.by_mail,
        "months": +came,
        "done_in_months": +went,
        **{name: _of(getattr(f, name)) for name in ("response", "release", "appointment", "finish")},
        "spots": {(_place(s.house), s.category, s.unit, s.place): s.times for s in f.spots},
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
        "reach": {_place(h.house): (h.households, h.by_mail, sorted(h.without)) for h in f.reach},
        "rules": {
            (_place(r.house), r.category, r.firm.replace("Firma ", "firm:")): (r.times, r.waits)
            for r in f.rules
        },
        "words": {(w.category, w.word): w.times for w in f.words},
    }


def _place(house: str) -> str:
    return house.removeprefix("Straße ")


def _tally(one: Tally) -> tuple[int, int, int, int]:
    return one.opened, one.done, one.rejected, one.repeated


def _of(span: Quantiles) -> tuple[int, int, int | None, int | None]:
    return span.count, span.without, span.median, span.ninetieth
