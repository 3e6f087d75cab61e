"""Knows sentences about tables that cannot be read: English as an operator reads them, German as an office does."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Self

CATALOGUE: Final = Path(__file__).with_name("masterdata_german.toml")


class Sentence(str):
    """English words with their blanks filled. They remember both, so that they can be said in German too."""

    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, /, **values: str) -> Self:
        said = super().__new__(cls, template.format(**values))
        said.template = template
        said.values = values
        return said

    def __reduce__(self) -> tuple[object, ...]:
        return restored, (self.template, dict(self.values))


def restored(template: str, values: dict[str, str]) -> Sentence:
    """Of the two that a pickle keeps."""
    return Sentence(template, **values)


def said_in(words: str, language: str) -> str:
    """The sentence in that language; what nobody has translated stays English. Values are only ever filled in."""
    if language != "de":
        return str(words)
    if not isinstance(words, Sentence):
        return german().get(words, words)
    values = {
        name: said_in(value, language) if isinstance(value, Sentence) else value
        for name, value in words.values.items()
    }
    return german().get(words.template, words.template).format(**values)


@cache
def german() -> Mapping[str, str]:
    return {str(english): str(said) for english, said in tomllib.loads(CATALOGUE.read_text("utf-8")).items()}
