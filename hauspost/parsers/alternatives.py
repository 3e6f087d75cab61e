"""Knows how a long list of alternatives is looked for quickly: all that begin alike behind one look at the letter."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|.", re.DOTALL)
_REPEATED = ("?", "*", "+", "{")


def by_letter(alternatives: str) -> str:
    """The same alternatives in another order, in a group. It matches where they do, but perhaps another stretch: for
    whoever asks whether one of them stands there, not which.

    `re` looks at the first letter of an alternative before it tries it, unless case is ignored; then give it the text
    that `uncased` makes.
    """
    found: dict[str, list[str]] = {}
    for each in _spread(alternatives):
        letter = each[:1] if each[:1].isalnum() and not each[1:2].startswith(_REPEATED) else ""
        found.setdefault(letter, []).append(each[len(letter) :])
    groups = (f"{letter}(?:{'|'.join(rest)})" for letter, rest in found.items() if letter)
    return f"(?:{'|'.join((*groups, *found.get('', ())))})"


def _spread(alternatives: str) -> Iterator[str]:
    """ "(?:a|b)c" is "ac" or "bc"."""
    for each in _parted(alternatives):
        group, rest = _first_group(each)
        if group and not rest.startswith(_REPEATED):
            yield from (f"{begin}{rest}" for begin in _spread(group))
        else:
            yield each


def _first_group(alternative: str) -> tuple[str, str]:
    """What stands in the group with which it begins, and behind it; "" if it begins otherwise."""
    if not alternative.startswith("(?:"):
        return "", alternative
    depth, at = 0, 0
    for token in _TOKEN.findall(alternative):
        depth += (token == "(") - (token == ")")
        at += len(token)
        if not depth:
            break
    return alternative[3 : at - 1], alternative[at:]


def _parted(alternatives: str) -> Iterator[str]:
    """At each bar that stands in no bracket."""
    depth, part = 0, ""
    for token in _TOKEN.findall(alternatives):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            yield part
            part = ""
        else:
            part += token
    yield part


def uncased(text: str) -> str:
    """Lower case as `re.IGNORECASE` compares it: there "İ" and "ı" are an i, and "ſ" is an s. No longer than `text`."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")
