"""The task text that an order may carry: the report's sentences about the thing, and nothing about people (WORDS 5)."""

import re
from collections.abc import Iterable

LOOKED_AT = 4000  # characters
LONGEST = 400  # an order is read on a ladder

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
GREETING = re.compile(
    r"^(?:hallo|guten (?:tag|morgen|abend)|moin|servus|grüß gott|sehr geehrte\w*|liebe[rs]?|"
    r"hi|hey|dear|hello|good \w+)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:mit (?:freundlichen|besten|vielen) grüßen|freundliche grüße|viele grüße|beste grüße|liebe grüße|"
    r"lg|mfg|vg|gruß|danke|vielen dank|besten dank|kind regards|best regards|best wishes|thanks|"
    r"thank you|cheers|yours)\b",
    re.IGNORECASE,
)
# A phone number, a mail address, an amount of money: none of an order's business.
PRIVATE = re.compile(r"\+?\d[\d /()-]{6,}\d|\S+@\S+|\d+\s*(?:€|eur\b)", re.IGNORECASE)
# Sentences on health, family, money, law or third persons stay in the office.
_ABOUT_PEOPLE = (
    "krank schwanger kind kinder baby sohn tochter mutter vater eltern oma opa mann frau ehemann ehefrau fieber asthma "
    "allergie behindert rollstuhl pflege arzt hund katze miete mietminderung minder mindern mindere mietrückstand "
    "anwalt anwältin rechtsanwalt gericht klage kündigung versicherung schadensersatz frist nachbar nachbarn nachbarin "
    "familie wohnung polizei anzeige sick pregnant child children son daughter mother father wife husband doctor rent "
    "lawyer court insurance neighbour neighbours neighbor police wheelchair"
)
_PEOPLE = frozenset(_ABOUT_PEOPLE.split())
WORD = re.compile(r"\w+")
# First person and requests to the office are for the office.
TO_THE_OFFICE = re.compile(
    r"\b(?:können sie|könnten sie|bitte (?:schicken|kommen|melden|rufen|beheben|kümmern)|"
    r"ich (?:bin|habe|möchte|würde|bitte)|rufen sie|melden sie|zu ?hause|erreichbar|at home|"
    r"could you|can you|please|i am|i'm|i have|i would)\b",
    re.IGNORECASE,
)


def task_text(text: str, names: Iterable[str] = ()) -> str:
    """Sentences in their order, shortened at a sentence's end; "" when nothing harmless is left."""
    known = {part.casefold() for name in names for part in name.split() if len(part) > 2}
    kept: list[str] = []
    for sentence in SENTENCE.split(text[:LOOKED_AT]):
        clean = " ".join(sentence.split())
        if CLOSING.match(clean):
            break
        if clean and _is_harmless(clean, known) and sum(map(len, kept)) + len(clean) <= LONGEST:
            whole = clean if clean[-1] in ".!?" else f"{clean}."
            kept.append(whole[:1].upper() + whole[1:])
    return " ".join(kept)


def _is_harmless(sentence: str, names: set[str]) -> bool:
    if GREETING.match(sentence) or PRIVATE.search(sentence) or TO_THE_OFFICE.search(sentence):
        return False
    words = {w.casefold() for w in WORD.findall(sentence)}
    return len(words) > 1 and not words & _PEOPLE and not words & names
