"""Knows a rating that was asked for: "4", "2 - Monteur kam zu spät", "5 Sterne"; "2 Lampen sind kaputt" is none."""

import re

from hauspost.desk.intents import Act, Command, Offer, Vocabulary
from hauspost.parsers.phrases import is_thanks, says_still_broken, without_closing
from hauspost.parsers.salutations import is_greeting

# "Note 2" is none: at school the best mark is a one.
_SCALE = r"(?:\s?(?:/\s?5|von 5|of 5|out of 5|sterne?|stars?|punkte?|points?)\b)?"
_NUMBER = re.compile(
    rf"(?i)(?:bewertung|rating)?\s*:?\s*(?P<stars>[⭐★]{{1,5}}|[1-5](?!\d)){_SCALE}(?P<rest>.*)", re.DOTALL
)
_APART = re.compile(r"\A\s*(?:[!.]+\s*\Z|[!.]*\s*\n|\s[-–—]\s+|[:;,]\s+|[!]\s+)", re.DOTALL)
_COUNTS_ON = re.compile(r"\s*\d")  # "3 - 4 Tage", "2: 30 Uhr"
_LONGEST = 2_000  # characters of a comment


def rating(text: str, vocabulary: Vocabulary) -> Command | None:
    """The number, and behind it what is said of it. None: nobody asked, it stands for something else, or the words say
    that it is still broken, which weighs more."""
    offers = {o.value: o for o in vocabulary.offers if o.act is Act.RATE}
    if not offers:
        return None
    lines = without_closing([line for line in text.splitlines() if line.strip()])
    lines = lines[1:] if len(lines) > 1 and is_greeting(lines[0]) else lines
    found = _NUMBER.fullmatch("\n".join(lines).strip())
    if found is None:
        return None
    number = str(len(found["stars"])) if not found["stars"].isdigit() else found["stars"]
    comment = _comment(found["rest"], vocabulary)
    if comment is None or number not in offers or says_still_broken(comment):
        return None
    return _chosen(offers[number], text, comment)


def _comment(rest: str, vocabulary: Vocabulary) -> str | None:
    """None: the number belongs to what stands behind it."""
    if not rest.strip(" .!\t\xa0") or is_thanks(rest, vocabulary):
        return rest.strip(" ,.!\t\xa0")
    apart = _APART.match(rest)
    if apart is None or _COUNTS_ON.match(rest, apart.end()):
        return None
    return rest[apart.end() :].strip()[:_LONGEST]


def _chosen(offer: Offer, text: str, comment: str) -> Command:
    line = text.strip().splitlines()[0]
    return Command(Act.RATE, line, offer.value, comment, question=offer.question)
