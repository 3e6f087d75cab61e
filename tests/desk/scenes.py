"""One house with its firms, caretaker, managers and a tenant, as a decision sees them: for tests of the desk."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hauspost.desk.case import Asked, Case
from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.decision import Decision, Effect, OweNotice
from hauspost.desk.houses import (
    EVERYWHERE,
    Category,
    CategoryKey,
    Company,
    Person,
    PersonId,
    Property,
    PropertyId,
    Role,
    RoleAssignment,
)
from hauspost.desk.model import Entry, EntryKind, Status, Ticket, TicketKind, Visibility
from hauspost.desk.policy import Policy
from hauspost.desk.proof import Auth, Key, Power, Resolution, Route
from hauspost.desk.work import Automation, Firm, FirmAssignment, OrderKind, Phase, Rule, WorkOrder

NOON = datetime(2025, 10, 14, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LW12 = PropertyId("LW12")


def person(number: str, name: str, role: Role, **values: Any) -> Person:
    own = PersonId(number)
    place = EVERYWHERE if role in (Role.CONTRACTOR, Role.MANAGER) else LW12
    address = values.pop("address", f"{name.lower()}@mail.example")
    roles = (RoleAssignment(own, place, role),)
    return Person(own, name, addresses=(address,) if address else (), roles=roles, **values)


ANNA = person("1001", "Berger", Role.TENANT)
SABINE = person("M1", "Vogt", Role.MANAGER, phones=("030 1",))
TIM = person("M2", "Lorenz", Role.MANAGER)
KRAUSE = person("C1", "Krause", Role.CARETAKER)
MEIER = person("firm:H1", "Heizung Meier GmbH", Role.CONTRACTOR, address="auftrag@meier.example")
WOLF = person("firm:S1", "Sanitär Wolf", Role.CONTRACTOR, address="info@wolf.example")
DORN = person("firm:S2", "Dorn Sanitär GmbH", Role.CONTRACTOR, address="buero@dorn.example")
MUTE = person("firm:E1", "Elektro Blitz", Role.CONTRACTOR, address="", phones=("030 9",))
EVERYBODY = (ANNA, SABINE, TIM, KRAUSE, MEIER, WOLF, DORN, MUTE)

HOUSE = Property(LW12, "WEG Lindenweg 12-14", "lindenweg12", street="Lindenweg 12-14", responsible=SABINE.id)
FIRMS = (
    Firm(MEIER.id, "Heizung Meier GmbH", ("Heizung",), limit=50_000),
    Firm(WOLF.id, "Sanitär Wolf", ("Sanitär",), limit=30_000),
    Firm(DORN.id, "Dorn Sanitär GmbH", ("Sanitär",), limit=40_000),
    Firm(MUTE.id, "Elektro Blitz", ("Elektro",), limit=25_000),
)
WORK = (
    FirmAssignment(MEIER.id, EVERYWHERE, "Heizung"),
    FirmAssignment(WOLF.id, EVERYWHERE, "Sanitär", 1),
    FirmAssignment(DORN.id, LW12, "Sanitär", 2),
)
CATEGORIES = (
    Category(CategoryKey("lighting"), "Beleuchtung", "Lighting", scope="common"),
    Category(CategoryKey("heating"), "Heizung", "Heating", trade="Heizung", scope="separate"),
    Category(CategoryKey("water"), "Wasser", "Water", trade="Sanitär"),
    Category(CategoryKey("general"), "Allgemein", "General"),
)
OWN = Channel.of_resident(ANNA.id)


def rule(place: str, category: str, automation: str, **values: Any) -> Rule:
    return Rule(PropertyId(place), category, Automation(automation), **values)


def order(number: int = 1, assignee: Person = MEIER, phase: str = "dispatched", **values: Any) -> WorkOrder:
    kind = OrderKind(values.pop("kind", "order"))
    text = values.pop("text", "Heizkörper im Bad wird nicht warm.")
    return WorkOrder(number, assignee.id, assignee.last_name, kind, Phase(phase), text, **values)


def ticket(*orders: WorkOrder, status: str = "OPEN", category: str = "heating", **values: Any) -> Ticket:
    members = (
        Participant(ANNA.id, OWN),
        *(Participant(o.assignee, o.channel, ParticipantKind.ASKED) for o in orders),
    )
    known: dict[str, Any] = {
        "unit": "WE03",
        "place": "Haus 12, 3. OG links",
        "reporter": ANNA.id,
        "participants": members,
        "seq": 10,
    }
    return Ticket(
        number=1042,
        property_id=LW12,
        kind=TicketKind.MATTER,
        status=Status(status),
        category=CategoryKey(category),
        visibility=Visibility.PRIVATE,
        subject="Heizung",
        opened_at=NOON,
        changed_at=NOON,
        orders=orders,
        **(known | values),
    )


REPORT = Entry(
    1,
    OWN,
    EntryKind.OPENED,
    ANNA.id,
    "Berger",
    NOON,
    "Der Heizkörper …",
    {"task": "Heizkörper im Bad wird nicht warm.", "access": "ab 16 Uhr", "attachments": ["a.jpg", "b.pdf"]},
    event="a1",
)


def case(
    matter: Ticket | None, author: Person = SABINE, channel: Channel | None = OWN, **values: Any
) -> Case:
    """A mail by `author` in that channel, with a live key unless `power` says less."""
    power = Power(values.pop("power", Power.REVERSIBLE))
    auth = Auth(values.pop("auth", "none"))
    resolution = Resolution(Route.THREAD, "live/p/none", Key.LIVE, auth, power=power, channel=channel)
    known: dict[str, Any] = {
        "house": HOUSE,
        "ticket": matter,
        "entries": (REPORT,),
        "managers": (SABINE, TIM),
        "people": {p.id: p for p in EVERYBODY},
        "categories": CATEGORIES,
        "firms": FIRMS,
        "assignments": WORK,
        "caretakers": (KRAUSE,),
        "policy": Policy(),
    }
    return Case(
        at=NOON,
        zone=BERLIN,
        company=Company("Hausverwaltung", phone="030 0", state="BE"),
        resolution=resolution,
        mail=Asked(7, NOON, author.address, "", 1, "Heizung"),
        author=(author,),
        **(known | values),
    )


def effects(decided: Decision | tuple[Effect, ...], kind: type) -> list[Any]:
    found = decided.effects if isinstance(decided, Decision) else decided
    return [e for e in found if isinstance(e, kind)]


def mails(decided: Decision | tuple[Effect, ...]) -> list[tuple[str, str]]:
    """(kind, whose) of every mail that it owes, in order."""
    names = {p.address: p.last_name for p in EVERYBODY if p.address}
    return [(str(e.kind), names[e.address]) for e in effects(decided, OweNotice)]


def mail(decided: Decision | tuple[Effect, ...], kind: str) -> OweNotice:
    only: OweNotice
    (only,) = (e for e in effects(decided, OweNotice) if e.kind == kind)
    return only


def facts(decided: Decision | tuple[Effect, ...], kind: str) -> Any:
    return mail(decided, kind).facts


def hidden(matter: Ticket) -> Ticket:
    members = tuple(replace(p, hidden=p.kind is ParticipantKind.REPORTER) for p in matter.participants)
    return replace(matter, participants=members)
