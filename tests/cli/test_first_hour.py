"""The page "The first hour" works to the letter: what it says to type leads to the first answered ticket."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/first-hour.md"
PATIENCE = 300.0  # seconds; what takes longer does not come


def blocks() -> dict[str, list[str]]:
    """What is to be typed, by the heading above it."""
    chapters = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    typed = {
        chapter.split("\n")[0]: re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL) for chapter in chapters
    }
    return {heading: found for heading, found in typed.items() if found}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """Places that nobody else uses, and an answer that need not wait: the page's own values are the default ones."""
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HAUSPOST_LISTEN__SMTP": f"127.0.0.1:{free_port()}",
        "HAUSPOST_LISTEN__HEALTH": "",
        "HAUSPOST_POLICY__HOLD_MINUTES": "0",
        "HAUSPOST_POLICY__FOLD_MINUTES": "0",
    }


def types(block: str, folder: Path, around: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-eu", "-c", block], cwd=folder, env=around, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def comes(look: Callable[[], list[Path]]) -> list[Path]:
    end = time.monotonic() + PATIENCE
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


@contextmanager
def served(folder: Path, around: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(
        ["hauspost", "serve"], cwd=folder, env=around, stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_the_first_hour_leads_to_the_first_answered_ticket_as_written(tmp_path: Path) -> None:
    typed, around, office = blocks(), environment(), tmp_path / "office"
    assert [*typed] == [
        "1 Install",
        "2 Begin",
        "3 Serve",
        "4 A resident writes",
        "5 The manager answers",
    ]
    types(typed["2 Begin"][0], tmp_path, around)
    before, command = typed["3 Serve"][0].strip().split("\n")
    assert command == "hauspost serve"
    types(before, office, around)
    anna, sabine = (
        office / "var/outbox" / address / "new"
        for address in ("anna.berger@post.example", "sabine.vogt@hv-sonnenschein.example")
    )
    with served(office, around):
        writes, looks = typed["4 A resident writes"]
        types(writes, office, around)
        assert comes(lambda: [*sabine.glob("*")])
        (receipt,) = comes(lambda: [*anna.glob("*")])
        assert "T-1001" in types(looks, office, around)
        answers, shows = typed["5 The manager answers"]
        types(answers, office, around)
        (answer,) = comes(lambda: [path for path in anna.glob("*") if path != receipt])
        assert "der Monteur kommt morgen um 9 Uhr." in answer.read_text("utf-8")
        assert "der Monteur kommt morgen um 9 Uhr." in types(shows, office, around)
