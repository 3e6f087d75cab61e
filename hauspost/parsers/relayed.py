"""Knows what of a text may pass between a resident and a firm: no names, numbers, prices, nothing meant inside."""

import re

from hauspost.parsers.alternatives import by_letter, uncased
from hauspost.parsers.amounts import amounts
from hauspost.parsers.task import is_about_people
from hauspost.parsers.unsigned import Told, unsigned

_INTERNAL = re.compile(r"(?i)^\W*(?:intern|internal)\b")
_OF_MONEY = (
    r"preis\w*|kosten|kostet|teuer\w*|teur\w*|günstig\w*|rechnung\w*|angebot\w*|kostenvoranschl\w*|kva|brutto|netto"
    r"|euro|eur|stundensatz|stundensätze|anfahrt\w*pauschale|pauschale?|rabatt|skonto|zahl(?:en|bar|ung\w*)"
    r"|price\w*|cost\w*|invoice\w*|quot(?:e|es|ation\w*)|estimate\w*|fee|fees|paid|pay|payment\w*"
)
_MONEY = re.compile(rf"\b{by_letter(_OF_MONEY)}\b|€|£|\$")  # of uncased text
# Somebody else than the two who write: a name behind a title, a neighbour, "bei Müller im 2. OG".
_OTHERS = re.compile(
    r"\b(?:Herrn?|Frau|Familie|Fam\.|Mr\.?|Mrs\.?|Ms\.?)\s+[A-ZÄÖÜ]"
    r"|(?i:\b(?:nachbar\w*|neighbou?r\w*|vormieter\w*|andere[nr]? mieter\w*|other tenants?)\b)"
    r"|\b[Bb]ei [A-ZÄÖÜ][\w-]+ (?:im|in der|nebenan|oben|unten|über|unter)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)(?<!ca\.)(?<!Nr\.)\s+|\n+")


def relayable(text: str, told: Told, *, is_resident: bool) -> str:
    """The sentences that may pass, in their order; "" when none is left. Of a resident nothing about people, health,
    family or money passes either. Rather too little than too much: the whole text is the managers' to read."""
    outer: list[str] = []
    for line in text.splitlines():
        if _INTERNAL.match(line):
            break
        outer.append(line)
    said = unsigned("\n".join(outer), told)
    return " ".join(s.strip() for s in _SENTENCE.split(said) if s.strip() and _passes(s, is_resident))


def _passes(sentence: str, is_resident: bool) -> bool:
    if _MONEY.search(uncased(sentence)) or amounts(sentence) or _OTHERS.search(sentence):
        return False
    return not (is_resident and is_about_people(sentence))
