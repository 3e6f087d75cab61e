"""Knows the grammar of one line: a command, a line that was meant as one, or an ordinary sentence (WORDS 2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hauspost.desk.command_table import Kind, Word
from hauspost.desk.intents import Act, Command, NearMiss, Offer, Vocabulary
from hauspost.parsers import closedlists
from hauspost.parsers.awaywords import away_line
from hauspost.parsers.documentwords import document_line
from hauspost.parsers.followups import follow_up_line
from hauspost.parsers.heldmails import held_mail
from hauspost.parsers.housewords import house_line
from hauspost.parsers.lines import words
from hauspost.parsers.nearmisses import near_miss
from hauspost.parsers.orderwords import order_line
from hauspost.parsers.surveywords import survey_line
from hauspost.parsers.typed import (
    ORDER_TAG,
    Read,
    Typed,
    begins,
    chosen,
    impolite,
    paragraph,
    said_for,
    said_in,
    to_the_end,
    typed,
)
from hauspost.parsers.words import MONEY, PRIORITIES, RETENTIONS, SENTENCE, YES, YES_TO_MONEY, by_phrase
from hauspost.parsers.workwords import work_line

# A ticket or a held mail in front: "T-1042 ERLEDIGT", "1044 OK", "H-318: SPAM".
_NUMBERED = re.compile(r"(?:([THth])[- ]?)?(\d{1,9})\b\s*[:,]?\s+(\S.*)", re.DOTALL)
LEAST_DIGITS = 3  # of a number that a line of a list begins with: "12 Mieter haben angerufen" is a sentence
_TICKET = re.compile(r"[Tt]-(\d{1,9})")
_LONGEST = 300  # characters before a colon; more is a letter
_THUMB = re.compile("👍[\U0001f3fb-\U0001f3ff]?[.!]?")


def read_line(lines: Sequence[str], at: int, vocabulary: Vocabulary, *, first: bool) -> Read | None:
    """A manager's line. None: it is ordinary text. `first`: nothing was written above it."""
    line = typed(lines[at])
    if first and (asked := survey_line(line, lines, at, vocabulary)) is not None:
        # Behind its colon a question mark belongs to what is asked. In an answer its words would go to the wrong one.
        return asked if vocabulary.opens else Read(NearMiss(line.line, "only_new", ""))
    if "?" in line.bare:  # rule 4; what one wants to know on that day may be a question
        return follow_up_line(line, lines, at, vocabulary)
    if not line.core:
        return _answer(line, vocabulary)
    return (
        _answer(line, vocabulary)
        or _numbered(line, lines, at, vocabulary)
        or _unnumbered(line, lines, at, vocabulary, first=first)
        or _of_order(line, vocabulary)
    )


def _unnumbered(
    line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary, *, first: bool
) -> Read | None:
    return (
        _halt(line, vocabulary)
        or _bare(line, vocabulary)
        or _ordered(line, lines, at, vocabulary)
        or _with_text(line, lines, at, vocabulary, first=first)
        or _with_value(line, vocabulary, first=first)
        or near_miss(line, vocabulary)
    )


def _ordered(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """Orders and the house; their word, names and terms are short, whatever text follows the colon."""
    if len(line.bare.partition(":")[0]) > _LONGEST:
        return None
    return (
        house_line(line, lines, at, vocabulary)
        or document_line(line, vocabulary)
        or away_line(line, vocabulary)
        or follow_up_line(line, lines, at, vocabulary)
        or work_line(line, lines, at, vocabulary)
        or order_line(line, lines, at, vocabulary)
    )


def answer(text: str, vocabulary: Vocabulary) -> Command | None:
    """The exact form of an answer that the notice offers (rule 2)."""
    line = typed(text)
    dressed = line.bare.removesuffix(")").replace("-", "")  # "a)", "H-318 OK"
    dressed = dressed.replace(":", "") if vocabulary.is_list else dressed  # "1044: OK"
    if "?" in line.bare:
        return None
    if not line.core:
        thumb = next((o for o in vocabulary.offers if _is_for_money_alone(o)), None)
        return chosen(thumb, line) if thumb and _THUMB.fullmatch(line.bare) else None
    if not typed(dressed).plain:
        return None
    for offer in vocabulary.offers:
        if not offer.needs_text and (line.phrase in said_in(offer) or line.phrase in _yes(offer)):
            return chosen(offer, line)
    return None


def asks_for_money(offer: Offer) -> bool:
    """A yes that spends is one only as the whole new text (rule 8)."""
    return offer.act is Act.YES and any(said.split()[0] in MONEY for said in said_in(offer))


def _is_for_money_alone(offer: Offer) -> bool:
    """Not one of several: "JA 2" is said with its number or not at all."""
    return offer.act is Act.YES and bool(MONEY.intersection(said_in(offer)))


def _yes(offer: Offer) -> frozenset[str]:
    if offer.act is not Act.YES:
        return frozenset()
    if _is_for_money_alone(offer):
        return YES_TO_MONEY
    return frozenset() if asks_for_money(offer) else YES


def _answer(line: Typed, vocabulary: Vocabulary) -> Read | None:
    exact = answer(line.line, vocabulary)
    if exact:
        return Read(exact)
    halting = (
        offer for offer in vocabulary.offers if offer.act in (Act.NO, Act.STOP) and not offer.needs_text
    )
    for offer in halting:  # rule 7: a no may carry its reason
        if any(begins(line.core, said.split()) for said in said_in(offer)):
            return Read(chosen(offer, line))
    return None


def _numbered(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    found = _NUMBERED.fullmatch(line.bare)
    if not found:
        return None
    kind, number, rest = (found[1] or "").upper(), int(found[2]), found[3]
    if kind == "H":
        return held_mail(line, number, rest, vocabulary)
    # Answers belong to the notice that was answered, not to whatever number somebody writes before them.
    read = _unnumbered(typed(rest), lines, at, replace(vocabulary, offers=()), first=False)
    if read is None or (isinstance(read.meaning, NearMiss) and not kind):
        is_line = vocabulary.is_list and len(found[2]) >= LEAST_DIGITS
        missed = read.meaning if read is not None else None
        if is_line and isinstance(missed, NearMiss) and missed.reason == "needs_colon":
            return Read(replace(missed, line=line.line))
        return Read(NearMiss(line.line, "list_line", f"T-{number}")) if is_line else None
    if isinstance(read.meaning, Command):
        return Read(replace(read.meaning, line=line.line, target=f"T-{number}"), read.lines)
    return Read(replace(read.meaning, line=line.line), read.lines)


def _of_order(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """A list's line that begins with an order's number and goes on with no known word."""
    found = ORDER_TAG.match(line.bare) if vocabulary.is_list else None
    return Read(NearMiss(line.line, "list_line", f"T-{int(found[1])}")) if found else None


def _halt(line: Typed, vocabulary: Vocabulary) -> Read | None:
    for said, word in by_phrase(vocabulary.party, vocabulary.language, Kind.HALT).items():
        if begins(line.core, said.split()):
            return Read(Command(word.act, line.line))
    return None


def bare_word(text: str, vocabulary: Vocabulary) -> Command | None:
    """A word alone on its line, or one that may name its ticket behind it (rule 2)."""
    line = typed(text)
    known = by_phrase(vocabulary.party, vocabulary.language, Kind.BARE)
    if "?" in line.bare:
        return None
    if line.plain and line.phrase in known:
        return Command(known[line.phrase].act, line.line, known[line.phrase].value)
    ticket = _TICKET.search(line.bare)
    if ticket:
        rest = line.bare[: ticket.start()] + line.bare[ticket.end() :]
        word = known.get(" ".join(impolite(words(rest))))
        if word and word.takes_ticket and typed(rest).plain:
            return Command(word.act, line.line, target=f"T-{int(ticket[1])}")
    return None


def _bare(line: Typed, vocabulary: Vocabulary) -> Read | None:
    found = bare_word(line.bare, vocabulary)
    return Read(replace(found, line=line.line)) if found else None


def _with_text(
    line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary, *, first: bool
) -> Read | None:
    """ABLEHNEN: to the end of the paragraph; AN ‹unit or name›: to the end of all."""
    head, colon, _ = line.bare.partition(":")
    said = impolite(words(head))
    if first and vocabulary.opens and said and said[0] in said_for(Act.TO, vocabulary):
        return _written_to(line, lines, at, vocabulary)
    word = by_phrase(vocabulary.party, vocabulary.language, Kind.COLON).get(" ".join(said))
    offer = next((o for o in vocabulary.offers if o.needs_text and " ".join(said) in said_in(o)), None)
    if not (word or offer) or not colon:
        return None
    text, took = paragraph(line, lines, at)
    if not text:
        return Read(NearMiss(line.line, "needs_colon", head.strip()))
    if offer:
        return Read(chosen(offer, line, text), took)
    return Read(Command(word.act, line.line, text=text), took) if word else None


def _written_to(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    head, colon, _ = line.bare.partition(":")
    text, to_end = to_the_end(line, lines, at)
    named = _resident(impolite(words(head))[1:], vocabulary, sure=bool(colon))
    if named is None:
        return None
    if named.is_exact and colon:
        return Read(Command(Act.TO, line.line, named.values[0], text), to_end)
    readings = tuple(Command(Act.TO, line.line, value, text) for value in named.values)
    reason = "unknown_value" if colon else "needs_colon"
    # With readings the text waits in them; without, it is left for people.
    took = to_end if readings else 1
    return Read(NearMiss(line.line, reason, _as_typed(head), readings), took)


@dataclass(frozen=True, slots=True)
class _Named:
    """Whom a line names: one resident or unit, or those who may be meant."""

    values: tuple[str, ...]
    is_exact: bool


def _resident(said: Sequence[str], vocabulary: Vocabulary, *, sure: bool) -> _Named | None:
    """AN and FÜR are everyday words: only a value of the list, or what comes near one, makes them commands.

    `sure`: a colon stands behind the name. None: an ordinary sentence.
    """
    name = closedlists.untitled(said)
    values = closedlists.values(name, vocabulary.residents)
    if values:
        return _Named(values, is_exact=len(values) == 1)
    if not name or closedlists.values(name, vocabulary.colleagues):
        return None
    unit = len(name) == 1 and closedlists.looks_like_a_unit(name[0])
    near = closedlists.nearest(name, vocabulary.residents) if unit or sure else ()
    return _Named(near, is_exact=False) if unit or near else None


def _as_typed(head: str) -> str:
    """The name as it was typed, without AN or FÜR before it."""
    said = head.split()
    return " ".join(said[2 if words(said[0]) != list(impolite(words(said[0]))) else 1 :])


def _with_value(line: Typed, vocabulary: Vocabulary, *, first: bool) -> Read | None:
    known = by_phrase(vocabulary.party, vocabulary.language, Kind.VALUE)
    for said in sorted(known, key=len, reverse=True):
        word = known[said]
        if begins(line.core, said.split()):
            if word.act is Act.FOR:
                return _on_behalf(line, vocabulary) if first and vocabulary.opens else None
            if word.act is Act.RETAIN and ":" in line.bare:
                return _of_file(line, word, said, vocabulary)
            rest = closedlists.untitled(line.core[len(said.split()) :])
            return _valued(line, word, rest, vocabulary)
    return None


def _of_file(line: Typed, word: Word, said: str, vocabulary: Vocabulary) -> Read | None:
    """ "AUFBEWAHREN kurz: Ausweis.jpg": of one file, and not of the ticket."""
    head, _, file = line.bare.partition(":")
    read = _valued(line, word, impolite(words(head))[len(said.split()) :], vocabulary)
    if read is None or not file.strip():
        return None
    if isinstance(read.meaning, NearMiss):
        readings = tuple(replace(c, text=file.strip()) for c in read.meaning.readings)
        return Read(replace(read.meaning, readings=readings))
    return Read(replace(read.meaning, text=file.strip()))


def _on_behalf(line: Typed, vocabulary: Vocabulary) -> Read | None:
    head, colon, tail = line.bare.partition(":")
    named = _resident(impolite(words(head))[1:], vocabulary, sure=bool(colon))
    if named is None:
        return None
    readings = tuple(Command(Act.FOR, line.line, value, tail.strip()) for value in named.values)
    return Read(
        readings[0] if named.is_exact else NearMiss(line.line, "unknown_value", _as_typed(head), readings)
    )


def _valued(line: Typed, word: Word, rest: tuple[str, ...], vocabulary: Vocabulary) -> Read | None:
    lists = {
        Act.CATEGORY: vocabulary.categories,
        Act.PRIORITY: PRIORITIES,
        Act.RETAIN: RETENTIONS,
        Act.LINK_TICKET: vocabulary.dwellers,
    }
    listed = lists.get(word.act, vocabulary.colleagues)
    values = closedlists.values(rest, listed)
    if len(values) == 1:
        return Read(Command(word.act, line.line, values[0]))
    likely = values or closedlists.nearest(rest, listed)
    readings = tuple(Command(word.act, line.line, value) for value in likely)
    sentence = len(rest) > 1 and bool(SENTENCE.intersection(rest))
    if not rest or (len(rest) == 1 and rest[0] not in SENTENCE) or (likely and not sentence):
        return Read(NearMiss(line.line, "unknown_value", " ".join(rest), readings))
    return None
