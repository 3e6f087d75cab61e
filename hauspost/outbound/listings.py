"""Knows how lists read: held mails with their answers, tickets with their status, a ticket's whole file."""

from collections.abc import Iterator

from hauspost.desk.intents import Act
from hauspost.desk.notices import FileEntry, FileOfTicket, HeldItem, HeldList, Listing, TicketLine
from hauspost.outbound import cleaning
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.view import View

EXCERPT = 200


def held_example(view: View, facts: HeldList) -> str:
    """The shortest right answer to the first line of the list."""
    first = facts.items[0]
    word = view.language.say("held_words.take" if first.can_take else "held_words.take_new")
    return f"H-{first.number}{NO_BREAK}{word}"


def held_entries(view: View, facts: HeldList) -> Iterator[Entry]:
    for item in facts.items:
        said = view.language
        who = item.from_address + (f", {said.say('held.about', number=item.ticket)}" if item.ticket else "")
        yield Entry(
            f"H-{item.number}",
            f"{view.times.clock(item.at)} {who}",
            tuple(_about(view, item)),
            cleaning.clip(item.excerpt, EXCERPT),
            tuple(_held_answers(view, item)),
        )


def _about(view: View, item: HeldItem) -> Iterator[str]:
    said = view.language
    yield said.say_if(f"held.{item.reason}") or said.say("held.other")
    if item.presumed:
        yield said.say("held.presumed", who=item.presumed)
    if item.subject:
        yield said.say("held.subject", subject=cleaning.clip(item.subject, EXCERPT))


def _held_answers(view: View, item: HeldItem) -> Iterator[Answer]:
    said = view.language
    buttons = {row.word: row.href for row in view.offered}
    take = said.say("held.take", who=item.presumed) if item.presumed else said.say("held.take_plain")
    rows = ((Act.TAKE, take), (Act.TAKE_NEW, said.say("held.new")), (Act.SPAM, said.say("held.spam")))
    for act, meaning in rows:
        if act is not Act.TAKE or item.can_take:
            word = f"H-{item.number} {said.say(f'held_words.{act}')}"
            yield Answer(word, meaning, buttons.get(word, ""))


def ticket_lines(view: View, facts: Listing) -> Iterator[Entry]:
    for line in facts.lines:
        head = view.language.say("marks.between").join(p for p in (line.subject, line.place, line.who) if p)
        yield Entry(f"T-{line.number}", head, (_state(view, line),))


def _state(view: View, line: TicketLine) -> str:
    said = view.language
    status = said.label("statuses", "REJECTED" if line.is_rejected else line.status)
    if line.changed_at is None:
        return status
    return said.say("ticket_list.changed", status=status, when=view.times.when(line.changed_at))


def file_entries(view: View, facts: FileOfTicket) -> Iterator[Entry]:
    said = view.language
    for n, entry in enumerate(facts.entries, start=1):
        what = f"{said.label('entries', entry.kind)} ({said.label('channels', entry.channel)})"
        by = f"{entry.by}: {what}" if entry.by else what
        change = _change(view, entry)
        head = f"{view.times.day(entry.at)}, {view.times.time(entry.at)}"
        yield Entry(str(n), head, tuple(line for line in (by, change) if line), entry.text)


def _change(view: View, entry: FileEntry) -> str:
    """From what to what; a status is a code, everything else is in people's words already."""
    words = (view.language.label("statuses", one) for one in (entry.before, entry.after) if one)
    return " → ".join(words)
