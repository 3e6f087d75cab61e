"""Knows where a mail belongs and what its author may do there: `ask` names what to look up, `conclude` decides."""

from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk.houses import Person, PropertyId
from hauspost.desk.model import Ticket
from hauspost.desk.proof import Auth, Key, Power, Resolution, Route
from hauspost.desk.rights import is_manager_of
from hauspost.parsers.automation import Origin
from hauspost.parsers.mail import ParsedMail
from hauspost.threading.addresses import Target, TargetKind
from hauspost.threading.clues import (
    Clue,
    Scene,
    clues,
    is_long_done,
    known_ids,
    known_secrets,
    place_clue,
    standing,
)
from hauspost.threading.facts import Asked, AskedSecret, Facts, ask, asked_secret
from hauspost.threading.rows import TABLE, Outcome, Who

__all__ = ["Asked", "AskedSecret", "Facts", "ask", "conclude"]

REASONS: Final = {
    Origin.AUTO_REPLIED: "automatic",
    Origin.AUTO_GENERATED: "automatic",
    Origin.LIST: "list",
    Origin.BOUNCE: "bounce",
    Origin.COMPLAINT: "complaint",
}

# Without any clue, a mail that went to several of our addresses is heard at the one that names a house, else the desk.
YIELDS_TO: Final = {
    TargetKind.REPLY: (TargetKind.MAILBOX, TargetKind.DESK),
    TargetKind.ACT: (TargetKind.MAILBOX, TargetKind.DESK),
    TargetKind.DESK: (TargetKind.MAILBOX,),
    TargetKind.POSTMASTER: (TargetKind.MAILBOX, TargetKind.DESK),
}

# Whose words open an office ticket, not a resident's matter.
OF_THE_OFFICE: Final = frozenset({Who.MANAGER, Who.CARETAKER, Who.CONTRACTOR})


HEARD: Final = frozenset({Route.NEW, Route.OFFICE, Route.THREAD})
# The parser's defects of a mail of which something was not looked at (SAFETY, "Limits"): people say what becomes of
# it. Cut text is not among them, since its beginning stands in the ticket; nor a From over its limit: it names nobody.
OVER_LIMITS: Final = frozenset(
    (
        *("limit-header-octets", "limit-header-lines", "limit-to", "limit-cc"),
        *("limit-parts", "limit-depth", "limit-attachments", "limit-boundary", "limit-near-boundaries"),
    )
)


def conclude(
    mail: ParsedMail, asked: Asked, *, facts: Facts, at: datetime, zone: tzinfo, strict: bool = False
) -> Resolution:
    """The row of MAIL's table that this mail meets. `at`: its receipt; `strict`: policy.strict_commands."""
    author = facts.vouched or (facts.author if asked.from_address else ())
    scene = Scene(asked, facts, author, at, zone)
    found = _recorded(mail, scene) or _decided(scene, _auth(mail, facts), strict)
    if found.route in HEARD and not scene.is_vouched and not OVER_LIMITS.isdisjoint(mail.defects):
        found = _held_whole(found, scene)
    return replace(
        found,
        auth=_auth(mail, facts),
        address=asked.from_address,
        author=found.author or tuple(p.id for p in author),
        hint=asked.envelope.hint if asked.envelope else "",
        hinted_ticket=_hinted(found, scene),
    )


def _hinted(found: Resolution, scene: Scene) -> int | None:
    """What the subject names; else what a reply-all answers that its author may not read: for managers' eyes."""
    named = next((n for n in scene.asked.tags if n in scene.facts.tickets), None)
    if named is not None or found.ticket is not None:
        return named
    return next((one.ticket for one in known_ids(scene) if one.mail is None), None)


def _auth(mail: ParsedMail, facts: Facts) -> Auth:
    return Auth.PASS if facts.is_trusted else Auth(mail.auth.verdict)


# ---- what is kept and answered by nobody


def _recorded(mail: ParsedMail, scene: Scene) -> Resolution | None:
    if scene.facts.is_own_address or mail.own_mark:
        return _record("own", "own_mail", scene)
    envelope = scene.asked.envelope
    if envelope is not None and envelope.kind is TargetKind.STOP:
        return _mute(envelope, scene)
    if envelope is not None and envelope.kind is TargetKind.BOUNCE:
        return _record("bounce-address", REASONS.get(mail.origin, "absence"), scene)
    if mail.origin is not Origin.PERSON and not scene.is_vouched:
        return _record(f"automatic/{mail.origin}", REASONS[mail.origin], scene)
    return None


def _record(cell: str, reason: str, scene: Scene) -> Resolution:
    """A live key, or else an id that we remember, says for which ticket's journal it is."""
    kept = Resolution(Route.RECORD, cell, Key.NONE, Auth.NONE, reason=reason, property_id=_house(scene))
    siblings = _sibling_digests(scene)
    for asked, fact in known_secrets(scene):
        if fact.key is Key.LIVE and asked.digest not in siblings:
            place = _property_of(fact.ticket, scene)
            kept = replace(kept, key=Key.LIVE, ticket=fact.ticket, channel=fact.channel, property_id=place)
            return replace(kept, answered_mail=fact.mail, presumed=fact.persons)
    for one in known_ids(scene):
        key = Key.FOREIGN_ID if one.mail is None else Key.OWN_ID
        place = _property_of(one.ticket, scene)
        kept = replace(kept, key=key, ticket=one.ticket, channel=one.channel, property_id=place)
        return replace(kept, answered_mail=one.mail, presumed=one.persons)
    return kept


def _mute(envelope: Target, scene: Scene) -> Resolution:
    """RFC 2369 §3.2: a program writes it, so the live key acts alone; whoever From is, that key's owner is muted."""
    own = asked_secret(envelope)
    for asked, fact in known_secrets(scene):
        if asked == own and fact.key is Key.LIVE and fact.persons:
            mute = Resolution(Route.MUTE, "stop/live", Key.LIVE, Auth.NONE, power=Power.REVERSIBLE)
            mute = replace(mute, author=fact.persons, answered_mail=fact.mail, ticket=fact.ticket)
            return replace(mute, channel=fact.channel, property_id=_property_of(fact.ticket, scene))
    return Resolution(Route.RECORD, "stop/none", Key.UNKNOWN, Auth.NONE, reason="stop")


def _property_of(number: int | None, scene: Scene) -> PropertyId | None:
    ticket = scene.facts.tickets.get(number) if number is not None else None
    return ticket.property_id if ticket else _house(scene)


def _house(scene: Scene) -> PropertyId | None:
    return scene.facts.house.id if scene.facts.house else None


# ---- the table


def _decided(scene: Scene, auth: Auth, strict: bool) -> Resolution:
    for clue in clues(scene):
        outcome = TABLE[clue.key, clue.who].under(Auth.PASS if scene.is_vouched else auth)
        if outcome.route is not None:
            return _resolved(clue, outcome, outcome.route, scene=scene, auth=auth, strict=strict)
    raise AssertionError("the last clue has a row for everybody")


def _resolved(
    clue: Clue, outcome: Outcome, route: Route, *, scene: Scene, auth: Auth, strict: bool
) -> Resolution:
    if _comes_twice(clue, scene):
        return _record("same-mail", "duplicate", scene)
    found = Resolution(
        route,
        f"{clue.key}/{clue.who}/{auth}",
        _key(clue, scene),
        auth,
        power=_power(clue, outcome, scene, auth=auth, strict=strict),
        ticket=clue.ticket.number if clue.ticket else None,
        channel=clue.channel,
        answered_mail=clue.mail,
        button=clue.button,
        property_id=_place(clue, scene),
        tell=outcome.tell,
        reason=outcome.reason,
    )
    if route in (Route.HELD, Route.QUEUE):
        return replace(found, presumed=tuple(p.id for p in scene.author) or clue.persons, channel=None)
    if route is not Route.THREAD:
        return replace(found, ticket=None, channel=None)
    if clue.ticket is None or not is_long_done(clue.ticket, scene.at):
        return found
    return _follow_up(found, clue.ticket, clue.who, scene=scene)


def _follow_up(found: Resolution, ticket: Ticket, row: Who, *, scene: Scene) -> Resolution:
    """Nobody reads what is added to a matter long done: new words open a new one that is linked to it."""
    who = standing(scene.author, ticket.property_id, scene.day)
    route = Route.OFFICE if who in OF_THE_OFFICE else Route.NEW
    cell = f"done/{row}/{found.auth}"
    return replace(found, route=route, cell=cell, ticket=None, channel=None, linked_ticket=ticket.number)


def _place(clue: Clue, scene: Scene) -> PropertyId | None:
    if clue.ticket is not None:
        return clue.ticket.property_id
    return clue.property_id or place_clue(scene).property_id


def _key(clue: Clue, scene: Scene) -> Key:
    if clue.key is Key.NONE and scene.asked.secrets:
        return Key.UNKNOWN
    return clue.key


def _power(clue: Clue, outcome: Outcome, scene: Scene, *, auth: Auth, strict: bool) -> Power:
    """The wish table's narrower needs: a manager's key must be young, strict houses want both proofs."""
    if scene.is_vouched:
        return min(outcome.power, Power.ENTRY)
    by_key = clue.key is Key.LIVE and auth is not Auth.PASS
    too_old = by_key and not clue.is_young and _is_manager(scene.author, clue, scene)
    return (
        min(outcome.power, Power.ENTRY)
        if outcome.power is Power.REVERSIBLE and (strict or too_old)
        else outcome.power
    )


def _is_manager(author: tuple[Person, ...], clue: Clue, scene: Scene) -> bool:
    if clue.ticket is not None:
        return is_manager_of(author, clue.ticket.property_id, scene.at, scene.zone)
    return place_clue(scene).who is Who.MANAGER


def _held_whole(found: Resolution, scene: Scene) -> Resolution:
    presumed = tuple(p.id for p in scene.author)
    return replace(
        found,
        route=Route.HELD,
        power=Power.NOTHING,
        reason="over_limits",
        presumed=presumed,
        channel=None,
        button=0,
    )


# ---- one mail to several of our addresses


def _sibling_digests(scene: Scene) -> frozenset[str]:
    return frozenset(asked_secret(t).digest for t in scene.facts.siblings if t.token)


def _comes_twice(clue: Clue, scene: Scene) -> bool:
    """Each word is heard once: at a ticket's secret before the mailbox of its property, there before the desk."""
    envelope, siblings = scene.asked.envelope, scene.facts.siblings
    if scene.is_vouched or envelope is None:
        return False
    if clue.key is not Key.NONE:
        return not envelope.token and clue.digest in _sibling_digests(scene)
    return any(t.kind in YIELDS_TO.get(envelope.kind, ()) for t in siblings)
