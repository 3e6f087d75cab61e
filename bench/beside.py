"""The same post given to us, to the straight line, to Roundup's mail gateway and to django-helpdesk, by turns.

python -m bench.beside [--mails 80] [--rounds 3]

70 % new reports, 25 % answers, 5 % with a picture of 200 kB, four notices for each mail; SQLite everywhere, and every
mail that is written ends where it would be handed on. One worker each, and `serve` with all its parts on two cores.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.busy import serving
from bench.figures import Figure, by_turns, ratio, say, show
from bench.house import MANAGERS, manager, resident
from bench.others.sides import NotInstalled, Side, python_of, side
from bench.post import BEHIND, Post, message_id, octets_of, posts
from bench.processing import HOUSE, RESIDENTS, Ours, ours
from bench.reference import StraightLine
from bench.spending import spent_on

OF_STRAIGHT = 0.5
OF_ROUNDUP = 2.5  # on two cores
QUEUE = "haus@tickets.example"  # the address at which the others are written to
OTHERS = {"Roundup": "roundup", "django-helpdesk": "django_helpdesk"}


@dataclass(frozen=True, slots=True)
class Round:
    """What a round's mails cost, in seconds by the clock and of processors (0: not known), and what came of them."""

    seconds: float
    processor: float = 0.0
    counts: tuple[tuple[str, int], ...] = ()


def measured(
    *, mails: int, rounds: int = 3, others: Mapping[str, str] = OTHERS, first_lot: int = BEHIND
) -> dict[str, Any]:
    """`mails` of each round; `others`: their environments by name.

    A first lot, which pays for what is loaded once, does not count.
    """
    given = list(posts(first_lot + rounds * mails, residents=RESIDENTS))
    lots = [given[:first_lot]]
    lots += [given[first_lot + n * mails : first_lot + (n + 1) * mails] for n in range(rounds)]
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        works: dict[str, Callable[[Sequence[Post]], Round]] = {
            "hauspost": partial(_ours, stack.enter_context(ours(folder / "ours"))),
            "straight line": partial(_straight, _straight_at(stack, folder)),
            "hauspost serve": _served(stack, folder),
        }
        for who, environment in others.items():
            try:
                words = (str(folder / environment), *map(resident, range(RESIDENTS)))
                other = stack.enter_context(
                    side(python_of(environment), f"bench.others.{environment}_side", *words)
                )
                works[who] = partial(_other, other, folder / f"mails-{environment}")
            except NotInstalled as error:
                missing[who] = str(error)
                say(f"not measured: {error}")
        for work in works.values():
            work(lots[0])
        turns: dict[str, Callable[[int], Round]] = {who: _of_round(work, lots) for who, work in works.items()}
        runs = by_turns(turns, rounds=rounds)
    return {
        "mails": mails,
        "rounds": rounds,
        "cores": os.cpu_count(),
        "missing": missing,
        "speeds": {who: [round(mails / one.seconds, 2) for one in each] for who, each in runs.items()},
        "processor_ms_per_mail": {
            who: round(median(1000 * one.processor / mails for one in each), 2)
            for who, each in runs.items()
            if each[0].processor
        },
        "counts": {who: dict(each[-1].counts) for who, each in runs.items() if each[-1].counts},
    }


def _of_round(work: Callable[[Sequence[Post]], Round], lots: list[list[Post]]) -> Callable[[int], Round]:
    return lambda number: work(lots[number + 1])


def _ours(house: Ours, given: Sequence[Post]) -> Round:
    spent = spent_on(lambda: house.process(given))
    return Round(spent.seconds, spent.processor, (("notices", house.sink.taken),))


def _straight_at(stack: ExitStack, folder: Path) -> StraightLine:
    straight = StraightLine.at(folder / "straight.db")
    stack.callback(straight.connection.close)
    straight.managers = tuple(manager(n) for n in range(MANAGERS))
    return straight


def _straight(straight: StraightLine, given: Sequence[Post]) -> Round:
    mails = [octets_of(post, to=HOUSE) for post in given]

    def work() -> None:
        for octets in mails:
            straight.process(octets)

    spent = spent_on(work)
    return Round(spent.seconds, spent.processor, (("notices", straight.sent),))


def _served(stack: ExitStack, folder: Path) -> Callable[[Sequence[Post]], Round]:
    """Its client makes the same mails from their numbers; it reads no receipt, so its answers name their own report."""
    one, _ = stack.enter_context(serving(folder / "serve"))

    def work(given: Sequence[Post]) -> Round:
        found = one.take(first=given[0].number, mails=len(given))
        return Round(found["whole_seconds"])

    return work


def _other(other: Side, folder: Path, given: Sequence[Post]) -> Round:
    """Lot by lot, so that what it answers lies there whatever the order in which a lot is read."""
    spent: list[dict[str, Any]] = []
    for start in range(0, len(given), BEHIND):
        some = given[start : start + BEHIND]
        lot = folder / f"{some[0].number:06}"
        lot.mkdir(parents=True)
        for post in some:
            answered = "" if post.about is None else message_id(post.about)
            (lot / f"{post.number:06}").write_bytes(octets_of(post, to=QUEUE, in_reply_to=answered))
        spent.append(other.take(lot))
    counts = tuple((what, int(spent[-1][what])) for what in ("tickets", "messages", "notices"))
    return Round(sum(one["seconds"] for one in spent), sum(one["processor"] for one in spent), counts)


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    speeds, costs = found["speeds"], found["processor_ms_per_mail"]
    targets = {("hauspost", "straight line"): OF_STRAIGHT, ("hauspost serve", "Roundup"): OF_ROUNDUP}
    for mine, what in (("hauspost", "one worker"), ("hauspost serve", "serve, two cores")):
        for other in ("straight line", *OTHERS):
            if other in speeds:
                yield Figure(
                    f"post processed, {what}",
                    median(speeds[mine]),
                    "mails/s",
                    other,
                    median(speeds[other]),
                    ratio(speeds[mine], speeds[other]),
                    targets.get((mine, other)),
                )
    for other in ("straight line", *OTHERS):
        if other in costs:
            compared = round(costs["hauspost"] / costs[other], 2)
            yield Figure(
                "processor time for each mail", costs["hauspost"], "ms", other, costs[other], compared
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=80, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    found = measured(mails=wish.mails, rounds=wish.rounds)
    show(figures(found), found)


if __name__ == "__main__":
    main()
