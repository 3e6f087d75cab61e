"""`python -m tests.loops` lets machines and strangers loose in full numbers; 1 if anybody got too much mail."""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import structlog

from tests.house import House, house_on
from tests.loops.machines import MARKED, UNMARKED, stripped
from tests.loops.runs import NeverSilent, on_holiday, strangers, wired
from tests.sample import load_sample


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.loops", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--strangers", type=int, default=5000)
    wish = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    runs: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
        ("two gateways, mails as they are", lambda: _two(bytes)),
        ("two gateways, no sign left on a mail", lambda: _two(stripped)),
        ("50 programs on holiday, 20 without any mark", _holiday),
        (f"{wish.strangers} forging strangers", lambda: _strangers(wish.strangers)),
    )
    failed = 0
    for name, run in runs:
        began = time.monotonic()
        try:
            holds, words = run()
        except NeverSilent as error:
            holds, words = False, str(error)
        failed += not holds
        print(
            f"{'passed' if holds else 'FAILED'}  {name}: {words} ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    print(f"{len(runs) - failed} passed, {failed} failed")
    return 1 if failed else 0


@contextmanager
def _house(domain: str = "tickets.hv-sonnenschein.example") -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="loops-") as folder:
        url = f"sqlite:///{Path(folder) / 'hauspost.db'}"
        load_sample(url)
        with house_on(url, domain=domain) as house:
            yield house


def _two(through: Callable[[bytes], bytes]) -> tuple[bool, str]:
    with ExitStack() as stack:
        one, other = stack.enter_context(_house()), stack.enter_context(_house("tickets.andere.example"))
        sent = wired(one, other, through=through)
    most = max(sent.values(), default=0)
    return 0 < most <= 2, f"at most {most} mails per address"


def _holiday() -> tuple[bool, str]:
    away = {f"still.{n}@urlaub.example": UNMARKED[n % len(UNMARKED)] for n in range(20)}
    away |= {f"auto.{n}@urlaub.example": MARKED[n % len(MARKED)] for n in range(30)}
    with _house() as house:
        got = on_holiday(house, away)
    most = max(got[address] for address in away)
    return 0 < most <= 2, f"at most {most} mails per address"


def _strangers(count: int) -> tuple[bool, str]:
    with _house() as house:
        got = strangers(house, count)
        held = len(house.held())
    outside = sum(n for address, n in got.items() if "fremd" in address)
    return (
        outside <= 20 and held == count,
        f"{outside} mails to them within the hour, {held} held for the managers",
    )


if __name__ == "__main__":
    sys.exit(main())
