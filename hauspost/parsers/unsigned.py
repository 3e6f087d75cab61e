"""Knows a text without its author: what may go to a house under nobody's name."""

import re
from collections.abc import Iterable, Sequence

from hauspost.desk.houses import Person, Unit
from hauspost.desk.traces import trail
from hauspost.parsers.flatwords import Floors
from hauspost.parsers.lines import levelled, words
from hauspost.parsers.places import common_grounds
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing
from hauspost.parsers.telltales import CONTACT, is_reached, tells

# No sentence ends behind "Mrs.", "Tel.", "2." or "III.", nor before a number that is no sentence's beginning, nor at
# a dot with spaces around it ("post . example").
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\s\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bHr\.)(?<!\bFr\.)(?<!\bDr\.)(?<![Nn]r\.)(?<!\bMrs\.)(?<!\bTel\.)(?<!\b[Gg]ez\.)"
    r"(?<!\b\d\.)(?<!\b\d\d\.)(?<!\b[IVX]\.)(?<!\b[IVX]{2}\.)(?<!\b[IVX]{3}\.)\s+(?:(?=[^\d\s(+])|(?<=[a-zäöüß]{4}[.!?]\s))"
)
# Not within a number: "0171 - 555 01 99".
_BETWEEN = re.compile(
    r"((?<![\d\s])\s*[,;–—]\s+|\s*[,;–—]\s+(?=[^\d\s])|(?<![\d\s])\s+-\s+|\s+-\s+(?=[^\d\s]))"
)
_ENDS = " \t\xa0.!?"
_NAME = re.compile(r"(?:[^\W\d_a-zß][^\W\d_]*\.?[ -]?){1,3}")
_JOINING = re.compile(r"^(?:und|aber|denn|and|but|so)\s+", re.IGNORECASE)
_FEWEST = 2  # words that say something by themselves


def unsigned(text: str, told: "Told") -> str:
    """Without greeting, without all from the closing formula on, and without the clauses that say who wrote or where
    people live: names, addresses and telephones of the authors, whatever leads to a person, any flat, and a floor where
    it is the author's own; a floor as the place of what is broken on common ground stays.

    Rather too little than too much: what is cut is still the managers' to read; "" when nothing is left.
    """
    kept: list[str] = []
    for line in text.strip().splitlines():
        if kept and is_closing(line):
            break
        if not kept and (is_greeting(line) or not line.strip()):
            continue
        kept.append(line)
    while kept and (not kept[-1].strip() or _signs(kept)):
        kept.pop()
    paragraphs = re.split(r"\n\s*\n", "\n".join(kept))
    return "\n\n".join(left for p in paragraphs if (left := told.rest_of(p))).strip()


def _signs(lines: Sequence[str]) -> bool:
    """Whether the last line is but a name below what was said, whichever: "Ännchen", "A. B."."""
    if len(lines) < 2:
        return False
    above, last = lines[-2].rstrip(), lines[-1].strip()
    is_below = above[-1:] in ("", ".", "!", "?")
    return is_below and _NAME.fullmatch(last) is not None and not common_grounds(levelled(last))


class Told:
    """Whom texts must not lead to: their authors, and who lives in these flats.

    A sentence is looked at alone, in its paragraph and by whatever else asks; what it says is found out once.
    """

    def __init__(self, authors: Iterable[Person], units: Iterable[Unit] = ()) -> None:
        authors, units = tuple(authors), tuple(units)
        self._found: dict[str, bool] = {}
        self._told: dict[str, bool] = {}
        self.floors = Floors(authors, units)
        self.trail = trail(authors, units)
        self.names = frozenset(w for p in authors for w in words(f"{p.first_name} {p.last_name}"))

    def rest_of(self, paragraph: str) -> str:
        """As it stands, if nothing in it has to go."""
        whole = " ".join(paragraph.split())
        said = _SENTENCE.split(whole)
        if not self._names_somebody(whole) and not any(map(self._tells, said)):
            return paragraph.strip("\n")
        return " ".join(left for s in said if (left := self._sentence(s)))

    def _sentence(self, sentence: str) -> str:
        if not self._tells(sentence):
            return sentence
        body = sentence.rstrip(_ENDS)
        leads = is_reached(body)
        parts = _BETWEEN.split(body)
        left = ""
        for at in range(0, len(parts), 2):
            clause = parts[at]
            is_told = self._names_somebody(clause) or self.floors.tell(clause, sentence)
            if is_told or (leads and CONTACT.search(clause)):
                continue
            left += (parts[at - 1] if left else "") + clause
        left = _JOINING.sub("", left) if not left.startswith(parts[0]) else left
        if len(words(left)) < _FEWEST or self._tells(left):  # what only the whole tells
            return ""
        return left[0].upper() + left[1:] + (sentence[len(body) :].strip() or ".")

    def _tells(self, sentence: str) -> bool:
        if sentence not in self._told:
            clauses = _BETWEEN.split(sentence)[::2]
            self._told[sentence] = self._names_somebody(sentence) or any(
                self.floors.tell(one, sentence) for one in clauses
            )
        return self._told[sentence]

    def _names_somebody(self, text: str) -> bool:
        if text not in self._found:
            self._found[text] = bool(
                self.names.intersection(words(text)) or tells(text) or self.trail.spans(text)
            )
        return self._found[text]
