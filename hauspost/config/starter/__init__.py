"""Knows the tables that come with the program: categories to begin with, and two houses to try it out."""

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent


def starter() -> Mapping[str, bytes]:
    """The starter categories; an import may change or add to them."""
    return _files(FOLDER)


def sample() -> Mapping[str, bytes]:
    """Two invented houses with their people, for `init`, the demo and the tests."""
    return _files(FOLDER / "sample")


def _files(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
