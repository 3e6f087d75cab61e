"""Compares the nodes of one PostgreSQL: what they were told, how their clocks go, and whether every part is run."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import structlog

from hauspost.gateway.signs import WELL, Sign, Signs
from hauspost.store import leases, nodes
from hauspost.store.database import Database
from hauspost.store.nodes import Node

log = structlog.get_logger(__name__)

EVERY: Final = 10.0  # seconds, monotonic
DRIFT: Final = 30.0  # seconds that a clock may be wrong: a due time is looked at every five
NEEDED: Final = ("intake", "dispatch", "clock")  # without one of them what came in stays where it is


@dataclass(slots=True)
class Roll:
    """This node's line on the roll of all nodes, and what it read there. Not needed with SQLite: it has one node."""

    database: Database
    me: Node
    clock: Callable[[], datetime]
    _signs: dict[str, Sign] = field(default_factory=dict)
    _looked_at: float | None = None

    def look(self) -> None:
        """Called often, does it every few seconds. Raises StoreFailed."""
        now = time.monotonic()
        if self.database.is_sqlite or (self._looked_at is not None and now - self._looked_at < EVERY):
            return
        self.me = replace(self.me, clock_ahead=clock_ahead(self.database, self.clock))
        at = self.clock()
        self.database.write(lambda connection: nodes.enrol(connection, self.me, at))
        with self.database.read() as connection:
            found = nodes.living(connection, at)
        self._keep(signs(found, self.me))
        self._looked_at = now

    def leave(self) -> None:
        """Raises StoreFailed."""
        if not self.database.is_sqlite:
            self.database.write(lambda connection: nodes.leave(connection, self.me.name))

    def signs(self) -> Signs:
        return self._signs

    def _keep(self, found: dict[str, Sign]) -> None:
        for what, sign in found.items():
            was = self._signs.get(what, WELL)
            if sign.sentence and not was.sentence:
                log.error(sign.sentence, mend=MENDS[what])
            elif was.sentence and not sign.sentence:
                log.info("in order again", what=what)
        self._signs = found


def is_deaf() -> None:
    """No trouble that anybody is woken for: what another node would have told is found five seconds later."""
    log.warning(
        "no node can wake this one: a pooler stands before the database, and all is polled", mend=DEAF_MEND
    )


DEAF_MEND: Final = (
    "name PostgreSQL itself in database.url, or let the pooler work by session, if 5 s are too slow"
)
MENDS: Final = {
    "config": "give every node the same configuration, and start it again",
    "clock": "let this machine's clock be set by NTP",
    "parts": "start a node with these parts, or one without --only",
}


def clock_ahead(database: Database, clock: Callable[[], datetime]) -> float:
    """Seconds that this machine's clock is before the database's; half of the way there and back belongs to each."""
    with database.read() as connection:
        leases.clock(connection, clock())  # the way is open
        before = clock()
        there = leases.clock(connection, before)
        return (before + (clock() - before) / 2 - there).total_seconds()


def signs(found: Iterable[Node], me: Node) -> dict[str, Sign]:
    """All nodes see alike what they differ in and what nobody runs; its clock is a node's own."""
    living = tuple(found)
    apart, missing = differences(living), unrun(living)
    return {
        "config": Sign(f"nodes are configured differently: {apart}", apart) if apart else WELL,
        "parts": Sign(f"no node runs {missing}", missing) if missing else WELL,
        "clock": clock_sign(me),
    }


def clock_sign(me: Node) -> Sign:
    if abs(me.clock_ahead) <= DRIFT:
        return WELL
    span = f"{abs(me.clock_ahead):.0f} s"
    return Sign(f"the clock is {span} {'before' if me.clock_ahead > 0 else 'behind'} the database's", span)


def differences(living: Iterable[Node]) -> str:
    """The parts of the configuration, each with who agrees with whom; "": all do."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node in living:
        for part, digest in node.agreement.items():
            said[part][digest].append(node.spoken)
    return "; ".join(
        f"[{part}] {' / '.join(', '.join(names) for names in camps.values())}"
        for part, camps in sorted(said.items())
        if len(camps) > 1
    )


def unrun(living: Iterable[Node]) -> str:
    run = {part for node in living for part in node.parts}
    return ", ".join(part for part in NEEDED if part not in run)
