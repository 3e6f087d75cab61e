"""One sample letter for every kind of notice and each of its variants; a module `of_…` of this folder is one topic."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from hauspost.desk.notices import Letter

SPOKEN = ("de", "en")  # in which the people of the samples write


@cache
def samples(language: str) -> Mapping[str, Letter]:
    """All of them by a name that says which. The module `of_money` has them from its function `of_money(language)`.

    For a third language they are the German ones: people's own words, and the offers of the letters.
    """
    if language not in SPOKEN:
        return MappingProxyType({name: _in(language, letter) for name, letter in samples(SPOKEN[0]).items()})
    found: dict[str, Letter] = {}
    for topic in topics():
        letters = getattr(import_module(f"{__name__}.{topic}"), topic)(language)
        if twice := found.keys() & letters.keys():
            raise ValueError(f"two samples have one name: {', '.join(sorted(twice))}")
        found |= letters
    return MappingProxyType(found)


def _in(language: str, letter: Letter) -> Letter:
    return replace(letter, language=language, to=tuple(replace(one, language=language) for one in letter.to))


@cache
def topics() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.name.startswith("of_")))
