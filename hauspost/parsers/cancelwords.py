"""Knows how a word stands beside the orders that it means: STORNIEREN, with numbers or a firm (WORDS 2)."""

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
    if _begun(line.bare, Act.CANCEL_ORDER, vocabulary):
        line = replace(line, bare=line.bare.replace(":", " ", 1))
    return line_on_orders(Act.CANCEL_ORDER, line, vocabulary)


def line_on_orders(act: Act, line: Typed, vocabulary: Vocabulary) -> Read | None:
    """The act's word, with the numbers or the firm behind it, or behind a number. None: it is something else."""
    if size := _begun(line.bare, act, vocabulary):
        return _on_orders(act, line, _behind(line.bare, size), vocabulary)
    bare = _PLEASE.sub("", line.bare, count=1)
    tag = ORDER_TAG.match(bare)
    behind = _BEHIND_TAG.fullmatch(bare, tag.end()) if tag else None
    size = _begun(behind[1], act, vocabulary) if behind else 0
    if tag is None or behind is None or not size:
        return None
    rest = f"{tag[0]} {_behind(behind[1], size)}"
    return _on_orders(act, replace(typed(behind[1]), line=line.line), rest, vocabulary)


def _begun(text: str, act: Act, vocabulary: Vocabulary) -> int:
    """Of how many words the act's word is that the text begins with; 0: of none."""
    core = impolite(words(text))
    found = (len(said.split()) for said in said_for(act, vocabulary) if begins(core, said.split()))
    return max(found, default=0)


def _behind(text: str, size: int) -> str:
    """What stands behind a word of so many parts."""
    rest = behind_word(text)
    for _ in range(size - 1):
        rest = behind_word(rest)
    return rest


def _on_orders(act: Act, line: Typed, rest: str, vocabulary: Vocabulary) -> Read | None:
    """The only order that fits, those with these numbers, or that firm's."""
    tags = tuple(dict.fromkeys(order_tag(int(a), int(b)) for a, b in ORDER_TAG.findall(rest)))
    said = tuple(w for w in spoken(ORDER_TAG.sub(" ", rest)) if w not in _BESIDE)
    command = Command(act, line.line, target=tags[0] if len(tags) == 1 else "", values=tags[1:] and tags)
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
