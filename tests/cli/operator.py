"""Knows how an operator runs a command and what comes back: the exit status, what was printed, and the errors."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from hauspost.cli import app

SAMPLE = ("--company", "Hausverwaltung Sonnenschein GmbH", "--domain", "tickets.hv-sonnenschein.example")


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Sits at no terminal; `folder` is where an installation lies, once `init` was run."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def config(self) -> Path:
        return self.folder / "hauspost.toml"

    def runs(self, *words: str | Path) -> Outcome:
        status = app.main([str(word) for word in words])
        captured = self.capture.readouterr()
        return Outcome(status, captured.out, captured.err)

    def installs(self) -> None:
        assert self.runs("init", self.folder, *SAMPLE).status == 0
        quiet = self.config.read_text("utf-8").replace('["127.0.0.1:8025"]', '["127.0.0.1:0"]')
        quiet = quiet.replace('"127.0.0.1:8080"', '""')
        self.config.write_text(quiet, "utf-8")
