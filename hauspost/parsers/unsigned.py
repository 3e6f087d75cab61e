"""Knows a text without its author: what may go to a house under nobody's name."""

import re
from dataclasses import dataclass
from itertools import pairwise

from hauspost.parsers.lines import words
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)\s+")  # "2. OG" is no end
# A mail address, or a telephone number as people write it; a date has dots or is ISO's.
_REACH = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@]{2}|(?<![\d.])\+?\d[\d /()–-]{5,24}\d(?![\d.]*\d)")
_ISO_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_DIGITS = re.compile(r"\D+")
_FLAT = ("we", "wohnung", "whg", "einheit", "flat", "nr")  # before a flat that is only a number
_TELLING = 6  # digits that a telephone number and a text must share


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows of a person and may not tell: names, the flat ("WE07", "3. OG links"), telephone numbers."""

    names: tuple[str, ...]
    places: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def unsigned(text: str, known: Known) -> str:
    """Without greeting, without all from the closing formula on, and without sentences that hold a name of the
    person, the flat, or any mail address or telephone number.

    Rather too little than too much: what is cut is still the managers' to read; "" when nothing is left.
    """
    kept: list[str] = []
    for line in text.strip().splitlines():
        if kept and is_closing(line):
            break
        if not kept and (is_greeting(line) or not line.strip()):
            continue
        kept.append(line)
    telling = _Telling(known)
    left = ((line, telling.left_of(line)) for line in kept)
    return "\n".join(shown for line, shown in left if shown or not line.strip()).strip()


class _Telling:
    """The known data, ready to be looked for in many sentences."""

    def __init__(self, known: Known) -> None:
        self.names = frozenset(word for name in known.names for word in words(name))
        written = [said for place in known.places if (said := words(place))]
        self.flats = frozenset(flat for said in written if len(said) == 1 for flat in _ways(said[0]))
        self.places = tuple(f" {' '.join(said)} " for said in written if len(said) > 1)
        self.phones = tuple(digits for phone in known.phones if len(digits := _digits(phone)) >= _TELLING)

    def left_of(self, line: str) -> str:
        return " ".join(sentence for sentence in _SENTENCE.split(line) if not self._tells(sentence))

    def _tells(self, sentence: str) -> bool:
        said = words(sentence)
        if self.names.intersection(said) or _REACH.search(_ISO_DATE.sub(" ", sentence)):
            return True
        beside = (f"{first}{second}" for first, second in pairwise(said))
        if not self.flats.isdisjoint((*said, *beside)):
            return True
        spaced = f" {' '.join(said)} "
        digits = _digits(sentence)
        return any(place in spaced for place in self.places) or any(phone in digits for phone in self.phones)


def _ways(flat: str) -> tuple[str, ...]:
    """ "WE 07" and "WE07" are one; of "07" alone only "WE 07", "Wohnung 07" and so on tell."""
    return tuple(f"{word}{flat}" for word in _FLAT) if flat.isdigit() else (flat,)


def _digits(text: str) -> str:
    """Without the country's or the trunk prefix: "+49 171 555" and "0171 555" share "171555"."""
    return _DIGITS.sub("", text).removeprefix("0049").removeprefix("49").lstrip("0")
