"""Knows how to torture: many clients, a moody relay, and a `serve` that is killed again and again at random moments."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from hauspost.store import schema
from hauspost.store.database import open_engine
from tests.relay import DROP, REPLIES, ListeningRelay, Step, listening_relay
from tests.torture.evidence import Case, Finding, judge
from tests.torture.installation import STOP_SECONDS, Installation
from tests.torture.postmen import Postbag, Postman
from tests.torture.snapshot import Pulse, feel, look

CLIENTS = 5
LONGEST_LIFE = 1.6  # seconds between listening and the kill
KILLED_AT_START = 0.1  # the share of kills that come before it listens
AIMED_EVERY = 3  # each third kill waits until a client has said its mail and has no answer yet
AIMS = 100
BREATH = 0.02
SETTLE_SECONDS = 180.0

# What the relay does now and then, once each time: step, answer, and how likely in the life of one `serve`.
MOODS: tuple[tuple[Step, str, float], ...] = (
    ("dot", DROP, 0.3),
    ("dot", "451 4.3.0 not now", 0.3),
    ("rcpt", "450 4.2.1 busy", 0.3),
    ("mail", "421 4.3.2 closing", 0.1),
    ("connect", "421 4.3.2 come back later", 0.1),
)


@dataclass(slots=True)
class Campaign:
    """One installation under fire. `windows` counts the kills that hit amid each kind of work."""

    folder: Path
    furnished: Path
    seed: int
    kills: int
    letters_per_kill: int = 8
    windows: Counter[str] = field(default_factory=Counter)

    def run(self) -> tuple[Finding, ...]:
        with listening_relay() as relay:
            place = f"smtp://127.0.0.1:{relay.port}"
            house = Installation.at(self.folder, place, self.furnished)
            bag = Postbag(self.seed, lambda: list(relay.mails), limit=0)
            try:
                return self._fight(house, relay, bag)
            finally:
                house.end()

    def _fight(self, house: Installation, relay: ListeningRelay, bag: Postbag) -> tuple[Finding, ...]:
        chance = random.Random(self.seed)
        postmen = [
            Postman(lambda: house.port, bag.next, random.Random(f"{self.seed}-{n}")) for n in range(CLIENTS)
        ]
        for postman in postmen:
            postman.start()
        for number in range(1, self.kills + 1):
            bag.limit += self.letters_per_kill
            self._one_life(house, relay, chance)
            if number % AIMED_EVERY == 0:
                bag.limit += CLIENTS
                _freeze_amid_a_mail(house, postmen)
            if any(postman.is_waiting for postman in postmen):
                self.windows["a client waited for its answer"] += 1
            house.kill()
            self.windows.update(windows(feel(house.url)))
        house.start()
        house.listening()
        moods = Counter((whim.step, whim.answer, whim.times) for whim in relay.whims)
        relay.behaves()
        home = [postman.finish(SETTLE_SECONDS) for postman in postmen]
        settled = settle(house)
        status, took = house.terminate()
        case = Case(
            letters=tuple(bag.letters),
            relayed=tuple(relay.mails),
            kills=self.kills,
            drops=sum(n for (_, answer, left), n in moods.items() if answer == DROP and not left),
            refusals=sum(n for (_, answer, left), n in moods.items() if answer != DROP and not left),
        )
        return (
            *self._proof(case, all(home), settled),
            *judge(case, look(house.url)),
            Finding(
                "SIGTERM",
                "the last one ended by itself",
                status == 0 and took < STOP_SECONDS,
                f"{took:.1f} s",
            ),
        )

    def _one_life(self, house: Installation, relay: ListeningRelay, chance: random.Random) -> None:
        for step, answer, share in MOODS:
            if chance.random() < share:
                relay.answers(step, answer, times=1)
        house.start()
        if chance.random() < KILLED_AT_START:
            time.sleep(chance.uniform(0.0, 1.0))
        else:
            house.listening()
            time.sleep(chance.uniform(0.02, LONGEST_LIFE))

    def _proof(self, case: Case, home: bool, settled: bool) -> tuple[Finding, ...]:
        """That it was torture at all."""
        acknowledged = sum(letter.acknowledged for letter in case.letters)
        broken = sum(letter.broken for letter in case.letters)
        hit = {name: self.windows[name] for name in WINDOWS}
        return (
            Finding("proof", "every client could bring all its mails", home),
            Finding("proof", "everything came to rest", settled),
            Finding(
                "proof",
                "more mails were acknowledged than kills made",
                acknowledged >= self.kills,
                str(acknowledged),
            ),
            Finding(
                "proof",
                "kills hit mails on the wire",
                broken >= 1,
                f"{broken} connections broke before the 250",
            ),
            *(Finding("proof", f"kills hit while {name}", n >= 1, f"{n} times") for name, n in hit.items()),
            Finding(
                "proof", "replies and new mails came", len({letter.is_reply for letter in case.letters}) == 2
            ),
        )


WINDOWS = ("a mail waited or was being decided", "a mail was owed, or on its way out")


def _freeze_amid_a_mail(house: Installation, postmen: list[Postman]) -> None:
    """What was answered before is heard during the breath; who still waits then will never hear anything."""
    for _ in range(AIMS):
        house.freeze()
        time.sleep(BREATH)
        if any(postman.is_waiting for postman in postmen):
            return
        house.thaw()
        time.sleep(BREATH / 4)


def windows(dead: Pulse) -> Counter[str]:
    """What the killed process had in its hands."""
    return Counter(
        {
            WINDOWS[0]: bool(dead.waiting),
            WINDOWS[1]: bool(dead.owed or dead.queued),
            "a parser had a mail": bool(dead.parsing),
            "a mail was claimed for sending": bool(dead.claimed),
        }
    )


def settle(house: Installation, seconds: float = SETTLE_SECONDS) -> bool:
    """Waits until nothing waits any more. Deferred mails are due at once: an hour would be long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        now = feel(house.url)
        if now.is_at_rest:
            return True
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


assert all(step in REPLIES for step, _, _ in MOODS)
