"""Who may read a channel, and who may do what: DOMAIN's table, default deny."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.command_table import EVERYBODY, WORDS
from hauspost.desk.houses import EVERYWHERE, Person, PropertyId, Role
from hauspost.desk.intents import Act
from hauspost.desk.model import Ticket, Visibility
from hauspost.desk.proof import Power

# An act without a word of its own is said by a button or another word's letter. Those that answer a question are
# nobody's right by role: who was asked may answer. The others are managers'.
_ANSWERS = frozenset({Act.YES, Act.NO, Act.CHOOSE, Act.RATE})
_WORDLESS = frozenset(Act) - {word.act for word in WORDS}
OF_ASKED = _ANSWERS | {word.act for word in WORDS if not word.right}

# Role → the acts that its commands may have. What is not listed is refused and journalled.
ACTS: dict[Role, frozenset[Act]] = {
    role: frozenset(word.act for word in WORDS if role in word.right)
    | (_WORDLESS - _ANSWERS if role is Role.MANAGER else frozenset())
    for role in Role
}
FORMER_ACTS = frozenset(word.act for word in WORDS if word.right == EVERYBODY)  # the own tickets

# What needs no proof but a registered From (MAIL, "Proof"): the answer goes to that address.
ASKING = frozenset(word.act for word in WORDS if word.asks)
OF_DOCUMENTS = frozenset({Act.DOCUMENTS, Act.DOCUMENT})  # each answered by the role


def needed_power(act: Act) -> Power:
    return Power.NOTHING if act in ASKING else Power.REVERSIBLE


def may_act(persons: Iterable[Person], act: Act, place: PropertyId, at: datetime, zone: tzinfo) -> bool:
    """Whether any role in force of any of them allows the act there; several people behind one address: the union."""
    day = at.astimezone(zone).date()
    for person in persons:
        roles = person.roles_at(place, day)
        if any(act in ACTS[role] for role in roles):
            return True
        if not roles and person.former_roles_at(place, day) and act in FORMER_ACTS:
            return True
    return False


def may_read(persons: Iterable[Person], ticket: Ticket, channel: Channel, at: datetime, zone: tzinfo) -> bool:
    """Membership of a channel, judged at `at`: the one rule for whom to tell and for each mail before it leaves."""
    return any(_may_read(person, ticket, channel, at, zone) for person in persons)


def _may_read(person: Person, ticket: Ticket, channel: Channel, at: datetime, zone: tzinfo) -> bool:
    day = at.astimezone(zone).date()
    roles = person.roles_at(ticket.property_id, day)
    if Role.MANAGER in roles:
        return True
    if channel.kind is ChannelKind.PUBLIC:
        return ticket.visibility is Visibility.PUBLIC and bool(roles & ticket.audience)
    if channel.kind is ChannelKind.INTERNAL:
        return False
    if channel.kind is ChannelKind.ASKED and not roles:
        return False  # whoever was asked for an office or a flat, and has it no more
    return any(
        p.person == person.id
        and p.channel == channel
        and (p.since is None or p.since <= at)
        and (p.until is None or at < p.until)
        for p in ticket.participants
    )


def manages_all(persons: Iterable[Person], houses: Iterable[PropertyId], at: datetime, zone: tzinfo) -> bool:
    """Whether they manage every house ("*", or each one by itself): what concerns all of them needs it."""
    day = at.astimezone(zone).date()
    held = {r.property_id for p in persons for r in p.roles if r.role is Role.MANAGER and r.period.holds(day)}
    return EVERYWHERE in held or (bool(held) and held >= set(houses))


def is_manager_of(persons: Iterable[Person], place: PropertyId, at: datetime, zone: tzinfo) -> bool:
    day = at.astimezone(zone).date()
    return any(Role.MANAGER in p.roles_at(place, day) for p in persons)
