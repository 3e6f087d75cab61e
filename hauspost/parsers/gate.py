"""Knows the closed-list gate: whether every word of a firm's text leaves its claim as it stands (WORDS 3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hauspost.parsers import firms, harmless
from hauspost.parsers.clauses import Clause, Sentence
from hauspost.parsers.lines import words

_LOOSE_ENDS = re.compile(r"(?:weise|teils|lich|isch|ig|bar|los|ung|heit|keit|en)$")


@dataclass(frozen=True, slots=True)
class Gate:
    """Every lower-case word must be known to be harmless, and every word that begins a clause; nouns inside one
    must not take anything back."""

    names: frozenset[str]
    before_work: bool  # a promise or a date, not the work itself

    def holds(self, found: Sequence[Sentence]) -> bool:
        clauses = [clause for sentence in found for clause in sentence.clauses]
        strong = self.before_work or any(_says_done(clause) for clause in clauses)
        return strong and all(self._clause(clause, is_last=clause is clauses[-1]) for clause in clauses)

    def _clause(self, clause: Clause, *, is_last: bool) -> bool:
        if (
            is_last
            and len(clause.typed) <= 2
            and all(w[:1].isupper() and _may_be_name(w) for w in clause.typed)
        ):
            return True
        form = firms.DONE_FORM.search(clause.joined)
        if form is not None:  # "tropft nicht mehr" is harmless as a whole
            rest = (clause.joined[: form.start()] + clause.joined[form.end() :]).split()
            return all(self._word(word, gated=True) for word in rest)
        if not self.before_work and any(harmless.is_partial(word) for word in _before_done(clause.said)):
            return False
        loud = len(clause.joined) > _LOUD and all(w.isupper() for w in clause.typed if w[:1].isalpha())
        return all(
            self._word(said, gated=loud or (at == 0 and clause.begins) or typed[:1].islower())
            for at, (said, typed) in enumerate(zip(clause.said, clause.typed, strict=True))
        )

    def _word(self, said: str, *, gated: bool) -> bool:
        if said == "@m" or said.isdigit():
            return not self.before_work
        if said.startswith("@") or (
            said in harmless.HARMLESS and not (self.before_work and harmless.LESS_THAN_YES.match(said))
        ):
            return True
        if self.before_work and said in harmless.ALSO_BEFORE:
            return True
        takes_back = harmless.LESS_THAN_YES if self.before_work else harmless.RESIDENTS
        if any(each.match(said) for each in (harmless.SUSPICIOUS, harmless.OTHERS, takes_back)):
            return False
        known = said in firms.DONE or said in firms.STEP or said in self.names or harmless.is_thing(said)
        return known or not gated or _COUNT.fullmatch(said) is not None


_LOUD = 6
_COUNT = re.compile(r"\d+(?:x|h|stk|st|mal|uhr|m|w|cm|mm)")
_AUXILIARIES = frozenset(("ist", "sind", "war", "waren", "hat", "haben", "wurde", "wurden", "is", "was"))


def _says_done(clause: Clause) -> bool:
    if clause.said[:1] == ("wasser",) and "laeuft" in clause.said and "wieder" not in clause.said:
        return False
    return bool(firms.DONE.intersection(clause.said)) or firms.DONE_FORM.search(clause.joined) is not None


def _before_done(said: tuple[str, ...]) -> tuple[str, ...]:
    """What is done stands before the word, or behind its verb: "Erledigt ist die Besichtigung"."""
    at = next((i for i, word in enumerate(said) if word in firms.DONE | firms.STEP), 0)
    return said if at == 0 and _AUXILIARIES.intersection(said[1:2]) else said[:at]


def _may_be_name(word: str) -> bool:
    """The firm's man signs at the end of a line; adverbs and nouns that say more are told by their endings."""
    said = words(word)
    return (
        bool(said)
        and not _LOOSE_ENDS.search(said[0])
        and not harmless.SUSPICIOUS.match(said[0])
        and not harmless.is_partial(said[0])
    )
