"""Makes a report's figures of counted rows: shares, ranks and times of office hours (docs/reports.md)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from typing import Final, Protocol, TypeVar

from hauspost.desk.notices_of_report import FirmRow, Quantiles, Slice, Spot, Tally
from hauspost.desk.periods import Period
from hauspost.desk.work import Window

SHOWN_BY_DAYS: Final = 14  # days; a longer period is shown by its weeks …
SHOWN_BY_WEEKS: Final = 62  # … and a still longer one by its months
Minutes = Callable[[str, datetime, datetime], int]  # office time of a house between two moments


def ranked(sorted_values: list[int], share: float) -> int | None:
    """The smallest value that so large a share of them does not exceed: one of them, never a mean. None: of nothing."""
    return sorted_values[max(ceil(share * len(sorted_values)), 1) - 1] if sorted_values else None


def quantiles(spans: Iterable[int], *, without: int = 0) -> Quantiles:
    values = sorted(spans)
    return Quantiles(len(values), without, ranked(values, 0.5), ranked(values, 0.9))


# ---- tickets


class Counts(Protocol):
    """Tickets opened in the period that share a house, a category, a unit and a kind."""

    @property
    def property_id(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def opened(self) -> int: ...
    @property
    def done(self) -> int: ...
    @property
    def rejected(self) -> int: ...


class Repeated(Protocol):
    """A ticket that reports again what was reported there within 90 days."""

    @property
    def property_id(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def place(self) -> str: ...


Shared = Callable[[Counts | Repeated], str]


def tallies(
    rows: Iterable[Counts], again: Iterable[Repeated], shared: Shared, names: Mapping[str, str]
) -> tuple[Tally, ...]:
    """By what they share, the most frequent first; "" is shared by nothing. `names`: how people call it."""
    found: dict[str, Tally] = {}
    for row in rows:
        if key := shared(row):
            one = found.get(key, Tally(key, names.get(key, key), 0))
            found[key] = replace(
                one,
                opened=one.opened + row.opened,
                done=one.done + row.done,
                rejected=one.rejected + row.rejected,
            )
    for key, times in Counter(map(shared, again)).items():
        if key in found:
            found[key] = replace(found[key], repeated=times)
    return tuple(sorted(found.values(), key=lambda t: (-t.opened, t.name, t.key)))


def spots(
    again: Iterable[Repeated], houses: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[Spot, ...]:
    times = Counter((r.property_id, r.unit, r.place, r.category) for r in again)
    found = (
        Spot(houses.get(house, house), unit, place, labels.get(category, category), n)
        for (house, unit, place, category), n in times.items()
    )
    return tuple(sorted(found, key=lambda s: (-s.times, s.house, s.unit, s.place, s.category)))


def slices(
    opened: Iterable[datetime], ended: Iterable[datetime], covered: Period, zone: tzinfo
) -> tuple[Slice, ...]:
    """Every day, week or month of the period, also those in which nothing happened."""

    def first_of(day: date) -> date:
        if covered.days <= SHOWN_BY_DAYS:
            return day
        is_short = covered.days <= SHOWN_BY_WEEKS
        begins = day - timedelta(days=day.weekday()) if is_short else day.replace(day=1)
        return max(begins, covered.first)

    came = Counter(first_of(at.astimezone(zone).date()) for at in opened)
    went = Counter(first_of(at.astimezone(zone).date()) for at in ended)
    days = (covered.first + timedelta(days=n) for n in range(covered.days))
    return tuple(Slice(day, came[day], went[day]) for day in dict.fromkeys(map(first_of, days)))


# ---- times


class Course(Protocol):
    @property
    def property_id(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...


C = TypeVar("C", bound=Course)


def spans_to(rows: Iterable[C], reached: Callable[[C], datetime | None], minutes: Minutes) -> Quantiles:
    """From opening to what is asked for."""
    every = tuple(rows)
    came = [(row, at) for row in every if (at := reached(row)) is not None]
    spans = (minutes(row.property_id, row.opened_at, at) for row, at in came)
    return quantiles(spans, without=len(every) - len(came))


# ---- firms


class Given(Protocol):
    """An order of the period."""

    @property
    def property_id(self) -> str: ...
    @property
    def assignee(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_cancelled(self) -> bool: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def accepted(self) -> datetime | None: ...
    @property
    def declined(self) -> datetime | None: ...
    @property
    def reported(self) -> datetime | None: ...
    @property
    def window(self) -> Window | None: ...


def firm_rows(orders: Iterable[Given], minutes: Minutes, zone: tzinfo) -> tuple[FirmRow, ...]:
    """One row for each that was given an order, whoever has most of them first."""
    found: dict[str, list[Given]] = {}
    for order in orders:
        found.setdefault(order.assignee, []).append(order)
    rows = (_firm_row(own, minutes, zone) for own in found.values())
    return tuple(sorted(rows, key=lambda row: (-row.given, row.name)))


def _firm_row(own: list[Given], minutes: Minutes, zone: tzinfo) -> FirmRow:
    said = Counter(map(answer_of, own))
    waited = [
        minutes(o.property_id, o.given_at, o.accepted)
        for o in own
        if o.accepted is not None and answer_of(o) == "accepted"
    ]
    delays = [days for o in own if (days := delay_of(o, zone)) is not None]
    late = sorted(days for days in delays if days > 0)
    return FirmRow(
        own[-1].name,
        len(own),
        said["accepted"],
        said["declined"],
        said["silent"],
        said["withdrawn"],
        quantiles(waited),
        len(delays),
        len(late),
        ranked(late, 0.5),
    )


def answer_of(order: Given) -> str:
    """accepted | declined | withdrawn | silent: the first word counts."""
    if order.accepted is not None and (order.declined is None or order.accepted <= order.declined):
        return "accepted"
    if order.declined is not None:
        return "declined"
    return "withdrawn" if order.is_cancelled else "silent"


def delay_of(order: Given, zone: tzinfo) -> int | None:
    """Days from the agreed one to that of the firm's report, 0 where it is none later; None: one of them is missing."""
    if order.window is None or order.reported is None:
        return None
    days = order.reported.astimezone(zone).date() - order.window.last.astimezone(zone).date()
    return max(days.days, 0)
