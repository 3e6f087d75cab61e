"""Starts what is measured, each in a process of its own, as in earnest: `hauspost serve` and the bare listener."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hauspost.cli.furnishing import furnish
from hauspost.store.migrate import migrate

HERE = Path(__file__).parent
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
    furnished(folder)
    config = folder / "hauspost.toml"
    config.write_text(CONFIG, encoding="utf-8")
    words = ["-m", "hauspost", "serve", "--only", "smtp", "--config", str(config)]
    with _running(folder, words) as port:
        yield port


@contextmanager
def bare_listener(folder: Path) -> Iterator[int]:
    folder.mkdir(parents=True)
    words = [str(HERE / "bare_aiosmtpd.py"), "--folder", str(folder / "mails")]
    with _running(folder, words) as port:
        yield port


@contextmanager
def _running(folder: Path, words: list[str]) -> Iterator[int]:
    said = folder / "said.log"
    with said.open("wb") as log:
        process = subprocess.Popen([sys.executable, *words], stdout=log, stderr=log, env=os.environ)
    try:
        yield _port(process, said)
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
