"""What `hauspost serve` costs while nothing comes: seconds from its start until it listens, and its idle memory.

python -m bench.standing [--rounds 3]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, show
from bench.servers import CONFIG, LISTENING, START_SECONDS, furnished
from bench.spending import processor_seconds, proportional_octets

SETTLES = 4.0  # seconds until every thread and every worker that comes by itself is there
MIB = 1024 * 1024
TARGETS = {
    "start_seconds": ("serve, from its start until it listens", "s", 2.0),
    "idle_mib": ("serve, all parts, idle (PSS)", "MiB", 200.0),
}


def measured(*, rounds: int, settles: float = SETTLES) -> dict[str, Any]:
    """All parts of one node, on SQLite, with the sample houses; medians."""
    runs = [_round(settles) for _ in range(rounds)]
    return {name: round(median(run[name] for run in runs), 2) for name in runs[0]} | {"rounds": rounds}


def _round(settles: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "house"
        furnished(folder)
        config, said = folder / "hauspost.toml", folder / "said.log"
        config.write_text(CONFIG, encoding="utf-8")
        words = [sys.executable, "-m", "hauspost", "serve", "--config", str(config)]
        began = time.perf_counter()
        with said.open("wb") as log:
            process = subprocess.Popen(words, stdout=log, stderr=log)
        try:
            while not LISTENING.search(said.read_text("utf-8", "replace")):
                if process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                    raise RuntimeError(f"it does not listen: {said.read_text('utf-8', 'replace')[-1000:]}")
                time.sleep(0.005)
            start, spent = time.perf_counter() - began, processor_seconds(process.pid)
            time.sleep(settles)
            idle = proportional_octets(process.pid) / MIB
        finally:
            process.terminate()
            process.wait(20)
        return {"start_seconds": start, "start_processor_seconds": spent, "idle_mib": idle}


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    for name, (what, unit, target) in TARGETS.items():
        yield Figure(what, found[name], unit, target=target, at_most=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    found = measured(rounds=parser.parse_args().rounds)
    show(figures(found), found)


if __name__ == "__main__":
    main()
