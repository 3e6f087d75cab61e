"""The firms of the stories, the orders they have, and the lift that concerns everybody."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hauspost.cli.samples.world import (
    ANNA,
    HOUSE,
    TICKET,
    letter,
    person,
)
from hauspost.desk.carried import carried
from hauspost.desk.channels import Channel, ChannelKind, Participant, ParticipantKind
from hauspost.desk.houses import EVERYWHERE, CategoryKey, Person, PersonId, Role, RoleAssignment
from hauspost.desk.model import Status, Ticket, Visibility
from hauspost.desk.notices import Facts, Letter
from hauspost.desk.notices_to_firms import (
    Site,
)
from hauspost.desk.work import OrderKind, Phase, Window, WorkOrder

MEIER = replace(
    person("firm:K-01", "Heizung Meier GmbH", "", "", "auftrag@heizung-meier.example"),
    roles=(RoleAssignment(PersonId("firm:K-01"), EVERYWHERE, Role.CONTRACTOR),),
)
KRAUSE = replace(
    person("krause", "Krause", "Jens", "Herr", "krause.hausmeister@service.example"),
    roles=(RoleAssignment(PersonId("krause"), HOUSE.id, Role.CARETAKER),),
)
YILDIZ = replace(
    person("yildiz", "Yıldız", "Fatma", "Frau", "f.yildiz@mail.example"),
    roles=(RoleAssignment(PersonId("yildiz"), HOUSE.id, Role.TENANT),),
)
PLACED = replace(HOUSE, postcode="10405", city="Berlin", invoice_email="rechnung@hv-sonnenschein.example")
VISIT = Window(datetime(2025, 10, 16, 14, tzinfo=UTC), datetime(2025, 10, 16, 16, tzinfo=UTC))
ORDER = WorkOrder(
    1,
    MEIER.id,
    "Heizung Meier GmbH",
    OrderKind.ORDER,
    Phase.DISPATCHED,
    "Heizkörper im Bad wird nicht warm, übrige Heizkörper in Ordnung.",
    place="3. OG links",
    limit=30000,
)
ORDERED = replace(
    TICKET,
    status=Status.RELEASED,
    orders=(ORDER,),
    participants=(
        Participant(ANNA.id, Channel.of_resident(ANNA.id)),
        Participant(MEIER.id, ORDER.channel, ParticipantKind.ASKED),
    ),
)
LIFT = replace(
    TICKET,
    number=1043,
    category=CategoryKey("lift"),
    visibility=Visibility.PUBLIC,
    status=Status.RELEASED,
    subject="Ich sitze im Rollstuhl und der Lift geht nicht",
    unit="WE11",
    place="Haus 14, 4. OG rechts",
    public_place="Haus 14",
)
HIDDEN = replace(
    TICKET,
    participants=(Participant(ANNA.id, Channel.of_resident(ANNA.id), hidden=True),),
    subject="Lärm bei Familie Schulz",
)
SITES = (
    Site("Haus 12, 1. OG rechts", "Yıldız", "ab 16 Uhr", "Der Heizkörper im Flur ist kalt."),
    Site("Haus 14, Keller"),
)


def to_firm(
    facts: Facts, lang: str, to: Person = MEIER, ticket: Ticket | None = ORDERED, **changes: Any
) -> Letter:
    shown = letter(
        facts, lang, to=(replace(to, language=lang),), address=to.address, house=PLACED, reporter=None
    )
    channel = Channel(ChannelKind.ORDER, "1")
    bare = carried(ticket, shown.kind, shown.to, channel=channel, is_manager=False) if ticket else None
    known: dict[str, Any] = {"ticket": bare, "place": bare.place if bare else ""}
    return replace(shown, **(known | changes))


def to_house(facts: Facts, lang: str, ticket: Ticket | None = LIFT, **changes: Any) -> Letter:
    shown = letter(facts, lang, to=(replace(YILDIZ, language=lang),), address=YILDIZ.address, reporter=None)
    bare = carried(ticket, shown.kind, shown.to, channel=None, is_manager=False) if ticket else None
    label = ("Aufzug" if lang == "de" else "Lift") if ticket else ""
    known: dict[str, Any] = {"ticket": bare, "place": bare.place if bare else "", "category_label": label}
    return replace(shown, **(known | changes))
