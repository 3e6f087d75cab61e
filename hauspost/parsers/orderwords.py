"""Knows the words that give and ask for orders; nothing behind them may be left over (WORDS 2).

BEAUFTRAGEN ‹name or trade› [max 300 €] [bis Fr] [: text] · FREIGEBEN, ‹firm› [max …] · ANGEBOT ‹names› ·
INFO ‹name›: text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers import nearness
from hauspost.parsers.amounts import Amount, amounts, limits
from hauspost.parsers.assignees import TRADE, Named, bearers, named
from hauspost.parsers.cancelwords import cancel_line
from hauspost.parsers.dates import Day, day
from hauspost.parsers.daywords import blotted
from hauspost.parsers.lines import words
from hauspost.parsers.typed import (
    Read,
    Typed,
    begins,
    behind_word,
    distinct,
    is_loud,
    paragraph,
    said_for,
    spoken,
    typed,
)
from hauspost.parsers.words import SENTENCE

_UNTIL = re.compile(
    r"(?i)[\s,]*\b(?:bis(?: zum)?(?: spätestens| spaetestens)?|spätestens(?: bis)?|by|until|till)\b\s+([^,\0]{1,40})"
)
_APART = re.compile(r"[,;/+&]|\bund\b|\band\b", re.IGNORECASE)
_MOST_LEFT = 3  # words; a longer rest is a sentence
_MOST_NAMES = 10  # in one line


def order_line(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """A line that begins with such a word, or with the number of an order. None: it is something else."""
    cancelled = cancel_line(line, vocabulary)
    if cancelled is not None:
        return cancelled
    for act, read in _READERS.items():
        said = next((s for s in said_for(act, vocabulary) if begins(line.core, s.split())), "")
        if said:
            return read(_Ordering(act, line, lines, at, vocabulary))
    if any(begins(line.core, s.split()) for s in said_for(Act.RELEASE, vocabulary)):
        return _released(_Ordering(Act.DISPATCH, line, lines, at, vocabulary))
    return _misspelt(line, lines, at, vocabulary)


@dataclass(frozen=True, slots=True)
class _Ordering:
    """A line behind its word."""

    act: Act
    line: Typed
    lines: Sequence[str]
    at: int
    vocabulary: Vocabulary

    @property
    def head(self) -> str:
        """What stands between the word and the colon."""
        head = self.line.bare.partition(":")[0]
        return behind_word(head)

    @property
    def has_colon(self) -> bool:
        return ":" in self.line.bare

    @property
    def paragraph(self) -> tuple[str, int]:
        """The text behind the colon, to the end of the paragraph, and how many lines it took."""
        return paragraph(self.line, self.lines, self.at) if self.has_colon else ("", 1)

    @property
    def is_loud(self) -> bool:
        return is_loud(self.line)

    def missed(self, reason: str, unknown: str, *readings: Command, took: int = 1) -> Read:
        return Read(NearMiss(self.line.line, reason, unknown.strip(" ,"), distinct(readings)), took)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The head without its limit and its day; `left`: the words for the name."""

    limit: Amount | None
    until: Day | None
    names: str
    is_clear: bool

    @property
    def cents(self) -> int | None:
        """Nothing is ordered for nothing: a limit of 0 € is none that could be offered."""
        return (self.limit.cents or None) if self.limit else None

    @property
    def days(self) -> tuple[date | None, ...]:
        if self.until is None:
            return (None,)
        return (self.until.day,) if self.until.day else (self.until.candidates or (None,))


def _terms(head: str, vocabulary: Vocabulary) -> _Terms:
    found = limits(head)
    rest = blotted(head, [(each.start, each.end) for each in found])
    until = _UNTIL.search(rest)
    told: Day | None = None
    if until:
        told = Day(None, "none")
        if vocabulary.received_at is not None:
            today = vocabulary.received_at.astimezone(vocabulary.zone).date()
            told = day(until[1], today=today)
        if told.reason != "none":
            rest = blotted(rest, [until.span()])
    loose = () if found else amounts(rest)  # "Meier 300 €": an amount, and nothing says that it is the most
    rest = blotted(rest, [(each.start, each.end) for each in loose])
    clear = len(found) <= 1 and not loose and all(a.is_exact and not a.is_net and a.cents > 0 for a in found)
    clear = clear and (told is None or told.day is not None)
    return _Terms(next(iter((*found, *loose)), None), told, rest.replace("\0", " "), clear)


def _dispatch(o: _Ordering) -> Read | None:
    if o.has_colon and not words(o.head):  # "BEAUFTRAGEN: Meier"
        moved = _dispatch(replace(o, line=typed(o.line.bare.replace(":", " ", 1))))
        meant = (moved.meaning,) if moved and isinstance(moved.meaning, Command) else ()
        return o.missed("left_over" if meant else "unknown_value", o.line.bare.partition(":")[2], *meant)
    terms = _terms(o.head, o.vocabulary)
    said = spoken(terms.names)
    text, took = o.paragraph
    who = named(said, o.vocabulary.assignees)
    commands = _commands(o, terms, who.values or who.near, text)
    if len(who.values) == 1 and terms.is_clear and not (o.has_colon and not text):
        return Read(commands[0], took)
    if who.values:
        reason = (
            "needs_colon"
            if o.has_colon and not text
            else "left_over"
            if len(who.values) == 1
            else "unknown_value"
        )
        return o.missed(reason, o.head, *commands, took=took)
    return _unknown(o, terms, said, who, commands, took=took)


def _commands(o: _Ordering, terms: _Terms, values: Sequence[str], text: str) -> tuple[Command, ...]:
    return tuple(
        Command(o.act, o.line.line, value, text, limit=terms.cents, until=until)
        for value in values
        for until in terms.days
    )


def _unknown(
    o: _Ordering,
    terms: _Terms,
    said: tuple[str, ...],
    who: Named,
    commands: tuple[Command, ...],
    *,
    took: int = 1,
) -> Read | None:
    """Rules 5 and 6: a sentence is text; one unknown value is asked back."""
    begun = _begun(said, o.vocabulary)
    if begun:
        commands = _commands(o, terms, begun, o.paragraph[0])
    sentence = bool(SENTENCE.intersection(said))
    if o.is_loud:
        return o.missed(
            "unknown_value" if len(said) <= 1 or who.near else "left_over", o.head, *commands, took=took
        )
    if sentence:
        return None
    if begun and len(said) <= len(begun) + _MOST_LEFT:
        return o.missed("left_over", o.head, *commands, took=took)
    if len(said) <= 1 or who.near or terms.limit is not None:
        return o.missed("unknown_value", terms.names, *commands, took=took)
    return None


def _begun(said: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Whom the first words name, when more follows; several names name several."""
    for size in range(len(said) - 1, 0, -1):
        found = bearers(said[:size], vocabulary.assignees)
        if len(found) == 1:
            rest = [w for w in said[size:] if w not in ("und", "and", "oder", "or")]
            others = bearers(rest, vocabulary.assignees)
            return (*found, *(o for o in others[:1] if o not in found))
    return ()


def _released(o: _Ordering) -> Read | None:
    """ "Freigeben, Meier, max 300 €": with a firm behind it, it orders; without one it is the word for the ticket."""
    terms = _terms(o.head, o.vocabulary)
    said = spoken(terms.names)
    who = named(said, o.vocabulary.assignees)
    text, took = o.paragraph
    commands = _commands(o, terms, who.values or who.near, text)
    if not said or SENTENCE.intersection(said):
        return None
    if (
        len(who.values) == 1
        and not who.values[0].startswith(TRADE)
        and terms.is_clear
        and not (o.has_colon and not text)
    ):
        return Read(commands[0], took)
    if who.values or (who.near and len(said) <= _MOST_LEFT):
        return o.missed("left_over" if who.values else "unknown_value", o.head, *commands, took=took)
    begun = _begun(said, o.vocabulary)
    if begun and len(said) <= len(begun) + _MOST_LEFT:
        return o.missed("left_over", o.head, *_commands(o, terms, begun, text), took=took)
    return None


def _asked(o: _Ordering) -> Read | None:
    """ANGEBOT ‹names›: everybody named must be known."""
    terms = _terms(o.head, o.vocabulary)
    text, took = o.paragraph
    parts = _parts(terms.names)
    if len(parts) > _MOST_NAMES:
        return o.missed("left_over", o.head) if o.is_loud else None
    found = [named(said, o.vocabulary.assignees) for said in parts]
    if not parts or SENTENCE.intersection(word for said in parts for word in said):
        return o.missed("unknown_value", o.head) if o.is_loud else None
    values = tuple(dict.fromkeys(who.values[0] for who in found if len(who.values) == 1))
    command = _many(o, values, text, terms)
    if (
        all(len(who.values) == 1 for who in found)
        and terms.limit is None
        and terms.is_clear
        and not (o.has_colon and not text)
    ):
        return Read(command, took)
    near = tuple(dict.fromkeys(v for who in found for v in (who.values[:1] or who.near[:1])))
    if not near:
        return o.missed("unknown_value", o.head) if o.is_loud else None  # "Angebot anbei"
    return o.missed(
        "unknown_value" if any(not w.values for w in found) else "left_over",
        terms.names,
        _many(o, near, text, terms),
        took=took,
    )


def _parts(names: str) -> list[tuple[str, ...]]:
    return [said for part in _APART.split(names) if (said := spoken(part))]


def _many(o: _Ordering, values: tuple[str, ...], text: str, terms: _Terms) -> Command:
    single = values[0] if len(values) == 1 else ""
    return Command(o.act, o.line.line, single, text, until=terms.days[0], values=values)


def _inform(o: _Ordering) -> Read | None:
    parts = _parts(o.head)
    if len(parts) > _MOST_NAMES:
        return o.missed("left_over", o.head) if o.is_loud else None
    found = [named(said, o.vocabulary.assignees) for said in parts]
    text, took = o.paragraph
    values = tuple(dict.fromkeys(v for who in found for v in (who.values[:1] or who.near[:1])))
    if not parts or not values or SENTENCE.intersection(word for said in parts for word in said):
        return o.missed("unknown_value", o.head) if o.is_loud else None  # "Info: Hansen zahlt nicht"
    command = Command(o.act, o.line.line, values[0] if len(values) == 1 else "", text, values=values)
    if all(len(who.values) == 1 for who in found) and text:
        return Read(command, took)
    if not text:
        return o.missed("needs_colon", o.head) if o.is_loud or o.has_colon else None
    return o.missed("unknown_value", o.head, command, took=took)


def _misspelt(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """ "BEAUFTRAGN Meier max 300 €": one edit from the word, and all the rest is in order."""
    known = said_for(Act.DISPATCH, vocabulary)
    first = line.core[0] if line.core else ""
    if len(line.core) < 2 or not nearness.is_near(first, known):
        return None
    read = _dispatch(_Ordering(Act.DISPATCH, line, lines, at, vocabulary))
    if read is None or not isinstance(read.meaning, Command):
        return None
    return Read(NearMiss(line.line, "misspelt", first, (read.meaning,)), read.lines)


_READERS = {Act.DISPATCH: _dispatch, Act.QUOTE: _asked, Act.INFORM: _inform}
