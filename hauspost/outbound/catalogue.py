"""Knows the words of mails in each language and its page templates, one per kind of notice.

An operator's folder of the same layout is laid over ours; `overriding` reads it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from hauspost.desk.languages import COMMANDS, FOLDERS, HOUSE, printed_of
from hauspost.desk.languages import languages as spoken

TEMPLATES: Final = FOLDERS
LAYOUT: Final = "layout.html.j2"
WORDS: Final = "words.toml"
WORDED: Final = (WORDS, COMMANDS)  # the files of a language that hold what mails say
FALLBACK: Final = HOUSE


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words, by dotted key: "statuses.OPEN"."""

    code: str
    locale: Locale
    words: Mapping[str, str]
    catalogue: "Catalogue" = field(repr=False, compare=False)

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


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All languages and pages. `words`: by language; `pages`: names of page templates, "de/acknowledgement"."""

    environment: Environment = field(repr=False)
    words: Mapping[str, Mapping[str, str]] = field(repr=False)
    pages: frozenset[str] = field(repr=False)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self.words))

    @cached_property
    def _known(self) -> Mapping[str, Language]:
        return {
            code: Language(code, Locale.parse(words["formats.locale"]), words, self)
            for code, words in self.words.items()
        }

    def language(self, code: str) -> Language:
        return self._known[code]

    def best_language(self, *wished: str) -> Language:
        """The first wish that we speak."""
        return self.language(next((w for w in wished if w in self.words), FALLBACK))

    def language_of(self, kind: str, *wished: str) -> Language:
        """The first wish in which there is a page for that kind: a mail is in one language throughout."""
        return self.best_language(*(w for w in wished if f"{w}/{kind}" in self.pages))

    def of_all(self, key: str) -> tuple[str, ...]:
        """A phrase in every language that has it: which of them somebody types in is one's own choice."""
        return tuple(words[key] for words in self.words.values() if key in words)

    def page_template(self, code: str, kind: str) -> Template:
        return self.environment.get_template(f"{code}/{kind}.j2")

    def layout(self) -> Template:
        return self.environment.get_template(LAYOUT)


@cache
def ours() -> Catalogue:
    """What comes with the package."""
    # Else each page asks the disk whether its template is still the same.
    environment = Environment(loader=FileSystemLoader(TEMPLATES), auto_reload=False, **FORM)
    return Catalogue(
        environment, {code: words_of(TEMPLATES / code) for code in spoken()}, pages_of(TEMPLATES)
    )


def languages() -> tuple[str, ...]:
    return ours().languages


def language(code: str) -> Language:
    return ours().language(code)


def best_language(*wished: str) -> Language:
    return ours().best_language(*wished)


def _is_html(name: str | None) -> bool:
    """Pages only collect blocks, and text and HTML are made of these; so escaping belongs to the HTML layout."""
    return name is not None and name.endswith(".html.j2")


FORM: Final[Mapping[str, Any]] = {
    "autoescape": _is_html,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def words_of(folder: Path) -> dict[str, str]:
    """A language's words by dotted key. Raises OSError, UnicodeDecodeError or TOMLDecodeError."""
    there = (folder / file for file in WORDED if (folder / file).is_file())
    return {key: said for path in there for key, said in words_in(path)}


def words_in(path: Path) -> Iterator[tuple[str, str]]:
    """Of one of the files of `WORDED`. Raises as `words_of` does."""
    tables = tomllib.loads(path.read_text("utf-8"))
    yield from printed_of(tables, path.parent.name) if path.name == COMMANDS else _flat(tables)


def pages_of(folder: Path) -> frozenset[str]:
    return frozenset(f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.j2"))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
