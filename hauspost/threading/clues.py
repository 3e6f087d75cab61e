"""Knows what in a mail points to a place, strongest first, and who its author is beside each of these clues."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from hauspost.desk.channels import INTERNAL, PUBLIC, Channel
from hauspost.desk.houses import EVERYWHERE, RESIDENT_ROLES, Person, PersonId, PropertyId, Role
from hauspost.desk.model import Status, Ticket
from hauspost.desk.proof import IdFact, Key, SecretFact
from hauspost.desk.rights import is_manager_of, may_read
from hauspost.desk.work import WorkOrder
from hauspost.threading.addresses import TargetKind
from hauspost.threading.facts import Asked, AskedSecret, Facts
from hauspost.threading.rows import Who

LIVE_AFTER_DONE: Final = timedelta(days=30)  # MAIL, "Secrets"
ORDERS_AFTER_DONE: Final = timedelta(days=14)  # the same: of a firm or caretaker about an order
# A return path and an unsubscribe address are machines' addresses: they prove nothing about words.
SPEAKING: Final = frozenset({TargetKind.REPLY, TargetKind.ACT})


@dataclass(frozen=True, slots=True)
class Scene:
    """One mail's question with everything that was found about it, and the moment of its receipt."""

    asked: Asked
    facts: Facts
    author: tuple[Person, ...]
    at: datetime
    zone: tzinfo

    @property
    def day(self) -> date:
        return self.at.astimezone(self.zone).date()

    @property
    def is_vouched(self) -> bool:
        return bool(self.facts.vouched)


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that names a place. `channel`: where the author's words go; `who` is their row in the table."""

    key: Key
    who: Who
    ticket: Ticket | None = None
    channel: Channel | None = None
    mail: int | None = None
    persons: tuple[PersonId, ...] = ()
    is_young: bool = True
    digest: str = ""
    button: int = 0
    property_id: PropertyId | None = None


def clues(scene: Scene) -> Iterator[Clue]:
    """All clues in the order of their weight; the last one always stands in the table."""
    if not _is_for_duty(scene):
        yield from _secret_clues(scene)
        yield from _id_clues(scene)
        yield from _tag_clues(scene)
    yield place_clue(scene)


def is_long_done(ticket: Ticket | None, at: datetime, span: timedelta = LIVE_AFTER_DONE) -> bool:
    return (
        ticket is not None
        and ticket.status is Status.DONE
        and ticket.done_at is not None
        and ticket.done_at + span < at
    )


def known_secrets(scene: Scene) -> Iterator[tuple[AskedSecret, SecretFact]]:
    """The secrets that we gave out as what they stand here for; a button's token never passes as a reply address."""
    for asked in scene.asked.secrets:
        fact = scene.facts.secrets.get(asked.digest)
        if fact is not None and fact.kind == asked.kind and _counts_here(fact.ticket, scene):
            yield asked, fact


def known_ids(scene: Scene) -> tuple[IdFact, ...]:
    """Newest first, ours before foreign ones of the same id."""
    order = {one: place for place, one in enumerate(scene.asked.message_ids)}
    found = (f for f in scene.facts.ids if f.message_id in order and _counts_here(f.ticket, scene))
    return tuple(sorted(found, key=lambda f: (order[f.message_id], f.mail is None)))


def _is_for_duty(scene: Scene) -> bool:
    return scene.asked.envelope is not None and scene.asked.envelope.kind is TargetKind.POSTMASTER


def _counts_here(number: int | None, scene: Scene) -> bool:
    """At a house's mailbox only what belongs to that house counts: the mail's other recipients are other arrivals."""
    envelope = scene.asked.envelope
    if envelope is None or envelope.kind is not TargetKind.MAILBOX:
        return True
    ticket = scene.facts.tickets.get(number) if number is not None else None
    return ticket is not None and scene.facts.house is not None and ticket.property_id == scene.facts.house.id


# ---- secrets


def _secret_clues(scene: Scene) -> Iterator[Clue]:
    """The envelope's own secret first, then those of the header by what they are worth to this author."""
    found = [_of_secret(asked, fact, scene) for asked, fact in known_secrets(scene) if asked.kind in SPEAKING]
    found = [clue for clue in found if clue.persons or clue.ticket]  # else: an answer to a stranger
    envelope = _envelope_digest(scene)
    yield from sorted(
        found, key=lambda clue: (clue.digest != envelope, _WORTH[clue.key], _NEARNESS[clue.who])
    )


_WORTH: Final = {Key.LIVE: 0, Key.EXPIRED: 1, Key.REVOKED: 2}
_NEARNESS: Final = {Who.P: 0, Who.READER: 1, Who.OTHER: 2, Who.PARTED: 3, Who.UNREGISTERED: 4, Who.ANYBODY: 5}


def _envelope_digest(scene: Scene) -> str:
    envelope = scene.asked.envelope
    return scene.asked.secrets[0].digest if envelope is not None and envelope.token else ""


def _of_secret(asked: AskedSecret, fact: SecretFact, scene: Scene) -> Clue:
    ticket = _ticket(fact.ticket, scene)
    key = Key.EXPIRED if fact.key is Key.LIVE and _is_outlived(fact, ticket, scene.at) else fact.key
    clue = _beside(Clue(key, Who.OTHER, ticket, fact.channel, fact.mail, fact.persons), scene)
    if key is Key.REVOKED:
        # A manager's word for the author mends what was revoked, as far as that person may read.
        clue = replace(clue, key=Key.EXPIRED) if scene.is_vouched else replace(clue, who=Who.ANYBODY)
    return replace(clue, is_young=fact.is_young, digest=asked.digest, button=asked.option)


def _is_outlived(fact: SecretFact, ticket: Ticket | None, at: datetime) -> bool:
    """A manager who reads what a firm wrote about an order keeps a manager's key."""
    workers = {o.assignee for o in ticket.orders if o.channel == fact.channel} if ticket else set()
    is_workers = not workers.isdisjoint(fact.persons)
    return is_long_done(ticket, at, ORDERS_AFTER_DONE if is_workers else LIVE_AFTER_DONE)


def _ticket(number: int | None, scene: Scene) -> Ticket | None:
    return scene.facts.tickets.get(number) if number is not None else None


# ---- ids and tags


def _id_clues(scene: Scene) -> Iterator[Clue]:
    found = known_ids(scene)
    yield from (_of_own_id(fact, scene) for fact in found if fact.mail is not None)
    for fact in found:
        ticket = _ticket(fact.ticket, scene)
        place = place_in(ticket, fact.channel, scene) if ticket is not None else None
        if fact.mail is None and place is not None:
            yield Clue(Key.FOREIGN_ID, Who.READER, ticket, place)


def _of_own_id(fact: IdFact, scene: Scene) -> Clue:
    clue = Clue(Key.OWN_ID, Who.OTHER, _ticket(fact.ticket, scene), fact.channel, fact.mail, fact.persons)
    return _beside(clue, scene)


def _tag_clues(scene: Scene) -> Iterator[Clue]:
    """An order's tag before a ticket's: it says more."""
    for number, order in scene.asked.orders:
        ticket = _ticket(number, scene) if _counts_here(number, scene) else None
        named = next((o for o in ticket.orders if o.number == order), None) if ticket is not None else None
        if ticket is not None and named is not None and _is_assigned(named, ticket, scene):
            yield Clue(Key.TAG, Who.ASSIGNEE, ticket, named.channel, property_id=ticket.property_id)
    for number in scene.asked.tags:
        ticket = _ticket(number, scene) if _counts_here(number, scene) else None
        place = place_in(ticket, None, scene) if ticket is not None else None
        if ticket is not None and place is not None:
            who = standing(scene.author, ticket.property_id, scene.day)
            yield Clue(Key.TAG, who, ticket, place, property_id=ticket.property_id)


def _is_assigned(order: WorkOrder, ticket: Ticket, scene: Scene) -> bool:
    """Whether the author is its assignee, works on it still, and may read its channel."""
    own = tuple(p for p in scene.author if p.id == order.assignee)
    return order.is_live and may_read(own, ticket, order.channel, scene.at, scene.zone)


# ---- who From is


def _beside(clue: Clue, scene: Scene) -> Clue:
    """The clue with its row, and the channel in which this author would speak."""
    is_p = bool({p.id for p in scene.author} & set(clue.persons))
    place = place_in(clue.ticket, clue.channel, scene) if clue.ticket is not None else None
    if not scene.author:
        who = Who.UNREGISTERED
    elif is_p or scene.is_vouched:
        reads = place is not None or (clue.ticket is None and is_p)
        who = Who.P if reads else Who.PARTED
    else:
        who = Who.READER if place is not None and place == clue.channel else Who.OTHER
    return replace(clue, who=who, channel=place)


def place_in(ticket: Ticket, named: Channel | None, scene: Scene) -> Channel | None:
    """The named channel if the author may read it, else the own one in that ticket; None: not this ticket's reader."""
    author, at, zone = scene.author, scene.at, scene.zone
    if named is not None and may_read(author, ticket, named, at, zone):
        return named
    if is_manager_of(author, ticket.property_id, at, zone):
        return INTERNAL
    ids = {p.id for p in author}
    for own in dict.fromkeys(p.channel for p in ticket.participants if p.person in ids):
        if may_read(author, ticket, own, at, zone):
            return own
    readers = [p for p in author if may_read((p,), ticket, PUBLIC, at, zone)]
    return Channel.of_resident(readers[0].id) if readers else None


def standing(author: tuple[Person, ...], place: PropertyId, day: date) -> Who:
    """What a person is at a property; several behind one address: the weightiest."""
    roles = frozenset(role for p in author for role in p.roles_at(place, day))
    if Role.MANAGER in roles:
        return Who.MANAGER
    if roles & RESIDENT_ROLES:
        return Who.RESIDENT
    if Role.CARETAKER in roles:
        return Who.CARETAKER
    if Role.CONTRACTOR in roles:
        return Who.CONTRACTOR
    return Who.FORMER if any(p.former_roles_at(place, day) for p in author) else Who.ELSEWHERE


def place_clue(scene: Scene) -> Clue:
    """What is left without a key: the house of the mailbox, else the author's only one."""
    author, house = scene.author, scene.facts.house
    if not author:
        return Clue(Key.NONE, Who.UNKNOWN, property_id=house.id if house else None)
    if house is not None:
        who = standing(author, house.id, scene.day)
        is_placed = scene.is_vouched and who is Who.ELSEWHERE
        return Clue(Key.NONE, Who.FORMER if is_placed else who, property_id=house.id)
    if _is_for_duty(scene) and not scene.is_vouched:
        return Clue(Key.NONE, Who.UNCLEAR)
    return _at_the_desk(author, scene)


def _at_the_desk(author: tuple[Person, ...], scene: Scene) -> Clue:
    day = scene.day
    current = [r for p in author for r in p.roles if r.period.holds(day)]
    managed = {r.property_id for r in current if r.role is Role.MANAGER}
    if managed:
        return Clue(Key.NONE, Who.MANAGER, property_id=_only(managed))
    ended = (r for p in author for r in p.roles if r.period.is_over(day))
    held = {r.property_id for r in current if r.role is not Role.CONTRACTOR}  # a firm's "*" is no place
    place = _only(held or {r.property_id for r in ended}) or scene.facts.workplace
    if place is None:
        return Clue(Key.NONE, Who.UNCLEAR)
    return Clue(Key.NONE, standing(author, place, day), property_id=place)


def _only(places: set[PropertyId]) -> PropertyId | None:
    """The one property; "*" is no place."""
    (found,) = places if len(places) == 1 else (EVERYWHERE,)
    return None if found == EVERYWHERE else found
