"""Knows which characters never leave the house, in headers and in texts."""

import re
import unicodedata
from typing import Final

# Marks that reorder or hide text: a name with U+202E in it reads backwards and can look like another one (UAX 9).
_HIDDEN: Final = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
# Controls, line and paragraph separators: every one of them ends a line for somebody.
_BREAKS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]+")
_UNSEEN: Final = re.compile(f"[{_HIDDEN}\ud800-\udfff]+")
# EmailMessage decodes "=?utf-8?q?a=0D=0ABcc:…?=" in a value that it is given, line break included, and mail
# programs decode it in whatever we write. No value of ours may carry the opening of an encoded word.
_ENCODED_WORD: Final = re.compile(r"=+\?")
_NO_BREAK: Final = "\u00a0"


def one_line(value: str, *, limit: int = 200) -> str:
    """A header's value: one line without controls and hidden marks, at most `limit` characters."""
    seen = unicodedata.normalize("NFC", value)
    if not _is_plain(value):
        seen = _UNSEEN.sub("", _BREAKS.sub(" ", seen))
    return clip(" ".join(_ENCODED_WORD.sub("?", seen).split()), limit)


def text(value: str) -> str:
    """Somebody's words for the body of a mail: line ends are "\\n", tabs are blanks, the rest can be seen."""
    if _is_plain(value):
        return unicodedata.normalize(
            "NFC", str(value)
        )  # words that a template calls safe are words as others
    lines = _LINE_ENDS.sub("\n", value).expandtabs(4)
    return _UNSEEN.sub("", _CONTROLS.sub(" ", unicodedata.normalize("NFC", lines)))


def _is_plain(value: str) -> bool:
    """Letters, marks and blanks: nothing that ends a line, steers or hides, and that is most of what is said."""
    return value.replace(_NO_BREAK, " ").isprintable()


def clip(value: str, limit: int) -> str:
    """At most `limit` characters, cut at a blank where one is near, with an ellipsis in place of the rest."""
    if len(value) <= limit:
        return value
    head = value[: limit - 1]
    blank = head.rfind(" ")
    return (head[:blank] if blank > limit * 2 // 3 else head).rstrip(" ,;:·-") + "…"
