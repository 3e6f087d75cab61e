"""Knows how the board reads of the house: what is open, and what ended since the last time, a line each."""

from collections.abc import Iterator

from hauspost.desk.notices_to_people import BoardDigest, BoardLine
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.page import Entry
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View


def board_lead(view: View, facts: BoardDigest) -> str:
    """2 offen, 1 beendet seit Mo, 6.10.2025"""
    said = view.language
    parts = [said.count("board.running", len(facts.running))] if facts.running else []
    ended = said.count("board.ended", len(facts.ended), day=view.times.day(facts.since))
    return ", ".join([*parts, ended])


def board_running(view: View, facts: BoardDigest) -> Iterator[Entry]:
    return _entries(view, facts.running)


def board_ended(view: View, facts: BoardDigest) -> Iterator[Entry]:
    return _entries(view, facts.ended)


def board_example(view: View, facts: BoardDigest) -> str:
    """T-1052 ICH AUCH, of the newest that is open."""
    if not facts.running:
        return ""
    return view.language.say("evening.me_too", number=facts.running[-1].number).replace(" ", NO_BREAK)


def _entries(view: View, lines: tuple[BoardLine, ...]) -> Iterator[Entry]:
    between = view.language.say("marks.between")
    for line in lines:
        head = between.join(p for p in (line.what, place_words(line.place, view.language)) if p)
        yield Entry(f"T-{line.number}", head, (_course(view, line),))


def _course(view: View, line: BoardLine) -> str:
    """gemeldet Do, 2.10.2025, Freigegeben"""
    said = view.language
    opened = said.say("board.opened", day=view.times.day(line.opened_at))
    if line.status == "rejected":
        state = said.say("board.rejected")
    else:
        state = said.label("statuses", line.status)
    day = f" {view.times.day(line.done_at)}" if line.done_at else ""
    return f"{opened}, {state}{day}"
