"""Recurring work: which of its days comes next, and the office ticket that is opened on it."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.decision import (
    AddEntry,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    QuestionKind,
    SetStatus,
    Verdict,
)
from hauspost.desk.houses import CategoryKey, Person, PropertyId
from hauspost.desk.model import EntryKind, Status, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import NewTicket, Proposal
from hauspost.desk.ordering import Task, Terms, give, invoice_to
from hauspost.desk.rules import powers
from hauspost.desk.telling import managers_to_tell, steering_offers, tell
from hauspost.desk.work import Automation
from hauspost.desk.workflow import NO_PLAN, Plan

ONCE: Final = "once"
PERIOD: Final = re.compile(r"P(\d+)([MD])")  # a duration of ISO 8601: "P12M", "P14D"


@dataclass(frozen=True, slots=True)
class Maintenance:
    """One row of maintenance.csv. `first`: the day from which it counts; `opened_for`: the last one with a ticket."""

    id: int
    property_id: PropertyId
    name: str
    category: str
    rhythm: str  # "P12M", "P14D" or "once"
    first: date
    assignee: str = ""  # as in a rule; "": the category's, by rank
    automation: Automation = Automation.OFF
    opened_for: date | None = None


def occurrences(first: date, rhythm: str) -> Iterator[date]:
    """Every day from the first on. The 31st, or 29 February, is the month's last day where there is none."""
    yield first
    found = PERIOD.fullmatch(rhythm)
    if found is None:
        return
    count, unit = int(found[1]), found[2]
    number = 0
    while True:
        number += 1
        try:
            later = _months_after(first, number * count) if unit == "M" else first + timedelta(number * count)
        except (ValueError, OverflowError):
            return
        yield later


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def due_for(one: Maintenance, today: date) -> date | None:
    """The last day that has come and has no ticket yet: what was missed meanwhile is one ticket, not many."""
    last = None
    for day in occurrences(one.first, one.rhythm):
        if day > today:
            break
        last = day
    return last if last is not None and (one.opened_for is None or last > one.opened_for) else None


def open_maintenance(case: Case, one: Maintenance, due: date) -> Decision:
    """A ticket between managers, with an order by its level: none, proposed, or given at once."""
    chosen = case.responsible()
    ticket = OpenTicket(
        one.property_id,
        TicketKind.OFFICE,
        CategoryKey(one.category),
        Visibility.PRIVATE,
        one.name,
        responsible=chosen.id if chosen else None,
    )
    facts: dict[str, object] = {"task": one.name, "maintenance": one.name, "day": due.isoformat()}
    entry = AddEntry(INTERNAL, EntryKind.OPENED, None, case.company.name, one.name, facts)
    planned = _plan(case, one)
    event = f"m{one.id}-{due.isoformat()}"
    shown = NewTicket(one.name, case.at, case.company.name, proposal=planned.proposal, maintained_on=due)
    told = tuple(
        mail
        for manager in managers_to_tell(case)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.NEW_TICKET,
            shown,
            channel=INTERNAL,
            offers=planned.before(steering_offers(planned.status, manager.language), manager.language),
            question=planned.question,
        )
    )
    effects: tuple[Effect, ...] = (ticket, entry, *planned.effects, *told)
    return Decision(Verdict.ACCEPTED, "maintenance", effects, event=event, channel=INTERNAL)


def _plan(case: Case, one: Maintenance) -> Plan:
    assignee = _assignee(case, one)
    if one.automation is Automation.OFF or assignee is None or not assignee.address:
        return NO_PLAN
    firm = assignees.firm_of(case, assignee.id)
    limit = firm.limit if firm else None
    level = one.automation
    if firm is not None and limit is None:
        level = Automation.SUGGEST  # without any limit it may cost all: a person says so
    proposal = Proposal(
        company=assignees.called(case, assignee),
        limit=limit,
        text=one.name,
        rank=assignees.rank_of(case, assignee.id, CategoryKey(one.category)),
        invoice=invoice_to(case),
        rule=one.name,
        automation=str(level),
    )
    if level is not Automation.AUTO:
        about = {"rule": "", "assignee": assignee.id}
        asked = tuple(m.id for m in managers_to_tell(case))
        return Plan(
            (AskQuestion(QuestionKind.SUGGESTION, "proposal", asked, about),), proposal, "proposal", level
        )
    facts: dict[str, object] = {"before": str(Status.OPEN), "after": str(Status.RELEASED), "rule": one.name}
    moved = AddEntry(INTERNAL, EntryKind.STATUS, None, case.company.name, "", facts)
    place = case.house.short_name if case.house else ""
    may_start, may_finish = powers(case, one.property_id, CategoryKey(one.category))
    terms = Terms(limit=limit, rule=one.name, may_start=may_start, may_finish=may_finish)
    _, effects = give(case, assignee, Task(one.name, place), terms, ticket=None, by=None, due_at=case.at)
    return Plan((SetStatus(Status.OPEN, Status.RELEASED), moved, *effects), proposal, automation=level)


def _assignee(case: Case, one: Maintenance) -> Person | None:
    if not one.assignee:
        works = assignees.works_of(case, CategoryKey(one.category))
        return next(iter(assignees.ranked(case, works)), None)
    found = assignees.named(case, one.assignee)
    return found or assignees.named(case, f"{assignees.TRADE}{one.assignee}")
