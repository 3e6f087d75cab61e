"""How the receipts of several tickets become one: lines by their numbers, STOPP for all, RÜCKGÄNGIG for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hauspost.desk.case import Case
from hauspost.desk.intents import Act, Offer
from hauspost.desk.mail_table import ON, Event, Reader, When, when_told
from hauspost.desk.notices_of_steering import Transcript, TranscriptLine

# Of a receipt for several tickets these mean all of them: halting is read generously (WORDS 2, rule 7).
OF_ALL = frozenset({Act.STOP, Act.UNDO})
SHARE = 3  # a receipt waits for others a third of the hold time, so that STOPP keeps the rest of it


def waits_until(case: Case) -> datetime:
    """When a receipt leaves that may stand in one mail with those of the next moments; now, where none waits."""
    is_folded = when_told(case, Event.COMMAND, Reader.RESPONSIBLE, case.ticket) is When.FOLDED
    if not is_folded or case.policy.morning_list != ON:
        return case.at
    return case.at + timedelta(minutes=min(case.policy.fold_minutes, case.policy.hold_minutes // SHARE))


def is_joinable(facts: Transcript, offers: Iterable[Offer], *, question: str) -> bool:
    """It asks nothing, keeps no words and tells of nobody who was faster; words that leave stand below their line."""
    is_plain = not (facts.proposal or facts.kept_text or facts.since or question)
    has_place = bool(facts.lines) or not facts.sent_text
    return is_plain and has_place and all(o.act in OF_ALL for o in offers)


def joined(parts: Sequence[tuple[int, Transcript]]) -> Transcript:
    """One of all, each line behind the number of its ticket. `parts`: (ticket, its receipt), oldest first."""
    untils = [facts.stop_until for _, facts in parts if facts.stop_until is not None]
    return Transcript(
        lines=tuple(line for number, facts in parts for line in _lines(number, facts)),
        tellings=tuple(dict.fromkeys(t for _, facts in parts for t in facts.tellings)),
        stop_until=min(untils, default=None),
        can_undo=any(facts.can_undo for _, facts in parts),
        numbers=tuple(dict.fromkeys(number for number, _ in parts)),
    )


def _lines(number: int, facts: Transcript) -> Iterator[TranscriptLine]:
    """Behind the number of its ticket each; below the last one what leaves of the mail's own words."""
    for n, line in enumerate(facts.lines, start=1):
        text = facts.sent_text if n == len(facts.lines) else ""
        yield replace(line, line=f"{number} {line.line}", text=text or line.text)


def offers_of(parts: Iterable[tuple[int, tuple[Offer, ...]]]) -> tuple[Offer, ...]:
    """STOPP, and "1044 RÜCKGÄNGIG" for each ticket that has something to take back."""
    found = [(number, o) for number, offers in parts for o in offers]
    stop = [o for _, o in found if o.act is Act.STOP][:1]
    undo = {number: o for number, o in found if o.act is Act.UNDO}
    return (*stop, *(replace(o, word=f"{number} {o.word}") for number, o in undo.items()))
