"""Knows which languages there are: a folder each, with its words and one page template per kind of notice."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

TEMPLATES: Final = Path(__file__).parent / "templates"
LAYOUT: Final = "layout.html.j2"
WORDS: Final = "words.toml"
FALLBACK: Final = "de"


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words, by dotted key: "statuses.OPEN"."""

    code: str
    locale: Locale
    words: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The phrase with its blanks filled. Values are only ever filled in, never read as phrases."""
        return self.words[key].format(**values)

    def say_if(self, key: str, /, **values: object) -> str:
        """The phrase, or "" where the language has none: for codes that other folders coin."""
        return self.say(key, **values) if key in self.words else ""

    def label(self, section: str, code: str) -> str:
        """What people call a code; a value that is no code of that section is already people's own word."""
        return self.words.get(f"{section}.{code}", code)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The phrase in the plural form of that number (CLDR)."""
        form = self.locale.plural_form(number)
        chosen = f"{key}.{form}" if f"{key}.{form}" in self.words else f"{key}.other"
        return self.say(chosen, n=number, **values)

    def join(self, items: tuple[str, ...]) -> str:
        if len(items) < 2:
            return "".join(items)
        return self.say("lists.last", begin=", ".join(items[:-1]), end=items[-1])


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in TEMPLATES.glob(f"*/{WORDS}")))


@cache
def language(code: str) -> Language:
    words = dict(_flat(tomllib.loads((TEMPLATES / code / WORDS).read_text("utf-8"))))
    return Language(code, Locale.parse(words["formats.locale"]), words)


def best_language(*wished: str) -> Language:
    """The first wish that we speak."""
    return language(next((w for w in wished if w in languages()), FALLBACK))


def page_template(code: str, kind: str) -> Template:
    return _environment().get_template(f"{code}/{kind}.j2")


def layout() -> Template:
    return _environment().get_template(LAYOUT)


@cache
def _environment() -> Environment:
    """Pages only collect blocks, and text and HTML are made of these; so escaping belongs to the HTML layout."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
