"""Knows where a quote or a forwarded mail opens: an attribution, a header block, a divider, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hauspost.parsers.attributions import attribution_at, is_told, names_time_or_address
from hauspost.parsers.headerblocks import HeaderBlock, divider, glued_block, header_block_at, is_rule
from hauspost.parsers.lines import Line

OpenerKind = Literal["attribution", "header", "divider"]


@dataclass(frozen=True, slots=True)
class Opener:
    """Lines `first` to `last` belong to the client; what follows is quoted. A weak one needs a quote below it;
    a told one is a person's own sentence about what another one wrote, and belongs to its author."""

    first: int
    last: int
    kind: OpenerKind
    strong: bool = True
    forwards: bool = False
    told: bool = False
    block: HeaderBlock | None = None


def opener_at(lines: Sequence[Line], at: int) -> Opener | None:
    line = lines[at]
    if line.blank:
        return None
    glued = glued_block(line, at)
    if glued:
        return Opener(at, at, "header", forwards=True, block=glued)
    forwards = divider(line)
    if forwards is not None:
        return _behind_divider(lines, at, forwards)
    if is_rule(line):
        return _behind_rule(lines, at)
    block = header_block_at(lines, at)
    if block:
        bold = line.text.startswith("*")
        return Opener(at, block.last, "header", strong=block.sure or bold or line.depth > 0, block=block)
    last = attribution_at(lines, at)
    if last is None:
        return None
    told = is_told(lines, at, last)
    strong = not told and names_time_or_address(lines, at, last)
    return Opener(at, last, "attribution", strong=strong, told=told)


def _behind_rule(lines: Sequence[Line], at: int) -> Opener | None:
    below = _next_written(lines, at + 1)
    block = header_block_at(lines, below)
    if block:
        return Opener(at, block.last, "header", block=block)
    forwards = divider(lines[below], below_rule=True) if below < len(lines) else None
    return None if forwards is None else replace(_behind_divider(lines, below, forwards), first=at)


def _behind_divider(lines: Sequence[Line], at: int, forwards: bool) -> Opener:
    below = _next_written(lines, at + 1)
    block = header_block_at(lines, below, after_divider=True) if below < len(lines) else None
    if block:
        return Opener(at, block.last, "header", forwards=forwards, block=block)
    last = attribution_at(lines, below) if below < len(lines) else None
    return Opener(at, at if last is None else last, "divider", forwards=forwards)


def _next_written(lines: Sequence[Line], start: int) -> int:
    return next((i for i in range(start, len(lines)) if not lines[i].blank), len(lines))
