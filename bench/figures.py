"""One line of the table for each thing that is measured: the figure, what stands beside it, their ratio, the target."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio`: the median of the rounds' own. `target` is of the ratio where there is one, else of the figure."""

    what: str
    figure: float
    unit: str
    beside: str = ""  # whose the reference is
    reference: float | None = None
    ratio: float | None = None
    target: float | None = None
    at_most: bool = False  # else the target is to be reached or passed

    @property
    def is_reached(self) -> bool | None:
        """None: nothing was set."""
        if self.target is None:
            return None
        measured = self.figure if self.ratio is None else self.ratio
        return measured <= self.target if self.at_most else measured >= self.target


HEAD = f"{'':46} {'figure':>18} {'reference':>26} {'ratio':>7} {'target':>9}"


def line(one: Figure) -> str:
    reference = "" if one.reference is None else f"{one.beside} {_short(one.reference)}"
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    target = "" if one.target is None else f"{'≤' if one.at_most else '≥'} {_short(one.target)}"
    reached = {None: "", True: "reached", False: "not reached"}[one.is_reached]
    shown = f"{_short(one.figure)} {one.unit}"
    return f"{one.what:46} {shown:>18} {reference:>26} {ratio:>7} {target:>9}  {reached}".rstrip()


def table(figures: Iterable[Figure]) -> Iterator[str]:
    yield HEAD
    yield from map(line, figures)


def show(figures: Iterable[Figure], found: Any) -> None:
    """The table, and below it all that was measured as JSON."""
    print(*table(figures), json.dumps(found), sep="\n")


def say(what: str) -> None:
    """What is being measured now, for whoever waits."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def by_turns(works: Mapping[str, Callable[[int], T]], *, rounds: int) -> dict[str, list[T]]:
    """What each gave in each round (numbered from 0), all of them by turns and every other round backwards.

    So whatever else the machine does meets all of them.
    """
    found: dict[str, list[T]] = {name: [] for name in works}
    for number in range(rounds):
        for name in sorted(works, reverse=bool(number % 2)):
            say(f"{name}, round {number + 1} of {rounds}")
            found[name].append(works[name](number))
    return found


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """The median of what each round says."""
    return round(median(mine / its for mine, its in zip(ours, theirs, strict=True)), 3)
