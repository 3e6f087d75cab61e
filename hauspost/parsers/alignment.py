"""Knows which lines of a reply are our own words come back, however a client has wrapped or unmarked them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hauspost.parsers.lines import Line, words

GRAM = 4  # so many words in a row are found again in our mail before they count
# A shorter run may be the author's: "BEAUFTRAGEN Wolf max 250 €" is printed in our mail and typed on top of it.
LONG_RUN = 8


@dataclass(frozen=True, slots=True)
class Alignment:
    """`ours[i]`: line i is surely ours. `known[i]`: every word of line i occurs somewhere in our mail."""

    ours: tuple[bool, ...]
    known: tuple[bool, ...]
    answered: bool  # the answered mail is known at all


def align(lines: Sequence[Line], answered: str, marked: Sequence[bool]) -> Alignment:
    """Linear in both texts. `marked[i]`: the client itself says that line i is quoted."""
    sent = words(answered)
    if not sent:
        nothing = (False,) * len(lines)
        return Alignment(nothing, nothing, answered=False)
    by_line = [words(line.text) for line in lines]
    in_long_run = _in_long_runs([word for each in by_line for word in each], sent)
    ours: list[bool] = []
    position = 0
    for each in by_line:
        ours.append(bool(each) and all(in_long_run[position : position + len(each)]))
        position += len(each)
    vocabulary = frozenset(sent)
    known = tuple(all(word in vocabulary for word in each) for each in by_line)
    return Alignment(_between(ours, known, marked), known, answered=True)


def _in_long_runs(got: list[str], sent: list[str]) -> list[bool]:
    size = min(GRAM, len(sent))
    grams = {tuple(sent[i : i + size]) for i in range(len(sent) - size + 1)}
    joined = [False] * len(got)  # word i and the one after it stand side by side in our mail too
    for i in range(len(got) - size + 1):
        if tuple(got[i : i + size]) in grams:
            joined[i : i + size - 1] = [True] * (size - 1)
    long_enough = min(LONG_RUN, len(sent))
    in_run = [False] * len(got)
    start = 0
    for i in range(len(got)):
        if not joined[i]:
            if i + 1 - start >= long_enough:
                in_run[start : i + 1] = [True] * (i + 1 - start)
            start = i + 1
    return in_run


def _between(ours: list[bool], known: Sequence[bool], marked: Sequence[bool]) -> tuple[bool, ...]:
    """Short lines of ours inside our quote: all their words are ours, and the client sets no marks there.

    Where it does set marks, an unmarked line between them is an answer, whatever its words.
    """
    filled = list(ours)
    before = -1
    for i, sure in enumerate(ours):
        if not sure:
            continue
        if before >= 0 and not marked[before] and not marked[i]:
            filled[before + 1 : i] = known[before + 1 : i]
        before = i
    return tuple(filled)
