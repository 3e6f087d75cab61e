"""Knows every style of a reply: the clients of our people × where they answer × text or HTML × their language."""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from tests.clients_in_html import divisions
from tests.quoting import (
    MONTHS,
    Ours,
    am,
    am_gmail,
    broken,
    english_day,
    german_day,
    header_block,
    marked,
    on_gmail,
    rewrapped,
)

Position = Literal["top", "bottom", "inline"]
Body = Literal["text", "html"]
Language = Literal["de", "en"]
CITE = '<blockquote type="cite">'
GMAIL = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid">'


@dataclass(frozen=True, slots=True)
class Program:
    """How one client quotes: its sentence or header block in both languages, marks or none, and its elements.

    `around`: what its HTML sets around sentence and quote; `quote`: the element around each piece of the quote,
    "" if it sets none. `width`: where it breaks our lines anew, 0 for nowhere. `inside`: the sentence is quoted, too.
    """

    opener: Callable[[Ours], str]
    english: Callable[[Ours], str]
    around: tuple[str, str]
    quote: str = ""
    marks: bool = True
    width: int = 0
    inside: bool = False


def _on(ours: Ours) -> str:
    return f"On {ours.at.day} {ours.at:%b} {ours.at.year}, at {ours.at:%H:%M}, {ours.by} wrote:"


def _bare_on(ours: Ours) -> str:
    return f"On {ours.at:%d/%m/%Y} {ours.at:%H:%M}, {ours.from_name} wrote:"


def _bare_am(ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:"


def _header(ours: Ours) -> str:
    return header_block(ours)


def _english_header(ours: Ours) -> str:
    return header_block(ours, english=True)


def _ruled(ours: Ours) -> str:
    return header_block(ours, rule="_" * 32)


def _english_ruled(ours: Ours) -> str:
    return header_block(ours, english=True, rule="_" * 32)


def _webmail(ours: Ours) -> str:
    date = f"{german_day(ours.at)} um {ours.at:%H:%M}"
    return f"Gesendet: {date}\nVon: {ours.by}\nAn: {ours.to}\nBetreff: {ours.subject}"


def _english_webmail(ours: Ours) -> str:
    return f"Sent: {english_day(ours.at)}\nFrom: {ours.by}\nTo: {ours.to}\nSubject: {ours.subject}"


def _behind(divider: str, block: Callable[[Ours], str]) -> Callable[[Ours], str]:
    return lambda ours: f"{divider}\n{block(ours)}"


def _k9(ours: Ours) -> str:
    date = f"{ours.at.day}. {MONTHS[ours.at.month - 1]} {ours.at.year} {ours.at:%H:%M:%S} MESZ"
    return f"Am {date} schrieb {ours.by}:"


def _yahoo(ours: Ours) -> str:
    return f"Am {german_day(ours.at)} um {ours.at:%H:%M:%S} MESZ hat {ours.by} Folgendes geschrieben:"


def _proton(ours: Ours) -> str:
    return f"{ours.by} schrieb am {german_day(ours.at)} um {ours.at:%H:%M}:"


_BORDER = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'

PROGRAMS: dict[str, Program] = {
    "outlook": Program(_header, _english_header, (_BORDER, ""), marks=False),
    "outlook web": Program(
        _ruled, _english_ruled, ('<hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr">', ""), marks=False
    ),
    "outlook phone": Program(
        _ruled, _english_ruled, ('<div id="mail-editor-reference-message-container">', "</div>"), marks=False
    ),
    "apple mail": Program(am, _on, ("<div>", "</div>"), CITE, inside=True),
    "iphone": Program(am, _on, ('<div dir="ltr">', "</div>"), CITE, inside=True),
    "gmail": Program(
        am_gmail, on_gmail, ('<div class="gmail_quote gmail_quote_container">', "</div>"), GMAIL, width=70
    ),
    "thunderbird": Program(_bare_am, _bare_on, ("", ""), CITE),
    "gmx and web.de": Program(
        _webmail,
        _english_webmail,
        ("<div name='quote' style='border-left:2px solid'>", "</div>"),
        marks=False,
    ),
    "t-online": Program(
        _behind("-----Original-Nachricht-----", _header),
        _behind("-----Original Message-----", _english_header),
        ("<div>", "</div>"),
        marks=False,
    ),
    "samsung": Program(
        _behind("-------- Ursprüngliche Nachricht --------", _header),
        _behind("-------- Original message --------", _english_header),
        ('<div align="left" dir="auto">', "</div>"),
        marks=False,
    ),
    "k-9": Program(_k9, _on, ("<div>", "</div>"), GMAIL),
    "yahoo": Program(_yahoo, _on, ('<div class="yahoo_quoted">', "</div>"), marks=False),
    "proton": Program(
        _proton,
        _on,
        ('<div class="protonmail_quote">', "</div>"),
        '<blockquote class="protonmail_quote" type="cite">',
    ),
    "roundcube": Program(_bare_am, _bare_on, ('<p id="reply-intro"></p>', ""), CITE),
    "fairemail": Program(_k9, _on, ('<div fairemail="reference">', "</div>"), "<blockquote>"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """One way to answer; `says()` builds the body, `twin` names it."""

    client: str
    position: Position
    body: Body
    language: Language

    @property
    def twin(self) -> dict[str, str]:
        return {
            "client": self.client,
            "position": self.position,
            "body": self.body,
            "language": self.language,
        }

    @property
    def needs_ours(self) -> bool:
        """Nothing but our own mail tells the author's words below or inside an unmarked quote."""
        return self.position != "top" and not (
            self._program.marks and (self.body == "text" or self._program.quote)
        )

    @property
    def _program(self) -> Program:
        return PROGRAMS[self.client]

    def says(self, words: str, ours: Ours) -> str:
        above, below = _halves(ours.lines) if self.position == "inline" else (ours.lines, [])
        return (self._text if self.body == "text" else self._html)(words, ours, above, below)

    def _opener(self, ours: Ours) -> str:
        return (self._program.opener if self.language == "de" else self._program.english)(ours)

    def _text(self, words: str, ours: Ours, above: list[str], below: list[str]) -> str:
        opener, program = self._opener(ours), self._program
        if program.marks and program.inside:
            opener = marked(opener.splitlines())
        shown = [self._lines(above), *([words, self._lines(below)] if below else [])]
        quote = "\n\n".join([opener, *shown])
        return {"top": f"{words}\n\n{quote}\n", "bottom": f"{quote}\n\n{words}\n", "inline": f"{quote}\n"}[
            self.position
        ]

    def _lines(self, lines: list[str]) -> str:
        lines = rewrapped(lines, self._program.width) if self._program.width else lines
        return marked(lines) if self._program.marks else "\n".join(lines)

    def _html(self, words: str, ours: Ours, above: list[str], below: list[str]) -> str:
        program = self._program
        opener = f"<div>{broken(self._opener(ours))}</div>"
        begin, end = program.around
        typed = f"<div><br></div>{divisions(words)}<div><br></div>"
        first, rest = _quoted(program, above, opener), _quoted(program, below)
        inner = f"{begin}{first}{typed}{rest}{end}" if below else f"{begin}{first}{end}"
        closed = "</div>" if begin.count("<div") > end.count("</div>") else ""
        page = {
            "top": f"{divisions(words)}{inner}{closed}",
            "bottom": f"{inner}{closed}{typed}",
            "inline": inner,
        }
        return f"<html><body>{page[self.position]}</body></html>"


def _halves(lines: list[str]) -> tuple[list[str], list[str]]:
    """The blank line nearest to the middle: there people put an answer."""
    blanks = [i for i, line in enumerate(lines) if not line.strip()]
    at = min(blanks, key=lambda i: abs(i - len(lines) // 2))
    return lines[:at], lines[at + 1 :]


def _quoted(program: Program, lines: list[str], opener: str = "") -> str:
    if not lines:
        return ""
    shown = "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in lines)
    if not program.quote:
        return f"{opener}{shown}"
    inside, before = (opener, "") if program.inside else ("", opener)
    return f"{before}{program.quote}{inside}{shown}</blockquote>"


def styles() -> Iterator[Style]:
    for client, position, body, language in product(
        PROGRAMS, get_args(Position), get_args(Body), get_args(Language)
    ):
        yield Style(client, position, body, language)
