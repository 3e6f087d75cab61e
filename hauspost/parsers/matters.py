"""Knows where in a report another matter begins: "Außerdem …", "Und noch etwas: …", "1. … 2. …", "Also, …"."""

import re
from itertools import pairwise

from hauspost.desk.intents import Part
from hauspost.parsers.lines import levelled
from hauspost.parsers.phrases import without_closing
from hauspost.parsers.places import access, common_place
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.task import task_text

_LOOKED_AT = 4_000  # characters
_MOST = 4
_BEGINS = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=\n))\s*(?:"
    r"(?:und )?(?:außerdem|ausserdem|zweitens|drittens|des weiteren|zusätzlich|weiterhin|ferner|im übrigen|übrigens)\b"
    r"|(?:und |dann )?noch (?:etwas|was|eine (?:andere |weitere |zweite )?(?:frage|sache|bitte|meldung))\b"
    r"|(?:und )?eine? (?:weiteres?|weiterer|anderes?|zweites?) (?:anliegen|problem|punkt|thema|sache|frage)\b"
    r"|(?:and )?(?:also|secondly|in addition|additionally|another (?:thing|question|matter|problem)"
    r"|one more (?:thing|question)|on another note)\b"
    r"|[2-4][.)]\s)"
)


def parts(text: str, names: tuple[str, ...]) -> tuple[Part, ...]:
    """The stretches that may each be a matter of its own, greeting and closing block left out; () for a single one."""
    lines = without_closing([line for line in text[:_LOOKED_AT].splitlines() if line.strip()])
    own = "\n".join(line for line in lines if not is_greeting(line))
    starts = [found.start() for found in _BEGINS.finditer(levelled(own)) if own[: found.start()].strip()]
    if not starts:
        return ()
    edges = [0, *starts[: _MOST - 1], len(own)]
    found = (own[begin:end].strip() for begin, end in pairwise(edges))
    return tuple(_part(one, names) for one in found if one)


def _part(text: str, names: tuple[str, ...]) -> Part:
    return Part(text, task_text(text, names), common_place("", text), access(text))
