"""Knows how a manager says when to see a ticket again: "WV 24.10.", "WV Fr: Angebot da?", "WV aus"."""

from collections.abc import Sequence

from hauspost.desk.intents import Act, Command, NearMiss, Vocabulary
from hauspost.parsers.dates import counts_from, day
from hauspost.parsers.lines import words
from hauspost.parsers.typed import Read, Typed, begins, impolite, paragraph, said_for
from hauspost.parsers.words import SENTENCE

NEVER = frozenset({"aus", "weg", "off", "loeschen", "aufheben", "none"})
LONGEST = 6  # words before a colon; more is a letter


def follow_up_line(line: Typed, lines: Sequence[str], at: int, vocabulary: Vocabulary) -> Read | None:
    """None: an ordinary line ("Wiedervorlage ist nächste Woche"). A day that nobody can read is asked back."""
    known = sorted(said_for(Act.FOLLOW_UP, vocabulary), key=len, reverse=True)
    said = next((s for s in known if begins(line.core, s.split())), None)
    if said is None or vocabulary.received_at is None or vocabulary.zone is None:
        return None
    head, colon, _ = line.bare.partition(":")
    if "?" in head:
        return None
    rest = impolite(words(head))[len(said.split()) :]
    text, took = paragraph(line, lines, at) if colon else ("", 1)
    if rest and set(rest) <= NEVER:
        return Read(Command(Act.FOLLOW_UP, line.line, "off"))
    if SENTENCE.intersection(rest) or len(rest) > LONGEST:
        return None
    today = counts_from(vocabulary.received_at, None).astimezone(vocabulary.zone).date()
    named = _behind(head, len(said.split()))
    found = day(named, today=today)
    if found.day is not None:
        return Read(Command(Act.FOLLOW_UP, line.line, text=text, until=found.day), took)
    readings = tuple(Command(Act.FOLLOW_UP, line.line, text=text, until=one) for one in found.candidates)
    reason = "follow_up_past" if found.reason == "past" else "follow_up_day"
    return Read(NearMiss(line.line, reason, named, readings), took)


def _behind(head: str, size: int) -> str:
    """What stands behind the word itself, as it was typed; a hyphen may part the word."""
    shown = head.replace("-", " ", 1) if size > 1 else head
    kept = shown.split()
    begin = (
        1 if impolite(words(shown)) != tuple(words(shown)) and words(kept[0])[0] in ("bitte", "please") else 0
    )
    return " ".join(kept[begin + size :])
