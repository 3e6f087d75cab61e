"""Knows what a firm found beside its order's work: "Außerdem ist im Keller ein Rohr undicht", read as sentences."""

import re

from hauspost.parsers.firms import DONE
from hauspost.parsers.lines import words

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!ca\.)(?<!Nr\.)\s+|\n+")
_BESIDES = re.compile(
    r"(?i)\b(?:außerdem|ausserdem|zudem|zusätzlich|zusaetzlich|des weiteren|desweiteren|weiterhin ist|ferner|übrigens"
    r"|uebrigens|im übrigen|nebenbei|bei der gelegenheit|ebenfalls|auch noch|noch etwas"
    r"|weitere[rsn]? (?:mangel|mängel|maengel|schaden|schäden|defekt\w*|befund)"
    r"|(?:ist|sind|haben|habe)\b.{0,40}\b(?:aufgefallen|festgestellt|entdeckt|bemerkt)"
    r"|also|additionally|besides|in addition|by the way|while (?:we were|i was) (?:there|here)|we noticed|i noticed"
    r"|another (?:leak|defect|fault|problem))\b"
)
_BROKEN = re.compile(
    r"(?i)\b(?:undicht\w*|defekt\w*|kaputt\w*|tropft|tropfen|leckt?|leckage|feucht\w*|nass\w*|schimmel\w*|verrostet\w*"
    r"|durchgerostet\w*|rost|gebrochen\w*|riss\w*|gerissen\w*|morsch\w*|verkalkt\w*|locker\w*|lose|verstopft\w*|fehlt"
    r"|fehlen|beschädigt\w*|beschaedigt\w*|ausgefallen|brennt nicht|brennen nicht|flackert|geht nicht|gehen nicht"
    r"|funktioniert nicht|leak\w*|broken|faulty|damp|wet|mou?ld\w*|rust\w*|crack\w*|loose|blocked|missing|damaged"
    r"|not working|does not work)\b"
    r"|\b(?:muss|müsste\w*|muesste\w*|müssen|sollte\w*|must|should|needs?)\b.{0,60}"
    r"\b(?:erneuert|ersetzt|getauscht|repariert|gemacht|replac\w*|repair\w*|fix\w*|renew\w*)\b"
)
_DUE = re.compile(r"(?i)\b(?:muss|müsste\w*|muesste\w*|müssen|sollte\w*|must|should|needs?)\b")
_LONGEST = 600  # characters
_LOOKED_AT = 4_000


def extra_finding(text: str) -> str:
    """The sentences that tell it, in their order; "" where there are none, or what was found is mended already."""
    told = [s.strip() for s in _SENTENCE.split(text[:_LOOKED_AT]) if _is_finding(s)]
    return " ".join(told)[:_LONGEST]


def _is_finding(sentence: str) -> bool:
    is_mended = bool(DONE.intersection(words(sentence))) and not _DUE.search(sentence)
    told = _BESIDES.search(sentence) and _BROKEN.search(sentence)
    return bool(told) and not is_mended and "?" not in sentence
