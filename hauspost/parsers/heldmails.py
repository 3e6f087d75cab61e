"""Knows the answers to held mails, by number: H-318 OK · NEU LW12 · SPAM · WE07 · Yıldız EINMAL · EINMAL."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hauspost.desk.command_table import Kind, Word
from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers import closedlists, nearness
from hauspost.parsers.lines import rows, words
from hauspost.parsers.typed import Read, Typed, impolite
from hauspost.parsers.words import SENTENCE, by_phrase

_HOUSED = (Act.TAKE, Act.TAKE_NEW)  # spam belongs to no house
_LEADS = frozenset(rows("in · im · fuer · haus · objekt · for · house · property"))
_LONGEST = 5  # words of a house's name; more is a sentence


def held_mail(line: Typed, number: int, rest: str, vocabulary: Vocabulary) -> Read | None:
    """`rest`: what stands behind the number. None: it is ordinary text."""
    said = impolite(words(rest))
    known = by_phrase(vocabulary.party, vocabulary.language, Kind.HELD)
    word = known.get(said[0]) if said else None
    if word is None and (named := _lodger(line, number, said, known, vocabulary)) is not None:
        return named
    if word is None:
        if len(said) > 1:
            return None
        near = nearness.misspelt(" ".join(said), known)
        readings = tuple(Command(w.act, line.line, target=f"H-{number}") for w in near)
        return Read(NearMiss(line.line, "misspelt" if near else "unknown_value", rest.strip(), readings))
    house = _house(said[1:])
    if house and (word.act not in _HOUSED or SENTENCE.intersection(house) or len(house) > _LONGEST):
        return None
    values = closedlists.values(house, vocabulary.houses) if house else ("",)
    if len(values) != 1:
        likely = values or closedlists.nearest(house, vocabulary.houses)
        readings = tuple(Command(word.act, line.line, value, target=f"H-{number}") for value in likely)
        return Read(NearMiss(line.line, "unknown_value", _as_typed(rest), readings))
    return _numbered(Command(word.act, line.line, values[0], target=f"H-{number}"), number, vocabulary)


def _numbered(command: Command, number: int, vocabulary: Vocabulary) -> Read:
    """A number that is on no list is asked back with the likely ones."""
    if number in vocabulary.held:
        return Read(command)
    likely = nearness.numbers(number, vocabulary.held)
    readings = tuple(replace(command, target=f"H-{held}") for held in likely)
    return Read(NearMiss(command.line, "unknown_value", f"H-{number}", readings))


def _lodger(
    line: Typed, number: int, said: Sequence[str], known: Mapping[str, Word], vocabulary: Vocabulary
) -> Read | None:
    """Whose mail it is: a unit or a person, each of which may stand for several; the desk knows the held mail's house.

    EINMAL behind it: without remembering the address. None: nobody of the houses is called so.
    """
    last = known.get(said[-1]) if len(said) > 1 else None
    is_once = last is not None and last.act is Act.ONCE
    name = closedlists.untitled(tuple(said[:-1] if is_once else said))
    values = closedlists.values(name, vocabulary.lodgers)
    if not values:
        return None
    act = Act.ONCE if is_once else Act.LINK
    value = values[0] if len(values) == 1 else ""
    return _numbered(Command(act, line.line, value, target=f"H-{number}", values=values), number, vocabulary)


def _house(said: Sequence[str]) -> tuple[str, ...]:
    start = 0
    while start < len(said) and said[start] in _LEADS:
        start += 1
    return tuple(said[start:])


def _as_typed(rest: str) -> str:
    """The house as it was typed, without the word before it."""
    return " ".join(rest.replace(":", " ").split()[1:])
