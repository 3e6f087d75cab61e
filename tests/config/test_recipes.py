"""Knows that every configuration printed for operators is one that this version starts with."""

import re
import tomllib
from pathlib import Path

import pytest

from hauspost.config.faults import ConfigFaults
from hauspost.config.load import load
from hauspost.config.sections import Document
from tests.recipes import DOCS, blocks

RECIPES = sorted((DOCS / "recipes").glob("*.md"))
PRINTED = [
    (page.name, text) for page in (*sorted(DOCS.glob("*.md")), *RECIPES) for text in blocks(page, "toml")
]
NEEDED = {"company": '[company]\nname = "Hausverwaltung"\n', "mail": '[mail]\ndomain = "t.example"\n'}


def test_there_is_a_recipe_for_each_neighbour() -> None:
    assert [page.stem for page in RECIPES] == ["exchange-online", "google-workspace", "postfix", "provider"]
    assert all(blocks(page, "toml") for page in RECIPES)


@pytest.mark.parametrize("page, text", PRINTED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(PRINTED)])
def test_what_a_page_prints_can_be_loaded(page: str, text: str, tmp_path: Path) -> None:
    printed = tomllib.loads(text)
    if not any(name in Document.model_fields for name in printed):
        return  # keys by themselves, of a section that the text names
    whole = text + "\n" + "\n".join(needed for name, needed in NEEDED.items() if name not in printed)
    for name in re.findall(r'(?:_file|dkim_key) = "([^"]+)"', text):
        (tmp_path / name).write_text("secret\n", "utf-8")
    (tmp_path / "hauspost.toml").write_text(whole, "utf-8")
    assert _faults(tmp_path / "hauspost.toml") == [], page


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_a_recipe_that_is_followed_to_the_letter_writes_to_nobody_but_managers(
    page: Path, tmp_path: Path
) -> None:
    whole = blocks(page, "toml")[0]
    for name in re.findall(r'_file = "([^"]+)"', whole):
        (tmp_path / name).write_text("secret\n", "utf-8")
    (tmp_path / "hauspost.toml").write_text(whole, "utf-8")
    policy = load(tmp_path / "hauspost.toml", {}).policy
    assert (policy.sending, policy.hold_minutes) == ("managers", 3)


def _faults(file: Path) -> list[str]:
    try:
        load(file, {})
    except ConfigFaults as told:
        return [fault.sentence for fault in told.faults]
    return []


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_every_key_that_a_recipe_names_in_its_text_exists(page: Path) -> None:
    """`section.key` and `key = …` in running text are keys of the configuration's page."""
    known = set(re.findall(r"`(\w+)`", (DOCS / "configuration.md").read_text("utf-8")))
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"`(?:relay|listen|limits|mail|policy)\.(\w+)(?: = [^`]*)?`", prose)
    assert set(named) <= known
