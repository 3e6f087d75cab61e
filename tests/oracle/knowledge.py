"""Who may know which fact: DOMAIN's table said once more, by brute force, and without a line of the desk's own code.

A fact is a canary. It may reach the people it names, the managers of its houses, and whoever reads the public channel
of its matters on that day. Nothing else; nothing is derived from what the desk did, except which numbers it gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from tests.oracle.world import BOARD, CARETAKER, HOUSES, OWNER, TENANT, Flat, Human, Post, World

EVERYBODY_AT_HOME = frozenset(
    {TENANT, OWNER, BOARD, CARETAKER}
)  # the audience that a public ticket begins with

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Report:
    """One of several that a ticket became of: an order quotes each and, at a flat, may name its bell."""

    party: set[str]
    at_flat: bool
    facts: list["Fact"]


@dataclass(frozen=True, slots=True)
class Asks:
    """Whom a manager asks, each alone: all owners of a house, those of some flats, or who lives there."""

    owners: bool
    flats: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Matter:
    """A ticket as DOMAIN sees it. `party`: for whom it is. `at_flat`: an order for it may name the bell."""

    number: int
    house: str
    party: set[str] = field(default_factory=set)
    parties: list[set[str]] = field(default_factory=list)  # whose it was before ZUORDNEN, oldest first
    lies: set[str] = field(default_factory=set)  # flats where nobody lives, as ZUORDNEN said: their words
    followers: set[str] = field(default_factory=set)
    circles: list[set[str]] = field(default_factory=list)  # who share a conversation with the managers
    hidden: set[str] = field(default_factory=set)
    is_public: bool = False
    audience: set[str] = field(default_factory=lambda: set(EVERYBODY_AT_HOME))
    category: str = ""
    at_flat: bool = False
    orders: dict[int, str] = field(default_factory=dict)  # number of the order → whose it is
    stopped: dict[int, str] = field(default_factory=dict)  # … that never left
    facts: list["Fact"] = field(default_factory=list)
    readers: list[tuple[bool, set[str]]] = field(default_factory=list)  # whether public, and to whom, so far
    moved: list[str] = field(default_factory=list)  # whose orders came along by merging
    merged: list[Report] = field(
        default_factory=list
    )  # of all that it became of, its own first; none: its own alone
    subject: list["Fact"] = field(default_factory=list)  # what its opener called it
    second: list["Fact"] = field(default_factory=list)  # of another matter that the same mail tells
    second_category: str = ""
    split_off: list["Fact"] = field(default_factory=list)  # … that has a ticket of its own by now
    hands: list[tuple[int, str]] = field(default_factory=list)  # which manager wrote about it, in which act
    asks: "Asks | None" = None  # whom a manager's survey is for
    asked: set[str] = field(default_factory=set)  # who was asked in it
    consulted: set[str] = field(
        default_factory=set
    )  # who was asked to agree to a price of it, or told whom it cost
    billed: set[str] = field(default_factory=set)  # owners whom its orders name as those who pay

    @property
    def is_anonymous(self) -> bool:
        return bool(self.party & self.hidden)

    @property
    def reports(self) -> list[Report]:
        return self.merged or [Report(self.party, self.at_flat, self.facts)]

    @property
    def parted(self) -> list["Fact"]:
        """AUFTEILEN: what stays is of the ticket's category, as it was opened or has become since."""
        if self.category and self.category == self.second_category:
            return [fact for fact in self.reports[0].facts if fact.what == "a reported thing"][:1]
        return self.second

    @property
    def members(self) -> set[str]:
        return self.party | self.followers

    def called_by(self, people: frozenset[str]) -> list["Fact"]:
        """The subject, if it is these people's own report: what they say later of the same keeps that name."""
        return self.subject if self.reports[0].party & people else []

    def is_read_publicly_by(self, person: Human, day: date) -> bool:
        return self.is_public and bool(person.roles_at(self.house, day) & self.audience)

    def circle_of(self, person: str) -> set[str]:
        """The people of the conversation that this person has there."""
        return next((circle for circle in self.circles if person in circle), {person})

    def is_known_to(self, person: Human, day: date) -> bool:
        """Whether the person may learn that there is such a ticket."""
        inside = person.manages(self.house, day) or person.id in (
            self.members | self.consulted | set(self.orders.values())
        )
        return inside or self.is_read_publicly_by(person, day)


@dataclass(slots=True, eq=False)
class Fact:
    """One canary, or the last eight digits of a phone. `is_task`: an order may carry it to whoever gets the order.

    `author`: for whom the mail that it came in was written, by its From.
    """

    word: str
    what: str
    people: set[str] = field(default_factory=set)
    houses: set[str] = field(default_factory=set)
    public_in: list[Matter] = field(default_factory=list)
    is_task: bool = False
    author: frozenset[str] = frozenset()

    def may_be_known_by(self, eyes: "Eyes") -> bool:
        return (
            not self.people.isdisjoint(eyes.ids)
            or not self.houses.isdisjoint(eyes.managed)
            or any(matter.number in eyes.public for matter in self.public_in)
        )


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who reads what comes to an address on a day: everybody behind it together; a stranger is only his address."""

    ids: frozenset[str]
    managed: frozenset[str]  # houses
    public: frozenset[int]  # matters that they read as their house
    readers: tuple[Human, ...]


@dataclass(slots=True)
class Knowledge:
    """All facts and all matters."""

    world: World
    facts: dict[str, Fact] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)  # those of the facts that are numbers
    matters: dict[int, Matter] = field(default_factory=dict)
    papers: list[Matter] = field(
        default_factory=list
    )  # documents, as tickets that some roles of a house read
    aliases: dict[int, int] = field(default_factory=dict)
    before: dict[int, "Matter"] = field(
        default_factory=dict
    )  # what it became of, as it was before, by the absorbed
    brought: dict[int, list[Report]] = field(default_factory=dict)  # … and what it came along with
    typed: dict[int, set[str]] = field(default_factory=dict)  # numbers that people wrote to whom they please

    def plant(self, fact: Fact) -> Fact:
        self.facts[fact.word] = fact
        if fact.word.isdigit():
            self.phones.add(fact.word)
        return fact

    def eyes(self, address: str, day: date) -> Eyes:
        readers = self.world.behind(address)
        return Eyes(
            frozenset({address, *(p.id for p in readers)}),
            frozenset(h.id for h in HOUSES for p in readers if p.manages(h.id, day)),
            frozenset(
                m.number
                for m in (*self.matters.values(), *self.papers)
                for p in readers
                if m.is_read_publicly_by(p, day)
            ),
            readers,
        )

    def matter(self, number: int) -> Matter | None:
        return self.matters.get(self.aliases.get(number, number))

    def plant_master_data(self) -> None:
        """Names, addresses, phones and flats: for the person, the household and the managers of their houses."""
        for person in self.world.people:
            home = {p.id for p in self.world.behind(person.address)} | {person.id}
            for word, what in (
                (person.last, "a last name"),
                (person.first, "a first name"),
                (person.address.partition("@")[0], "a mail address"),
                (person.phone, "a phone number"),
            ):
                if word and (word.casefold().startswith("xq") or word == person.phone):
                    self.plant(Fact(word.casefold(), what, set(home), set(person.houses())))
        for flat in self.world.flats:
            at_home = {
                p.id for p in self.world.people if any(_is_in(post, flat.house, flat.id) for post in p.posts)
            }
            name = flat.name.partition(" ")[2].casefold()
            for word in (name, flat.side):
                self.plant(Fact(word, "a flat", set(at_home), {flat.house}))
        for firm in self.world.firms:
            self.plant(
                Fact(firm.address.partition("@")[0], "a firm's address", {firm.id}, {"LW12", "HS5", "BG7"})
            )
            self.plant(
                Fact(firm.last.split()[0].casefold(), "a firm's name", {firm.id}, {"LW12", "HS5", "BG7"})
            )

    # ---- what acts change

    def links(self, matter: Matter, party: set[str]) -> None:
        """ZUORDNEN: theirs is what is written from now on. Who hid hides still, and so does who comes."""
        if matter.is_anonymous:
            matter.hidden |= party
        matter.circles = [c for c in matter.circles if not c & matter.party] + [set(party)]
        matter.parties.append(matter.party)
        matter.party = set(party)
        matter.at_flat = True
        self._introduces(matter)

    def lies_in(self, matter: Matter, flat: Flat) -> None:
        """ZUORDNEN a flat where nobody lives: it is where theirs lies, and a firm that is sent goes there."""
        matter.lies |= {flat.side, flat.name.partition(" ")[2].casefold()}
        for word in matter.lies:
            self.facts[word].people |= matter.members

    def opens(self, matter: Matter, facts: list[Fact]) -> None:
        """A report is a new matter: from now on its managers may know who lives where."""
        self.matters[matter.number] = matter
        matter.subject = [fact for fact in facts if fact.what.endswith("subject")]
        matter.circles.append(set(matter.party))
        self.belongs(matter, facts)
        self._introduces(matter)

    def _introduces(self, matter: Matter) -> None:
        shows_names = self.world.house(matter.house).says("reporter_visible", "nein") == "ja"
        for person in (self.world.by_id(key) for key in matter.party):
            for fact in self._names(person):
                fact.houses.add(matter.house)
                if shows_names and not matter.is_anonymous:
                    fact.public_in.append(matter)

    def belongs(self, matter: Matter, facts: list[Fact]) -> None:
        matter.facts += facts
        for fact in facts:
            fact.houses.add(matter.house)

    def ordered(self, matter: Matter, number: int, assignee: str, *, by_rule: bool, scope: str) -> None:
        """An order carries the task and, to a flat, the bell's name; of an anonymous reporter nothing (WORDS 5).

        What has become a ticket of its own is that ticket's task and no other's.
        """
        matter.orders[number] = assignee
        self._company(matter, assignee)
        self.bills(matter, matter.billed, {assignee})
        self._tell_of(matter, assignee, tells_words=not by_rule or scope == "common")

    def extended(self, matter: Matter, assignee: str) -> None:
        """BÜNDELN while a firm is on its way: it hears of each flat in addition, as an order would tell."""
        self._tell_of(matter, assignee, tells_words=True)

    def _tell_of(self, matter: Matter, assignee: str, *, tells_words: bool) -> None:
        for word in () if matter.party & matter.hidden else matter.lies:
            self.facts[word].people.add(assignee)
        for report in matter.reports:
            if report.party & matter.hidden:
                continue
            for fact in report.facts if tells_words else ():
                if fact.is_task and fact not in matter.split_off:
                    fact.people.add(assignee)
            if report.at_flat:
                self._tell_the_bell(matter, report.party, assignee)

    def _tell_the_bell(self, matter: Matter, party: set[str], assignee: str) -> None:
        """… with the telephone number of whoever said once and for all that firms may have it."""
        for person in (self.world.by_id(key) for key in party):
            if name := self.facts.get(person.last.casefold()):
                name.people.add(assignee)
            if person.phone and person.may_be_called == "ja":
                self.facts[person.phone].people.add(assignee)
            flat = self.world.flat_of(person, matter.house)
            for word in (flat.side, flat.name.partition(" ")[2].casefold()) if flat else ():
                self.facts[word].people.add(assignee)

    def consults(self, matter: Matter, people: set[str], firms: Iterable[str]) -> None:
        """Whoever is asked to agree, or is told whom the own flat costs, reads which firm it is."""
        matter.consulted |= people
        for firm in firms:
            for word in self.world.by_id(firm).last.split()[:1]:
                self.facts[word.casefold()].people |= people

    def bills(self, matter: Matter, owners: set[str], firms: set[str]) -> None:
        """RECHNUNG EIGENTÜMER: the firm learns whom to bill."""
        matter.billed |= owners
        for person in (self.world.by_id(key) for key in owners):
            for fact in self._names(person)[:2]:
                fact.people |= firms

    def _company(self, matter: Matter, assignee: str) -> None:
        """Who comes is a fact for everybody who reads the matter."""
        party = self.world.by_id(assignee)
        for word in (party.last.split()[0].casefold(), party.first.casefold()):
            if fact := self.facts.get(word):
                fact.people |= matter.members
                fact.public_in.append(matter)

    def joins(self, matter: Matter, person: Human, *, is_hidden: bool) -> None:
        matter.followers.add(person.id)
        matter.circles.append({p.id for p in self.world.behind(person.address)})
        if is_hidden:
            matter.hidden.add(person.id)
        for fact in self._names(person):
            fact.houses.add(matter.house)
        for assignee in matter.orders.values():
            self._company(matter, assignee)

    def merges(self, absorbed: Matter, target: Matter) -> None:
        """Channels and participants move as they are; no fact gets a new reader by it."""
        self.before[absorbed.number] = replace(
            target,
            party=set(target.party),
            followers=set(target.followers),
            hidden=set(target.hidden),
            consulted=set(target.consulted),
            billed=set(target.billed),
        )
        frozen = [Report(set(r.party), r.at_flat, list(r.facts)) for r in absorbed.reports]
        if not target.merged:
            target.merged = [Report(set(r.party), r.at_flat, list(r.facts)) for r in target.reports]
        target.merged += frozen
        self.brought[absorbed.number] = frozen
        target.party |= absorbed.party
        target.followers |= absorbed.followers
        target.hidden |= absorbed.hidden
        target.consulted |= absorbed.consulted
        target.billed |= absorbed.billed
        target.circles += absorbed.circles
        target.moved += [*absorbed.orders.values(), *absorbed.stopped.values()]
        target.facts += absorbed.facts
        target.split_off += absorbed.split_off
        self.aliases[absorbed.number] = target.number
        for number, aim in self.aliases.items():
            if aim == absorbed.number:
                self.aliases[number] = target.number
        for fact in self.facts.values():
            if absorbed in fact.public_in:
                fact.public_in.append(target)
        for assignee in (*absorbed.orders.values(), *target.orders.values()):
            self._company(target, assignee)

    def parts(self, number: int) -> None:
        """RÜCKGÄNGIG: what came along goes back with it. Whoever has read it meanwhile has read it."""
        absorbed, target, before = self.matters[number], self.matter(number), self.before.pop(number)
        assert target is not None
        del self.aliases[number]
        stay = [before, *(self.matters[other] for other, aim in self.aliases.items() if aim == target.number)]
        for people in ("party", "followers", "hidden", "consulted", "billed"):
            kept = set().union(*(getattr(matter, people) for matter in stay))
            getattr(target, people).difference_update(getattr(absorbed, people) - kept)
        _take_out(target.merged, self.brought.pop(number))
        if len(target.merged) == 1:
            target.merged = []
        _take_out(target.circles, absorbed.circles)
        _take_out(target.moved, [*absorbed.orders.values(), *absorbed.stopped.values()])
        _take_out(target.facts, absorbed.facts)
        _take_out(target.split_off, absorbed.split_off)

    def splits(self, matter: Matter) -> None:
        """AUFTEILEN: what the mail told besides is told there no more."""
        matter.split_off += matter.parted
        matter.second = []

    def moves(self, matter: Matter, house: str) -> None:
        matter.house = house
        for fact in matter.facts:
            fact.houses.add(house)
        for person in (self.world.by_id(key) for key in matter.members):
            for fact in self._names(person):
                fact.houses.add(house)
            flat = self.world.flat_of(person, house)
            for word in (flat.side, flat.name.partition(" ")[2].casefold()) if flat else ():
                self.facts[word].houses.add(house)

    def speaks_to(self, person: Human, house: str) -> None:
        """Whoever writes to a house is known to its managers by name and address."""
        for fact in self._names(person):
            fact.houses.add(house)

    def _names(self, person: Human) -> list[Fact]:
        words = (
            person.last.casefold(),
            person.first.casefold(),
            person.address.partition("@")[0],
            person.phone,
        )
        return [self.facts[word] for word in words if word in self.facts]


def _is_in(post: Post, house: str, unit: str) -> bool:
    return (post.house, post.unit) == (house, unit)


def _take_out(all_of_them: list[T], some: Iterable[T]) -> None:
    for each in some:
        all_of_them.remove(each)
