"""Knows text while it is put together: line breaks, blank lines and spaces are owed until something visible follows."""

import re
from dataclasses import dataclass, field
from typing import Final

TEXT: Final = 64 * 1024
LINES: Final = 2_000

_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u00ad\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """`text[start:end]` stood inside the quote container named (gmail_quote, blockquote, outlook_border …)."""

    start: int
    end: int
    container: str


@dataclass(slots=True)
class Page:
    """The text so far, and the spans of it that were quoted."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    open_line: bool = False
    blank: bool = True  # the line above is empty (or there is none)
    space: bool = False
    apart: bool = False
    spans: list[QuoteSpan] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.length > TEXT or self.lines > LINES

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def end_line(self) -> None:
        if self.open_line:
            self.put("\n")
            self.lines += 1
        self.blank = self.blank and not self.open_line
        self.open_line = self.space = False

    def line_break(self) -> None:
        if self.open_line:
            self.end_line()
        elif self.length:
            self.put("\n")
            self.lines += 1
            self.blank = True

    def words(self, text: str) -> None:
        """Text of one node: white space collapses, a no-break space holds its line open."""
        text = _CONTROLS.sub("", text)
        shown = _WHITE.sub(" ", text)
        if not shown.strip(" "):
            self.space = self.space or (self.open_line and bool(shown))
            return
        seen = shown.replace("\xa0", " ").strip(" ")
        if not seen:
            self.open_line = self.open_line or self.length > 0
            self.space = True
            return
        self.gap(leading=shown[0] in " \xa0")
        self.put(seen.replace("\xa0", " "))
        self.space = shown[-1] in " \xa0"

    def gap(self, *, leading: bool) -> None:
        if self.apart and self.length and not self.blank and not self.open_line:
            self.put("\n")
            self.lines += 1
        if self.open_line and (leading or self.space):
            self.put(" ")
        self.open_line, self.blank, self.space, self.apart = True, False, False, False

    def verbatim(self, text: str) -> None:
        for number, line in enumerate(_CONTROLS.sub("", text.replace("\r\n", "\n")).split("\n")):
            if number:
                self.line_break()
            if line.strip():
                self.gap(leading=False)
                self.put(line.replace("\xa0", " ").rstrip())

    def since(self, start: int) -> str:
        """The first words put since `start`, read from the end so that nothing is joined twice."""
        left, tail = self.length - start, list[str]()
        if left > 4_000:
            return ""
        for piece in reversed(self.pieces):
            if left <= 0:
                break
            tail.append(piece)
            left -= len(piece)
        return "".join(reversed(tail))[:80]
