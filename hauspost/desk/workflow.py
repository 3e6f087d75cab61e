"""What a rule makes of a new report: a proposal, an order after a window, or an order at once (DOMAIN, "Workflows")."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hauspost.desk import accounts, assignees
from hauspost.desk.approvals import above
from hauspost.desk.assignees import TRADE
from hauspost.desk.business_calendar import Span
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.course import Course, channel_of
from hauspost.desk.decision import (
    AddEntry,
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    OpenTicket,
    OweNotice,
    Pin,
    Question,
    QuestionKind,
    SetFlag,
    SetStatus,
    Verdict,
)
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer, Said
from hauspost.desk.languages import HOUSE, languages
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import EntryKind, Flag, Status, Ticket, TicketKind, Visibility
from hauspost.desk.moves import as_it_began
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Proposal
from hauspost.desk.notices_to_people import StatusChanged
from hauspost.desk.ordering import Task, Terms, give, invoice_to, released, task_facts, task_of
from hauspost.desk.ownership import to_check
from hauspost.desk.progress import tell_progress
from hauspost.desk.proof import Auth
from hauspost.desk.publication import news
from hauspost.desk.rules import as_author, choose_rule, named_rule, powers, spoken
from hauspost.desk.sites import report_facts
from hauspost.desk.telling import (
    held_back,
    managers_to_tell,
    offer,
    printed,
    steering_offers,
    tell,
    yes_offer,
)
from hauspost.desk.whereabouts import named_elsewhere
from hauspost.desk.withdrawing import taken_back
from hauspost.desk.work import Automation, Phase, Rule, WorkOrder

__all__ = [
    "NO_PLAN",
    "Plan",
    "choose_rule",
    "decide_due",
    "plan",
    "propose",
    "propose_anew",
]

BY_ITSELF = "common"  # the scope whose automatic orders may use the reporter's sentences (WORDS 5)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rule adds to an opening: effects behind the ticket's own, and what the managers read and may answer."""

    effects: tuple[Effect, ...] = ()
    proposal: Proposal | None = None
    question: str = ""
    automation: Automation = Automation.OFF

    @property
    def status(self) -> Status:
        """In which the ticket is when the managers read of the plan."""
        return Status.RELEASED if self.automation is Automation.AUTO else Status.OPEN

    def before(self, usual: tuple[Offer, ...], language: str) -> tuple[Offer, ...]:
        """The plan's own answers, then the usual ones; a word that means something else already is left out."""
        own = OFFERS[self.automation](language) if self.proposal else ()
        taken = {word for o in own for word in (o.word, *o.also)}
        return own + tuple(rest for o in usual if (rest := _without(o, taken)) is not None)


NO_PLAN = Plan()


def _without(offer: Offer, taken: set[str]) -> Offer | None:
    """OK means what is proposed; the status's own word stays beside it ("FREIGEBEN")."""
    if offer.word not in taken:
        return offer
    return replace(offer, word=offer.also[0], also=()) if offer.also else None


def _suggested(language: str) -> tuple[Offer, ...]:
    return (yes_offer(language), offer(Act.NO, language))


def _stoppable(language: str) -> tuple[Offer, ...]:
    return (Offer(printed(Act.STOP, language), Act.STOP), Offer("OK", Act.PROPOSAL))


def _running(language: str) -> tuple[Offer, ...]:
    return (Offer(printed(Act.STOP, language), Act.STOP),)


OFFERS = {
    Automation.OFF: lambda _language: (),
    Automation.SUGGEST: _suggested,
    Automation.VETO: _stoppable,
    Automation.AUTO: _running,
}


def plan(case: Case, ticket: OpenTicket, said: Said, *, channel: Channel, party: tuple[Person, ...]) -> Plan:
    """`channel`: the own one of those who report, `party`. Without a rule, or where nobody can do the work, nothing.

    An emergency has a rule of its own (`on_call`), in life danger nobody is ordered, and what only a person answers
    (`legal`) brings about nothing by itself.
    """
    if said.urgency.level.alarms or said.legal is not None:
        return NO_PLAN
    case = replace(case, people={**case.people, **{p.id: p for p in party}})
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    if rule is None or not _is_plannable(ticket):
        return Plan()
    assignee = rule_assignee(case, rule, ticket)
    if assignee is None or not assignee.address:
        return Plan()
    level = level_of(case, rule, ticket, assignee)
    if level is Automation.OFF:
        return Plan()
    if case.house is not None and named_elsewhere(case, said, party, case.house) is not None:
        level = Automation.SUGGEST  # a person says whose flat it is before anybody rings there
    if party and not any(p.roles_at(ticket.property_id, case.today) for p in party):
        level = Automation.SUGGEST  # whoever has moved out may write; nobody is sent anywhere for it unseen
    task = task_of(
        case, ticket, task_facts(said) | {"attachments": list(said.attachments)}, language=assignee.language
    )
    if level is Automation.AUTO:
        task = _cautious(case, ticket, task, assignee)
    terms = terms_of(case, rule, ticket, assignee)
    until = veto_until(case, rule) if level is Automation.VETO else None
    proposal = _proposal(case, rule, ticket, assignee, task=task, terms=terms, level=level, until=until)
    if level is Automation.AUTO:
        effects = _at_once(case, rule, ticket, assignee, channel, task=task, terms=terms, party=party)
        return Plan(effects, proposal, automation=level)
    question = _question(case, rule, assignee, level, until)
    return Plan((question,), proposal, question.local, level)


def propose_anew(case: Case, course: Course) -> Plan:
    """A hand found another category: what that one's rule would do is proposed, never done by itself.

    Nothing where an order runs, or a manager's hand has chosen, or refused, whoever does the work.
    """
    before, ticket = case.ticket, course.ticket
    if before is None or ticket is None or ticket.category == before.category or not _is_plannable(ticket):
        return NO_PLAN
    is_chosen = "contractor" in ticket.pinned or Pin("contractor") in course.effects
    if is_chosen or ticket.status is Status.DONE or any(o.is_live for o in ticket.orders):
        return NO_PLAN
    return propose(case, ticket, report_facts(case.entries, ticket))


def propose(case: Case, ticket: Ticket, facts: dict[str, object]) -> Plan:
    """What the category's rule would do about the report, of which `facts` are kept: as a proposal."""
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    assignee = rule_assignee(case, rule, ticket) if rule and rule.automation is not Automation.OFF else None
    if rule is None or assignee is None or not assignee.address or not _is_plannable(ticket):
        return NO_PLAN
    level = Automation.SUGGEST
    task = task_of(case, ticket, facts, language=assignee.language)
    terms = terms_of(case, rule, ticket, assignee)
    proposal = _proposal(case, rule, ticket, assignee, task=task, terms=terms, level=level, until=None)
    question = _question(case, rule, assignee, level, None)
    return Plan((question,), proposal, question.local, level)


def _is_plannable(ticket: OpenTicket | Ticket) -> bool:
    return ticket.kind is TicketKind.MATTER and not ticket.flags & {Flag.INCOMPLETE, Flag.UNVERIFIED}


def rule_assignee(case: Case, rule: Rule, ticket: OpenTicket | Ticket) -> Person | None:
    """The firm, the trade or the caretaker that the rule names; without a name the category's, by rank."""
    known = ticket if isinstance(ticket, Ticket) else None
    if not rule.assignee:
        works = assignees.works_of(case, ticket.category)
        return next(iter(assignees.ranked(case, works, but=assignees.refused(known))), None)
    found = assignees.named(case, rule.assignee, known)
    return found or assignees.named(case, f"{TRADE}{rule.assignee}", known)


def level_of(case: Case, rule: Rule, ticket: OpenTicket, assignee: Person) -> Automation:
    """The rule's own level, or the next one below where this report, this day or this price forbids it."""
    if rule.automation is Automation.OFF:
        return Automation.OFF
    if ticket.recurrence_of is not None or _runs_already(case, ticket):
        return Automation.SUGGEST  # no second order of itself, and a person looks at what came back
    if rule.automation is Automation.SUGGEST or case.resolution.auth is Auth.FAIL:
        return Automation.SUGGEST
    if rule.automation is Automation.AUTO and not is_within(case, rule, assignee):
        return Automation.VETO
    return rule.automation


def _runs_already(case: Case, ticket: OpenTicket) -> bool:
    """DOMAIN, "Opening": the same property, category and place never get a second order of themselves."""
    place = ticket.public_place or ticket.unit
    alike = (t for t in case.others if t.category == ticket.category and (t.public_place or t.unit) == place)
    return any(o.is_live for t in alike for o in t.orders)


def is_within(case: Case, rule: Rule, assignee: Person) -> bool:
    """The daily number and the cost limit. A caretaker costs nothing more; a firm without any limit may cost all."""
    if case.orders_today >= rule.per_day:
        return False
    firm = assignees.firm_of(case, assignee.id)
    if firm is None:
        return True
    limit = rule.limit if rule.limit is not None else firm.limit
    if limit is None or above(case.house, limit).approval is not None:
        return False
    return firm.limit is None or limit <= firm.limit


def terms_of(case: Case, rule: Rule, ticket: OpenTicket | Ticket, assignee: Person) -> Terms:
    firm = assignees.firm_of(case, assignee.id)
    limits = [v for v in (rule.limit, firm.limit if firm else None) if v is not None]
    may_start, may_finish = powers(case, ticket.property_id, ticket.category)
    account = accounts.usual(case, ticket)
    return Terms(
        limit=min(limits, default=None),
        rule=rule.name,
        may_start=may_start,
        may_finish=may_finish,
        account=account,
        payer=accounts.payer(case, ticket, account),
    )


def _cautious(case: Case, ticket: OpenTicket | Ticket, task: Task, assignee: Person) -> Task:
    category = case.category(ticket.category)
    return task if category.scope == BY_ITSELF else replace(task, text=category.label(assignee.language))


def veto_until(case: Case, rule: Rule) -> datetime:
    """Until when STOPP holds a rule's order; its minutes run in office hours, unless the policy says otherwise."""
    if not case.policy.veto_in_office_hours:
        return case.at + timedelta(minutes=rule.veto_minutes)
    return case.calendar.after(case.at, Span(minutes=rule.veto_minutes))


def _proposal(
    case: Case,
    rule: Rule,
    ticket: OpenTicket | Ticket,
    assignee: Person,
    *,
    task: Task,
    terms: Terms,
    level: Automation,
    until: datetime | None,
) -> Proposal:
    return Proposal(
        company=assignees.called(case, assignee),
        limit=terms.limit,
        text=task.text,
        rank=assignees.rank_of(case, assignee.id, ticket.category),
        invoice=terms.payer or invoice_to(case),
        owner=accounts.asks_whose(case, ticket),
        rule=spoken(case, rule, HOUSE),
        rule_in=tuple((code, spoken(case, rule, code)) for code in languages() if code != HOUSE),
        automation=str(level),
        veto_until=until,
        check=to_check(case, ticket),
    )


QUESTIONS = {Automation.SUGGEST: QuestionKind.SUGGESTION, Automation.VETO: QuestionKind.VETO}


def _question(
    case: Case, rule: Rule, assignee: Person, level: Automation, until: datetime | None
) -> AskQuestion:
    about = {"rule": rule.name, "assignee": assignee.id}
    asked = tuple(m.id for m in managers_to_tell(case))
    default = "dispatch" if level is Automation.VETO else ""
    return AskQuestion(QUESTIONS[level], "proposal", asked, about, due_at=until, default=default)


def _at_once(
    case: Case,
    rule: Rule,
    ticket: OpenTicket,
    assignee: Person,
    channel: Channel,
    *,
    task: Task,
    terms: Terms,
    party: tuple[Person, ...],
) -> tuple[Effect, ...]:
    """The rule as the manager's standing order: released, ordered, told to reporter and house."""
    facts: dict[str, object] = {"before": str(Status.OPEN), "after": str(Status.RELEASED), "rule": rule.name}
    moved = AddEntry(channel, EntryKind.STATUS, None, as_author(case, rule.name), "", facts)
    leaves = held_back(case)  # until then STOPP leaves no trace
    given, effects = give(case, assignee, task, terms, ticket=None, by=None, due_at=leaves)
    heard = StatusChanged(str(Status.OPEN), str(Status.RELEASED), ordered=(given.assignee_name,))
    when = when_told(case, Event.COMMAND, Reader.REPORTER, ticket)
    told: tuple[OweNotice, ...] = tell(
        case, party, NoticeKind.STATUS, heard, channel=channel, due_at=leaves, is_foldable=True, when=when
    )
    public = news(case, ticket, "ordered", at=leaves) if ticket.visibility is Visibility.PUBLIC else ()
    return (SetStatus(Status.OPEN, Status.RELEASED), moved, *effects, *told, *public)


# ---- when a window is over


def decide_due(case: Case, question: Question) -> Decision:
    """What a question's own time brings: a veto that nobody gave lets the rule do it; all others lapse."""
    ticket = case.ticket
    if question.kind is not QuestionKind.VETO or ticket is None:
        return _ended(case, question, "lapsed")
    rule = named_rule(case, str(question.about.get("rule", "")))
    assignee = assignees.named(case, str(question.about.get("assignee", "")), ticket)
    silent = replaced(ticket, question)
    if rule is None or _is_overtaken(ticket, rule, silent):
        return _ended(case, question, "overtaken")
    if (
        assignee is None or not assignee.address
    ):  # it works for the houses no longer: the next one is proposed
        anew = propose(case, ticket, report_facts(case.entries, ticket)) if silent is None else NO_PLAN
        over = AnswerQuestion(question.id, "overtaken", None)
        return _due(question, ticket, "overtaken", (over, *anew.effects, *_proposed(case, ticket, anew)))
    before, back = ticket, tuple[Effect, ...]()
    if silent is not None:
        ticket, back = taken_back(case, ticket, silent, None)
    task = task_of(case, ticket, report_facts(case.entries, ticket), language=assignee.language)
    moved, release = released(case, ticket, None, rule.name)
    terms = terms_of(case, rule, ticket, assignee)
    given, effects = give(case, assignee, task, terms, ticket=ticket, by=None, due_at=case.at)
    cleared = (SetFlag(Flag.NO_ORDER, False),) if Flag.NO_ORDER in ticket.flags else ()
    told = tell_progress(
        case,
        before,
        replace(moved, orders=(*ticket.orders, given)),
        due_at=case.at,
        ordered=(given.assignee_name,),
    )
    done = AnswerQuestion(question.id, "dispatch", None)
    return _due(question, ticket, "due", (done, *back, *release, *effects, *cleared, *told))


def _proposed(case: Case, ticket: Ticket, planned: Plan) -> tuple[Effect, ...]:
    """The managers read the ticket once more, with what is proposed now."""
    shown = replace(as_it_began(case, ticket), proposal=planned.proposal)
    return tuple(
        mail
        for manager in (managers_to_tell(case) if planned.proposal else ())
        for mail in tell(
            case,
            (manager,),
            NoticeKind.NEW_TICKET,
            shown,
            channel=channel_of(case, ticket),
            offers=planned.before(steering_offers(ticket.status, manager.language), manager.language),
            question=planned.question,
        )
    )


def replaced(ticket: Ticket, question: Question) -> WorkOrder | None:
    """The order of a firm that stays silent, which ends when the next one gets it; None where none does."""
    silent = (o for o in ticket.orders if o.number == question.about.get("replaces"))
    return next((o for o in silent if o.phase is Phase.DISPATCHED), None)


def _is_overtaken(ticket: Ticket, rule: Rule, silent: WorkOrder | None) -> bool:
    """A hand was there meanwhile: it ended the matter, ordered, pinned the firm, or found another category; or the
    firm that was silent has said something."""
    is_over = ticket.status not in (Status.OPEN, Status.RELEASED)
    is_other = rule.category not in (ticket.category, "*")
    return (
        is_over
        or is_other
        or "contractor" in ticket.pinned
        or any(o.is_live and o != silent for o in ticket.orders)
    )


def _ended(case: Case, question: Question, option: str) -> Decision:
    return _due(question, case.ticket, option, (AnswerQuestion(question.id, option, None),))


def _due(question: Question, ticket: Ticket | None, reason: str, effects: tuple[Effect, ...]) -> Decision:
    event = f"q{question.id}"
    if ticket is None:
        return Decision(Verdict.ACCEPTED, reason, effects, event=event)
    return Decision(Verdict.ACCEPTED, reason, effects, ticket.number, ticket.seq, event, INTERNAL)
