"""How many mails a second are answered for with 250, beside a bare listener that syncs each mail to a file."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bench.servers import HERE, HOUSE, bare_listener, hauspost_serve

SERVERS = {"hauspost": hauspost_serve, "bare": bare_listener}
FIGURES = ("mails_per_second", "p50_ms", "p99_ms")


def measured(*, rounds: int, mails: int, connections: tuple[int, ...]) -> list[dict[str, Any]]:
    """A row for each number of connections: medians over the rounds, and each round's own ratio."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        ports = {name: stack.enter_context(serve(Path(folder) / name)) for name, serve in SERVERS.items()}
        for port in ports.values():  # the first mails pay for what is loaded and opened only once
            _load(port, mails=mails // 5, connections=max(connections))
        return [_row(ports, rounds=rounds, mails=mails, connections=number) for number in connections]


def _row(ports: dict[str, int], *, rounds: int, mails: int, connections: int) -> dict[str, Any]:
    """The servers take turns, so that whatever else the machine does meets both."""
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, port in _turns(ports, rounds):
        runs[name].append(_load(port, mails=mails, connections=connections))
    ratios = [
        ours["mails_per_second"] / theirs["mails_per_second"]
        for ours, theirs in zip(runs["hauspost"], runs["bare"], strict=True)
    ]
    return {
        "connections": connections,
        "mails": mails,
        **{
            name: {figure: median(run[figure] for run in done) for figure in FIGURES}
            for name, done in runs.items()
        },
        "ratio": round(median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in ratios],
        "refused": sum(run["refused"] for done in runs.values() for run in done),
    }


def _turns(ports: dict[str, int], rounds: int) -> Iterator[tuple[str, int]]:
    for number in range(rounds):
        yield from sorted(ports.items(), reverse=bool(number % 2))


def _load(port: int, *, mails: int, connections: int) -> dict[str, Any]:
    """The client runs in a process of its own: it must not share a lock with anybody."""
    words = ["--port", str(port), "--to", HOUSE, "--mails", str(mails), "--connections", str(connections)]
    run = subprocess.run(
        [sys.executable, str(HERE / "load.py"), *words], stdout=subprocess.PIPE, check=True, text=True
    )
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{'accepted mails a second':34}{'hauspost':>10}{'bare':>10}{'ratio':>8}   p50/p99 ms"
    for row in rows:
        ours, bare = row["hauspost"], row["bare"]
        yield (
            f"{row['connections']:>2} connections, rounds {'/'.join(map(str, row['ratios'])):17}"
            f"{ours['mails_per_second']:>10.0f}{bare['mails_per_second']:>10.0f}{row['ratio']:>8.2f}"
            f"   {ours['p50_ms']:.1f}/{ours['p99_ms']:.1f} beside {bare['p50_ms']:.1f}/{bare['p99_ms']:.1f}"
        )
