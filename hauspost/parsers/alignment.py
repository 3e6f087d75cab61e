"""Knows which lines of a reply are our own words come back, however a client has wrapped or unmarked them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from hauspost.parsers.lines import Line, rows, visible, words
from hauspost.parsers.runs import Runs
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing

# So many words in a row stand in our mail, too, before they count. A shorter run may be the author's:
# "BEAUFTRAGEN Wolf max 250 €" is printed in our mail and typed on top of it.
LONG_RUN = 8
SHORT_RUN = 2  # whole lines of ours in a row, where their words are too few
_QUOTATION = "„“”»«\"' "
# Buttons stand in our HTML alone, beside the words of the plain text: "Mit OK antworten".
BUTTONS = frozenset(rows("mit · antworten · reply"))
_FEWEST = 2  # words in a row; one word between two lines of ours is an answer: "Ja"
_BESIDE = LONG_RUN  # words of the lines around that show whether a line goes on


@dataclass(frozen=True, slots=True)
class Alignment:
    """`ours[i]`: line i is surely ours. `copied[i]`: it stands in a short block that stands in our mail, too.
    `known[i]`: every word of line i occurs somewhere in our mail. `echoed[i]`: its words stand there in a row.
    `beside[i]`: a button of ours, or a line without words."""

    ours: tuple[bool, ...]
    copied: tuple[bool, ...]
    known: tuple[bool, ...]
    echoed: tuple[bool, ...]
    beside: tuple[bool, ...]
    share: float  # of our words, as many as the lines that are ours have; 0 if the answered mail is unknown
    runs: Runs

    def repeats(self, gap: Sequence[int]) -> list[int]:
        """Of lines in a row those that repeat our words. One line that does not makes the others an answer, too;
        buttons and lines without words are ours beside it."""
        if all(self.echoed[i] for i in gap):
            return list(gap)
        return [i for i in gap if self.beside[i]]

    def goes_on(self, *lines: Line) -> bool:
        """The lines follow each other in our mail word for word, the outer ones with their nearest words."""
        first, *inner = (words(line.text) for line in lines)
        *inner, last = inner
        said = [*first[-_BESIDE:], *(word for each in inner for word in each), *last[:_BESIDE]]
        return bool(first) and bool(last) and all(self.runs.covered(said, least=len(said)))


def align(lines: Sequence[Line], answered: str, marked: Sequence[bool]) -> Alignment:
    """Linear in both texts. `marked[i]`: the client itself says that line i is quoted."""
    sent = words(answered)
    by_line = [words(line.text) for line in lines]
    copied = _copied(lines, marked, answered)
    runs = Runs(sent)
    if len(sent) < LONG_RUN:
        nothing = (False,) * len(lines)
        return Alignment(nothing, copied, nothing, nothing, nothing, _share(by_line, copied, sent), runs)
    in_long_run = _in_long_runs(by_line, marked, runs)
    ours = list[bool]()
    position = 0
    for each in by_line:
        ours.append(bool(each) and all(in_long_run[position : position + len(each)]))
        position += len(each)
    ours = _but_typed_off(by_line, ours, marked, runs)
    vocabulary = frozenset(sent) | BUTTONS
    known = tuple(all(word in vocabulary for word in each) for each in by_line)
    beside = tuple(
        sure and (not each or not BUTTONS.isdisjoint(each)) for sure, each in zip(known, by_line, strict=True)
    )
    echoed = tuple(
        near or (sure and _echoes(each, runs))
        for near, sure, each in zip(beside, known, by_line, strict=True)
    )
    found = Alignment(tuple(ours), copied, known, echoed, beside, 0.0, runs)
    ours = _between(found, marked)
    either = [sure or copy for sure, copy in zip(ours, copied, strict=True)]
    return replace(found, ours=tuple(ours), share=_share(by_line, either, sent))


def _share(by_line: Sequence[list[str]], ours: Sequence[bool], sent: Sequence[str]) -> float:
    back = sum(len(each) for each, sure in zip(by_line, ours, strict=True) if sure)
    return back / len(sent) if sent else 0.0


def _echoes(said: list[str], runs: Runs) -> bool:
    return len(said) >= _FEWEST and all(runs.covered(said, least=len(said)))


def _copied(lines: Sequence[Line], marked: Sequence[bool], answered: str) -> tuple[bool, ...]:
    """Unmarked lines that follow each other in our mail as they do here, blank ones aside, two beside formulas.

    One short line may be the author's own, and so may a word with the closing formula below it; and who types
    anew what our mail lists leaves out its bullets.
    """
    if not answered:
        return (False,) * len(lines)
    here = [_as_copied(line.text) for line in lines]
    follows = set(pairwise(said for line in answered.splitlines() if (said := _as_copied(line))))
    found = [False] * len(lines)
    run: list[int] = []
    for i in [*(i for i, said in enumerate(here) if said), -1]:
        if run and (i < 0 or marked[i] or (here[run[-1]], here[i]) not in follows):
            if sum(not _is_formula(lines[each].text) for each in run) >= SHORT_RUN:
                for each in run:
                    found[each] = True
            run = []
        run += [] if i < 0 or marked[i] else [i]
    return tuple(found)


def _as_copied(line: str) -> str:
    """Clients keep a copied line but for its blanks; we set quotation marks around the words of others."""
    return " ".join(visible(line).split()).strip(_QUOTATION)


def _is_formula(text: str) -> bool:
    return not words(text) or is_closing(text) or is_greeting(text)


def _in_long_runs(by_line: Sequence[list[str]], marked: Sequence[bool], runs: Runs) -> list[bool]:
    """For each word of all lines; a run ends where marks begin or end."""
    found: list[bool] = []
    for _, stretch in groupby(zip(marked, by_line, strict=True), key=lambda pair: pair[0]):
        found += runs.covered([word for _, each in stretch for word in each], least=LONG_RUN)
    return found


def _but_typed_off(
    by_line: Sequence[list[str]], ours: Sequence[bool], marked: Sequence[bool], runs: Runs
) -> list[bool]:
    """The first and the last line of ours, where the quote holds it as well and does not go on from or to it: the
    author has typed it off, however long it is ("BEAUFTRAGEN Dorn Sanitär GmbH max 2.192,58 € bis Freitag")."""
    left = list(ours)
    found = [i for i, sure in enumerate(ours) if sure]
    said = [i for i, each in enumerate(by_line) if each]
    for at, step in ((found[0], 1), (found[-1], -1)) if found else ():
        if marked[at]:
            continue
        beside = said.index(at) + step
        pair = sorted((at, said[beside])) if 0 <= beside < len(said) else [at]
        joined = [*by_line[pair[0]][-_BESIDE:], *(by_line[pair[1]][:_BESIDE] if len(pair) > 1 else ())]
        others = (each for i, each in enumerate(by_line) if i != at and (ours[i] or marked[i]))
        quoted = Runs([word for each in others for word in each])
        goes_on = len(pair) > 1 and all(runs.covered(joined, least=len(joined)))
        left[at] = goes_on or not all(quoted.covered(by_line[at], least=len(by_line[at])))
    return left


def _between(found: Alignment, marked: Sequence[bool]) -> list[bool]:
    """Short lines of ours inside our quote: their words are ours in a row, and the client sets no marks there.

    Where it does set marks, an unmarked line between them is an answer, whatever its words.
    """
    filled = list(found.ours)
    before = -1
    for i, sure in enumerate(found.ours):
        if not sure:
            continue
        if before >= 0 and not marked[before] and not marked[i]:
            for each in found.repeats(range(before + 1, i)):
                filled[each] = True
        before = i
    return filled
