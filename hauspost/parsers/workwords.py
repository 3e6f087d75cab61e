"""Knows the words about work that a firm has in hand: ABGENOMMEN, NACHBESSERN: text, WEITERLEITEN AN | AUS."""

from collections.abc import Sequence
from dataclasses import replace

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers.cancelwords import line_on_orders
from hauspost.parsers.typed import Read, Typed, paragraph, said_for, typed

_SWITCHED = {"an": "on", "on": "on", "aus": "off", "off": "off"}


def work_line(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """A line that begins with such a word, or with the number of an order. None: it is something else."""
    if (read := line_on_orders(Act.SIGN_OFF, line, vocabulary)) is not None:
        return read
    return _rework(line, lines, at, vocabulary) or _relay(line, vocabulary)


def _rework(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """What the firm is to look at may stand behind a colon, to the end of the paragraph."""
    head, colon, _ = line.bare.partition(":")
    read = line_on_orders(Act.REWORK, replace(typed(head), line=line.line), vocabulary)
    if read is None or not colon or not isinstance(read.meaning, Command):
        return read or line_on_orders(Act.REWORK, line, vocabulary)
    text, took = paragraph(line, lines, at)
    if not text:
        return Read(NearMiss(line.line, "needs_colon", head.strip()))
    return Read(replace(read.meaning, text=text), took)


def _relay(line: Typed, vocabulary: Vocabulary) -> Read | None:
    read = line_on_orders(Act.RELAY, line, vocabulary)
    if read is None or not isinstance(read.meaning, Command):
        return read
    said = next(s for s in said_for(Act.RELAY, vocabulary) if s in " ".join(line.core))
    command = replace(read.meaning, text=_SWITCHED[said.split()[-1]])
    if command.value:  # "Weiterleiten an Meier": what makes words pass has one form only (WORDS 2, rule 7)
        return Read(NearMiss(line.line, "left_over", "", (command,)))
    return Read(command, read.lines)
