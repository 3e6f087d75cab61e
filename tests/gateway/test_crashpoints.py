"""Crash points: armed only by the environment, known by name, and deadly at the passing that was asked for."""

import ast
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hauspost.gateway.crashpoints import POINTS, VARIABLE, UnknownPoint, armed_by

SOURCES = sorted((Path(__file__).parents[2] / "hauspost").rglob("*.py"))
PASSING = """
from hauspost.gateway.crashpoints import crashpoint
for number in range(3):
    crashpoint("after-tx1"), crashpoint("after-tx3")
    print(number, flush=True)
"""


@pytest.mark.parametrize("armed, survived", [("", 3), ("after-tx3", 0), ("after-tx1:3", 2), ("after-tx2", 3)])
def test_the_process_dies_at_the_passing_that_was_asked_for(armed: str, survived: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PASSING], env={VARIABLE: armed}, capture_output=True, check=False
    )
    assert run.stdout.count(b"\n") == survived
    assert run.returncode == (0 if survived == 3 else -signal.SIGKILL)


@pytest.mark.parametrize("text", ["after-tx9", "after-tx1:0", "after-tx1:x", ":2", "after-tx1:-1"])
def test_an_unknown_point_cannot_be_armed(text: str) -> None:
    with pytest.raises(UnknownPoint, match="after-tx1"):
        armed_by(text)


def test_every_point_in_the_code_is_in_the_table() -> None:
    named: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "crashpoint":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno} computes the name"
                named.add(str(node.args[0].value))
    assert named <= set(POINTS)
    assert named, "no crash point was found at all"
