"""Knows how KATEGORIEN reads: each category with its words, who reads it, and the rule that acts there."""

from collections.abc import Iterator

from hauspost.desk.notices_on_request import CategoryList, CategoryRow
from hauspost.outbound.page import Entry
from hauspost.outbound.public import rule_terms
from hauspost.outbound.view import View

MOST_WORDS = 12  # the rest is counted


def category_lines(view: View, facts: CategoryList) -> Iterator[Entry]:
    for n, row in enumerate(facts.rows, start=1):
        yield Entry(str(n), row.name, tuple(_lines(view, row)))


def _lines(view: View, row: CategoryRow) -> Iterator[str]:
    said = view.language
    shown = said.say(f"category_list.{row.visibility}")
    yield said.say("category_list.important", shown=shown) if row.is_important else shown
    if row.words:
        words = ", ".join(row.words[:MOST_WORDS])
        more = len(row.words) - MOST_WORDS
        yield said.say("category_list.words", words=words) + (
            said.say("category_list.more", n=more) if more > 0 else ""
        )
    for rule in row.rules:
        yield said.say("category_list.rule", name=rule.name, terms=rule_terms(view, rule))
