"""Knows the letters that can be set on paper, which are those of reportlab's own font, and what stands for others."""

import re
import unicodedata
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hauspost.outbound import cleaning

PLAIN: Final = "Vera"
BOLD: Final = "VeraBd"
_FOLDER: Final = Path(reportlab.__file__).parent / "fonts"

# What the font lacks and no decomposition gives, and how it is written instead.
SPELLED: Final = {
    **dict(zip("đĦħŋŊŧŦĸə‐‑▸✓", "dHhnNtTke--›x", strict=True)),
    "→": "->",
    "←": "<-",
    "ẞ": "SS",
    "№": "Nr.",
}
UNKNOWN: Final = "?"
_RUN: Final = re.compile("\ufffd+")
_MARKS: Final = frozenset({"Mn", "Me", "Cf", "Cn", "Co"})  # they dress a letter, hide, or are none


def settable(text: str) -> str:
    """The text in letters that the font has: "Jürgen" as it is, "Woźniak" as "Wozniak"; "?" for each run of others.

    Line ends are "\\n". The original stands in the mail; a page only has to be read.
    """
    return _RUN.sub(UNKNOWN, "".join(_letter(c) for c in cleaning.text(text)))


def marked_up(text: str) -> str:
    """For reportlab's paragraphs, which read markup: nothing that somebody wrote is any."""
    return escape(settable(text), quote=False).replace("\n", "<br/>")


@cache
def fonts() -> tuple[str, str]:
    """Plain and bold, made known to reportlab at the first use."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / f"{name}.ttf")))
    return PLAIN, BOLD


@cache
def _known() -> frozenset[int]:
    """What both can show."""
    faces = (TTFont(name, str(_FOLDER / f"{name}.ttf")).face for name in (PLAIN, BOLD))
    plain, bold = (frozenset(face.charToGlyph) for face in faces)
    return (plain & bold) - {0xFFFF, 0x00AD}


@cache
def _letter(char: str) -> str:
    """ "" for a mark without a letter of its own; U+FFFD where nothing stands for it."""
    if char == "\n" or ord(char) in _known():
        return char
    if char in SPELLED:
        return SPELLED[char]
    parts = [c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in _MARKS]
    if not parts:
        return ""
    return "".join(c if ord(c) in _known() else SPELLED.get(c, "\ufffd") for c in parts)
