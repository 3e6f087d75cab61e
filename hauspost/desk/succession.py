"""Whom a rule orders by itself when the firm that it ordered declines or stays silent: the next rank, in its limits."""

from dataclasses import dataclass, replace
from datetime import datetime

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.decision import AskQuestion, Effect, QuestionKind, SetFlag
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import ALARMING, Flag, Status, Ticket
from hauspost.desk.next_firms import next_firms
from hauspost.desk.ordering import give, task_of
from hauspost.desk.rules import ANY, named_rule
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import held_back, managers_to_tell, offer
from hauspost.desk.withdrawing import given_by
from hauspost.desk.work import Automation, OrderKind, Rule, WorkOrder
from hauspost.desk.workflow import is_within, terms_of, veto_until

BY_ITSELF = frozenset({Automation.AUTO, Automation.VETO})


@dataclass(frozen=True, slots=True)
class Heir:
    """The next firm, and how far the rule goes: at once, or after a window (`until`)."""

    rule: Rule
    assignee: Person
    until: datetime | None


def heir(case: Case, ticket: Ticket, order: WorkOrder) -> Heir | None:
    """None: a manager decides, as always. Never over a manager's hand, and never in an emergency, which has rules of
    its own."""
    rule = named_rule(case, order.rule) if order.rule and order.kind is OrderKind.ORDER else None
    if rule is None or not rule.is_approved or rule.automation not in BY_ITSELF:
        return None
    is_other = rule.category not in (ticket.category, ANY)
    is_over = ticket.status is Status.DONE or bool(ticket.flags & {*ALARMING, Flag.LEGAL})
    others_run = any(o.is_live and o.number != order.number for o in ticket.orders)
    if is_other or is_over or others_run or "contractor" in ticket.pinned or _has_hand(case, order):
        return None
    works = {w.casefold() for w in assignees.works_of(case, ticket.category)}
    on_call = {a.person for a in case.assignments if a.emergency_only and a.work.casefold() in works}
    following = next((p for p in next_firms(case, ticket) if p.id not in on_call), None)
    if following is None:
        return None
    is_at_once = rule.automation is Automation.AUTO and is_within(case, rule, following)
    return Heir(rule, following, None if is_at_once else veto_until(case, rule))


def _has_hand(case: Case, order: WorkOrder) -> bool:
    """Whether a manager has said anything about the ticket since the order was given."""
    managers = {m.id for m in case.managers}
    given = given_by(case.entries, order)
    return given is None or any(e.author in managers and e.seq > given.seq for e in case.entries)


def pass_on(case: Case, ticket: Ticket, before: WorkOrder, to: Heir) -> tuple[Ticket, tuple[Effect, ...]]:
    """The same order to the next firm, on the rule's terms; until it leaves STOPP takes it back without a trace."""
    facts = report_facts(case.entries, ticket)
    task = task_of(case, ticket, facts, language=to.assignee.language).like(before, facts)
    terms = terms_of(case, to.rule, ticket, to.assignee)
    given, effects = give(case, to.assignee, task, terms, ticket=ticket, by=None, due_at=held_back(case))
    cleared = (SetFlag(Flag.NO_ORDER, False),) if Flag.NO_ORDER in ticket.flags else ()
    after = replace(ticket, orders=(*ticket.orders, given), flags=ticket.flags - {Flag.NO_ORDER})
    return after, (*effects, *cleared)


def ask(case: Case, before: WorkOrder, to: Heir, local: str) -> AskQuestion:
    """The window: when it is over the rule orders, unless a manager says STOPP. `replaces`: whose order ends then."""
    about = {"rule": to.rule.name, "assignee": to.assignee.id}
    replaces = {"replaces": before.number} if before.is_live else {}
    asked = tuple(m.id for m in managers_to_tell(case))
    return AskQuestion(QuestionKind.VETO, local, asked, about | replaces, due_at=to.until, default="dispatch")


def offers(to: Heir, language: str) -> tuple[Offer, ...]:
    stop = offer(Act.STOP, language)
    return (stop,) if to.until is None else (stop, Offer("OK", Act.PROPOSAL))


def called(case: Case, to: Heir) -> str:
    return assignees.called(case, to.assignee)
