"""Knows which languages there are, a folder each, and the words that people type in them.

`commands.toml` has a table for each act: all that the language says of it; `typed.toml` the rest of what people type.
The pages and words of mails lie in the same folder; `outbound.catalogue` reads them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDERS: Final = Path(__file__).parent.parent / "languages"
TYPED: Final = "typed.toml"
COMMANDS: Final = "commands.toml"
# What a command's table says beside its ways, and under which section of mails' words it is known.
PRINTED: Final = {"offered": "acts", "read_as": "readings"}
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
    """Each way of saying, by dotted key."""
    ways_of_acts = (
        (f"commands.{act}{name.removeprefix('said')}", tuple(said))
        for act, row in commands_of(language).items()
        for name, said in row.items()
        if name.partition(".")[0] == "said"
    )
    return dict((*ways_of_acts, *_flat(_read(language, TYPED))))


def printed_of(tables: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """What mails say of acts, by dotted key of `words.toml`: "acts.release", "help_means.state.release". Total.

    The word of a row of HILFE is one that the program obeys, whatever `said` an operator's table has.
    """
    for act, row in ((act, row) for act, row in tables.items() if isinstance(row, dict)):
        yield from ((f"{section}.{act}", str(row[name])) for name, section in PRINTED.items() if name in row)
        told = row.get("help")
        for code, said in told.items() if isinstance(told, dict) else ():
            match said if isinstance(said, list) else [*_obeyed(act, language)[:1], said]:
                case [word, means]:
                    yield f"help_words.{code}", str(word)
                    yield f"help_means.{code}", str(means)


def _obeyed(act: str, language: str) -> tuple[str, ...]:
    try:
        return ways(f"commands.{act}", language)
    except KeyError:
        return ()


@cache
def commands_of(language: str) -> Mapping[str, Mapping[str, Any]]:
    """By act: `said` and "said.‹value›" its ways, `offered`, `read_as`, and `help` by the codes of HILFE's rows."""
    return _read(language, COMMANDS)


def _read(language: str, file: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDERS / language / file).read_text("utf-8"))


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section, table in tables.items():
        for key, said in table.items():
            yield f"{section}.{key}", tuple(said) if isinstance(said, list) else (said,)
