"""Starts what is measured, each in a process of its own, as in earnest: `hauspost serve` and the bare listener."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.house import settle
from hauspost.cli.furnishing import furnish
from hauspost.store.migrate import migrate

HERE = Path(__file__).parent
ROOT = HERE.parent
DOMAIN = "tickets.hv-sonnenschein.example"
HOUSE = f"lindenweg12@{DOMAIN}"
START_SECONDS = 60.0
LISTENING = re.compile(r"^listening\b.*?[ :](\d+)$", re.MULTILINE)

CONFIG = f"""\
[company]
name = "Hausverwaltung Sonnenschein GmbH"
[mail]
domain = "{DOMAIN}"
[database]
url = "sqlite:///hauspost.db"
[listen]
smtp = ["127.0.0.1:0"]
lmtp = []
health = ""
[limits]
connections_per_ip = 100
"""
# Everything leaves at once, and nobody is held for writing much: what is measured is the work.
SENDING = """
[policy]
sending = "on"
notify_managers = "all"
quiet_hours = "off"
hold_minutes = 0
fold_minutes = 0
mails_per_person = 0
mails_per_ticket = 0
mails_per_person_and_ticket = 0
same_words = 0
"""


def furnished(folder: Path) -> str:
    """The URL of a fresh database with the sample houses."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'hauspost.db'}"
    migrate(url)
    furnish(url)
    return url


@contextmanager
def hauspost_serve(folder: Path) -> Iterator[int]:
    """The way in alone, durable as always; gives its port."""
    url = furnished(folder)
    with serve(folder, url, CONFIG, only="smtp") as (port, _):
        yield port


@contextmanager
def whole_serve(folder: Path, *, residents: int, relay: str) -> Iterator[tuple[int, int]]:
    """All parts, with the house of `bench.house`; gives its port and its process's id."""
    url = furnished(folder)
    settle(url, residents=residents)
    with serve(folder, url, f'{CONFIG}[relay]\nurl = "{relay}"\n{SENDING}') as found:
        yield found


@contextmanager
def serve(folder: Path, url: str, config: str, *, only: str = "") -> Iterator[tuple[int, int]]:
    """`hauspost serve` with that database; a port of 0 where it does not listen."""
    file = folder / "hauspost.toml"
    file.write_text(config.replace("sqlite:///hauspost.db", url), encoding="utf-8")
    parts = ["--only", only] if only else []
    words = ["-m", "hauspost", "serve", *parts, "--config", str(file)]
    with _running(folder, words) as found:
        yield found


@contextmanager
def bare_listener(folder: Path, *, sync: bool = True) -> Iterator[int]:
    """Without `sync` it keeps nothing: a relay for whoever sends."""
    folder.mkdir(parents=True)
    keeps = [] if sync else ["--no-sync"]
    words = [str(HERE / "bare_aiosmtpd.py"), "--folder", str(folder / "mails"), *keeps]
    with _running(folder, words) as (port, _):
        yield port


def load(port: int, *, to: str, mails: int, connections: int, words: tuple[str, ...] = ()) -> dict[str, Any]:
    """The client runs in a process of its own: it must not share a lock with anybody."""
    wishes = [
        "--port",
        str(port),
        "--to",
        to,
        "--mails",
        str(mails),
        "--connections",
        str(connections),
        *words,
    ]
    program = [sys.executable, "-m", "bench.load", *wishes]
    run = subprocess.run(program, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


@contextmanager
def _running(folder: Path, words: list[str]) -> Iterator[tuple[int, int]]:
    said = folder / "said.log"
    with said.open("wb") as log:
        process = subprocess.Popen([sys.executable, *words], stdout=log, stderr=log, env=os.environ)
    try:
        yield _port(process, said), process.pid
    finally:
        process.terminate()
        process.wait(20)


def _port(process: "subprocess.Popen[bytes]", said: Path) -> int:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := LISTENING.search(said.read_text("utf-8", "replace")):
            return int(found.group(1))
        time.sleep(0.02)
    raise RuntimeError(f"it does not listen: {said.read_text('utf-8', 'replace')[-1000:]}")
