"""Knows the words for a house and its tickets: AN ALLE, OHNE MIETER, ZUSAMMENLEGEN, BÜNDELN, OBJEKT, REGEL OK, NEIN."""

import re
from collections.abc import Sequence

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers import closedlists
from hauspost.parsers.lines import rows, words
from hauspost.parsers.typed import Read, Typed, begins, impolite, is_loud, said_for, to_the_end
from hauspost.parsers.words import POLITE, ROLE_OF, SENTENCE

_TICKET = re.compile(r"(?i)(?<![\w-])(?:T-?\s?)?(\d{1,9})(?![\w-])")
_RULE = re.compile(r"[\w*-]{1,64}/[\w*-]{1,64}")
_EVERY = "*"  # in a rule's name: every house, every category
_LINKING = frozenset(rows("und · and · mit · with · t · zu · bitte"))
_LEADS = frozenset(rows("nach · in · zu · to"))
_FURTHEST = 4  # words


def house_line(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """A line that begins with such a word. None: it is something else."""
    if any(begins(line.core, said.split()) for said in said_for(Act.TO_ALL, vocabulary)):
        return _to_all(line, lines, at, vocabulary)
    for act, read in ((Act.MERGE, _merge), (Act.BUNDLE, _bundle)):
        if (said := _begun(act, line, vocabulary)) is not None:
            return read(line, _behind(line, said))
    if (said := _begun(Act.MOVE, line, vocabulary)) is not None:
        return _move(line, _behind(line, said), vocabulary)
    for act in (Act.RULE_OK, Act.RULE_NO):
        if (said := _begun(act, line, vocabulary)) is not None:
            return _rule(act, line, _behind(line, said), vocabulary)
    return _roles(line, vocabulary)


def _begun(act: Act, line: Typed, vocabulary: Vocabulary) -> str | None:
    """The longest way to say the act that the line begins with."""
    ways = sorted(said_for(act, vocabulary), key=len, reverse=True)
    return next((said for said in ways if begins(line.core, said.split())), None)


def _to_all(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """ "AN ALLE:" and nothing between, to the end of all: "An alle Beteiligten: …" is a letter."""
    head, colon, _ = line.bare.partition(":")
    text, took = to_the_end(line, lines, at)
    if colon and " ".join(impolite(words(head))) in said_for(Act.TO_ALL, vocabulary):
        if text:
            return Read(Command(Act.TO_ALL, line.line, text=text), took)
        return Read(NearMiss(line.line, "needs_colon", ""))
    return Read(NearMiss(line.line, "left_over", line.bare)) if is_loud(line, 2) else None


def _behind(line: Typed, said: str) -> str:
    """What was typed behind the word."""
    polite = words(line.bare)[:1] != list(line.core[:1])
    size = len(said.split()) + polite
    found = re.match(rf"(?:[\W_]*[^\W_]+){{{size}}}", line.bare)
    return line.bare[found.end() :].strip(" :,") if found else ""


def _numbers(rest: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ticket numbers, and the words that are left over."""
    found = tuple(dict.fromkeys(str(int(each)) for each in _TICKET.findall(rest)))
    left = tuple(w for w in words(_TICKET.sub(" ", rest)) if w not in _LINKING and w not in POLITE)
    return found, left


def _merge(line: Typed, rest: str) -> Read | None:
    found, left = _numbers(rest)
    if len(found) == 1 and not left:
        return Read(Command(Act.MERGE, line.line, found[0]))
    readings = tuple(Command(Act.MERGE, line.line, each) for each in found) if len(left) <= _FURTHEST else ()
    return _missed(line, "left_over" if found else "unknown_value", rest, readings, left)


def _bundle(line: Typed, rest: str) -> Read | None:
    found, left = _numbers(rest)
    if found and not left:
        return Read(Command(Act.BUNDLE, line.line, values=found))
    readings = (Command(Act.BUNDLE, line.line, values=found),) if found else ()
    return _missed(line, "left_over" if found else "unknown_value", rest, readings, left)


def _move(line: Typed, rest: str, vocabulary: Vocabulary) -> Read | None:
    said = tuple(words(rest))
    said = said[1:] if said[:1] and said[0] in _LEADS and len(said) > 1 else said
    said = tuple(w for w in said if w not in POLITE)
    values = closedlists.values(said, vocabulary.houses)
    if len(values) == 1:
        return Read(Command(Act.MOVE, line.line, values[0]))
    likely = values or closedlists.nearest(said, vocabulary.houses)
    readings = tuple(Command(Act.MOVE, line.line, value) for value in likely)
    if not (likely or is_loud(line)) and not (len(said) == 1 and closedlists.looks_like_a_unit(said[0])):
        return None  # "Verschieben auf Donnerstag", "Objekt steht leer"
    return _missed(line, "unknown_value", rest, readings, said)


def _rule(act: Act, line: Typed, rest: str, vocabulary: Vocabulary) -> Read | None:
    typed = rest.strip(" .!")
    if not typed or _RULE.fullmatch(typed):
        return Read(Command(act, line.line, typed))
    if named := _rule_named(tuple(words(typed)), vocabulary):
        return Read(Command(act, line.line, named))
    return _missed(line, "unknown_value", rest, (), tuple(words(rest)))


def _rule_named(said: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """ "HS5 Heizung" is HS5/heating, "Heizung" */heating, "HS5" HS5/*, "alle" */*; "" for anything else."""
    if said in (("alle",), ("all",)):
        return f"{_EVERY}/{_EVERY}"
    for at in range(len(said), -1, -1):
        house, what = said[:at], said[at:]
        houses = closedlists.values(house, vocabulary.houses) if house else (_EVERY,)
        categories = closedlists.values(what, vocabulary.categories) if what else (_EVERY,)
        if len(houses) == len(categories) == 1:
            return f"{houses[0]}/{categories[0]}"
    return ""


def _roles(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """ "NUR EIGENTÜMER UND BEIRAT": every role is known, and nothing else stands there."""
    for act in (Act.WITHOUT, Act.ONLY, Act.WITH):
        leads = {said.split()[0] for said in said_for(act, vocabulary)}
        said = [w for w in line.core[1:] if w not in ("und", "and")]
        if line.core[:1] and line.core[0] in leads and said and all(w in ROLE_OF for w in said):
            plain = re.fullmatch(r"[\w\s,.!&+/*\"-]+", line.bare) is not None
            values = tuple(dict.fromkeys(ROLE_OF[w] for w in said))
            command = Command(
                act, line.line, values[0] if len(values) == 1 else "", values=values[1:] and values
            )
            return Read(command) if plain else None
    return None


def _missed(
    line: Typed, reason: str, rest: str, readings: tuple[Command, ...], left: Sequence[str]
) -> Read | None:
    """Rules 5 and 6: a sentence is text unless it is loud; one unknown value is asked back."""
    if not is_loud(line) and (SENTENCE.intersection(left) or len(left) > 1):
        return None
    return Read(NearMiss(line.line, reason, rest, readings))
