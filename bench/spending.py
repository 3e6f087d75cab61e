"""What work costs: seconds by the clock, and of processors, also in processes that the work keeps beside it."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    seconds: float
    processor: float


def spent_on(work: Callable[[], object]) -> Spent:
    began, before = time.perf_counter(), processor_seconds(os.getpid())
    work()
    return Spent(time.perf_counter() - began, processor_seconds(os.getpid()) - before)


def processor_seconds(process: int) -> float:
    """User and system time of a process and all that descend from it, the ended ones among them; Linux, proc(5)."""
    return sum(map(_own_seconds, family(process)))


def proportional_octets(process: int) -> int:
    """The memory of a process and all that descend from it, what they share counted once (PSS)."""
    return sum(map(_pss, family(process)))


def family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from family(int(child))


def _own_seconds(process: int) -> float:
    if process == os.getpid():  # finer than ticks
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS  # utime, stime, cutime, cstime


def _pss(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
