"""What a firm with a live order hears when another report becomes part of it, or is parted from it again."""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Person
from hauspost.desk.model import Entry, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderExtended, Site
from hauspost.desk.sites import other_sites, report_facts
from hauspost.desk.telling import held_back, tell
from hauspost.desk.work import OrderKind, WorkOrder


def extended(case: Case, ticket: Ticket, joined: Ticket, number: int, by: Person) -> tuple[OweNotice, ...]:
    """To every firm that works by an order: the flats that came in addition, once the hold time is over.

    `ticket`: before the report `number` came along, `joined`: with it.
    """
    other, entries = case.files[number]
    told: list[OweNotice] = []
    for order in joined.orders:
        if not (order.is_running and order.kind is OrderKind.ORDER):
            continue
        journal, own = (entries, ticket) if order in ticket.orders else (case.entries, other)
        found = other_sites(replace(case, entries=journal), replace(joined, reporter=own.reporter))
        sites = tuple(site for site in found if site.person is not None)  # of who hides there is nothing
        own_journal = case.entries if order in ticket.orders else entries
        if _is_in_own_words(case, own, order, own_journal):
            sites = tuple(replace(site, text="") for site in sites)
        told += _tell(case, joined, order, sites, by, falls_away=False) if sites else ()
    return tuple(told)


def _is_in_own_words(case: Case, ticket: Ticket, order: WorkOrder, journal: tuple[Entry, ...]) -> bool:
    """Whether a manager's own text stands for every report (WORDS 5)."""
    category = case.category(ticket.category)
    said = str(report_facts(journal, ticket).get("task") or "")
    return order.text not in (said, category.label_de, category.label_en)


def shorten(case: Case, ticket: Ticket, channels: frozenset[Channel], by: Person) -> tuple[OweNotice, ...]:
    """The same flats fall away again: told to every firm that had been told of them."""
    sites = tuple(
        s for s in other_sites(case, ticket) if s.person and Channel.of_resident(s.person) in channels
    )
    running = (o for o in ticket.orders if o.is_running and o.kind is OrderKind.ORDER)
    return tuple(
        mail for o in running if sites for mail in _tell(case, ticket, o, sites, by, falls_away=True)
    )


def _tell(
    case: Case, ticket: Ticket, order: WorkOrder, sites: tuple[Site, ...], by: Person, *, falls_away: bool
) -> tuple[OweNotice, ...]:
    assignee = assignees.person_of(case, order.assignee)
    if assignee is None:
        return ()
    phone = next(iter(by.phones), case.company.phone)
    facts = OrderExtended(ticket.order_tag(order), sites, by.name, phone, falls_away=falls_away)
    due = case.at if falls_away else held_back(case)
    return tell(case, (assignee,), NoticeKind.ORDER_EXTENDED, facts, channel=order.channel, due_at=due)
