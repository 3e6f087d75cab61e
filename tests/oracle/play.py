"""One game: a world, a real gateway, act after act; after each the model hears what was done and reads the mails."""

import io
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, text

from hauspost.desk.model import Ticket
from hauspost.desk.work import OrderKind
from hauspost.store import octets
from tests.house import House
from tests.oracle.acts import Act, Awaited, Got, Opening
from tests.oracle.canaries import Mint, numbers_in
from tests.oracle.checker import Checker, Due, Fault, says
from tests.oracle.importing import import_tables
from tests.oracle.issued import Notice, Paper
from tests.oracle.knowledge import Knowledge, Matter
from tests.oracle.letters import Pen
from tests.oracle.news import BERLIN, News
from tests.oracle.opened import opened, subject_of
from tests.oracle.topics import CATEGORIES, SCOPES
from tests.oracle.world import AT_ONCE, CARETAKER, DAILY, HOUSES, NEVER, Human, World, wish_of
from tests.relay import Taken

FRESH = timedelta(days=10)  # an older mail's key may be too old for a manager's word
SMALL_NEWS = ("evening", "public_summary")

Player = Callable[["Play"], Act | None]


@dataclass(slots=True)
class Play:
    chance: random.Random
    mint: Mint
    world: World
    house: House
    knowledge: Knowledge
    checker: Checker
    log: io.StringIO  # what the gateway logs
    inbox: dict[str, list[Got]] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    news: News = field(default_factory=News)
    notices: list[Notice] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    muted: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)  # managers who said that they are
    awaited: list[Awaited] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)  # what came of acts, not what was tried
    hold_minutes: int = 0  # how long what managers write waits

    # ---- people and time

    @property
    def now(self) -> datetime:
        return self.house.now

    @property
    def turn(self) -> int:
        """How many acts have been."""
        return sum(self.acts.values())

    @property
    def today(self) -> date:
        return self.now.astimezone(BERLIN).date()

    def pen(self, author: Human | str, houses: Iterable[str]) -> Pen:
        """For a person, or a stranger by his address."""
        address = author if isinstance(author, str) else author.address
        people = frozenset(p.id for p in self.world.behind(address)) or frozenset({address})
        return Pen(self.knowledge, self.mint, self.chance, address, people, frozenset(houses))

    def managers(self, house: str) -> frozenset[str]:
        return frozenset(p.address for p in self.world.managers(house, self.today))

    def audience(self, matter: Matter) -> frozenset[str]:
        """Who reads the house's mails of it today and has not muted them."""
        readers = (p for p in self.world.people if matter.is_read_publicly_by(p, self.today))
        return frozenset(p.address for p in readers if p.address and p.id not in self.muted)

    def hearing(self, matter: Matter, wish: str) -> frozenset[str]:
        """… and wants to hear of small things just so."""
        return frozenset(a for a in self.audience(matter) if self.wish_at(a, matter) == wish)

    def wish_at(self, address: str, matter: Matter) -> str:
        readers = (p for p in self.world.behind(address) if matter.is_read_publicly_by(p, self.today))
        return wish_of(readers)

    def sends(self, mail: bytes, author: str, *to: str) -> None:
        self.house.receives(mail, mail_from=author, rcpt_to=list(to))

    def octets_of(self, arrival: int) -> bytes:
        """The mail as somebody sent it in."""
        with self.house.gateway.database.read() as connection:
            digest = connection.execute(text("select digest from arrivals where id = :id"), {"id": arrival})
            return octets.load(connection, digest.scalar_one())

    def imports(self, files: dict[str, bytes]) -> None:
        import_tables(self.house.gateway.database, files, at=self.now)
        self.house.gateway.drain()

    # ---- what people have before them

    def fresh(self, address: str, *kinds: str) -> list[Got]:
        """The mails of the last days about a ticket, of these kinds (or all)."""
        return [
            got
            for got in self.inbox.get(address, ())
            if got.number and (not kinds or got.kind in kinds) and self.now - got.at < FRESH
        ]

    def tickets(self) -> dict[int, Ticket]:
        return {t.number: t for t in self.house.tickets()}

    # ---- one act

    def act(self, player: Player) -> bool:
        """False: nobody could do it just now."""
        before = len(self.house.relay.mails)
        done = player(self)
        if done is None:
            return False
        self.acts[done.name] += 1
        self._follow(done)
        if self.hold_minutes:  # what was written leaves, and a rule's window may be over meanwhile
            self.house.later(minutes=self.hold_minutes)
            done.dues += self.evening_dues()
            self._follow(Act(done.name, may_order=True, was_shown=True))
        mails = self.house.relay.mails[before:]
        for mail in mails:
            self.checker.check(done.name, mail, self.today)
        self.checker.demand(done.name, done.dues, mails)
        self.checker.check_log(done.name, self.log.getvalue())
        self.log.seek(0)
        self.log.truncate()
        self._put_into_inboxes(done, mails)
        return True

    def _put_into_inboxes(self, act: Act, mails: list[Taken]) -> None:
        if not mails:
            return
        query = text("select message_id, kind, ticket, channel from mails where message_id in :ids")
        ids = [mail.message_id.strip().strip("<>") for mail in mails]
        with self.house.gateway.database.read() as connection:
            found = connection.execute(query.bindparams(bindparam("ids", expanding=True)), {"ids": ids})
            rows = {row.message_id: row for row in found}
        for mail, message_id in zip(mails, ids, strict=True):
            if (row := rows.get(message_id)) is not None:
                got = Got(mail, row.kind, row.ticket or 0, row.channel or "", self.now, self.turn)
                self.inbox.setdefault(mail.rcpt_to, []).append(got)
                self._wanted(act, got)

    def _wanted(self, act: Act, got: Got) -> None:
        """Small news of others' tickets never comes to who wants none, nor one by one to who wants a mail a day."""
        matter = self.knowledge.matter(got.number)
        readers = self.world.behind(got.mail.rcpt_to)
        if got.kind == "evening":
            is_unwanted = wish_of(readers) == NEVER
        else:
            is_small = matter is not None and matter.category in CATEGORIES and not is_important(matter)
            is_own = matter is not None and any(p.id in matter.members for p in readers)
            is_unwanted = (
                got.kind == "public_summary" and is_small and not is_own and wish_of(readers) != AT_ONCE
            )
        self.checker.figures["news by preference"] += got.kind in SMALL_NEWS and wish_of(readers) != AT_ONCE
        if is_unwanted:
            self.checker.faults.append(Fault(act.name, f"{got.mail.rcpt_to} wants no {got.kind}", got.mail))

    # ---- what came of it, held against what may come of it

    def _follow(self, act: Act) -> None:
        found = self.tickets()
        for number, ticket in found.items():
            if number not in self.knowledge.matters:
                self._new(act, ticket)
        for number in [n for n in self.knowledge.aliases if found[n].merged_into is None]:
            self._parted(act, number)
        self._aim(found)
        for number, ticket in found.items():
            if ticket.merged_into is not None:
                self._merged(act, self.knowledge.matters[number], found[ticket.merged_into])
        for number, ticket in found.items():
            matter = self.knowledge.matters[number]
            if ticket.merged_into is not None:
                continue
            self._compare(act, matter, ticket)
            self._linked(act, matter, ticket)
            self._ordered(act, matter, ticket)
            self._joined(act, matter, ticket)

    def _new(self, act: Act, ticket: Ticket) -> None:
        """The opening that fits; a ticket that nobody may have opened is a fault."""
        fits = [o for o in act.openings if o.house == ticket.property_id]
        fits.sort(key=lambda opening: ticket.reporter not in opening.party)
        if fits and ticket.reporter is not None and ticket.reporter not in fits[0].party:
            self._fault(act, f"T-{ticket.number} is {ticket.reporter}'s")
        if not fits:
            self._fault(act, f"T-{ticket.number} came into being at {ticket.property_id}")
        opening = fits[0] if fits else Opening(ticket.property_id, frozenset(), ())
        if opening in act.openings:
            act.openings.remove(opening)
        matter = Matter(
            ticket.number,
            ticket.property_id,
            set(opening.party),
            hidden=set(opening.party) if opening.is_hidden else set(),
            is_public=opening.is_public,
            audience=set(opening.audience),
            category=str(ticket.category),
            at_flat=opening.at_flat,
            second=list(opening.second),
            second_category=opening.second_category,
            asks=opening.asks,
        )
        if opening.split_from is not None:
            self.knowledge.splits(opening.split_from)
        if opening.name:
            self.happened[opening.name] += 1
        for fact in opening.tasks:
            fact.is_task = True
        self.knowledge.opens(matter, list(opening.facts))
        act.dues += opening.dues
        if ticket.visibility == "public" and matter.is_public:
            self._announced(act, matter)

    def _announced(self, act: Act, matter: Matter) -> None:
        """The house hears of it at once where it matters, else as each wishes; an open reporter in the own channel."""
        own = {self.world.by_id(key).address for key in matter.members - matter.hidden}
        if is_important(matter):
            act.dues += [_number_due(a, matter.number) for a in sorted(self.audience(matter) - own)]
            return
        evening, daily = (self.hearing(matter, wish) - own for wish in (AT_ONCE, DAILY))
        self.news.promise(matter.number, self.now, evening=evening, daily=daily)

    def _compare(self, act: Act, matter: Matter, ticket: Ticket) -> None:
        """What is narrower than the model's is careful, what is wider a fault; the game goes on from there."""
        matter.category = str(ticket.category)
        is_public = ticket.visibility == "public"
        audience = {str(role) for role in ticket.audience}
        if act.may_return and (is_public, audience) in matter.readers:
            matter.is_public, matter.audience = is_public, audience
        matter.readers.append((is_public, audience))
        if is_public and not matter.is_public:
            self._fault(act, f"T-{matter.number} is public")
        if is_public and matter.category in CATEGORIES and CATEGORIES[matter.category].never_public:
            self._fault(act, f"T-{matter.number} is public as {matter.category}")
        if is_public and audience - matter.audience:
            self._fault(
                act, f"T-{matter.number} is read by {', '.join(sorted(audience - matter.audience))} too"
            )
        hidden = {p.person for p in ticket.participants if p.hidden}
        if matter.hidden - hidden:
            self._fault(act, f"T-{matter.number} shows who is hidden")
            matter.hidden &= hidden
        matter.is_public, matter.audience = is_public, audience
        if not is_public:
            self.news.withdraw(matter.number)
        if ticket.property_id != matter.house:
            if act.may_move_to != ticket.property_id:
                self._fault(act, f"T-{matter.number} went to {ticket.property_id}")
            self.happened["tickets moved"] += 1
            self.knowledge.moves(matter, ticket.property_id)

    def _linked(self, act: Act, matter: Matter, ticket: Ticket) -> None:
        """Whose it is changes by ZUORDNEN, or back; nobody who had it before has a part in it any more."""
        owner: set[str] = {ticket.reporter} if ticket.reporter else set()
        if owner <= matter.party and (owner or not matter.parties or not matter.party):
            return
        before = matter.parties if act.may_return else []
        party = next((p for p in (act.links, *before[::-1]) if owner <= p and bool(owner) == bool(p)), None)
        if party is None:
            self._fault(act, f"T-{matter.number} is {ticket.reporter}'s now")
            party = owner
        self.happened["tickets linked"] += party is act.links
        self.knowledge.links(matter, set(party))
        if party is act.links:
            addresses = {self.world.by_id(key).address for key in party} - {""}
            act.dues += [_number_due(address, matter.number) for address in sorted(addresses)]

    def _ordered(self, act: Act, matter: Matter, ticket: Ticket) -> None:
        for order in ticket.orders:
            if order.number in matter.orders or order.number in matter.stopped:
                continue
            if order.assignee in matter.moved:
                matter.moved.remove(order.assignee)
                matter.orders[order.number] = order.assignee
                continue
            if act.is_stopped:
                matter.stopped[order.number] = order.assignee
                continue
            assignee = self.world.by_id(order.assignee)
            is_caretaker = CARETAKER in assignee.roles_at(matter.house, self.today)
            if not (act.may_order and (assignee.is_firm or is_caretaker)):
                self._fault(act, f"{assignee.id} has order A-{matter.number}-{order.number}")
            self.knowledge.ordered(
                matter,
                order.number,
                assignee.id,
                by_rule=bool(order.rule) and not act.was_shown,
                scope=SCOPES.get(matter.category, ""),
            )
            for fact in matter.facts if act.passes_on else ():
                if fact.what == "an order's text":
                    fact.people.add(assignee.id)

    def _joined(self, act: Act, matter: Matter, ticket: Ticket) -> None:
        """Who answers a public mail, or reports what is known, has a channel of the own there: only who may read it."""
        known = matter.members | matter.consulted | set(matter.orders.values())
        there = {str(p.person) for p in ticket.participants if p.until is None}
        for person in there - known:
            human = self.world.by_id(person)
            may = person in act.author and any(
                matter.is_read_publicly_by(p, self.today) for p in self.world.behind(human.address)
            )
            if not may:
                self._fault(act, f"{person} takes part in T-{matter.number}")
            self.knowledge.joins(matter, human, is_hidden=act.is_hidden)
            self.knowledge.belongs(matter, act.joined)

    def _merged(self, act: Act, matter: Matter, into: Ticket) -> None:
        target = self.knowledge.matter(into.number)
        if target is None or matter.number in self.knowledge.aliases:
            return
        alike = target.house == matter.house and target.is_public == matter.is_public
        if not (act.may_merge and alike):
            self._fault(act, f"T-{matter.number} went into T-{into.number}")
        self.knowledge.merges(matter, target)
        at_work = (o for o in into.orders if o.is_running and o.kind is OrderKind.ORDER)
        for order in at_work if act.may_extend else ():
            self.knowledge.extended(target, str(order.assignee))

    def _parted(self, act: Act, number: int) -> None:
        if not act.may_return:
            self._fault(act, f"T-{number} is a ticket of its own again")
        self.knowledge.parts(number)
        self.happened["tickets parted"] += 1

    def _aim(self, found: Mapping[int, Ticket]) -> None:
        """What had come along with a ticket that is its own again is told of there."""
        for number in self.knowledge.aliases:
            aim = number
            while (into := found[aim].merged_into) is not None:
                aim = into
            self.knowledge.aliases[number] = aim

    def _fault(self, act: Act, sentence: str) -> None:
        self.checker.faults.append(Fault(act.name, sentence))

    # ---- evenings

    def evening_dues(self) -> list[Due]:
        """What the house must have heard of its tickets by now, and whoever reads them still has not."""
        due = self.news.due(self.now, self._readers_of)
        return [
            _number_due(address, promise.number)
            for promise in due
            for address in sorted(promise.addresses)
            if not self._was_told(address, promise.number)
        ]

    def _readers_of(self, number: int) -> frozenset[str]:
        """As the house, if there is still somebody who wants to hear of it; what was merged is told of elsewhere."""
        if number in self.knowledge.aliases:
            return frozenset()
        matter = self.knowledge.matters[number]
        return self.audience(matter) - self.hearing(matter, NEVER)

    def awaited_dues(self) -> list[Due]:
        """Of what must have come by now, what nobody has got so far."""
        over = [awaited for awaited in self.awaited if awaited.by <= self.now]
        self.awaited = [awaited for awaited in self.awaited if awaited not in over]
        return [a.due for a in over if not self._has_read(a.due)]

    def _has_read(self, due: Due) -> bool:
        mails = (got.mail for address in due.addresses for got in reversed(self.inbox.get(address, ())))
        return any(says(opened(mail), due.word) for mail in mails)

    def _was_told(self, address: str, number: int) -> bool:
        subjects = (subject_of(got.mail) for got in self.inbox.get(address, ()))
        return any(number == n for _, n, _ in numbers_in(subjects))


def _number_due(address: str, number: int) -> Due:
    return Due(frozenset({address}), f"T-{number}", f"the news of T-{number}")


def is_important(matter: Matter) -> bool:
    topic = CATEGORIES.get(matter.category)
    return topic is not None and topic.important


def home(play: Play) -> list[Human]:
    """Everybody with an address who lives or serves somewhere today."""
    return [p for p in play.world.people if p.address and any(p.lives_at(h.id, play.today) for h in HOUSES)]
