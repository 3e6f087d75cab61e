"""Starts a program beside ours in an environment of its own, made once from its lock file, and drives it by folders."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLACE = ROOT / ".venv" / "others"


class NotInstalled(Exception):
    """The environment could not be made; in words for whoever measures."""


def python_of(name: str) -> Path:
    """The interpreter of the environment that `name`.lock says. Raises NotInstalled."""
    folder, lock = PLACE / name, HERE / f"{name}.lock"
    python, made_from = folder / "bin" / "python", folder / "made-from.lock"
    if made_from.exists() and made_from.read_bytes() == lock.read_bytes():
        return python
    environment = (sys.executable, "-m", "venv", "--clear", str(folder))
    install = (str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
    for words in (environment, install):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise NotInstalled(
                f"{name} cannot be installed from {lock.name}: {said[-1] if said else 'no reason'}"
            )
    made_from.write_bytes(lock.read_bytes())
    return python


@dataclass(frozen=True, slots=True)
class Side:
    """A program that `bench.others.taking` drives."""

    name: str
    process: "subprocess.Popen[str]"

    def take(self, folder: Path) -> dict[str, Any]:
        """`seconds` and `processor` that the folder's mails cost it, and its counts by then."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        return self.said()

    def said(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self.process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def side(python: Path, module: str, *words: str) -> Iterator[Side]:
    """Runs until the block ends; what it complains of is seen on standard error."""
    with subprocess.Popen(
        (str(python), "-m", module, *words),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        try:
            one = Side(module, process)
            one.said()  # it is ready
            yield one
        finally:
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
