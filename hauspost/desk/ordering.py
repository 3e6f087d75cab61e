"""How an order is given: what it says of the report (WORDS 5), on which terms, and all that belongs to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from hauspost.desk import accounts, assignees, rules
from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, Participant, ParticipantKind
from hauspost.desk.contacts import number_along
from hauspost.desk.course import resident_channel
from hauspost.desk.decision import AddEntry, AddParticipant, Effect, OpenOrder, OpenTicket, SetStatus
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Said
from hauspost.desk.mail_table import Event, Reader, when_told
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderGiven, Site
from hauspost.desk.publication import lies_in_flat
from hauspost.desk.representing import bell_of
from hauspost.desk.sites import hides_reporter, other_sites
from hauspost.desk.statuses import after
from hauspost.desk.telling import tell
from hauspost.desk.work import OrderKind, Phase, WorkOrder

FIRST_PHASE: dict[OrderKind, Phase] = {
    OrderKind.ORDER: Phase.DISPATCHED,
    OrderKind.QUOTE: Phase.QUOTE_REQUESTED,
    OrderKind.INFO: Phase.DISPATCHED,
}
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif")


@dataclass(frozen=True, slots=True)
class Task:
    """What an order may carry of a report, and where it is."""

    text: str
    place: str = ""
    access: str = ""
    bell_name: str = ""
    pictures: tuple[str, ...] = ()
    is_anonymous: bool = False
    sites: tuple[Site, ...] = ()  # of the reports that were made one with it
    of: Ticket | OpenTicket | None = None  # where it lies in the flat of who reported it …
    reporter: Person | None = None  # … and that person
    reworks: str = ""  # the order of the same assignee whose work did not last
    phone: str = ""  # of who reported, where it may be given

    def instead(self, text: str) -> "Task":
        """With a manager's own text, which replaces every report's; "": as it is."""
        sites = tuple(replace(site, text="") for site in self.sites)
        return replace(self, text=text, sites=sites) if text else self

    def like(self, order: WorkOrder, facts: dict[str, object]) -> "Task":
        """What that order said, for another firm. Of who hides, perhaps only since then, no word, flat or hour."""
        if not self.is_anonymous:
            return replace(self, text=order.text, place=order.place, access=order.access)
        return self if order.text == facts.get("task") else replace(self, text=order.text)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms somebody is set to work. `rule`: the name of the rule that does it; "": a hand."""

    kind: OrderKind = OrderKind.ORDER
    limit: int | None = None
    accept_by: date | None = None
    rule: str = ""
    may_start: bool = False
    may_finish: bool = False
    account: str = accounts.WEG  # for whose account
    payer: str = ""  # … and who that is, if not as the house's master data say


# ---- what an order says


def task_facts(said: Said) -> dict[str, object]:
    """What the report's opening entry keeps for later orders."""
    return {"task": said.task, "access": said.access, "place": said.place}


def task_of(case: Case, ticket: Ticket | OpenTicket, facts: dict[str, object], *, language: str) -> Task:
    """From the report as `task_facts` kept it. Of somebody who hides nothing goes along, in every case (WORDS 5)."""
    label = case.category(ticket.category).label(language)
    place = ticket.public_place or str(facts.get("place") or "")
    sites = other_sites(case, ticket)
    if hides_reporter(ticket):
        return Task(label, place, is_anonymous=True, sites=sites)
    names = facts.get("attachments")
    pictures = (
        tuple(str(n) for n in names if str(n).lower().endswith(PICTURES)) if isinstance(names, list) else ()
    )
    text, access = str(facts.get("task") or "") or label, str(facts.get("access") or "")
    if facts.get("place") or not lies_in_flat(ticket):
        return Task(text, place or ticket.place, access, pictures=pictures, sites=sites)
    bell = str(facts.get("bell") or "") or _bell(case, ticket)
    return Task(
        text, ticket.place, access, bell, pictures, sites=sites, of=ticket, reporter=_reporter(case, ticket)
    )


def _bell(case: Case, ticket: Ticket | OpenTicket) -> str:
    reporter = _reporter(case, ticket)
    if reporter is None or reporter.only_works:
        return ""
    return bell_of(case, (reporter,), ticket.property_id, ticket.unit) or reporter.last_name


def _reporter(case: Case, ticket: Ticket | OpenTicket) -> Person | None:
    known = {p.id: p for p in case.author} | dict(case.people)
    return known.get(ticket.reporter) if ticket.reporter else None


# ---- how one is given


def give(
    case: Case,
    assignee: Person,
    task: Task,
    terms: Terms,
    *,
    ticket: Ticket | None,
    by: Person | None,
    due_at: datetime,
) -> tuple[WorkOrder, tuple[Effect, ...]]:
    """The next order of the ticket and all that belongs to it. `ticket` None: the one that this decision opens."""
    company = assignees.called(case, assignee)
    order = WorkOrder(
        number=max((ticket.orders_given, *(o.number for o in ticket.orders))) + 1 if ticket else 1,
        assignee=assignee.id,
        assignee_name=company,
        kind=terms.kind,
        phase=FIRST_PHASE[terms.kind],
        text=task.text,
        place=task.place,
        access=task.access,
        limit=terms.limit,
        accept_by=terms.accept_by,
        rule=terms.rule,
        may_start=terms.may_start,
        may_finish=terms.may_finish,
        is_anonymous=task.is_anonymous,
    )
    facts: dict[str, object] = {
        "order": order.number,
        "before": "",
        "after": str(order.phase),
        "assignee": assignee.id,
        "company": company,
        "kind": str(order.kind),
        "limit": order.limit,
        "rule": order.rule,
        "account": terms.account,
        "payer": terms.payer,
    }
    author, name = (by.id, by.name) if by else (None, rules.as_author(case, order.rule))
    entry = AddEntry(order.channel, EntryKind.ORDER, author, name, task.text, facts)
    member = Participant(assignee.id, order.channel, ParticipantKind.ASKED)
    tag = ticket.order_tag(order) if ticket else ""
    letter = replace(
        _letter(case, order, task, tag, assignee, by), invoice_to=terms.payer or invoice_to(case)
    )
    is_told = order.kind is OrderKind.ORDER and not order.is_anonymous and bool(task.bell_name)
    if is_told and not letter.tenant_phone:
        letter = replace(letter, tenant_phone=number_along(case, task.of, task.reporter, assignee))
    when = when_told(case, Event.COMMAND, Reader.CONTRACTOR, ticket)
    mails = tell(case, (assignee,), NoticeKind.ORDER, letter, channel=order.channel, due_at=due_at, when=when)
    return order, (OpenOrder(order), AddParticipant(member), entry, *mails)


def _letter(
    case: Case, order: WorkOrder, task: Task, tag: str, assignee: Person, by: Person | None
) -> OrderGiven:
    contact = by or case.responsible()
    rule = rules.named_rule(case, order.rule) if order.rule else None
    return OrderGiven(
        tag=tag,
        kind=str(order.kind),
        text=order.text,
        place=order.place,
        access=order.access,
        limit=order.limit,
        accept_by=order.accept_by,
        by=contact.name if contact else "",
        phone=next(iter(contact.phones), case.company.phone) if contact else case.company.phone,
        rule=rules.spoken(case, rule, assignee.language) if rule else order.rule,
        invoice_to=invoice_to(case),
        invoice_email=case.house.invoice_email if case.house else "",
        bell_name=task.bell_name,
        is_anonymous=order.is_anonymous,
        pictures=task.pictures,
        sites=task.sites,
        reworks=task.reworks,
        tenant_phone=task.phone,
    )


def invoice_to(case: Case) -> str:
    return (case.house.invoice_recipient or case.house.name) if case.house else ""


def released(case: Case, ticket: Ticket, by: Person | None, name: str) -> tuple[Ticket, tuple[Effect, ...]]:
    """OPEN → RELEASED: by a manager's hand, or by a rule as the manager's standing order, named in the journal."""
    target = after(ticket.status, Act.RELEASE, Role.MANAGER)
    if target is None:
        return ticket, ()
    facts: dict[str, object] = {
        "before": str(ticket.status),
        "after": str(target),
        "rule": "" if by else name,
    }
    channel = resident_channel(case, ticket) or INTERNAL
    author, called = (by.id, by.name) if by else (None, rules.as_author(case, name))
    entry = AddEntry(channel, EntryKind.STATUS, author, called, "", facts)
    return replace(ticket, status=target), (SetStatus(ticket.status, target), entry)
