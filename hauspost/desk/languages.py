"""Knows which languages there are, a folder each, and the words that people type in them: its `typed.toml`.

The pages and words of mails lie in the same folder; `outbound.catalogue` reads them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDERS: Final = Path(__file__).parent.parent / "languages"
TYPED: Final = "typed.toml"
# The house's own: its words count whoever writes them, and stand in where a language has none.
HOUSE: Final = "de"


@cache
def languages() -> tuple[str, ...]:
    """The codes of all folders, German first."""
    found = sorted(path.parent.name for path in FOLDERS.glob(f"*/{TYPED}"))
    return (HOUSE, *(code for code in found if code != HOUSE))


def ways(key: str, language: str) -> tuple[str, ...]:
    """How that language says it, what we print first: "commands.release", "en". KeyError: no language has it."""
    own = typed_of(language) if language in languages() else {}
    return own.get(key) or typed_of(HOUSE)[key]


def say(key: str, language: str) -> str:
    """The way that we print."""
    return ways(key, language)[0]


def understood(key: str, language: str) -> tuple[str, ...]:
    """In German always, and in the language of whoever writes (WORDS 2, rule 9)."""
    return tuple(dict.fromkeys((*ways(key, HOUSE), *ways(key, language))))


def of_all(key: str) -> tuple[str, ...]:
    """In every language, where it need not be known who writes; German first."""
    return tuple(dict.fromkeys(said for code in languages() for said in ways(key, code)))


def names() -> dict[str, str]:
    """What people call a language, and its code itself: by that its code."""
    return {said: code for code in languages() for said in (code, *typed_of(code)["language.names"])}


def keys(section: str) -> tuple[str, ...]:
    """The keys of a section of the house's own language, without its name and in its order."""
    return tuple(key.removeprefix(f"{section}.") for key in typed_of(HOUSE) if key.startswith(f"{section}."))


@cache
def typed_of(language: str) -> Mapping[str, tuple[str, ...]]:
    return dict(_flat(tomllib.loads((FOLDERS / language / TYPED).read_text("utf-8"))))


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section, table in tables.items():
        for key, said in table.items():
            yield f"{section}.{key}", tuple(said) if isinstance(said, list) else (said,)
