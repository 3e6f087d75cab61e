"""Knows how to set the clock of a working `serve`: a day ahead, a day back, and over both changes of the year."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.relay import listening_relay
from tests.torture.evidence import Finding, Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import Load, reckon, settle, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least
from tests.torture.snapshot import feel, look

DAY = 86_400.0
ROUNDS = 4
LETTERS = 20  # written while the clock says so
BEFORE = 3.0  # seconds until the change comes
LIVED = 4.0  # seconds
CAUGHT_UP = 15.0  # seconds for what waits when the clock is right again

AUTUMN, SPRING = (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC))


@dataclass(slots=True)
class Hands:
    """The clock's hands; `jumps` counts how often they were set while mails were on their way."""

    file: Path
    jumps: int = 0

    def set(self, seconds: float) -> None:
        """Ahead of the true time."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(seconds), "ascii")
        os.replace(fresh, self.file)


def run(setting: Setting) -> Evidence:
    hands = Hands(setting.folder / "offset")
    hands.set(0)
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port) as load,
    ):
        house.program = ("-m", "tests.torture.shifted", str(hands.file))
        house.start()
        house.listening()
        load.warms_up()
        return _suffer(house, load, hands, setting)


def _suffer(house: Installation, load: Load, hands: Hands, setting: Setting) -> Evidence:
    offsets = (DAY, -DAY, *(change.timestamp() - BEFORE for change in (AUTUMN, SPRING)))
    times = setting.size(ROUNDS)
    days = set[object]()
    for _ in range(times):
        for offset in offsets:
            ahead = offset if abs(offset) <= DAY else offset - time.time()
            _jump(house, load, hands, ahead)
            days |= {row.received_at.date() for row in look(house.url).arrivals}
            _jump(house, load, hands, 0)
    at_once = settle(house, CAUGHT_UP)
    late = feel(house.url)
    hands.set(SPRING.timestamp() - time.time() + DAY)  # what was due on a wrong day is due now at the latest
    proof = (
        at_least("the clock jumped while mails were on their way", hands.jumps, times),
        at_least("different days on which mails came", len(days), len(offsets) + 1),
        Finding(
            "proof", "what still waited when the clock was right again", True, "0" if at_once else str(late)
        ),
    )
    return reckon(house, load, Hits(), faults=hands.jumps, proof=proof)


def _jump(house: Installation, load: Load, hands: Hands, ahead: float) -> None:
    load.more(LETTERS)
    end = time.monotonic() + LIVED
    while feel(house.url).is_at_rest and time.monotonic() < end:
        time.sleep(0.005)
    hands.jumps += not feel(house.url).is_at_rest
    hands.set(ahead)
    time.sleep(LIVED)


PART = Part("clock", "the clock a day ahead, a day back, and over the changes of spring and autumn", run)
