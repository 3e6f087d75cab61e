"""Which category a report belongs to: sub-address, then subject tag, then words, then `general` (DOMAIN, "Opening")."""

import re
from collections.abc import Iterable
from functools import lru_cache

from hauspost.desk.houses import GENERAL, Category, CategoryKey

TAG = re.compile(r"[\[#]([^\W\d_][\w&-]{1,40})\]?")
WORD = re.compile(r"\w+")
# Umlauts as people type them on foreign keyboards; both spellings meet in the folded form.
FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SHORTEST_STEM = 4  # a shorter word counts only as a whole: "gas" is not in "Gasse"


def fold(text: str) -> str:
    low = text.casefold()
    return low if low.isascii() else low.translate(FOLDS)


def choose(categories: Iterable[Category], *, hint: str, subject: str, text: str) -> CategoryKey:
    known = tuple(categories)
    named = [*hint.split("+"), *TAG.findall(subject)]
    for name in named:
        if (found := by_name(known, name)) is not None:
            return found
    return _by_words(known, subject, text)


def by_name(categories: Iterable[Category], name: str) -> CategoryKey | None:
    """A category named by its key or the first word of a label, or one of its words; in any spelling."""
    wanted = fold(name.strip())
    if not wanted:
        return None
    known = tuple(categories)
    for category in known:
        labels = (category.key, category.label_de, category.label_en)
        firsts = tuple(words[0] for label in labels if (words := WORD.findall(label)))
        if wanted in map(fold, (*labels, *firsts)):
            return category.key
    return next((c.key for c in known if wanted in map(fold, c.words)), None)


def _by_words(categories: tuple[Category, ...], subject: str, text: str) -> CategoryKey:
    """The category with the most hits; the subject counts double, ties go to the order of the table."""
    in_subject, in_text = _line(subject), _line(text)
    best, best_score = GENERAL, 0
    for category in categories:
        stems = _stems(category.words)
        score = 2 * _hits(stems, in_subject) + _hits(stems, in_text)
        if score > best_score:
            best, best_score = category.key, score
    return best


@lru_cache(maxsize=512)
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(w) for w in words)


def _line(text: str) -> str:
    """All folded words, each between two spaces, so that a search can tell a word's start from its end."""
    return f"  {'  '.join(dict.fromkeys(fold(w) for w in WORD.findall(text[:8000])))}  "


def _hits(stems: tuple[str, ...], line: str) -> int:
    """German compounds and inflections: a stem counts at the start or the end of a word ("Heizkörperventil")."""
    return sum(
        stem in line  # which of most is all there is to ask
        and (
            f" {stem} " in line or (len(stem) >= SHORTEST_STEM and (f" {stem}" in line or f"{stem} " in line))
        )
        for stem in stems
    )
