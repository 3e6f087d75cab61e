"""Knows a manager's short texts: a line that is nothing but "!termin" stands for the text of that name (INTERFACE)."""

import re
from dataclasses import replace

from hauspost.desk.intents import NearMiss, Said, Salutation, Vocabulary
from hauspost.parsers.lines import folded
from hauspost.parsers.salutations import salutation

_CALL = re.compile(r"\s*!([^\W_][\w-]{0,40})[.!]?\s*")


def expanded(said: Said, vocabulary: Vocabulary) -> Said:
    """With the texts in place of their names, where words may leave; what stays inside keeps the name.

    A name that no text has is asked back: nobody outside reads "!termn".
    """
    if not vocabulary.texts:
        return said
    known = {folded(key.strip().lstrip("!")): text for key, text in vocabulary.texts}
    lines = [line for text in _outgoing(said) for line in text.splitlines()]
    unknown = tuple(line for line in lines if (key := called(line)) and key not in known)
    misses = tuple(NearMiss(line.strip(), "unknown_text", line.strip()) for line in dict.fromkeys(unknown))
    text = _filled(said.text, known)
    greets = Salutation.NONE if text == said.text else salutation(text, vocabulary)
    return replace(
        said,
        text=text,
        reply=_filled(said.reply, known),
        commands=tuple(replace(c, text=_filled(c.text, known)) for c in said.commands),
        near_misses=(*said.near_misses, *misses),
        salutation=said.salutation if text == said.text else greets,
    )


def called(line: str) -> str:
    """The folded name that a line consists of; "" if it is any other line."""
    found = _CALL.fullmatch(line)
    return folded(found[1]) if found else ""


def _outgoing(said: Said) -> tuple[str, ...]:
    return (said.text, said.reply, *(c.text for c in said.commands))


def _filled(text: str, known: dict[str, str]) -> str:
    return "\n".join(known.get(called(line), line) for line in text.split("\n"))
