"""Counts the figures of a period's report for the houses of whoever reads it (docs/reports.md)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from hauspost.desk import house_circle
from hauspost.desk.business_calendar import BusinessCalendar
from hauspost.desk.houses import (
    EVERYWHERE,
    GENERAL,
    Category,
    CategoryKey,
    Person,
    PersonId,
    Property,
    PropertyId,
    Unit,
)
from hauspost.desk.learning import REPEATED, rule_key, waiting_words
from hauspost.desk.model import TicketKind
from hauspost.desk.notices_of_house import Circle
from hauspost.desk.notices_of_report import (
    HouseReach,
    PeriodReport,
    ReportFigures,
    RuleIdea,
    StageCount,
    WordIdea,
)
from hauspost.desk.period_figures import Minutes, firm_rows, slices, spans_to, spots, tallies
from hauspost.desk.periods import Period
from hauspost.desk.readers import manages
from hauspost.desk.rights import manages_all
from hauspost.desk.rules import choose_rule
from hauspost.desk.work import Automation, Rule
from hauspost.desk.working_time import WorkingTime
from hauspost.store import learning, registry, report_rows
from hauspost.store.connection import Connection
from hauspost.store.report_rows import Scope

CalendarOf = Callable[[Property | None], BusinessCalendar]


@dataclass(frozen=True, slots=True)
class Question:
    """What a report is asked for. `knows_words`: its reader may accept words for categories of every house."""

    period: Period
    houses: tuple[Property, ...]
    language: str
    at: datetime
    knows_words: bool = True


def filled(
    connection: Connection,
    report: PeriodReport,
    to: tuple[Person, ...],
    *,
    calendar: CalendarOf,
    at: datetime,
    zone: tzinfo,
) -> PeriodReport | None:
    """With the figures of those houses that the readers manage when the mail is written. None: there is none."""
    every = registry.all_properties(connection)
    managed = [h for h in every if any(manages(p, h.id, at, zone) for p in to)]
    houses = tuple(h for h in managed if not report.houses or h.id in report.houses)
    if not houses:
        return None
    knows_words = manages_all(to, (h.id for h in every), at, zone)
    period = Period(report.first, report.last)
    asked = Question(period, houses, to[0].language, at, knows_words)
    return answered(connection, asked, report, calendar)


def answered(
    connection: Connection, asked: Question, report: PeriodReport, calendar: CalendarOf
) -> PeriodReport:
    """The report with its figures, as far as the period has gone."""
    zone = calendar(None).zone
    return replace(
        report,
        is_running=asked.period.end(zone) > asked.at,
        house_names=tuple(house.short_name for house in asked.houses),
        figures=counted(connection, asked, calendar),
    )


def counted(connection: Connection, asked: Question, calendar: CalendarOf) -> ReportFigures:
    company = calendar(None)
    zone, places = company.zone, tuple(h.id for h in asked.houses)
    end = min(asked.period.end(zone), asked.at)
    scope = Scope(places, asked.period.begin(zone), end)
    earlier = asked.period.before
    categories = registry.categories(connection)
    labels = {str(c.key): c.label(asked.language) for c in categories}
    houses = {str(h.id): h.short_name for h in asked.houses}
    minutes = _minutes(asked.houses, calendar, scope)
    rows = report_rows.counts(connection, scope)
    moments = report_rows.moments(connection, scope)
    again = report_rows.repetitions(connection, scope)
    ended = report_rows.ended(connection, scope)
    passed, now = (
        report_rows.deadlines_passed(connection, scope),
        report_rows.deadlines_over(connection, scope, asked.at),
    )
    given = report_rows.ratings(connection, scope)
    kept = [m for m in moments if not m.is_rejected]
    matters = [m for m in moments if m.is_matter]
    return ReportFigures(
        opened=sum(r.opened for r in rows),
        before=report_rows.opened(connection, Scope(places, earlier.begin(zone), earlier.end(zone))),
        done=sum(r.done for r in rows),
        rejected=sum(r.rejected for r in rows),
        ended=len(ended),
        categories=tallies(rows, again, lambda r: r.category, labels),
        houses=tallies(rows, again, lambda r: str(r.property_id), houses),
        units=tuple(
            replace(one, key=unit, name=unit, house=houses[place])
            for one in tallies(rows, again, lambda r: f"{r.property_id}\n{r.unit}" if r.unit else "", {})
            for place, _, unit in [one.key.partition("\n")]
        ),
        slices=slices((m.opened_at for m in moments), ended, asked.period, zone),
        response=spans_to((m for m in moments if m.is_own), lambda m: m.response, minutes),
        release=spans_to(kept, lambda m: m.release, minutes),
        appointment=spans_to(kept, lambda m: m.appointment, minutes),
        finish=spans_to(kept, lambda m: m.done, minutes),
        day_minutes=company.hours.end - company.hours.begin,
        repeated=len(again),
        spots=spots(again, houses, labels),
        firms=firm_rows(report_rows.order_courses(connection, scope), minutes, zone),
        overdue=tuple(StageCount(s, passed.get(s, 0), now.get(s, 0)) for s in sorted({*passed, *now})),
        matters=sum(r.opened for r in rows if r.kind == TicketKind.MATTER),
        by_mail=sum(m.is_own for m in matters),
        reach=_reach(connection, asked.houses, min(asked.period.last, asked.at.astimezone(zone).date())),
        ratings=tuple(given.get(n, 0) for n in range(1, 6)),
        general=sum(r.opened for r in rows if r.category == GENERAL),
        rules=_rules(connection, asked.houses, labels),
        words=_words(connection, categories, labels) if asked.knows_words else (),
    )


def _minutes(houses: Iterable[Property], calendar: CalendarOf, scope: Scope) -> Minutes:
    """Houses of one state and the same hours share one calendar."""
    laid_out: dict[BusinessCalendar, WorkingTime] = {}
    by_house: dict[str, WorkingTime] = {}
    for house in houses:
        own = calendar(house)
        if own not in laid_out:
            laid_out[own] = WorkingTime(own, scope.since, scope.until)
        by_house[house.id] = laid_out[own]
    return lambda place, begin, end: by_house[place].minutes(begin, end)


# ---- who is reached by mail


def _reach(connection: Connection, houses: Iterable[Property], day: date) -> tuple[HouseReach, ...]:
    """By the households of the notices to a house: who lives there on the day, with an address that takes mails."""
    residents: dict[PropertyId, list[Person]] = {}
    for person in registry.all_persons(connection):
        for place in dict.fromkeys(r.property_id for r in person.roles):
            residents.setdefault(place, []).append(person)
    units: dict[PropertyId, list[Unit]] = {}
    for unit in registry.all_units(connection):
        units.setdefault(unit.property_id, []).append(unit)
    everybody = residents.get(EVERYWHERE, [])
    found = []
    for house in houses:
        here = (*residents.get(house.id, ()), *everybody)
        figures = house_circle.reached(Circle(), here, units.get(house.id, ()), house.id, day).figures
        without = tuple(home.unit for home in figures.without)
        found.append(HouseReach(house.short_name, figures.households, figures.by_mail, without))
    return tuple(found)


# ---- proposals


def _rules(
    connection: Connection, houses: Iterable[Property], labels: dict[str, str]
) -> tuple[RuleIdea, ...]:
    """Rules that wait for an answer, then what a hand ordered three times though no rule says it."""
    names = {h.id: h.short_name for h in houses}
    known = registry.all_rules(connection)
    refused = learning.refused(connection)
    firms = {f.person: f.company for f in registry.firms(connection)}
    waiting = tuple(
        RuleIdea(
            names[r.property_id],
            labels.get(r.category, r.category),
            firms.get(PersonId(r.assignee), r.assignee),
            waits=True,
        )
        for r in known
        if not r.is_approved and r.property_id in names
    )
    ideas = tuple(
        RuleIdea(names[place], labels.get(category, category), name, times)
        for place, category, assignee, name, times in learning.ordered_by_hand(connection, names)
        if times >= REPEATED
        and category != GENERAL
        and not _is_ruled(known, rule := Rule(place, category, Automation.SUGGEST, assignee=assignee))
        and rule_key(rule) not in refused
    )
    return (*waiting, *ideas)


def _is_ruled(known: tuple[Rule, ...], wanted: Rule) -> bool:
    """A rule of that house and category is there, or a wider one that names the same firm, or leaves open whom."""
    if any(r.name == wanted.name for r in known):
        return True
    wider = choose_rule(known, wanted.property_id, CategoryKey(wanted.category))
    if wider is None or wider.automation is Automation.OFF:
        return False
    return wider.assignee in ("", wanted.assignee)


def _words(
    connection: Connection, categories: tuple[Category, ...], labels: dict[str, str]
) -> tuple[WordIdea, ...]:
    found = waiting_words(learning.corrected(connection, but=0), categories, learning.refused(connection))
    return tuple(WordIdea(labels.get(key, key), word, times) for key, word, times in found)
