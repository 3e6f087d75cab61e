"""`python -m tests.oracle --seed S --acts N` prints what was tested and what leaked; 1 if anything did."""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.oracle.checker import Fault
from tests.oracle.game import PLAYERS, TOUR, game, left_out, play, tour
from tests.oracle.play import Play
from tests.oracle.tally import happened

WORD = re.compile(r"xq\w+|\d{3,}")
ENOUGH = 1_000  # acts, among which each thing must have happened
STRETCH = 100  # acts, after which it says how far it is
ADDRESS = re.compile(r"\S+@\S+(?: or \S+@\S+)*")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.oracle", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", type=int, default=500)
    parser.add_argument("--mails", type=Path, help="a folder for the mails that leaked")
    parser.add_argument("--hold", type=int, default=0, help="minutes that a manager's words wait")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    wish = parser.parse_args()
    began = time.monotonic()
    with database(wish.database) as url, game(wish.seed, url=url, hold_minutes=wish.hold) as played:
        for done in range(0, wish.acts, STRETCH):
            known = len(played.checker.faults)
            play(played, min(STRETCH, wish.acts - done), by=PLAYERS)
            tell(played, known, wish.mails)
        if wish.acts >= ENOUGH:
            known = len(played.checker.faults)
            tour(played, stages=TOUR)  # what chance has not brought about
            tell(played, known, wish.mails)
        print("\nthe acts:")
        for name, times in sorted(played.acts.items()):
            print(f"{times:6} {name}")
        print("\nand what came of it:")
        for name, times in sorted(happened(played).items()):
            print(f"{times:6} {name}")
        figures = played.checker.figures | {"facts planted": len(played.knowledge.facts)}
        print(
            f"\nseed {wish.seed}, {time.monotonic() - began:.0f} s, {len(played.knowledge.matters)} tickets"
        )
        for name, number in sorted(figures.items()):
            print(f"{number:10} {name}")
        faults = played.checker.faults
        for like in dict.fromkeys(map(kind_of, faults)):
            alike = [fault for fault in faults if kind_of(fault) == like]
            print(f"{len(alike):6} times {like}: {alike[0].sentence}")
        missing = left_out(played, TOUR) if wish.acts >= ENOUGH else []
    for name in missing:
        print(f"proves nothing of: {name}")
    print(f"{len(played.checker.faults)} faults")
    return 1 if played.checker.faults or missing else 0


def tell(played: Play, known: int, mails: Path | None) -> None:
    """How far it is, and each fault that is new, with its mail in the folder."""
    acts, checker = sum(played.acts.values()), played.checker
    print(f"{acts} acts, {checker.figures['mails read']} mails, {len(checker.faults)} faults", flush=True)
    for number, fault in enumerate(checker.faults[known:], start=known):
        print(f"  {number}: {fault}", flush=True)
        if mails and fault.mail:
            mails.mkdir(parents=True, exist_ok=True)
            (mails / f"{number}.eml").write_bytes(fault.mail.octets)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """An empty one in a cluster of its own; "": the game makes a file."""
    if kind == "sqlite":
        yield ""
        return
    bindir = postgres.programs()
    if bindir is None:
        sys.exit("PostgreSQL's server programs (initdb, postgres) are not on this machine")
    with postgres.running_cluster(bindir) as cluster:
        yield cluster.create("oracle")


def kind_of(fault: Fault) -> str:
    """The act and what was wrong, without whom it met."""
    return f"{fault.act}: {ADDRESS.sub('…', WORD.sub('…', fault.sentence)).partition(' in “')[0]}"


if __name__ == "__main__":
    sys.exit(main())
