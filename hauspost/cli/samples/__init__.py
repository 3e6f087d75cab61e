"""One sample letter for every kind of notice and each of its variants; a module `of_…` of this folder is one topic."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from hauspost.desk.notices import Letter


@cache
def samples(language: str) -> Mapping[str, Letter]:
    """All of them by a name that says which. The module `of_money` has them from its function `of_money(language)`."""
    found: dict[str, Letter] = {}
    for topic in topics():
        letters = getattr(import_module(f"{__name__}.{topic}"), topic)(language)
        if twice := found.keys() & letters.keys():
            raise ValueError(f"two samples have one name: {', '.join(sorted(twice))}")
        found |= letters
    return MappingProxyType(found)


@cache
def topics() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.name.startswith("of_")))
