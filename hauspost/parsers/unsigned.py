"""Knows a text without its author: what may go to a house under nobody's name."""

import re
from collections.abc import Iterable

from hauspost.parsers.lines import words
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def unsigned(text: str, names: Iterable[str]) -> str:
    """Without greeting, without all from the closing formula on, and without sentences that say one of the names.

    Rather too little than too much: what is cut is still the managers' to read; "" when nothing is left.
    """
    known = frozenset(word for name in names for word in words(name))
    kept: list[str] = []
    for line in text.strip().splitlines():
        if kept and is_closing(line):
            break
        if not kept and (is_greeting(line) or not line.strip()):
            continue
        kept.append(line)
    left = ((line, _nameless(line, known)) for line in kept)
    return "\n".join(shown for line, shown in left if shown or not line.strip()).strip()


def _nameless(line: str, names: frozenset[str]) -> str:
    said = _SENTENCE.split(line)
    return " ".join(s for s in said if not names.intersection(words(s))) if names else line
