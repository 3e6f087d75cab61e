"""Knows one typed line: its words without politeness and dressing, and the offers and words it may begin with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from hauspost.desk.command_table import Kind
from hauspost.desk.intents import Act, Command, NearMiss, Offer, Party, Vocabulary
from hauspost.parsers.lines import phrase, visible, words
from hauspost.parsers.words import POLITE, by_phrase

_WRAPS = "*_\"'„“”»«‚‘’ \t\xa0"
_HARMLESS = frozenset(" .!,*_\"'„“”»«‚‘’\t\xa0")
_PLEASE = ("bitte", "please")
_FIRST = re.compile(r"(?i)\W*(?:bitte\W+|please\W+)?\w+[\s,]*")
_LOUD = 4  # so many capital letters are no accident: "OK" and "AN" stand in ordinary sentences

ORDER_NUMBERS = r"(\d{1,9})\s?-\s?(\d{1,3})(?![\w-])"
ORDER_TAG = re.compile(rf"(?i)(?<![\w-])A[\s-]?{ORDER_NUMBERS}")  # as people type it


@dataclass(frozen=True, slots=True)
class Read:
    """What one line means and how many lines it took."""

    meaning: Command | NearMiss
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as typed, without bullets and quotation marks, and its words without politeness."""

    line: str
    bare: str
    core: tuple[str, ...]
    called: bool  # begins with # or /

    @property
    def phrase(self) -> str:
        return " ".join(self.core)

    @property
    def plain(self) -> bool:
        """Nothing but words, "." and "!"."""
        return all(character.isalnum() or character in _HARMLESS for character in self.bare)


def typed(line: str) -> Typed:
    bare = visible(line).strip(_WRAPS)
    if bare[:2] in ("- ", "– ", "• ", "· "):
        bare = bare[2:].strip(_WRAPS)
    called = bare[:1] in ("#", "/") and bare[1:2].isalpha()
    bare = bare[1:] if called else bare
    return Typed(line.strip(), bare, impolite(words(bare)), called)


def impolite(said: Sequence[str]) -> tuple[str, ...]:
    start = 1 if said and said[0] in _PLEASE else 0
    end = len(said)
    while end > start and said[end - 1] in POLITE:
        end -= 1
    return tuple(said[start:end])


def begins(core: Sequence[str], said: Sequence[str]) -> bool:
    return bool(said) and tuple(core[: len(said)]) == tuple(said)


def spoken(text: str) -> tuple[str, ...]:
    """The folded words of a text without politeness, wherever it stands."""
    return tuple(word for word in words(text) if word not in POLITE)


def behind_word(text: str) -> str:
    """What stands behind the first word, and a "bitte" before it."""
    first = _FIRST.match(text)
    return text[first.end() :] if first else ""


def begun(line: Typed, size: int) -> str:
    """The first words as they were typed, behind a "bitte"."""
    start = 1 if words(line.bare)[:1] != list(line.core[:1]) else 0
    return " ".join(re.findall(r"[^\W_]+", line.bare)[start : start + size])


def is_loud(line: Typed, size: int = 1) -> bool:
    """Rule 6: begins with # or /, or its first words are capitals."""
    raw = begun(line, size)
    return line.called or (raw.isupper() and len(raw) >= _LOUD)


def paragraph(line: Typed, lines: Sequence[str], at: int) -> tuple[str, int]:
    """The text behind the colon to the end of the paragraph, and how many lines it takes."""
    end = next((i for i in range(at + 1, len(lines)) if not lines[i].strip()), len(lines))
    return _behind_colon(line, lines[at + 1 : end]), end - at


def to_the_end(line: Typed, lines: Sequence[str], at: int) -> tuple[str, int]:
    """The text behind the colon to the end of all, and how many lines it takes."""
    return _behind_colon(line, lines[at + 1 :]), len(lines) - at


def _behind_colon(line: Typed, below: Sequence[str]) -> str:
    tail = line.bare.partition(":")[2].strip()
    return "\n".join([tail, *(each.rstrip() for each in below)]).strip()


def said_in(offer: Offer) -> tuple[str, ...]:
    return tuple(phrase(word) for word in (offer.word, *offer.also))


def chosen(offer: Offer, line: Typed, text: str = "") -> Command:
    return Command(offer.act, line.line, offer.value, text, _target(offer), offer.question)


def _target(offer: Offer) -> str:
    """What a line of a list is about: "H-318 OK", "1044 OK", "A-1044-2 JA". "2 ERREICHBAR" is about an address."""
    if offer.act is Act.REACHABLE:
        return ""
    match phrase(offer.word).split():
        case ["h", number, _, *_] if number.isdigit():
            return f"H-{number}"
        case ["a", number, _, _, *_] if number.isdigit():
            return f"T-{number}"
        case [number, _, *_] if number.isdigit():
            return f"T-{number}"
        case _:
            return ""


def distinct(readings: Iterable[Command]) -> tuple[Command, ...]:
    """Each meaning once, the first way to it: a question must not offer the same twice."""
    found: dict[tuple[object, ...], Command] = {}
    for each in readings:
        key = (each.act, each.value, each.text, each.target, each.limit, each.until, each.values)
        found.setdefault(key, each)
    return tuple(found.values())


def said_for(act: Act, vocabulary: Vocabulary) -> tuple[str, ...]:
    return _said_for(act, vocabulary.party, vocabulary.language)


@cache
def _said_for(act: Act, party: Party, language: str) -> tuple[str, ...]:
    return tuple(said for said, word in by_phrase(party, language, *Kind).items() if word.act is act)
