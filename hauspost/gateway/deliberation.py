"""One mail considered: thread, read, decide. Reads the database, writes nothing, so `explain` may ask it as well."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from hauspost.desk.case import Case
from hauspost.desk.channels import ChannelKind
from hauspost.desk.decide import decide
from hauspost.desk.decision import Decision, Effect, OweNotice, RememberOnce
from hauspost.desk.forms import Form
from hauspost.desk.grounds import grounds
from hauspost.desk.houses import EVERYWHERE, RESIDENT_ROLES, Person, PersonId, PropertyId, Role
from hauspost.desk.intents import Act, Inside, Offer, Said
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.plain_values import to_json
from hauspost.desk.proof import Key, Resolution, Route
from hauspost.desk.vocabulary import vocabulary
from hauspost.gateway.answering import named_by
from hauspost.gateway.calendar_answers import with_calendar
from hauspost.gateway.casebook import Casebook
from hauspost.gateway.document_cases import mailed, with_delivery
from hauspost.gateway.erasable import with_originals
from hauspost.gateway.house_notices import opening, with_notice
from hauspost.gateway.importing import Importing, sent_by
from hauspost.gateway.letters import in_charge
from hauspost.gateway.returning import with_returned
from hauspost.outbound.answers import prefilled_body
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.parsers.buttons import pressed
from hauspost.parsers.fields import identity
from hauspost.parsers.forms import filled_in
from hauspost.parsers.forwards import Forwarded
from hauspost.parsers.mail import ParsedMail, of_known_author, parse_mail
from hauspost.parsers.reading import ReadMail, as_report, read_mail
from hauspost.parsers.relayed import relayable
from hauspost.parsers.unsigned import Told, unsigned
from hauspost.parsers.wishes import narrowed
from hauspost.store import arrivals, mails, registry, tickets
from hauspost.store.arrivals import Arrival
from hauspost.store.connection import Connection
from hauspost.store.ledger import Closing
from hauspost.store.mails import AnsweredMail
from hauspost.store.notices import About
from hauspost.threading.addresses import (
    Grammar,
    Target,
    TargetKind,
    is_ours,
    mailboxes_asked,
    read_address,
)
from hauspost.threading.deliveries import delivery_key
from hauspost.threading.resolve import Asked, Facts, ask, conclude
from hauspost.threading.subjects import bare_subject
from hauspost.threading.workplaces import workplace

ALERT_PERSON_LIMIT = 20  # an alert that names no house goes to at most so many managers


@dataclass(frozen=True, slots=True)
class Considered:
    """All that one mail came to. `trace` holds the same in plain data, for `explain`."""

    arrival: Arrival
    parsed: ParsedMail
    resolution: Resolution
    case: Case
    read: ReadMail
    decision: Decision
    delivery_key: str
    trace: dict[str, Any] = field(default_factory=dict)

    def closing(self, worker: str) -> Closing:
        return Closing(
            arrival=self.arrival.id,
            worker=worker,
            delivery_key=self.delivery_key,
            power=int(self.resolution.power),
            from_address=self.parsed.from_address,
            message_id=self.parsed.message_id,
            subject=self.parsed.subject[:200],
            cell=self.resolution.cell,
            trace=self.trace,
        )


@dataclass(frozen=True, slots=True)
class Deliberation:
    grammar: Grammar
    casebook: Casebook
    importing: Importing
    forms: tuple[Form, ...] = ()
    catalogue: Catalogue = field(default_factory=ours)

    def consider(
        self,
        connection: Connection,
        arrival: Arrival,
        parsed: ParsedMail,
        at: datetime,
        *,
        raw: bytes = b"",
    ) -> Considered:
        """Never raises for what a mail says; a bug does, and the arrival is tried again. Raises NoWorker.

        `raw`: the octets of a mail that is not stored.
        """
        if (form := filled_in(parsed, self.forms)) is not None:
            # Our border and a trusted listener speak for the form, not for whoever filled it in.
            parsed, arrival = form, replace(arrival, is_trusted=False)
        others = arrivals.siblings(connection, arrival)
        boxes = self._boxes(connection, arrival.rcpt_to, parsed.from_address, *others)
        target = read_address(arrival.rcpt_to, self.grammar, boxes)
        asked = ask(parsed, target, arrival.rcpt_to, self.grammar)
        siblings = (read_address(rcpt_to, self.grammar, boxes) for rcpt_to in others)
        facts = self._facts(
            connection, asked, arrival, parsed, boxes=boxes, siblings=tuple(t for t in siblings if t)
        )
        is_for_programs = target is not None and target.kind is TargetKind.BOUNCE  # no person writes to it
        parsed = of_known_author(parsed) if facts.author and not is_for_programs else parsed
        house = facts.house
        policy = self.casebook.policy_for(house)
        resolution = conclude(
            parsed,
            asked,
            facts=facts,
            at=arrival.received_at,
            zone=self.casebook.zone,
            strict=policy.strict_commands,
        )
        answered = (
            mails.answered_mail(connection, resolution.answered_mail) if resolution.answered_mail else None
        )
        resolution = opening(resolution, answered)
        author = self._author(connection, resolution, facts)
        ticket = facts.tickets.get(resolution.ticket) if resolution.ticket else None
        case = self.casebook.open_case(
            connection,
            arrival=arrival,
            parsed=parsed,
            resolution=resolution,
            author=author,
            ticket=ticket,
            answered=answered,
            at=at,
        )
        case = with_returned(connection, case, parsed, answered)
        case = self.casebook.with_recipients(connection, case, parsed)
        read = self._read(parsed, case, answered)
        case = replace(case, mail=replace(case.mail, excerpt=read.said.whole or parsed.text[:400]))
        read = replace(read, said=with_calendar(read.said, parsed, case))
        read = replace(read, said=_without_author(read.said, case))
        if read.forwarded is not None and case.acting_managers and case.resolution.route is Route.OFFICE:
            read = replace(read, said=replace(read.said, inside=_inside(read.forwarded)))
        if case.acting_managers and case.resolution.route is Route.OFFICE:
            said = narrowed(read.said, parsed.subject, case.resolution.hint)
            read = replace(read, said=_on_behalf(said, parsed, case))
        case = self.casebook.with_lists(connection, case, read.said)
        case = self.casebook.with_danger(connection, case, read.said)
        case = self.importing.with_upload(
            connection, case, read.said, target, sent=partial(sent_by, connection, arrival, parsed, raw)
        )
        case = with_notice(connection, case, read.said, parsed, target)
        brought = partial(mailed, connection, arrival, parsed, raw)
        case = with_delivery(connection, case, read.said, brought, sandbox=self.importing.sandbox)
        case = with_originals(connection, case, read.said, self.importing.sandbox)
        if arrival.state != "done":  # else its own words would stand against it, when `replay` looks again
            case = self.casebook.with_pace(connection, case, read.said)
        decision = decide(case, read.said)
        key = delivery_key(parsed, resolution, target, arrival.rcpt_to)
        trace = _trace(parsed, resolution, read, decision, wire=arrival.defects)
        trace |= to_json(grounds(case, read.said, decision))
        trace |= named_by(parsed, self.grammar)
        return Considered(arrival, parsed, resolution, case, read, decision, key, trace)

    def alert(
        self, connection: Connection, arrival: Arrival, reason: str, at: datetime
    ) -> tuple[tuple[OweNotice, ...], str | None]:
        """The notices about a mail that had to be set aside, and the house they belong to."""
        boxes = self._boxes(connection, arrival.rcpt_to)
        target = read_address(arrival.rcpt_to, self.grammar, boxes)
        place = boxes.get(target.mailbox) if target else None
        managers = in_charge(connection, About(place), at=at, zone=self.casebook.zone)
        chosen = managers[:1] if place else managers[:ALERT_PERSON_LIMIT]
        facts = Alert("quarantined", arrival=arrival.id, reply=reason, at=arrival.received_at)
        notices = tuple(OweNotice(NoticeKind.ALERT, m.address, (m.id,), facts, None, at) for m in chosen)
        return notices, place

    def _facts(
        self,
        connection: Connection,
        asked: Asked,
        arrival: Arrival,
        parsed: ParsedMail,
        *,
        boxes: dict[str, PropertyId],
        siblings: tuple[Target, ...],
    ) -> Facts:
        """`siblings`: the other addresses of ours that the same octets were delivered to."""
        target = asked.envelope
        override = arrival.override or {}
        named_place = boxes.get(target.mailbox) if target and target.kind is TargetKind.MAILBOX else None
        place = override.get("property") or named_place
        secrets = mails.secret_facts(connection, [s.digest for s in asked.secrets], arrival.received_at)
        ids = mails.id_facts(connection, asked.message_ids)
        known = (*(s.ticket for s in secrets.values()), *(i.ticket for i in ids))
        named = {n for n in known if n is not None} | set(asked.tags) | {n for n, _ in asked.orders}
        vouched = [PersonId(p) for p in override.get("vouched", ())]
        author = registry.persons_by_address(connection, asked.from_address) if asked.from_address else ()
        today = arrival.received_at.astimezone(self.casebook.zone).date()
        return Facts(
            secrets=secrets,
            ids=ids,
            tickets=tickets.load_tickets(connection, named),
            author=author,
            house=registry.load_property(connection, place) if place else None,
            siblings=siblings,
            is_own_address=bool(parsed.from_address) and is_ours(parsed.from_address, self.grammar, boxes),
            is_trusted=arrival.is_trusted,
            vouched=tuple(registry.persons(connection, vouched).values()),
            workplace=_workplace(connection, parsed, author, today) if place is None else None,
        )

    def _boxes(self, connection: Connection, *addresses: str) -> dict[str, PropertyId]:
        """The mailboxes that these addresses may mean."""
        return registry.mailboxes_among(connection, mailboxes_asked(addresses, self.grammar))

    def _author(self, connection: Connection, resolution: Resolution, facts: Facts) -> tuple[Person, ...]:
        if facts.vouched:
            return facts.vouched
        if resolution.route is Route.MUTE:
            return tuple(registry.persons(connection, resolution.author).values())
        return facts.author

    def _read(self, parsed: ParsedMail, case: Case, answered: AnsweredMail | None) -> ReadMail:
        words = vocabulary(case)
        sent = parse_mail(answered.octets).text if answered else ""
        if case.resolution.button and answered is not None:
            chosen = _chosen(case.resolution.button, answered.offers)
            prefilled = _prefilled(chosen, self.catalogue) if chosen else []
            return pressed(parsed, chosen, sent, words, prefilled=prefilled)
        return read_mail(parsed, sent, words, hint=case.resolution.hint, names=_names(case))


def _prefilled(offer: Offer, *catalogues: Catalogue) -> list[str]:
    """In every language, and in our own words too: a mail whose template failed was written in them."""
    languages = (c.language(code) for c in (*catalogues, ours()) for code in c.languages)
    return list(dict.fromkeys(prefilled_body(offer, language) for language in languages))


def _chosen(button: int, offers: tuple[Offer, ...]) -> Offer | None:
    """Buttons are counted from 1, as `offered` prints them."""
    return offers[button - 1] if 0 < button <= len(offers) else None


def _workplace(
    connection: Connection, parsed: ParsedMail, author: tuple[Person, ...], day: date
) -> PropertyId | None:
    """Of a firm the house that it names or works at; of who lives in several the one that is named."""
    roles = {r.role for p in author for r in p.roles}
    if not roles or not (roles == {Role.CONTRACTOR} or roles <= RESIDENT_ROLES):
        return None
    text, ids = f"{parsed.subject}\n{parsed.text}", {p.id for p in author}
    if roles <= RESIDENT_ROLES:
        lives = {r.property_id for p in author for r in p.roles if r.period.holds(day)}
        return workplace(text, registry.properties(connection, lives), frozenset())
    ordered = tickets.ordered_at(connection, ids)
    assigned = {a.property_id for a in registry.all_assignments(connection) if a.person in ids}
    if EVERYWHERE in assigned:
        return workplace(text, registry.all_properties(connection), ordered)
    return workplace(text, registry.properties(connection, assigned | ordered), ordered)


def _without_author(said: Said, case: Case) -> Said:
    """What of a resident's words may go to the house under nobody's name."""
    if case.acting_managers:
        return said
    channel = case.resolution.channel
    is_resident = channel is None or channel.kind is not ChannelKind.ORDER
    told = Told(case.author, case.units)
    return replace(
        said,
        unsigned=unsigned(said.whole, told),
        relayed=relayable(said.whole, told, is_resident=is_resident),
    )


def _names(case: Case) -> tuple[str, ...]:
    """Of everybody whom the house knows: none of them goes into an order's task, all may sign a firm's mail."""
    people = (*case.author, *case.managers, *case.residents, *case.caretakers)
    return (*(p.name for p in people), *(f.company for f in case.firms))


def _on_behalf(said: Said, parsed: ParsedMail, case: Case) -> Said:
    """The report of somebody else, in a manager's mail: an order may carry of it what it may of a resident's own."""
    if said.inside is not None:
        return as_report(said, said.inside.text, said.inside.subject, _names(case))
    opens = any(c.act is Act.FOR for c in said.commands)
    return as_report(said, said.text, bare_subject(parsed.subject), _names(case)) if opens else said


def _inside(inner: Forwarded) -> Inside:
    return Inside(identity(inner.from_), bare_subject(inner.subject), inner.text)


def _trace(
    parsed: ParsedMail, resolution: Resolution, read: ReadMail, decision: Decision, *, wire: tuple[str, ...]
) -> dict[str, Any]:
    said: Said = read.said
    return {
        "origin": str(parsed.origin),
        "auth": str(resolution.auth),
        "key": str(resolution.key if resolution.key else Key.NONE),
        "route": str(resolution.route),
        "power": resolution.power.name,
        "cell": resolution.cell,
        "reason": resolution.reason,
        "commands": [{"act": str(c.act), "line": c.line, "value": c.value} for c in said.commands],
        "near_misses": [{"line": m.line, "reason": m.reason} for m in said.near_misses],
        "salutation": str(said.salutation),
        "legal": to_json(said.legal) if said.legal else None,
        "urgency": {"level": str(said.urgency.level), "kind": str(said.urgency.kind)}
        | {"words": list(said.urgency.words), "everywhere": said.urgency.is_everywhere},
        "verdict": str(decision.verdict),
        "decided": decision.reason,
        "effects": [_name(e) for e in decision.everything],
        "defects": list(dict.fromkeys((*wire, *parsed.defects))),
    }


def _name(effect: Effect) -> str:
    """Its kind, and of what is said once also which."""
    name = type(effect).__name__
    return f"{name}:{effect.what}" if isinstance(effect, RememberOnce) else name
