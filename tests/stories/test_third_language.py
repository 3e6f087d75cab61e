"""A language is one folder: with it in place, and no line of code touched, somebody writes and reads in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import hauspost

ROOT = Path(__file__).parents[2]
# What the Polish folder says otherwise than the English one that it is a copy of.
COMMANDS = {
    'said = ["RELEASE"]': 'said = ["ZATWIERDŹ"]',
    'said = ["FOLLOW-UP", "FOLLOW UP"]': 'said = ["PRZYPOMNIJ"]',
    'said = ["PRIORITY"]': 'said = ["PRIORYTET"]',
}
TYPED = {
    'names = ["englisch", "english"]': 'names = ["polnisch", "polish"]',
    'high = ["high", "urgent"]': 'high = ["wysoki", "pilne"]',
    'thursday = ["thursday"]': 'thursday = ["czwartek", "czwartku"]',
    'filler = ["the",': 'filler = ["do", "the",',
    'greetings = ["dear",': 'greetings = ["dzień dobry",',
    'words = ["internal", "internally"]': 'words = ["wewnętrzne"]',
    'markers = ["internal"]': 'markers = ["wewnętrzne"]',
    'numbered = "floor {n}"': 'numbered = "piętro {n}"',
    'every_house = "all houses"': 'every_house = "wszystkie domy"',
    'said_in = ["after",': 'said_in = ["po",',
}
WORDS = {
    'locale = "en_GB"': 'locale = "pl_PL"',
    'somebody = "Dear {who},"': 'somebody = "Dzień dobry {who},"',
    'due_list.one = "Due: {n} ticket"': 'due_list.one = "{n} zgłoszenie"\ndue_list.few = "{n} zgłoszenia"\n'
    'due_list.many = "{n} zgłoszeń"',
}


def test_a_ticket_is_played_in_a_language_that_is_nothing_but_a_folder(tmp_path: Path) -> None:
    package = shutil.copytree(Path(hauspost.__file__).parent, tmp_path / "path" / "hauspost")
    polish = shutil.copytree(package / "languages" / "en", package / "languages" / "pl")
    for name, changes in (("commands.toml", COMMANDS), ("typed.toml", TYPED), ("words.toml", WORDS)):
        text = (polish / name).read_text("utf-8")
        for english, said in changes.items():
            assert text.count(english) == 1, english
            text = text.replace(english, said)
        (polish / name).write_text(text, "utf-8")
    played = subprocess.run(
        [sys.executable, "-m", "tests.third_language", f"sqlite:///{tmp_path / 'hauspost.db'}"],
        cwd=ROOT,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join((str(package.parent), str(ROOT))), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stderr
