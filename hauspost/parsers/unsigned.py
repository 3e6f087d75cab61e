"""Knows a text without its author: what may go to a house under nobody's name."""

import re
from collections.abc import Iterable

from hauspost.desk.houses import Person, Unit
from hauspost.desk.traces import trail
from hauspost.parsers.lines import words
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing

# No sentence ends behind "Mrs.", "Tel." or "2.", nor before a number.
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bHr\.)(?<!\bFr\.)(?<!\bDr\.)(?<!\bNr\.)(?<!\bMrs\.)(?<!\bTel\.)(?<!\b\d\.)(?<!\b\d\d\.)"
    r"\s+(?=[^\d\s])"
)
_BETWEEN = re.compile(r"(\s*[,;–—]\s+|\s+-\s+)")
_ENDS = " .!?"
# Telephone numbers begin with 0 or +; what begins as a date or a time of day is none.
_NUMBER = re.compile(r"(?<!\w)(?!\d{1,2}\.\d{1,2}(?!\d))(?:\+|0)\d[\d \t\xa0()/.–-]{3,20}\d")
_MAIL = re.compile(r"\S@\S{1,255}\.\S")  # bounded, so that long words cost no more than short ones
_FLAT = re.compile(
    r"\b(?:WE|(?i:whg\.?|wohnung|wohneinheit|apartment|apt\.?|flat|unit)(?:\s*(?i:nr\.?|no\.?))?)\s?\d{1,4}[a-z]?\b"
)
# What only leads to a number: "rufen Sie mich an unter …".
_CONTACT = re.compile(
    r"\b(?:call|phone|ring|text|reach|contact|mail|e-mail|tel\w*|ruf\w*|anruf\w*|erreich\w*|meld\w*|mobil|handy|nummer)\b",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:und|aber|denn|and|but|so)\s+", re.IGNORECASE)
_FEWEST = 2  # words that say something by themselves


def unsigned(text: str, authors: Iterable[Person], units: Iterable[Unit] = ()) -> str:
    """Without greeting, without all from the closing formula on, and without the clauses that say who wrote or where
    people live: names, addresses and telephones of the authors, any number, mail address or flat.

    Rather too little than too much: what is cut is still the managers' to read; "" when nothing is left.
    """
    kept: list[str] = []
    for line in text.strip().splitlines():
        if kept and is_closing(line):
            break
        if not kept and (is_greeting(line) or not line.strip()):
            continue
        kept.append(line)
    paragraphs = re.split(r"\n\s*\n", "\n".join(kept))
    told = _Told(tuple(authors), tuple(units))
    return "\n\n".join(left for p in paragraphs if (left := told.rest_of(p))).strip()


class _Told:
    """Whom a text must not lead to."""

    def __init__(self, authors: tuple[Person, ...], units: tuple[Unit, ...]) -> None:
        self.trail = trail(authors, units)
        self.names = frozenset(w for p in authors for w in words(f"{p.first_name} {p.last_name}"))

    def rest_of(self, paragraph: str) -> str:
        """As it stands, if nothing in it has to go."""
        if not self._tells(paragraph):
            return paragraph.strip("\n")
        said = _SENTENCE.split(" ".join(paragraph.split()))
        return " ".join(left for s in said if (left := self._sentence(s)))

    def _sentence(self, sentence: str) -> str:
        if not self._tells(sentence):
            return sentence
        body = sentence.rstrip(_ENDS)
        leads = bool(_NUMBER.search(body) or _MAIL.search(body))
        parts = _BETWEEN.split(body)
        left = ""
        for at in range(0, len(parts), 2):
            clause = parts[at]
            if self._tells(clause) or (leads and _CONTACT.search(clause)):
                continue
            left += (parts[at - 1] if left else "") + clause
        left = _JOINING.sub("", left) if not left.startswith(parts[0]) else left
        if len(words(left)) < _FEWEST:
            return ""
        return left[0].upper() + left[1:] + (sentence[len(body) :].strip() or ".")

    def _tells(self, text: str) -> bool:
        return bool(
            self.names.intersection(words(text))
            or _NUMBER.search(text)
            or _MAIL.search(text)
            or _FLAT.search(text)
            or self.trail.spans(text)
        )
