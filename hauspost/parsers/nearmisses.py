"""Knows when a line that is no command was meant as one, and what it may have meant (WORDS 2, rule 6)."""

from hauspost.desk.command_table import Kind, Word
from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers import nearness
from hauspost.parsers.lines import words
from hauspost.parsers.typed import (
    Read,
    Typed,
    begins,
    begun,
    chosen,
    distinct,
    impolite,
    is_loud,
    said_for,
    said_in,
)
from hauspost.parsers.words import by_phrase


def near_miss(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """Rule 6: asked back only in capitals, behind # or /, or one edit away from a word that stands alone."""
    kinds = (Kind.BARE, Kind.VALUE, Kind.COLON, Kind.HALT, Kind.TO_THE_END)
    known = by_phrase(vocabulary.party, vocabulary.language, *kinds)
    everyday = said_for(Act.TO, vocabulary) + said_for(Act.FOR, vocabulary)
    known = {said: word for said, word in known.items() if said not in everyday}
    head = " ".join(impolite(words(line.bare.partition(":")[0])))
    colon = ":" in line.bare
    if known.get(line.phrase) and known[line.phrase].kind is Kind.COLON:
        return Read(NearMiss(line.line, "needs_colon", line.bare))
    candidates = known | {said: None for offer in vocabulary.offers for said in said_in(offer)}
    near = nearness.misspelt(line.phrase if not colon else head, known)
    if near or (not colon and nearness.is_near(line.phrase, candidates)):
        readings = tuple(Command(word.act, line.line, word.value) for word in near if word.kind is Kind.BARE)
        offered = tuple(
            chosen(o, line) for o in vocabulary.offers if nearness.is_near(line.phrase, said_in(o))
        )
        # What the notice printed comes first: it knows its question.
        return Read(NearMiss(line.line, "misspelt", line.bare, distinct(offered + readings)))
    return _loud(line, known, vocabulary)


def _loud(line: Typed, known: dict[str, Word], vocabulary: Vocabulary) -> Read | None:
    said = next((s for s in sorted(known, key=len, reverse=True) if begins(line.core, s.split())), "")
    raw = begun(line, len(said.split()))
    if said and (line.bare.isupper() or is_loud(line, len(said.split()))):
        return Read(_left_over(line, known[said], line.bare.partition(raw)[2].strip()))
    if line.called:
        likely = nearness.likely(line.phrase, known)
        readings = tuple(
            Command(word.act, line.line, word.value) for word in likely if word.kind is Kind.BARE
        )
        return Read(NearMiss(line.line, "misspelt", line.bare, readings))
    for offer in vocabulary.offers:
        if line.bare.isupper() and any(len(s) > 1 and begins(line.core, s.split()) for s in said_in(offer)):
            return Read(NearMiss(line.line, "left_over", line.bare, (chosen(offer, line),)))
    if is_loud(line) and (begun_only := _begun_only(line, vocabulary)):
        return Read(NearMiss(line.line, "misspelt", line.bare, begun_only))
    return None


def _begun_only(line: Typed, vocabulary: Vocabulary) -> tuple[Command, ...]:
    """ "IMPORT", where "IMPORT OK" is offered: every answer whose first words the line is."""
    meant = (o for o in vocabulary.offers if not o.needs_text)
    return distinct(chosen(o, line) for o in meant if any(begins(s.split(), line.core) for s in said_in(o)))


def _left_over(line: Typed, word: Word, rest: str) -> NearMiss:
    if word.kind is Kind.COLON:
        return NearMiss(line.line, "needs_colon", rest, (Command(word.act, line.line, text=rest),))
    readings = (Command(word.act, line.line, word.value),) if word.kind is Kind.BARE else ()
    return NearMiss(line.line, "left_over", rest, readings)
