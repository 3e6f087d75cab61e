"""Knows how to send through a relay that does whatever a relay can do wrong, mail by mail."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.relay import CUTS, DROP, HANG, REPLIES, RESET, ListeningRelay, Step, listening_relay
from tests.torture.evidence import Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import SETTLE_SECONDS, Load, hasten, reckon, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least

LETTERS = 400
PAUSE = 0.3  # seconds, in which so many mails are written
STEP = 2

# Step, answer, and how likely it is each time that the step is reached. Behind the dot a mail may be taken anyway.
FAULTS: tuple[tuple[Step, str, float], ...] = (
    ("connect", "421 4.3.2 come back later", 0.05),
    ("connect", RESET, 0.05),
    ("mail", "421 4.3.2 closing", 0.02),
    ("mail", RESET, 0.02),
    ("rset", DROP, 0.02),
    ("rcpt", "450 4.2.1 busy", 0.05),
    ("rcpt", "550 5.1.1 nobody here", 0.02),
    ("rcpt", HANG, 0.01),
    ("data", "451 4.3.0 not now", 0.02),
    ("data", RESET, 0.02),
    ("dot", "451 4.3.0 not now", 0.04),
    ("dot", "554 5.7.1 not wanted", 0.02),
    ("dot", DROP, 0.04),
    ("dot", RESET, 0.04),
    ("dot", HANG, 0.01),
)


@dataclass(slots=True)
class Temper:
    """Decides step by step, and counts what it did; asked by one conversation at a time."""

    chance: random.Random
    did: Counter[tuple[Step, str]] = field(default_factory=Counter)

    def __call__(self, step: Step, _recipient: str) -> str | None:
        for at, answer, share in FAULTS:
            if at == step and self.chance.random() < share:
                self.did[step, answer] += 1
                return answer
        return None

    def hits(self) -> Hits:
        """Elsewhere than at a recipient or behind the dot nothing was wrong with the mail itself."""
        did = self.did.copy()
        at_mail = [(step, answer) for step, answer in did.elements() if step in ("rcpt", "dot")]
        return Hits(
            drops=sum(step == "dot" and answer in CUTS for step, answer in at_mail),
            refusals=sum(answer.startswith("4") for _, answer in at_mail),
            rejections=sum(answer.startswith("5") for _, answer in at_mail),
        )

    def has_done(self, kinds: int) -> bool:
        """So many kinds of faults, and each way in which a mail may fare."""
        hits = self.hits()
        return len(self.did) >= kinds and min(hits.drops, hits.refusals, hits.rejections) > 0


def run(setting: Setting) -> Evidence:
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port) as load,
    ):
        return _suffer(house, load, relay, setting)


def _suffer(house: Installation, load: Load, relay: ListeningRelay, setting: Setting) -> Evidence:
    temper = relay.mood = Temper(random.Random(setting.seed))
    house.start()
    house.listening()
    letters = setting.size(LETTERS, least=25)
    kinds = len(FAULTS) if setting.share == 1 else len(FAULTS) // 2
    end = time.monotonic() + SETTLE_SECONDS
    while (load.acknowledged < letters or not temper.has_done(kinds)) and time.monotonic() < end:
        load.more(STEP if load.bag.limit < 2 * letters else 0)
        hasten(house)  # what was deferred comes again while the relay is still faulty
        time.sleep(PAUSE)
    relay.mood = lambda _step, _recipient: None
    proof = (
        at_least("kinds of faults hit", len(temper.did), kinds),
        at_least("mails were taken whose 250 never came", temper.hits().drops),
        at_least("mails were deferred", temper.hits().refusals),
        at_least("mails were rejected", temper.hits().rejections),
    )
    return reckon(house, load, temper.hits(), faults=temper.did.total(), proof=proof)


assert all(step in REPLIES for step, _, _ in FAULTS)
PART = Part("relay", "a relay that resets, defers, rejects, hangs, and loses its answer after DATA", run)
