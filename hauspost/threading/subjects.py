"""Knows what stands around the words of a subject: reply and forward signs of many languages, and our tags."""

import re
from typing import Final

from hauspost.desk.work import ORDER_TAG

MAX_LENGTH: Final = 1_000  # longer ones are cut; a header line holds 998 characters (RFC 5322 §2.1.1)

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
# Marks that a company's border puts before mail from outside; they say nothing about the matter.
BORDER_MARKS: Final = ("ext", "extern", "external", "externe e-mail", "external email")

_TAG: Final = re.compile(rf"\[(?:T-(?P<ticket>[1-9][0-9]{{0,8}})|{ORDER_TAG})\]", re.IGNORECASE)
# A firm that writes anew copies the number without its brackets. It proves nothing: only who has that order is heard.
_ORDER: Final = re.compile(rf"(?<![\w-]){ORDER_TAG}(?![\w-])", re.IGNORECASE)
_WORDS: Final = sorted({word for words in PREFIXES.values() for word in words}, key=len, reverse=True)
# "AW:", "Re[2]:", "RE (3):", "Antw.:", and the full-width colon of Asian clients.
_SIGN: Final = re.compile(
    rf"(?:{'|'.join(map(re.escape, _WORDS))})\.?\s?(?:\[[0-9]{{1,3}}\]|\([0-9]{{1,3}}\)|\^[0-9]{{1,3}})?\s?[:：]\s?",
    re.IGNORECASE,
)
_MARK: Final = re.compile(rf"[\[(](?:{'|'.join(map(re.escape, BORDER_MARKS))})[\])]\s?:?\s?", re.IGNORECASE)


def tags_in(subject: str) -> tuple[int, ...]:
    """The ticket numbers of `[T-1042]` and `[A-1042-1]`, each once, in order. They name, and prove nothing."""
    found = (int(match["ticket"] or match["of"]) for match in _TAG.finditer(subject[:MAX_LENGTH]))
    return tuple(dict.fromkeys(found))


def order_tags_in(subject: str) -> tuple[tuple[int, int], ...]:
    """Ticket and order of each `[A-1042-1]`, with brackets or without, each once, in order."""
    found = ((match["of"], match["order"]) for match in _ORDER.finditer(subject[:MAX_LENGTH]))
    return tuple(dict.fromkeys((int(ticket), int(order)) for ticket, order in found))


def bare_subject(subject: str) -> str:
    """The subject as its first author wrote it: no signs of answering, no tags of ours, single spaces."""
    text = " ".join(_TAG.sub(" ", subject[:MAX_LENGTH]).split())
    start = 0
    while match := _SIGN.match(text, start) or _MARK.match(text, start):
        start = match.end()
    return text[start:]
