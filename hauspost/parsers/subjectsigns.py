"""Knows the signs that mail programs of many languages put before a subject when one answers or forwards."""

import re
from typing import Final

# What clients put before a subject when one answers or forwards, by the language of the client.
PREFIXES: Final[dict[str, tuple[str, ...]]] = {
    "any": ("re", "fw", "fwd"),
    "de": ("aw", "antw", "antwort", "wg", "wtr", "weitergeleitet", "weiterleitung"),
    "nl": ("antw", "doorst", "betr"),
    "fr": ("ref", "rép", "tr", "trans"),
    "it": ("r", "rif", "i", "inoltro"),
    "es": ("res", "rv", "reenv"),
    "pt": ("res", "enc"),
    "da, no, sv": ("sv", "vs", "vb"),
    "fi": ("vs", "vl"),
    "pl": ("odp", "pd"),
    "cs, sk": ("odp", "předáno"),
    "hr, sr, bs": ("odg", "pros"),
    "hu": ("vá", "válasz", "továbbítva"),
    "ro": ("răsp", "redir"),
    "tr": ("ynt", "ilt", "yan"),
    "el": ("απ", "σχετ", "πρθ"),
    "ru, uk, bg": ("отв", "на", "пер", "пересл", "відп"),
    "vi": ("trl", "ct"),
    "zh": ("回复", "回覆", "答复", "转发", "轉寄"),
    "ja": ("返信", "転送"),
    "ko": ("회신", "답장", "전달"),
    "he, ar": ("תשובה", "הועבר", "رد", "إعادة توجيه"),
}

_WORDS: Final = sorted({word for words in PREFIXES.values() for word in words}, key=len, reverse=True)
# "AW:", "Re[2]:", "RE (3):", "Antw.:", and the full-width colon of Asian clients.
SIGN: Final = re.compile(
    rf"(?:{'|'.join(map(re.escape, _WORDS))})\.?\s?(?:\[[0-9]{{1,3}}\]|\([0-9]{{1,3}}\)|\^[0-9]{{1,3}})?\s?[:：]\s?",
    re.IGNORECASE,
)
