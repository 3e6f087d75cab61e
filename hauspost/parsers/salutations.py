"""Knows whom a text greets or speaks to: the other side, or a colleague, whose words never leave (WORDS 1)."""

import re
from collections.abc import Sequence

from hauspost.desk.intents import Salutation, Vocabulary
from hauspost.desk.languages import of_all
from hauspost.parsers.lines import phrase, rows, words
from hauspost.parsers.signature import is_closing

GREETINGS = tuple(map(phrase, of_all("common.greetings")))
_ADJECTIVES = rows("liebe · lieber · liebes · werte · werter · verehrte")
_GREETED = 8  # words that a greeting may hold
TITLES = frozenset(rows("herr · frau · herrn · hr · fr · dr · prof · mr · mrs · ms"))
# Parts of last names that are everyday words: "Sabine von der Heide" is called Heide.
_PARTICLES = frozenset(
    rows(
        """
        von · vom · van · der · den · de · zu · zur · zum · und · y · la · le · di · da · del · el · al
        bin · ter · ten · an
        """
    )
)
_COLLEAGUES = frozenset(rows("team · kollege · kollegen · kollegin · kolleginnen · colleagues · colleague"))
# Words by which an office greets itself. "Hallo zusammen" is among them: it narrows, and SENDEN is one word away.
_OFFICE = _COLLEAGUES | frozenset(rows("zusammen · leute · all · alle"))
# What stands before the name of whom a line is for: "An Tim: …", "z.K. Tim, …", "FYI Tim".
_LEADS = (
    _COLLEAGUES
    | TITLES
    | frozenset(
        rows(
            """
        an · das · dem · fuer · fyi · zk · zki · info · zur · kenntnis · zhd · attn · cc · to · for · bitte · please
        ps · pps · nb · und · oder · ach · also · hallo · hi · hey · moin · liebe · lieber · liebes · dear
        """
        )
    )
)
_NAMED_WITHIN = 3  # words from the start of the first line
# We write Sie to residents: who is told "du" sits in the office.
_FAMILIAR = frozenset(rows("du · dir · dich · kannste"))
_ASKED = rows(
    "schau mal · guck mal · sieh mal · mach mal · ruf mal · sag mal · nimm mal · frag mal · pruef mal"
)
# What follows a bare name only where the person is spoken to.
_TOLD = frozenset(
    rows(
        """
        bitte · please · kannst · koenntest · kuemmerst · machst · schaust · uebernimmst · rufst · weisst
        magst · hast · schau · guck · sieh · mach · ruf · nimm · uebernimm · frag · pruef · zur · zk · fyi
        """
    )
)
_GREETING_STARTS = tuple(f"{each} " for each in GREETINGS)
_PART = re.compile(r"[,:;!?]|[–—]|\s-(?=\s)")
_AT = re.compile(r"(?<![\w.])@\s?([^\W_]+)")
_SIGNED = frozenset(rows("der · des · die · und · fuer · von · in · im · tel · mobil · fax · e"))


def salutation(text: str, vocabulary: Vocabulary) -> Salutation:
    """Of the first written line; a colleague addressed in any line keeps all of it inside."""
    written = [line.strip() for line in text.splitlines() if line.strip()]
    names = named(vocabulary)
    if all(_is_name(words(line), names) and not _PART.search(line) for line in written):
        return Salutation.NONE  # a signature alone
    if any(_addresses(line, names, below=number > 0) for number, line in enumerate(written)):
        return Salutation.COLLEAGUE
    greeting = _greeting(written[0])
    if any(word in names or word in _OFFICE for word in greeting):
        return Salutation.COLLEAGUE
    if not _greets_somebody(greeting) and _opens_to_colleague(_opening(written, greeting), names):
        return Salutation.COLLEAGUE
    return Salutation.OUTSIDE if greeting else Salutation.NONE


def speaks_to_colleague(text: str, vocabulary: Vocabulary) -> bool:
    """A line that calls a colleague, whatever stands around it."""
    names = named(vocabulary)
    return any(_addresses(line.strip(), names, below=True) for line in text.splitlines() if line.strip())


def is_greeting(line: str) -> bool:
    """A greeting and a name, nothing more."""
    return bool(_greeting(line)) and len(words(line)) <= _GREETED and not re.search(r"[.?:]\s*\S", line[:-1])


def named(vocabulary: Vocabulary) -> frozenset[str]:
    """First and last names of the colleagues, folded."""
    every = {word for _, ways in vocabulary.colleagues for way in ways for word in words(way)}
    return frozenset(word for word in every - TITLES - _PARTICLES if len(word) > 1)


def _greeting(line: str) -> tuple[str, ...]:
    """The words of the greeting that `line` begins with, to the first comma or "!"."""
    opening = re.split(r"[,!.:\n]", line, maxsplit=1)[0]
    said = words(opening) or words(line)
    begins = f"{' '.join(said)} ".startswith(_GREETING_STARTS)
    if begins and said[0] in _ADJECTIVES:  # "Liebe Familie Schulz", not "Lieber nicht", not "Liebe Grüße"
        begins = opening.split()[1:2] != [] and opening.split()[1][:1].isupper() and not is_closing(line)
    return tuple(said[:_GREETED]) if begins else ()


def _greets_somebody(greeting: Sequence[str]) -> bool:
    return bool(greeting) and " ".join(greeting) not in GREETINGS


def _opening(written: Sequence[str], greeting: Sequence[str]) -> str:
    """The line in which the text itself begins: the first, or what follows a greeting of nobody."""
    if not greeting:
        return written[0]
    behind = re.split(r"[,!.:]", written[0], maxsplit=1)[1:]
    rest = [line for line in (*behind, *written[1:]) if line.strip()]
    return rest[0].strip() if rest else ""


def _opens_to_colleague(opening: str, names: frozenset[str]) -> bool:
    """A name among the first words, before a question mark or behind the last comma; or "du"."""
    said = words(opening)
    if not said or is_closing(opening):
        return False
    if _FAMILIAR.intersection(said) or " ".join(said).removeprefix("bitte ").startswith(_ASKED):
        return True
    first = [word for word in said if word not in TITLES and len(word) > 1][:_NAMED_WITHIN]
    asked = [words(part)[-1:] for part in opening.split("?")[:-1]]
    return (
        any(word in names for word in (*first, *(word for each in asked for word in each)))
        or _is_name(words(opening.rpartition(",")[2]), names)
        or _is_for_colleagues(opening)
    )


def _is_name(said: Sequence[str], names: frozenset[str]) -> bool:
    bare = [word for word in said if word not in TITLES and len(word) > 1]
    return 0 < len(bare) <= _NAMED_WITHIN and all(word in names for word in bare)


def _is_for_colleagues(line: str) -> bool:
    """ "Herr Kollege, …", "Team: …"."""
    mark = _PART.search(line)
    head = words(line[: mark.start()]) if mark else []
    return any(word in _COLLEAGUES for word in head) and all(word in _LEADS for word in head)


def _addresses(line: str, names: frozenset[str], *, below: bool) -> bool:
    """ "Tim, …", "@Tim", "Frau Vogt: …", "An Tim: …", "Tim bitte …"."""
    said = words(line)
    if not said or not names:
        return False
    if any(word in names for at in _AT.finditer(line) for word in words(at[1])):
        return True
    mark = _PART.search(line)
    head = words(line[: mark.start()]) if mark else []
    called = [word for word in head if word not in _LEADS and len(word) > 1]
    if mark and _is_name(called, names) and not (below and _is_signature(called, line[mark.end() :])):
        return True
    return said[0] in names and len(said) > 1 and said[1] in _TOLD


def _is_signature(called: Sequence[str], rest: str) -> bool:
    """ "Sabine Vogt, Hausverwaltung Sonnenschein" at the end of a letter is no call."""
    said = [word for word in re.findall(r"[^\W_]+", rest) if phrase(word) not in _SIGNED]
    return len(called) > 1 and not _TOLD.intersection(words(rest)) and not any(w[0].islower() for w in said)
