"""Knows how older news reads that rides along in the mail of a newer one: a line each, the oldest first."""

from collections.abc import Iterator

from hauspost.desk.notices import Folded
from hauspost.desk.notices_to_people import PublicNews, StatusChanged
from hauspost.outbound.page import Entry, Writer
from hauspost.outbound.view import View


def add_folded(view: View, writer: Writer) -> None:
    """Nothing where the mail says one thing."""
    writer.entries((_entry(view, one) for one in view.letter.folded), view.language.say("folded.title"))


def _entry(view: View, one: Folded) -> Entry:
    text = one.facts.text if isinstance(one.facts, StatusChanged | PublicNews) else ""
    return Entry(view.times.clock(one.at), ", ".join(_said(view, one)), (), text)


def _said(view: View, one: Folded) -> Iterator[str]:
    said, facts = view.language, one.facts
    match facts:
        case StatusChanged():
            if facts.before != facts.after:
                yield said.say("folded.status", status=said.label("statuses", facts.after))
            if facts.ordered:
                yield said.say("folded.ordered", who=said.join(facts.ordered))
            if facts.order_window is not None:
                yield said.say("folded.date", date=view.times.window(facts.order_window))
        case PublicNews():
            ticket = view.letter.ticket
            status = said.label("statuses", str(ticket.status)) if ticket else ""
            yield said.say(f"folded_events.{facts.event}", status=status)
        case _:
            raise AssertionError(f"{type(facts).__name__} does not ride in another mail")
