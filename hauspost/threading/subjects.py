"""Knows what stands around the words of a subject: signs of answering, a border's marks, and our tags."""

import re
from typing import Final

from hauspost.desk.work import ORDER_TAG
from hauspost.parsers.subjectsigns import SIGN

MAX_LENGTH: Final = 1_000  # longer ones are cut; a header line holds 998 characters (RFC 5322 §2.1.1)

# Marks that a company's border puts before mail from outside; they say nothing about the matter.
BORDER_MARKS: Final = ("ext", "extern", "external", "externe e-mail", "external email")

_TAG: Final = re.compile(rf"\[(?:T-(?P<ticket>[1-9][0-9]{{0,8}})|{ORDER_TAG})\]", re.IGNORECASE)
# A firm that writes anew copies the number without its brackets. It proves nothing: only who has that order is heard.
_ORDER: Final = re.compile(rf"(?<![\w-]){ORDER_TAG}(?![\w-])", re.IGNORECASE)
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
    while match := SIGN.match(text, start) or _MARK.match(text, start):
        start = match.end()
    return text[start:]
