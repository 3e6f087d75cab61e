"""Knows how the managers' report of a period reads: counts as bars, times in working days, and what is proposed."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from hauspost.desk.notices_of_report import FirmRow, PeriodReport, Quantiles, Tally
from hauspost.desk.period_figures import SHOWN_BY_DAYS, SHOWN_BY_WEEKS
from hauspost.desk.periods import Period
from hauspost.outbound import cleaning
from hauspost.outbound.catalogue import Language
from hauspost.outbound.page import Bar, Entry
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

MOST_BARS: Final = 12  # the rest stands in the table that goes along
MOST_ROWS: Final = 5
MOST_FIRMS: Final = 10
MOST_HOUSES: Final = 8
MOST_FLATS: Final = 12  # of one house, without mail
NAME: Final = 60
TIMES: Final = ("response", "release", "appointment", "finish")


def covered(view: View, facts: PeriodReport) -> str:
    """Oktober 2025 · 01.10.2025 bis 15.10.2025"""
    period = Period(facts.first, facts.last)
    if period.is_month:
        return format_date(facts.first, "LLLL y", locale=view.language.locale)
    first, last = (view.times.bare_day(day) for day in (facts.first, facts.last))
    return first if facts.first == facts.last else view.language.say("report.days", first=first, last=last)


def lead(view: View, facts: PeriodReport) -> str:
    """42 neu im Oktober 2025, 38 erledigt, 3 überfällig"""
    said, f = view.language, facts.figures
    if is_empty(facts):
        return said.say("report.nothing", period=covered(view, facts))
    now = sum(stage.now for stage in f.overdue)
    parts = [
        said.count("report.opened", f.opened, period=covered(view, facts)),
        said.count("report.ended", f.ended),
        *([said.count("report.overdue", now)] if now else []),
    ]
    return ", ".join(parts)


def is_empty(facts: PeriodReport) -> bool:
    """Nothing was opened, done, ordered, over or rated."""
    f = facts.figures
    return not (f.opened or f.ended or f.firms or any(s.passed or s.now for s in f.overdue) or any(f.ratings))


def houses(view: View, facts: PeriodReport) -> str:
    """Lindenweg 12, Hafenstraße 5 und 3 weitere"""
    shown = tuple(cleaning.one_line(name, limit=NAME) for name in facts.house_names[:MOST_HOUSES])
    more = len(facts.house_names) - len(shown)
    return view.language.say("report.and_more", names=", ".join(shown), n=more) if more else ", ".join(shown)


def overview(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    said, f = view.language, facts.figures
    yield said.say("report_rows.opened"), said.say("report.compared", n=f.opened, before=f.before)
    yield said.say("report_rows.done"), _part(said, f.done, f.opened)
    if f.rejected:
        yield said.say("report_rows.rejected"), _part(said, f.rejected, f.opened)
    yield said.say("report_rows.ended"), str(f.ended)
    if f.repeated:
        yield said.say("report_rows.repeated"), _part(said, f.repeated, f.opened)


def _part(said: Language, part: int, whole: int) -> str:
    """12 von 40 (30 %); of nothing only the number."""
    if not whole:
        return str(part)
    return said.say("report.part", part=part, whole=whole, percent=round(100 * part / whole))


# ---- bars


def course(view: View, facts: PeriodReport) -> Iterator[Bar]:
    """Week by week, or whatever the period is shown by; nothing where it is one day."""
    found = facts.figures.slices if not is_empty(facts) else ()
    longest = max((s.opened for s in found), default=0)
    if len(found) > 1:
        for one in found:
            value = view.language.say("report.course", opened=one.opened, done=one.done)
            yield Bar(slice_name(view, facts, one.first), value, _share(one.opened, longest))


def slice_name(view: View, facts: PeriodReport, first: date) -> str:
    """Okt. 2025 · ab 13.10.2025 · 13.10.2025"""
    days = Period(facts.first, facts.last).days
    if days > SHOWN_BY_WEEKS:
        return format_date(first, "LLL y", locale=view.language.locale)
    day = view.times.bare_day(first)
    return view.language.say("report.week", day=day) if days > SHOWN_BY_DAYS else day


def categories(view: View, facts: PeriodReport) -> Iterator[Bar]:
    return _bars(view, facts.figures.categories)


def by_house(view: View, facts: PeriodReport) -> Iterator[Bar]:
    found = facts.figures.houses
    return _bars(view, found if len(facts.house_names) > 1 else ())


def _bars(view: View, found: tuple[Tally, ...]) -> Iterator[Bar]:
    longest = max((t.opened for t in found), default=0)
    for one in found[:MOST_BARS]:
        value = view.language.say("report.bar", opened=one.opened, done=one.done)
        yield Bar(cleaning.one_line(one.name, limit=NAME), value, _share(one.opened, longest))
    if rest := found[MOST_BARS:]:
        n = sum(t.opened for t in rest)
        yield Bar(view.language.say("report.others", n=len(rest)), str(n), _share(min(n, longest), longest))


def _share(part: int, longest: int) -> int:
    """Whatever is there is seen."""
    return max(1, round(100 * part / longest)) if part and longest else 0


# ---- rows


def by_unit(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    for one in facts.figures.units[:MOST_ROWS]:
        where = ", ".join(p for p in (place_words(one.name, view.language), _house(facts, one.house)) if p)
        yield where, view.language.count("report.tickets", one.opened)


def repeated(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    for spot in facts.figures.spots[:MOST_ROWS]:
        where = place_words(spot.unit or spot.place, view.language)
        place = ", ".join(p for p in (where, _house(facts, spot.house)) if p)
        yield place, view.language.count("report.again", spot.times, category=spot.category)


def _house(facts: PeriodReport, house: str) -> str:
    return cleaning.one_line(house, limit=NAME) if len(facts.house_names) > 1 else ""


def times(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    for name in TIMES:
        span: Quantiles = getattr(facts.figures, name)
        if span.count:
            yield view.language.say(f"report_times.{name}"), span_words(view, facts, span)


def span_words(view: View, facts: PeriodReport, span: Quantiles) -> str:
    """Median 2 h, 90 %: 1 Arbeitstag 3 h (40 von 42)"""
    day = facts.figures.day_minutes
    return view.language.say(
        "report.span",
        median=duration(view.language, span.median or 0, day),
        ninetieth=duration(view.language, span.ninetieth or 0, day),
        n=span.count,
        of=span.count + span.without,
    )


def duration(said: Language, minutes: int, day: int) -> str:
    """2 Arbeitstage 3 h · 3 h 20 min · 15 min: at most two units."""
    days, rest = divmod(minutes, day) if day else (0, minutes)
    hours, left = divmod(rest, 60)
    parts = [said.count("report.working_days", days)] if days else []
    parts += [said.say("report.hours", n=hours)] if hours else []
    parts += [said.say("report.minutes", n=left)] if not days and (left or not hours) else []
    return " ".join(parts)


def overdue(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    for one in facts.figures.overdue:
        label = view.language.say_if(f"report_stages.{one.stage}") or one.stage
        yield label, view.language.say("report.passed", n=one.passed, now=one.now)


def ratings(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    given = facts.figures.ratings
    if n := sum(given):
        mean = sum(number * times for number, times in enumerate(given, start=1)) / n
        shown = format_decimal(mean, format="0.0", locale=view.language.locale)
        yield view.language.say("report_rows.mean"), view.language.count("report.mean", n, mean=shown)
        for number, times in reversed(tuple(enumerate(given, start=1))):
            if times:
                yield str(number), view.language.count("report.times", times)


# ---- firms, households, proposals


def firms(view: View, facts: PeriodReport) -> Iterator[Entry]:
    for row in facts.figures.firms[:MOST_FIRMS]:
        yield Entry(str(row.given), cleaning.one_line(row.name, limit=NAME), tuple(_firm(view, facts, row)))


def _firm(view: View, facts: PeriodReport, row: FirmRow) -> Iterator[str]:
    said = view.language
    counts = (row.accepted, row.declined, row.silent, row.withdrawn)
    keys = ("accepted", "declined", "silent", "withdrawn")
    yield ", ".join(said.say(f"report_orders.{k}", n=n) for k, n in zip(keys, counts, strict=True) if n)
    if row.acceptance.count:
        waited = duration(said, row.acceptance.median or 0, facts.figures.day_minutes)
        yield said.say("report_orders.waited", median=waited)
    if row.dated:
        days = said.count("report_orders.days", row.late_days or 0)
        key = "late" if row.late else "in_time"
        yield said.say(f"report_orders.{key}", late=row.late, dated=row.dated, days=days)


def mail_share(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    said, f = view.language, facts.figures
    if f.matters:
        yield said.say("report_rows.by_mail"), _part(said, f.by_mail, f.matters)
    homes, reached = sum(r.households for r in f.reach), sum(r.by_mail for r in f.reach)
    if homes:
        yield said.say("report_rows.reached"), _part(said, reached, homes)


def unreached(view: View, facts: PeriodReport) -> Iterator[tuple[str, str]]:
    """Of each house the flats that no mail reaches; whoever lives elsewhere is only counted."""
    for one in [r for r in facts.figures.reach if r.without][:MOST_HOUSES]:
        flats = [place_words(unit, view.language) for unit in one.without if unit]
        shown, more = flats[:MOST_FLATS], len(one.without) - len(flats[:MOST_FLATS])
        names = ", ".join(shown)
        yield (
            cleaning.one_line(one.house, limit=NAME),
            view.language.say("report.and_more", names=names, n=more)
            if more and names
            else names or str(more),
        )


def proposals(view: View, facts: PeriodReport) -> Iterator[str]:
    said, f = view.language, facts.figures
    for rule in f.rules[:MOST_ROWS]:
        about = {"category": rule.category, "house": cleaning.one_line(rule.house, limit=NAME)}
        key = "rule_waits" if rule.waits else "rule"
        yield said.say(f"report_ideas.{key}", **about, firm=cleaning.one_line(rule.firm), n=rule.times)
    for word in f.words[:MOST_ROWS]:
        yield said.say("report_ideas.word", word=word.word, category=word.category, n=word.times)
    if f.general * 5 >= f.opened > 0:  # a fifth found no topic
        yield said.count("report_ideas.general", f.general)


def of_chart(number: int, facts: PeriodReport) -> str:
    """Where that chart is, if it goes along."""
    return facts.charts[number] if number < len(facts.charts) else ""


def course_chart(_view: View, facts: PeriodReport) -> str:
    return of_chart(0, facts)


def category_chart(_view: View, facts: PeriodReport) -> str:
    return of_chart(1, facts)


def reason(view: View, facts: PeriodReport) -> str:
    key = "asked" if facts.is_asked else "monthly" if view.letter.to else "made"
    return view.language.say(f"report_why.{key}")


def subject(view: View, facts: PeriodReport) -> str:
    return view.language.say("report.subject", period=covered(view, facts))
