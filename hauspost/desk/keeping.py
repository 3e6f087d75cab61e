"""AUFBEWAHREN and SPERREN: how long a manager wants a ticket kept, and that nothing of it may be deleted for now."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.channels import INTERNAL
from hauspost.desk.course import Course
from hauspost.desk.decision import (
    AddEntry,
    Decision,
    Effect,
    SetFileRetention,
    SetHold,
    SetRetention,
    Verdict,
)
from hauspost.desk.houses import Company, Person, PersonId
from hauspost.desk.intents import Act, Command
from hauspost.desk.languages import say
from hauspost.desk.model import Entry, EntryKind, Ticket
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine

KEEPING: Final = frozenset({Act.RETAIN, Act.HOLD})
FREE: Final = "free"  # AUFBEWAHREN FREI: the hold is over
BY_KIND: Final = "auto"  # AUFBEWAHREN AUTOMATISCH: by what the ticket is
LONGEST: Final = 300  # characters of a reason


def keep(case: Case, course: Course, command: Command, by: Person, *, ticket: Ticket) -> Course:
    """A class of `retention.Retention`, or its end, or the hold and its reason."""
    if command.text and command.act is Act.RETAIN:
        return _keep_file(case, course, command, by)
    is_hold = command.act is Act.HOLD or command.value == FREE
    after = _reason(command) if is_hold else "" if command.value == BY_KIND else command.value
    before = ticket.hold if is_hold else ticket.retention
    said = "hold" if command.act is Act.HOLD else command.value
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=said)
    if after == before:
        return course.then(replace(line, outcome=Outcome.ALREADY))
    entry = _entry(before, after, by.id, by.name, is_hold=is_hold)
    if is_hold:
        return course.then(line, SetHold(after), entry, ticket=replace(ticket, hold=after))
    return course.then(line, SetRetention(after), entry, ticket=replace(ticket, retention=after))


def spoken(command: Command, language: str) -> str:
    """What AUFBEWAHREN is followed by, and the file, if it names one."""
    word = say(f"retentions.{command.value}", language)
    return f"{word}: {command.text}" if command.text else word


def _keep_file(case: Case, course: Course, command: Command, by: Person) -> Course:
    """AUFBEWAHREN kurz: Ausweis.jpg. A part of the name is enough where one file alone bears it."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=command.value)
    known = files_of(case.entries)
    file = file_named(known, command.text)
    if file is None or command.value == FREE:
        why = "which_file" if known else "no_file"
        return course.then(replace(line, outcome=Outcome.REFUSED, after=why, detail=", ".join(known)))
    after = "" if command.value == BY_KIND else command.value
    return course.then(replace(line, detail=file), *_file_kept(file, after, by.id, by.name))


def files_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The names of all files that were mailed to it, each once."""
    found = (e.facts.get("attachments") for e in entries if e.arrival is not None)
    return tuple(dict.fromkeys(str(name) for names in found if isinstance(names, list) for name in names))


def file_named(known: tuple[str, ...], words: str) -> str | None:
    """None: none of them, or several."""
    said = " ".join(words.split()).casefold()
    same = [name for name in known if name.casefold() == said]
    found = same or [name for name in known if said in name.casefold()]
    return found[0] if len(found) == 1 else None


def _file_kept(file: str, after: str, author: PersonId | None, name: str) -> tuple[Effect, ...]:
    facts: dict[str, object] = {"what": "file", "file": file, "after": after}
    entry = AddEntry(INTERNAL, EntryKind.RETENTION, author, name, facts=facts)
    return SetFileRetention(file, after), entry


def file_erased(ticket: int, file: str, arrival: int, company: Company) -> Decision:
    """By the calendar: its time is over."""
    facts: dict[str, object] = {"what": "file", "file": file, "state": "erased"}
    entry = AddEntry(INTERNAL, EntryKind.RETENTION, None, company.name, facts=facts)
    return Decision(Verdict.ACCEPTED, "erased", (entry,), ticket=ticket, event=f"file-{ticket}-{arrival}")


def kept_by_operator(ticket: Ticket, after: str, file: str, *, company: Company, event: str) -> Decision:
    """`hauspost retain`. `after`: a class, "" for what it is by itself; `file`: one of its files, "" for all of it."""
    if file:
        effects = _file_kept(file, after, None, company.name)
    else:
        effects = (
            SetRetention(after),
            _entry(ticket.retention, after, None, company.name, is_hold=False),
        )
    return Decision(
        Verdict.ACCEPTED, "kept_by_operator", effects, ticket=ticket.number, seq=ticket.seq, event=event
    )


def held_by_operator(ticket: Ticket, reason: str, *, company: Company, event: str) -> Decision:
    """`hauspost hold`. `reason`: "" ends the hold."""
    entry = _entry(ticket.hold, reason, None, company.name, is_hold=True)
    return Decision(
        Verdict.ACCEPTED,
        "held_by_law",
        (SetHold(reason), entry),
        ticket=ticket.number,
        seq=ticket.seq,
        event=event,
    )


def kept_as(entry: Entry, which: str, language: str) -> str:
    """How the journal says what became of a retention (`which`: "before" or "after"), in the words that one types."""
    facts = entry.facts
    value = str(facts.get(which) or "")
    if facts.get("what") == "class":
        return say(f"retentions.{value or BY_KIND}", language)
    if which == "before" or "what" not in facts:  # earlier versions left nothing of an erased entry
        return ""
    if facts["what"] == "hold":
        freed = f"{say(f'commands.{Act.RETAIN}', language)} {say(f'retentions.{FREE}', language)}"
        return say(f"commands.{Act.HOLD}", language) if facts.get("state") == "on" else freed
    is_erased = facts.get("state") == "erased"
    line = say("journal.file_erased" if is_erased else f"retentions.{value or BY_KIND}", language)
    line = line if is_erased else f"{{file}}: {line}"
    return line.format(file=facts.get("file", "")).removeprefix(": ")  # an erased entry names no file


def _reason(command: Command) -> str:
    return " ".join(command.text.split())[:LONGEST] if command.act is Act.HOLD else ""


def _entry(before: str, after: str, author: PersonId | None, name: str, *, is_hold: bool) -> AddEntry:
    """The reason is words; a class is a fact."""
    if is_hold:
        facts: dict[str, object] = {"what": "hold", "state": "on" if after else "off"}
        return AddEntry(INTERNAL, EntryKind.RETENTION, author, name, after or before, facts)
    facts = {"what": "class", "before": before, "after": after}
    return AddEntry(INTERNAL, EntryKind.RETENTION, author, name, facts=facts)
