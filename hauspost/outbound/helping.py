"""Knows how HILFE prints its words: by section, each with what it does and with names of the asker's own case."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from hauspost.desk.notices_on_request import Help
from hauspost.outbound.orders import next_visit
from hauspost.outbound.page import Answer
from hauspost.outbound.view import View

AHEAD, SOON = (
    timedelta(days=7),
    timedelta(days=3),
)  # the days of the examples; a weekday alone is never today's


def help_sections(view: View, facts: Help) -> Iterator[tuple[str, list[Answer]]]:
    """Title and words. Sections without a title of their own are one list."""
    for title, codes in groupby(facts.lines, lambda code: _title(view, code)):
        yield title, [_row(view, facts, code) for code in codes]


def _title(view: View, code: str) -> str:
    return view.language.say_if(f"help_titles.{code.partition('.')[0]}")


def _row(view: View, facts: Help, code: str) -> Answer:
    said, day = view.language, view.letter.at + AHEAD
    word = said.say(
        f"help_words.{code}",
        ticket=facts.ticket,
        firm=facts.firm,
        colleague=facts.colleague,
        unit=facts.unit,
        house=facts.house,
        category=facts.category,
        text=facts.text,
        day=view.times.typed_day(day),
        weekday=view.times.typed_weekday(view.letter.at + SOON),
        visit=next_visit(view),
    )
    return Answer(word, said.say(f"help_means.{code}"))
