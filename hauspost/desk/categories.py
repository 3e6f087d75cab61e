"""Which category a report belongs to: sub-address, then subject tag, then words, then `general` (DOMAIN, "Opening")."""

import re
from collections.abc import Iterable

from hauspost.desk.model import GENERAL, Category, CategoryKey

TAG = re.compile(r"[\[#]([^\W\d_][\w&-]{1,40})\]?")
WORD = re.compile(r"\w+")
# Umlauts as people type them on foreign keyboards; both spellings meet in the folded form.
FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SHORTEST_STEM = 4  # a shorter word counts only as a whole: "gas" is not in "Gasse"


def fold(text: str) -> str:
    return text.casefold().translate(FOLDS)


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
    in_subject, in_text = _words(subject), _words(text)
    best, best_score = GENERAL, 0
    for category in categories:
        stems = tuple(fold(w) for w in category.words)
        score = 2 * _hits(stems, in_subject) + _hits(stems, in_text)
        if score > best_score:
            best, best_score = category.key, score
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(w) for w in WORD.findall(text[:8000]))


def _hits(stems: tuple[str, ...], words: frozenset[str]) -> int:
    """German compounds and inflections: a stem counts at the start or the end of a word ("Heizkörperventil")."""
    return sum(
        any(
            w == stem or (len(stem) >= SHORTEST_STEM and (w.startswith(stem) or w.endswith(stem)))
            for w in words
        )
        for stem in stems
    )
