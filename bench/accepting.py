"""How many mails a second are answered for with 250, beside a bare listener that syncs each mail to a file.

python -m bench.accepting [--mails 2000] [--rounds 3]
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, by_turns, ratio, show
from bench.servers import HOUSE, bare_listener, hauspost_serve, load

SERVERS = {"bare": bare_listener, "hauspost": hauspost_serve}
FIGURES = ("mails_per_second", "p50_ms", "p99_ms")
TARGETS = {8: 1.0, 1: 0.7}  # of the bare listener, by connections


def measured(*, rounds: int, mails: int, connections: tuple[int, ...] = (8, 1)) -> list[dict[str, Any]]:
    """A row for each number of connections: medians over the rounds, and each round's own ratio."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        ports = {name: stack.enter_context(serve(Path(folder) / name)) for name, serve in SERVERS.items()}
        for port in ports.values():  # the first mails pay for what is loaded and opened only once
            load(port, to=HOUSE, mails=mails // 5, connections=max(connections))
        return [_row(ports, rounds=rounds, mails=mails, connections=number) for number in connections]


def _row(ports: dict[str, int], *, rounds: int, mails: int, connections: int) -> dict[str, Any]:
    def brought(port: int, _round: int) -> dict[str, Any]:
        return load(port, to=HOUSE, mails=mails, connections=connections)

    works: dict[str, Callable[[int], dict[str, Any]]] = {
        name: partial(brought, port) for name, port in ports.items()
    }
    runs = by_turns(works, rounds=rounds)
    speeds = {name: [run["mails_per_second"] for run in done] for name, done in runs.items()}
    return {
        "connections": connections,
        "mails": mails,
        **{
            name: {figure: median(run[figure] for run in done) for figure in FIGURES}
            for name, done in runs.items()
        },
        "ratio": ratio(speeds["hauspost"], speeds["bare"]),
        "speeds": speeds,
        "refused": sum(run["refused"] for done in runs.values() for run in done),
    }


def figures(found: list[dict[str, Any]]) -> Iterator[Figure]:
    for row in found:
        yield Figure(
            f"accepted and durable, {row['connections']} connection{'s' * (row['connections'] > 1)}",
            row["hauspost"]["mails_per_second"],
            "mails/s",
            "bare fsync",
            row["bare"]["mails_per_second"],
            row["ratio"],
            TARGETS.get(row["connections"]),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    found = measured(rounds=wish.rounds, mails=wish.mails)
    show(figures(found), found)


if __name__ == "__main__":
    main()
