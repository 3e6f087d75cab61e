"""Knows which words no line end may tear apart in HTML (WORDS 9); plain text wraps at blanks and needs no help."""

import re
from typing import Final

from markupsafe import Markup, escape

from hauspost.outbound.formats import NO_BREAK

# "3. OG", "300 €", "EUR 300", "§ 35a", "16 Uhr": first the blank, which is quickly found, then what stands around it.
_BLANKS: Final = re.compile(
    r" (?:(?<=\d\. )(?:(?<![\w.]\d\. )|(?<=\d\d\. )(?<![\w.]\d\d\. ))"
    r"(?=[OUED]G|Stock|Etage|Ober|Unter|Erd|Dach)"
    r"|(?<=\d )(?=€|EUR\b|Uhr\b)|(?:(?<=\bEUR )|(?<=[€§] ))(?=\d))"
)
_DIGIT: Final = re.compile(r"\d")  # none of these blanks is without one
_DAY: Final = "(?:Mon?|Di|Tue|Mi|Wed|Do|Thu|Fri?|Sat?|So|Sun)"
# "12-14", "16-18", "T-1042", "A-1042-1", "Mo-Fr": browsers break behind a hyphen, and U+2011 is missing in many fonts.
_HYPHENS: Final = re.compile(rf"(?<![\w-])(?:A-\d+-\d+|{_DAY}-{_DAY}|(?:\d+[a-z]?|[TH])-\d+[a-z]?)(?![\w-])")


def unbroken(text: str) -> Markup:
    """Escaped HTML of one run of words."""
    held = escape(_BLANKS.sub(NO_BREAK, text) if _DIGIT.search(text) else str(text))
    if "-" not in held:
        return held
    return Markup(_HYPHENS.sub(r'<span style="white-space:nowrap">\g<0></span>', str(held)))
