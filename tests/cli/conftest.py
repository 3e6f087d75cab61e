"""Knows the operator of a fresh installation, and an office that is furnished already."""

import shutil
from pathlib import Path

import pytest

from hauspost.cli import app
from tests.cli.office import Office
from tests.cli.operator import Operator


@pytest.fixture
def operator(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Operator:
    """Works in an empty folder, with an environment that says nothing of Hauspost."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HAUSPOST_CONFIG", raising=False)
    return Operator(tmp_path / "office", capsys)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample houses, imported once."""
    folder = tmp_path_factory.mktemp("furnished") / "office"
    named = ["--company", "Hausverwaltung Sonnenschein GmbH", "--domain", "tickets.hv-sonnenschein.example"]
    assert app.main(["init", str(folder), *named, "--quiet"]) == 0
    config = str(folder / "hauspost.toml")
    assert app.main(["import", str(folder / "masterdata"), "--apply", "--quiet", "--config", config]) == 0
    return folder


@pytest.fixture
def office(furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """A copy of its own for each test."""
    folder = tmp_path / "office"
    shutil.copytree(furnished, folder)
    return Office(folder, capsys)
