"""On what grounds a decision stands: rights, the workflow's rule, and who hears nothing of it and why. For `explain`.

Asks the very functions that decided, so it can tell nothing else than what they did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hauspost.desk.case import Case
from hauspost.desk.channels import ChannelKind
from hauspost.desk.decision import Decision, OpenTicket, OweNotice, Verdict
from hauspost.desk.houses import Person, PersonId, PropertyId, Role
from hauspost.desk.intents import Act, Said
from hauspost.desk.model import Ticket, TicketKind, Visibility
from hauspost.desk.proof import Auth
from hauspost.desk.rights import ACTS, FORMER_ACTS, OF_ASKED, is_manager_of, may_read, needed_power
from hauspost.desk.rules import choose_rule
from hauspost.desk.work import Automation
from hauspost.desk.workflow import level_of, rule_assignee


class Lowered(StrEnum):
    """Why a rule did less than it says."""

    INCOMPLETE = "incomplete"
    NOBODY = "nobody"
    RECURRENCE = "recurrence"
    RUNS_ALREADY = "runs_already"
    FORGED = "forged"
    BOUNDS = "bounds"


class Unheard(StrEnum):
    """Why somebody whom it might concern gets no mail of it."""

    NO_ADDRESS = "no_address"
    RECORDED = "recorded"
    NOT_RESPONSIBLE = "not_responsible"
    LIST = "list"
    HELD = "held"
    AUTHOR = "author"
    MUTED = "muted"
    NO_AUDIENCE = "no_audience"
    NO_NEWS = "no_news"


@dataclass(frozen=True, slots=True)
class RightsCell:
    """One command against the table of rights. `by`: the roles that allow it; empty: none does."""

    act: str
    roles: tuple[str, ...]  # of the author there that day
    by: tuple[str, ...]
    needs: str  # Power
    has: str
    is_of_asked: bool = False  # an answer: nobody's right by role


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether the author may read the channel, and as what: manager | audience | participant; "": not."""

    channel: str
    by: str


@dataclass(frozen=True, slots=True)
class RuleGround:
    """What rules.csv says of a new report, and how far it went: `why` stands where that is less than the rule's."""

    rule: str  # its name; "": none speaks of it
    says: str = ""  # Automation
    level: str = ""
    assignee: str = ""
    why: Lowered | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    person: PersonId
    why: Unheard


@dataclass(frozen=True, slots=True)
class Grounds:
    rights: tuple[RightsCell, ...] = ()
    reads: Membership | None = None
    rule: RuleGround | None = None
    untold: tuple[Untold, ...] = ()


def grounds(case: Case, said: Said, decision: Decision) -> Grounds:
    return Grounds(
        rights=tuple(_cell(case, command.act) for command in said.commands),
        reads=_membership(case),
        rule=_rule(case, decision),
        untold=tuple(_untold(case, decision)),
    )


# ---- rights


def _cell(case: Case, act: Act) -> RightsCell:
    roles = frozenset(role for person in case.author for role in _roles(case, person))
    by = {str(role) for role in roles if act in ACTS[role]}
    is_former = not roles and act in FORMER_ACTS and any(_was_there(case, p) for p in case.author)
    return RightsCell(
        str(act),
        tuple(sorted(roles)),
        tuple(sorted(by)) or (("former",) if is_former else ()),
        needed_power(act).name,
        case.resolution.power.name,
        act in OF_ASKED,
    )


def _roles(case: Case, person: Person) -> frozenset[Role]:
    """In force today at the place, or anywhere where none is named."""
    place = _place(case)
    if place is not None:
        return person.roles_at(place, case.today)
    return frozenset(r.role for r in person.roles if r.period.holds(case.today))


def _was_there(case: Case, person: Person) -> bool:
    place = _place(case)
    return place is not None and bool(person.former_roles_at(place, case.today))


def _place(case: Case) -> PropertyId | None:
    if case.ticket is not None:
        return case.ticket.property_id
    return case.house.id if case.house else None


def _membership(case: Case) -> Membership | None:
    ticket, channel = case.ticket, case.resolution.channel
    if ticket is None or channel is None:
        return None
    if not may_read(case.author, ticket, channel, case.at, case.zone):
        return Membership(str(channel), "")
    if is_manager_of(case.author, ticket.property_id, case.at, case.zone):
        return Membership(str(channel), "manager")
    return Membership(str(channel), "audience" if channel.kind is ChannelKind.PUBLIC else "participant")


# ---- the workflow


def _rule(case: Case, decision: Decision) -> RuleGround | None:
    """None: no report was opened by who wrote it, so none was asked."""
    opened = _opened(decision)
    if opened is None or opened.kind is not TicketKind.MATTER or case.acting_managers:
        return None
    rule = choose_rule(case.rules, opened.property_id, opened.category)
    if rule is None:
        return RuleGround("")
    says = str(rule.automation)
    if opened.flags:
        return RuleGround(rule.name, says, str(Automation.OFF), why=Lowered.INCOMPLETE)
    assignee = rule_assignee(case, rule, opened)
    if assignee is None or not assignee.address:
        return RuleGround(rule.name, says, str(Automation.OFF), why=Lowered.NOBODY)
    level = level_of(case, rule, opened, assignee)
    return RuleGround(
        rule.name, says, str(level), assignee.id, _lowered(case, opened, rule.automation, level)
    )


def _lowered(case: Case, opened: OpenTicket, says: Automation, level: Automation) -> Lowered | None:
    if level is says:
        return None
    if opened.recurrence_of is not None:
        return Lowered.RECURRENCE
    if level is Automation.VETO:
        return Lowered.BOUNDS
    return Lowered.FORGED if case.resolution.auth is Auth.FAIL else Lowered.RUNS_ALREADY


# ---- who hears nothing


def _untold(case: Case, decision: Decision) -> Iterator[Untold]:
    """Of those whom it might concern: the author, the managers, the ticket's people and audience."""
    told = {p for one in decision.everything if isinstance(one, OweNotice) for p in one.persons}
    opened = _opened(decision)
    seen = set(told)
    for person in _concerned(case, opened):
        if person.id not in seen:
            seen.add(person.id)
            yield Untold(person.id, _why(case, decision, opened, person))


def _opened(decision: Decision) -> OpenTicket | None:
    return next((e for e in decision.effects if isinstance(e, OpenTicket)), None)


def _concerned(case: Case, opened: OpenTicket | None) -> Iterable[Person]:
    yield from case.author
    yield from case.managers_now
    if case.ticket is not None:
        ids = [p.person for p in case.ticket.participants if p.until is None]
        yield from (case.people[i] for i in ids if i in case.people)
    if _visibility(case.ticket, opened) is Visibility.PUBLIC:
        yield from case.audience


def _visibility(ticket: Ticket | None, opened: OpenTicket | None) -> Visibility | None:
    found = opened or ticket
    return found.visibility if found else None


def _why(case: Case, decision: Decision, opened: OpenTicket | None, person: Person) -> Unheard:
    if not person.address:
        return Unheard.NO_ADDRESS
    if decision.verdict is Verdict.RECORDED:
        return Unheard.RECORDED
    if person.id in {m.id for m in case.managers_now} and person not in case.author:
        return Unheard.LIST if person == case.responsible() else Unheard.NOT_RESPONSIBLE
    if decision.verdict is Verdict.HELD:
        return Unheard.HELD
    if person in case.author:
        return Unheard.AUTHOR
    number = case.ticket.number if case.ticket else 0
    if (person.id, number) in case.muted or (person.id, 0) in case.muted:
        return Unheard.MUTED
    roles = _roles(case, person)
    audience = opened.audience if opened else (case.ticket.audience if case.ticket else frozenset())
    if _visibility(case.ticket, opened) is Visibility.PUBLIC and roles and not roles & audience:
        return Unheard.NO_AUDIENCE
    return Unheard.NO_NEWS
