"""Two houses, their people, two tickets, and mails to them: the world of the threading tests."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.houses import (
    EVERYWHERE,
    GENERAL,
    Period,
    Person,
    PersonId,
    Property,
    PropertyId,
    Role,
    RoleAssignment,
)
from hauspost.desk.model import Status, Ticket, TicketKind, Visibility
from hauspost.desk.proof import Auth, IdFact, Key, Resolution, SecretFact
from hauspost.desk.work import OrderKind, Phase, WorkOrder
from hauspost.parsers.authres import AuthResults
from hauspost.parsers.automation import Origin
from hauspost.parsers.dsn import Dsn
from hauspost.parsers.mail import ParsedMail
from hauspost.threading.addresses import (
    Grammar,
    Target,
    TargetKind,
    act_address,
    bounce_address,
    read_address,
    reply_address,
    stop_address,
    token_digest,
)
from hauspost.threading.resolve import Asked, Facts, ask, conclude

NOON = datetime(2025, 10, 15, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
GRAMMAR = Grammar("tickets.example", "reply.example")
LINDEN = Property(PropertyId("LW12"), "Lindenweg 12", "lindenweg12")
HAUPT = Property(PropertyId("HS5"), "Hauptstraße 5", "hauptstrasse5")
HOUSES = {h.mailbox: h for h in (LINDEN, HAUPT)}
MAILBOX = "lindenweg12@tickets.example"
DESK = "desk@tickets.example"


def person(name: str, *roles: tuple[str, Role], until: date | None = None) -> Person:
    held = tuple(
        RoleAssignment(PersonId(name), PropertyId(p), r, period=Period(None, until)) for p, r in roles
    )
    return Person(PersonId(name), name.title(), addresses=(f"{name}@post.example",), roles=held)


ANNA = person("anna", ("LW12", Role.TENANT))
BERND = person("bernd", ("LW12", Role.TENANT))  # follows Anna's ticket
CARLA = person("carla", ("LW12", Role.TENANT))  # a neighbour who knows nothing of it
OTTO = person("otto", ("LW12", Role.OWNER), ("HS5", Role.OWNER))
MONA = person("mona", ("LW12", Role.MANAGER))
MAX = person("max", (EVERYWHERE, Role.MANAGER))
HANNA = person("hanna", ("HS5", Role.MANAGER))
KARL = person("karl", ("LW12", Role.CARETAKER))
FRITZ = person("fritz", ("LW12", Role.TENANT), until=date(2025, 3, 31))
MEIER = replace(
    person("meier", (EVERYWHERE, Role.CONTRACTOR)), addresses=("meier@post.example", "@heizung-meier.example")
)
WOLF = person("wolf", (EVERYWHERE, Role.CONTRACTOR))
DORN = person("dorn", (EVERYWHERE, Role.CONTRACTOR))
PEOPLE = {p.id: p for p in (ANNA, BERND, CARLA, OTTO, MONA, MAX, HANNA, KARL, FRITZ, MEIER, WOLF, DORN)}

TO_ANNA = Channel.of_resident(ANNA.id)


def ticket(
    number: int,
    *readers: Person,
    place: Property = LINDEN,
    done_days: int | None = None,
    public: bool = False,
) -> Ticket:
    return Ticket(
        number=number,
        property_id=place.id,
        kind=TicketKind.MATTER,
        status=Status.OPEN if done_days is None else Status.DONE,
        category=GENERAL,
        visibility=Visibility.PUBLIC if public else Visibility.PRIVATE,
        subject="Heizung kalt",
        seq=3,
        opened_at=NOON - timedelta(days=90),
        changed_at=NOON,
        reporter=readers[0].id if readers else None,
        done_at=None if done_days is None else NOON - timedelta(days=done_days),
        participants=tuple(
            Participant(p.id, Channel.of_resident(readers[0].id), ParticipantKind.FOLLOWER) for p in readers
        ),
    )


def with_orders(of: Ticket, *orders: tuple[Person, Phase]) -> Ticket:
    """The ticket with so many orders, whose assignees read their channels."""
    given = tuple(
        WorkOrder(number, who.id, who.name, OrderKind.ORDER, phase, "Heizkörper entlüften")
        for number, (who, phase) in enumerate(orders, start=1)
    )
    readers = tuple(Participant(o.assignee, o.channel, ParticipantKind.FOLLOWER) for o in given)
    return replace(of, orders=given, participants=of.participants + readers)


ORDERS = ((MEIER, Phase.ACCEPTED), (WOLF, Phase.DECLINED), (KARL, Phase.DISPATCHED))
HEATING = with_orders(ticket(1042, ANNA, BERND), *ORDERS)
OLD = ticket(900, ANNA, done_days=40)
TO_MEIER, TO_WOLF, TO_KARL = (order.channel for order in HEATING.orders)


def speaks_from(who: Person, address: str) -> bool:
    """A firm's "@domain" stands for each address there."""
    return address in who.addresses or f"@{address.rpartition('@')[2]}" in who.addresses


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of ours that somebody has."""

    number: int
    to: tuple[Person, ...]
    ticket: Ticket | None
    channel: Channel | None
    key: Key = Key.LIVE
    is_young: bool = True

    @property
    def secret(self) -> bytes:
        return self.number.to_bytes(16, "big")

    @property
    def message_id(self) -> str:
        return f"m{self.number}@tickets.example"

    @property
    def reply(self) -> str:
        return reply_address(self.secret, GRAMMAR)

    def act(self, option: int) -> str:
        return act_address(self.secret, option, GRAMMAR)

    @property
    def bounce(self) -> str:
        return bounce_address(self.secret, GRAMMAR)

    @property
    def stop(self) -> str:
        return stop_address(self.secret, GRAMMAR)

    def facts(self) -> dict[str, SecretFact]:
        forms = {"reply": self.reply, "act": self.act(1), "bounce": self.bounce, "stop": self.stop}
        return {_digest(a): self._fact(kind) for kind, a in forms.items()}

    def _fact(self, kind: str) -> SecretFact:
        number = self.ticket.number if self.ticket else None
        persons = tuple(p.id for p in self.to)
        return SecretFact(self.number, kind, 0, persons, self.key, self.is_young, number, self.channel)

    def id_fact(self) -> IdFact:
        number = self.ticket.number if self.ticket else None
        return IdFact(self.message_id, number, self.channel, self.number, tuple(p.id for p in self.to))


def _digest(address: str) -> str:
    target = read_address(address, GRAMMAR, HOUSES)
    assert target is not None
    return token_digest(target.token)


RESULTS = {
    Auth.PASS: AuthResults("pass", "pass", "pass", "reject"),
    Auth.NONE: AuthResults("", "", "", ""),
    Auth.FAIL: AuthResults("fail", "", "fail", "reject"),
}


def parsed(
    *,
    sender: str,
    recipients: tuple[str, ...] = (),
    answers: tuple[str, ...] = (),
    subject: str = "Heizung",
    auth: Auth = Auth.PASS,
    origin: Origin = Origin.PERSON,
    own_mark: str = "",
    original_id: str = "",
) -> ParsedMail:
    return ParsedMail(
        message_id="x@post.example",
        from_address=sender,
        from_name="",
        from_count=1,
        to=(),
        cc=(),
        reply_to=(),
        recipients=recipients,
        subject=subject,
        date=NOON,
        in_reply_to=answers[0] if answers else "",
        references=tuple(reversed(answers)),
        text="Guten Tag",
        text_from="plain",
        quote_spans=(),
        origin=origin,
        auto_reason="",
        own_mark=own_mark,
        auth=RESULTS[auth],
        dsn=Dsn((), original_id) if original_id else None,
        complaint=None,
        attachments=(),
        calendar=None,
        content_digest="",
        headers=(),
        defects=(),
    )


@dataclass(frozen=True, slots=True)
class World:
    """What the store knows."""

    letters: tuple[Letter, ...] = ()
    foreign: tuple[tuple[str, Ticket, Channel], ...] = ()
    tickets: tuple[Ticket, ...] = (HEATING, OLD)
    people: dict[PersonId, Person] = field(default_factory=lambda: PEOPLE)

    def facts(self, asked: Asked, envelope: Target | None) -> Facts:
        secrets = {digest: fact for letter in self.letters for digest, fact in letter.facts().items()}
        ids = [letter.id_fact() for letter in self.letters]
        ids += [IdFact(i, t.number, c, None) for i, t, c in self.foreign]
        house = HOUSES.get(envelope.mailbox) if envelope and envelope.kind is TargetKind.MAILBOX else None
        return Facts(
            secrets={s.digest: secrets[s.digest] for s in asked.secrets if s.digest in secrets},
            ids=tuple(i for i in ids if i.message_id in asked.message_ids),
            tickets={t.number: t for t in self.tickets},
            author=tuple(p for p in self.people.values() if speaks_from(p, asked.from_address)),
            house=house,
        )

    def resolve(
        self,
        mail: ParsedMail,
        rcpt_to: str = MAILBOX,
        *,
        siblings: tuple[str, ...] = (),
        vouched: tuple[Person, ...] = (),
        strict: bool = False,
        own_address: bool = False,
        trusted: bool = False,
        at: datetime = NOON,
    ) -> Resolution:
        envelope = read_address(rcpt_to, GRAMMAR, HOUSES)
        asked = ask(mail, envelope, rcpt_to, GRAMMAR)
        found = self.facts(asked, envelope)
        others = (read_address(s, GRAMMAR, HOUSES) for s in siblings)
        facts = Facts(
            found.secrets,
            found.ids,
            found.tickets,
            found.author,
            found.house,
            siblings=tuple(t for t in others if t is not None),
            is_own_address=own_address,
            is_trusted=trusted,
            vouched=vouched,
        )
        return conclude(mail, asked, facts=facts, at=at, zone=ZONE, strict=strict)
