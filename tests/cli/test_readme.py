"""The README's first installation works to the letter."""

import re
import shlex
from pathlib import Path

import pytest

from hauspost.cli.app import main

README = Path(__file__).parents[2] / "README.md"


def commands() -> list[list[str]]:
    """The `hauspost …` lines of the installation, up to the one that runs until it is stopped."""
    section = README.read_text(encoding="utf-8").split("## A first real installation")[1].split("\n## ")[0]
    lines = re.findall(r"^\s*(hauspost [^\n#]+)", section, re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines if "serve" not in line]


def test_the_first_installation_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in commands():
        extra = ["--yes"] if words == ["live"] else []
        status = main([*words, *extra])
        assert status == 0, words
        if words[0] == "init":
            monkeypatch.chdir(tmp_path / words[1])
    assert 'sending = "on"' in Path("hauspost.toml").read_text(encoding="utf-8")
