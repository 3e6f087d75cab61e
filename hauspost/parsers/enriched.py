"""Knows text with marks in angle brackets: text/enriched (RFC 1896) and its elder, text/richtext (RFC 1341 §7.1.3)."""

import re
from typing import Final

# A literal "<" is written twice; what stands in these two is said to programs.
_SILENT: Final = re.compile(r"<(param|comment)>[^<]{0,500}</\1>", re.IGNORECASE)
_MARK: Final = re.compile(r"<<|<(/?[A-Za-z][A-Za-z0-9-]{0,40})>")
_BREAKS: Final = re.compile(r"(?<!\n)\n(\n*)(?!\n)")
_RICHTEXT: Final = {"nl": "\n", "np": "\n\n", "lt": "<", "/paragraph": "\n"}


def plain(text: str, *, richtext: bool) -> str:
    """The words alone; a single line end is a space, of several one less counts (none, in richtext)."""
    if richtext:
        text = text.replace("\n", " ")
    elif "<nofill>" not in text.lower():
        text = _BREAKS.sub(lambda match: match.group(1) or " ", text)
    return _MARK.sub(lambda match: _meant(match, richtext=richtext), _SILENT.sub("", text))


def _meant(match: re.Match[str], *, richtext: bool) -> str:
    if match.group() == "<<":
        return "<"
    return _RICHTEXT.get(match.group(1).lower(), "") if richtext else ""
