"""A random world: three houses, forty people in all roles and periods, five firms; told to the desk as CSV tables."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.canaries import Mint

DOMAIN = "tickets.hv-sonnenschein.example"
MANAGER, CARETAKER, TENANT, OWNER, BOARD = "manager", "caretaker", "tenant", "owner", "board_member"
FIRM, PROXY = "contractor", "representative"
RESIDENTS = frozenset({TENANT, OWNER, BOARD, PROXY})
WORDS = {
    MANAGER: "Verwalter",
    CARETAKER: "Hauswart",
    TENANT: "Mieter",
    OWNER: "Eigentümer",
    BOARD: "Beirat",
    PROXY: "Bevollmächtigter",
}
PEOPLE = 40
# What somebody wants to hear of small things in the house, as persons.csv says it: who wants most comes first.
WISHES = AT_ONCE, DAILY, NEVER = "sofort", "täglich", "nie"


@dataclass(slots=True)
class Post:
    """A role of somebody at a house, both days included."""

    house: str
    role: str
    unit: str = ""
    begin: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


@dataclass(slots=True, eq=False)
class Human:
    """A person, or a firm as one party. `first`, `last`, the address and the phone are canaries where that is asked."""

    id: str
    last: str
    first: str = ""
    address: str = ""
    phone: str = ""
    language: str = "de"
    also: set[str] = field(default_factory=set)  # addresses that managers have said to be this person's
    posts: list[Post] = field(default_factory=list)
    is_firm: bool = False
    wish: str = AT_ONCE
    may_be_called: str = "nein"  # what the master data say of firms that want the number

    def roles_at(self, house: str, day: date) -> frozenset[str]:
        return frozenset(p.role for p in self.posts if p.house in (house, "*") and p.holds(day))

    def manages(self, house: str, day: date) -> bool:
        return MANAGER in self.roles_at(house, day)

    def houses(self) -> frozenset[str]:
        return frozenset(p.house for p in self.posts)

    def lives_at(self, house: str, day: date) -> bool:
        return bool(self.roles_at(house, day) & RESIDENTS)


@dataclass(frozen=True, slots=True)
class Flat:
    house: str
    id: str
    name: str
    building: str
    floor: str
    side: str


@dataclass(frozen=True, slots=True)
class Building:
    """A property. `policy`: its own choices, as its table says them."""

    id: str
    mailbox: str
    name: str
    street: str
    kind: str
    policy: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"

    def says(self, key: str, otherwise: str) -> str:
        return dict(self.policy).get(key, otherwise)


HOUSES = (
    Building("LW12", "lindenweg12", "WEG Lindenweg 12-14", "Lindenweg 12-14", "WEG"),
    Building(
        "HS5",
        "hafenstr5",
        "Hafenstraße 5",
        "Hafenstraße 5",
        "Mietverwaltung",
        (("public_replies", "manager_only"),),
    ),
    Building(
        "BG7",
        "burggasse7",
        "WEG Burggasse 7",
        "Burggasse 7",
        "WEG",
        (
            ("public_replies", "all"),
            ("reporter_visible", "ja"),
            ("notify_managers", "all"),
            ("rating", "on"),
            ("order_list", "monday"),
        ),
    ),
)
BOARDS_LIMIT = 2000  # euros; above it a WEG's board is asked
BUILDINGS = {"LW12": ("Haus 12", "Haus 14"), "HS5": ("Haus 5",), "BG7": ("Haus 7", "Haus 7a")}
TRADES = ("Heizung", "Sanitär", "Elektro", "Aufzug", "Maler")


@dataclass(slots=True)
class World:
    today: date
    people: list[Human]
    firms: list[Human]
    flats: list[Flat]
    trades: dict[str, str]  # firm → trade
    responsible: dict[str, str]
    deputy: dict[str, str]

    def everybody(self) -> Iterator[Human]:
        yield from self.people
        yield from self.firms

    def behind(self, address: str) -> tuple[Human, ...]:
        """All for whom an address stands: a household, an office, anybody at a firm's domain."""
        domain = address.partition("@")[2]
        known = tuple(p for p in self.people if address in (p.address, *p.also))
        return known or tuple(f for f in self.firms if domain == f.address.partition("@")[2])

    def managers(self, house: str, day: date) -> list[Human]:
        return [p for p in self.people if p.manages(house, day) and p.address]

    def by_id(self, key: str) -> Human:
        return next(p for p in self.everybody() if p.id == key)

    def house(self, key: str) -> Building:
        return next(h for h in HOUSES if h.id == key)

    def flat_of(self, person: Human, house: str) -> Flat | None:
        ids = {p.unit for p in person.posts if p.house == house and p.unit}
        return next((f for f in self.flats if f.house == house and f.id in ids), None)


def wish_of(people: Iterable[Human]) -> str:
    """Of all who read one mailbox: what the one wants who wants most."""
    return min((p.wish for p in people), key=WISHES.index, default=NEVER)


def make_world(chance: random.Random, mint: Mint, today: date) -> World:
    flats = [_flat(h, n, chance, mint) for h in HOUSES for n in range(1, 11)]
    people = [*_managers(today), *_caretakers(mint)]
    while len(people) < PEOPLE:
        people.append(_resident(len(people), chance, mint, flats, today))
    _share_addresses(people)
    _two_hats(people, chance)
    firms = [
        Human(
            f"firm:F{n}",
            f"{mint.name()} {trade} GmbH",
            address=f"{mint.word()}@firma{n}.example",
            posts=[Post("*", FIRM)],
            is_firm=True,
        )
        for n, trade in enumerate(TRADES, start=1)
    ]
    trades = {f.id: trade for f, trade in zip(firms, TRADES, strict=True)}
    return World(
        today,
        people,
        firms,
        flats,
        trades,
        responsible={"LW12": "9002", "HS5": "9005", "BG7": "9003"},
        deputy={"LW12": "9001", "HS5": "9006", "BG7": "9001"},
    )


def _flat(house: Building, number: int, chance: random.Random, mint: Mint) -> Flat:
    building = chance.choice(BUILDINGS[house.id])
    return Flat(house.id, f"WE{number:02d}", f"Wohnung {mint.name()}", building, f"{number}. OG", mint.word())


def _managers(today: date) -> list[Human]:
    """Of everything, of two houses, of one, of one until last month, and two behind one office address."""
    at = "hv-sonnenschein.example"
    last_month = today - timedelta(days=20)
    rows = (
        ("9001", "Vogt", "Sabine", f"sabine.vogt@{at}", [Post("*", MANAGER)]),
        ("9002", "Lorenz", "Tim", f"tim.lorenz@{at}", [Post("LW12", MANAGER), Post("HS5", MANAGER)]),
        ("9003", "Adler", "Grete", f"grete.adler@{at}", [Post("BG7", MANAGER)]),
        ("9004", "Falk", "Bernd", f"bernd.falk@{at}", [Post("LW12", MANAGER, end=last_month)]),
        ("9005", "Koch", "Ute", f"office@{at}", [Post("HS5", MANAGER)]),
        ("9006", "Kern", "Jens", f"office@{at}", [Post("HS5", MANAGER)]),
    )
    return [Human(key, last, first, address, posts=posts) for key, last, first, address, posts in rows]


def _caretakers(mint: Mint) -> list[Human]:
    """One for a house, one for two houses who is also a tenant in the third."""
    return [
        Human(
            "2001",
            mint.name(),
            mint.name(),
            f"{mint.word()}@service.example",
            posts=[Post("LW12", CARETAKER)],
        ),
        Human(
            "2002",
            mint.name(),
            mint.name(),
            f"{mint.word()}@service.example",
            posts=[Post("HS5", CARETAKER), Post("BG7", CARETAKER), Post("LW12", TENANT, "WE10")],
        ),
    ]


def _resident(number: int, chance: random.Random, mint: Mint, flats: list[Flat], today: date) -> Human:
    person = Human(
        f"1{number:03d}",
        mint.name(),
        mint.name(),
        f"{mint.word()}@post.example" if number % 15 else "",
        mint.phone(),
        "en" if number % 9 == 0 else "de",
        wish=(AT_ONCE, AT_ONCE, DAILY, AT_ONCE, NEVER)[number % 5],
        may_be_called=("fragen", "nein", "fragen", "ja")[number % 4],
    )
    flat = chance.choice([f for f in flats if f.id != "WE10"])
    begin, end = _period(number, today)
    person.posts.append(Post(flat.house, chance.choice((TENANT, TENANT, OWNER)), flat.id, begin, end))
    if number % 7 == 0:
        person.posts.append(Post(flat.house, BOARD, "", date(2023, 6, 1)))
    if number % 11 == 0:
        person.posts.append(Post(chance.choice(HOUSES).id, PROXY))
    return person


def _period(number: int, today: date) -> tuple[date | None, date | None]:
    """Mostly the present; every eighth has left, every thirteenth is still to come, every tenth leaves soon."""
    if number % 8 == 0:
        return date(2018, 10, 1), today - timedelta(days=60)
    if number % 13 == 0:
        return today + timedelta(days=3), None
    if number % 10 == 0:
        return date(2019, 4, 1), today + timedelta(days=2)
    return date(2020, 1, 1), None


def _share_addresses(people: list[Human]) -> None:
    """Three couples with one mailbox each."""
    for one, other in ((9, 10), (17, 18), (22, 23)):
        people[other].address = people[one].address
        people[other].posts = [Post(p.house, p.role, p.unit, p.begin, p.end) for p in people[one].posts]


def _two_hats(people: list[Human], chance: random.Random) -> None:
    """Some have a role in a second house, and one of the managers lives in a house that she does not manage."""
    for person in chance.sample(people[8:], 6):
        here = person.posts[0].house
        other = chance.choice([h.id for h in HOUSES if h.id != here])
        person.posts.append(Post(other, chance.choice((TENANT, OWNER)), f"WE{chance.randrange(1, 10):02d}"))
    people[2].posts.append(Post("HS5", TENANT, "WE03"))


# ---- the tables


def tables(world: World) -> dict[str, bytes]:
    """Everything but the categories, which come with the program."""
    return {
        "properties.csv": _csv(
            "Objektnummer;Bezeichnung;Objekt-E-Mail;Verwaltungsart;Straße;PLZ;Ort;Zuständig;Vertretung;Notdienst;"
            "Freigabegrenze;Beiratsgrenze;public_replies;reporter_visible;notify_managers;rating;order_list",
            (
                f"{h.id};{h.name};{h.mailbox};{h.kind};{h.street};10405;Berlin;{world.responsible[h.id]};"
                f"{world.deputy[h.id]};030 5550100;1000,00;{BOARDS_LIMIT},00;{h.says('public_replies', 'moderated')};"
                f"{h.says('reporter_visible', 'nein')};{h.says('notify_managers', 'responsible')};"
                f"{h.says('rating', 'off')};{h.says('order_list', 'off')}"
                for h in HOUSES
            ),
        ),
        "units.csv": _csv(
            "Objektnummer;Einheitsnummer;Bezeichnung;Gebäude;Etage;Lage",
            (f"{f.house};{f.id};{f.name};{f.building};{f.floor};{f.side}" for f in world.flats),
        ),
        "persons.csv": _csv(
            "Personennummer;Anrede;Vorname;Nachname;E-Mail;Telefon;Sprache;Benachrichtigung;Weitergabe Kontakt",
            (
                f"{p.id};Frau;{p.first};{p.last};{p.address};{f'0171 {p.phone}' if p.phone else ''};"
                f"{p.language};{p.wish};{p.may_be_called}"
                for p in world.people
            ),
        ),
        "roles.csv": roles_table(world.people),
        "contractors.csv": _csv(
            "Dienstleisternummer;Firma;Gewerke;E-Mail Aufträge;Weitere Absender;Sprache;Telefon;Notdienst;"
            "Auftragslimit",
            (
                f"{f.id.removeprefix('firm:')};{f.last};{world.trades[f.id]};{f.address};"
                f"@{f.address.partition('@')[2]};de;030 5550{n}20;;500,00"
                for n, f in enumerate(world.firms, start=1)
            ),
        ),
        "assignments.csv": _csv(
            "Objektnummer;Gewerk;Dienstleisternummer;Rang;Nur Notfall",
            (f"*;{world.trades[f.id]};{f.id.removeprefix('firm:')};1;nein" for f in world.firms),
        ),
        "rules.csv": _csv(
            "Objektnummer;Kategorie;Stufe;Einspruch Minuten;Firma;Firma darf beginnen;Firma darf erledigen;"
            "Grenze;Pro Tag",
            (
                "*;lighting;automatisch;;Hauswart;ja;ja;;9",
                "*;water;automatisch;;;nein;nein;200,00;2",
                "*;heating;vorschlagen;;;nein;nein;300,00;",
                "*;cleaning;einspruch;30;Hauswart;ja;ja;;",
            ),
        ),
    }


def roles_table(people: Iterable[Human]) -> bytes:
    return _csv(
        "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende",
        (
            f"{p.id};{post.house};{post.unit};{WORDS[post.role]};{_day(post.begin)};{_day(post.end)}"
            for p in people
            for post in p.posts
            if post.role in WORDS
        ),
    )


def _csv(head: str, rows: Iterable[str]) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
