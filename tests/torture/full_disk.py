"""Knows how to fill the disk under a running `serve`: a small tmpfs, full again and again, with room in between."""

import contextlib
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.relay import listening_relay
from tests.torture.evidence import Hits
from tests.torture.installation import Installation, installed
from tests.torture.load import Load, reckon, under_load
from tests.torture.parts import Evidence, NotPossible, Part, Setting, at_least

SIZE = "96m"
FILLED = 20  # times
LETTERS = 10  # written for each time
FULL_SECONDS = (0.5, 2.0)
ROOM_SECONDS = 0.5
PATIENCE = 30.0
PIECE = bytes(64 * 1024)


def run(setting: Setting) -> Evidence:
    with (
        small_disk(setting.folder / "disk") as disk,
        listening_relay() as relay,
        installed(disk / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port) as load,
    ):
        return _suffer(house, load, disk / "ballast", setting)


def _suffer(house: Installation, load: Load, ballast: Path, setting: Setting) -> Evidence:
    chance = random.Random(setting.seed)
    times = setting.size(FILLED, least=2)
    hit = 0
    house.start()
    house.listening()
    load.warms_up()
    for _ in range(times):
        refused = load.put_off
        load.more(LETTERS)
        with full(ballast):
            _write_until_refused(load, refused)
            time.sleep(chance.uniform(*FULL_SECONDS))
        hit += load.put_off > refused
        time.sleep(ROOM_SECONDS)
    proof = (
        at_least("times the disk was full while clients heard 4xx", hit, times),
        at_least("answers that put a mail off", load.put_off, times),
    )
    return reckon(house, load, Hits(), faults=hit, proof=proof)


def _write_until_refused(load: Load, refused: int) -> None:
    """What the database has room for in itself is still taken."""
    end = time.monotonic() + PATIENCE
    while load.put_off == refused and time.monotonic() < end:
        load.more(1)
        time.sleep(0.1)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own that is gone afterwards. Raises NotPossible where nobody may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NotPossible("there is no program `mount`") from None
    if done.returncode:
        raise NotPossible(f"no tmpfs can be mounted ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def full(ballast: Path) -> Iterator[None]:
    """Not one octet more fits on its disk."""
    with ballast.open("wb", buffering=0) as file:
        for piece in (PIECE, PIECE[:4096], PIECE[:1]):
            with contextlib.suppress(OSError):
                while file.write(piece):
                    pass
        yield
    ballast.unlink()


PART = Part("disk", "a disk that is full again and again", run)
