"""Runs the operator's own command when something is out of order or in order again: no mail may be able to leave."""

import os
import signal
import subprocess
from collections.abc import Mapping

import structlog

log = structlog.get_logger(__name__)

SECONDS = 30.0
OURS = "HAUSPOST_"  # the relay's password is not for every program


def surroundings(environment: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith(OURS)}
    return {**kept, **{f"{OURS}ALERT_{name}": value for name, value in said.items()}}


def run(command: tuple[str, ...], *, text: str, said: Mapping[str, str], seconds: float = SECONDS) -> bool:
    """`text` on its standard input, `said` in its environment. Its failure is logged, and waits for nobody."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=surroundings(os.environ, said),
            start_new_session=True,  # so that its children end with it
        )
    except OSError as error:
        log.error("the alert command cannot be run", error=error.strerror)
        return False
    try:
        _, words = process.communicate(text.encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        log.error("the alert command took too long", seconds=seconds)
        return False
    if process.returncode != 0:
        last = words.decode("utf-8", "replace").strip().splitlines()[-1:]
        log.error("the alert command failed", status=process.returncode, error="".join(last)[:200])
    return process.returncode == 0
