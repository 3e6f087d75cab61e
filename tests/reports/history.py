"""Writes a year of an office into a database, at random and with every oddity: taken back, merged, rejected, silent."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from hauspost.desk.business_calendar import ClosedDay
from hauspost.desk.houses import Company, Property, PropertyId
from hauspost.desk.policy import Policy
from hauspost.gateway.letters import Office
from hauspost.store import schema
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.deadlines.minutes import BERLIN

BEGIN = datetime(2025, 10, 14, tzinfo=BERLIN).astimezone(UTC)
DAYS = 365
STATES = ("BE", "BY")
OFFICE = Office(
    Company("Hausverwaltung Sonnenschein GmbH", state="BE"),
    lambda _house: Policy(),
    BERLIN,
    (ClosedDay.read("24.12."), ClosedDay.read("31.12.")),
)
CATEGORIES = ("heating", "water", "light", "lift", "locks", "windows", "roof", "cleaning")
EVERYWHERE_MANAGER, OF_TWO = "M1", "M2"
FIRMS = tuple(f"firm:F{n}" for n in range(1, 7))
PLACES = ("Treppenhaus", "Keller", "Hof")

Rows = defaultdict[Table, list[dict[str, Any]]]


@dataclass
class History:
    """`houses` of `flats` each; the rows of every table, as they will stand in the database."""

    seed: int
    tickets: int
    houses: int = 6
    flats: int = 8
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    events: int = 0

    def write(self, url: str) -> "History":
        migrate(url)
        self.dice = random.Random(self.seed)
        self._furnish()
        for number in range(1001, 1001 + self.tickets):
            Course(self, number).play()
        self._merge()
        self._learn()
        database = Database(url)
        database.write(self._insert)
        database.close()
        return self

    def _insert(self, connection: Connection) -> None:
        for table in schema.metadata.sorted_tables:
            if self.rows[table]:
                connection.execute(insert(table), self.rows[table])

    def event(self) -> str:
        self.events += 1
        return f"a{self.events}"

    # ---- who there is

    def _furnish(self) -> None:
        for key in CATEGORIES:
            self._add(
                schema.categories,
                key=key,
                label_de=key.title(),
                label_en=key,
                words=[key],
                visibility="private",
            )
        for n in range(1, self.houses + 1):
            self._house(f"H{n:02}", STATES[n % 2])
        for person, places in ((EVERYWHERE_MANAGER, ("*",)), (OF_TWO, ("H01", "H02"))):
            self._person(person, f"{person.lower()}@office.example")
            for place in places:
                self._role(person, place, "", "manager")
        for firm in FIRMS:
            number = firm.removeprefix("firm:")
            self._add(schema.contractors, id=number, company=f"Firma {number}", trades=["heating"])
            self._add(
                schema.contractor_addresses,
                address=f"{number.lower()}@firm.example",
                contractor=number,
                rank=0,
            )

    def _house(self, place: str, state: str) -> None:
        self._add(
            schema.properties,
            id=place,
            name=f"WEG {place}",
            mailbox=place.lower(),
            kind="weg",
            street=f"Straße {place}",
            house_numbers=[],
            state=state,
            phones={},
            policy={},
        )
        for n in range(1, self.flats + 1):
            unit = f"WE{n:02}"
            self._add(schema.units, property=place, id=unit, building=f"Haus {n % 2 + 1}")
            owner, tenant = f"{place}-{unit}-o", f"{place}-{unit}-t"
            mail = self.dice.choice(("", "", "dead", "ok", "ok", "ok", "ok"))
            self._person(
                tenant, "" if mail == "" else f"{tenant.lower()}@post.example", is_dead=mail == "dead"
            )
            ended = self.dice.random() < 0.15
            self._role(tenant, place, unit, "tenant", to=(BEGIN + timedelta(days=60)) if ended else None)
            if self.dice.random() < 0.6:
                self._person(owner, f"{owner.lower()}@post.example" if self.dice.random() < 0.7 else "")
                self._role(owner, place, unit, "owner")

    def _person(self, person: str, address: str, *, is_dead: bool = False) -> None:
        self._add(schema.persons, id=person, last_name=person, phones=[])
        if address:
            self._add(schema.addresses, address=address, person=person, rank=0)
        if is_dead:
            self._add(schema.undeliverable, address=address, since=BEGIN)

    def _role(self, person: str, place: str, unit: str, role: str, to: datetime | None = None) -> None:
        last = to.date() if to else None
        self._add(schema.role_assignments, person=person, property=place, unit=unit, role=role, valid_to=last)

    def _add(self, table: Table, **values: Any) -> dict[str, Any]:
        self.rows[table].append(values)
        return values

    # ---- afterwards

    def _merge(self) -> None:
        """Some become one with an earlier ticket of the house, as store/merging.py leaves them."""
        by_house: dict[str, list[dict[str, Any]]] = defaultdict(list)
        taken: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for order in self.rows[schema.work_orders]:
            taken[order["ticket"]].append(order)
        entries: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for entry in self.rows[schema.entries]:
            entries[entry["ticket"]].append(entry)
        for ticket in self.rows[schema.tickets]:
            targets = by_house[ticket["property"]]
            if not targets or self.dice.random() > 0.04:
                targets.append(ticket)
                continue
            target = targets[-1]["number"]
            ticket["merged_into"] = target
            by = max((o["number"] for o in taken[target]), default=0)
            for entry in entries[ticket["number"]]:
                if entry["channel"].startswith("order:"):
                    entry["channel"] = f"order:{int(entry['channel'].removeprefix('order:')) + by}"
            for order in taken.pop(ticket["number"], []):
                order |= {"ticket": target, "number": order["number"] + by}
                taken[target].append(order)

    def _learn(self) -> None:
        numbers = [t["number"] for t in self.rows[schema.tickets]]
        for word in ("boiler", "therme", "sicherung"):
            for number in self.dice.sample(numbers, min(4, len(numbers))):
                self._add(schema.corrections, category="heating", word=word, ticket=number)
        self._add(schema.refusals, key="word:heating/sicherung", at=BEGIN)
        for place, category, is_approved in (
            ("H01", "heating", False),
            ("*", "water", True),
            ("H02", "lift", True),
        ):
            self._add(
                schema.rules,
                property=place,
                category=category,
                automation="suggest",
                assignee=FIRMS[0],
                is_approved=is_approved,
            )


@dataclass
class Course:
    """One ticket from its mail to its end."""

    of: History
    number: int

    def play(self) -> None:
        dice = self.dice = self.of.dice
        self.at = BEGIN + timedelta(seconds=dice.randrange(DAYS * 86_400))
        self.seq = 0
        self.entries: list[dict[str, Any]] = []
        place = f"H{dice.randrange(self.of.houses) + 1:02}"
        unit = f"WE{dice.randrange(self.of.flats) + 1:02}" if dice.random() < 0.75 else ""
        is_office = dice.random() < 0.1
        self.reporter = None if is_office else f"{place}-{unit or 'WE01'}-t"
        self.ticket = self.of._add(
            schema.tickets,
            number=self.number,
            property=place,
            kind="office" if is_office else "matter",
            status="OPEN",
            category=dice.choice((*CATEGORIES, *CATEGORIES, "general")),
            visibility="private",
            subject="Etwas ist kaputt",
            unit=unit,
            place="" if dice.random() < 0.1 else dice.choice(PLACES),
            reporter=self.reporter,
            flags=dice.choice(
                ([],) * 30 + (["survey"], ["surveyed"], ["emergency"], ["incomplete", "emergency"])
            ),
            audience=[],
            pinned=[],
            opened_at=self.at,
            merged_into=None,
            done_at=None,
        )
        self._opens()
        for act in self._acts():
            if self.at < BEGIN + timedelta(days=DAYS + 20):
                act()
        self.ticket |= {"seq": self.seq, "changed_at": self.at}

    def _opens(self) -> None:
        roll = self.dice.random()
        author = self.reporter if roll < 0.8 else EVERYWHERE_MANAGER if roll < 0.95 else None
        self._says("opened", author, arrival=self.number if roll < 0.95 else None)

    def _acts(self) -> Iterator[Any]:
        dice = self.dice
        if dice.random() < 0.2:
            yield lambda: self._says("note", EVERYWHERE_MANAGER)
        if dice.random() < 0.2:
            yield lambda: self._says("message", self.reporter)
        if dice.random() < 0.4:
            yield lambda: self._says("message", dice.choice((EVERYWHERE_MANAGER, OF_TWO)))
        if dice.random() < 0.1:
            return
        if dice.random() < 0.1:
            yield self._reject
            return
        if dice.random() < 0.8:
            yield lambda: self._moves(dice.choice(("RELEASED", "RELEASED", "IN_PROGRESS")))
            if dice.random() < 0.1:
                yield self._undo
                yield lambda: self._moves("RELEASED")
        for n in range(dice.choice((0, 1, 1, 1, 2))):
            yield from self._order(n + 1)
        if dice.random() < 0.3:
            yield self._reminded
        if dice.random() < 0.8:
            yield lambda: self._moves("DONE")
            if dice.random() < 0.05:
                yield lambda: self._moves("IN_PROGRESS")
                yield lambda: self._moves("DONE")
            for _ in range(dice.choice((0, 0, 1, 2))):
                yield self._rates

    # ---- what happens

    def _says(
        self,
        kind: str,
        author: str | None,
        *,
        channel: str = "internal",
        event: str = "",
        arrival: int | None = None,
        **facts: Any,
    ) -> None:
        if self.entries:
            self.at += timedelta(
                seconds=self.dice.choice((0, 50, 4_000, 40_000, 200_000, 900_000)) + self.seq
            )
        self.entries.append(
            self.of._add(
                schema.entries,
                ticket=self.number,
                seq=self.seq,
                channel=channel,
                kind=kind,
                author=author,
                author_name=author or "Regel",
                at=self.at,
                facts=facts,
                arrival=arrival,
                event=event or self.of.event(),
            )
        )
        self.seq += 1

    def _moves(self, after: str, **more: Any) -> None:
        author = self.dice.choice((EVERYWHERE_MANAGER, OF_TWO, None))
        self._says("status", author, before=self.ticket["status"], after=after, **more)
        self.ticket |= {"status": after, "done_at": self.at if after == "DONE" else None}

    def _reject(self) -> None:
        self._moves("DONE", rejected=True)
        self.ticket["flags"] = [*self.ticket["flags"], "rejected"]

    def _undo(self) -> None:
        last = self.entries[-1]
        self._says("undone", EVERYWHERE_MANAGER, event=last["event"])
        self.entries[-1] |= {"facts": {"event": last["event"]}, "event": self.of.event()}
        self.ticket |= {"status": "OPEN", "done_at": None}

    def _order(self, number: int) -> Iterator[Any]:
        dice, firm = self.dice, self.dice.choice(FIRMS)
        channel, by = f"order:{number}", dice.choice((EVERYWHERE_MANAGER, OF_TWO, None))

        def says(after: str, author: str | None = firm) -> Any:
            def say() -> None:
                self._says("order", author, channel=channel, before=order.get("phase", ""), after=after)
                order["phase"] = after

            return say

        order: dict[str, Any] = {}

        def gives() -> None:
            says("dispatched", by)()
            self.of._add(schema.work_orders, **self._blank(number, firm, by is None))
            order.update(self.of.rows[schema.work_orders][-1])
            self.of.rows[schema.work_orders][-1] = order
            order["phase"] = "dispatched"

        yield gives
        roll = dice.random()
        if roll < 0.15:
            yield says("declined")
        elif roll < 0.25:
            yield says("cancelled", EVERYWHERE_MANAGER)
        elif roll < 0.85:
            yield says("accepted")
            if dice.random() < 0.1:
                yield self._undo
            if dice.random() < 0.7:
                yield says("scheduled")
                yield lambda: order.update(self._window())
            if dice.random() < 0.8:
                yield says("reported_done")
            if dice.random() < 0.1:
                yield says("declined")

    def _blank(self, number: int, firm: str, by_rule: bool) -> dict[str, Any]:
        return {
            "ticket": self.number,
            "number": number,
            "assignee": firm,
            "assignee_name": f"Firma {firm.removeprefix('firm:')}",
            "kind": self.dice.choice(("order", "order", "order", "quote")),
            "text": "Bitte richten.",
            "rule": "*/heating" if by_rule else "",
            "given_at": self.at,
            "changed_at": self.at,
            "window_start": None,
            "window_end": None,
            "window_is_day": False,
        }

    def _window(self) -> dict[str, Any]:
        day = (self.at + timedelta(days=self.dice.randrange(1, 6))).astimezone(BERLIN).date()
        hour = self.dice.choice((None, 9, 16))
        start = datetime(day.year, day.month, day.day, hour or 0, tzinfo=BERLIN)
        end = start + (timedelta(hours=2) if hour else timedelta(days=1))
        return {"window_start": start, "window_end": end, "window_is_day": hour is None}

    def _reminded(self) -> None:
        stage = self.dice.choice(("response", "acceptance", "completion", "follow_up"))
        due = (self.at - timedelta(hours=1)).isoformat()
        for step in self.dice.choice((("manager",), ("firm", "manager", "deputy"))):
            self._says("reminded", None, stage=stage, step=step, order=0, due=due)
        if self.dice.random() < 0.3:
            self._says("reminded", EVERYWHERE_MANAGER, stage=stage, step="waits", order=1)
        self.of._add(
            schema.deadlines,
            ticket=self.number,
            work_order=0,
            stage=stage,
            started_at=self.at,
            due_at=self.at,
        )

    def _rates(self) -> None:
        self._says("answer", self.reporter, rating=self.dice.randrange(1, 6), comment="", cell="")


def houses_of(rows: Rows) -> tuple[Property, ...]:
    return tuple(
        Property(PropertyId(r["id"]), r["name"], r["mailbox"], street=r["street"], state=r["state"])
        for r in rows[schema.properties]
    )
