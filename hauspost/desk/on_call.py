"""Who is called in an emergency: the number for its kind, and the on-call firm, ordered by rule alone (WORDS 6)."""

from collections.abc import Iterator
from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Channel
from hauspost.desk.contacts import number_in_emergency
from hauspost.desk.decision import AddEntry, Effect, OpenTicket, SetStatus
from hauspost.desk.houses import CategoryKey, Person
from hauspost.desk.languages import keys, say
from hauspost.desk.model import EntryKind, Status, Ticket, TicketKind
from hauspost.desk.ordering import Terms, give, task_of
from hauspost.desk.proof import Auth
from hauspost.desk.rules import as_author, choose_rule, powers
from hauspost.desk.urgency import Kind, Level, Urgency
from hauspost.desk.work import Firm, OrderKind, WorkOrder

RULE = (
    "emergency_dispatch"  # the policy that orders by itself, where no row of rules.csv speaks of the category
)
PER_DAY = 3  # DOMAIN: automatic orders per property and day

# Which number of the house is for it; everything else is the on-call service's (INTERFACE, properties.csv).
PHONES: dict[Kind, str] = {
    Kind.GAS: "gas",
    Kind.LIFT_PERSON: "lift",
    Kind.LIFT: "lift",
    Kind.LOCK_OUT: "keys",
}
# Whose work it is, whatever category the words gave it.
WORK: dict[Kind, str] = {
    Kind.WATER: "water",
    Kind.SEWAGE: "water",
    Kind.HEATING: "heating",
    Kind.POWER: "electricity",
    Kind.STORM: "roof",
    Kind.LOCK_OUT: "doors",
    Kind.DOOR: "doors",
    Kind.LIFT: "lift",
    Kind.LIFT_PERSON: "lift",
    Kind.GAS: "gas",
}
KIND_OF: dict[str, Kind] = {
    "water": Kind.WATER,
    "heating": Kind.HEATING,
    "electricity": Kind.POWER,
    "roof": Kind.STORM,
    "doors": Kind.DOOR,
    "lift": Kind.LIFT,
    "gas": Kind.GAS,
}
# What the order says of it: never the report's own sentences, which may tell of the people there (WORDS 5).


def number_of(case: Case, kind: Kind) -> tuple[str, str]:
    """The number to call, and whose it is: "" for the house's own or the company's."""
    phones = dict(case.house.phones) if case.house else {}
    own = phones.get(PHONES.get(kind, "emergency")) or phones.get("emergency", "")
    if own:
        firm = next((f.company for f in assignees.at_work(case) if digits(own) in numbers_of(f)), "")
        return own, firm
    firm_on_call = next(
        (f for f in _firms(case, kind, CategoryKey(WORK.get(kind, ""))) if f.emergency_phone), None
    )
    if firm_on_call is not None:
        return firm_on_call.emergency_phone, firm_on_call.company
    return case.company.emergency_phone or case.company.phone, ""


def digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())


def numbers_of(firm: Firm) -> set[str]:
    return {digits(n) for n in (firm.phone, firm.emergency_phone) if n}


def candidates(case: Case, kind: Kind, ticket: Ticket | OpenTicket) -> Iterator[Person]:
    """On-call firms for it, the best first: rows "only in an emergency" before those who have the work anyway, and of
    these only who has an emergency number. Nobody who refused it, or has it already."""
    orders = ticket.orders if isinstance(ticket, Ticket) else ()
    gone = {o.assignee for o in orders}
    for firm in _firms(case, kind, ticket.category):
        person = assignees.person_of(case, firm.person)
        if person is not None and person.address and person.id not in gone:
            yield person


def _firms(case: Case, kind: Kind, category: CategoryKey) -> Iterator[Firm]:
    wanted = dict.fromkeys((category, WORK.get(kind, "")))
    works = {w.casefold() for key in wanted if key for w in assignees.works_of(case, key) if w}
    rows = sorted(
        (a for a in case.assignments if a.work.casefold() in works),
        key=lambda a: (not a.emergency_only, a.rank),
    )
    seen = set()
    for row in rows:
        firm = assignees.firm_of(case, row.person)
        if firm is None or firm.person in seen or not (row.emergency_only or firm.emergency_phone):
            continue
        seen.add(firm.person)
        yield firm


def dispatch(
    case: Case, ticket: Ticket | OpenTicket, urgency: Urgency, *, facts: dict[str, object], channel: Channel
) -> tuple[WorkOrder | None, tuple[Effect, ...]]:
    """An order to the on-call firm at once, if the house's rule says so: released, ordered, told to nobody outside
    before it agrees. `channel`: where the status is written down. None: a hand must do it."""
    if not may_dispatch(case, ticket, urgency):
        return None, ()
    chosen = next(
        ((p, limit) for p in candidates(case, urgency.kind, ticket) if (limit := _limit(case, ticket, p))),
        None,
    )
    if chosen is None:
        return None, ()
    assignee, limit = chosen
    name = rule_name(case, ticket)
    said = assignee.language
    is_usual = urgency.kind in keys("tasks")
    text = say(f"tasks.{urgency.kind}", said) if is_usual else case.category(ticket.category).label(said)
    text += say("tasks.everywhere", said) if urgency.is_everywhere else ""
    task = replace(task_of(case, ticket, facts, language=assignee.language), text=text, pictures=())
    if urgency.is_everywhere and case.house is not None:
        task = replace(task, place=ticket.public_place or case.house.short_name, bell_name="")
    if not task.is_anonymous:
        task = replace(task, phone=number_in_emergency(case, ticket))
    may_start, may_finish = powers(case, ticket.property_id, ticket.category)
    terms = Terms(OrderKind.ORDER, limit, rule=name, may_start=may_start, may_finish=may_finish)
    known = ticket if isinstance(ticket, Ticket) else None
    order, effects = give(case, assignee, task, terms, ticket=known, by=None, due_at=case.at)
    status = known.status if known else Status.OPEN
    if status is not Status.OPEN:
        return order, effects
    moved: dict[str, object] = {"before": str(Status.OPEN), "after": str(Status.RELEASED), "rule": name}
    entry = AddEntry(channel, EntryKind.STATUS, None, as_author(case, name), "", moved)
    return order, (SetStatus(Status.OPEN, Status.RELEASED), entry, *effects)


def may_dispatch(case: Case, ticket: Ticket | OpenTicket, urgency: Urgency) -> bool:
    """Never in life danger, never of what may be forged, never beyond the day's number, never twice for one event."""
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    per_day = rule.per_day if rule else PER_DAY
    runs = any(o.is_live for t in case.alarmed if t.category == ticket.category for o in t.orders)
    return (
        case.policy.emergency_dispatch
        and urgency.level is Level.EMERGENCY
        and ticket.kind is TicketKind.MATTER
        and case.resolution.auth is not Auth.FAIL
        and case.orders_today < per_day
        and not runs
    )


def _limit(case: Case, ticket: Ticket | OpenTicket, person: Person) -> int | None:
    """A firm that may cost anything is ordered by a hand; cents, gross."""
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    firm = assignees.firm_of(case, person.id)
    limits = [v for v in (rule.limit if rule else None, firm.limit if firm else None) if v is not None]
    return min(limits, default=None)


def rule_name(case: Case, ticket: Ticket | OpenTicket) -> str:
    rule = choose_rule(case.rules, ticket.property_id, ticket.category)
    return rule.name if rule else RULE


def kind_of(ticket: Ticket) -> Kind:
    """Of a ticket that nobody's words raised: by its topic."""
    return KIND_OF.get(ticket.category, Kind.OTHER)


def journal_channel(ticket: Ticket) -> Channel:
    return Channel.of_resident(ticket.reporter) if ticket.reporter else INTERNAL
