"""The running gateway: listeners on the event loop, intake and dispatch in their threads, stopped in order."""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

import structlog

from hauspost import __version__
from hauspost.desk.deadlines import NO_DEADLINES, Deadlines
from hauspost.desk.forms import Form
from hauspost.desk.houses import Company, Property
from hauspost.desk.policy import Policy
from hauspost.desk.urgency import OwnWords
from hauspost.gateway import clock, deadlines, maintenance
from hauspost.gateway.board_digests import BoardDigests
from hauspost.gateway.calendar import Calendar
from hauspost.gateway.casebook import SPAM_HEADERS, Casebook
from hauspost.gateway.deliberation import Deliberation
from hauspost.gateway.dispatch import Dispatch
from hauspost.gateway.dueness import due
from hauspost.gateway.enclosing import Enclosing
from hauspost.gateway.entrance import ALL_PARTS, Entrance, Openings
from hauspost.gateway.forming import Sign, silent_places, unsigned
from hauspost.gateway.imap import Pollers
from hauspost.gateway.imap_account import Account, Trouble
from hauspost.gateway.imap_alarm import tell_managers
from hauspost.gateway.imap_taking import House
from hauspost.gateway.importing import Importing
from hauspost.gateway.incoming import MIB, Listener
from hauspost.gateway.intake import Intake
from hauspost.gateway.letters import Office
from hauspost.gateway.monthly_reports import MonthlyReports
from hauspost.gateway.mornings import MorningLists
from hauspost.gateway.nodes import Roll, is_deaf
from hauspost.gateway.order_lists import OrderLists
from hauspost.gateway.outage import refused
from hauspost.gateway.outcomes import Relay
from hauspost.gateway.pace import Pace
from hauspost.gateway.picturing import Picturing
from hauspost.gateway.quietly import quietly
from hauspost.gateway.relay_state import RelayState, noted
from hauspost.gateway.retention import RetentionRuns
from hauspost.gateway.right_of_way import RightOfWay
from hauspost.gateway.sandbox import Sandbox
from hauspost.gateway.signs import Signs
from hauspost.gateway.vitals import Fetching
from hauspost.gateway.worker import worker_name
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Sender
from hauspost.parsers.spam import kept_fields
from hauspost.store import arrivals, circles, registry, sending
from hauspost.store.bell import ARRIVALS, MAILS, NOTICES, Bell
from hauspost.store.database import StoreFailed
from hauspost.store.figures import Queues, queues
from hauspost.store.nodes import Node
from hauspost.threading.addresses import Grammar

log = structlog.get_logger(__name__)

GRACE = 8.0  # seconds for what is in flight; SIGTERM promises ten in all
AGAIN = 1.0  # seconds until a database that refused is asked once more
REFRESH = 5.0  # seconds after which a new mailbox is known at RCPT
JUMP = 30.0  # seconds by which the clock may drift between two looks


# Connections to the relay. While one waits for an answer, another one's mail is written down. Exchange Online lets an
# account have no more at one time, and a kill may hit each of them behind its dot (SAFETY, P4).
SENDERS: Final = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What the gateway needs of the configuration. `parts`: those of ALL_PARTS that this node runs."""

    database_url: str
    database_file: Path | None
    listeners: tuple[Listener, ...]
    grammar: Grammar
    company: Company
    policy_for: Callable[[Property | None], Policy]
    zone: tzinfo
    relay: Callable[[], Relay]
    sender: Sender
    sign: Sign = unsigned
    pace: Pace = field(default_factory=Pace)
    authserv_id: str = ""
    spam_headers: tuple[str, ...] = SPAM_HEADERS  # by which our border marks what it takes for spam
    accounts: tuple[Account, ...] = ()
    max_size: int = 25 * MIB  # octets of the largest mail that is fetched
    forms: tuple[Form, ...] = ()
    danger_words: tuple[OwnWords, ...] = ()
    parts: frozenset[str] = ALL_PARTS
    parsers: int = 2
    sandbox: Sandbox | None = None  # one that others use as well, who close it; None: an own one
    senders: int = SENDERS
    spare_disk: int = 256 * MIB  # free octets below which no mail is taken
    deadlines: Deadlines = NO_DEADLINES
    catalogue: Catalogue = field(default_factory=ours)  # whose words and pages
    agreement: Mapping[str, str] = field(default_factory=dict)  # digests of what all nodes must be told alike
    operators: tuple[str, ...] = ()  # who is told what is out of order; none: the managers
    now: Callable[[], datetime] = clock.now

    def openings(self) -> Openings:
        return Openings(
            self.database_url,
            self.database_file,
            tuple(one for one in self.listeners if one.protocol in self.parts),
            self.grammar,
            self.authserv_id,
            self.spare_disk,
            self.now,
        )


class Gateway:
    """Owner of every part of one node. `start` and `stop` once each; `drain` for those who must not wait.

    `entrance`: where it is open already.
    """

    def __init__(self, plan: Plan, entrance: Entrance | None = None) -> None:
        self.plan = plan
        self.entrance = entrance or Entrance(plan.openings())
        self.database, self.outage = self.entrance.database, self.entrance.outage
        self.mailboxes, self.listeners = self.entrance.mailboxes, self.entrance.listeners
        self.reception = self.entrance.reception
        self.has_room, self.free_disk = self.entrance.has_room, self.entrance.free_disk
        self.worker = worker_name()
        self.sandbox = plan.sandbox or Sandbox(plan.parsers, kept=kept_fields(plan.spam_headers))
        self.relay_state = RelayState()
        self.watched: list[Callable[[], Signs]] = [self.outage.signs]  # what further parts say of themselves
        self.picturing = Picturing(self.database, self.sandbox, plan.now, self.wake_dispatch)
        way = RightOfWay()
        self.dispatch = Dispatch(
            self.database,
            noted(plan.relay, self.relay_state),
            grammar=plan.grammar,
            company=plan.company,
            policy_of=plan.policy_for,
            sender=plan.sender,
            zone=plan.zone,
            clock=plan.now,
            threads=plan.senders,
            enclose=Enclosing(self.database, self.picturing, self.sandbox, plan.now, plan.grammar),
            sign=plan.sign,
            pace=plan.pace,
            catalogue=plan.catalogue,
            formed=lambda: self.bell.ring(MAILS),
            closed=plan.deadlines.closed,
            way=way,
        )
        self.casebook = Casebook(
            plan.company, plan.policy_for, plan.zone, plan.spam_headers, plan.deadlines, plan.danger_words
        )
        self.importing = Importing(self.sandbox, plan.zone, plan.company.language)
        self.order_lists = OrderLists(self.database, plan.policy_for, plan.company, plan.zone)
        self.board_digests = BoardDigests(self.database, plan.policy_for, plan.company, plan.zone)
        self.morning_lists = MorningLists(self.database, self.casebook)
        self.office = Office(plan.company, plan.policy_for, plan.zone, plan.deadlines.closed)
        self.monthly_reports = MonthlyReports(self.database, self.office)
        self.intake = Intake(
            self.database,
            self.sandbox,
            Deliberation(plan.grammar, self.casebook, self.importing, plan.forms, plan.catalogue),
            plan.now,
            self.worker,
            self.wake_dispatch,
            self.picturing.wants,
            way,
        )
        self.bell = Bell(
            self.database,
            {ARRIVALS: self.intake.wake, NOTICES: self.dispatch.wake, MAILS: self.dispatch.wake_senders},
            is_deaf,
        )
        self.entrance.wake = self.wake_intake
        self.pollers = Pollers(
            House(
                self.database,
                plan.grammar,
                plan.zone,
                plan.now,
                self.worker,
                plan.max_size,
                self.has_room,
                self.wake_intake,
            ),
            plan.accounts if "imap" in plan.parts else (),
            self.tell_of_account,
        )
        self.roll = Roll(self.database, Node(self.worker, __version__, plan.parts, plan.agreement), plan.now)
        self.watched.append(self.roll.signs)
        spam_days = plan.policy_for(None).retention_unverified_days
        self.retention = RetentionRuns(self.database, self.sandbox, plan.company, plan.zone)
        self.calendar = Calendar(
            self.database, plan.now, plan.zone, spam_days=spam_days, yearly=self._retain_no_longer
        )
        self._stopping = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="sweeper", daemon=True)

    def wake_intake(self) -> None:
        """Here and at the other nodes: a claim takes what nobody has."""
        self.intake.wake()
        self.bell.ring(ARRIVALS)

    def wake_dispatch(self) -> None:
        """Here; the other nodes where this one writes no mails."""
        self.dispatch.wake()
        if "dispatch" not in self.plan.parts:
            self.bell.ring(NOTICES)

    async def start(self, given_up: Callable[[], bool] = lambda: True) -> None:
        """Where the database refuses, again and again until `given_up`; then StoreFailed."""
        await asyncio.get_running_loop().run_in_executor(None, self._prepare, given_up)
        if self.plan.parts & {"intake", "dispatch"}:
            self.picturing.start()
        if "intake" in self.plan.parts:
            self.intake.start()
        if "dispatch" in self.plan.parts:
            self.dispatch.start()
        if "clock" in self.plan.parts:
            self.calendar.start()
        self._sweeper.start()
        self.bell.start()
        if not self.entrance.is_open:
            await self.entrance.open()
        self.pollers.start()

    def _prepare(self, given_up: Callable[[], bool]) -> None:
        """Beside the loop: whoever brings mail meanwhile is answered."""
        while True:
            try:
                self._look_around()
                return
            except StoreFailed as error:
                refused("not begun yet", error)
                if given_up():
                    raise
                time.sleep(AGAIN)

    def _look_around(self) -> None:
        """What must be known and done before anything is decided; done again it does no harm."""
        if self.database.is_sqlite:
            self.database.write(arrivals.release_all)
            self.database.write(sending.abandon_leases)
        self._put_right()
        self.mailboxes.refresh()
        self.roll.look()
        deadlines.begin(self.database, self.casebook, self.plan.now())

    def _put_right(self) -> None:
        """What an earlier version left behind."""
        with self.database.read() as connection:
            found = circles.astray(connection)
        if found:
            at = self.plan.now()
            for whole, others in self.database.write(lambda c: circles.put_right(c, at)).items():
                log.warning("numbers led to no ticket", ticket=whole, others=list(others))

    async def stop(self) -> None:
        """No newcomers, then what is in flight, then the rest; nothing that was answered for is lost by it."""
        await self.entrance.close(GRACE / 4)
        self._stopping.set()
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            loop.run_in_executor(None, self.pollers.stop, GRACE / 2),
            loop.run_in_executor(None, self.intake.stop, GRACE / 2),
            loop.run_in_executor(None, self.dispatch.stop, GRACE / 2),
            loop.run_in_executor(None, self.picturing.stop, GRACE / 2),
            loop.run_in_executor(None, self._end_sweeper, GRACE / 2),
            loop.run_in_executor(None, self.bell.stop, GRACE / 2),
        )
        quietly(self.roll.leave)
        self.calendar.stop()  # behind the sweeper, which may build it anew
        if self.sandbox is not self.plan.sandbox:
            self.sandbox.close()
        await loop.run_in_executor(None, self.database.close)

    def drain(self) -> None:
        """Decides and sends what waits now, in this thread."""
        self.intake.drain()
        self.decide_due()
        self.picturing.drain()
        self.dispatch.drain()

    def decide_due(self) -> None:
        """What questions and deadlines bring about by their own time, and what the week does."""
        at = self.plan.now()
        ended = due(self.database, self.casebook, at) + self.order_lists.owe(at)
        ended += self.board_digests.owe(at)
        ended += self.morning_lists.owe(at)
        ended += self.monthly_reports.owe(at)
        ended += maintenance.look(self.database, self.casebook, at)
        if ended + deadlines.look(self.database, self.casebook, self.plan.now):
            self.wake_dispatch()

    def _retain_no_longer(self) -> None:
        if self.retention.look(self.plan.now()):
            self.wake_dispatch()

    def tell_of_account(self, account: Account, trouble: Trouble, since: datetime) -> None:
        """Managers who do not operate hear once a day that mails of an account do not come in."""
        is_owed = tell_managers(
            self.database,
            account,
            trouble,
            operators=self.plan.operators,
            since=since,
            at=self.plan.now(),
            zone=self.plan.zone,
        )
        if is_owed:
            self.wake_dispatch()

    def is_paced(self) -> bool:
        """Whether mails wait for their turn, as it is configured; a node that sends none leaves it to the others."""
        pace = self.plan.pace
        return bool(pace.rates) and ("dispatch" not in self.plan.parts or pace.is_holding_back())

    def fetching(self) -> Mapping[str, Fetching]:
        """How fetching from each account goes."""
        return self.pollers.fetching(self.plan.now())

    def queues(self) -> Queues:
        """How much waits, without what waits on purpose."""
        at = self.plan.now()
        with self.database.read() as connection:
            places = (house.id for house in registry.all_properties(connection))
            return queues(connection, at, silent=silent_places(connection, (None, *places), self.office))

    def _sweep(self) -> None:
        offset = _offset()
        while not self._stopping.wait(REFRESH):
            quietly(self.mailboxes.refresh)
            quietly(self.roll.look)
            if "clock" not in self.plan.parts:
                continue
            quietly(self.decide_due)
            if abs(_offset() - offset) > JUMP:
                log.warning("the clock jumped", seconds=round(_offset() - offset))
                quietly(self.calendar.rebuild)
                offset = _offset()

    def _end_sweeper(self, grace: float) -> None:
        if self._sweeper.ident is not None:  # else it was never started
            self._sweeper.join(grace)


def _offset() -> float:
    """The wall clock beside the monotonic one: it changes when somebody sets the clock."""
    return time.time() - time.monotonic()
