"""Knows the word that takes orders back: STORNIEREN, with the numbers or the firm before or behind it (WORDS 2)."""

import re
from dataclasses import replace

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.desk.work import order_tag
from hauspost.parsers.assignees import TRADE, named
from hauspost.parsers.lines import words
from hauspost.parsers.typed import (
    ORDER_TAG,
    Read,
    Typed,
    begins,
    behind_word,
    distinct,
    impolite,
    is_loud,
    said_for,
    spoken,
    typed,
)
from hauspost.parsers.words import SENTENCE

_BEHIND_TAG = re.compile(r"(?s)\s{0,2}[:,]?\s{1,4}(\S.*)")
_PLEASE = re.compile(r"(?i)\A(?:bitte|please)\W+")
_BESIDE = ("und", "and", "auftrag", "order")


def cancel_line(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """ "STORNIEREN A-1042-1", "A-1042-1 bitte stornieren", "Stornieren Meier". None: it is something else."""
    if _begins(line.bare, vocabulary):
        return _cancel(line, behind_word(line.bare).replace(":", " ", 1), vocabulary)
    bare = _PLEASE.sub("", line.bare, count=1)
    tag = ORDER_TAG.match(bare)
    behind = _BEHIND_TAG.fullmatch(bare, tag.end()) if tag else None
    if tag is None or behind is None or not _begins(behind[1], vocabulary):
        return None
    return _cancel(
        replace(typed(behind[1]), line=line.line), f"{tag[0]} {behind_word(behind[1])}", vocabulary
    )


def _begins(text: str, vocabulary: Vocabulary) -> bool:
    core = impolite(words(text))
    return any(begins(core, said.split()) for said in said_for(Act.CANCEL_ORDER, vocabulary))


def _cancel(line: Typed, rest: str, vocabulary: Vocabulary) -> Read | None:
    """The only live order, those with these numbers, or that firm's."""
    tags = tuple(dict.fromkeys(order_tag(int(a), int(b)) for a, b in ORDER_TAG.findall(rest)))
    said = tuple(w for w in spoken(ORDER_TAG.sub(" ", rest)) if w not in _BESIDE)
    command = Command(
        Act.CANCEL_ORDER, line.line, target=tags[0] if len(tags) == 1 else "", values=tags[1:] and tags
    )
    if not said:
        return Read(command)
    who = named(said, vocabulary.assignees)
    firms = tuple(replace(command, value=value) for value in who.values or who.near)
    readings = (command,) if tags else firms  # whatever else stands there, the number says which
    if len(who.values) == 1 and not tags and not who.values[0].startswith(TRADE):
        return Read(readings[0])
    reason = "unknown_value" if len(said) == 1 or not is_loud(line) else "left_over"
    if not is_loud(line) and (SENTENCE.intersection(said) or (len(said) > 1 and not readings)):
        return None
    offered = readings or ((command,) if is_loud(line) else ())
    return Read(NearMiss(line.line, reason, rest.strip(" ,"), distinct(offered)))
