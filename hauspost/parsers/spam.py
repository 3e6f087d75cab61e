"""Knows how our border marks what it takes for spam: the header fields are settings, what their values mean is here."""

from collections.abc import Iterable
from typing import Final

# What a verdict begins with, where the setting names no word of its own ("X-Rspamd-Action: add header").
_YES: Final = ("yes", "true", "spam", "junk", "ja")
_LEVEL: Final = "-scl"  # Exchange's spam confidence level: from 5 on it is spam
_SPAM_LEVEL: Final = 5


def field_name(setting: str) -> str:
    """Of "X-Spam-Flag" or "X-Rspamd-Action: add header"; lower case."""
    return setting.partition(":")[0].strip().lower()


def kept_fields(settings: Iterable[str]) -> frozenset[str]:
    """The fields that a parsed mail must show for `is_marked`."""
    return frozenset(map(field_name, settings))


def is_marked(headers: Iterable[tuple[str, str]], settings: Iterable[str]) -> bool:
    """Whether one of these fields says so. Whether they are our border's to say, the caller knows."""
    wanted = {field_name(s): s.partition(":")[2].strip().lower() for s in settings}
    return any(name in wanted and _says_so(name, value, wanted[name]) for name, value in headers)


def _says_so(name: str, value: str, word: str) -> bool:
    said = value.strip().lower()
    if word:
        return said.startswith(word)
    if name.endswith(_LEVEL):
        return said.isdecimal() and int(said) >= _SPAM_LEVEL
    return said.startswith(_YES)
