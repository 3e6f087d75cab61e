"""Knows where a text turns inward: at INTERN and its kin, however dressed; rather too early than too late (WORDS 1)."""

import re
from collections.abc import Sequence

from hauspost.desk.languages import HOUSE, languages, of_all, understood
from hauspost.parsers.lines import visible
from hauspost.parsers.spellings import any_of

_LETTER = r"[^\W\d_]"
_DRESSING = r"[\W\d_]*+"  # bullets, numbers, rules, brackets, pictures
_ENDS = rf"(?!{_LETTER})"  # "Internet" and "internistisch" go on
_WORDS = {code: rf"(?:{any_of(understood('inward.words', code))}){_ENDS}" for code in languages()}
_ANY = rf"(?:{any_of(of_all('inward.words'))}){_ENDS}"
# What may stand before it without making a sentence of it: "PS: intern", "nur zur internen Info", "a) intern".
_LEAD = (
    rf"(?:nur|rein|streng|bitte|achtung|hinweis|zur|zum|f(?:ü|ue)r|den|pp?s|nb|{_LETTER}){_ENDS}{_DRESSING}"
)
_COLON = r"[\s)\]*_]{0,8}:"


def _starting(word: str) -> re.Pattern[str]:
    return re.compile(rf"{_DRESSING}(?:{_LEAD}){{0,4}}{word}", re.IGNORECASE)


# The first word of its line. In German "internal" is a foreign word: only a colon makes it this one.
_STARTS = {code: _starting(said) for code, said in _WORDS.items()}
# "Vermerk intern: …", "WE05 (intern): …": a label of three words.
_LABEL = re.compile(
    rf"{_DRESSING}(?:{_LETTER}++[\s\d/*_-]*+){{0,2}}(?:\({_ANY}\)|{_ANY}){_COLON}",
    re.IGNORECASE,
)
# Loud anywhere in a line: "Ok. INTERN: zahlt nicht".
_LOUD = {
    code: re.compile(
        rf"(?<![^\W_])(?:{any_of(said.upper() for said in understood('inward.words', code))}){_ENDS}"
    )
    for code in languages()
}
# A clause of its own inside a line: "Der Monteur kommt. Interner Hinweis: …", "Ja (nur intern: …)".
_CLAUSE = re.compile(
    rf"(?:[.!?;:,(\[–—|]|\s-)\s*+((?:nur\s++)?{_ANY}(?:\s++{_LETTER}++){{0,2}}(?:{_COLON}|\s?[–—]|\s-))",
    re.IGNORECASE,
)
# Taken away before what it marks; any other beginning is kept with the words behind it.
_MARKER = re.compile(
    rf"[\W_]*+(?:{any_of(of_all('inward.markers'))}){_ENDS}[\s*_)\]:;,.!=~|–—-]*+", re.IGNORECASE
)
_OPEN = " \t\xa0([|–—-"  # what leads over to it and means nothing alone


def parted(lines: Sequence[str], language: str) -> tuple[tuple[str, ...], str | None]:
    """The lines that may leave, and what never does; None where nothing turns inward."""
    for number, line in enumerate(lines):
        shown = visible(line)
        at = _turns_at(shown, language if language in languages() else HOUSE)
        if at is not None:
            head = shown[:at].rstrip(_OPEN)
            before = (head,) if head.strip() else ()
            inner = "\n".join((_unmarked(shown[at:]), *lines[number + 1 :])).strip()
            return (*lines[:number], *before), inner
    return tuple(lines), None


def _turns_at(line: str, language: str) -> int | None:
    if _STARTS[language].match(line):
        return 0
    loud = _LOUD[language].search(line)
    if loud is None and _LABEL.match(line):
        return 0
    clause = _CLAUSE.search(line)
    places = [loud.start()] if loud else []
    return min(places + ([clause.start(1)] if clause else []), default=None)


def _unmarked(line: str) -> str:
    found = _MARKER.match(line)
    return line[found.end() :] if found else line.strip()
