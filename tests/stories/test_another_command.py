"""A word to steer with is added at five places and obeyed; whichever is left out, one sentence names it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

import hauspost
from tests.commands_whole import lacking

ROOT = Path(__file__).parents[2]
# Place → (a line that stands there, what is added before it). No line: at the end.
PLACES = {
    "desk/intents.py": ("class Party(StrEnum):\n", '    PLAN = "plan"\n\n\n'),
    "desk/command_table.py": ("    Word(Act.CATEGORIES,", "    Word(Act.PLAN, Kind.BARE, asks=True),\n"),
    "desk/helping.py": (
        '        Row("asking.categories",',
        '        Row("asking.plan", Act.PLAN, _always),\n',
    ),
    "desk/asking.py": (
        "        case Act.REPORT:\n",
        "        case Act.PLAN:\n            return _listing(case)\n",
    ),
    "languages/de/commands.toml": (
        "",
        '\n[plan]\nsaid = ["HAUSPLAN"]\noffered = "der Plan des Hauses"\nread_as = "Plan des Hauses"\n'
        'help."asking.plan" = "wo was liegt"\n',
    ),
    "languages/en/commands.toml": (
        "",
        '\n[plan]\nsaid = ["HOUSE PLAN"]\noffered = "the plan of the house"\nread_as = "Plan of the house"\n'
        'help."asking.plan" = "where things are"\n',
    ),
}


def test_every_word_that_steers_has_all_that_it_needs() -> None:
    assert list(lacking()) == []


def test_a_word_is_added_at_the_places_that_the_page_names(tmp_path: Path) -> None:
    package = copied(tmp_path, PLACES)
    played = runs(package, "tests.another_command", f"sqlite:///{tmp_path / 'hauspost.db'}")
    assert played.returncode == 0, played.stderr
    page = (ROOT / "docs" / "for-developers.md").read_text("utf-8")
    for place in PLACES:
        assert f"hauspost/{place}".replace("/de/", "/<language>/").replace("/en/", "/<language>/") in page


@pytest.mark.parametrize(
    "left_out, sentence",
    [
        (
            "desk/command_table.py",
            "hauspost/desk/command_table.py WORDS: Act.PLAN has no row, so nobody can write it",
        ),
        (
            "desk/helping.py",
            "hauspost/desk/helping.py ROWS: Act.PLAN has no row, so HILFE never lists it",
        ),
        ("languages/en/commands.toml", "hauspost/languages/en/commands.toml: a table [plan] is missing"),
    ],
)
def test_the_place_that_was_left_out_is_named(tmp_path: Path, left_out: str, sentence: str) -> None:
    package = copied(tmp_path, PLACES.keys() - {left_out})
    assert sentence in runs(package, "tests.commands_whole").stdout.splitlines()


@pytest.mark.parametrize(
    "line, sentence",
    [
        ('said = ["HAUSPLAN"]\n', "said is missing, how people say it"),
        ('offered = "der Plan des Hauses"\n', "offered is missing"),
        ('read_as = "Plan des Hauses"\n', "read_as is missing"),
        (
            'help."asking.plan" = "wo was liegt"\n',
            'help."asking.plan" is missing, what HILFE says that it does',
        ),
    ],
)
def test_the_line_that_was_left_out_of_its_table_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    package = copied(tmp_path, PLACES)
    file = package / "languages" / "de" / "commands.toml"
    file.write_text(file.read_text("utf-8").replace(line, ""), "utf-8")
    told = runs(package, "tests.commands_whole").stdout.splitlines()
    assert told == [f"hauspost/languages/de/commands.toml [plan]: {sentence}"]


@pytest.mark.parametrize(
    "row, sentence",
    [
        ("_MOST, asks=True", "a resident can write it and has no right to it"),
        ("right=EVERYBODY", "a resident has the right to it and cannot write it"),
        ("_ALL", "a contractor can write it and has no right to it"),
    ],
)
def test_a_row_that_gives_a_word_without_the_right_or_a_right_without_the_word_is_named(
    tmp_path: Path, row: str, sentence: str
) -> None:
    package = copied(tmp_path, PLACES)
    table = package / "desk" / "command_table.py"
    ours = "Word(Act.PLAN, Kind.BARE, asks=True)"
    table.write_text(table.read_text("utf-8").replace(ours, f"Word(Act.PLAN, Kind.BARE, {row})"), "utf-8")
    told = runs(package, "tests.commands_whole").stdout.splitlines()
    assert f"hauspost/desk/command_table.py WORDS: Act.PLAN: {sentence}" in told


def copied(folder: Path, places: Collection[str]) -> Path:
    """The package with the word at these places."""
    package = shutil.copytree(Path(hauspost.__file__).parent, folder / "path" / "hauspost")
    for place in places:
        at, added = PLACES[place]
        file = package / place
        text = file.read_text("utf-8")
        assert not at or text.count(at) == 1, place
        file.write_text(text.replace(at, added + at) if at else text + added, "utf-8")
    return package


def runs(package: Path, *program: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(package.parent), str(ROOT)))
    return subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
