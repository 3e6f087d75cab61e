"""Words that stand nowhere else in the world: each is one fact, and wherever it turns up somebody has learned it."""

import random
import re
from collections.abc import Iterable

LETTERS = "bdfgklmnprstvw", "aeiou"
FORM = re.compile(r"xq(?:[bdfgklmnprstvw][aeiou]){4}")
BREAKS = re.compile(r"[\s\u00ad\u200b\u2060­-]+")  # where a line may have been broken inside a word
SIGNS = re.compile(r"[\s/().\u00a0-]+")  # what people put between the digits of a phone number
AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\s\u00a0\u202f]?\d{3})*[.,]\d{2}(?!\d)")
NUMBER = re.compile(r"\b([TA])-(\d{4,9})(?:-(\d{1,3}))?\b")


class Mint:
    """Makes canaries and phone numbers, none twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._made: set[str] = set()

    def word(self) -> str:
        """Ten lower-case letters; no word of any language lies within two typing mistakes of it."""
        while True:
            made = "xq" + "".join(self._chance.choice(letters) for _ in range(4) for letters in LETTERS)
            if made not in self._made:
                self._made.add(made)
                return made

    def name(self) -> str:
        return self.word().capitalize()

    def phone(self) -> str:
        """ "0171 73…": the last eight digits tell it from every other number in the world."""
        while True:
            made = f"73{self._chance.randrange(10**6):06d}"
            if made not in self._made:
                self._made.add(made)
                return made

    def price(self, least: int = 1000, most: int = 3000) -> str:
        """ "1.937,41", as nothing else in the world costs; `least` and `most` in euros."""
        while True:
            cents = self._chance.randrange(least * 100, most * 100)
            if cents % 10 and (made := f"€{cents}") not in self._made:
                self._made.add(made)
                return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """Every canary in the texts, also where a line break or a soft hyphen parts it."""
    found: set[str] = set()
    for text in texts:
        folded = text.casefold()
        found.update(FORM.findall(folded))
        found.update(FORM.findall(BREAKS.sub("", folded)))
    return frozenset(found)


def phones_in(texts: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    joined = "\n".join(SIGNS.sub("", text) for text in texts)
    return frozenset(phone for phone in known if phone in joined)


def prices_in(texts: Iterable[str]) -> frozenset[str]:
    """Every amount with its cents, however its thousands are parted: "€193741"."""
    return frozenset("€" + re.sub(r"\D", "", found) for text in texts for found in AMOUNT.findall(text))


def numbers_in(texts: Iterable[str]) -> frozenset[tuple[str, int, int]]:
    """Tickets and orders by the numbers people write: ("T", 1042, 0), ("A", 1042, 1)."""
    found = (match for text in texts for match in NUMBER.finditer(text))
    return frozenset((m[1], int(m[2]), int(m[3] or 0)) for m in found)
