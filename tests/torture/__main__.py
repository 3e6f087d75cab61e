"""`python -m tests.torture --seed S --parts a,b --share 0.05` plays the parts, ends with a table; 1 if not all held."""

import argparse
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.torture.installation import furnish
from tests.torture.parts import Outcome, Setting, table
from tests.torture.playing import PARTS, played


def main() -> int:
    wish = _wishes()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="torture-") as fresh:
        folder = wish.folder or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        outcomes = _abreast(wish, Setting(folder, furnish(folder), wish.seed, wish.share))
    print(f"\nseed {wish.seed}, share {wish.share:g}, {time.monotonic() - began:.0f} s\n")
    print(table(outcomes))
    return 0 if all(one.holds for one in outcomes) else 1


def _abreast(wish: argparse.Namespace, settings: Setting) -> list[Outcome]:
    """Each in a process of its own: much of a part is waiting, for a start, for a lease to end."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(wish.abreast, fresh, max_tasks_per_child=1) as pool:
        return list(pool.map(partial(played, settings=settings), wish.parts))


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.torture", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=_share, default=1.0, help="of each part's full size")
    parser.add_argument("--parts", type=_parts, default=tuple(PARTS), help=", ".join(PARTS))
    parser.add_argument("--abreast", type=int, default=2, help="so many parts at the same time")
    parser.add_argument(
        "--folder", type=Path, help="kept for a look afterwards; else a fresh one that is removed"
    )
    return parser.parse_args()


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; give a number above 0, at most 1")
    return share


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name) or tuple(PARTS)
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(unknown))} is no part; choose from {', '.join(PARTS)}"
        )
    return names


if __name__ == "__main__":
    sys.exit(main())
