"""Knows how to torture: many clients, a moody relay, and a `serve` that is killed again and again at random moments."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.relay import DROP, REPLIES, ListeningRelay, Step, listening_relay
from tests.torture.evidence import Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import Load, freeze_amid_a_mail, freeze_amid_sending, reckon, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least
from tests.torture.snapshot import Pulse, feel

KILLS = 300
LONGEST_LIFE = 1.6  # seconds between listening and the kill
KILLED_AT_START = 0.1  # the share of kills that come before it listens
# Of three kills one waits until a client has said its mail and has no answer yet, one until a mail is on its way out.
AIMED_EVERY = 3
AIMED_WELL = 2  # of so many aimed kills one hits at the least

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

    def run(self) -> Evidence:
        with (
            listening_relay() as relay,
            installed(self.folder, f"smtp://127.0.0.1:{relay.port}", self.furnished) as house,
            under_load(self.seed, relay, lambda: house.port) as load,
        ):
            return self._fight(house, load)

    def _fight(self, house: Installation, load: Load) -> Evidence:
        chance = random.Random(self.seed)
        amid = 0
        house.start()
        house.listening()
        load.warms_up()
        house.kill()
        for number in range(1, self.kills + 1):
            load.more(self.letters_per_kill)
            self._one_life(house, load.relay, chance)
            if number % AIMED_EVERY == 0:
                load.more(len(load.postmen))
                freeze_amid_a_mail(house, load)
            elif number % AIMED_EVERY == 1:
                freeze_amid_sending(house, load)
            hit = Counter({WINDOWS[0]: int(load.somebody_waits)})
            house.kill()
            hit += windows(feel(house.url))
            self.windows += hit
            amid += bool(hit)
        house.start()
        house.listening()
        hits = moods_that_hit(load.relay, self.kills)
        load.relay.behaves()
        aimed = max(1, self.kills // AIMED_EVERY // AIMED_WELL)
        proof = (
            at_least("more mails were acknowledged than kills made", load.acknowledged, self.kills),
            at_least("connections broke between DATA and 250", load.broken),
            at_least("kills hit amid work of any kind", amid, self.kills // 2),
            *(at_least(f"kills hit while {name}", self.windows[name]) for name in WINDOWS[1:3]),
            *(at_least(f"kills hit while {name}", self.windows[name], aimed) for name in WINDOWS[::3]),
        )
        return reckon(house, load, hits, faults=self.kills, proof=proof)

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


def moods_that_hit(relay: ListeningRelay, kills: int = 0) -> Hits:
    """Each whim was meant for one time: it hit if none is left."""
    hit = [whim.answer for whim in relay.whims if not whim.times]
    return Hits(kills, drops=hit.count(DROP), refusals=len(hit) - hit.count(DROP))


WINDOWS = (
    "a client waited for its answer",
    "a mail waited or was being decided",
    "a mail was owed, or on its way out",
    "a mail was claimed for sending",
)


def windows(dead: Pulse) -> Counter[str]:
    """What the killed process had in its hands."""
    held = (bool(dead.waiting), bool(dead.owed or dead.queued), bool(dead.claimed))
    return Counter(dict(zip(WINDOWS[1:], held, strict=True)))


def run(setting: Setting) -> Evidence:
    return Campaign(
        setting.folder / "house", setting.furnished, setting.seed, setting.size(KILLS, least=5)
    ).run()


assert all(step in REPLIES for step, _, _ in MOODS)
PART = Part("kills", "random kill -9 under load", run)
