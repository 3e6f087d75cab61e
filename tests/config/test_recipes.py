"""Knows that every configuration printed for operators is one that this version starts with."""

import re
import tomllib
from pathlib import Path

import pytest

from hauspost.config.faults import ConfigFaults
from hauspost.config.load import load
from hauspost.config.sections import Document
from tests.recipes import DOCS, blocks

# Keys that the recipes name and that come into this tree by another way.
NOT_IN_THIS_TREE_YET = ("imap", "oauth2", "dkim_selector", "dkim_key", "per_minute", "per_hour")

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
    if not any(isinstance(value, list) or name in Document.model_fields for name, value in printed.items()):
        return  # one key by itself, for several sections
    whole = text + "\n" + "\n".join(needed for name, needed in NEEDED.items() if name not in printed)
    for name in re.findall(r'(?:_file|dkim_key) = "([^"]+)"', text):
        (tmp_path / name).write_text("secret\n", "utf-8")
    (tmp_path / "hauspost.toml").write_text(whole, "utf-8")
    assert [fault for fault in _faults(tmp_path / "hauspost.toml") if not _is_of_another_tree(fault)] == [], (
        page
    )


def _faults(file: Path) -> list[str]:
    try:
        load(file, {})
    except ConfigFaults as told:
        return [fault.sentence for fault in told.faults]
    return []


def _is_of_another_tree(sentence: str) -> bool:
    """Who logs in by a token has no password."""
    by_token = "oauth2" in NOT_IN_THIS_TREE_YET and sentence.endswith("there is no password")
    return by_token or any(re.search(rf"\b{key}\b", sentence) for key in NOT_IN_THIS_TREE_YET)


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_every_key_that_a_recipe_names_in_its_text_exists(page: Path) -> None:
    """`section.key` and `key = …` in running text are keys of the configuration's page."""
    known = set(re.findall(r"`(\w+)`", (DOCS / "configuration.md").read_text("utf-8"))) | set(
        NOT_IN_THIS_TREE_YET
    )
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"`(?:relay|listen|limits|mail|policy)\.(\w+)(?: = [^`]*)?`", prose)
    assert set(named) <= known
