"""Knows how managers read what a whole house answered at once."""

from collections.abc import Iterator

from hauspost.desk.notices_to_managers import ReplyStorm
from hauspost.outbound.page import Entry
from hauspost.outbound.view import View


def storm_count(view: View, facts: ReplyStorm) -> str:
    """12 weitere Antworten"""
    return view.language.count("storm.replies", len(facts.replies))


def storm_replies(view: View, facts: ReplyStorm) -> Iterator[Entry]:
    for reply in facts.replies:
        yield Entry(view.times.clock(reply.at), reply.by, (), reply.text)
