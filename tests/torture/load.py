"""Knows the load under which faults are dealt out: clients that bring mails until they are heard, and the reckoning."""

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import update

from hauspost.store import schema
from hauspost.store.database import open_engine
from tests.relay import ListeningRelay
from tests.torture.evidence import Case, Finding, Hits, judge
from tests.torture.installation import STOP_SECONDS, Installation
from tests.torture.parts import Evidence, evidence
from tests.torture.postmen import Postbag, Postman
from tests.torture.snapshot import feel, look

CLIENTS = 5
SETTLE_SECONDS = 300.0  # what somebody claimed and could not write down is anybody's after two minutes
WARM = 10
AIMS = 100  # so often a process is frozen in the hope of a client that waits
BREATH = 0.02  # seconds


@dataclass(slots=True)
class Load:
    """Clients who bring what the bag still holds, over and over."""

    relay: ListeningRelay
    bag: Postbag
    postmen: list[Postman]

    def more(self, letters: int) -> None:
        self.bag.limit += letters

    def warms_up(self) -> None:
        """A few mails come and are answered, so that there is something to reply to."""
        self.more(WARM)
        self.relay.wait_for(WARM, seconds=SETTLE_SECONDS)

    @property
    def acknowledged(self) -> int:
        return sum(letter.acknowledged for letter in list(self.bag.letters))

    @property
    def broken(self) -> int:
        """Connections that broke between DATA and the answer."""
        return sum(letter.broken for letter in list(self.bag.letters))

    @property
    def put_off(self) -> int:
        """Answers of 4xx."""
        return sum(letter.put_off for letter in list(self.bag.letters))

    @property
    def somebody_waits(self) -> bool:
        return any(postman.is_waiting for postman in self.postmen)

    def somebody_waits_at(self, port: int) -> bool:
        return any(postman.is_waiting and postman.port() == port for postman in self.postmen)

    def is_brought(self, letters: int = 0, seconds: float = SETTLE_SECONDS) -> bool:
        """Waits until so many are acknowledged; 0: all that may be written. False: in so many seconds none was."""
        end, so_far = time.monotonic() + seconds, self.acknowledged
        while (now := self.acknowledged) < (letters or self.bag.limit) and time.monotonic() < end:
            if now > so_far:
                end, so_far = time.monotonic() + seconds, now
            time.sleep(0.05)
        return now >= (letters or self.bag.limit)

    def everybody_is_home(self) -> bool:
        late = [postman for postman in self.postmen if not postman.finish(SETTLE_SECONDS)]
        return not late

    def case(self, hits: Hits) -> Case:
        return Case(tuple(self.bag.letters), tuple(self.relay.mails), hits)


@contextlib.contextmanager
def under_load(
    seed: int, relay: ListeningRelay, *ports: Callable[[], int], clients: int = CLIENTS
) -> Iterator[Load]:
    """`ports`: where each of the clients brings its mails, one after the other."""
    bag = Postbag(seed, lambda: list(relay.mails), limit=0)
    postmen = [Postman(ports[n % len(ports)], bag.next, random.Random(f"{seed}-{n}")) for n in range(clients)]
    for postman in postmen:
        postman.start()
    try:
        yield Load(relay, bag, postmen)
    finally:
        for postman in postmen:
            postman.give_up()


def freeze_amid_a_mail(house: Installation, load: Load) -> None:
    """What was answered before is heard during the breath; who still waits then will hear nothing of a killed one."""
    for _ in range(AIMS):
        house.freeze()
        time.sleep(BREATH)
        if load.somebody_waits_at(house.port):
            return
        house.thaw()
        time.sleep(BREATH / 4)


def freeze_amid_sending(house: Installation, load: Load) -> None:
    """A mail that is claimed then has not been told as sent; whoever kills the process takes its word for it."""
    load.more(len(load.postmen))
    if not house.port:  # it was to die before it listens
        return
    for _ in range(AIMS):
        house.freeze()
        if feel(house.url).claimed:
            return
        house.thaw()
        time.sleep(BREATH)


def reckon(house: Installation, load: Load, hits: Hits, *, faults: int, proof: Iterable[Finding]) -> Evidence:
    """When the last fault is over: everybody is heard, everything comes to rest, and each promise is looked at."""
    home = load.everybody_is_home()
    settled = settle(house)
    status, took = house.terminate()
    case, seen = load.case(hits), look(house.url)
    findings = (
        *proof,
        Finding("proof", "every client could bring all its mails", home),
        Finding("proof", "everything came to rest", settled),
        Finding("proof", "replies and new mails came", len({one.is_reply for one in case.letters}) == 2),
        *judge(case, seen),
        Finding(
            "SIGTERM", "the last one ended by itself", status == 0 and took < STOP_SECONDS, f"{took:.1f} s"
        ),
    )
    return evidence(case, seen, faults=faults, findings=findings)


def settle(house: Installation, seconds: float = SETTLE_SECONDS) -> bool:
    """Waits until nothing waits any more; False: in so many seconds nothing came nearer to it.

    Deferred mails are due at once: an hour would be long.
    """
    end, nearest = time.monotonic() + seconds, feel(house.url).left
    while time.monotonic() < end:
        now = feel(house.url)
        if now.is_at_rest:
            return True
        if now.left < nearest:
            end, nearest = time.monotonic() + seconds, now.left
        if now.deferred:
            hasten(house)
        time.sleep(0.1)
    return False


def hasten(house: Installation) -> None:
    engine = open_engine(house.url)
    try:
        with engine.begin() as connection:
            mails = schema.mails
            later = (mails.c.state == "queued", mails.c.worker == "", mails.c.attempts > 0)
            connection.execute(update(mails).where(*later).values(next_at=datetime.now(UTC)))
    finally:
        engine.dispose()
