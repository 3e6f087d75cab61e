"""Knows an installation in a folder of its own: configuration, database, and a `serve` process that may die."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hauspost.gateway.crashpoints import VARIABLE
from tests.house import BORDER, DOMAIN
from tests.sample import load_sample

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0  # a loaded machine may take long to start Python
STOP_SECONDS = 10.0  # SAFETY, crash table: SIGTERM
LISTENING = re.compile(r"^listening: .* 127\.0\.0\.1:(\d+)$", re.MULTILINE)

CONFIG = """\
[company]
name = "Hausverwaltung Sonnenschein GmbH"
[mail]
domain = "{domain}"
[database]
url = "{database}"
[listen]
smtp = ["127.0.0.1:0"]
lmtp = []
health = ""
authserv_id = "{border}"
[relay]
url = "{relay}"
[policy]
sending = "on"
hold_minutes = 0
fold_minutes = 0
mails_per_person = 0
mails_per_ticket = 0
mails_per_person_and_ticket = 0
same_words = 0
[limits]
free_disk_bytes = 0
connections_per_ip = 100
"""


class DidNotStart(Exception):
    """`serve` ended, or never said where it listens; the message holds its last words."""


def furnish(folder: Path) -> Path:
    """A database with the sample houses, to be copied: making one takes longer than starting `serve`."""
    file = folder / "furnished.db"
    if not file.exists():
        load_sample(f"sqlite:///{file}")
    return file


@dataclass(slots=True)
class Installation:
    """Owner of the folder's process. One `serve` after the other, each at a port of its own."""

    folder: Path
    url: str
    port: int = 0
    starts: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    program: tuple[str, ...] = ("-m", "hauspost")

    @classmethod
    def at(cls, folder: Path, relay: str, furnished: Path, more: str = "") -> "Installation":
        """`more`: what stands in its configuration besides."""
        made = cls.node(folder, relay, f"sqlite:///{folder / 'hauspost.db'}", more)
        shutil.copyfile(furnished, folder / "hauspost.db")
        return made

    @classmethod
    def node(cls, folder: Path, relay: str, url: str, more: str = "") -> "Installation":
        """One of several on a database that is there already."""
        folder.mkdir(parents=True)
        (folder / "hauspost.toml").write_text(
            CONFIG.format(domain=DOMAIN, database=url, border=BORDER, relay=relay) + more, encoding="utf-8"
        )
        return cls(folder, url)

    @property
    def log(self) -> Path:
        return self.folder / f"serve-{self.starts}.log"

    def start(self, *options: str, crashpoint: str = "") -> None:
        """Does not wait; `listening` does."""
        self.starts += 1
        self.port = 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words_of("serve", *options),
                env=self.surroundings(crashpoint),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def words_of(self, *words: str) -> list[str]:
        """A `hauspost` command on this installation, for subprocess."""
        return [sys.executable, *self.program, *words, "--config", str(self.folder / "hauspost.toml")]

    def runs(self, *words: str) -> str:
        """What such a command says. Raises CalledProcessError."""
        return subprocess.run(
            self.words_of(*words), env=self.surroundings(), capture_output=True, text=True, check=True
        ).stdout

    def restores(self, copy: Path) -> None:
        """The copy becomes the database; nobody may serve."""
        for name in ("hauspost.db", "hauspost.db-wal", "hauspost.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        copy.rename(self.folder / "hauspost.db")

    def surroundings(self, crashpoint: str = "") -> dict[str, str]:
        """Compiled modules are kept, whatever this process was told: many starts are ahead."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "PYTHONPATH": str(ROOT), VARIABLE: crashpoint}

    def listening(self, seconds: float = START_SECONDS) -> int:
        """The port, once it is bound. Raises DidNotStart."""
        end = time.monotonic() + seconds
        while not self.port:
            if found := LISTENING.search(self.words()):
                self.port = int(found.group(1))
            elif not self.is_alive() or time.monotonic() > end:
                raise DidNotStart(self.words()[-2000:])
            else:
                time.sleep(0.01)
        return self.port

    def working(self, seconds: float = START_SECONDS) -> None:
        """Until what decides and answers has begun too; mail is taken before. Raises DidNotStart."""
        end = time.monotonic() + seconds
        while "all parts work" not in self.words():
            if not self.is_alive() or time.monotonic() > end:
                raise DidNotStart(self.words()[-2000:])
            time.sleep(0.01)

    def words(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def logged(self) -> list[dict[str, Any]]:
        """The lines that are whole JSON, as values; the last one may still be under way."""
        whole, _, _ = self.words().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As the kernel does it: no handler runs, nothing is flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.port = 0

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def stands(self) -> str:
        """Where each thread of a process stands that runs as `tests.torture.telling`."""
        assert self.process is not None
        before = len(self.words())
        self.process.send_signal(signal.SIGUSR2)
        time.sleep(1.0)
        return self.words()[before:]

    def died(self, seconds: float = START_SECONDS) -> int:
        """Waits for an end that somebody else brings about; minus the signal's number, as subprocess says it."""
        assert self.process is not None
        status = self.process.wait(seconds)
        self.port = 0
        return status

    def terminate(self) -> tuple[int, float]:
        """SIGTERM: the exit status, and how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        try:
            status = self.process.wait(2 * STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self.port = 0
        return status, time.monotonic() - began

    def end(self) -> None:
        """Whatever happened: no process is left."""
        if self.is_alive():
            self.kill()


@contextlib.contextmanager
def installed(folder: Path, relay: str, furnished: Path, more: str = "") -> Iterator[Installation]:
    """No process is left behind the block."""
    house = Installation.at(folder, relay, furnished, more)
    try:
        yield house
    finally:
        house.end()
