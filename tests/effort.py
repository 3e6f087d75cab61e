"""The processor's seconds of one call, freed of what the machine and the collector do beside it."""

import gc
import time
from collections.abc import Callable

ROUNDS = 5


def effort(act: Callable[[], object], *, enough: float = 0.0) -> float:
    """Processor seconds of the quickest of a few calls; a call under `enough` ends the search.

    A crawl is a crawl in each round; a pause of the collector or of the machine comes in one and not in the next.
    """
    quickest = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        began = time.process_time()
        try:
            act()
        finally:
            took = time.process_time() - began
            gc.enable()
        quickest = min(quickest, took)
        if quickest < enough:
            break
    return quickest


def assert_no_crawl(act: Callable[[], object], most: float) -> None:
    """Fails if even the quickest of a few calls takes `most` processor seconds or more."""
    took = effort(act, enough=most)
    assert took < most, f"{took:.2f} s of the processor; at most {most}"
