"""Knows how far a typed word is from one that counts: one edit is asked back, never guessed (WORDS 2, rule 6)."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from hauspost.desk.command_table import Word
from hauspost.parsers.lines import rows

_SHORTEST = 4  # "An" and "am", "Akte" apart from "Takte": shorter words are near everything
_LIKELY = 70.0
_MOST = 2  # readings that a question offers
# Words of their own that stand one edit from a word of command: nobody mistyped them.
_EVERYDAY = frozenset(
    rows(
        """
        akten · takte · listen · leiste · kiste · hilfen · regel · riegel · sender · wenden · spenden · private
        fine · fire · five · tile · pile · life · none · gone · last · lost · least · lists · files
        state · stark · step · shop · spend · mend · rule · helped · cancelled
        """
    )
)


def is_near(said: str, known: Iterable[str]) -> bool:
    return any(_one_edit(said, each) for each in known)


def misspelt(said: str, known: Mapping[str, Word]) -> tuple[Word, ...]:
    """The words one edit away, each once."""
    return tuple(dict.fromkeys(word for each, word in known.items() if _one_edit(said, each)))[:_MOST]


def likely(said: str, known: Mapping[str, Word]) -> tuple[Word, ...]:
    ranked = sorted(known, key=lambda each: -fuzz.ratio(said, each))
    return tuple(dict.fromkeys(known[each] for each in ranked if fuzz.ratio(said, each) >= _LIKELY))[:_MOST]


def numbers(number: int, known: Iterable[int]) -> tuple[int, ...]:
    return tuple(each for each in known if OSA.distance(str(number), str(each)) == 1)[:_MOST]


def _one_edit(said: str, known: str) -> bool:
    if said in _EVERYDAY or abs(len(said) - len(known)) > 1 or min(len(said), len(known)) < _SHORTEST:
        return False
    return OSA.distance(said, known, score_cutoff=1) == 1
