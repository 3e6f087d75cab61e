"""Knows how lists read: held mails with their answers, tickets with their status, a ticket's whole file."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from hauspost.desk.channels import ChannelKind
from hauspost.desk.intents import Act
from hauspost.desk.model import EntryKind
from hauspost.desk.notices_on_request import (
    FileEntry,
    FileOfTicket,
    Listing,
    OrderLine,
    OrderList,
    TicketLine,
)
from hauspost.desk.notices_to_managers import Alert, HeldItem, HeldList
from hauspost.outbound import addressing, cleaning
from hauspost.outbound.deadlines import listed
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View, phone

EXCERPT = 200
MOST_HOUSES = 3
MOST_SPAM = 20
SPAM_SUBJECT = 40
ASTRAY = frozenset({"wrong_house", "no_property"})  # held since the mail went to no house of its author


def unreached(view: View, facts: Alert) -> Iterator[Entry]:
    """An address each, by the number that its ERREICHBAR has."""
    for n, one in enumerate(facts.several, start=1):
        head = f"{one.who} ({one.recipient})" if one.who else one.recipient
        told = [phone(one.phone), one.reply]
        if one.waiting:
            told.append(view.language.say("subjects.alert_unsent", subjects="; ".join(one.waiting)))
        yield Entry(str(n), head, tuple(line for line in told if line))


def held_example(view: View, facts: HeldList) -> str:
    """The shortest right answer to the first line of the list."""
    first = next(iter(_wanted(facts)), facts.items[0])
    if first.proposal:
        return f"H-{first.number}{NO_BREAK}{first.proposal.replace(' ', NO_BREAK)}"
    act = Act.SPAM if _is_own(view, first) else Act.TAKE if first.can_take else Act.TAKE_NEW
    word = view.language.say(f"held_words.{act}")
    return f"H-{first.number}{NO_BREAK}{word}"


def _wanted(facts: HeldList) -> tuple[HeldItem, ...]:
    """Without what the border takes for spam; what is urgent first."""
    wanted = (item for item in facts.items if not item.is_spam)
    return tuple(sorted(wanted, key=lambda item: not item.is_urgent))


def held_count(_view: View, facts: HeldList) -> int:
    return len(_wanted(facts))


def spam_title(view: View, facts: HeldList) -> str:
    """17 weitere vermutlich Werbung"""
    count = len(facts.items) - len(_wanted(facts))
    return (
        view.language.count("held.spam_more" if _wanted(facts) else "held.spam_only", count) if count else ""
    )


def spam_lines(view: View, facts: HeldList) -> Iterator[str]:
    """One line each, the newest first; the oldest of many are only counted."""
    marked = [item for item in facts.items if item.is_spam][::-1]
    between = view.language.say("marks.between")
    for item in marked[:MOST_SPAM]:
        told = (f"H-{item.number}", _from(view, item), cleaning.clip(item.subject, SPAM_SUBJECT))
        yield between.join(part for part in told if part)


def held_urgent(view: View, facts: HeldList) -> Iterator[Entry]:
    """What cannot wait, before everything else (H1)."""
    return _entries(view, (item for item in _wanted(facts) if item.is_urgent))


def held_entries(view: View, facts: HeldList) -> Iterator[Entry]:
    return _entries(view, (item for item in _wanted(facts) if not item.is_urgent))


def _entries(view: View, items: Iterable[HeldItem]) -> Iterator[Entry]:
    for item in items:
        said = view.language
        who = _from(view, item) + (f", {said.say('held.about', number=item.ticket)}" if item.ticket else "")
        yield Entry(
            f"H-{item.number}",
            f"{view.times.clock(item.at)} {who}",
            tuple(_about(view, item)),
            cleaning.clip(item.excerpt, EXCERPT),
            tuple(_held_answers(view, item)),
        )


def _from(view: View, item: HeldItem) -> str:
    if item.reason == "several_froms":
        return view.language.say("held.from_several")
    return item.from_address or view.language.say("held.from_missing")


def _is_own(view: View, item: HeldItem) -> bool:
    """Whether the reader's own address stands as the author of a mail that was held."""
    own = {address.casefold() for p in view.letter.to for address in p.addresses}
    return item.from_address.casefold() in own


def _about(view: View, item: HeldItem) -> Iterator[str]:
    said = view.language
    if _is_own(view, item):
        yield said.say("held.own_address")
    code = f"{item.reason}_lives" if item.lives else item.reason
    yield (
        said.say_if(f"held.{code}", lives=item.lives)
        or said.say_if(f"held.{item.reason}")
        or said.say("held.other")
    )
    if item.presumed:
        yield said.say("held.belongs" if item.learns else "held.presumed", who=item.presumed)
    if item.proposed:
        yield said.say(f"held.proposed_{item.proposed_by}", who=item.proposed)
    if item.subject:
        yield said.say("held.subject", subject=cleaning.clip(item.subject, EXCERPT))


def _held_answers(view: View, item: HeldItem) -> Iterator[Answer]:
    said = view.language
    buttons = {row.word: row.href for row in view.offered}
    if item.proposal:
        word = f"H-{item.number} {item.proposal}"
        yield Answer(word, said.say("held.link", who=item.proposed), buttons.get(word, ""))
    rows = (
        (Act.TAKE, _take(view, item)),
        (Act.ONCE, said.say("held.once", who=item.presumed)),
        (Act.TAKE_NEW, said.say("held.new")),
        (Act.SPAM, said.say("held.spam")),
    )
    for act, meaning in rows:
        if {Act.TAKE: item.can_take, Act.ONCE: item.learns}.get(act, True):
            word = f"H-{item.number} {said.say(f'held_words.{act}')}"
            yield Answer(word, meaning, buttons.get(word, ""))


def _take(view: View, item: HeldItem) -> str:
    """What OK does, and to which house it goes where the mail itself went elsewhere."""
    said = view.language
    if not item.presumed:
        return said.say("held.take_plain")
    if item.learns:
        return said.say("held.link", who=item.presumed)
    houses = tuple(dict.fromkeys(place.split()[0] for place in item.lives.split(",") if place.strip()))
    if not houses or item.reason not in ASTRAY:
        return said.say("held.take", who=item.presumed)
    word = NO_BREAK.join((f"H-{item.number}", said.say("held_words.take"), houses[0]))
    key = "held.take_there" if len(houses) == 1 else "held.take_where"
    return said.say(key, who=item.presumed, house=houses[0], word=word)


def listed_houses(view: View, facts: Listing) -> str:
    """Lindenweg 12, Hafenstraße 5; many houses are only counted."""
    houses = _houses(facts)
    if len(houses) > MOST_HOUSES:
        return view.language.say("ticket_list.houses", n=len(houses))
    return ", ".join(houses)


def _houses(facts: Listing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.house for line in facts.lines if line.house))


def ticket_lines(view: View, facts: Listing) -> Iterator[Entry]:
    has_several = len(_houses(facts)) > 1
    for line in facts.lines:
        place = ", ".join(
            p for p in (line.house if has_several else "", place_words(line.place, view.language)) if p
        )
        head = view.language.say("marks.between").join(p for p in (line.subject, place, line.who) if p)
        orders = (_order(view, order) for order in line.orders)
        comes = (_comes(view, order) for order in line.comes)
        kept = filter(None, (listed(view, line),))
        yield Entry(f"T-{line.number}", head, (_state(view, line), *comes, *orders, *kept))


def _comes(view: View, order: OrderLine) -> str:
    when = view.times.window(order.window) if order.window else ""
    return view.language.say("ticket_list.comes", when=when, company=order.company)


def order_count(_view: View, facts: OrderList) -> int:
    return len(facts.overdue) + len(facts.open)


def overdue_lines(view: View, facts: OrderList) -> Iterator[Entry]:
    return _own_orders(view, facts.overdue)


def open_lines(view: View, facts: OrderList) -> Iterator[Entry]:
    return _own_orders(view, facts.open)


def typed_day(view: View, _facts: OrderList) -> str:
    """Do 23.10. 16-18 Uhr: a date as one types it."""
    return view.times.typed(view.letter.at + timedelta(days=3))


def order_lines(view: View, facts: Listing) -> Iterator[Entry]:
    """To a firm or a caretaker: its own orders."""
    return _own_orders(view, facts.orders or ())


def _own_orders(view: View, orders: Iterable[OrderLine]) -> Iterator[Entry]:
    for order in orders:
        head = view.language.say("marks.between").join(
            p for p in (order.what, place_words(order.place, view.language)) if p
        )
        yield Entry(order.tag, head, (_order(view, order),))


def _order(view: View, order: OrderLine) -> str:
    """A-1042-1 Heizung Meier GmbH: Termin steht, Do, 16.10.2025, 16-18 Uhr"""
    whose = f"{order.tag} {order.company}: " if order.company else ""
    when = view.times.window(order.window) if order.window else ""
    return whose + ", ".join(p for p in (view.language.label("phases", order.phase), when) if p)


def _state(view: View, line: TicketLine) -> str:
    said = view.language
    status = said.label("statuses", "REJECTED" if line.is_rejected else line.status)
    if line.changed_at is None:
        return status
    return said.say("ticket_list.changed", status=status, when=view.times.when(line.changed_at))


def file_entries(view: View, facts: FileOfTicket) -> Iterator[Entry]:
    said = view.language
    for n, entry in enumerate(facts.entries, start=1):
        what = f"{said.label('entries', entry.kind)} ({_channel(view, entry)})"
        if entry.is_retracted:
            what += said.say("marks.between") + said.say("retracted.entry")
        by = f"{entry.by}: {what}" if entry.by else what
        change = _change(view, entry)
        head = f"{view.times.day(entry.at)}, {view.times.time(entry.at)}"
        yield Entry(str(n), head, tuple(line for line in (by, change) if line), entry.text)


def own_file_entries(view: View, facts: FileOfTicket) -> Iterator[Entry]:
    """To a resident: who wrote what, and how the status moved."""
    said = view.language
    for n, entry in enumerate(facts.entries, start=1):
        what = said.label("entries", entry.kind)
        head = f"{view.times.day(entry.at)}, {view.times.time(entry.at)}"
        state = said.label("statuses", entry.after) if entry.after else ""
        told = ": ".join(part for part in (entry.by or what, state or (what if entry.by else "")) if part)
        yield Entry(str(n), head, (told,), entry.text)


def _channel(view: View, entry: FileEntry) -> str:
    """mit der Melderin; where the Anrede does not say it: mit Robin Kaya."""
    said, reporter = view.language, view.letter.reporter
    if entry.channel != ChannelKind.RESIDENT or reporter is None:
        return said.label("channels", entry.channel)
    form = addressing.form_of(reporter)
    return said.say_if(f"channels_with.{form}") or said.say(
        "channels_with.open", who=addressing.noun(reporter, said)
    )


def _change(view: View, entry: FileEntry) -> str:
    """From what to what; a status is a code, everything else is in people's words already."""
    codes = "phases" if entry.kind == EntryKind.ORDER else "statuses"
    words = (view.language.label(codes, one) for one in (entry.before, entry.after) if one)
    return " → ".join(words)
