"""What an opener wants for the report: private and anonymous on any hint, public only in so many words (WORDS 4)."""

import re

from hauspost.desk.intents import Wish

FIRST_LINES = 6  # a wish stands at the top or in the subject, not in the middle of a story

# Sub-addresses (INTERFACE, "Addresses"), in folded spelling.
HINTS: dict[str, Wish] = {
    "privat": Wish.PRIVATE,
    "private": Wish.PRIVATE,
    "oeffentlich": Wish.PUBLIC,
    "öffentlich": Wish.PUBLIC,
    "public": Wish.PUBLIC,
    "anonym": Wish.ANONYMOUS,
    "anonymous": Wish.ANONYMOUS,
}
# A line that is nothing but this widens; every other word around it and it is a sentence.
ALONE = re.compile(r"\W*(?:öffentlich|oeffentlich|public)\W*", re.IGNORECASE)

_NOT_NAMED = (
    r"möchte nicht,? dass mein name|meinen namen (?:bitte )?nicht|nicht (?:meinen|mit) namen? nennen|"
    r"ohne (?:meinen )?namen|namen? (?:bitte )?nicht (?:nennen|weitergeben|erwähnen)|"
    r"nicht namentlich|bitte nicht weitersagen|"
    r"don'?t (?:mention|give|tell) my name|do not (?:mention|give|tell) my name|without (?:giving )?my name|"
    r"not be named|keep my name"
)
ANONYMOUS = re.compile(rf"\b(?:anonym\w*|{_NOT_NAMED})\b", re.IGNORECASE)
PRIVATE = re.compile(
    r"\b(?:vertraulich\w*|unter uns|nur für (?:sie|die verwaltung)|confidential\w*|between us|just for you)\b",
    re.IGNORECASE,
)
# Words that stand alone on a line or as a subject narrow as well.
PRIVATE_ALONE = re.compile(r"\W*(?:privat|private)\W*", re.IGNORECASE)


def wishes(subject: str, text: str, hint: str) -> frozenset[Wish]:
    """`hint`: the words behind the mailbox. Linear in what is looked at."""
    found = {HINTS[word] for word in hint.casefold().split("+") if word in HINTS}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    top = [subject.strip()[:200], *(line[:500] for line in lines[:FIRST_LINES])]
    # Whoever does not want to be named says so anywhere, mostly at the end.
    everywhere = [subject[:200], *(line[:500] for line in lines[:200])]
    if any(ANONYMOUS.search(line) for line in everywhere):
        found.add(Wish.ANONYMOUS)
    if any(PRIVATE.search(line) or PRIVATE_ALONE.fullmatch(line) for line in top):
        found.add(Wish.PRIVATE)
    if any(ALONE.fullmatch(line) for line in (top[0], *lines[:1])):
        found.add(Wish.PUBLIC)
    return frozenset(found)
