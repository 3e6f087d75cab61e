"""A small house with a ticket in a real database, and the way out of it: what the tests of sending begin with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, insert, select, update

from hauspost.desk.houses import Company, Property
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Facts, NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.notices_to_people import Acknowledged, HeldNote, ManagerWrote, Neutral, StatusChanged
from hauspost.desk.plain_values import to_json
from hauspost.desk.policy import Policy
from hauspost.desk.welcoming import Welcome
from hauspost.gateway.dispatch import Dispatch
from hauspost.gateway.forming import Sign, unsigned
from hauspost.gateway.outcomes import Patience
from hauspost.gateway.pace import Pace
from hauspost.gateway.right_of_way import RightOfWay
from hauspost.outbound.catalogue import Catalogue
from hauspost.outbound.compose import Sender
from hauspost.store import schema
from hauspost.store.database import Database
from hauspost.threading.addresses import Grammar
from tests.relay import relay_factory

NOON = datetime(2025, 10, 16, 10, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
COMPANY = Company("Hausverwaltung Sonnenschein GmbH")
GRAMMAR = Grammar("tickets.example", "reply.example")
ANNA, BOB = "anna.berger@post.example", "bob@post.example"
SABINE, TIM = "sabine.vogt@office.example", "tim.lorenz@office.example"
HASTY = Patience(connect=2.0, command=2.0, final=0.5)

KINDS: dict[type[Any], NoticeKind] = {
    Acknowledged: NoticeKind.ACKNOWLEDGEMENT,
    ManagerWrote: NoticeKind.MESSAGE,
    StatusChanged: NoticeKind.STATUS,
    PersonWrote: NoticeKind.PERSON_WROTE,
    Neutral: NoticeKind.NEUTRAL,
    HeldNote: NoticeKind.HELD_NOTE,
    Welcome: NoticeKind.WELCOME,
}


def open_database(url: str) -> Database:
    database = Database(url)
    schema.metadata.create_all(database.engine)
    return database


@dataclass(slots=True)
class House:
    """Lindenweg 12: Anna has reported a cold radiator; Bob is her neighbour; Sabine decides, Tim is her deputy."""

    database: Database
    now: datetime = NOON
    sending: str = "on"
    ticket: int = 0
    dispatches: list[Dispatch] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)

    def policy_of(self, house: Property | None) -> Policy:
        return Policy(sending=self.sending)

    def furnish(self) -> "House":
        rows: list[tuple[Any, dict[str, Any]]] = [
            (
                schema.properties,
                {
                    "id": "LW12",
                    "name": "Lindenweg 12-14",
                    "mailbox": "lindenweg12",
                    "kind": "weg",
                    "street": "Lindenweg 12",
                    "house_numbers": [],
                    "responsible": "sabine",
                    "deputy": "tim",
                    "phones": {},
                    "policy": {},
                },
            )
        ]
        for person, last, address, role, place in (
            ("anna", "Berger", ANNA, "tenant", "LW12"),
            ("bob", "Braun", BOB, "tenant", "LW12"),
            ("sabine", "Vogt", SABINE, "manager", "*"),
            ("tim", "Lorenz", TIM, "manager", "LW12"),
        ):
            rows += [
                (schema.persons, {"id": person, "last_name": last, "language": "de", "phones": {}}),
                (schema.addresses, {"address": address, "person": person, "rank": 0}),
                (schema.role_assignments, {"person": person, "property": place, "role": role}),
            ]
        for table, values in rows:
            self.insert(table, values)
        self.ticket = self.opens_ticket()
        return self

    def insert(self, table: Any, values: dict[str, Any]) -> int:
        key = self.database.write(lambda c: c.execute(insert(table).values(values)).inserted_primary_key)
        return key[0] if key and isinstance(key[0], int) else 0

    def opens_ticket(self, *, reporter: str = "anna") -> int:
        number = self.insert(
            schema.tickets,
            {
                "property": "LW12",
                "kind": "matter",
                "status": "OPEN",
                "category": "general",
                "visibility": "private",
                "subject": "Heizung",
                "reporter": reporter,
                "flags": [],
                "audience": [],
                "pinned": [],
                "seq": 1,
                "opened_at": self.now,
                "changed_at": self.now,
            },
        )
        participant = {
            "ticket": number,
            "person": reporter,
            "channel": f"resident:{reporter}",
            "kind": "reporter",
            "hidden": False,
        }
        self.insert(schema.participants, participant)
        return number

    def owes(
        self,
        facts: Facts,
        *,
        to: str = ANNA,
        persons: tuple[str, ...] = ("anna",),
        event: str = "",
        after: timedelta = timedelta(),
        is_foldable: bool = False,
        with_ticket: bool = True,
        channel: str = "resident:anna",
        arrival: int | None = None,
        kind: NoticeKind | None = None,
    ) -> int:
        offers = (Offer("OK", Act.RELEASE, also=("FREIGEBEN",)),)
        values = {
            "event": event,
            "kind": kind or KINDS[type(facts)],
            "address": to,
            "persons": list(persons),
            "ticket": self.ticket if with_ticket else None,
            "property": "LW12" if with_ticket else None,
            "channel": channel if with_ticket else "",
            "seq": 1,
            "facts": to_json(facts),
            "offers": to_json(offers),
            "arrival": arrival,
            "created_at": self.now,
            "due_at": self.now + after,
            "is_foldable": is_foldable,
            "state": "owed",
        }
        return self.insert(schema.notices, values)

    def writes_to_anna(self, text: str = "Wir kommen am Freitag.", **more: Any) -> int:
        return self.owes(ManagerWrote(text, "Sabine Vogt"), **more)

    def rows(self, table: Any) -> list[Row[Any]]:
        with self.database.read() as connection:
            return list(connection.execute(select(table).order_by(*table.primary_key.columns)))

    def mails(self) -> list[Row[Any]]:
        return self.rows(schema.mails)

    def states(self) -> list[str]:
        return [row.state for row in self.mails()]

    def notices(self) -> list[Row[Any]]:
        return self.rows(schema.notices)

    def moves_out(self, person: str, *, last_day: date) -> None:
        table = schema.role_assignments
        self.database.write(
            lambda c: c.execute(update(table).where(table.c.person == person).values(valid_to=last_day))
        )

    def leaves_channel(self, person: str) -> None:
        table = schema.participants
        self.database.write(
            lambda c: c.execute(update(table).where(table.c.person == person).values(until=self.now))
        )

    def dispatch(
        self,
        url: str,
        *,
        threads: int = 2,
        patience: Patience = HASTY,
        pace: Pace | None = None,
        sign: Sign = unsigned,
        envelope: str = "verp",
        catalogue: Catalogue | None = None,
        way: RightOfWay | None = None,
    ) -> Dispatch:
        made = Dispatch(
            self.database,
            relay_factory(url, patience=patience),
            grammar=GRAMMAR,
            company=COMPANY,
            policy_of=self.policy_of,
            sender=Sender(envelope),
            zone=BERLIN,
            clock=self.clock,
            threads=threads,
            pace=pace,
            sign=sign,
            catalogue=catalogue,
            way=way,
        )
        self.dispatches.append(made)
        return made

    def close(self) -> None:
        for dispatch in self.dispatches:
            dispatch.stop(2.0)
        self.database.close()
