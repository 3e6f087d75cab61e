"""Knows the words about documents: DOKUMENTE, DOKUMENT 3 und 5, DOKUMENT 3 ZURÜCKZIEHEN | FÜR … | TITEL: …"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.desk.languages import understood
from hauspost.parsers.lines import phrase, rows, words
from hauspost.parsers.typed import Read, Typed, begins, is_loud, said_for, typed
from hauspost.parsers.words import POLITE, ROLE_OF, SENTENCE

MOST: Final = 10  # documents that one line names
LONGEST: Final = 9  # digits
WITHDRAW, UNDO, AUDIENCE, TITLE = "withdraw", "undo", "audience", "title"
_LINKING: Final = frozenset(rows("und · and · nr · no · nummer · number"))
EVERYBODY: Final = frozenset(rows("alle · allen · jeden · all · everybody · everyone"))
_BESIDE: Final = frozenset(rows("und · and · fuer · for · nur · only · die · den · der · the")) | POLITE
_TOGETHER: Final = ("tenant", "owner", "board_member", "caretaker")
_WORDS: Final = re.compile(r"[^\W_]+")


def roles_said(text: str) -> tuple[str, ...] | None:
    """ "Eigentümer, Beirat", "nur Mieter", "alle": roles, sorted; None where anything else stands there."""
    said = [w for w in words(text) if w not in _BESIDE]
    if not said or not all(w in ROLE_OF or w in EVERYBODY for w in said):
        return None
    if not EVERYBODY.isdisjoint(said):
        return tuple(sorted(_TOGETHER))
    return tuple(sorted({ROLE_OF[w] for w in said}))


def asked_documents(text: str, vocabulary: Vocabulary) -> Command | None:
    """A line that is nothing but DOKUMENT and numbers; without any it asks for the list."""
    line = typed(text)
    if "?" in line.bare or (behind := _behind(line, vocabulary)) is None:
        return None
    if not all(w.isdecimal() or w in _LINKING for w in behind) or not _is_plain(line):
        return None
    numbers = tuple(dict.fromkeys(str(int(w)) for w in behind if w.isdecimal()))
    if any(len(number) > LONGEST for number in numbers) or len(numbers) > MOST:
        return None
    return Command(Act.DOCUMENT if numbers else Act.DOCUMENTS, line.line, values=numbers)


def together(meanings: Sequence[Command | NearMiss]) -> list[Command | NearMiss]:
    """DOKUMENT 3 and DOKUMENT 5 on two lines ask for one mail."""
    asked = [m for m in meanings if isinstance(m, Command) and m.act is Act.DOCUMENT]
    numbers = tuple(dict.fromkeys(value for each in asked for value in each.values))
    later = {id(each) for each in asked[1:]}
    return [
        replace(m, values=numbers) if asked and m is asked[0] else m for m in meanings if id(m) not in later
    ]


def document_line(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """A manager's line. None: an ordinary sentence."""
    if (behind := _behind(line, vocabulary)) is None:
        return None
    if (asked := asked_documents(line.bare, vocabulary)) is not None:
        return Read(Command(asked.act, line.line, values=asked.values))
    number = behind[0] if behind and behind[0].isdecimal() and len(behind[0]) <= LONGEST else ""
    if number and (read := _changed(line, str(int(number)), behind[1:], vocabulary)) is not None:
        return read
    if is_loud(line):
        return Read(NearMiss(line.line, "left_over", " ".join(behind)))
    return None


def _changed(line: Typed, number: str, rest: Sequence[str], vocabulary: Vocabulary) -> Read | None:
    """What becomes of the document of that number."""
    said = tuple(w for w in rest if w not in POLITE)
    for what in (WITHDRAW, UNDO):
        if len(said) == 1 and _says(said, what, vocabulary):
            return Read(Command(Act.CHANGE_DOCUMENT, line.line, f"{what}:{number}"))
    if len(said) == 2 and _says(said, "version", vocabulary) and said[1].isdecimal():
        return Read(Command(Act.DOCUMENT, line.line, values=(f"{number}/{int(said[1][:LONGEST])}",)))
    if _says(said, TITLE, vocabulary):
        title = line.bare.partition(":")[2].strip()
        value = f"{TITLE}:{number}"
        if title:
            return Read(Command(Act.CHANGE_DOCUMENT, line.line, value, text=title))
        return Read(NearMiss(line.line, "needs_colon", " ".join(said[1:])))
    if _says(said, "for", vocabulary):
        if roles := roles_said(" ".join(said[1:])):
            return Read(Command(Act.CHANGE_DOCUMENT, line.line, f"{AUDIENCE}:{number}", values=roles))
        if SENTENCE.isdisjoint(said) and (len(said) == 2 or is_loud(line)):
            return Read(NearMiss(line.line, "unknown_value", " ".join(said[1:])))
    return None


def _says(said: Sequence[str], what: str, vocabulary: Vocabulary) -> bool:
    """Whether it begins with that word."""
    return bool(said) and said[0] in map(phrase, understood(f"document.{what}", vocabulary.language))


def _behind(line: Typed, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The folded words behind DOKUMENT; None: the line begins with another word."""
    heads = {*said_for(Act.DOCUMENT, vocabulary), *said_for(Act.DOCUMENTS, vocabulary)}
    return line.core[1:] if any(begins(line.core, (head,)) for head in heads) else None


def _is_plain(line: Typed) -> bool:
    return not _WORDS.sub("", line.bare).strip(" \t\xa0.,;!:&+/#*_\"'„“-")
