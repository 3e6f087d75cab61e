"""What a mail of the largest size costs `hauspost serve` in memory, beyond the mail itself.

python -m bench.large_mail [--mebibytes 24.9] [--rounds 3]
"""

import argparse
import asyncio
import base64
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

from bench.busy import Serving, serving
from bench.figures import Figure, by_turns, show
from bench.house import MAILBOX, resident
from bench.load import drive
from bench.servers import DOMAIN
from bench.spending import proportional_octets

TARGET = 80.0  # MiB
MIB = 1024 * 1024
EVERY = 0.01  # seconds between two looks
SETTLES = 4.0  # seconds until what comes by itself after the start is there


@contextmanager
def watched(process: int) -> Iterator[list[int]]:
    """The memory of a process and its children (PSS), in octets, again and again until the block ends."""
    seen: list[int] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            with suppress(FileNotFoundError, ProcessLookupError):  # a child that has just ended
                seen.append(proportional_octets(process))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def mail(number: int, *, mebibytes: float) -> bytes:
    """About so large, with one file that does not compress."""
    content = random.Random(number).randbytes(int(mebibytes * MIB * 57 / 78))  # 57 octets make a line of 78
    file = base64.encodebytes(content).replace(b"\n", b"\r\n")
    head = (
        f"From: <{resident(number)}>\r\nTo: <{MAILBOX}@{DOMAIN}>\r\nSubject: Unterlagen {number}\r\n"
        f"Message-ID: <large-{number}-{time.time_ns()}@post.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=large"\r\n\r\n--=large\r\n\r\n'
        "Guten Tag,\r\n\r\nanbei die Unterlagen zur Heizung.\r\n--=large\r\nContent-Type: application/pdf\r\n"
        'Content-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + file + b"--=large--\r\n"


def measured(*, mebibytes: float = 24.9, rounds: int = 3) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        serving(Path(name) / "serve") as (one, process),
    ):
        _cost(one, process, rounds, 1.0)  # what is loaded only once is no mail's
        time.sleep(SETTLES)
        return looked_at(one, process, mebibytes=mebibytes, rounds=rounds)


def looked_at(one: Serving, process: int, *, mebibytes: float, rounds: int) -> dict[str, Any]:
    """At that `serve`, by its id."""
    costs = by_turns({"serve": lambda number: _cost(one, process, number, mebibytes)}, rounds=rounds)
    return {"mebibytes": mebibytes, "rounds": rounds, "beyond_itself_mib": costs["serve"]}


def _cost(one: Serving, process: int, number: int, mebibytes: float) -> float:
    """MiB beyond the mail's own size, at the highest, until its receipt has left."""
    octets = mail(number, mebibytes=mebibytes)
    before = proportional_octets(process)
    to = f"{MAILBOX}@{DOMAIN}"
    with watched(process) as seen:
        done = asyncio.run(
            drive("127.0.0.1", one.port, [(resident(number), octets)], rcpt_to=to, connections=1)
        )
        one.until_nothing_waits()
    if done.refused:
        raise RuntimeError("the mail was refused")
    return round((max(seen) - before - len(octets)) / MIB, 1)


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    most = median(found["beyond_itself_mib"])
    what = f"a mail of {found['mebibytes']:.0f} MiB, memory beyond itself"
    yield Figure(what, most, "MiB", target=TARGET, at_most=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mebibytes", type=float, default=24.9)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    found = measured(mebibytes=wish.mebibytes, rounds=wish.rounds)
    show(figures(found), found)


if __name__ == "__main__":
    main()
