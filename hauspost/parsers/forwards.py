"""Knows the mail that lies inside a forwarded one: who wrote it, when, about what, and its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from hauspost.parsers.lines import Line, lines_of
from hauspost.parsers.openers import Opener, opener_at


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Values as the forwarding client printed them, "" where it printed none; they prove nothing."""

    from_: str
    to: str
    subject: str
    date: str
    text: str


def forwarded(text: str) -> Forwarded | None:
    """The outermost forwarded mail. Linear."""
    lines = lines_of(text)
    found = _header(lines)
    if found is None or found.block is None:
        return None
    block = found.block
    inner = _below(lines, found.last + 1, lines[block.first].depth)
    return Forwarded(
        block.value("from"), block.value("to"), block.value("subject"), block.value("date"), inner
    )


def _header(lines: Sequence[Line]) -> Opener | None:
    at = 0
    while at < len(lines):
        opener = opener_at(lines, at)
        if opener is not None and opener.block is not None:
            return opener
        at = opener.last + 1 if opener else at + 1
    return None


def _below(lines: Sequence[Line], start: int, depth: int) -> str:
    """With marks the inner text ends where they end; without, it goes on to the end."""
    shown: list[str] = []
    for line in lines[start:]:
        if depth and not line.depth and not line.blank:
            break
        shown.append(line.text)
    return "\n".join(shown).strip("\n")
