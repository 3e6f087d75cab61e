"""How many mails one core parses in a second: ours beside the libraries that it is built on, on our own mails.

python -m bench.parsing [--rounds 3] [--copies 50]

The command `hauspost parse` is measured too: it parses in a limited process, reads the new words and prints JSON.
"""

import argparse
import email
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import mailparser

from bench.figures import Figure, show
from hauspost.parsers.mail import parse_mail

MAILS = Path(__file__).parents[1] / "tests" / "mails"

# What is compared does less: neither finds limits, text from HTML, quotes or the kind of an automatic mail.
READERS: dict[str, Callable[[bytes], object]] = {
    "hauspost parse_mail": lambda octets: parse_mail(octets, authserv_id="mx.example"),
    "mail-parser": mailparser.parse_from_bytes,
    "email, compat32": email.message_from_bytes,
}


# What people write and what comes back, without the odd and hostile mails; as many copies of it as make a long run.
ORDINARY = ("clients", "replies", "reports")
COPIES = 50
STARTS = 3
LONG = 2  # starts
TARGET = 600.0  # mails that the command reads in a second of one core


def measured(
    *, rounds: int, copies: int = COPIES, starts: int = STARTS, folder: Path = MAILS
) -> dict[str, Any]:
    mails = [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]
    if not mails:
        raise RuntimeError(f"there are no mails in {folder}")
    spent: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(rounds + 1):
        for name, read in READERS.items():
            spent[name].append(_seconds(read, mails))
    speeds = {name: len(mails) / median(times[1:]) for name, times in spent.items()}  # the first one warms up
    ours = speeds["hauspost parse_mail"]
    commanded, start = command(copies=copies, starts=starts)
    return {
        "mails": len(mails),
        "octets": sum(map(len, mails)),
        "mails_per_second": {name: round(speed, 1) for name, speed in speeds.items()},
        "ratio": {name: round(ours / speed, 2) for name, speed in speeds.items()},
        "command_mails_per_second": round(commanded, 1),
        "command_start_seconds": round(start, 2),
    }


def command(*, copies: int, starts: int) -> tuple[float, float]:
    """Mails in a second of processor time, of the command and of its parser together, and what their start takes.

    The start is taken away from the whole; so that its own noise counts for little, copies are added until the whole
    run takes `LONG` starts.
    """
    ordinary = [path for topic in ORDINARY for path in sorted((MAILS / topic).glob("*.eml"))]
    start = median(_spent_on(ordinary[0]) for _ in range(starts))
    with tempfile.TemporaryDirectory() as folder:
        laid = 0
        while True:
            for number in range(laid, copies):
                for path in ordinary:
                    (Path(folder) / f"{number}-{path.name}").write_bytes(path.read_bytes())
            spent = _spent_on(Path(folder))
            if spent >= LONG * start:
                return copies * len(ordinary) / (spent - start), start
            laid, copies = copies, 2 * copies


def _spent_on(path: Path) -> float:
    began = _spent_by_children()
    program = [sys.executable, "-m", "hauspost", "parse", str(path)]
    subprocess.run(program, stdout=subprocess.DEVNULL, check=True)
    return _spent_by_children() - began


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(read: Callable[[bytes], object], mails: list[bytes]) -> float:
    """Of processor time. A mail that a library gives up on still counts as read: the time was spent."""
    gc.collect()
    began = time.process_time()
    for octets in mails:
        try:
            read(octets)
        except Exception:
            continue
    return time.process_time() - began


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    speeds, ours = found["mails_per_second"], "hauspost parse_mail"
    for name, speed in speeds.items():
        if name != ours:
            yield Figure(f"{ours}, a core", speeds[ours], "mails/s", name, speed, found["ratio"][name])
    yield Figure("hauspost parse, a core", found["command_mails_per_second"], "mails/s", target=TARGET)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=COPIES, help="of each ordinary mail, for the command")
    wish = parser.parse_args()
    found = measured(rounds=wish.rounds, copies=wish.copies)
    show(figures(found), found)


if __name__ == "__main__":
    main()
