"""What the house hears of a public ticket: generated from category, place and status, never in the reporter's words."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL, PUBLIC, takes_part
from hauspost.desk.decision import AddEntry, Effect, OpenTicket, OweNotice, SetVisibility
from hauspost.desk.houses import Category, Person, PersonId, Property, Role
from hauspost.desk.intents import Said, Wish
from hauspost.desk.mail_table import OF_NEWS, Event, Reader, When, when_told
from hauspost.desk.model import ALARMING, Entry, EntryKind, Status, Ticket, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews
from hauspost.desk.preferences import Wished, next_digest, wished
from hauspost.desk.quiet_hours import leaves_at
from hauspost.desk.telling import folded, held_back, tell
from hauspost.desk.work import OrderKind, Window

EVENING = time(18, 0)  # WORDS 7: what is not important comes as one line in the evening
BY_SYSTEM = "Hauspost"
NEVER_PUBLIC = "private_only"  # complaints, accounts, contracts: whatever anybody wishes

# What the house hears when the status moves.
NEWS: dict[Status, str] = {
    Status.OPEN: "reopened",
    Status.RELEASED: "released",
    Status.IN_PROGRESS: "started",
    Status.DONE: "done",
}


def visibility_of(said: Said, category: Category) -> Visibility:
    """WORDS 4: narrow on a hint, widen only on a form; a category's default counts only for common ground."""
    if category.visibility == NEVER_PUBLIC or Wish.PRIVATE in said.wishes:
        return Visibility.PRIVATE
    if (
        Wish.PUBLIC in said.wishes
    ):  # what lies in a flat a manager tells the house in own words, or nobody does
        return Visibility.PRIVATE if said.is_in_flat else Visibility.PUBLIC
    is_common = category.visibility == Visibility.PUBLIC and bool(said.place)
    return Visibility.PUBLIC if is_common else Visibility.PRIVATE


def lies_in_flat(ticket: Ticket | OpenTicket) -> bool:
    """Whether it is about the party's flat: common ground, where a report names it, is its place for everybody."""
    return bool(ticket.unit) and ticket.place != ticket.public_place


def public_place(said: Said, house: Property, building: str) -> str:
    """Common ground named in the report, else the building, else the house; never a flat."""
    return said.place or building or house.short_name


def show_to(ticket: Ticket, after: Visibility, by: PersonId, name: str) -> tuple[Effect, ...]:
    """The change and its line of the journal; nothing if it is so already."""
    if ticket.visibility is after:
        return ()
    facts: dict[str, object] = {"before": str(ticket.visibility), "after": str(after)}
    entry = AddEntry(INTERNAL, EntryKind.VISIBILITY, by, name, facts=facts)
    return SetVisibility(ticket.visibility, after, ticket.public_place), entry


def closed_by_topic(case: Case, ticket: Ticket, by: Person) -> tuple[Effect, ...]:
    """The house reads no further of what turns out to be a topic that is never public."""
    if case.category(ticket.category).visibility != NEVER_PUBLIC:
        return ()
    return show_to(ticket, Visibility.PRIVATE, by.id, by.name)


def news(
    case: Case,
    ticket: Ticket | OpenTicket,
    event: str,
    *,
    text: str = "",
    by: Person | None = None,
    written_by: Iterable[PersonId] = (),
    at: datetime | None = None,
    window: Window | None = None,
) -> tuple[Effect, ...]:
    """An entry in the public channel and the mails that it owes: at once where it matters, else the evening line.

    Of what lies in a flat the house hears nothing before a manager's own text (WORDS 4).

    `at`: when it came about, if that is not now: an order leaves after the hold time. `window`: the date it is about.
    `written_by`: whose words `text` is, where it is not who decides now; nobody gets the own words as news.
    """
    row = _row(event, is_first=_is_first(case))
    when = When.AT_ONCE if text else when_told(case, row, Reader.AUDIENCE, ticket)
    if when is When.NOTHING or (not text and lies_in_flat(ticket) and not _has_text(case)):
        return ()
    category = case.category(ticket.category)
    entry = AddEntry(
        PUBLIC,
        EntryKind.MESSAGE if text else EntryKind.SUMMARY,
        by.id if by else None,
        by.name if by else BY_SYSTEM,
        text,
        {"event": event, "category": ticket.category, "place": ticket.public_place},
    )
    readers = _readers(case, ticket, event, frozenset(written_by))
    if when is When.EVENING:
        return (entry, *_evening(case, ticket, event, readers, at=at or case.at))
    matters = category.important or _is_danger(ticket, event)
    soon = Wished(readers) if matters else wished(readers)
    facts = PublicNews(
        event,
        ticket.public_place,
        at or case.at,
        text=text,
        reporter=_reporter(case, ticket),
        by=by.name if by else "",
        window=window,
        replies=case.policy.public_replies,
    )
    kind = NoticeKind.PUBLIC_SUMMARY
    due = max(held_back(case), folded(case)) if when is When.FOLDED else held_back(case)
    quiet, zone = case.policy.quiet_hours, case.zone
    due = leaves_at(kind, due, hours=quiet, zone=zone, is_urgent=matters)
    mails = tell(case, soon.at_once, kind, facts, channel=PUBLIC, due_at=due, is_foldable=not text)
    line = _line(ticket, event, at or case.at, text=text, by=facts.by)
    return (entry, *mails, *_daily(case, soon.daily, line))


def unheard(
    case: Case, ticket: Ticket, *, reading: frozenset[Role], but: Collection[int]
) -> tuple[OweNotice, ...]:
    """What the house was to hear and has not: the ticket was hidden from it, or from some, before the mails left.

    `reading`: the roles that read it all the while, whose mails wait still. `but`: seqs to omit. Not of dates: the
    journal of the house does not keep them.
    """
    if ticket.audience <= reading:
        return ()
    news = (e for e in case.entries if e.kind is EntryKind.SUMMARY and e.seq > 0 and e.seq not in but)
    kept = (e for e in news if e.event not in case.heard and not str(e.facts["event"]).startswith("date_"))
    return tuple(mail for entry in kept for mail in _told_late(case, ticket, entry, reading))


def _told_late(case: Case, ticket: Ticket, entry: Entry, reading: frozenset[Role]) -> tuple[OweNotice, ...]:
    event = str(entry.facts["event"])
    every = _readers(case, ticket, event, frozenset())
    informed = {p.address for p in every if p.roles_at(ticket.property_id, case.today) & reading}
    readers = tuple(p for p in every if p.address not in informed)
    when = when_told(case, _row(event, is_first=True), Reader.AUDIENCE, ticket)
    if when is When.EVENING:
        return _evening(case, ticket, event, readers, at=entry.at)
    facts = PublicNews(
        event,
        ticket.public_place,
        entry.at,
        reporter=_reporter(case, ticket),
        replies=case.policy.public_replies,
    )
    kind = NoticeKind.PUBLIC_SUMMARY
    return tell(case, readers, kind, facts, channel=PUBLIC, due_at=folded(case), is_foldable=True, when=when)


def _row(event: str, *, is_first: bool) -> Event:
    """A release is how the house hears of a ticket of which it has heard nothing before (policy.publish)."""
    return Event.OPENED if event == "released" and is_first else OF_NEWS.get(event, Event.COMMAND)


def _evening(
    case: Case, ticket: Ticket | OpenTicket, event: str, readers: tuple[Person, ...], *, at: datetime
) -> tuple[OweNotice, ...]:
    """One mail in the evening or, for whoever wants it so, at the hour of the digest: never both."""
    line = _line(ticket, event, at)
    told = Wished(readers) if _is_danger(ticket, event) else wished(readers)
    facts, due = EveningLines(lines=(line,)), next_evening(case)
    mails = tell(case, told.at_once, NoticeKind.EVENING, facts, channel=PUBLIC, due_at=due, is_foldable=True)
    return (*mails, *_daily(case, told.daily, line))


def _daily(case: Case, readers: tuple[Person, ...], line: EveningLine) -> tuple[OweNotice, ...]:
    facts = EveningLines(lines=(line,))
    at_mailbox: dict[str, list[Person]] = {}
    for person in readers:
        at_mailbox.setdefault(person.address, []).append(person)

    def due(behind: list[Person]) -> datetime:
        hour = case.digest_hours.of(behind, case.today)
        digest = next_digest(case.at, hour, case.calendar)
        return max(digest, held_back(case)) if line.text else digest

    return tuple(
        mail
        for behind in at_mailbox.values()
        for mail in tell(
            case, behind, NoticeKind.EVENING, facts, channel=PUBLIC, due_at=due(behind), is_foldable=True
        )
    )


def _line(
    ticket: Ticket | OpenTicket, event: str, at: datetime, *, text: str = "", by: str = ""
) -> EveningLine:
    number = ticket.number if isinstance(ticket, Ticket) else 0  # 0: the ticket of the same decision
    return EveningLine(number, ticket.category, ticket.public_place, event, at, text=text, by=by)


def _is_danger(ticket: Ticket | OpenTicket, event: str) -> bool:
    """What nobody can want to hear a day later, or not at all."""
    return event == "on_call" or bool(ticket.flags & ALARMING)


def next_evening(case: Case) -> datetime:
    local = case.at.astimezone(case.zone)
    evening = local.replace(hour=EVENING.hour, minute=EVENING.minute, second=0, microsecond=0)
    return evening if evening > local else evening + timedelta(days=1)


def _readers(
    case: Case, ticket: Ticket | OpenTicket, event: str, writers: frozenset[PersonId]
) -> tuple[Person, ...]:
    """Who holds a role of the audience today. An open reporter hears of the own ticket in the own channel; a hidden one
    gets the public mail like everybody, so that absence betrays nobody (DOMAIN, "Anonymous")."""
    hidden = {p.person for p in ticket.participants if p.hidden}
    residents = {p.person for p in ticket.participants if takes_part(p)}
    authors = {p.id for p in case.author}
    party = (authors | writers) if event == "text" else residents - hidden
    known = (*(case.people[i] for i in party if i in case.people), *case.author, *case.audience)
    own = {p.address for p in known if p.id in party}
    number = ticket.number if isinstance(ticket, Ticket) else None
    return tuple(
        p
        for p in case.audience
        if p.roles_at(ticket.property_id, case.today) & ticket.audience
        and p.address not in own
        and not _is_muted(case, p.id, number, important=case.category(ticket.category).important)
    )


def _is_muted(case: Case, person: PersonId, number: int | None, *, important: bool) -> bool:
    """STUMM to a ticket's mail covers that ticket; STUMM to the evening line covers no important category (WORDS 7)."""
    if number is not None and (person, number) in case.muted:
        return True
    return not important and (person, 0) in case.muted


def _reporter(case: Case, ticket: Ticket | OpenTicket) -> str:
    """The name, only if the house shows names and the reporter is not hidden."""
    shown = case.policy.reporter_visible and not any(p.hidden for p in ticket.participants)
    person = case.people.get(ticket.reporter) if ticket.reporter and shown else None
    return person.name if person else ""


def after_status(case: Case, before: Ticket, after: Ticket) -> tuple[Effect, ...]:
    """What the house is owed when a public ticket's status moved."""
    if after.visibility is not Visibility.PUBLIC or before.status is after.status:
        return ()
    event = "rejected" if after.is_rejected and after.status is Status.DONE else NEWS[after.status]
    return news(case, after, event)


def dates(case: Case, before: Ticket, after: Ticket) -> tuple[Effect, ...]:
    """The house hears when somebody comes: a date fixed, moved, or off (WORDS 7)."""
    is_running = after.visibility is Visibility.PUBLIC and after.status is not Status.DONE
    if not is_running:
        return ()
    known = {o.number: o.window for o in before.orders}
    told: list[Effect] = []
    for order in after.orders:
        was, now = known.get(order.number), order.window
        if order.kind is OrderKind.ORDER and was != now:
            event = "date_off" if now is None else "date_moved" if was else "date_fixed"
            told += news(case, after, event, window=now or was)
    return tuple(told)


def _has_text(case: Case) -> bool:
    return any(e.channel == PUBLIC and e.kind is EntryKind.MESSAGE for e in case.entries)


def _is_first(case: Case) -> bool:
    """Whether the house has heard nothing of the ticket yet."""
    return not any(e.channel == PUBLIC for e in case.entries)
