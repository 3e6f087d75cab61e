"""Knows how to look over the shoulder of `serve`: what it asks of the kernel between a mail's last octet and its 250.

With WAL and `synchronous=FULL` a commit is a write to the log and an fdatasync of it (SAFETY, "Facts").
"""

import contextlib
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from tests.relay import listening_relay
from tests.torture.evidence import Finding, Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import Load, reckon, under_load
from tests.torture.parts import Evidence, NotPossible, Part, Setting, at_least

LETTERS = 500
PATIENCE = 60.0
CALLS = "recvfrom,sendto,pwrite64,fdatasync"
ANSWER = '"250 2.0.0 stored'
WAKE = r'>, "\0'  # how one thread of `serve` wakes another one
FAILED = re.compile(r"= (?:0|-1 .*)$")


class Step(StrEnum):
    HEARD = "heard"
    WRITTEN = "written"
    SYNCED = "synced"
    ANSWERED = "answered"


class Reader:
    """Turns lines of strace into steps. A call that another thread interrupts takes two lines, and ends at the second.

    An answer leaves when its call begins, all else has happened when it ends.
    """

    def __init__(self) -> None:
        self.begun: dict[str, str] = {}  # by thread

    def step(self, line: str) -> Step | None:
        thread, _, call = line.strip().partition(" ")
        call = call.strip()
        if call.startswith("<... "):
            call = self.begun.pop(thread, "") + call.partition("resumed>")[2]
            return None if ANSWER in call else _ended(call)
        if call.startswith("sendto(") and ANSWER in call:
            return Step.ANSWERED
        if call.endswith("<unfinished ...>"):
            self.begun[thread] = call.removesuffix("<unfinished ...>")
            return None
        return _ended(call)


def _ended(call: str) -> Step | None:
    if FAILED.search(call):
        return Step.SYNCED if call.startswith("fdatasync(") and "-wal>" in call and "= 0" in call else None
    if call.startswith("recvfrom(") and WAKE not in call:
        return Step.HEARD
    return Step.WRITTEN if call.startswith("pwrite64(") and "-wal>" in call else None


def mails(lines: Iterable[str]) -> list[list[Step]]:
    """The steps before each 250 to a mail, of one client on one connection."""
    found: list[list[Step]] = [[]]
    for step in filter(None, map(Reader().step, lines)):
        if step is Step.ANSWERED:
            found.append([])
        else:
            found[-1].append(step)
    return found[:-1]


def is_safe(steps: list[Step]) -> bool:
    """All octets heard, then written, then synced, and only then answered for."""
    last = max((n for n, step in enumerate(steps) if step is Step.HEARD), default=len(steps))
    behind = steps[last:]
    return Step.WRITTEN in behind and Step.SYNCED in behind[behind.index(Step.WRITTEN) :]


def run(setting: Setting) -> Evidence:
    if shutil.which("strace") is None:
        raise NotPossible("there is no strace on this machine")
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port, clients=1) as load,
    ):
        return _watched(house, load, setting)


def _watched(house: Installation, load: Load, setting: Setting) -> Evidence:
    """At first only its door is open, so that whatever is written belongs to the mail that comes."""
    letters = setting.size(LETTERS, least=10)
    house.start("--only", "smtp")
    house.listening()
    with traced(house, setting.folder / "calls"):
        load.more(letters)
        load.is_brought()
    seen = mails((setting.folder / "calls").read_text("utf-8", "replace").splitlines())
    unsafe = [steps for steps in seen if not is_safe(steps)]
    house.terminate()
    house.start()
    house.listening()
    load.warms_up()
    load.more(letters // 10 + 10)  # answers among them
    load.is_brought()
    proof = (
        at_least("answers of 250 that the kernel saw", len(seen), letters),
        Finding(
            "P1",
            "each mail was written and synced before its 250",
            not unsafe,
            f"{len(unsafe)} not: {' '.join(unsafe[0])}" if unsafe else f"{len(seen)}",
        ),
    )
    return reckon(house, load, Hits(), faults=len(seen), proof=proof)


@contextlib.contextmanager
def traced(house: Installation, file: Path) -> Iterator[None]:
    """Raises NotPossible where no process may be looked at."""
    assert house.process is not None
    command = ["strace", "-f", "-y", "-s", "24", "-e", f"trace={CALLS}", "-o", str(file)]
    with (file.with_suffix(".words")).open("wb") as words:
        tracer = subprocess.Popen([*command, "-p", str(house.process.pid)], stderr=words)
    end = time.monotonic() + PATIENCE
    while "attached" not in (said := file.with_suffix(".words").read_text("utf-8", "replace")):
        if tracer.poll() is not None or time.monotonic() > end:
            tracer.kill()
            raise NotPossible(f"strace may not look at a process ({said.strip()})")
        time.sleep(0.05)
    try:
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(PATIENCE)


PART = Part("strace", "written, synced, and only then 250: each mail, as the kernel sees it", run)
