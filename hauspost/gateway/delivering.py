"""The last steps of a mail: its octets, a last look right before MAIL FROM, the relay, and what became of it (TX4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from hauspost.desk.failures import Failure, is_reached_never
from hauspost.desk.folding import ACROSS_TICKETS
from hauspost.desk.houses import Property, PropertyId
from hauspost.desk.model import Ticket
from hauspost.desk.notices import OF_DOCUMENTS, TO_OPERATORS, NoticeKind
from hauspost.desk.notices_to_managers import Alert
from hauspost.desk.quiet_hours import WAITING, leaves_at
from hauspost.desk.readers import FOR_STRANGERS, Reach, manages, readers
from hauspost.desk.undeliverable import reactivation_offers, told_at
from hauspost.gateway import house_notices
from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.glance import Glance
from hauspost.gateway.letters import Office, in_charge, in_order, is_important, people, told
from hauspost.gateway.logs import bearing
from hauspost.gateway.outcomes import Bounced, Deferred, Delivered, Outcome, Relay, Withheld
from hauspost.gateway.own_headers import from_address_of
from hauspost.parsers.dsn import status_in
from hauspost.store import documents, notices, octets, reachability, registry, sending, tickets
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.store.notices import About, Told
from hauspost.store.sending import Claimed

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now; it stays as it is."""

    reason: str
    until: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Never:
    """Its reader may not read it any more: it is formed anew, without that, or not at all."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Another node has it, or somebody held or dropped it."""


Look = Go | Wait | Never | Lost


@dataclass(frozen=True, slots=True)
class Delivery:
    """How this worker delivers. `persist` runs a write until the database took it.

    `envelope` is the configuration's of today: a relay that refuses return paths of ours may have been met meanwhile.
    """

    database: Database
    office: Office
    worker: str
    clock: Callable[[], datetime]
    persist: Callable[[Callable[[Connection], str]], str]
    envelope: str = "verp"

    def deliver(self, relay: Relay, mail: Claimed) -> str:
        """Hands one mail to the relay and keeps the outcome; the word for what became of it. Raises StoreFailed."""
        with self.database.read() as connection:
            body = octets.load(connection, mail.digest)
        with bearing(arrival=mail.arrival):
            return self._deliver(relay, mail, body)

    def _deliver(self, relay: Relay, mail: Claimed, body: bytes) -> str:
        looks: list[Look] = []

        def before_mail() -> bool:
            looks.append(self.look(mail))
            return isinstance(looks[-1], Go)

        mail_from = from_address_of(body) if self.envelope == "address" else mail.mail_from
        outcome = relay.send(mail_from, mail.rcpt_to, body, before_mail=before_mail)
        crashpoint("before-tx4")
        look = looks[-1] if looks else Go()
        result = self.persist(lambda connection: self._finish(connection, mail, outcome, look))
        crashpoint("after-tx4")
        log.info("mail handed on", result=result)
        return result

    # ---- right before MAIL FROM

    def look(self, mail: Claimed) -> Look:
        at = self.clock()
        with self.database.read() as connection:
            stops = sending.stops(connection, mail.rcpt_to)
            if stops.is_paused:
                return Wait("paused", timedelta())
            ticket = tickets.load_ticket(connection, mail.ticket) if mail.ticket is not None else None
            houses = self._houses(connection, mail, ticket)
            found = (
                self._by_policy(connection, mail, houses, at)
                or self._by_hour(connection, mail, houses, ticket, at=at)
                or (Never(reachability.REASON) if stops.is_off else None)
                or self._by_readers(Glance(connection), mail, ticket, at)
            )
            # Asked last: whoever was frozen amid this look finds that another node has it.
            is_mine = sending.is_mine(connection, mail.id, worker=self.worker, at=at)
            return found if is_mine else Lost()

    def _houses(
        self, connection: Connection, mail: Claimed, ticket: Ticket | None
    ) -> tuple[Property | None, ...]:
        """Whose rules it keeps: those of the house where its ticket lies today, or of each that it speaks of."""
        listed = notices.listed_tickets(connection, mail.id) if mail.kind in ACROSS_TICKETS else ()
        named = {one.property_id for one in tickets.load_tickets(connection, listed).values()}
        places: set[PropertyId | None] = {*named} or {ticket.property_id if ticket else mail.property_id}
        return tuple(registry.load_property(connection, place) if place else None for place in places)

    def _by_hour(
        self,
        connection: Connection,
        mail: Claimed,
        houses: tuple[Property | None, ...],
        ticket: Ticket | None,
        *,
        at: datetime,
    ) -> Wait | None:
        """What was formed by day, and could not leave before the evening, waits for the morning."""
        if mail.kind not in WAITING or mail.kind is NoticeKind.HELD_LIST:  # what is held may be urgent
            return None
        asleep = {self.office.policy_of(house).quiet_hours for house in houses}
        category = registry.category(connection, ticket.category) if ticket is not None else None
        is_exempt = is_important(ticket, category)
        ends = max(
            leaves_at(mail.kind, at, hours=hours, zone=self.office.zone, is_urgent=is_exempt)
            for hours in asleep
        )
        return Wait("the quiet hours", ends - at) if ends > at else None

    def _by_policy(
        self, connection: Connection, mail: Claimed, houses: tuple[Property | None, ...], at: datetime
    ) -> Wait | Never | None:
        """What was formed before sending was restricted waits until it is free again."""
        outgoing, *others = {self.office.policy_of(house).outgoing for house in houses}
        if others:
            return Never("its houses do not send alike any more")
        if not outgoing.leaves:
            return Wait("sending is off")
        may_leave = mail.is_redirected or mail.kind in TO_OPERATORS
        if outgoing.redirects and not may_leave and not self._is_to_manager(connection, mail, at):
            return Wait("sending is restricted to managers")
        return None

    def _is_to_manager(self, connection: Connection, mail: Claimed, at: datetime) -> bool:
        behind = registry.persons_by_address(connection, mail.rcpt_to)
        return any(manages(p, mail.property_id, at, self.office.zone) for p in behind)

    def _by_readers(self, glance: Glance, mail: Claimed, ticket: Ticket | None, at: datetime) -> Go | Never:
        connection = glance.connection
        if off := house_notices.called_off(glance, mail, at=at, zone=self.office.zone):
            return Never(off)
        if mail.is_redirected and not self._is_to_manager(connection, mail, at):
            return Never("whom it was redirected to is no manager there any more")
        if not mail.persons:
            return Go() if mail.kind in FOR_STRANGERS else Never("it is for nobody we know")
        listed = tickets.load_tickets(connection, notices.listed_tickets(connection, mail.id))
        reach = Reach(
            mail.kind,
            mail.address,
            mail.property_id,
            ticket,
            mail.channel,
            tuple(listed.values()),
            documents.of_mail(connection, mail.id) if mail.kind in OF_DOCUMENTS else (),
        )
        behind = in_order(mail.persons, glance.persons(mail.persons))
        if readers(reach, behind, at, self.office.zone):
            return Go()
        return Never("nobody behind the address may read it any more")

    # ---- TX4

    def _finish(self, connection: Connection, mail: Claimed, outcome: Outcome, look: Look) -> str:
        at = self.clock()
        match outcome:
            case Delivered(reply):
                done = sending.mark_sent(connection, mail.id, worker=self.worker, at=at, reply=reply)
                return "sent" if done else "lost"
            case Deferred(code, reply, is_unreached) if not sending.is_given_up(mail, at):
                done = sending.mark_deferred(
                    connection,
                    mail,
                    worker=self.worker,
                    at=at,
                    reply=_said(code, reply),
                    is_unreached=is_unreached,
                )
                return "deferred" if done else "lost"
            case Deferred(code, reply) | Bounced(code, reply):
                said = _said(code, reply)
                to = self._to_tell(connection, mail, at)
                never = self._is_reached_never(connection, mail, outcome, said, at)
                is_order = mail.kind is NoticeKind.ORDER and mail.channel is not None
                tell = None if never or is_order else to
                done = sending.mark_failed(connection, mail, worker=self.worker, at=at, reply=said, tell=tell)
                if done and is_order:
                    sending.note_lost_order(connection, mail, words=said, at=at)
                if done and never:
                    self._switch_off(connection, mail, said, to, at)
                return "failed" if done else "lost"
            case Withheld():
                return self._withheld(connection, mail, look, at)
            case _:
                assert_never(outcome)

    def _withheld(self, connection: Connection, mail: Claimed, look: Look, at: datetime) -> str:
        match look:
            case Never(reason):
                done = sending.form_anew(connection, mail.id, worker=self.worker, at=at, reason=reason)
                return "formed anew" if done else "lost"
            case Wait(_, until):
                done = sending.put_back(connection, mail.id, worker=self.worker, next_at=at + until)
                return "put back" if done else "lost"
            case Lost() | Go():
                return "lost"
            case _:
                assert_never(look)

    def _is_reached_never(
        self, connection: Connection, mail: Claimed, outcome: Outcome, said: str, at: datetime
    ) -> bool:
        """A refusal of the address counts like a returned mail; one is noted, and three on different days suffice."""
        failure = Failure("failed", status_in(said), said)
        if not (isinstance(outcome, Bounced) and outcome.is_recipient and failure.is_permanent):
            return False
        address, zone = mail.rcpt_to, self.office.zone
        earlier = reachability.failed_on(connection, address, zone)
        reachability.note(
            connection, address, mail=mail.id, status=failure.status, words=failure.words, at=at
        )
        behind = registry.persons_by_address(connection, address)
        is_manager = any(manages(p, None, at, zone) for p in behind)
        return bool(behind) and not is_manager and is_reached_never(earlier, at.astimezone(zone).date())

    def _switch_off(
        self, connection: Connection, mail: Claimed, said: str, to: Told | None, at: datetime
    ) -> None:
        waiting = (mail.subject, *reachability.waiting(connection, mail.rcpt_to))
        reachability.switch_off(connection, mail.rcpt_to, at)
        if to is not None:
            reader = next(iter(people(connection, to.persons)), None)
            offers = reactivation_offers(mail.rcpt_to, reader.language if reader else "")
            alert = Alert("undeliverable", recipient=mail.rcpt_to, reply=said, at=at, waiting=waiting)
            about = About(mail.property_id, mail.persons, mail.ticket, mail.channel)
            due_at = told_at(mail.kind, at)
            notices.owe_alert(connection, to, alert=alert, at=at, about=about, offers=offers, due_at=due_at)

    def _to_tell(self, connection: Connection, mail: Claimed, at: datetime) -> Told | None:
        about = About(mail.property_id, mail.persons, mail.ticket)
        managers = in_charge(connection, about, at=at, zone=self.office.zone)
        return told(managers, but=mail.rcpt_to)


def _said(code: int, reply: str) -> str:
    return f"{code} {reply}" if code else reply
