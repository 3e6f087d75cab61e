"""Knows what must hold for the repository as a whole, whatever the code does."""

import ast
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.architecture.sources import sources

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+)?( \\)?")


@pytest.mark.parametrize("module", ["threading", "logging", "queue"])
def test_python_s_own_modules_are_found_from_the_repository_root(module: str) -> None:
    program = f"import sys; assert sys.path[0] == ''; import {module}; print({module}.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    library = Path(sysconfig.get_path("stdlib")).resolve()
    assert Path(found.stdout.strip()).resolve().is_relative_to(library)


def test_nothing_in_the_repository_root_hides_a_module_of_python() -> None:
    importable = {path.stem for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert importable & sys.stdlib_module_names == set()


def test_both_lock_files_are_there() -> None:
    assert [path.name for path in LOCKS] == ["requirements-dev.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.name))
def test_a_lock_file_names_no_address_no_path_and_no_option(lock: Path) -> None:
    suspicious = [
        line
        for line in lock.read_text(encoding="utf-8").splitlines()
        if "//" in line or " @ " in line or line.startswith(("-", "/", "."))
    ]
    assert suspicious == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.name))
def test_everything_in_a_lock_file_is_pinned_and_hashed(lock: Path) -> None:
    text = re.sub(r"^\s*#.*\n?", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block for block in blocks if not PINNED.match(block) or "--hash=sha256:" not in block] == []


def test_both_lock_files_agree() -> None:
    run, develop = (
        set(re.findall(r"^\S+==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE)) for lock in LOCKS[::-1]
    )
    assert run - develop == set()


def test_every_module_says_what_it_knows() -> None:
    silent = [source.name for source in sources(ROOT) if not ast.get_docstring(source.tree)]
    assert silent == []


def test_a_module_without_a_sentence_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "hauspost").mkdir()
    (tmp_path / "hauspost" / "__init__.py").write_text("answer = 42\n", encoding="utf-8")
    assert [ast.get_docstring(source.tree) for source in sources(tmp_path)] == [None]
