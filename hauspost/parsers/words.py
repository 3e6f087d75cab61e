"""Knows the closed lists behind words of command, and the words that betray an ordinary sentence (WORDS 2).

The words of command themselves are rows of `desk.command_table`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from hauspost.desk import languages
from hauspost.desk.command_table import WORDS, Kind, Word
from hauspost.desk.intents import Party
from hauspost.parsers.lines import phrase


def _closed(section: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, languages.of_all(f"{section}.{key}")) for key in languages.keys(section))


def _folded(key: str) -> frozenset[str]:
    return frozenset(map(phrase, languages.of_all(key)))


# Closed lists, as people say their values; and roles, by their folded names.
RETENTIONS = _closed("retentions")
PRIORITIES = _closed("priorities")
ROLE_OF: Mapping[str, str] = {phrase(said): role for role, names in _closed("roles") for said in names}

# A yes may be polite; anything more ("Ja, aber …") is no yes (rules 7 and 8).
YES = _folded("consent.yes")

# A yes to money, as the whole new text (rule 8). An offer that prints one of MONEY asks for it.
MONEY = _folded("consent.money")
YES_TO_MONEY = YES | MONEY | _folded("consent.to_money")

POLITE = _folded("common.polite")
TITLES = _folded("common.titles")

# If one of these follows a command word, the line is a sentence (rule 5).
SENTENCE = _folded("common.sentence")


@cache
def by_phrase(party: Party, language: str, *kinds: Kind) -> Mapping[str, Word]:
    """Folded phrase → word, for one person's vocabulary."""
    found = {
        phrase(said): word
        for word in WORDS
        if party in word.parties and word.kind in kinds
        for said in word.said(language)
    }
    return MappingProxyType(found)
