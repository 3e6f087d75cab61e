"""Knows how long work stood still while it was waited for, and has the process say then where its threads stand."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.torture.evidence import Finding
from tests.torture.installation import Installation

STILL = 30.0  # seconds in which nothing moves: no mail may take the gateway as long
LOOK = 0.5
PROGRAM = ("-m", "tests.torture.telling")


@dataclass(slots=True)
class Lookout:
    """`moved`: a value that changes with whatever moves. The house runs `PROGRAM`."""

    house: Installation
    moved: Callable[[], object]
    longest: float = 0.0
    stands: list[str] = field(default_factory=list)

    def wait(self, over: Callable[[], bool], seconds: float) -> bool:
        """Until it is over; False: it was not in that time."""
        end = time.monotonic() + seconds
        was, since, is_told = self.moved(), time.monotonic(), False
        while not over():
            if time.monotonic() > end:
                return False
            time.sleep(LOOK)
            if (now := self.moved()) != was:
                was, since, is_told = now, time.monotonic(), False
            self.longest = max(self.longest, time.monotonic() - since)
            if time.monotonic() - since > STILL and not is_told:
                self.stands.append(f"{now}\n{self.house.stands()}")
                is_told = True
        return True

    def finding(self) -> Finding:
        """A loaded machine is slow, so that how long is told and fails nothing."""
        where = "".join(f"\n{stand}" for stand in self.stands)
        return Finding(
            "proof", "the longest time in which nothing moved", True, f"{self.longest:.0f} s{where}"
        )
