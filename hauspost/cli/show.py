"""`hauspost show`: one ticket with its channels, each apart from the others, and its questions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import moment, print_json, print_text
from hauspost.cli.tickets import status_of, to_json
from hauspost.desk.channels import INTERNAL, Channel, ChannelKind
from hauspost.desk.deadlines import Priority, Running
from hauspost.desk.decision import Question
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.model import Entry, Ticket
from hauspost.desk.retention import Duty, Retention, kept_until, of_words
from hauspost.gateway.clock import now
from hauspost.store import deadlines, erasing, file_retention, registry, retention
from hauspost.store import tickets as store
from hauspost.store.file_retention import FileKept
from hauspost.store.retention import Kept

_NUMBER = re.compile(r"\[?(?:T-)?([0-9]{1,9})\]?", re.IGNORECASE)
_ORDER = (ChannelKind.INTERNAL, ChannelKind.RESIDENT, ChannelKind.ORDER, ChannelKind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Shown:
    ticket: Ticket
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    deadlines: tuple[Running, ...]
    people: Mapping[PersonId, Person]
    kept: Kept
    files: tuple[FileKept, ...]


def register(app: typer.Typer) -> None:
    app.command()(show)


def show(
    context: typer.Context,
    ticket: Annotated[str, typer.Argument(metavar="T-1042", help="The ticket's number.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Shows one ticket: who may read what stands in each channel, and what is still asked."""
    number = number_of(ticket)
    with door.database(door.settings(context)) as database, database.read() as connection:
        found = store.load_ticket(connection, number)
        if found is None:
            raise Trouble(f"there is no ticket T-{number}", "`hauspost tickets --all` lists them")
        questions = store.questions_of(connection, number)
        named = {p.person for p in found.participants} | {found.responsible, found.reporter}
        named |= {asked for question in questions for asked in question.asked}
        people = registry.persons(connection, (p for p in named if p))
        running = deadlines.running(connection, (number,))
        numbers = erasing.numbers_of(connection, number)
        kept = retention.kept(connection, numbers, now().date())
        files = file_retention.of(connection, numbers)
        shown = Shown(found, store.load_entries(connection, number), questions, running, people, kept, files)
    if as_json:
        print_json(_json(shown))
    else:
        _print(shown)


def number_of(written: str) -> int:
    """Reads T-1042, 1042 and [T-1042]."""
    match = _NUMBER.fullmatch(written.strip())
    if match is None:
        raise Trouble(f'"{written}" is no ticket', "write it like T-1042", status=door.USAGE)
    return int(match[1])


def _channels(shown: Shown) -> list[Channel]:
    """Every channel that somebody takes part in or that something stands in; the office's own first."""
    found = {INTERNAL, *(p.channel for p in shown.ticket.participants), *(e.channel for e in shown.entries)}
    return sorted(found, key=lambda channel: (_ORDER.index(channel.kind), channel.key))


def _json(shown: Shown) -> dict[str, Any]:
    channels = [
        {
            "channel": str(channel),
            "entries": [_entry(entry) for entry in shown.entries if entry.channel == channel],
        }
        for channel in _channels(shown)
    ]
    return {
        **to_json(shown.ticket),
        "channels": channels,
        "questions": [_question(question) for question in shown.questions],
        "deadlines": [_deadline(running) for running in shown.deadlines],
        "retention": _retention(shown),
    }


def _retention(shown: Shown) -> dict[str, Any]:
    """`class`, `until`: of its words, `until` absent while it is open; then what is kept on its own."""
    kept, until = _words_kept(shown.ticket)
    return {
        "class": str(kept),
        "until": until.isoformat() if until else None,
        "hold": shown.ticket.hold or None,
        "duties": [
            {"what": duty.what, "class": str(duty.retention), "until": duty.until.isoformat()}
            for duty in _duties(shown)
        ],
        "files": [
            {
                "file": one.file,
                "class": str(one.retention),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in shown.files
        ],
    }


def _words_kept(ticket: Ticket) -> tuple[Retention, date | None]:
    kept = of_words(ticket.retention, ticket.kind, map(str, ticket.flags))
    return kept, kept_until(kept, ticket.done_at.date()) if ticket.done_at else None


def _duties(shown: Shown) -> tuple[Duty, ...]:
    """Letters and invoices; files that somebody spoke of stand for themselves."""
    own = {one.file for one in shown.files}
    return tuple(duty for duty in shown.kept.duties if duty.what not in own)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "kind": str(entry.kind),
        "author": entry.author_name,
        "person": entry.author,
        "text": entry.text,
        "facts": entry.facts,
    }


def _deadline(running: Running) -> dict[str, Any]:
    """`next_at`: when somebody is told next, absent where everybody has been; `next`: who that is."""
    clock = running.clock
    return {
        "stage": str(clock.stage),
        "order": clock.order or None,
        "since": clock.started_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
        "next": str(clock.steps[running.step]) if running.step < len(clock.steps) else None,
        "next_at": running.next_at.isoformat() if running.next_at else None,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "kind": str(question.kind),
        "asked": list(question.asked),
        "state": question.state,
        "answer": question.answer,
    }


def _print(shown: Shown) -> None:
    ticket = shown.ticket
    print_text(f"{ticket.tag}  {status_of(ticket)}  {ticket.subject}")
    print_text(f"{ticket.visibility} · {ticket.category} · property {ticket.property_id} · {ticket.place}")
    print_text(f"reported by {_name(shown, ticket.reporter)}, {moment(ticket.opened_at)}")
    print_text(f"responsible: {_name(shown, ticket.responsible)}")
    _print_times(shown)
    _print_retention(shown)
    for channel in _channels(shown):
        print_text(f"\n── {channel} ({_readers(shown, channel)})")
        for entry in shown.entries:
            if entry.channel == channel:
                _print_entry(entry)
    if shown.questions:
        print_text("\n── questions")
    for question in shown.questions:
        asked = ", ".join(_name(shown, person) for person in question.asked) or "the managers"
        answer = f": {question.answer}" if question.answer else ""
        print_text(f"{question.kind} · asked {asked} {moment(question.asked_at)} · {question.state}{answer}")


def _print_times(shown: Shown) -> None:
    """Its priority, and each deadline with who is told next."""
    if shown.ticket.priority != Priority.NORMAL:
        print_text(f"priority: {shown.ticket.priority}")
    for running in shown.deadlines:
        clock = running.clock
        of = f" of order {clock.order}" if clock.order else ""
        told = f"{clock.steps[running.step]} is told" if running.step < len(clock.steps) else "all were told"
        at = f" {moment(running.next_at)}" if running.next_at else ""
        print_text(f"{clock.stage}{of}: due {moment(clock.due_at)}, {told}{at}")


def _print_retention(shown: Shown) -> None:
    """How long it is kept, what of it longer or shorter, and what keeps all of it."""
    kept, until = _words_kept(shown.ticket)
    print_text(f"kept as {kept} {_until(until)}")
    for duty in _duties(shown):
        print_text(f"  {duty.what}: kept as {duty.retention} {_until(duty.until)}")
    for one in shown.files:
        print_text(f"  {one.file}: kept as {one.retention} {_until(one.until)}")
    if shown.ticket.hold:
        print_text(f"under legal hold: {shown.ticket.hold}")


def _until(day: date | None) -> str:
    return f"until {day.isoformat()}" if day else "from its closing on"


def _print_entry(entry: Entry) -> None:
    facts = ", ".join(
        f"{key}: {_fact(value)}" for key, value in entry.facts.items() if value not in ("", None, [], False)
    )
    about = f"  ({facts})" if facts else ""
    print_text(f"{entry.seq:>3}  {moment(entry.at)}  {entry.kind}  {entry.author_name}{about}")
    if entry.text:
        print_text(entry.text, indent=5)


def _fact(value: object) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, Iterable) and not isinstance(value, str)
        else str(value)
    )


def _readers(shown: Shown, channel: Channel) -> str:
    inside = [p for p in shown.ticket.participants if p.channel == channel and p.until is None]
    return ", ".join(["managers", *(_name(shown, p.person) for p in inside)])


def _name(shown: Shown, person: PersonId | None) -> str:
    if person is None:
        return "nobody"
    known = shown.people.get(person)
    return f"{known.name} ({person})" if known else person
