"""An office on disk as `init` and `import` leave it, spoken to by its commands alone."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from hauspost.cli import app

DOMAIN = "tickets.hv-sonnenschein.example"
HOUSE = f"lindenweg12@{DOMAIN}"
ANNA = "anna.berger@post.example"
STRANGER = "niemand@fremd.example"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(slots=True)
class Office:
    folder: Path
    capture: pytest.CaptureFixture[str]
    numbers: list[int] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / "hauspost.toml"

    def runs(self, *words: str) -> Answer:
        """In this process: as the console script does it, without the time to start Python."""
        self.capture.readouterr()
        status = app.main([*words, "--config", str(self.config)])
        printed = self.capture.readouterr()
        return Answer(status, printed.out, printed.err)

    def runs_apart(self, *words: str, stdin: bytes = b"") -> Answer:
        """In a process of its own, with pipes for its mouth and ears."""
        command = [sys.executable, "-m", "hauspost", *words, "--config", str(self.config)]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def mail(self, words: str, *, author: str = ANNA, to: str = HOUSE, subject: str = "Heizung") -> Path:
        """A file with a mail that was never seen before."""
        self.numbers.append(1)
        mail = EmailMessage()
        mail["From"] = author
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = "Tue, 14 Oct 2025 12:00:00 +0200"
        mail["Message-ID"] = f"<{len(self.numbers)}@{author.partition('@')[2]}>"
        mail.set_content(words)
        path = self.folder / f"mail-{len(self.numbers)}.eml"
        path.write_bytes(mail.as_bytes())
        return path

    def takes(self, *paths: Path) -> list[int]:
        """Ingested, and waiting to be decided."""
        answer = self.runs("ingest", *map(str, paths), "--json")
        assert answer.status == 0, answer.err
        numbers: list[int] = answer.json["arrivals"]
        return numbers

    def decides(self, *paths: Path) -> list[int]:
        """Ingested and decided: nobody serves here, so a replay decides all that waits."""
        numbers = self.takes(*paths)
        assert self.runs("arrivals", "hold", str(numbers[-1])).status == 0
        assert self.runs("replay", str(numbers[-1])).status == 0
        return numbers

    def states(self) -> dict[int, str]:
        return {row["arrival"]: row["state"] for row in self.runs("arrivals", "--json").json}
