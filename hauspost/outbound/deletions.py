"""Knows how the question reads that deletes a ticket: each thing that would go, in people's words."""

from collections.abc import Iterator

from hauspost.desk.notices_of_deletion import Deletion
from hauspost.outbound import cleaning
from hauspost.outbound.view import View

LONGEST = 60  # characters of a subject


def deleted_things(view: View, facts: Deletion) -> Iterator[str]:
    said, ticket = view.language, view.letter.ticket
    if ticket is not None and ticket.subject:
        yield said.say("deletion.subject", subject=cleaning.clip(ticket.subject, LONGEST))
    counted = said.count("deletion.entries", facts.entries)
    who = said.say("deletion.people", who=said.join(facts.people)) if facts.people else ""
    yield ", ".join(part for part in (counted, who) if part)
    if facts.mails:
        yield said.count("deletion.mails", facts.mails)
    if facts.files:
        yield said.count("deletion.files", len(facts.files), names=", ".join(facts.files))
    yield said.say("deletion.ours")


def deletion_stays(view: View, facts: Deletion) -> str:
    said = view.language
    invoices = said.count("deletion.invoices", facts.invoices) if facts.invoices else ""
    letters = said.count("deletion.letters", len(facts.letters), tags=said.join(facts.letters))
    return " ".join(part for part in (invoices, letters if facts.letters else "") if part)
