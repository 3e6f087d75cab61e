"""Knows how a page reads as plain text: 72 columns, no line over 74, answers in a column of their own."""

from collections.abc import Iterator
from typing import Final, assert_never

from hauspost.outbound.catalogue import Language
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.page import (
    Answer,
    Answers,
    Bars,
    Block,
    Entries,
    Entry,
    Items,
    Line,
    Page,
    Progress,
    Quote,
    Rows,
)

WIDTH: Final = 72
WIDEST_COLUMN: Final = 26
FOOTER_MARK: Final = "––"


def plain(page: Page, language: Language) -> str:
    """The text part, lines ended by "\\n"."""
    out: list[str] = []
    for block in page.blocks:
        out += [*_block(block, language), ""]
    out += [FOOTER_MARK, *(line for text in page.footer for line in wrap(text))]
    return "\n".join(line.replace(NO_BREAK, " ").rstrip() for line in out) + "\n"


def wrap(text: str, *, first: str = "", rest: str | None = None, width: int = WIDTH) -> list[str]:
    """Lines of at most `width` columns. Words longer than a line are cut, links are not: half a link is none."""
    indent = first if rest is None else rest
    room = width - max(len(first), len(indent))
    if len(text) <= room:
        return [first + text]
    lines, line, is_empty = [], first, True
    for word in text.split(" "):
        for piece in (word,) if len(word) <= room else _pieces(word, room):
            if not is_empty and len(line) + 1 + len(piece) > width:
                lines.append(line)
                line, is_empty = indent, True
            line += piece if is_empty else " " + piece
            is_empty = False
    return [*lines, line]


def _pieces(word: str, room: int) -> Iterator[str]:
    if word.startswith(("https://", "http://")):
        yield word
        return
    yield word[:room]
    for start in range(room, len(word), room):
        yield word[start : start + room]


def _block(block: Block, language: Language) -> list[str]:
    match block:
        case Line():
            return wrap(block.text)
        case Rows():
            return _titled(block.title, _columns(block.rows))
        case Items():
            return _titled(
                block.title, [line for item in block.items for line in wrap(item, first="  · ", rest="    ")]
            )
        case Quote():
            return _titled(block.title, _quotation(block.text, language, indent="  "))
        case Answers():
            return _titled(block.title, _answers(block.rows, indent="  "))
        case Entries():
            return _titled(block.title, _entries(block.entries, language))
        case Bars():
            return _titled(block.title, _columns(tuple((bar.label, bar.value) for bar in block.bars)))
        case Progress():
            return wrap(f"{block.label}: {' > '.join(block.steps)} {block.count}".rstrip())
        case _:
            assert_never(block)


def _titled(title: str, lines: list[str]) -> list[str]:
    return [*wrap(title), *lines] if title else lines


def _columns(rows: tuple[tuple[str, str], ...], *, indent: str = "  ") -> list[str]:
    """Labels flush left, values in one column; a label too wide for it gets its value on the next line."""
    column = min(max(len(label) for label, _ in rows), WIDEST_COLUMN) + 2
    blank = indent + " " * column
    lines: list[str] = []
    for label, value in rows:
        if len(label) + 2 <= column:
            lines += wrap(value, first=indent + label.ljust(column), rest=blank)
        else:
            lines += [*wrap(label, first=indent, rest=indent + "  "), *wrap(value, first=indent + "    ")]
    return lines


def _answers(rows: tuple[Answer, ...], *, indent: str) -> list[str]:
    return _columns(tuple((row.word, row.meaning) for row in rows), indent=indent)


def _quotation(text: str, language: Language, *, indent: str) -> list[str]:
    lines: list[str] = []
    for line in language.say("marks.quote", text=text).split("\n"):
        lines += wrap(line, first=indent) if line else [""]
    return lines


def _entries(entries: tuple[Entry, ...], language: Language) -> list[str]:
    """The marks stand in a column of their own; what belongs to an entry is indented under its head."""
    column = min(max(len(entry.mark) for entry in entries), WIDEST_COLUMN) + 2
    blank = "  " + " " * column
    lines: list[str] = []
    for entry in entries:
        mark = entry.mark[:WIDEST_COLUMN].ljust(column)
        lines += wrap(entry.head, first="  " + mark, rest=blank)
        lines += [line for text in entry.lines for line in wrap(text, first=blank)]
        lines += _quotation(entry.quote, language, indent=blank) if entry.quote else []
        lines += _answers(entry.answers, indent=blank) if entry.answers else []
    return lines
