"""Knows how the words of a language's folder are looked for in a levelled text: in each spelling, the longest first."""

import re
from collections.abc import Iterable

from hauspost.desk.languages import keys, of_all

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def spelt(key: str) -> tuple[str, ...]:
    """The words of every language, in lower case, with umlauts and with these written out."""
    said = (each.lower() for each in of_all(key))
    return tuple(dict.fromkeys(way for each in said for way in (each, each.translate(_WRITTEN_OUT))))


def numbered(section: str, *, first: int = 0) -> dict[str, int]:
    """Each word of a section, by the place of its key."""
    return {
        said: number for number, key in enumerate(keys(section), first) for said in spelt(f"{section}.{key}")
    }


def any_of(words: Iterable[str]) -> str:
    """One expression for them all, without a group of its own; a blank may be two."""
    ordered = sorted(words, key=lambda each: (-len(each), each))
    return "|".join(re.escape(each).replace(r"\ ", r"\s\s?") for each in ordered)
