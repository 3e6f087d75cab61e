"""A counted week: an office of three, twelve new tickets a day, five working days, through a whole gateway.

`python -m tests.week` prints who got how many mails. Real SMTP both ways, `init`'s policy; only the clock is given.
"""

import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hauspost.config.blank import Answers, blank
from hauspost.desk.masterdata import compare
from hauspost.desk.policy import Policy
from hauspost.gateway import logs
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, schema
from hauspost.store.database import Database
from tests.house import DOMAIN, House, house_on
from tests.relay import Taken
from tests.sample import load_sample

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2025, 10, 20)
DAYS = 5
SABINE, TIM = "sabine.vogt@hv-sonnenschein.example", "tim.lorenz@hv-sonnenschein.example"
MARA = "mara.klein@hv-sonnenschein.example"
OFFICE = {"9001": SABINE, "9002": TIM, "9003": MARA}
MEIER, WOLF, DORN = (
    "auftrag@heizung-meier.example",
    "info@sanitaer-wolf.example",
    "buero@dorn-sanitaer.example",
)
FLATS = 20


def usual_policy() -> Policy:
    """What `hauspost init` writes, after `hauspost live`."""
    found: dict[str, Any] = tomllib.loads(blank(Answers(name="HV", domain="t.example")))["policy"]
    return Policy(**(found | {"sending": "on"}))


# ---- the houses


def house_of(number: int) -> str:
    return f"Q{number}"


def address_of(number: int) -> str:
    return f"quer{number}@{DOMAIN}"


def resident(house: int, flat: int) -> str:
    return f"bewohner{house}{flat:02}@post.example"


def caretaker(house: int) -> str:
    return f"hauswart{house}@service.example"


def tables() -> dict[str, bytes]:
    """Three houses, each with its manager, a caretaker and twenty households."""
    managers = list(OFFICE)
    properties = [
        "Objektnummer;Bezeichnung;Objekt-E-Mail;Verwaltungsart;Straße;PLZ;Ort;Bundesland;Zuständig;Vertretung;"
        "Rechnungsempfänger;Rechnungs-E-Mail;Notdienst;Sprache"
    ]
    units = ["Objektnummer;Einheitsnummer;Bezeichnung;Gebäude;Etage;Lage;Art"]
    persons = [
        "Personennummer;Anrede;Vorname;Nachname;E-Mail;Telefon;Sprache;Benachrichtigung;Weitergabe Kontakt"
    ]
    persons += ["9003;Frau;Mara;Klein;" + MARA + ";;de;sofort;"]
    roles = ["Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende"]
    rules = ["Objektnummer;Kategorie;Stufe;Firma;Firma darf beginnen;Firma darf erledigen;Grenze;Pro Tag"]
    for n, manager in enumerate(managers, start=1):
        deputy, place = managers[n % 3], house_of(n)
        properties.append(
            f"{place};Querweg {n};quer{n};Mietverwaltung;Querweg {n};10405;Berlin;BE;{manager};{deputy};"
            f"Querweg GbR;rechnung@hv-sonnenschein.example;030 5550100;de"
        )
        roles += [f"{m};{place};;Verwalter;;" for m in managers]
        persons.append(f"8{n}00;Herr;Karl;Wart{n};{caretaker(n)};0171 5550{n}00;de;sofort;ja")
        roles.append(f"8{n}00;{place};;Hauswart;;")
        rules += [f"{place};lighting;automatisch;Hauswart;ja;ja;;9", f"{place};water;vorschlagen;;;;300,00;9"]
        for flat in range(1, FLATS + 1):
            key = f"5{n}{flat:02}"
            units.append(f"{place};WE{flat:02};Wohnung {flat};Haus {n};1. OG;links;Wohnung")
            persons.append(f"{key};Frau;Rita;Name{n}x{flat};{resident(n, flat)};0171 55{key};de;sofort;ja")
            roles.append(f"{key};{place};WE{flat:02};Mieter;;")
    named = {"properties": properties, "units": units, "persons": persons, "roles": roles, "rules": rules}
    return {f"{name}.csv": ("\n".join(rows) + "\n").encode() for name, rows in named.items()}


def furnish(url: str) -> None:
    load_sample(url)
    database = Database(url)
    try:
        with database.read() as connection:
            stored = masterdata.stored(connection)
        reading = read(tables(), stored=stored)
        if reading.rejected:
            raise ValueError("; ".join(str(r) for r in reading.rejected))
        at = datetime(2025, 10, 1, tzinfo=UTC)
        database.write(lambda c: masterdata.apply(c, compare(stored, reading.records), at=at))
    finally:
        database.close()


# ---- what happens


@dataclass
class Week:
    """The house, what people still mean to do, and when."""

    house: House
    plans: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    flats: Counter[int] = field(default_factory=Counter)
    bulbs: list[tuple[int, str]] = field(default_factory=list)  # house, its reporter
    repairs: list[str] = field(default_factory=list)  # their reporters
    seen: Counter[str] = field(default_factory=Counter)  # how many of the own mails a person has read

    def at(self, day: date, hour: str, do: Callable[[], None]) -> None:
        moment = datetime.combine(day, time.fromisoformat(hour), BERLIN).astimezone(UTC)
        self.plans.append((moment, next(self.order), do))

    def later(self, span: timedelta, do: Callable[[], None]) -> None:
        self.plans.append((self.house.now + span, next(self.order), do))

    def play(self, until: datetime) -> None:
        """Everything in its order; between two deeds the clock stops at each half hour, as a sweeper would."""
        while self.house.now < until:
            self.plans.sort()
            due = self.plans[0][0] if self.plans else until
            step = min(due, until, self.house.now + timedelta(minutes=30))
            if step > self.house.now:
                self.house.now = step
                self.house.gateway.drain()
            while self.plans and self.plans[0][0] <= self.house.now:
                self.plans.pop(0)[2]()
                self.plans.sort()

    def next_flat(self, house: int) -> str:
        self.flats[house] += 1
        return resident(house, (self.flats[house] - 1) % FLATS + 1)

    def unread(self, address: str) -> list[Taken]:
        mails = self.house.mails_to(address)
        new = mails[self.seen[address] :]
        self.seen[address] = len(mails)
        return new


def works_week(week: Week, days: int) -> None:
    """Twelve tickets a day, four of each house; firms and caretakers answer, managers sit down three times a day."""
    for day in (MONDAY + timedelta(days=n) for n in range(days)):
        for house in (1, 2, 3):
            weekday = day.weekday()
            _opens(
                week, day, "09:10", house, "Der Heizkörper im Bad wird nicht warm.", "Heizung", is_repair=True
            )
            _opens(
                week,
                day,
                "10:40",
                house,
                "Der Abfluss in der Küche ist verstopft.",
                "Abfluss",
                is_repair=True,
            )
            _opens(
                week,
                day,
                "13:20",
                house,
                f"Bitte schicken Sie mir die Nebenkostenabrechnung {2010 + weekday}.",
                "Frage",
            )
            floor = ("EG", "1. OG", "2. OG", "3. OG", "4. OG")[weekday]
            _opens(
                week, day, "17:30", house, f"Im Treppenhaus {floor} brennt kein Licht.", "Licht", is_bulb=True
            )
        for manager in OFFICE.values():
            for hour in ("08:10", "11:30", "15:30"):
                week.at(day, hour, partial(_sits_down, week, manager))
        week.at(day, "18:30", partial(_residents_read, week))
        for firm in (MEIER, WOLF, DORN, *(caretaker(n) for n in (1, 2, 3))):
            for hour in ("12:00", "16:00"):
                week.at(day, hour, partial(_firm_reads, week, firm))


def _opens(
    week: Week,
    day: date,
    hour: str,
    house: int,
    words: str,
    subject: str,
    *,
    is_bulb: bool = False,
    is_repair: bool = False,
) -> None:
    def write() -> None:
        author = week.next_flat(house)
        week.house.writes(author, words, to=address_of(house), subject=subject)
        if is_bulb:
            week.bulbs.append((house, author))
        if is_repair:
            week.repairs.append(author)

    week.at(day, hour, write)


# ---- how each of them reads the own mails


def _sits_down(week: Week, manager: str) -> None:
    """Reads what came since, and answers one mail after another, some seconds each."""
    for n, mail in enumerate(week.unread(manager)):
        words = _managers_word(week, mail)
        if words:
            week.later(
                timedelta(seconds=15 * n),
                partial(week.house.answers, manager, mail, words),
            )


def _managers_word(week: Week, mail: Taken) -> str:
    kind = kind_of(week, mail)
    body = plain(mail)
    if kind == "morning":
        return "\n".join(dict.fromkeys(re.findall(r"^ {2,}((?:A-)?\d[\d-]* OK)\b", body, re.MULTILINE)))
    if kind == "new_ticket":
        if "Nebenkosten" in body:
            return (
                "ERLEDIGT\n\nGuten Tag,\ndie Abrechnung schicken wir Ihnen mit der Post.\nFreundliche Grüße"
            )
        return "OK" if "VORSCHLAG" in body else ""
    if kind == "firm_report":
        return "JA" if re.search(r"^ {2}JA", body, re.MULTILINE) else "OK"
    return ""


def _firm_reads(week: Week, firm: str) -> None:
    """In the morning they promise and name a date; the work is done, and told of, the day after."""
    for mail in week.unread(firm):
        if kind_of(week, mail) != "order":
            continue
        tag = (re.search(r"A-\d+-\d+", plain(mail)) or [""])[0]
        number = int(tag.split("-")[1]) if tag else 0
        if firm.startswith("hauswart"):
            week.later(timedelta(hours=4), partial(week.house.answers, firm, mail, "Erledigt."))
            continue
        if number % 10 == 3:
            week.house.answers(firm, mail, "Das wird teurer, 450 € brutto. Einverstanden?")
            continue
        tomorrow = (week.house.now + timedelta(days=1)).astimezone(BERLIN)
        week.house.answers(firm, mail, f"Zugesagt. Termin: {tomorrow:%d.%m.} 10-12 Uhr")
        week.later(
            timedelta(hours=26),
            partial(week.house.answers, firm, mail, "Erledigt. Rechnung folgt.", client="gmail"),
        )


def _residents_read(week: Week) -> None:
    """Whoever is asked whether it is mended says so, others say thank you; of each bulb a neighbour has noticed too."""
    for reporter in dict.fromkeys(week.repairs):
        for n, mail in enumerate(week.unread(reporter)):
            if kind_of(week, mail) == "status" and "behoben" in plain(mail):
                week.house.answers(reporter, mail, "JA")
            elif n == 0:
                week.house.answers(reporter, mail, "Danke!")
    for house, _reporter in week.bulbs:
        neighbour = resident(house, FLATS)
        for mail in week.unread(neighbour):
            if kind_of(week, mail) == "evening":
                tag = (re.search(r"T-\d+", plain(mail)) or [""])[0]
                week.house.answers(neighbour, mail, f"{tag} ICH AUCH")


def kind_of(week: Week, mail: Taken) -> str:
    identity = str(mail.message["Message-ID"]).strip("<>")
    table = schema.mails
    with week.house.gateway.database.read() as connection:
        return str(connection.execute(select(table.c.kind).where(table.c.message_id == identity)).scalar())


def plain(mail: Taken) -> str:
    body = mail.message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


# ---- the counting


@dataclass(frozen=True)
class Counts:
    """`of_managers`: (address, day) → mails by kind. `of_bulbs`: for each bulb the most mails that one household got
    which speak of it, evening mails among them. `of_repairs`: for each repair the mails that its reporter got.
    """

    days: int
    of_managers: dict[tuple[str, date], Counter[str]]
    of_bulbs: list[int]
    of_repairs: list[int]
    tickets: int

    def daily(self, manager: str) -> list[int]:
        """How many mails on each day on which there was one."""
        return [sum(kinds.values()) for (address, _), kinds in self.of_managers.items() if address == manager]


def counted(week: Week, days: int) -> Counts:
    with week.house.gateway.database.read() as connection:
        mails = connection.execute(select(schema.mails).where(schema.mails.c.state == "sent")).all()
        notices = connection.execute(select(schema.notices.c.ticket, schema.notices.c.mail)).all()
    of_managers: dict[tuple[str, date], Counter[str]] = {}
    for mail in mails:
        if mail.rcpt_to in OFFICE.values():
            day = mail.sent_at.astimezone(BERLIN).date()
            of_managers.setdefault((mail.rcpt_to, day), Counter())[mail.kind] += 1
    to = {mail.id: mail.rcpt_to for mail in mails}
    speaks = {(n.ticket, n.mail, to[n.mail]) for n in notices if n.mail in to}
    residents = {resident(h, f): f"5{h}{f:02}" for h in (1, 2, 3) for f in range(1, FLATS + 1)}
    got = Counter((ticket, address) for ticket, _, address in speaks if address in residents)
    known = week.house.tickets()
    bulbs = [t.number for t in known if t.category == "lighting"]
    repairs = [(t.number, t.reporter) for t in known if t.category in ("heating", "water")]
    return Counts(
        days,
        of_managers,
        [max(n for (ticket, _), n in got.items() if ticket == bulb) for bulb in bulbs],
        [sum(got[ticket, a] for a, key in residents.items() if key == who) for ticket, who in repairs],
        len(known),
    )


def played(url: str, days: int = DAYS) -> Counts:
    furnish(url)
    with house_on(url, usual_policy(), state="BE") as house:
        house.now = datetime.combine(MONDAY, time(7), BERLIN).astimezone(UTC)
        week = Week(house)
        works_week(week, days)
        end = datetime.combine(MONDAY + timedelta(days=days - 1), time(20), BERLIN).astimezone(UTC)
        week.play(end)
        return counted(week, days)


def lines(counts: Counts) -> Iterator[str]:
    yield f"{counts.tickets} tickets in {counts.days} days"
    for manager in OFFICE.values():
        for (address, day), kinds in sorted(counts.of_managers.items()):
            if address == manager:
                told = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
                yield f"{manager:36} {day:%a %d}  {sum(kinds.values()):3}  {told}"
        yield f"{manager:36} a day   {_spread(counts.daily(manager))}"
    yield f"{'a manager a day':45} {_spread([n for m in OFFICE.values() for n in counts.daily(m)])}"
    yield f"{'a bulb, the most mails to one household':45} {_spread(counts.of_bulbs)}"
    yield f"{'a repair, the mails to its reporter':45} {_spread(counts.of_repairs)}"


def _spread(numbers: list[int]) -> str:
    return f"{min(numbers):3} least, {sum(numbers) / len(numbers):.1f} mean, {max(numbers)} most"


if __name__ == "__main__":
    logs.silence()
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(played(f"sqlite:///{Path(folder) / 'week.db'}")):
            sys.stdout.write(line + "\n")
