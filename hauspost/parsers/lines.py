"""Knows a text as lines that remember where they stood, and how words are compared across clients and keyboards."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What clients write beside a word when they turn a link into text: "OK<mailto:…>", "Seite [https://…]".
_LINKS = re.compile(r"<(?:mailto|https?|tel|cid):[^<>\s]*>|\[(?:mailto|https?|tel|cid):[^\[\]\s]*\]")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Umlauts before accents fall, so that "öffnen" and "oeffnen" are one word and "offen" is another.
_UMLAUTS = (
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("ø", "oe"),
    ("æ", "ae"),
    ("ı", "i"),
    ("ł", "l"),
)
# NFKC would write "ﷺ" out as 18 letters, and a mail of 64 KiB as half a million. Nobody names anything with these two,
# so they part words; any other sign makes seven at most.
_WRITTEN_OUT = (("ﷺ", " "), ("ﷻ", " "))
_WORD = re.compile(r"[^\W_]+")
_SHORT = 200
_BESIDE_MARKS = " \t\xa0"


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]` with its line end; `text` is what stands behind the quote marks, `depth` their number."""

    start: int
    end: int
    text: str
    depth: int

    @property
    def blank(self) -> bool:
        return not self.text


def lines_of(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        depth, rest = _behind_marks(raw)
        lines.append(Line(start, start + len(raw), visible(rest).strip(), depth))
        start += len(raw)
    return tuple(lines)


def _behind_marks(raw: str) -> tuple[int, str]:
    depth = at = 0
    for position, character in enumerate(raw):
        if character == ">":
            depth, at = depth + 1, position + 1
        elif character not in _BESIDE_MARKS:
            break
    return depth, raw[at:]


def visible(text: str) -> str:
    """Without what nobody sees: soft hyphens, joiners, direction marks."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """Lower case, umlauts written out, accents gone: "WIEDER ÖFFNEN" and "wieder oeffnen" are equal."""
    if text.isascii():
        return text.lower()  # all that the rest would do to it
    return _folded_short(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _replaced(visible(text), _WRITTEN_OUT)).casefold()
    spread = unicodedata.normalize("NFKD", _replaced(unicodedata.normalize("NFC", plain), _UMLAUTS))
    if spread.isascii():
        return spread
    return "".join(character for character in spread if not unicodedata.combining(character))


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """One by one, which is many times faster than `str.translate`; what one pair makes no other one replaces."""
    for sign, written in pairs:
        text = text.replace(sign, written)
    return text


# The lines of a mail are folded and taken apart again and again; long texts are not kept.
_folded_short = lru_cache(maxsize=4096)(_folded)


def levelled(text: str) -> str:
    """Lower case and no longer than before: a place in it is the same place in `text`."""
    low = text.lower()  # which never shortens: as long as before means letter by letter
    if len(low) == len(text):
        return low
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def words(text: str) -> list[str]:
    """The folded words, letters and digits only, link targets left out."""
    return list(_words_short(text)) if len(text) <= _SHORT else _words(text)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(_LINKS.sub(" ", text)))


_words_short = lru_cache(maxsize=4096)(_words)


def phrase(text: str) -> str:
    return " ".join(words(text))


def rows(table: str) -> tuple[str, ...]:
    """The entries of a table in the source, parted by "·" or line ends."""
    return tuple(entry for line in table.splitlines() for part in line.split("·") if (entry := part.strip()))
