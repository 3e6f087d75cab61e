"""Knows that each sentence about a table is said in German too, with the same blanks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.parsers import masterdata
from hauspost.parsers.masterdata_links import TWICE
from hauspost.parsers.masterdata_sentences import Sentence, german, said_in

SOURCES = sorted(Path(masterdata.__file__).parent.glob("masterdata*.py"))
# A call of these says a sentence and its mend; the number says which argument is the first of both.
SAYS = {"Misread": 0, "Unreadable": 0, "Astray": 1, "Rejected": 3, "reject": 1, "Sentence": 0}
BLANK = re.compile(r"\{(\w+)\}")


def said(tree: ast.Module) -> Iterator[str]:
    """Every literal that such a call, or a name that it is given, holds."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
        if not isinstance(node, ast.Call) or name not in SAYS:
            continue
        begin = SAYS[name]
        for argument in node.args[begin : begin + (1 if name == "Sentence" else 2)]:
            found = named.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]
            for one in found:
                yield from literals(one)


def literals(expression: ast.expr) -> Iterator[str]:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from literals(expression.body)
        yield from literals(expression.orelse)
    elif isinstance(expression, ast.Call) and getattr(expression.func, "attr", "") == "get":
        yield from literals(expression.args[1])


SENTENCES = sorted({s for p in SOURCES for s in said(ast.parse(p.read_text("utf-8")))} | set(TWICE.values()))


def test_the_sources_hold_sentences() -> None:
    assert len(SENTENCES) > 60


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_has_its_german_with_the_same_blanks(sentence: str) -> None:
    assert sentence in german()
    assert sorted(BLANK.findall(german()[sentence])) == sorted(BLANK.findall(sentence))


def test_nothing_is_translated_that_nobody_says() -> None:
    assert sorted(set(german()) - set(SENTENCES)) == []


def test_sentences_within_a_sentence_are_german_too_and_values_stay_as_they_were_typed() -> None:
    inner = Sentence('holds no mail address in "{part}"', part="close it")
    whole = Sentence('{name} "{cell}" {wrong}', name="E-Mail", cell="{name} close it", wrong=inner)
    assert whole == 'E-Mail "{name} close it" holds no mail address in "close it"'
    assert said_in(whole, "de") == "E-Mail „{name} close it“ enthält in „close it“ keine Mailadresse"
    assert said_in(whole, "en") == whole
    assert said_in("close it", "de") == "Bitte schließen"
