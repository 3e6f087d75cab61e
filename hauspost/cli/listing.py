"""Knows how lists look: tables on a terminal, aligned lines in a pipe, JSON when asked; no mail steers the screen."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_json(value: Any) -> None:
    """UTF-8 whatever the machine's language is; what cannot be encoded becomes a question mark."""
    octets = json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable).encode("utf-8", "replace")
    sys.stdout.flush()
    sys.stdout.buffer.write(octets + b"\n")
    sys.stdout.buffer.flush()


def _jsonable(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """An empty list prints only its heads."""
    cells = [[_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _print_rich(heads, cells)
    else:
        _print_plain(heads, cells)


def print_text(text: str, *, indent: int = 0) -> None:
    """Somebody's words, line by line."""
    for line in printable(text).split("\n"):
        print(f"{' ' * indent}{line}".rstrip())


def printable(text: str) -> str:
    """Without controls: an escape sequence in a mail must not paint the operator's screen."""
    return "".join(char if char == "\n" or char.isprintable() else "\ufffd" for char in text)


def moment(at: datetime | None) -> str:
    """In the machine's own time zone, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return " ".join(printable("" if value is None else str(value)).split())


def _print_rich(heads: Sequence[str], cells: list[list[str]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)


def _print_plain(heads: Sequence[str], cells: list[list[str]]) -> None:
    widths = [
        max(len(head), *(len(row[n]) for row in cells)) if cells else len(head)
        for n, head in enumerate(heads)
    ]
    for row in [list(heads), *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
