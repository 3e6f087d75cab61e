"""Knows a manager's short texts: a line that is nothing but "!termin" stands for the text of that name (INTERFACE)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from hauspost.desk.intents import NearMiss, Said, Salutation, ShortText, Vocabulary
from hauspost.parsers import closedlists
from hauspost.parsers.lines import folded
from hauspost.parsers.salutations import salutation

_CALL = re.compile(r"\s*!([^\W_][\w-]{0,40})[.!]?\s*")
_BEGUN = re.compile(r"\s*!([^\W_][\w-]{0,40})\b")


def expanded(said: Said, vocabulary: Vocabulary) -> Said:
    """With the texts in place of their names, where words may leave; what stays inside keeps the name.

    A name that no text has is asked back, with the texts that come near it (WORDS 2, rule 6). Any other line that
    begins with "!wort" is `called`: asked about only where it would leave, since nobody outside reads "!termn".
    """
    known = {folded(key.strip().lstrip("!")): text for key, text in vocabulary.texts}
    text = _filled(said.text, known)
    misses = _misses(said, known, vocabulary)
    return replace(
        said,
        text=text,
        reply=_filled(said.reply, known),
        commands=tuple(replace(c, text=_filled(c.text, known)) for c in said.commands),
        near_misses=(*said.near_misses, *misses),
        salutation=said.salutation if text == said.text else salutation(text, vocabulary),
    )


def called(line: str) -> str:
    """The folded name that a line consists of; "" if it is any other line."""
    found = _CALL.fullmatch(line)
    return folded(found[1]) if found else ""


def _misses(said: Said, known: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[NearMiss]:
    outgoing = (said.text, said.reply, *(c.text for c in said.commands))
    for line in dict.fromkeys(line.strip() for text in outgoing for line in text.splitlines()):
        key = called(line)
        if key in known or not _BEGUN.match(line):
            continue
        if not (key and known):
            yield NearMiss(line, "called", line.split()[0])
            continue
        near = closedlists.nearest((key,), tuple((name, (name,)) for name in known))
        texts = (
            ShortText(name, known[name], _greeting(said, line, {**known, key: known[name]}, vocabulary))
            for name in near
        )
        yield NearMiss(line, "unknown_text", line, texts=tuple(texts))


def _greeting(said: Said, line: str, known: Mapping[str, str], vocabulary: Vocabulary) -> Salutation:
    """How the mail's words greet once the line is read as one of the known texts."""
    return salutation(_filled(said.text, known), vocabulary) if line in said.text else said.salutation


def _filled(text: str, known: Mapping[str, str]) -> str:
    return "\n".join(known.get(called(line), line) for line in text.split("\n"))
